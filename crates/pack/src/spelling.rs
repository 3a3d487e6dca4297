use std::collections::BTreeMap;

/// How a language's press writes the names of some countries, which the gazetteer has in other letters: German
/// "Nischnekamsk" is "Nizhnekamsk" there.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Spelling {
    /// ISO codes of the countries.
    pub countries: Vec<String>,
    /// By letters of the text: what they may be in the gazetteer.
    letters: BTreeMap<String, Vec<String>>,
    /// The most letters, in bytes, that are written as one.
    longest: usize,
}

impl Spelling {
    /// A spelling of the names of these countries that changes nothing yet.
    pub(crate) fn of(countries: &str) -> Spelling {
        let countries = countries.split(' ').map(str::to_owned).collect();
        Spelling { countries, ..Spelling::default() }
    }

    /// Adds what letters of the text may be: several with `|` between them, `-` for nothing.
    pub(crate) fn add(&mut self, letters: &str, others: &str) {
        let others =
            others.split('|').map(|other| if other == "-" { String::new() } else { other.to_owned() });
        self.longest = self.longest.max(letters.len());
        self.letters.entry(letters.to_owned()).or_default().extend(others);
    }

    /// What stands at the beginning of these folded letters, which are not empty: how many bytes are taken together, the
    /// most that there is a line for, and what they may be. Letters without a line are themselves.
    pub fn first<'s>(&'s self, letters: &'s str) -> (usize, Vec<&'s str>) {
        let ends = (1..=self.longest.min(letters.len())).rev().filter(|end| letters.is_char_boundary(*end));
        for end in ends {
            if let Some(others) = self.letters.get(&letters[..end]) {
                return (end, others.iter().map(String::as_str).collect());
            }
        }
        let end = letters.chars().next().map_or(0, char::len_utf8);
        (end, vec![&letters[..end]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_letters_are_taken_together() {
        let mut german = Spelling::of("RU UA");
        german.add("sch", "sh|zh");
        german.add("s", "s|z");
        german.add("'", "-");
        assert_eq!(german.first("schmak"), (3, vec!["sh", "zh"]));
        assert_eq!(german.first("sumy"), (1, vec!["s", "z"]));
        assert_eq!(german.first("'k"), (1, vec![""]));
        assert_eq!(german.first("éa"), (2, vec!["é"]));
    }
}
