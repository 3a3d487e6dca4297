//! Situations as `docs/states.md` writes them: what each article says, and the facts that follow.

use std::fmt::Write;

use claim::{Container, Count, Moment, PlaceValue, Precision, Stance, TimeValue, Value};
use incident::{Fact, Incident, Read, Step};
use pack::Kinds;

use super::{Draft, Said, article, said};

/// Friday to Tuesday around the strike.
const DAYS: [(&str, &str); 5] = [
    ("Fri", "2025-03-07"),
    ("Sat", "2025-03-08"),
    ("Sun", "2025-03-09"),
    ("Mon", "2025-03-10"),
    ("Tue", "2025-03-11"),
];
const TOWN: &str = "Lipa";

/// One situation of the page.
pub struct Situation {
    /// Its heading, with its number.
    pub title: String,
    /// What each article says.
    pub drafts: Vec<Draft>,
    /// The lines of facts that follow.
    pub follows: Vec<String>,
}

impl Situation {
    /// The page with other lines of facts at the end of this situation.
    pub fn with(&self, page: &str, follows: &[String]) -> String {
        let (before, rest) = page.split_once(&format!("### {}\n", self.title)).unwrap();
        let (words, block) = rest.split_once("```tellings\n").unwrap();
        let (lines, after) = block.split_once("```").unwrap();
        let articles: String = lines.lines().filter(|l| !is_result(l)).map(|l| format!("{l}\n")).collect();
        let follows: String = follows.iter().map(|l| format!("{l}\n")).collect();
        format!("{before}### {}\n{words}```tellings\n{articles}{follows}```{after}", self.title)
    }
}

fn is_result(line: &str) -> bool {
    line.starts_with("=>") || line.starts_with("   ")
}

/// The situations of a page: each a heading, words, and a block that is marked `tellings`.
pub fn situations(page: &str) -> Vec<Situation> {
    let mut out: Vec<Situation> = Vec::new();
    let mut title = "";
    let mut inside = false;
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            title = heading;
        } else if line == "```tellings" {
            inside = true;
            out.push(Situation { title: title.to_owned(), drafts: vec![], follows: vec![] });
        } else if line == "```" {
            inside = false;
        } else if let (true, Some(here)) = (inside, out.last_mut()) {
            if is_result(line) {
                here.follows.push(line.to_owned());
            } else {
                let next = draft(line, &here.drafts);
                here.drafts.push(next.unwrap_or_else(|| panic!("{title}: cannot be read: {line}")));
            }
        }
    }
    out
}

/// "Sat 09:00 a: killed = 3 | by police; injured = 5", or "Sun b copies a".
fn draft(line: &str, before: &[Draft]) -> Option<Draft> {
    if let Some((head, of)) = line.split_once(" copies ") {
        let (when, outlet) = head.rsplit_once(' ')?;
        let of = before.iter().find(|d| d.outlet == of)?;
        return Some(Draft { outlet: outlet.into(), published: published(when)?, ..of.clone() });
    }
    let (head, claims) = line.split_once(": ")?;
    let (when, outlet) = head.rsplit_once(' ')?;
    let mut draft = article(outlet, published(when)?);
    draft.title = super::TITLE;
    draft.place = Some(place(TOWN));
    draft.time = Some(super::day("2025-03-08"));
    for claim in claims.split("; ") {
        draft = draft.says(one(claim)?);
    }
    Some(draft)
}

fn published(when: &str) -> Option<Option<&'static str>> {
    if when == "undated" { Some(None) } else { moment(when).map(Some) }
}

/// "Sat 09:00" or "Sat".
fn moment(when: &str) -> Option<&'static str> {
    let (day, hour) = when.split_once(' ').map_or((when, None), |(day, hour)| (day, Some(hour)));
    let (_, date) = DAYS.iter().find(|(name, _)| *name == day)?;
    let text = hour.map_or((*date).to_owned(), |hour| format!("{date}T{hour}:00Z"));
    Moment::parse(&text).map(|_| &*text.leak())
}

/// "killed = 3 of child @place=Harbour | by police [Norland] (Lipa police) via Pressa | denied | at Sat 09:00".
fn one(text: &str) -> Option<Said> {
    let mut parts = text.split(" | ");
    let (facet, value) = parts.next()?.split_once(" = ")?;
    let kinds = Kinds::shipped();
    let facet = &kinds.facets[usize::from(kinds.facet(facet)?)];
    let scope = [" of ", " @"].iter().filter_map(|mark| value.find(mark)).min();
    let (value, scope) = value.split_at(scope.unwrap_or(value.len()));
    let mut out = said(&facet.name, self::value(facet, value)?, format!("{text} words"));
    out.role = value.split_once(' ').and_then(|(_, how)| match how {
        "counted" => Some("participant"),
        "risen" => Some("risen"),
        "fallen" => Some("fallen"),
        "corrected" => Some("corrected"),
        "first" => Some("first"),
        _ => None,
    });
    for part in scope.replace(" of ", " @of=").split(" @").skip(1) {
        let (key, value) = part.split_once('=')?;
        let value = Some(value.to_owned());
        match key {
            "of" => out.scope.of = value,
            "place" => out.scope.place = value,
            "target" => out.scope.target = value,
            "basis" => out.scope.basis = value,
            "includes" => out.scope.includes = value,
            "severity" => out.scope.severity = value,
            _ => return None,
        }
    }
    for part in parts {
        out = match (part.split_once(' '), Stance::parse(part)) {
            (_, Some(stance)) => out.stance(stance),
            (Some(("by", voice)), _) => voiced(out, voice),
            (Some(("at", when)), _) => out.at(moment(when)?),
            _ => return None,
        };
    }
    Some(out)
}

/// "police [Norland] (Lipa police) via Pressa"; names of people begin with capitals, "unnamed" ones have none.
fn voiced(said: Said, voice: &str) -> Said {
    let (voice, via) = voice.split_once(" via ").map_or((voice, None), |(v, via)| (v, Some(via)));
    let (voice, institution) = bracketed(voice, '(', ')');
    let (voice, side) = bracketed(voice, '[', ']');
    let person = voice.split(' ').all(|w| w.chars().next().is_some_and(char::is_uppercase));
    let kind = if voice.starts_with("unnamed") {
        "unnamed"
    } else if person {
        "person"
    } else {
        "official"
    };
    let out = said.of(voice, kind, institution, side);
    via.into_iter().fold(out, Said::via)
}

fn bracketed(text: &str, open: char, close: char) -> (&str, Option<&str>) {
    match text
        .split_once(open)
        .and_then(|(before, rest)| Some((before.trim_end(), rest.split_once(close)?.0)))
    {
        Some((before, inside)) => (before, Some(inside)),
        None => (text, None),
    }
}

fn value(facet: &pack::Facet, text: &str) -> Option<Value> {
    Some(match facet.value {
        pack::ValueType::Count => Value::Count(number(text.split(' ').next()?)?),
        pack::ValueType::Category => {
            let (category, name) = bracketed(text, '"', '"');
            Value::Category { category: category.into(), name: name.map(Into::into) }
        }
        pack::ValueType::Place => Value::Place(place(text)),
        pack::ValueType::Time => Value::Time(time(text)),
        pack::ValueType::Name => {
            let (text, kind) = text.split_once(" as ").map_or((text, None), |(t, k)| (t, Some(k.to_owned())));
            let (name, country) = bracketed(text, '[', ']');
            Value::Name { name: name.into(), country: country.map(Into::into), kind }
        }
        pack::ValueType::Victim => {
            let [who, age, fate] = text.split(", ").collect::<Vec<_>>().try_into().ok()?;
            let named = who.starts_with(char::is_uppercase);
            let who = Some(who.to_owned());
            let (name, of) = if named { (who, None) } else { (None, who) };
            Value::Victim { name, of, age: age.parse().ok(), fate: fate.into() }
        }
        pack::ValueType::Quote => Value::Quote { speaker: Some(text.into()) },
    })
}

/// "3", ">=3", ">190", "~100", "10-12", "+3".
fn number(text: &str) -> Option<Count> {
    let n = |text: &str| text.parse::<u64>().ok();
    let exact = |text: &str| n(text).map(Count::exactly);
    Some(if let Some(rest) = text.strip_prefix(">=") {
        Count { max: None, ..exact(rest)? }
    } else if let Some(rest) = text.strip_prefix('>') {
        Count { min: n(rest)? + 1, max: None, ..Count::default() }
    } else if let Some(rest) = text.strip_prefix('~') {
        Count { approx: true, ..exact(rest)? }
    } else if let Some(rest) = text.strip_prefix('+') {
        Count { delta: true, ..exact(rest)? }
    } else if let Some((min, max)) = text.split_once('-') {
        Count { min: n(min)?, max: n(max), ..Count::default() }
    } else {
        exact(text)?
    })
}

/// The town and what is around it; any other name is another town.
fn place(name: &str) -> PlaceValue {
    let around = [("Lipa", "city"), ("Vela", "region"), ("Norland", "country")];
    let at = around.iter().position(|(n, _)| *n == name);
    let (precision, outer) = match (at, name.ends_with(" market")) {
        (Some(at), _) => (around[at].1, at + 1),
        (None, true) => ("site", 0),
        (None, false) => ("city", 1),
    };
    let within = around[outer..].iter().map(|(name, kind)| Container { name: (*name).into(), kind });
    PlaceValue {
        name: name.into(),
        id: None,
        within: within.collect(),
        country: Some("Norland".into()),
        point: None,
        precision,
    }
}

fn time(text: &str) -> TimeValue {
    let at = moment(text).and_then(Moment::parse).unwrap_or_else(|| panic!("{text} is no time"));
    let hour = at.time.is_some();
    TimeValue {
        start: Some(at),
        end: Some(at),
        precision: if hour { Precision::Minute } else { Precision::Day },
        pattern: None,
        timex: at.to_string(),
    }
}

/// The facts of an incident, a line each, and one more for a series.
pub fn lines(incident: &Incident, reads: &[Read]) -> Vec<String> {
    incident.facts.iter().flat_map(|fact| written(fact, reads)).collect()
}

fn written(fact: &Fact, reads: &[Read]) -> Vec<String> {
    let mut line = format!("=> {}", Kinds::shipped().facets[usize::from(fact.facet)].name);
    let scope = &fact.scope;
    let named = [
        ("of", &scope.of),
        ("place", &scope.place),
        ("target", &scope.target),
        ("basis", &scope.basis),
        ("includes", &scope.includes),
        ("severity", &scope.severity),
    ];
    for (key, value) in named {
        match value {
            Some(value) if key == "of" => _ = write!(line, " of {value}"),
            Some(value) => _ = write!(line, " @{key}={value}"),
            None => {}
        }
    }
    let voices = counted(fact.support.voices, "voice");
    let texts = counted(fact.support.texts, "text");
    for (nth, value) in fact.values.iter().enumerate() {
        let stance = |at: &incident::ClaimAt| reads[at.article].reading.claims[at.claim].stance;
        let before = if value.claims.iter().all(|at| stance(at) == Stance::Denied) {
            "not "
        } else if value.claims.iter().all(|at| stance(at) > Stance::Denied) {
            "not yet "
        } else {
            ""
        };
        let says = format!("{before}{}", shown(&value.value));
        _ = match nth {
            0 => write!(line, " {}: {says} ({voices}, {texts})", fact.state.name()),
            _ => write!(line, "; {says}"),
        };
    }
    let mut out = vec![line];
    if !fact.series.is_empty() {
        out.push(format!("   series: {}", series(&fact.series)));
    }
    out
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn series(steps: &[Step]) -> String {
    let mut out = String::new();
    for (nth, step) in steps.iter().enumerate() {
        if nth > 0 {
            out += if step.follows(&steps[nth - 1]) { " → " } else { " / " };
        }
        let date = step.time.date.to_string();
        let (day, _) = DAYS.iter().find(|(_, d)| *d == date).unwrap();
        let hour = step.time.time.map_or(String::new(), |t| format!(" {:02}:{:02}", t.hour(), t.minute()));
        let voices: String = step.voices.iter().map(|v| format!(", {v}")).collect();
        _ = write!(out, "{} ({day}{hour}{voices})", shown(&step.value));
    }
    out
}

pub fn shown(value: &Value) -> String {
    match value {
        Value::Count(c) => match c.max {
            _ if c.delta => format!("+{}", c.min),
            _ if c.approx => format!("~{}", c.min),
            None => format!(">={}", c.min),
            Some(max) if max != c.min => format!("{}-{max}", c.min),
            Some(_) => c.min.to_string(),
        },
        Value::Category { category, name } => {
            category.clone() + &name.as_ref().map_or(String::new(), |n| format!(" \"{n}\""))
        }
        Value::Place(place) => place.name.clone(),
        Value::Time(time) => time.timex.clone(),
        Value::Name { name, kind, .. } => {
            name.clone() + &kind.as_ref().map_or(String::new(), |k| format!(" ({k})"))
        }
        Value::Victim { name, of, age, fate } => {
            let who = name.as_ref().or(of.as_ref()).cloned().unwrap_or_default();
            format!("{who}, {}, {fate}", age.map_or("-".to_owned(), |a| a.to_string()))
        }
        Value::Quote { speaker } => speaker.clone().unwrap_or_default(),
    }
}
