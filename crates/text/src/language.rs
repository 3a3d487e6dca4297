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

/// Languages that an article of ours may be in; others are told apart from them, not read.
const CODES: &[(whatlang::Lang, &str)] = &[
    (whatlang::Lang::Eng, "en"),
    (whatlang::Lang::Ita, "it"),
    (whatlang::Lang::Ukr, "uk"),
    (whatlang::Lang::Rus, "ru"),
    (whatlang::Lang::Fra, "fr"),
    (whatlang::Lang::Deu, "de"),
    (whatlang::Lang::Spa, "es"),
    (whatlang::Lang::Ara, "ar"),
    (whatlang::Lang::Por, "pt"),
    (whatlang::Lang::Pol, "pl"),
    (whatlang::Lang::Nld, "nl"),
    (whatlang::Lang::Tur, "tr"),
    (whatlang::Lang::Bel, "be"),
    (whatlang::Lang::Bul, "bg"),
    (whatlang::Lang::Srp, "sr"),
    (whatlang::Lang::Ron, "ro"),
    (whatlang::Lang::Heb, "he"),
    (whatlang::Lang::Pes, "fa"),
    (whatlang::Lang::Cmn, "zh"),
    (whatlang::Lang::Jpn, "ja"),
    (whatlang::Lang::Kor, "ko"),
    (whatlang::Lang::Hin, "hi"),
    (whatlang::Lang::Swe, "sv"),
    (whatlang::Lang::Ces, "cs"),
];

/// How much of a text is enough to know its language, in bytes.
const SAMPLE: usize = 700;

/// Returns the language that the text's opening is written in, or `None` where it has no words.
pub fn identify(text: &str) -> Option<Language> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let detector = whatlang::Detector::with_allowlist(CODES.iter().map(|(lang, _)| *lang).collect());
    let found = detector.detect_lang(&text[..end])?;
    CODES.iter().find(|(lang, _)| *lang == found).and_then(|(_, code)| Language::parse(code))
}
