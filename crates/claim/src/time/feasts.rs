//! Feasts that move: by Easter of either church, by the Islamic calendar and by the Jewish one.
//!
//! The lexicon has a feast's place in its calendar: `easter-2` and `orthodox-2` are counted in days from Easter Sunday,
//! `hijri10-1` and `hebrew7-10` are a month and a day of it, `hijri9` a whole month; `*8` behind them says for how many
//! days. Months of the Jewish calendar are counted from Nisan; a feast of several days begins on the eve.

use jiff::civil::{Date, date};

use super::day::moved;

/// A feast, by its place in the calendar that it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Feast {
    calendar: Calendar,
    month: i8,
    /// Day of the month, or days from Easter Sunday.
    day: i64,
    /// How many days it lasts; 0 for the whole month.
    length: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Calendar {
    Easter,
    Orthodox,
    Hijri,
    Hebrew,
}

impl Feast {
    /// Reads `easter-2`, `orthodox0`, `hijri9`, `hebrew1-14*9`; `None` for what is no such feast.
    pub(crate) fn parse(value: &str) -> Option<Feast> {
        let (place, length) = value.split_once('*').map_or((value, None), |(p, n)| (p, Some(n)));
        let length = length.map_or(Some(1), |n| n.parse().ok())?;
        for (name, calendar) in [("easter", Calendar::Easter), ("orthodox", Calendar::Orthodox)] {
            if let Some(shift) = place.strip_prefix(name) {
                return Some(Feast { calendar, month: 0, day: shift.parse().ok()?, length });
            }
        }
        for (name, calendar) in [("hijri", Calendar::Hijri), ("hebrew", Calendar::Hebrew)] {
            if let Some(place) = place.strip_prefix(name) {
                let (month, day) = place.split_once('-').map_or((place, None), |(m, d)| (m, Some(d)));
                let whole = day.is_none();
                let day = day.map_or(Some(1), |d| d.parse().ok())?;
                let month = month.parse().ok()?;
                return Some(Feast { calendar, month, day, length: if whole { 0 } else { length } });
            }
        }
        None
    }

    /// The first and the last day of each time that the feast begins in a year of the Gregorian calendar, in order: once,
    /// and by the Islamic calendar now and then twice; none where that calendar's months are not known.
    pub(crate) fn of_year(self, year: i16) -> impl Iterator<Item = (Date, Date)> {
        let starts: [Option<(Date, i64)>; 3] = match self.calendar {
            Calendar::Easter => [easter(year).map(|e| (e, 1)), None, None],
            Calendar::Orthodox => [orthodox_easter(year).map(|e| (e, 1)), None, None],
            // the years that may lie in this one begin 622 years and some lunar years' shortness before
            Calendar::Hijri => {
                let first = (i32::from(year) - 622) * 33 / 32 - 1;
                [first, first + 1, first + 2].map(|y| hijri_month(y, self.month))
            }
            Calendar::Hebrew => {
                let first = i32::from(year) + 3760;
                [first, first + 1, first + 2].map(|y| hebrew_month(y, self.month))
            }
        };
        let movable = matches!(self.calendar, Calendar::Easter | Calendar::Orthodox);
        let (day, length) = (if movable { self.day } else { self.day - 1 }, self.length);
        starts.into_iter().flatten().filter_map(move |(start, days)| {
            let from = moved(start, day)?;
            let days = if length == 0 { days } else { length };
            (from.year() == year).then_some((from, moved(from, days - 1)?))
        })
    }
}

/// Easter Sunday of a year of the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century) = (year % 19, year / 100);
    let leap = century - century / 4;
    let moon = (leap - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let full = moon - (moon / 28) * (1 - (29 / (moon + 1)) * ((21 - golden) / 11));
    let week = (year + year / 4 + full + 2 - leap) % 7;
    let day = full - week + 28;
    Date::new(year as i16, 3, 1).ok().and_then(|march| moved(march, i64::from(day) - 1))
}

/// Easter Sunday of the Eastern churches, which reckon by the Julian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let moon = (19 * (y % 19) + 15) % 30;
    let week = (2 * (y % 4) + 4 * (y % 7) - moon + 34) % 7;
    let behind = y / 100 - y / 400 - 2; // days that the Julian calendar is behind
    let march = Date::new(year, 3, 1).ok()?;
    moved(march, i64::from(moon + week + 21 + behind))
}

/// Which months have 30 days, as three hexadecimal digits a year from 1365 to 1500: the Umm al-Qura calendar of Mecca.
/// Where the new moon is watched for, a month may begin a day earlier or later.
const HIJRI_MONTHS: &str = "\
    d55555555d556d5555ea5d2aaaacd5655572da9555aaa55552da6d55a55574dd53d54556d552d5d55d54d4565552da5d55aad5\
    6aad4b52aa574ae97656cb55aaaa554ad95d2da5d9db2ba4b4aa552b5575b6abd2bc4b89a9552d5adb6a6d4dc9d92aa69562ae\
    56d36ab55aaa94d49d95d2ba5b55aad55a9a92e26e55dada6d46a554ba9754eaae5acba9d92b2564bcab55ab556d2ea5e4aa95\
    52daad36c7596d269552da5b4ba9ba3b4b69b52aa64b696d2ec6d9eb2d54d2aa564ae96dd6ab54b29a9352ba57536ab56aae93";

/// The first day of a month of the Islamic calendar, and how many days it has.
fn hijri_month(year: i32, month: i8) -> Option<(Date, i64)> {
    const FIRST: i32 = 1365;
    let years = usize::try_from(year - FIRST).ok()?;
    let mask = |at: usize| u16::from_str_radix(HIJRI_MONTHS.get(3 * at..3 * at + 3)?, 16).ok();
    let month = u32::try_from(month - 1).ok().filter(|m| *m < 12)?;
    let long = |months: u16| i64::from(months.count_ones());
    let mut days = 0;
    for at in 0..years {
        days += 12 * 29 + long(mask(at)?);
    }
    let this = mask(years)?;
    days += 29 * i64::from(month) + long(this & ((1 << month) - 1));
    Some((moved(date(1945, 12, 5), days)?, 29 + i64::from(this >> month & 1)))
}

/// The first day of a month of the Jewish calendar, counted from Nisan, and how many days it has; the twelfth is Adar,
/// or the second Adar of a leap year.
fn hebrew_month(year: i32, month: i8) -> Option<(Date, i64)> {
    let (start, next) = (hebrew_year(year)?, hebrew_year(year + 1)?);
    let leap = (7 * year + 1).rem_euclid(19) < 7;
    let length = next - start;
    // from Tishri: Heshvan and Kislev have 29 or 30 days, a leap year has another Adar
    let mut months: [i64; 13] = [30, 29, 30, 29, 30, 0, 29, 30, 29, 30, 29, 30, 29];
    months[1] += i64::from(length % 10 == 5);
    months[2] -= i64::from(length % 10 == 3);
    months[5] += if leap { 30 } else { 0 };
    let at = match month {
        7..=11 => month - 7,
        12 => 6,
        1..=6 => month + 6,
        _ => return None,
    };
    let before: i64 = months[..at as usize].iter().sum();
    Some((moved(date(1, 1, 1), start + before)?, months[at as usize]))
}

/// Days from the first day of the Gregorian calendar's year 1 to the Jewish new year.
fn hebrew_year(year: i32) -> Option<i64> {
    let year = i64::from(year);
    let new_moon = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        // never on a Sunday, a Wednesday or a Friday
        day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
    };
    let (last, this, next) = (new_moon(year - 1), new_moon(year), new_moon(year + 1));
    let put_off = if next - this == 356 { 2 } else { i64::from(this - last == 382) };
    (1..=9_000).contains(&year).then_some(this + put_off - 1_373_428)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(feast: &str, year: i16) -> String {
        let found = Feast::parse(feast).unwrap().of_year(year);
        let shown = found.map(|(a, b)| if a == b { a.to_string() } else { format!("{a}/{b}") });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn feasts_stand_where_the_calendars_of_their_faiths_have_them() {
        for (feast, year, wanted) in [
            ("easter0", 2008, "2008-03-23"),
            ("easter0", 2038, "2038-04-25"),
            ("easter49", 2024, "2024-05-19"),
            ("easter-46*46", 2023, "2023-02-22/2023-04-08"),
            ("orthodox0", 2024, "2024-05-05"),
            ("orthodox0", 2025, "2025-04-20"),
            ("hijri9", 2022, "2022-04-02/2022-05-01"),
            ("hijri10-1", 2023, "2023-04-21"),
            ("hijri10-1", 2000, "2000-01-08 2000-12-27"),
            ("hijri12-10", 2024, "2024-06-16"),
            ("hijri1-10", 1930, ""),
            ("hebrew7-10", 1973, "1973-10-06"),
            ("hebrew7-22", 2023, "2023-10-07"),
            ("hebrew1-14*9", 2024, "2024-04-22/2024-04-30"),
            ("hebrew12-14", 2022, "2022-03-17"),
            ("hebrew12-14", 2023, "2023-03-07"),
            ("hebrew6-29*3", 2020, "2020-09-18/2020-09-20"),
            ("hebrew9-24*9", 2021, "2021-11-28/2021-12-06"),
        ] {
            assert_eq!(days(feast, year), wanted, "{feast} of {year}");
        }
        assert_eq!(Feast::parse("12-25"), None);
    }
}
