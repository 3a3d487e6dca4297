use std::fmt;

/// A language by its ISO 639-1 code, such as `en`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(*b"en");

    /// Reads `en`, `EN` or `en-GB`; `None` where that is no code of two letters.
    pub fn parse(code: &str) -> Option<Language> {
        let first = code.split(['-', '_']).next()?;
        let bytes: [u8; 2] = first.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Language(bytes.map(|b| b.to_ascii_lowercase())))
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
