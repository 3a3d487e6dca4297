//! How a word sounds, roughly and whatever the language that spells it.

/// How a folded word in Latin or Cyrillic letters sounds: what one language hears as another, or spells as the other
/// doesn't, is one letter or none. `None` where it is in another script.
///
/// "Zakharova", "Sacharowa" and «Захарова» are `sarova`; breath and its likes (g, h, ch, kh, г, х, ч) are dropped.
pub fn sound(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let vowel = |c: char| "aeiouаеєиіоуыэюя".contains(c);
        let between = out.ends_with(vowel) && next.is_some_and(vowel);
        let heard = match letter {
            // "Sergeyev", «Сергеев»
            'j' | 'y' | 'й' | 'ј' if between => "",
            'k' | 'c' if next == Some('h') => "",
            // "Tschernow", "Tchernov", "Kravtsov"
            't' if matches!(next, Some('s' | 'c' | 'z')) => "",
            'c' if matches!(next, Some('e' | 'i' | 'y')) => "s",
            'p' if next == Some('h') => "v",
            'b' | 'б' => "b",
            'p' | 'п' => "p",
            'v' | 'w' | 'f' | 'в' | 'ф' | 'ў' => "v",
            'd' | 'д' | 'ђ' => "d",
            't' | 'т' => "t",
            'k' | 'c' | 'q' | 'к' => "k",
            'x' => "ks",
            's' | 'z' | 'с' | 'з' | 'ц' | 'ш' | 'щ' | 'ж' => "s",
            'l' | 'л' | 'љ' => "l",
            'm' | 'м' => "m",
            'n' | 'н' | 'њ' => "n",
            'r' | 'р' => "r",
            'a' | 'а' => "a",
            'e' | 'е' | 'є' | 'э' => "e",
            'o' | 'о' => "o",
            'u' | 'у' => "u",
            'i' | 'j' | 'y' | 'и' | 'і' | 'ї' | 'ы' | 'й' | 'ј' => "i",
            'я' => "ia",
            'ю' => "iu",
            'g' | 'h' | 'г' | 'ґ' | 'х' | 'ч' | 'ћ' | 'џ' | 'ь' | 'ъ' => "",
            _ => return None,
        };
        heard.chars().for_each(|sound| {
            if !out.ends_with(sound) {
                out.push(sound);
            }
        });
    }
    Some(out)
}

/// How a word [`sound`]s, where that is long enough to tell it from others: by three consonants.
pub fn telling_sound(word: &str) -> Option<String> {
    sound(word).filter(|sound| sound.chars().filter(|c| !"aeiou".contains(*c)).count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for alike in [
            &["zakharova", "zacharova", "sacharowa", "захарова"][..],
            &["zelensky", "zelenskyy", "selenskyj", "zelenski", "зеленський", "зеленский"],
            &["terekhov", "terechov", "terejov", "терехов"],
            &["kravtsov", "krawzow", "кравцов"],
            &["peskov", "peskow", "песков", "пєсков"],
            &["erdogan", "эрдоган", "ердоган"],
        ] {
            let first = sound(alike[0]);
            assert!(first.is_some());
            alike.iter().for_each(|word| assert_eq!(sound(word), first, "{word}"));
        }
        assert!(telling_sound("asif").is_none() && telling_sound("merz").is_some());
        assert_eq!(sound("نتنياهو"), None);
        assert_ne!(sound("moreno"), sound("marino"));
    }
}
