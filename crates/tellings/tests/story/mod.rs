//! A small story, built by hand: two accounts that differ and an undated one, all of one strike.

use std::sync::Arc;

use tellings::Gathered;
use tellings::claim::{
    AsOf, Claim, Container, Count, Evidence, Extent, Mention, MentionType, Origin, PlaceValue, Precision,
    QuoteParts, Reading, Scope, Stance, Telling, TimeValue, Unread, Value,
};
use tellings::incident::{
    Check, ClaimAt, Comparison, Fact, FactValue, Incident, Read, State, Step, Support, TellingAt,
};
use tellings::pack::Kinds;
use tellings::text::{About, Article, Key, Language, Moment, Part, Published, PublishedFrom, Span};

/// An article before its claims are marked.
struct Draft {
    article: Article,
    reading: Reading,
}

/// The span of words that stand once in a text.
fn span(article: &Article, words: &str) -> Span {
    let (part, text) = match article.text().find(words) {
        Some(_) => (Part::Text, article.text()),
        None => (Part::Title, article.title()),
    };
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} does not stand in the article"));
    Span::new(part, text, start, start + words.len()).unwrap()
}

fn day(text: &str) -> TimeValue {
    let at = Moment::parse(text);
    TimeValue { start: at, end: at, precision: Precision::Day, pattern: None, timex: text.into() }
}

fn kazan() -> PlaceValue {
    let within = |name: &str, kind| Container { name: name.into(), kind };
    PlaceValue {
        name: "Kazan".into(),
        id: None,
        within: vec![within("Tatarstan", "region"), within("Russia", "country")],
        country: Some("RU".into()),
        point: Some((55.79, 49.12)),
        precision: "city",
    }
}

fn official(article: &Article, voice: &str, side: &str) -> Origin {
    Origin {
        voice: voice.into(),
        span: Some(span(article, voice)),
        kind: Some("official".into()),
        institution: None,
        side: Some(side.into()),
        via: Vec::new(),
    }
}

impl Draft {
    fn new(id: &str, title: &str, text: &str, language: &str, published: Option<&str>) -> Draft {
        let published =
            published.and_then(Moment::parse).map(|at| Published { at, from: PublishedFrom::Given });
        let about = About { title: title.into(), path: Some(id.into()), published, ..About::default() };
        let article = Article::new(id, text, about);
        let reading = Reading {
            article: article.key(),
            language: Language::parse(language),
            published,
            mentions: Vec::new(),
            participants: Vec::new(),
            claims: Vec::new(),
            tellings: vec![Telling {
                key: Key::of([id.as_bytes()]),
                claims: Vec::new(),
                kind: Kinds::shipped().kind("drone-strike"),
                places: vec![kazan()],
                time: None,
                extent: Extent::Single,
            }],
            looks_back: false,
            unread: Vec::new(),
            offices: Vec::new(),
        };
        Draft { article, reading }
    }

    fn claim(&mut self, facet: &str, value: Value, words: &str, trigger: &str, voice: Option<(&str, &str)>) {
        let facet = Kinds::shipped().facet(facet).unwrap();
        let at = self.reading.claims.len();
        let span = span(&self.article, words);
        let evidence = vec![Evidence { role: "trigger", span: self::span(&self.article, trigger) }];
        let origin = voice.map(|(voice, side)| official(&self.article, voice, side));
        let stance = if origin.is_some() { Stance::Reported } else { Stance::Asserted };
        let as_of = self.reading.published.map(|p| AsOf { time: p.at, from_text: false });
        let rule = Arc::from("en/casualties.killed");
        let id = Key::of([self.article.id().as_bytes(), &[at as u8]]);
        let scope = Scope::default();
        let claim = Claim {
            id,
            telling: 0,
            facet,
            value,
            scope,
            span,
            evidence,
            stance,
            origin: origin.map(std::sync::Arc::new),
            as_of,
            confidence: 970,
            rule,
        };
        self.reading.claims.push(claim);
        self.reading.tellings[0].claims.push(at);
    }

    fn read(self) -> Read {
        Read { article: self.article, reading: self.reading }
    }
}

fn count(n: u64) -> Value {
    Value::Count(Count::exactly(n))
}

fn fact(
    facet: &str,
    state: State,
    voices: usize,
    texts: usize,
    values: Vec<(Value, Vec<ClaimAt>, &[&str])>,
) -> Fact {
    let value = |(value, claims, voices): (Value, Vec<ClaimAt>, &[&str])| FactValue {
        value,
        claims,
        voices: voices.iter().map(|v| (*v).to_owned()).collect(),
    };
    Fact {
        facet: Kinds::shipped().facet(facet).unwrap(),
        scope: Scope::default(),
        state,
        support: Support { voices, texts },
        values: values.into_iter().map(value).collect(),
        series: Vec::new(),
    }
}

/// Three accounts in two languages, and their comparison.
pub(crate) fn story() -> (Gathered, Comparison) {
    let mut first = Draft::new(
        "one.txt",
        "Drones hit Kazan",
        "Eight drones hit Kazan on Saturday. Three people were killed, the governor's office said. \
         Route 14 was closed.",
        "en",
        Some("2024-12-21"),
    );
    first.claim("munitions", count(8), "Eight drones", "hit Kazan", None);
    first.claim("killed", count(3), "Three people", "killed", Some(("the governor's office", "RU")));
    let unread = span(&first.article, "Route 14 was closed.");
    first.reading.unread.push(Unread { span: unread, why: "a figure that no rule read" });

    let mut second = Draft::new(
        "two.txt",
        "Дрони вдарили по Казані",
        "Вісім дронів вдарили по Казані. Загинули п’ятеро людей, повідомило ГУР.",
        "uk",
        Some("2024-12-22"),
    );
    second.claim("munitions", count(8), "Вісім дронів", "вдарили", None);
    second.claim("killed", count(5), "п’ятеро людей", "Загинули", Some(("ГУР", "UA")));
    let place = span(&second.article, "Казані");
    let quote = span(&second.article, "Загинули п’ятеро людей");
    let source = Some(span(&second.article, "ГУР"));
    second.reading.mentions = vec![
        Mention { kind: MentionType::Place, span: place, value: Some(Value::Place(kazan())), quote: None },
        Mention {
            kind: MentionType::Quote,
            span: quote,
            value: None,
            quote: Some(QuoteParts { source, cue: None, direct: false }),
        },
    ];

    let mut third =
        Draft::new("three.txt", "", "A plant in Kazan was hit on a Saturday by drones.", "en", None);
    let target = Value::Category { category: "factory".into(), name: None };
    third.claim("target", target, "A plant", "was hit", None);
    let pattern = Some("XXXX-WXX-6".to_owned());
    third.reading.tellings[0].time = Some(TimeValue {
        start: None,
        end: None,
        precision: Precision::Day,
        pattern,
        timex: "XXXX-WXX-6".into(),
    });

    let gathered = Gathered::new(vec![first.read(), second.read(), third.read()]);
    let at = |id: &str| gathered.reads.iter().position(|r| r.article.id() == id).unwrap();
    let (one, two, three) = (at("one.txt"), at("two.txt"), at("three.txt"));
    let claim = |article, claim| ClaimAt { article, claim };
    let mut facts = vec![
        fact(
            "killed",
            State::Contested,
            1,
            1,
            vec![
                (count(5), vec![claim(two, 1)], &["ГУР"]),
                (count(3), vec![claim(one, 1)], &["the governor's office"]),
            ],
        ),
        fact("munitions", State::Agreed, 0, 2, vec![(count(8), vec![claim(one, 0), claim(two, 0)], &[])]),
        fact(
            "target",
            State::Single,
            0,
            1,
            vec![(Value::Category { category: "factory".into(), name: None }, vec![claim(three, 0)], &[])],
        ),
    ];
    let step = |day: &str, n, voice: &str, at| Step {
        time: Moment::parse(day).unwrap(),
        value: count(n),
        voices: vec![voice.to_owned()],
        claims: vec![at],
    };
    facts[0].series = vec![
        step("2024-12-21", 3, "the governor's office", claim(one, 1)),
        step("2024-12-22", 5, "ГУР", claim(two, 1)),
    ];
    let tellings = [one, two, three].map(|article| TellingAt { article, telling: 0 }).to_vec();
    let keys = ["one.txt", "two.txt", "three.txt"].map(|id| Key::of([id.as_bytes()]));
    let incident = Incident {
        key: Key::of_set(keys),
        id: keys[0],
        kind: Kinds::shipped().kind("drone-strike"),
        title: "Drone strike, Kazan, 21 December 2024".into(),
        extent: Extent::Single,
        part_of: None,
        about: None,
        places: vec![kazan()],
        time: Some(day("2024-12-21")),
        tellings,
        facts,
        voices: tellings::incident::Voices::default(),
        checks: vec![Check { says: "8 = 6 + 2".into(), claims: vec![claim(one, 0)], holds: true }],
    };
    let mut dated = vec![None; 3];
    dated[three] =
        Some(Published { at: Moment::parse("2024-12-21").unwrap(), from: PublishedFrom::Incident });
    let origin_groups = gathered.reads.iter().map(|r| r.article.key()).collect();
    let derivations = Vec::new();
    (gathered, Comparison { incidents: vec![incident], dated, origin_groups, derivations, signs: Vec::new() })
}
