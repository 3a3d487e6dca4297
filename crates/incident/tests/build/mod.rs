//! Builds articles with readings by hand.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test file uses its part

pub mod page;

use std::sync::Arc;

use claim::*;
use incident::{Comparison, Fact, Read};
use pack::Kinds;
use text::{About, Article, Key, Part, Span};

/// A headline that tells that articles are of one strike.
pub const TITLE: &str = "Debris of a drone falls on the Zorge tower block";

/// One article to be.
#[derive(Clone, Debug)]
pub struct Draft {
    pub title: &'static str,
    pub opening: String,
    pub outlet: String,
    pub published: Option<&'static str>,
    pub kind: &'static str,
    pub place: Option<PlaceValue>,
    pub time: Option<TimeValue>,
    pub extent: Extent,
    pub said: Vec<Said>,
    /// From which of `said` on a second telling begins, and what it differs in.
    pub second: Option<(usize, Box<Draft>)>,
}

/// One claim to be.
#[derive(Clone, Debug)]
pub struct Said {
    pub facet: &'static str,
    pub value: Value,
    pub scope: Scope,
    pub stance: Stance,
    pub origin: Option<Origin>,
    pub as_of: Option<&'static str>,
    /// What the words are evidence of beside the value: `participant` of people told of one by one, `risen`, `fallen`,
    /// `corrected` of how a number came from another.
    pub role: Option<&'static str>,
    pub words: String,
}

/// An article of a drone strike on Kazan on 21 December 2024.
pub fn article(name: &str, published: Option<&'static str>) -> Draft {
    Draft {
        title: "",
        opening: format!("Article {name} begins."),
        outlet: name.into(),
        published,
        kind: "drone-strike",
        place: Some(town("Kazan", 55.79, 49.12)),
        time: Some(day("2024-12-21")),
        extent: Extent::Single,
        said: vec![],
        second: None,
    }
}

impl Draft {
    pub fn says(mut self, said: Said) -> Draft {
        self.said.push(said);
        self
    }

    pub fn read(&self) -> Read {
        let mut text = self.opening.clone();
        let mut ranges = Vec::new();
        for said in &self.said {
            text.push(' ');
            ranges.push((text.len(), text.len() + said.words.len()));
            text.push_str(&said.words);
        }
        let published =
            self.published.and_then(Moment::parse).map(|at| Published { at, from: PublishedFrom::Given });
        let about = About {
            title: self.title.into(),
            outlet: Some(self.outlet.clone()),
            published,
            ..About::default()
        };
        let article = Article::new(self.outlet.clone(), text, about);
        let kinds = Kinds::shipped();
        let split = self.second.as_ref().map_or(usize::MAX, |(from, _)| *from);
        let claims: Vec<Claim> = self
            .said
            .iter()
            .zip(ranges)
            .enumerate()
            .map(|(at, (said, (start, end)))| Claim {
                id: Key::of([&article.key().to_bytes()[..], &at.to_le_bytes()]),
                telling: usize::from(at >= split),
                facet: kinds.facet(said.facet).unwrap(),
                value: said.value.clone(),
                scope: said.scope.clone(),
                span: Span::new(Part::Text, article.text(), start, end).unwrap(),
                evidence: said.role.map(|role| evidence(role, &article, start, end)).into_iter().collect(),
                stance: said.stance,
                origin: said.origin.clone().map(Arc::new),
                as_of: match said.as_of.and_then(Moment::parse) {
                    Some(time) => Some(AsOf { time, from_text: true }),
                    None => published.map(|p| AsOf { time: p.at, from_text: false }),
                },
                confidence: 900,
                rule: "test/by-hand".into(),
            })
            .collect();
        let mut tellings = vec![self.telling(&article, &claims, 0)];
        if let Some((_, other)) = &self.second {
            tellings.push(other.telling(&article, &claims, 1));
        }
        let reading = Reading {
            article: article.key(),
            language: None,
            published,
            mentions: vec![],
            participants: vec![],
            claims,
            tellings,
            looks_back: false,
            unread: vec![],
            offices: vec![],
        };
        Read { article, reading }
    }

    fn telling(&self, article: &Article, claims: &[Claim], at: usize) -> Telling {
        Telling {
            key: Key::of([&article.key().to_bytes()[..], b"telling", &at.to_le_bytes()]),
            claims: (0..claims.len()).filter(|c| claims[*c].telling == at).collect(),
            kind: Kinds::shipped().kind(self.kind),
            places: self.place.iter().cloned().collect(),
            time: self.time.clone(),
            extent: self.extent,
        }
    }
}

pub fn town(name: &str, lat: f32, lon: f32) -> PlaceValue {
    PlaceValue {
        name: name.into(),
        id: None,
        within: vec![Container { name: "Russia".into(), kind: "country" }],
        country: Some("RU".into()),
        point: Some((lat, lon)),
        precision: "city",
    }
}

pub fn day(date: &str) -> TimeValue {
    TimeValue {
        start: Moment::parse(date),
        end: Moment::parse(date),
        precision: Precision::Day,
        pattern: None,
        timex: date.into(),
    }
}

pub fn weekday(pattern: &str) -> TimeValue {
    TimeValue {
        start: None,
        end: None,
        precision: Precision::Day,
        pattern: Some(pattern.into()),
        timex: pattern.into(),
    }
}

fn evidence(role: &'static str, article: &Article, start: usize, end: usize) -> Evidence {
    Evidence { role, span: Span::new(Part::Text, article.text(), start, end).unwrap() }
}

fn said(facet: &'static str, value: Value, words: String) -> Said {
    let (scope, stance) = (Scope::default(), Stance::Asserted);
    Said { facet, value, scope, stance, origin: None, as_of: None, role: None, words }
}

pub fn count(facet: &'static str, n: u64) -> Said {
    said(facet, Value::Count(Count::exactly(n)), format!("{n} {facet}"))
}

pub fn at_least(facet: &'static str, n: u64) -> Said {
    said(
        facet,
        Value::Count(Count { min: n, max: None, approx: false, delta: false }),
        format!("{n} or more {facet}"),
    )
}

pub fn more(facet: &'static str, n: u64) -> Said {
    said(facet, Value::Count(Count { delta: true, ..Count::exactly(n) }), format!("{n} more {facet}"))
}

pub fn about(facet: &'static str, n: u64) -> Said {
    said(facet, Value::Count(Count { approx: true, ..Count::exactly(n) }), format!("about {n} {facet}"))
}

pub fn category(facet: &'static str, name: &str) -> Said {
    said(facet, Value::Category { category: name.into(), name: None }, name.into())
}

pub fn name(facet: &'static str, name: &str, country: Option<&str>, kind: Option<&str>) -> Said {
    let value =
        Value::Name { name: name.into(), country: country.map(Into::into), kind: kind.map(Into::into) };
    said(facet, value, name.into())
}

pub fn victim(name: &str, age: Option<u16>, fate: &str) -> Said {
    let value = Value::Victim { name: Some(name.into()), of: None, age, fate: fate.into() };
    said("victim", value, format!("{name} {fate}"))
}

pub fn quote(speaker: &str, words: &str) -> Said {
    said("quote", Value::Quote { speaker: Some(speaker.into()) }, words.into())
}

impl Said {
    /// A named official.
    pub fn by(self, voice: &str) -> Said {
        self.of(voice, "official", None, None)
    }
    /// A named official of a state.
    pub fn on(self, voice: &str, side: &str) -> Said {
        self.of(voice, "official", None, Some(side))
    }
    pub fn of(mut self, voice: &str, kind: &str, institution: Option<&str>, side: Option<&str>) -> Said {
        self.origin = Some(Origin {
            voice: voice.into(),
            span: None,
            kind: Some(kind.into()),
            institution: institution.map(Into::into),
            side: side.map(Into::into),
            via: vec![],
        });
        if self.stance == Stance::Asserted {
            self.stance = Stance::Reported;
        }
        self
    }
    pub fn via(mut self, who: &str) -> Said {
        self.origin.as_mut().unwrap().via.push(who.into());
        self
    }
    pub fn at(mut self, time: &'static str) -> Said {
        self.as_of = Some(time);
        self
    }
    pub fn stance(mut self, stance: Stance) -> Said {
        self.stance = stance;
        self
    }
    pub fn scoped(mut self, change: impl FnOnce(&mut Scope)) -> Said {
        change(&mut self.scope);
        self
    }
}

pub fn compare(drafts: &[Draft]) -> Comparison {
    incident::compare(&drafts.iter().map(Draft::read).collect::<Vec<_>>())
}

/// The fact of a facet without scope in the only incident.
pub fn fact(comparison: &Comparison, facet: &str) -> Fact {
    assert_eq!(comparison.incidents.len(), 1, "one incident");
    let facet = Kinds::shipped().facet(facet).unwrap();
    let facts = &comparison.incidents[0].facts;
    facts.iter().find(|f| f.facet == facet && f.scope == Scope::default()).unwrap().clone()
}

/// The first value's least figure.
pub fn current(fact: &Fact) -> u64 {
    match &fact.values[0].value {
        Value::Count(count) => count.min,
        other => panic!("{other:?} is no count"),
    }
}
