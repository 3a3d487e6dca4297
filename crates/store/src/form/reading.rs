//! Readings as they lie in blobs. Kinds and facets go by their names, which outlast their numbers.

use claim::{
    AsOf, Claim, Container, Count, Evidence, Extent, Mention, MentionType, Office, Origin, Participant,
    PlaceValue, Precision, QuoteParts, Reading, Scope, Stance, Telling, TimeValue, Unread, Value,
};
use gazetteer::{Gazetteer, PlaceId};
use pack::Kinds;

use super::{Broken, Form, In, Out, choices, fields};

choices! {
    Extent: Single Wave Total;
    Stance: Asserted Reported Claimed Alleged Denied Threatened Planned;
    Precision: Minute Hour DayPart Day Days Week Month Season Year Duration;
    MentionType: Time Place Count Person Organization Weapon Target Quote;
}
fields! {
    Evidence { role, span }
    AsOf { time, from_text }
    Count { min, max, approx, delta }
    Scope { of, target, place, weapon, means, severity, cause, basis, includes, per, period }
    Origin { voice, span, kind, institution, side, via }
    Container { name, kind }
    TimeValue { start, end, precision, pattern, timex }
    Mention { kind, span, value, quote }
    QuoteParts { source, cue, direct }
    Participant { telling, name, description, of, age, fate, spans }
    Office { office, level, of, country, name, span }
    Unread { span, why }
}

/// The number of a place, forgotten where it is that of another gazetteer.
struct Known(Option<PlaceId>);

impl Form for Known {
    fn put(&self, out: &mut Out) {
        self.0.map(PlaceId::index).put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let index = Option::<usize>::take_from(from)?.filter(|_| from.places);
        Ok(Known(index.and_then(|index| Gazetteer::embedded().by_index(index))))
    }
}

impl Form for PlaceValue {
    fn put(&self, out: &mut Out) {
        let PlaceValue { name, id, within, country, point, precision } = self;
        name.put(out);
        Known(*id).put(out);
        within.put(out);
        country.put(out);
        point.put(out);
        precision.put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(PlaceValue {
            name: Form::take_from(from)?,
            id: Known::take_from(from)?.0,
            within: Form::take_from(from)?,
            country: Form::take_from(from)?,
            point: Form::take_from(from)?,
            precision: Form::take_from(from)?,
        })
    }
}

/// The number of a facet.
struct FacetName(u8);

impl Form for FacetName {
    fn put(&self, out: &mut Out) {
        out.word(Kinds::shipped().facets.get(usize::from(self.0)).map_or("", |facet| &facet.name));
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Kinds::shipped().facet(&from.word()?).map(FacetName).ok_or(Broken)
    }
}

/// The number of a kind.
pub(crate) struct KindName(pub(crate) u8);

impl Form for KindName {
    fn put(&self, out: &mut Out) {
        out.word(Kinds::shipped().kinds.get(usize::from(self.0)).map_or("", |kind| &kind.name));
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Kinds::shipped().kind(&from.word()?).map(KindName).ok_or(Broken)
    }
}

impl Form for Value {
    fn put(&self, out: &mut Out) {
        match self {
            Value::Count(count) => (0usize, *count).put(out),
            Value::Category { category, name } => (1usize, (category.clone(), name.clone())).put(out),
            Value::Place(place) => (2usize, place.clone()).put(out),
            Value::Time(time) => (3usize, time.clone()).put(out),
            Value::Name { name, country, kind } => {
                (4usize, (name.clone(), (country.clone(), kind.clone()))).put(out);
            }
            Value::Victim { name, of, age, fate } => {
                (5usize, ((name.clone(), of.clone()), (*age, fate.clone()))).put(out);
            }
            Value::Quote { speaker } => (6usize, speaker.clone()).put(out),
        }
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(match usize::take_from(from)? {
            0 => Value::Count(Form::take_from(from)?),
            1 => Value::Category { category: Form::take_from(from)?, name: Form::take_from(from)? },
            2 => Value::Place(Form::take_from(from)?),
            3 => Value::Time(Form::take_from(from)?),
            4 => Value::Name {
                name: Form::take_from(from)?,
                country: Form::take_from(from)?,
                kind: Form::take_from(from)?,
            },
            5 => Value::Victim {
                name: Form::take_from(from)?,
                of: Form::take_from(from)?,
                age: Form::take_from(from)?,
                fate: Form::take_from(from)?,
            },
            6 => Value::Quote { speaker: Form::take_from(from)? },
            _ => return Err(Broken),
        })
    }
}

impl Form for Telling {
    fn put(&self, out: &mut Out) {
        let Telling { key, claims, kind, places, time, extent } = self;
        key.put(out);
        claims.put(out);
        kind.map(KindName).put(out);
        places.put(out);
        time.put(out);
        extent.put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(Telling {
            key: Form::take_from(from)?,
            claims: Form::take_from(from)?,
            kind: Option::<KindName>::take_from(from)?.map(|kind| kind.0),
            places: Form::take_from(from)?,
            time: Form::take_from(from)?,
            extent: Form::take_from(from)?,
        })
    }
}

impl Form for Claim {
    fn put(&self, out: &mut Out) {
        let Claim {
            id,
            telling,
            facet,
            value,
            scope,
            span,
            evidence,
            stance,
            origin,
            as_of,
            confidence,
            rule,
        } = self;
        id.put(out);
        telling.put(out);
        FacetName(*facet).put(out);
        value.put(out);
        let plain = *scope == Scope::default();
        plain.put(out);
        if !plain {
            scope.put(out);
        }
        span.put(out);
        evidence.put(out);
        stance.put(out);
        origin.put(out);
        as_of.put(out);
        confidence.put(out);
        rule.put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(Claim {
            id: Form::take_from(from)?,
            telling: Form::take_from(from)?,
            facet: FacetName::take_from(from)?.0,
            value: Form::take_from(from)?,
            scope: if bool::take_from(from)? { Scope::default() } else { Form::take_from(from)? },
            span: Form::take_from(from)?,
            evidence: Form::take_from(from)?,
            stance: Form::take_from(from)?,
            origin: Form::take_from(from)?,
            as_of: Form::take_from(from)?,
            confidence: Form::take_from(from)?,
            rule: Form::take_from(from)?,
        })
    }
}

impl Form for Reading {
    /// Without the article's key, which its revision has.
    fn put(&self, out: &mut Out) {
        let Reading {
            article: _,
            language,
            published,
            mentions,
            participants,
            claims,
            tellings,
            looks_back,
            unread,
            offices,
        } = self;
        language.put(out);
        published.put(out);
        tellings.put(out);
        claims.put(out);
        participants.put(out);
        mentions.put(out);
        looks_back.put(out);
        unread.put(out);
        offices.put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let article = from.article.ok_or(Broken)?.key();
        let (language, published) = (Form::take_from(from)?, Form::take_from(from)?);
        let tellings: Vec<Telling> = Form::take_from(from)?;
        let claims: Vec<Claim> = Form::take_from(from)?;
        let participants: Vec<Participant> = Form::take_from(from)?;
        let there = |telling: usize| telling < tellings.len();
        let whole = tellings.iter().flat_map(|t| &t.claims).all(|claim| *claim < claims.len())
            && claims.iter().all(|claim| there(claim.telling))
            && participants.iter().all(|participant| there(participant.telling));
        if !whole {
            return Err(Broken);
        }
        let (mentions, looks_back, unread) =
            (Form::take_from(from)?, Form::take_from(from)?, Form::take_from(from)?);
        // readings of before there were offices end here
        let offices = if from.rest.is_empty() { Vec::new() } else { Form::take_from(from)? };
        Ok(Reading {
            article,
            language,
            published,
            mentions,
            participants,
            claims,
            tellings,
            looks_back,
            unread,
            offices,
        })
    }
}

#[cfg(test)]
mod tests {
    use claim::Packs;
    use text::{About, Article, Moment, Published, PublishedFrom};

    use super::*;

    fn article() -> Article {
        let text = "A drone strike on Kazan on Saturday killed three people, among them a boy, 12, and wounded at least \
            forty, the mayor said. \"We will rebuild,\" Ildar Metshin told reporters. Twelve were in hospital at 9 p.m. \
            Officials denied that the plant on the Volga had been hit.";
        let at = Moment::parse("2024-12-22T09:30:00Z").unwrap();
        let published = Some(Published { at, from: PublishedFrom::Given });
        Article::new("a", text, About { title: "Three die in Kazan".into(), published, ..About::default() })
    }

    #[test]
    fn a_reading_comes_back_as_it_was() {
        let article = article();
        let reading = claim::read(&article, &Packs::shipped());
        assert!(reading.claims.len() > 4);
        let bytes = Out::of(&reading);
        let back: Reading = In::read(&bytes, Some(&article), true).unwrap();
        assert_eq!(format!("{back:?}"), format!("{reading:?}"));
    }

    #[test]
    fn no_altered_byte_is_a_panic() {
        let article = article();
        let bytes = Out::of(&claim::read(&article, &Packs::shipped()));
        for at in 0..bytes.len() {
            for change in [1u8, 0x80, 0xff] {
                let mut altered = bytes.clone();
                altered[at] ^= change;
                let _ = In::read::<Reading>(&altered, Some(&article), true);
            }
        }
    }
}
