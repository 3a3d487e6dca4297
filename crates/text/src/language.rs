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
    (whatlang::Lang::Mkd, "mk"),
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
    let opening = &text[..end];
    let written = cyrillic(opening);
    let detector = whatlang::Detector::with_allowlist(match written.as_slice() {
        [] => CODES.iter().map(|(lang, _)| *lang).collect(),
        [one] => return code_of(*one),
        some => some.to_vec(),
    });
    code_of(detector.detect_lang(opening)?)
}

fn code_of(lang: whatlang::Lang) -> Option<Language> {
    CODES.iter().find(|(l, _)| *l == lang).and_then(|(_, code)| Language::parse(code))
}

/// What languages write in Cyrillic letters, each with the letters that others of them have and it has not, or hardly.
const CYRILLIC: &[(whatlang::Lang, &str)] = &[
    (whatlang::Lang::Ukr, "ыэёъўјљњђћџѓќѕ"),
    (whatlang::Lang::Rus, "іїєґўъјљњђћџѓќѕ"),
    (whatlang::Lang::Bel, "ищъїєґјљњђћџѓќѕ"),
    (whatlang::Lang::Bul, "ыэёіїєґўјљњђћџѓќѕ"),
    (whatlang::Lang::Srp, "ыэёъўіїєґйщьюяѓќѕ"),
    (whatlang::Lang::Mkd, "ыэёъўіїєґйщьюяђћ"),
];

/// The languages to which the fewest letters of a text are foreign, where most of it is Cyrillic. One letter tells more
/// than any count of trigrams: no Russian word has an «і», no Ukrainian one an «ы».
fn cyrillic(text: &str) -> Vec<whatlang::Lang> {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    let of_script = letters().filter(|c| ('\u{400}'..'\u{530}').contains(c)).count();
    if of_script * 2 <= letters().count() {
        return Vec::new();
    }
    let foreign = |not: &str| letters().filter(|c| not.contains(*c)).count();
    let counted: Vec<_> = CYRILLIC.iter().map(|(lang, not)| (*lang, foreign(not))).collect();
    let fewest = counted.iter().map(|(_, n)| *n).min().unwrap_or(0);
    counted.into_iter().filter(|(_, n)| *n == fewest).map(|(lang, _)| lang).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyrillic_languages() {
        let told = [
            ("uk", "Уранці в місті пролунали вибухи, рятувальники гасять пожежу на складі."),
            ("uk", "Двоє людей загинули, ще семеро дістали поранення, повідомили в поліції."),
            ("uk", "На сході країни тривають бої, мешканців вивозять до сусідньої області."),
            ("uk", "Слідчий комітет РФ заявив: «Мы проверяем сообщения», – пише видання."),
            ("ru", "Утром в городе прогремели взрывы, спасатели тушат пожар на складе."),
            ("ru", "Два человека погибли, еще семеро получили ранения, сообщили в полиции."),
            ("ru", "Движение по мосту перекрыто, водителей просят выбрать другой маршрут."),
            (
                "ru",
                "Сотрудники службы были на месте, вызовы поступали всю ночь: «Ми перевіряємо це», ответили из Киева.",
            ),
            ("be", "Раніцай у горадзе пачуліся выбухі, ратавальнікі тушаць пажар на складзе."),
            ("be", "Двое людзей загінулі, яшчэ сямёра атрымалі раненні, паведамілі ў міліцыі."),
            ("bg", "Сутринта в града се чуха взривове, пожарникарите гасят пожар в склад."),
            ("bg", "Двама души загинаха, а още седем бяха ранени, съобщиха от полицията."),
            ("sr", "Јутрос су се у граду чуле експлозије, ватрогасци гасе пожар у магацину."),
            ("sr", "Двоје људи је погинуло, а седморо је рањено, саопштила је полиција."),
            ("mk", "Утрово во градот се слушнаа експлозии, пожарникарите гаснат пожар во магацин."),
            ("mk", "Двајца загинаа, а седуммина се повредени, соопшти полицијата вечерва."),
        ];
        for (code, text) in told {
            assert_eq!(identify(text).map(|l| l.to_string()).as_deref(), Some(code), "{text}");
        }
    }
}
