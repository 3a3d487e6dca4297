//! Which names of the source are worth finding a place by.

use crate::{NameRank, fold};

/// Returns whether an alternate name is a name that texts in scripts we read would use.
///
/// Left out: codes of airports and ports ("KZN", "RUKZN"), machine transliterations
/// (all in small letters), names of one or two letters, and whole addresses.
pub fn alternate(name: &str) -> bool {
    if name.len() > 60 || name.contains([',', '(', '/', ';', ':', '=', '|']) || name.split(' ').count() > 5 {
        return false;
    }
    let Some(script) = Script::of(name) else { return false };
    let letters = fold(name).chars().filter(|c| c.is_alphanumeric()).count();
    match script {
        Script::Other => letters >= 2,
        Script::Cased => {
            let code = name.len() <= 5 && name.chars().all(|c| c.is_ascii_uppercase());
            letters >= 3 && !code && name.chars().any(char::is_uppercase)
        }
    }
}

/// Returns how a country's name in some language ranks: "UK", "ABŞ", "USA" are only meant in capitals.
pub fn rank(name: &str) -> NameRank {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    match letters <= 4 && name.chars().all(|c| c.is_uppercase() || c == '.') {
        true => NameRank::Abbreviation,
        false => NameRank::Alternate,
    }
}

/// Returns a division's name without the word for its sort: "Muhafazat Karbala" is "Karbala".
pub(crate) fn bare_division(name: &str) -> &str {
    const BEFORE: [&str; 6] =
        ["Muhafazat ", "Sha`biyat ", "Wilayat-e ", "Republic of ", "Respublika ", "Misto "];
    const AFTER: [&str; 18] = [
        " Voivodeship",
        " Governorate",
        " Oblysy",
        " Qalasy",
        " Province",
        " Region",
        " County",
        " District",
        " Prefecture",
        " apskritis",
        " Rajons",
        " Marz",
        " Rayon",
        " Republic",
        " Oblast",
        " Krai",
        " State",
        " Division",
    ];
    let name = BEFORE.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let bare = AFTER.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
    // "Northern State" or "Red Sea" would be no name without its word.
    match bare {
        "Northern" | "Southern" | "Eastern" | "Western" | "Central" | "North" | "South" | "East" | "West" => {
            name
        }
        _ => bare,
    }
}

/// Returns whether a name is in Latin letters.
pub(crate) fn latin(name: &str) -> bool {
    name.chars()
        .filter(|c| c.is_alphabetic())
        .all(|c| c < '\u{300}' || ('\u{1e00}'..='\u{1eff}').contains(&c))
}

/// What of a script tells a name from a code.
#[derive(PartialEq)]
enum Script {
    /// Latin, Greek, Cyrillic, Armenian: a name begins with a capital.
    Cased,
    /// The others have none, and names of two letters.
    Other,
}

impl Script {
    /// Returns the script of a name that is written in one.
    fn of(name: &str) -> Option<Script> {
        let block = |c: char| match c {
            'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' => 0,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => 1,
            '\u{400}'..='\u{52f}' => 2,
            '\u{530}'..='\u{58f}' => 3,
            '\u{590}'..='\u{5ff}' => 4,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => 5,
            // Each Indic script has its half of a block, and so Thai, Lao, Burmese, Georgian, Ethiopic.
            '\u{900}'..='\u{13ff}' => 0x10 + (c as u32 >> 7),
            // Japanese is written in three, Korean in one and a bit.
            _ => 6,
        };
        let mut blocks = name.chars().filter(|c| c.is_alphabetic()).map(block);
        let first = blocks.next()?;
        blocks.all(|other| other == first).then_some(if first <= 3 { Script::Cased } else { Script::Other })
    }
}
