//! A title for an incident: "Drone strike, Kazan, 21 December 2024".

use claim::{Moment, Precision, TimeValue};
use text::MONTHS;

/// Kind, place or speaker, and day, as far as they are known.
pub(crate) fn title(kind: Option<&str>, whose: Option<&str>, time: Option<&TimeValue>) -> String {
    let kind = kind.unwrap_or("incident");
    let mut letters = kind.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let parts = [Some(first + letters.as_str()), whose.map(str::to_owned), time.and_then(words)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// "21 December 2024", "20–21 December 2024", "December 2024".
fn words(time: &TimeValue) -> Option<String> {
    let start = time.start?;
    let end = time.end.unwrap_or(start);
    let month = |m: Moment| MONTHS.get(usize::from(m.date.month().unsigned_abs()) - 1).copied().unwrap_or("");
    let (a, b) = (start.date, end.date);
    Some(match time.precision {
        Precision::Year | Precision::Season => a.year().to_string(),
        Precision::Month => format!("{} {}", month(start), a.year()),
        _ if a == b => format!("{} {} {}", a.day(), month(start), a.year()),
        _ if (a.year(), a.month()) == (b.year(), b.month()) => {
            format!("{}–{} {} {}", a.day(), b.day(), month(start), a.year())
        }
        _ => format!("{} {} {} – {} {} {}", a.day(), month(start), a.year(), b.day(), month(end), b.year()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(start: &str, end: &str, precision: Precision) -> TimeValue {
        TimeValue {
            start: Moment::parse(start),
            end: Moment::parse(end),
            precision,
            pattern: None,
            timex: start.into(),
        }
    }

    #[test]
    fn titles_say_what_is_known() {
        let day = time("2024-12-21", "2024-12-21", Precision::Day);
        assert_eq!(
            title(Some("drone strike"), Some("Kazan"), Some(&day)),
            "Drone strike, Kazan, 21 December 2024"
        );
        let night = time("2024-12-20", "2024-12-21", Precision::DayPart);
        assert_eq!(title(Some("shelling"), None, Some(&night)), "Shelling, 20–21 December 2024");
        assert_eq!(title(None, Some("Kazan"), None), "Incident, Kazan");
        let month = time("2024-12-01", "2024-12-31", Precision::Month);
        assert_eq!(title(Some("fire"), None, Some(&month)), "Fire, December 2024");
    }
}
