//! What one article says of one incident: some of it, and now and then wrongly.

use claim::{Count, Extent, PlaceValue, Precision, TimeValue, Value};
use pack::Kinds;

use crate::article::{Voice, Writer};
use crate::dice::Dice;
use crate::happened::{DAY, Happened};
use crate::people::{Naming, Official, Officials, surname};
use crate::places::Atlas;
use crate::plan::Plan;
use crate::stock::Stock;
use crate::times;

/// All that tellings draw on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Teller<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) atlas: &'a Atlas,
    pub(crate) officials: &'a Officials,
    pub(crate) incidents: &'a [Happened],
}

/// When an article is published, and whether it says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issue {
    pub(crate) minute: i64,
    pub(crate) dated: bool,
}

/// A time with its words; both may be missing.
type When = (Option<TimeValue>, String);

impl Teller<'_> {
    /// Tells of an incident.
    pub(crate) fn tell(&self, writer: &mut Writer, which: usize, issue: Issue, dice: &mut Dice) {
        let it = &self.incidents[which];
        let kind = self.kind(it, dice);
        let (time, when) = self.when(it, issue, dice);
        let places = self.places(it, dice);
        writer.tell(kind, it.extent, places.clone(), time.clone());
        let known = &Kinds::shipped().kinds[usize::from(kind)];
        if dice.chance(0.9) {
            let toll = it.toll((issue.minute - it.minute) / 60).map_or(0, |t| t.killed);
            let place = places.first().map(|p| format!(" in {}", p.name)).unwrap_or_default();
            let dead = if toll > 0 { format!(": {toll} dead") } else { String::new() };
            writer.head(|| format!("{}{place}{dead}", known.label));
        }
        let opening = self.opening(it, dice);
        let stock = Stock::shipped();
        let speaker = it.is_word().then(|| self.speaker(it, dice));
        writer.template(opening, |w, slot| match slot {
            "kind" => w.claim("kind", category(&known.name), &known.label, &None),
            "weapon" => match it.weapon.filter(|_| dice.chance(0.6)) {
                Some(weapon) => w.claim("weapon", category(weapon), weapon, &None),
                None => w.say(&stock.untold.weapon),
            },
            "target" => match it.target.filter(|_| dice.chance(0.7)) {
                Some(target) => w.claim("target", category(target), target, &None),
                None => w.say(&stock.untold.target),
            },
            "place" => match places.first() {
                Some(place) => w.claim("place", Value::Place(place.clone()), &place.name, &None),
                None => w.say(&stock.untold.place),
            },
            "when" => {
                if let Some(time) = &time {
                    w.claim("time", Value::Time(time.clone()), &when, &None);
                }
            }
            "speaker" => {
                if let Some((official, form)) = speaker {
                    let name = named(official, form);
                    let (country, kind) = (official.side.clone(), Some("person".to_owned()));
                    if form == Naming::Full {
                        w.note(name.len());
                    }
                    w.claim("actor", Value::Name { name: name.clone(), country, kind }, &name, &None);
                }
            }
            "addressee" => {
                let state = &self.atlas.countries[it.addressee].place;
                let kind = Some("state".to_owned());
                let value = Value::Name { name: state.name.clone(), country: state.country.clone(), kind };
                w.claim("addressee", value, &state.name, &None);
            }
            _ => {}
        });
        writer.stop();
        match speaker {
            Some((official, form)) => {
                let voice = Some(official.origin(form));
                writer.quote(part_of(&it.speech, dice), &named(official, form), &voice);
                writer.stop();
            }
            None => self.details(writer, which, issue, dice),
        }
    }

    /// Figures, victims and what officials say.
    fn details(&self, writer: &mut Writer, which: usize, issue: Issue, dice: &mut Dice) {
        let it = &self.incidents[which];
        let told = if it.extent == Extent::Single { 0.85 } else { 0.95 };
        if let Some(toll) = it.toll((issue.minute - it.minute) / 60).filter(|_| dice.chance(told)) {
            let voice = self.voice(it, dice);
            let more = voice.map_or(0, |(official, _)| self.off_by(which, official));
            for (facet, n) in [("killed", toll.killed + more * toll.killed.min(1)), ("injured", toll.injured)]
            {
                if n > 0 && dice.chance(0.9) {
                    self.figure(writer, facet, n, voice, dice);
                }
            }
        }
        for (facet, n) in &it.numbers {
            if dice.chance(if it.extent == Extent::Wave { 0.8 } else { 0.4 }) {
                let voice = self.voice(it, dice);
                self.figure(writer, facet, *n, voice, dice);
            }
        }
        for (name, age) in &it.victims {
            if dice.chance(0.35) {
                self.victim(writer, name, *age, dice);
            }
        }
        if it.extent == Extent::Single && dice.chance(0.2) {
            let official = &self.officials.of_town(it.town)[0];
            let form = self.naming(dice);
            writer.quote(part_of(&it.speech, dice), &named(official, form), &Some(official.origin(form)));
            writer.say(", ");
            say_name(writer, official, form);
            writer.say(" said");
            writer.stop();
        }
    }

    fn figure(
        &self,
        writer: &mut Writer,
        facet: &str,
        n: u64,
        voice: Option<(&Official, Naming)>,
        dice: &mut Dice,
    ) {
        let Some(sentences) = Stock::shipped().sentences.get(facet) else { return };
        let exactly = Count::exactly(n);
        let count = match dice.share() {
            0.0..0.15 if n > 1 => Count { min: n - n / 8, max: None, ..exactly },
            0.15..0.2 if n >= 10 => Count { approx: true, ..exactly },
            _ => exactly,
        };
        let origin: Voice = voice.map(|(official, form)| official.origin(form));
        writer.template(dice.text(sentences), |w, _| w.count(facet, count, &origin));
        if let Some((official, form)) = voice {
            writer.say(", ");
            say_name(writer, official, form);
            writer.say(" said");
        }
        writer.stop();
    }

    fn victim(&self, writer: &mut Writer, name: &str, age: u16, dice: &mut Dice) {
        let short = dice.chance(self.plan.surname);
        let told = if short { surname(name) } else { name };
        let age = Some(age).filter(|_| dice.chance(0.7));
        let value = Value::Victim { name: Some(told.to_owned()), of: None, age, fate: "killed".into() };
        let Some(sentences) = Stock::shipped().sentences.get("victim") else { return };
        writer.template(dice.text(sentences), |w, _| {
            if !short {
                w.note(told.len());
            }
            w.claim("victim", value.clone(), told, &None);
        });
        if let Some(age) = age {
            writer.say(&format!(", {age}"));
        }
        writer.stop();
    }

    /// What the text calls it.
    fn kind(&self, it: &Happened, dice: &mut Dice) -> u8 {
        let kinds = Kinds::shipped();
        if it.is_word() || !dice.chance(self.plan.other_kind) {
            return it.kind;
        }
        kinds.kind(dice.text(&Stock::shipped().deeds[it.stock].also)).unwrap_or(it.kind)
    }

    fn opening(&self, it: &Happened, dice: &mut Dice) -> &'static str {
        let stock = Stock::shipped();
        let of = |name: &str| stock.sentences.get(name).map_or(&[][..], Vec::as_slice);
        let all = match it.extent {
            Extent::Wave => of("wave"),
            Extent::Total => of("total"),
            Extent::Single if it.is_word() => &stock.words[it.stock].opens,
            Extent::Single => &stock.deeds[it.stock].opens,
        };
        dice.text(all)
    }

    fn places(&self, it: &Happened, dice: &mut Dice) -> Vec<PlaceValue> {
        let country = &self.atlas.countries[it.country].place;
        if it.extent != Extent::Single {
            return vec![country.clone()];
        }
        let town = &self.atlas.towns[it.town];
        let (plan, mut at) = (self.plan, dice.share());
        if at < plan.no_place || it.is_word() && dice.chance(0.6) {
            return vec![];
        }
        at -= plan.no_place;
        if at < plan.only_country {
            return vec![country.clone()];
        }
        at -= plan.only_country;
        if at < plan.only_region {
            return vec![town.region.clone().unwrap_or_else(|| country.clone())];
        }
        at -= plan.only_region;
        if at < plan.wrong_town {
            return vec![self.atlas.towns[self.atlas.elsewhere(it.town, dice)].place.clone()];
        }
        vec![town.place.clone()]
    }

    fn when(&self, it: &Happened, issue: Issue, dice: &mut Dice) -> When {
        if it.extent == Extent::Total {
            let year = it.last_day - it.day > 40;
            let first = times::in_words(it.day);
            // "1 June 2024" without its day, or without its month too
            let words = first.splitn(if year { 3 } else { 2 }, ' ').last().unwrap_or_default().to_owned();
            let (precision, letters) = if year { (Precision::Year, 4) } else { (Precision::Month, 7) };
            let timex = times::date_of(it.day).to_string().chars().take(letters).collect();
            return (Some(times::stretch(it.day, it.last_day, precision, timex)), words);
        }
        let share = self.plan.no_day * if issue.dated { 1.0 } else { 3.0 };
        if dice.chance(share) {
            return (None, String::new());
        }
        let hour = it.minute.rem_euclid(DAY) / 60;
        let evening = if hour < 5 { it.day - 1 } else { it.day };
        let wrong = dice.chance(self.plan.wrong_day);
        if it.by_night() && !wrong && dice.chance(0.4) {
            let words = format!("in the night to {}", times::weekday_in_words(evening + 1));
            return (Some(times::night(evening)), words);
        }
        if issue.dated && !wrong && dice.chance(0.08) {
            let time = times::minute(it.minute);
            let words =
                format!("at {:02}:{:02} on {}", hour, it.minute.rem_euclid(60), times::in_words(it.day));
            return (Some(time), words);
        }
        let day = match (wrong, it.by_night()) {
            (true, _) => it.day + if dice.chance(0.5) { 1 } else { -1 },
            (_, true) if dice.chance(0.25) => evening,
            _ => it.day,
        };
        let fresh = issue.minute / DAY - i64::from(day) < 6;
        if issue.dated && fresh && dice.chance(0.75) {
            return (Some(times::day(day)), format!("on {}", times::weekday_in_words(day)));
        }
        if !issue.dated && dice.chance(0.55) {
            return (Some(times::weekday(day)), format!("on {}", times::weekday_in_words(day)));
        }
        (Some(times::day(day)), format!("on {}", times::in_words(day)))
    }

    /// Who is said to say a figure; nobody in about half of the cases.
    fn voice<'a>(&'a self, it: &Happened, dice: &mut Dice) -> Option<(&'a Official, Naming)> {
        if !dice.chance(0.55) {
            return None;
        }
        let all = match it.extent {
            Extent::Single => self.officials.of_town(it.town),
            _ => self.officials.of_country(it.country),
        };
        Some((dice.pick(all), self.naming(dice)))
    }

    fn speaker<'a>(&'a self, it: &Happened, dice: &mut Dice) -> (&'a Official, Naming) {
        let all = self.officials.of_country(it.speaker.0);
        (&all[it.speaker.1 % all.len()], self.naming(dice))
    }

    fn naming(&self, dice: &mut Dice) -> Naming {
        if dice.chance(self.plan.surname) {
            Naming::Last
        } else if dice.chance(0.4) {
            Naming::Office
        } else {
            Naming::Full
        }
    }

    /// By how much a voice's toll of an incident differs from that of the others; always the same for the same voice.
    fn off_by(&self, which: usize, official: &Official) -> u64 {
        let voice =
            official.name.bytes().fold(which as u64, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
        u64::from(Dice::new(voice, 0).chance(self.plan.other_toll))
    }
}

fn category(name: &str) -> Value {
    Value::Category { category: name.to_owned(), name: None }
}

fn named(official: &Official, form: Naming) -> String {
    official.origin(form).voice
}

fn say_name(writer: &mut Writer, official: &Official, form: Naming) {
    let name = named(official, form);
    if form == Naming::Full {
        writer.note(name.len());
    }
    writer.say(&name);
}

/// All of what was said, or some words of it in a row.
fn part_of<'a>(speech: &'a str, dice: &mut Dice) -> &'a str {
    if dice.chance(0.6) {
        return speech;
    }
    let starts: Vec<usize> =
        std::iter::once(0).chain(speech.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let many = starts.len() / 2;
    let first = dice.below(starts.len() - many);
    let end = starts.get(first + many).map_or(speech.len(), |at| at - 1);
    speech.get(starts[first]..end).unwrap_or(speech)
}
