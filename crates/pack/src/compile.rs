use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use text::{Merged, Part, Proclitics, QuotePair, Writing, fold, segment};

use crate::inflect::{Endings, Form, Paradigm};
use crate::lexicon::{Entry, Lexicon};
use crate::pack::{Pack, Tag, tags};
use crate::pattern::{Matcher, Names};
use crate::{Features, PackError, Spelling, rules};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    code: String,
    #[serde(default)]
    clitics: Vec<String>,
    #[serde(default)]
    elides: bool,
    /// Words that are written in one with the word behind them.
    #[serde(default)]
    proclitics: Vec<String>,
    /// Where such a word and the one behind it melt: the word, how the other begins there, how it begins elsewhere.
    #[serde(default)]
    merged: Vec<(String, String, String)>,
    quotes: Vec<(String, String)>,
    /// Tags whose words stand in nearly every sentence: never anchors where anything else is at hand.
    #[serde(default)]
    frequent: Vec<String>,
    /// Paradigms that words outside the lexicon follow too, as names do.
    #[serde(default)]
    open: Vec<String>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
}

/// Compiles the folder of one language (`lang/en`) into its pack.
///
/// # Errors
/// The file and line of the first mistake.
pub fn compile(folder: &Path) -> Result<Pack, PackError> {
    let language_path = folder.join("language.toml");
    let source = read(&language_path)?;
    let language: LanguageFile = from_toml(&language_path, &source)?;
    let mut writing = Writing {
        clitics: language.clitics,
        elides: language.elides,
        quotes: language.quotes.into_iter().map(|(open, close)| QuotePair { open, close }).collect(),
        proclitics: Proclitics {
            words: language.proclitics,
            merged: language
                .merged
                .into_iter()
                .map(|(behind, written, elsewhere)| Merged { behind, written, elsewhere })
                .collect(),
        },
        ..Writing::default()
    };
    abbreviations(&folder.join("abbreviations.txt"), &mut writing)?;

    let paradigms = paradigms(&folder.join("paradigms.tsv"))?;
    let mut endings = Endings::default();
    for name in &language.open {
        endings.add(paradigms.get(name).ok_or_else(|| PackError::Line {
            path: language_path.clone(),
            line: 1,
            what: format!("no paradigm is called {name:?}"),
        })?);
    }
    let mut names = Interner::default();
    let mut phrases: BTreeMap<Vec<String>, Vec<Entry>> = BTreeMap::new();
    let mut sources = Vec::new();
    for path in files(&folder.join("lexicon"), "tsv")? {
        let source = read(&path)?;
        let words = rows(&source).flat_map(|(_, row)| row[0].split(' ')).filter(|w| w.ends_with(['\'', '’']));
        for word in words {
            let mut folded = String::new();
            fold(word, &mut folded);
            writing.elided.insert(folded);
        }
        sources.push((path, source));
    }
    for (path, source) in sources {
        for (line, row) in rows(&source) {
            lexicon_row(&row, &paradigms, &writing, &mut names, &mut phrases)
                .map_err(|what| PackError::Line { path: path.clone(), line, what })?;
        }
    }
    let counted = names.tag_number("counted");
    for (phrase, entries) in &phrases {
        let [word] = phrase.as_slice() else { continue };
        if entries.iter().any(|e| e.tag == tags::FUNCTION) {
            writing.starters.insert(word.clone());
        }
        if entries.iter().any(|e| e.tag == counted) {
            writing.counted.insert(word.clone());
        }
    }
    let frequent: Vec<Tag> = language.frequent.iter().map(|t| names.tag_number(t)).collect();

    // Patterns name words by number, and numbers are known once all words are: so lone words are gathered first.
    let macros_path = folder.join("macros.toml");
    let macros: BTreeMap<String, String> =
        if macros_path.exists() { from_toml(&macros_path, &read(&macros_path)?)? } else { BTreeMap::new() };
    let rule_files = files(&folder.join("rules"), "toml")?;
    let mut gather =
        RuleNames { names: &mut names, lexicon: None, lone: BTreeSet::new(), frequent: &frequent };
    for path in &rule_files {
        rules::read(path, &read(path)?, &macros, &mut gather)?;
    }
    let lone: Vec<String> = gather.lone.into_iter().collect();
    let lexicon = Lexicon::build(&phrases, &lone)?;
    let mut resolve =
        RuleNames { names: &mut names, lexicon: Some(&lexicon), lone: BTreeSet::new(), frequent: &frequent };
    let mut all = Vec::new();
    for path in &rule_files {
        all.extend(rules::read(path, &read(path)?, &macros, &mut resolve)?);
    }
    all.sort_by_key(|r| r.layer); // stable: files by name, rules in their order
    let mut pack = Pack {
        code: language.code,
        writing,
        settings: language.settings,
        endings,
        spellings: spellings(&folder.join("spellings.tsv"))?,
        lexicon,
        tags: names.tags,
        values: names.values,
        rules: all,
        layers: Vec::new(),
        asks: crate::Asks::default(),
        rule_names: Vec::new(),
        tag_numbers: rustc_hash::FxHashMap::default(),
    };
    pack.index();
    Ok(pack)
}

struct Interner {
    tags: Vec<String>,
    values: Vec<String>,
    value_numbers: BTreeMap<String, u32>,
}

impl Default for Interner {
    fn default() -> Interner {
        Interner {
            tags: tags::NAMES.iter().map(|t| (*t).to_owned()).collect(),
            values: vec![String::new()],
            value_numbers: BTreeMap::new(),
        }
    }
}

impl Interner {
    fn tag_number(&mut self, tag: &str) -> Tag {
        self.tags.iter().position(|t| t == tag).unwrap_or_else(|| {
            self.tags.push(tag.to_owned());
            self.tags.len() - 1
        }) as Tag
    }

    fn value_number(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return 0;
        }
        *self.value_numbers.entry(value.to_owned()).or_insert_with(|| {
            self.values.push(value.to_owned());
            (self.values.len() - 1) as u32
        })
    }
}

struct RuleNames<'a> {
    names: &'a mut Interner,
    /// Absent on the first reading, which only gathers words and the tags that chunks make.
    lexicon: Option<&'a Lexicon>,
    lone: BTreeSet<String>,
    frequent: &'a [Tag],
}

impl Names for RuleNames<'_> {
    fn word(&mut self, word: &str) -> u32 {
        match self.lexicon {
            Some(lexicon) => lexicon.word(word),
            None => {
                self.lone.insert(word.to_owned());
                1
            }
        }
    }

    fn tag(&mut self, tag: &str) -> Result<Tag, String> {
        if self.lexicon.is_none() {
            return Ok(self.names.tag_number(tag));
        }
        let known = self.names.tags.iter().position(|t| t == tag);
        known.map(|at| at as Tag).ok_or_else(|| format!("no tag is called {tag:?}"))
    }

    fn value(&mut self, value: &str) -> u32 {
        self.names.value_number(value)
    }

    fn frequency(&self, matcher: &Matcher) -> usize {
        let Some(lexicon) = self.lexicon else { return 1 };
        match matcher {
            Matcher::Word(word) => {
                let mut function = false;
                lexicon.phrases(&[*word], |_, _, e| function |= e.tag == tags::FUNCTION);
                if function || lexicon.spelling(*word).chars().all(|c| !c.is_alphabetic()) {
                    5_000
                } else {
                    10
                }
            }
            Matcher::Tags(tests) => tests.iter().map(|(tag, _, _)| self.tag_frequency(lexicon, *tag)).sum(),
            _ => usize::MAX,
        }
    }
}

impl RuleNames<'_> {
    fn tag_frequency(&self, lexicon: &Lexicon, tag: Tag) -> usize {
        if self.frequent.contains(&tag) {
            return 4_000;
        }
        match tag {
            tags::FUNCTION | tags::VERB => 9_000,
            tags::NAME => 2_000,
            tags::PLACE | tags::PEOPLE | tags::NUMBER | tags::COUNT | tags::TIME | tags::PERSON_NAME => 1_000,
            // a chunk that rules make has no entries of its own
            _ => match lexicon.frequency(tag) {
                0 => 600,
                n => n.min(500),
            },
        }
    }
}

fn abbreviations(path: &Path, writing: &mut Writing) -> Result<(), PackError> {
    if !path.exists() {
        return Ok(());
    }
    for line in read(path)?.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        match line.strip_suffix(" may-end") {
            Some(word) => writing.may_end.insert(word.trim().to_lowercase()),
            None => writing.abbreviations.insert(line.to_lowercase()),
        };
    }
    Ok(())
}

fn spellings(path: &Path) -> Result<Vec<Spelling>, PackError> {
    let mut out: Vec<Spelling> = Vec::new();
    if !path.exists() {
        return Ok(out);
    }
    let source = read(path)?;
    for (line, row) in rows(&source) {
        match (row.as_slice(), out.last_mut()) {
            (["countries", countries], _) => out.push(Spelling::of(countries)),
            ([letters, others], Some(spelling)) => spelling.add(letters, others),
            _ => {
                let what =
                    "two columns: letters here, letters in the gazetteer; before them the countries".into();
                return Err(PackError::Line { path: path.to_owned(), line, what });
            }
        }
    }
    Ok(out)
}

fn paradigms(path: &Path) -> Result<BTreeMap<String, Paradigm>, PackError> {
    let mut out: BTreeMap<String, Paradigm> = BTreeMap::new();
    let source = read(path)?;
    for (line, row) in rows(&source) {
        let fault = |what: String| PackError::Line { path: path.to_owned(), line, what };
        let [name, word, cut, add, features] = row.as_slice() else {
            return Err(fault(
                "five columns: paradigm, first or last, what is cut, what is added, features".into(),
            ));
        };
        let paradigm = out.entry((*name).to_owned()).or_default();
        paradigm.first_word = match *word {
            "first" => true,
            "last" => false,
            other => return Err(fault(format!("{other:?}: first or last word of the phrase?"))),
        };
        let ending = |e: &str| if e == "-" { String::new() } else { e.to_owned() };
        let features = Features::parse(features).map_err(fault)?;
        paradigm.forms.push(Form { cut: ending(cut), add: ending(add), features });
    }
    Ok(out)
}

/// `phrase ⇥ inflection ⇥ tags ⇥ value`: inflection is `-`, a paradigm, or `= form:features …`.
fn lexicon_row(
    row: &[&str],
    paradigms: &BTreeMap<String, Paradigm>,
    writing: &Writing,
    names: &mut Interner,
    phrases: &mut BTreeMap<Vec<String>, Vec<Entry>>,
) -> Result<(), String> {
    let (phrase, inflection, tag_list, value) = match row {
        [p, i, t] => (*p, *i, *t, ""),
        [p, i, t, v] => (*p, *i, *t, *v),
        _ => return Err("three or four columns: phrase, inflection, tags, value".into()),
    };
    let (forms, verb) = forms(phrase, inflection, paradigms)?;
    let mut tag_numbers: Vec<Tag> = tag_list.split(',').map(|t| names.tag_number(t.trim())).collect();
    if verb {
        tag_numbers.push(tags::VERB);
    }
    let value = names.value_number(value.trim());
    let mut scratch = String::new();
    for (whole, features) in forms {
        // "'s" is one token only where a word stands before it
        let ending = whole.starts_with(['\'', '’']);
        let whole = if ending { format!("x{whole}") } else { whole };
        let (mut tokens, _) = segment(&whole, Part::Text, writing);
        tokens.drain(..usize::from(ending));
        let mut folded = Vec::with_capacity(tokens.len());
        for token in &tokens {
            fold(token.of(&whole), &mut scratch);
            folded.push(scratch.clone());
        }
        let entries = phrases.entry(folded).or_default();
        for tag in &tag_numbers {
            let value = if *tag == tags::VERB { 0 } else { value };
            entries.push(Entry { tag: *tag, features, value });
        }
    }
    Ok(())
}

/// The forms of a phrase as its inflection says, and whether they are a verb's.
fn forms(
    phrase: &str,
    inflection: &str,
    paradigms: &BTreeMap<String, Paradigm>,
) -> Result<(Vec<(String, Features)>, bool), String> {
    let words: Vec<&str> = phrase.split(' ').map(|w| w.trim_end_matches('*')).collect();
    let starred = phrase.split(' ').enumerate().filter(|(_, w)| w.len() > 1 && w.ends_with('*'));
    let starred: Vec<usize> = starred.map(|(at, _)| at).collect();
    let with = |at: usize, form: &str| {
        let mut whole = words.clone();
        whole[at] = form;
        whole.join(" ")
    };
    if inflection == "-" {
        return Ok((vec![(words.join(" "), Features::default())], false));
    }
    if let Some(list) = inflection.strip_prefix('=') {
        let at = starred.first().copied().unwrap_or(0);
        let mut forms = vec![(words.join(" "), Features::parse("base")?)];
        for form in list.split_whitespace() {
            let (form, features) =
                form.split_once(':').ok_or_else(|| format!("{form:?} is not form:features"))?;
            forms.push((with(at, &form.replace('_', " ")), Features::parse(features)?));
        }
        return Ok((forms, true));
    }
    let named = inflection
        .split('+')
        .map(|name| paradigms.get(name).ok_or_else(|| format!("no paradigm is called {name:?}")));
    let named: Vec<&Paradigm> = named.collect::<Result<_, _>>()?;
    let verb = named.iter().any(|p| p.first_word);
    let changes = match (starred.len(), named.len()) {
        (0, 1) => vec![if verb { 0 } else { words.len() - 1 }],
        (stars, paradigms) if stars == paradigms => starred,
        _ => return Err("as many stars as paradigms".into()),
    };
    // words that change together agree in case and number
    let mut forms =
        vec![(words.clone().into_iter().map(String::from).collect::<Vec<_>>(), Features::default())];
    for (paradigm, at) in named.iter().zip(changes) {
        let expanded = paradigm.expand(words[at]);
        if expanded.is_empty() {
            return Err(format!("{:?} has no form in the paradigm {inflection:?}", words[at]));
        }
        let joined = forms.iter().flat_map(|(whole, had)| {
            expanded.iter().filter_map(move |(form, features)| {
                let mut whole = whole.clone();
                whole[at] = form.clone();
                Some((whole, had.agreed(*features)?))
            })
        });
        forms = joined.collect();
    }
    Ok((forms.into_iter().map(|(whole, features)| (whole.join(" "), features)).collect(), verb))
}

/// Rows of a TSV with their line numbers; empty lines and those that begin with # are left out.
fn rows(source: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    source
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
        .map(|(at, l)| (at + 1, l.trim_end().split('\t').collect()))
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, PackError> {
    let entries = fs::read_dir(folder).map_err(|source| PackError::Io { path: folder.to_owned(), source })?;
    let mut out: Vec<PathBuf> = entries
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == extension))
        .collect();
    out.sort();
    Ok(out)
}

fn read(path: &Path) -> Result<String, PackError> {
    fs::read_to_string(path).map_err(|source| PackError::Io { path: path.to_owned(), source })
}

fn from_toml<T: serde::de::DeserializeOwned>(path: &Path, source: &str) -> Result<T, PackError> {
    toml::from_str(source).map_err(|e| PackError::Line {
        path: path.to_owned(),
        line: e.span().map_or(1, |s| source[..s.start].matches('\n').count() + 1),
        what: e.message().to_owned(),
    })
}
