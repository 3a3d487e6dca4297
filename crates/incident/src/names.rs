//! Names of people, groups and states held against each other.

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// Equal after folding.
    Same,
    /// The words of one are all among the other's ("Putin", "Vladimir Putin").
    Within,
    /// In different scripts, or empty: nothing can be said.
    Unknown,
    /// Two names.
    Other,
}

/// The form in which names are compared.
pub(crate) fn fold(name: &str) -> String {
    gazetteer::fold(name)
}

/// Compares two folded names.
pub(crate) fn likeness(a: &str, b: &str) -> Likeness {
    if a.is_empty() || b.is_empty() || script(a) != script(b) {
        return Likeness::Unknown;
    }
    if a == b {
        return Likeness::Same;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.split(' ').all(|word| long.split(' ').any(|other| other == word)) {
        Likeness::Within
    } else {
        Likeness::Other
    }
}

/// A number for the script of the first letter; names of two scripts can't be told apart by folding.
fn script(name: &str) -> u32 {
    match name.chars().find(|c| c.is_alphabetic()).map_or(0, u32::from) {
        0..0x370 | 0x1e00..0x1f00 => 0,
        0x370..0x400 | 0x1f00..0x2000 => 1,
        0x400..0x530 => 2,
        0x590..0x600 => 3,
        0x600..0x780 => 4,
        other => other >> 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        let like = |a: &str, b: &str| likeness(&fold(a), &fold(b));
        assert_eq!(like("José Pérez", "Jose Perez"), Likeness::Same);
        assert_eq!(like("Putin", "Vladimir Putin"), Likeness::Within);
        assert_eq!(like("Путин", "Putin"), Likeness::Unknown);
        assert_eq!(like("Hamas", "Fatah"), Likeness::Other);
        assert_eq!(like("", "Fatah"), Likeness::Unknown);
    }
}
