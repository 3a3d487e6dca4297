use claim::{Count, PlaceValue, Precision, Scope, TimeValue, Value};
use gazetteer::Gazetteer;
use jiff::civil::Date;
use text::{MONTHS, Moment};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A number of things: `1 article`, `1,200 articles`.
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n as u64), if n == 1 { one } else { many })
}

/// A number with marks between its thousands.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A value in words.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Count(c) => count(c),
        Value::Category { category, name: Some(name) } => format!("{name} ({category})"),
        Value::Category { category, name: None } => category.clone(),
        Value::Place(p) => place(p),
        Value::Time(t) => time(t),
        Value::Name { name, country, kind } => {
            let kind = kind.as_deref().filter(|k| !matches!(*k, "person" | "state" | "group"));
            let country = country.as_deref().filter(|c| self::country(c) != *name);
            let more: Vec<&str> = kind.into_iter().chain(country).collect();
            if more.is_empty() { name.clone() } else { format!("{name} ({})", more.join(", ")) }
        }
        Value::Victim { name, of, age, fate } => {
            let mut parts: Vec<String> = name.iter().chain(of).cloned().collect();
            parts.extend(age.map(|a| a.to_string()));
            if parts.is_empty() {
                parts.push("a person".into());
            }
            format!("{}: {fate}", parts.join(", "))
        }
        Value::Quote { speaker } => speaker.clone().unwrap_or_else(|| "a speaker who is not named".into()),
    }
}

fn count(count: &Count) -> String {
    let number = match count.max {
        Some(max) if max == count.min && max == 0 => "none".to_owned(),
        Some(max) if max == count.min => grouped(max),
        Some(max) if count.min == 0 => format!("at most {}", grouped(max)),
        Some(max) => format!("{}–{}", grouped(count.min), grouped(max)),
        None if count.min <= 1 => "some".to_owned(),
        None => format!("at least {}", grouped(count.min)),
    };
    let number = if count.approx { format!("about {number}") } else { number };
    if count.delta { format!("{number} more") } else { number }
}

/// A place with what holds it: `Kazan (Tatarstan, Russia)`.
pub(crate) fn place(place: &PlaceValue) -> String {
    let within: Vec<&str> = place.within.iter().map(|c| c.name.as_str()).collect();
    if within.is_empty() { place.name.clone() } else { format!("{} ({})", place.name, within.join(", ")) }
}

/// The English name of a state by its ISO code; the code where it is not known.
pub(crate) fn country(code: &str) -> &str {
    let places = Gazetteer::in_use();
    places.country(code).map_or(code, |id| places.place(id).name)
}

/// A time in words: `21 December 2024, 07:40`, `a Tuesday`.
pub(crate) fn time(time: &TimeValue) -> String {
    let Some(start) = time.start else {
        return time.pattern.as_deref().map_or_else(|| time.timex.clone(), pattern);
    };
    let end = time.end.filter(|end| *end != start);
    match (time.precision, end) {
        (Precision::Year, _) => start.date.year().to_string(),
        (Precision::Month, _) => month_year(start.date),
        (Precision::Week, _) => format!("week of {}", day(start.date)),
        (_, Some(end)) if end.date == start.date => match end.time {
            Some(until) => format!("{}–{:02}:{:02}", moment(&start), until.hour(), until.minute()),
            None => moment(&start),
        },
        (_, Some(end)) => format!("{}–{}", moment(&start), moment(&end)),
        (_, None) => moment(&start),
    }
}

/// A moment in words: `21 December 2024, 07:40 (UTC+03:00)`.
pub(crate) fn moment(moment: &Moment) -> String {
    let mut out = day(moment.date);
    if let Some(time) = moment.time {
        out += &format!(", {:02}:{:02}", time.hour(), time.minute());
    }
    if let Some(offset) = moment.offset.filter(|_| moment.time.is_some()) {
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.unsigned_abs() / 60;
        out += &format!(" (UTC{sign}{:02}:{:02})", minutes / 60, minutes % 60);
    }
    out
}

/// Of the names of one voice the one that tells most of who it is: a person's before an office's, then the longest.
pub(crate) fn telling_most<'a>(names: impl IntoIterator<Item = &'a str>) -> &'a str {
    let capitals = |name: &str| name.split(' ').filter(|w| w.starts_with(char::is_uppercase)).count();
    names.into_iter().max_by_key(|name| (capitals(name), name.chars().count(), *name)).unwrap_or("")
}

/// The names that say most: "Kyrylenko" is left out where "governor Pavlo Kyrylenko" stands.
pub(crate) fn fullest<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let within = |short: &str, long: &str| {
        long.len() > short.len() && short.split(' ').all(|w| long.split(' ').any(|l| l == w))
    };
    names.clone().filter(|name| !names.clone().any(|long| within(name, long))).collect()
}

/// A moment in few words: `Sat 09:00` within a week, else `21 Dec 2024, 09:00`.
pub(crate) fn short(moment: &Moment, week: bool) -> String {
    let weekday = WEEKDAYS[usize::from(moment.date.weekday().to_monday_zero_offset().unsigned_abs())];
    let hour = moment.time.map(|t| format!("{:02}:{:02}", t.hour(), t.minute()));
    match (week, hour) {
        (true, hour) => weekday[..3].to_owned() + &hour.map_or(String::new(), |h| format!(" {h}")),
        (false, hour) => {
            let month = &MONTHS[usize::from(moment.date.month().unsigned_abs() - 1)][..3];
            let day = format!("{} {month} {}", moment.date.day(), moment.date.year());
            hour.map_or(day.clone(), |h| format!("{day}, {h}"))
        }
    }
}

/// The same moment by the clock of Greenwich; itself where it has no hour or no offset.
pub(crate) fn in_utc(moment: Moment) -> Moment {
    let zoned = moment.time.is_some() && moment.offset.is_some();
    match jiff::Timestamp::from_second(moment.seconds()) {
        Ok(at) if zoned => {
            let clock = jiff::tz::Offset::UTC.to_datetime(at);
            Moment { date: clock.date(), time: Some(clock.time()), offset: Some(0) }
        }
        _ => moment,
    }
}

fn day(date: Date) -> String {
    format!("{} {}", date.day(), month_year(date))
}

fn month_year(date: Date) -> String {
    format!("{} {}", MONTHS[usize::from(date.month().unsigned_abs() - 1)], date.year())
}

/// What a pattern such as `XXXX-WXX-2` or `XXXX-12-21` tells.
fn pattern(pattern: &str) -> String {
    let number = |text: &str| text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    if let Some(name) = pattern.strip_prefix("XXXX-WXX-").and_then(|d| WEEKDAYS.get(number(d.get(..1)?)?)) {
        return format!("a {name}");
    }
    let parts: Vec<&str> = pattern.split('-').collect();
    match parts.as_slice() {
        ["XXXX", month] if number(month).is_some_and(|m| m < 12) => {
            format!("{} of a year not told", MONTHS[number(month).unwrap_or(0)])
        }
        ["XXXX", month, day] if number(month).is_some_and(|m| m < 12) && number(day).is_some() => {
            format!(
                "{} {} of a year not told",
                number(day).unwrap_or(0) + 1,
                MONTHS[number(month).unwrap_or(0)]
            )
        }
        _ => pattern.to_owned(),
    }
}

/// What a value is of, in words; empty for all.
pub(crate) fn scope(scope: &Scope) -> String {
    let with = |before: &str, value: &Option<String>| value.as_ref().map(|v| format!("{before}{v}"));
    let parts = [
        with("", &scope.of),
        with("", &scope.target),
        with("in ", &scope.place),
        with("by ", &scope.weapon),
        with("", &scope.means),
        with("", &scope.severity),
        with("by ", &scope.cause),
        with("", &scope.basis),
        with("including ", &scope.includes),
        with("a ", &scope.per),
        with("in ", &scope.period),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(start: &str, end: &str, precision: Precision) -> String {
        time(&TimeValue {
            start: Moment::parse(start),
            end: Moment::parse(end),
            precision,
            pattern: None,
            timex: String::new(),
        })
    }

    #[test]
    fn times_read_as_people_write_them() {
        assert_eq!(told("2024-12-21", "2024-12-21", Precision::Day), "21 December 2024");
        assert_eq!(
            told("2024-12-21T07:40:00+03:00", "", Precision::Minute),
            "21 December 2024, 07:40 (UTC+03:00)"
        );
        assert_eq!(
            told("2024-12-21T06:00", "2024-12-21T12:00", Precision::DayPart),
            "21 December 2024, 06:00–12:00"
        );
        assert_eq!(told("2024-12-01", "2024-12-31", Precision::Month), "December 2024");
        assert_eq!(told("2024-12-19", "2024-12-21", Precision::Days), "19 December 2024–21 December 2024");
        assert_eq!(pattern("XXXX-WXX-2"), "a Tuesday");
        assert_eq!(pattern("XXXX-12-21"), "21 December of a year not told");
        assert_eq!(pattern("XXXX-WXX-9"), "XXXX-WXX-9");
    }

    #[test]
    fn a_person_tells_more_than_an_office() {
        let names = ["governatore della regione di Donetsk", "Donetsk governor Pavlo Kyrylenko", "Kyrylenko"];
        assert_eq!(telling_most(names), "Donetsk governor Pavlo Kyrylenko");
        assert_eq!(telling_most(["police", "state police"]), "state police");
    }

    #[test]
    fn a_step_of_a_series_is_short() {
        let short = |text: &str, week| super::short(&Moment::parse(text).unwrap(), week);
        assert_eq!(short("2024-12-21T09:00:00Z", true), "Sat 09:00");
        assert_eq!(short("2024-12-22", true), "Sun");
        assert_eq!(short("2024-12-22", false), "22 Dec 2024");
        assert_eq!(short("2024-12-22T18:05", false), "22 Dec 2024, 18:05");
    }

    #[test]
    fn clocks_are_brought_to_greenwich() {
        let utc = |text: &str| in_utc(Moment::parse(text).unwrap()).to_string();
        assert_eq!(utc("2024-12-22T01:30:00+03:00"), "2024-12-21T22:30:00+00:00");
        assert_eq!(utc("2024-12-22T01:30"), "2024-12-22T01:30");
        assert_eq!(utc("2024-12-22"), "2024-12-22");
    }

    #[test]
    fn counts_keep_their_bounds() {
        let count = |min, max, approx, delta| value(&Value::Count(Count { min, max, approx, delta }));
        assert_eq!(count(0, Some(0), false, false), "none");
        assert_eq!(count(1200, Some(1200), false, false), "1,200");
        assert_eq!(count(191, None, false, false), "at least 191");
        assert_eq!(count(50, Some(50), true, false), "about 50");
        assert_eq!(count(3, Some(3), false, true), "3 more");
        assert_eq!(count(10, Some(12), false, false), "10–12");
    }
}
