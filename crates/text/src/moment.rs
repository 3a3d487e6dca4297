use std::fmt;

use jiff::civil::{Date, Time};

/// The months' English names, January first, for titles and reports.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day, with the hour where the text has it and the offset where it is known.
///
/// Shown as `2024-12-21`, `2024-12-21T07:40` or `2024-12-21T07:40:00+03:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The calendar day, at the place that the text speaks of.
    pub date: Date,
    /// The clock time, where it is told.
    pub time: Option<Time>,
    /// Seconds east of UTC, where they are told.
    pub offset: Option<i32>,
}

impl Moment {
    /// The day alone.
    pub fn day(date: Date) -> Moment {
        Moment { date, time: None, offset: None }
    }

    /// Reads an RFC 3339 date or date and time; a date and time may lack seconds and offset.
    ///
    /// ```
    /// use text::Moment;
    /// assert_eq!(Moment::parse("2024-12-22T09:30:00Z").unwrap().to_string(), "2024-12-22T09:30:00+00:00");
    /// assert_eq!(Moment::parse("2024-12-22").unwrap().to_string(), "2024-12-22");
    /// assert!(Moment::parse("yesterday").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        let date: Date = text.get(..10)?.parse().ok()?;
        let rest = &text[10..];
        if rest.is_empty() {
            return Some(Moment::day(date));
        }
        let clock = rest.strip_prefix(['T', 't', ' '])?;
        let split = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
        let (clock, zone) = clock.split_at(split);
        let time: Time = clock.trim().parse().ok()?;
        let offset = match zone {
            "" => None,
            "Z" | "z" => Some(0),
            zone => Some(offset_seconds(zone)?),
        };
        Some(Moment { date, time: Some(time), offset })
    }

    /// Seconds since the epoch, the day's noon where no hour is told, UTC where no offset is.
    pub fn seconds(&self) -> i64 {
        let time = self.time.unwrap_or(jiff::civil::time(12, 0, 0, 0));
        let clock = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
        i64::from(day_number(self.date)) * 86_400 + clock - i64::from(self.offset.unwrap_or(0))
    }
}

/// Days since 1970-01-01 in the Gregorian calendar: `days_from_civil` of Howard Hinnant's "chrono-Compatible Low-Level
/// Date Algorithms", a year beginning in March. Times are compared too often for a general calendar's arithmetic.
pub fn day_number(date: jiff::civil::Date) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn offset_seconds(zone: &str) -> Option<i32> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 && digits.len() != 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = digits.get(2..).filter(|m| !m.is_empty()).map_or(Some(0), |m| m.parse().ok())?;
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour(), time.minute())?;
        if let Some(offset) = self.offset {
            let (sign, offset) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
            write!(f, ":{:02}{sign}{:02}:{:02}", time.second(), offset / 3600, offset / 60 % 60)?;
        }
        Ok(())
    }
}
