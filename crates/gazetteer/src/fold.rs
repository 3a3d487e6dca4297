use unicode_normalization::char::decompose_canonical;

/// Returns the folded form of a name, by which names are compared.
///
/// Lowercase, accents stripped, apostrophes and dots of abbreviations dropped,
/// hyphens and other marks read as spaces, `St.` as `saint`. Cyrillic letters
/// stay distinct (й, ї, і), only ё is е; Arabic loses its vowel signs and its
/// letters' spelling variants.
///
/// Word by word: `fold("a b")` is `fold("a") + " " + fold("b")`, so that a tagger
/// may fold tokens one at a time and join them.
///
/// ```
/// use gazetteer::fold;
/// assert_eq!(fold("St.-Étienne"), "saint etienne");
/// assert_eq!(fold("Diyarbakır"), "diyarbakir");
/// assert_eq!(fold("Sana'a"), "sanaa");
/// assert_eq!(fold("U.S."), "us");
/// assert_eq!(fold("Ки́їв"), "київ");
/// ```
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    fold_into(name, &mut out);
    out
}

/// Writes the folded form of `name` into `out`, which is cleared first.
///
/// Allocates only where `out` is too small.
pub fn fold_into(name: &str, out: &mut String) {
    out.clear();
    let mut word = Word { start: 0, letters: 0 };
    for letter in name.chars() {
        push_folded(letter, out, &mut word);
    }
    word.end(out);
    out.truncate(out.trim_end_matches(' ').len());
}

/// The word being written.
struct Word {
    /// Where it starts in the output.
    start: usize,
    /// Letters since its start or its last dot: "U.S." has one before each dot.
    letters: usize,
}

impl Word {
    fn end(&mut self, out: &mut String) {
        let long = match &out[self.start..] {
            "st" => "saint",
            "ste" => "sainte",
            "mt" => "mount",
            "ft" => "fort",
            "" => return,
            _ => "",
        };
        if !long.is_empty() {
            out.truncate(self.start);
            out.push_str(long);
        }
        out.push(' ');
        self.start = out.len();
        self.letters = 0;
    }

    fn letter(&mut self, letter: char, out: &mut String) {
        out.push(letter);
        self.letters += 1;
    }

    fn letters(&mut self, letters: &str, out: &mut String) {
        out.push_str(letters);
        self.letters += 1;
    }
}

fn push_folded(c: char, out: &mut String, word: &mut Word) {
    match c {
        'a'..='z' | '0'..='9' => word.letter(c, out),
        'A'..='Z' => word.letter(c.to_ascii_lowercase(), out),
        // "Sana'a", "Khar'kov", "Кам'янець": spelled with and without, and with ten kinds of mark.
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '\u{2b0}'..='\u{2ff}' => {}
        // A dot after one letter is of an abbreviation ("U.S."), else it ends a word ("St.Petersburg").
        '.' if word.letters <= 1 => word.letters = 0,
        '\u{0}'..='\u{7f}' => word.end(out),
        // Invisible marks: soft hyphen, joiners, directions.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => {}
        '\u{300}'..='\u{36f}' => join_mark(c, out, word.start),
        '\u{400}'..='\u{52f}' => cyrillic(c, out, word),
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => arabic(c, out, word),
        // Hebrew points.
        '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' => {}
        '\u{80}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}' => {
            latin_or_greek(c, out, word)
        }
        // Vowel signs and viramas of Indic and related scripts are letters to their readers.
        '\u{900}'..='\u{109f}' if c != '।' && c != '॥' => word.letter(c, out),
        // Signs such as the Kelvin's and the Ångström's have a Latin letter as their small one.
        _ if c.is_alphanumeric() => c.to_lowercase().for_each(|l| match l {
            '\u{0}'..='\u{24f}' => latin_or_greek(l, out, word),
            _ => word.letter(l, out),
        }),
        _ => word.end(out),
    }
}

/// A combining mark: dropped, unless it makes a Cyrillic letter of its own (й, ї, ў written in two).
fn join_mark(mark: char, out: &mut String, word_start: usize) {
    let letter = match (out[word_start..].chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('у'), '\u{306}') => 'ў',
        (Some('і'), '\u{308}') => 'ї',
        _ => return,
    };
    out.pop();
    out.push(letter);
}

fn cyrillic(c: char, out: &mut String, word: &mut Word) {
    match c {
        '\u{483}'..='\u{489}' => {}
        'ё' | 'Ё' | 'ѐ' | 'Ѐ' => word.letter('е', out),
        'ѝ' | 'Ѝ' => word.letter('и', out),
        // The palochka stays; apostrophe-like signs were dropped above.
        _ => c.to_lowercase().for_each(|l| word.letter(l, out)),
    }
}

fn arabic(c: char, out: &mut String, word: &mut Word) {
    match c {
        'آ' | 'أ' | 'إ' | 'ٱ' => word.letter('ا', out),
        'ى' | 'ی' | 'ئ' => word.letter('ي', out),
        'ؤ' => word.letter('و', out),
        'ک' => word.letter('ك', out),
        'ة' | 'ہ' | 'ۀ' | 'ە' => word.letter('ه', out),
        // Vowel signs, Quranic marks, tatweel.
        '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | 'ـ' => {}
        _ if c.is_alphanumeric() => word.letter(c, out),
        _ => word.end(out),
    }
}

fn latin_or_greek(c: char, out: &mut String, word: &mut Word) {
    if !c.is_alphanumeric() {
        return word.end(out);
    }
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| match base(part) {
            Some(letters) => word.letters(letters, out),
            // Of the Greek numeral sign an apostrophe is left.
            None if part.is_alphanumeric() && !('\u{2b0}'..='\u{36f}').contains(&part) => {
                word.letter(part, out)
            }
            None => {}
        });
    }
}

/// Returns the plain letters for a small letter that has a stroke, hook or ligature and no decomposition.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'ı' | 'ɨ' => "i",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ə' | 'ǝ' => "e",
        'ɓ' => "b",
        'ƙ' => "k",
        'ς' => "σ",
        _ => return None,
    })
}
