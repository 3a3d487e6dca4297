use std::collections::{BTreeMap, BTreeSet};

use claim::Extent;
use claim::Origin;
use incident::{Check, Voices};
use pack::Kinds;
use text::Key;

use super::silence::silences;
use super::{Fact, Sign, Story, words};

/// How many places of an incident are named.
const PLACES: usize = 4;

/// One incident as the reports tell it.
pub(crate) struct Incident<'a> {
    /// "Drone strike, Kazan, 21 December 2024".
    pub(crate) title: &'a str,
    /// What it is: "drone strike".
    pub(crate) kind: &'a str,
    /// Where: its places, the first ones.
    pub(crate) places: String,
    /// When.
    pub(crate) time: String,
    /// Whether it is a wave or a sum.
    pub(crate) extent: Option<&'static str>,
    /// What it belongs to and speaks of, by position in the comparison.
    pub(crate) relations: Vec<(&'static str, usize)>,
    /// Which articles' missing times it fixes.
    pub(crate) fixed: Vec<String>,
    /// The articles that tell of it, in the order of publication.
    pub(crate) accounts: Vec<usize>,
    /// The same articles by the text that they print, in the order of the first of each.
    pub(crate) texts: Vec<Vec<usize>>,
    /// How many source texts the articles tell from: copies, rewrites and translations of one count once.
    pub(crate) origins: usize,
    /// How many institutions are heard.
    pub(crate) institutions: usize,
    /// The named voices by the side that they speak for; without a side last, under an empty name.
    pub(crate) sides: Vec<(&'a str, Vec<&'a str>)>,
    /// Whether voices are heard that are not named.
    pub(crate) unnamed: bool,
    /// Which of the names are one voice, as facts were weighed.
    pub(crate) one_voice: Voices,
    /// Contested first.
    pub(crate) facts: Vec<Fact<'a>>,
    /// Sums that the accounts allow.
    pub(crate) checks: &'a [Check],
    /// What is odd about what they say.
    pub(crate) signs: Vec<Sign<'a>>,
    /// What no account gives.
    pub(crate) silences: Vec<&'static str>,
}

impl<'a> Incident<'a> {
    /// An incident of the story by its position there.
    pub(crate) fn new(number: usize, story: &Story<'a>) -> Incident<'a> {
        let incident = &story.comparison.incidents[number];
        let kind = incident.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k)));
        let articles: BTreeSet<usize> = incident.tellings.iter().map(|t| t.article).collect();
        let accounts = story.by_publication(articles);
        let one_voice = Voices::of(origins(incident, story));
        let (sides, unnamed) = sides(incident, story, &one_voice);
        Incident {
            title: &incident.title,
            kind: kind.map_or("kind not told", |k| k.label.as_str()),
            places: places(incident),
            time: incident.time.as_ref().map_or("time not told".into(), words::time),
            extent: match incident.extent {
                Extent::Single => None,
                Extent::Wave => Some("a wave of several places"),
                Extent::Total => Some("a sum over a period"),
            },
            relations: relations(incident, story),
            fixed: fixed(incident, story),
            texts: texts(&accounts, story),
            origins: origin_groups(&accounts, story),
            institutions: institutions(incident, story, &one_voice),
            accounts,
            sides,
            unnamed,
            one_voice,
            facts: incident.facts.iter().map(|fact| Fact::new(fact, story)).collect(),
            checks: &incident.checks,
            signs: story.signs(Some(number)),
            silences: silences(incident).into_iter().map(|(says, _)| says).collect(),
        }
    }

    /// Kind, place, time and extent in one line.
    pub(crate) fn what_where_when(&self) -> String {
        let parts = [self.kind, &self.places, &self.time].into_iter().chain(self.extent);
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// "14 accounts ← 3 texts ← 2 institutions"; "14 accounts", where each has a text of its own.
    pub(crate) fn told_by(&self) -> String {
        let accounts = words::counted(self.accounts.len(), "account", "accounts");
        if self.origins == self.accounts.len() {
            return accounts;
        }
        let texts = words::counted(self.origins, "text", "texts");
        let institutions = words::counted(self.institutions, "institution", "institutions");
        let institutions =
            if self.institutions == 0 { String::new() } else { format!(" ← {institutions}") };
        format!("{accounts} ← {texts}{institutions}")
    }

    /// Whether a fact stands in the head already: of an only account its kind, place and time, unless its voices differ
    /// on them.
    pub(crate) fn tells_above(&self, fact: &Fact<'_>) -> bool {
        self.accounts.len() == 1 && !fact.differs() && matches!(fact.facet(), "kind" | "place" | "time")
    }

    /// The heading of what has no second voice.
    pub(crate) fn single_heading(&self) -> &'static str {
        if self.accounts.len() == 1 { "Told" } else { "One voice says" }
    }

    /// Who is heard, by side: "Russia: Moscow; no side told: the mayor".
    pub(crate) fn voices(&self) -> Option<String> {
        let sides = self.sides.iter().map(|(side, voices)| {
            let side = if side.is_empty() { "no side told" } else { side };
            format!("{side}: {}", voices.join(", "))
        });
        let all: Vec<String> =
            sides.chain(self.unnamed.then(|| "voices that are not named".into())).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

fn places(incident: &incident::Incident) -> String {
    if incident.places.is_empty() {
        return "place not told".into();
    }
    let named = incident.places.iter().take(PLACES).map(words::place).collect::<Vec<_>>().join("; ");
    match incident.places.len().saturating_sub(PLACES) {
        0 => named,
        more => format!("{named} · {more} more places"),
    }
}

fn relations(incident: &incident::Incident, story: &Story<'_>) -> Vec<(&'static str, usize)> {
    let position = |id: Key| story.comparison.incidents.iter().position(|i| i.id == id);
    let relations = [("Part of", incident.part_of), ("Speaks of", incident.about)];
    relations.into_iter().filter_map(|(says, id)| Some((says, position(id?)?))).collect()
}

fn fixed(incident: &incident::Incident, story: &Story<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for at in &incident.tellings {
        if let Some(Some(published)) = story.comparison.dated.get(at.article)
            && seen.insert(at.article)
        {
            out.push(format!(
                "{} shows no date: published about {}",
                story.names[at.article],
                words::moment(&published.at)
            ));
        }
        let telling = story.reads.get(at.article).and_then(|r| r.reading.tellings.get(at.telling));
        let told = telling.and_then(|t| t.time.as_ref());
        let fixes = incident.time.as_ref().filter(|t| t.start.is_some());
        if let (Some(told), Some(time)) = (told.filter(|t| t.start.is_none()), fixes) {
            let name = &story.names[at.article];
            out.push(format!("{name} says only {}: it was {}", words::time(told), words::time(time)));
        }
    }
    out.dedup();
    out
}

fn texts(accounts: &[usize], story: &Story<'_>) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for at in accounts {
        let here = *place.entry(story.prints(*at)).or_insert(out.len());
        match out.get_mut(here) {
            Some(text) => text.push(*at),
            None => out.push(vec![*at]),
        }
    }
    out
}

fn origin_groups(accounts: &[usize], story: &Story<'_>) -> usize {
    let group = |at: &usize| story.comparison.origin_groups.get(*at).copied().ok_or(*at);
    accounts.iter().map(group).collect::<BTreeSet<_>>().len()
}

/// How many bodies are heard: voices that have an institution behind them or are one themselves.
fn institutions(incident: &incident::Incident, story: &Story<'_>, one_voice: &Voices) -> usize {
    let body = |origin: &&Origin| {
        let kind = origin.kind.as_deref();
        origin.institution.is_some() || !matches!(kind, None | Some("unnamed" | "person" | "witness"))
    };
    let voices = origins(incident, story).filter(body).filter_map(|origin| one_voice.find(Some(origin)));
    voices.collect::<BTreeSet<_>>().len()
}

/// A name for each voice: of those weighed as one by its number, of others by their name.
type Names<'a> = BTreeMap<Result<usize, &'a str>, &'a str>;

/// The named voices by side, each under the name that tells most; and whether others are heard.
fn sides<'a>(
    incident: &incident::Incident,
    story: &Story<'a>,
    one_voice: &Voices,
) -> (Vec<(&'a str, Vec<&'a str>)>, bool) {
    let mut named: BTreeMap<(bool, &str), Names<'_>> = BTreeMap::new();
    let mut unnamed = false;
    for origin in origins(incident, story) {
        if origin.kind.as_deref() == Some("unnamed") {
            unnamed = true;
            continue;
        }
        let side = origin.side.as_deref().map_or("", words::country);
        let voice = one_voice.find(Some(origin)).ok_or(origin.voice.as_str());
        let name = named.entry((side.is_empty(), side)).or_default().entry(voice).or_default();
        *name = words::telling_most([*name, &origin.voice]);
    }
    let sides = named.into_iter().map(|((_, side), voices)| {
        let names: BTreeSet<&str> = voices.into_values().collect();
        (side, words::fullest(names.iter().copied()))
    });
    (sides.collect(), unnamed)
}

/// Who is heard in the claims of an incident, as often as they are.
fn origins<'a>(incident: &incident::Incident, story: &Story<'a>) -> impl Iterator<Item = &'a Origin> {
    let tellings = incident.tellings.iter().filter_map(|at| Some((at.telling, story.reads.get(at.article)?)));
    let claims =
        tellings.flat_map(|(telling, read)| read.reading.claims.iter().filter(move |c| c.telling == telling));
    claims.filter_map(|c| c.origin.as_deref())
}
