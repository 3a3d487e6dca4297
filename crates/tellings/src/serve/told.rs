//! What articles tell, as the page shows it: accounts, claims in their sentences, and who is heard.

use std::collections::BTreeMap;

use claim::{Origin, Packs, Reading};
use incident::{Comparison, Read, Voices};
use schemars::JsonSchema;
use serde::Serialize;
use text::{Article, Key, Part, Published, Span, segment};

use crate::wire::{Claim, Derived, Points};

/// When an article came to the ledger, and how many revisions of it there are.
pub(crate) type Taken = BTreeMap<Key, (String, u64)>;

/// An article without its text.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Account {
    /// Hash of text, title, outlet, url and publication time.
    key: String,
    /// The name that its source gives it.
    id: String,
    /// The headline; empty where there is none.
    title: String,
    /// The outlet's name or host.
    outlet: Option<String>,
    /// Where it stood.
    url: Option<String>,
    /// The language that it was read in, or is.
    language: Option<String>,
    /// RFC 3339 date or date and time; null where it is not known.
    published: Option<String>,
    /// Where the publication time comes from.
    #[schemars(extend("enum" = ["given", "metadata", "dateline", "text", "incident", null]))]
    published_from: Option<&'static str>,
    /// When the ledger took it in; null of one that it doesn't keep.
    taken: Option<String>,
    /// How many revisions of it the ledger has.
    revisions: u64,
    /// The smallest key of the articles that tell from one source text.
    origin_group: String,
    /// The articles that it derives from, among those that are shown with it.
    derived_from: Vec<Derived>,
}

impl Account {
    /// An article by itself.
    pub(crate) fn new(article: &Article, reading: Option<&Reading>, taken: &Taken) -> Account {
        let published = reading.and_then(|reading| reading.published).or(article.published());
        let language = reading.and_then(|reading| reading.language).or_else(|| article.written_in());
        let kept = taken.get(&article.key());
        Account {
            key: article.key().to_string(),
            id: article.id().to_owned(),
            title: article.title().to_owned(),
            outlet: article.outlet().map(String::from),
            url: article.url().map(String::from),
            language: language.map(|language| language.to_string()),
            published: published.map(|p| p.at.to_string()),
            published_from: published.map(|p| p.from.name()),
            taken: kept.map(|(taken, _)| taken.clone()),
            revisions: kept.map_or(1, |(_, revisions)| *revisions),
            origin_group: article.key().to_string(),
            derived_from: Vec::new(),
        }
    }
}

/// Somebody who is heard.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Voice {
    /// The name that says most.
    name: String,
    /// `official`, `military`, `police`, `medical`, `media`, `witness`, `group`, `organization`, `person`, `unnamed`.
    kind: Option<String>,
    /// The institution behind it.
    institution: Option<String>,
    /// The state that it speaks for, as an ISO code.
    side: Option<String>,
}

/// A claim where it stands.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Told<'a> {
    #[serde(flatten)]
    claim: Claim<'a>,
    /// Who says it, a position in `voices`; null where the article says so itself.
    voice: Option<usize>,
    /// The sentence around the words.
    context: Context<'a>,
}

/// Words in their sentence.
#[derive(Serialize, JsonSchema)]
struct Context<'a> {
    before: &'a str,
    words: &'a str,
    after: &'a str,
}

/// Who is heard, each under a number: those weighed as one by the number that they were weighed under, others by name.
pub(crate) struct Heard {
    one_voice: Voices,
    numbers: BTreeMap<Result<usize, String>, usize>,
    pub(crate) voices: Vec<Voice>,
}

impl Heard {
    /// Who is heard in these origins.
    pub(crate) fn of<'a>(origins: impl Iterator<Item = &'a Origin> + Clone) -> Heard {
        let one_voice = Voices::of(origins.clone());
        let mut heard = Heard { one_voice, numbers: BTreeMap::new(), voices: Vec::new() };
        for origin in origins {
            heard.hear(origin);
        }
        heard
    }

    fn who(&self, origin: &Origin) -> Result<usize, String> {
        self.one_voice.find(Some(origin)).ok_or_else(|| gazetteer::fold(&origin.voice))
    }

    fn hear(&mut self, origin: &Origin) {
        let who = self.who(origin);
        let name = who.as_ref().map_or(origin.voice.as_str(), |voice| self.one_voice.name(*voice)).to_owned();
        let next = self.voices.len();
        let number = *self.numbers.entry(who).or_insert(next);
        if number == next {
            self.voices.push(Voice { name, kind: None, institution: None, side: None });
        }
        let voice = &mut self.voices[number];
        // what is told under the name that is shown counts more
        let own = origin.voice == voice.name;
        for (known, told) in [
            (&mut voice.kind, &origin.kind),
            (&mut voice.institution, &origin.institution),
            (&mut voice.side, &origin.side),
        ] {
            if told.is_some() && (known.is_none() || own) {
                known.clone_from(told);
            }
        }
    }

    /// The number of who says it.
    fn number(&self, origin: &Origin) -> Option<usize> {
        self.numbers.get(&self.who(origin)).copied()
    }
}

/// The claims of an article that are wanted, in the order of its text.
pub(crate) fn claims<'a>(
    article: &'a Article,
    reading: &'a Reading,
    (packs, heard): (&Packs, &Heard),
    incident: impl Fn(usize) -> Option<Key>,
    wanted: impl Fn(&claim::Claim) -> bool,
) -> Vec<Told<'a>> {
    let points = Points::of(article);
    let sentences = [Part::Title, Part::Text].map(|part| sentences(article, Some(reading), part, packs));
    let wanted = reading.claims.iter().filter(|claim| wanted(claim));
    let told = wanted.map(|claim| Told {
        claim: Claim::new(claim, incident(claim.telling), article, &points),
        voice: claim.origin.as_deref().and_then(|origin| heard.number(origin)),
        context: context(article, claim.span, &sentences),
    });
    told.collect()
}

/// The bytes of the sentences of an article's title or text.
pub(crate) fn sentences(
    article: &Article,
    reading: Option<&Reading>,
    part: Part,
    packs: &Packs,
) -> Vec<(usize, usize)> {
    let unknown = text::Writing::default();
    let pack = reading.and_then(|reading| reading.language).and_then(|language| packs.get(language));
    let writing = pack.map_or(&unknown, |pack| &pack.writing);
    let (tokens, sentences) = segment(article.part(part), part, writing);
    let ends = sentences.iter().filter_map(|sentence| {
        let (first, last) = (sentence.first as usize, (sentence.end as usize).checked_sub(1)?);
        Some((tokens.get(first)?.start as usize, tokens.get(last)?.end as usize))
    });
    ends.collect()
}

/// Words in their sentence; those that go over its end, in what they go over.
fn context<'a>(article: &'a Article, span: Span, sentences: &[Vec<(usize, usize)>; 2]) -> Context<'a> {
    let (text, of) = match span.part() {
        Part::Title => (article.title(), &sentences[0]),
        Part::Text => (article.text(), &sentences[1]),
    };
    let from = of.iter().rev().find(|(start, _)| *start <= span.start()).map_or(span.start(), |at| at.0);
    let to = of.iter().find(|(_, end)| *end >= span.end()).map_or(span.end(), |at| at.1);
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    Context {
        before: slice(from, span.start()),
        words: article.words(span),
        after: slice(span.end(), to.max(span.end())),
    }
}

/// When an article was published, as far as it or another telling says.
pub(crate) fn published(comparison: &Comparison, reads: &[Read], at: usize) -> Option<Published> {
    let own = reads.get(at).and_then(|read| read.reading.published);
    own.or(comparison.dated.get(at).copied().flatten())
}

/// The articles of a comparison that are wanted, in the order of their publication.
pub(crate) fn accounts(
    reads: &[Read],
    comparison: &Comparison,
    mut wanted: Vec<usize>,
    taken: &Taken,
) -> (Vec<usize>, Vec<Account>) {
    let shown: Vec<usize> = wanted.clone();
    wanted.sort_by_key(|at| {
        (published(comparison, reads, *at).map_or(i64::MAX, |p| p.at.seconds()), reads[*at].article.key())
    });
    let account = |at: &usize| {
        let (article, reading) = (&reads[*at].article, &reads[*at].reading);
        let mut account = Account::new(article, Some(reading), taken);
        if let Some(published) = published(comparison, reads, *at) {
            account.published = Some(published.at.to_string());
            account.published_from = Some(published.from.name());
        }
        if let Some(group) = comparison.origin_groups.get(*at) {
            account.origin_group = group.to_string();
        }
        let derivations = comparison.derivations.get(*at).into_iter().flatten();
        let derived = derivations.filter(|derivation| shown.contains(&derivation.source));
        account.derived_from = derived
            .map(|derivation| Derived::new(derivation, article, &reads[derivation.source].article))
            .collect();
        account
    };
    let accounts = wanted.iter().map(account).collect();
    (wanted, accounts)
}
