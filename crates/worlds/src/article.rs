//! Writes an article and its reading together, so that every claim has words to stand on.

use claim::{
    AsOf, Claim, Count, Evidence, Extent, Mention, MentionType, Moment, Origin, PlaceValue, Published,
    PublishedFrom, Reading, Scope, Stance, Telling, TimeValue, Value,
};
use incident::Read;
use pack::Kinds;
use std::sync::{Arc, OnceLock};
use text::{About, Article, Key, Part, Span};

/// An article while it is written.
#[derive(Debug)]
pub(crate) struct Writer {
    text: String,
    title: String,
    claims: Vec<Claim>,
    mentions: Vec<(usize, usize)>,
    tellings: Vec<Telling>,
    as_of: Option<AsOf>,
}

/// Who says a thing and how; the article itself where nobody is named.
pub(crate) type Voice = Option<Origin>;

impl Writer {
    /// An empty article, published or not.
    pub(crate) fn new(published: Option<Moment>) -> Writer {
        Writer {
            text: String::new(),
            title: String::new(),
            claims: Vec::new(),
            mentions: Vec::new(),
            tellings: Vec::new(),
            as_of: published.map(|time| AsOf { time, from_text: false }),
        }
    }

    /// Begins to tell of an incident; all claims until the next are of it.
    pub(crate) fn tell(
        &mut self,
        kind: u8,
        extent: Extent,
        places: Vec<PlaceValue>,
        time: Option<TimeValue>,
    ) {
        let claims = Vec::new();
        self.tellings.push(Telling { key: Key::NONE, claims, kind: Some(kind), places, time, extent });
    }

    /// Gives the article a headline, where it has none yet.
    pub(crate) fn head(&mut self, title: impl FnOnce() -> String) {
        if self.title.is_empty() {
            self.title = title();
        }
    }

    /// Writes words that carry nothing.
    pub(crate) fn say(&mut self, words: &str) {
        // where something before it was left out, its blank goes too
        if words.starts_with([' ', ',', ';', ':']) && self.text.ends_with(' ') {
            self.text.pop();
        }
        let first = self.text.is_empty() || self.text.ends_with(". ");
        match words.chars().next().filter(|_| first) {
            Some(c) if c.is_ascii_lowercase() => {
                self.text.push(c.to_ascii_uppercase());
                self.text.push_str(&words[1..]);
            }
            _ => self.text.push_str(words),
        }
    }

    /// Ends a sentence.
    pub(crate) fn stop(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(". ");
    }

    /// Writes words in quotation marks that somebody says.
    pub(crate) fn quote(&mut self, words: &str, speaker: &str, voice: &Voice) {
        self.say("\"");
        self.claim("quote", Value::Quote { speaker: Some(speaker.to_owned()) }, words, voice);
        self.say("\"");
    }

    /// Writes a template; what stands in braces is left to `fill`.
    pub(crate) fn template(&mut self, template: &str, mut fill: impl FnMut(&mut Writer, &str)) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            self.say(before);
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            fill(self, slot);
            rest = after;
        }
        self.say(rest);
    }

    /// Writes words that carry a claim.
    pub(crate) fn claim(&mut self, facet: &str, value: Value, words: &str, voice: &Voice) {
        let start = self.text.len();
        self.say(words);
        let facet = Kinds::shipped().facet(facet);
        let span = Span::new(Part::Text, &self.text, start, self.text.len());
        let (Some(facet), Some(span), Some(telling)) = (facet, span, self.tellings.len().checked_sub(1))
        else {
            return;
        };
        self.tellings[telling].claims.push(self.claims.len());
        let triggers = !matches!(value, Value::Place(_) | Value::Time(_) | Value::Quote { .. });
        let evidence = Evidence { role: if triggers { "trigger" } else { "match" }, span };
        self.claims.push(Claim {
            id: Key::NONE,
            telling,
            facet,
            value,
            scope: Scope::default(),
            span,
            evidence: vec![evidence],
            stance: if voice.is_some() { Stance::Reported } else { Stance::Asserted },
            origin: voice.clone().map(std::sync::Arc::new),
            as_of: self.as_of,
            confidence: 900,
            rule: rule(),
        });
    }

    /// Writes a figure, as exactly as it is told.
    pub(crate) fn count(&mut self, facet: &str, count: Count, voice: &Voice) {
        let words = match (count.max, count.approx) {
            (None, _) => format!("at least {}", count.min),
            (_, true) => format!("about {}", count.min),
            _ => count.min.to_string(),
        };
        self.claim(facet, Value::Count(count), &words, voice);
    }

    /// Notes that the words that follow, so many bytes, are the name of a person.
    pub(crate) fn note(&mut self, bytes: usize) {
        self.mentions.push((self.text.len(), self.text.len() + bytes));
    }

    /// Ends the article.
    pub(crate) fn finish(mut self, id: String, outlet: String) -> Read {
        self.text.truncate(self.text.trim_end().len());
        let published = self.as_of.map(|a| Published { at: a.time, from: PublishedFrom::Given });
        let about = About { title: self.title, outlet: Some(outlet), published, ..About::default() };
        let article = Article::new(id, self.text, about);
        let key = article.key().to_bytes();
        for (at, claim) in self.claims.iter_mut().enumerate() {
            claim.id = Key::of([&key[..], b"claim", &at.to_le_bytes()]);
        }
        for (at, telling) in self.tellings.iter_mut().enumerate() {
            telling.key = Key::of([&key[..], b"telling", &at.to_le_bytes()]);
        }
        let mentions = self.mentions.into_iter().filter_map(|(start, end)| {
            let span = Span::new(Part::Text, article.text(), start, end)?;
            Some(Mention { kind: MentionType::Person, span, value: None, quote: None })
        });
        let reading = Reading {
            article: article.key(),
            language: None,
            published,
            mentions: mentions.collect(),
            participants: vec![],
            claims: self.claims,
            tellings: self.tellings,
            looks_back: false,
            unread: vec![],
            offices: vec![],
        };
        Read { article, reading }
    }
}

/// The name of the rule that a claim made by hand has.
fn rule() -> Arc<str> {
    static RULE: OnceLock<Arc<str>> = OnceLock::new();
    RULE.get_or_init(|| "worlds/made".into()).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_stand_on_their_words() {
        let mut writer = Writer::new(Moment::parse("2024-12-21T10:00"));
        writer.tell(0, Extent::Single, vec![], None);
        writer.template("a house fell, {n} people died", |w, _| w.count("killed", Count::exactly(3), &None));
        writer.stop();
        writer.note("Abel Corbek".len());
        writer.say("Abel Corbek");
        let read = writer.finish("a1".into(), "Outlet".into());
        assert_eq!(read.article.text(), "A house fell, 3 people died. Abel Corbek");
        assert_eq!(read.article.words(read.reading.claims[0].span), "3");
        assert_eq!(read.article.words(read.reading.mentions[0].span), "Abel Corbek");
        assert_eq!(read.reading.tellings[0].claims, [0]);
    }
}
