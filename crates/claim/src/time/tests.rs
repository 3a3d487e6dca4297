use text::Moment;

use super::{Day, Feast, Look, Reference, TimeParts, Unit, at_hour, between};

const UNDATED: &str = "";

/// A Wednesday.
const NOON: &str = "2025-03-12T12:00";

fn reference(published: &str) -> Reference {
    Reference { published: Moment::parse(published), last: None }
}

/// What the parts resolve to: `start`, or `start/end`, or the pattern; "-" for nothing.
fn told(parts: TimeParts, reference: &Reference) -> String {
    let Some(value) = parts.resolve(reference) else { return String::from("-") };
    match (value.start, value.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start}/{end}"),
        _ => value.pattern.unwrap_or(value.timex),
    }
}

fn check(cases: Vec<(&str, &str, TimeParts, &str)>) {
    for (words, published, parts, wanted) in cases {
        assert_eq!(told(parts, &reference(published)), wanted, "{words:?} in a text of {published:?}");
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn days_of_the_week_look_back_unless_the_words_look_ahead() {
    let on = |weekday| TimeParts { weekday: Some(weekday), ..TimeParts::default() };
    check(vec![
        ("Sunday", NOON, on(7), "2025-03-09"),
        ("Wednesday, on that day", NOON, on(3), "2025-03-12"),
        ("Thursday", NOON, on(4), "2025-03-06"),
        ("last Wednesday", NOON, TimeParts { rel: Some(-1), ..on(3) }, "2025-03-05"),
        ("next Wednesday", NOON, TimeParts { rel: Some(1), ..on(3) }, "2025-03-19"),
        ("this Friday", NOON, TimeParts { rel: Some(0), ..on(5) }, "2025-03-14"),
        ("will … on Friday", NOON, TimeParts { look: Look::Ahead, ..on(5) }, "2025-03-14"),
        ("Monday of next week", NOON, TimeParts { rel: Some(1), in_week: true, ..on(1) }, "2025-03-17"),
        ("Thursday, May 12", NOON, TimeParts { month: Some(5), day: Some(12), ..on(4) }, "2022-05-12"),
        ("Friday to Monday", NOON, TimeParts { weekday2: Some(1), ..on(5) }, "2025-03-07/2025-03-10"),
        ("since Sunday", NOON, TimeParts { dir: some("since"), ..on(7) }, "2025-03-09/2025-03-12"),
        (
            "late Tuesday evening",
            UNDATED,
            TimeParts { part: some("EV"), edge: some("END"), ..on(2) },
            "XXXX-WXX-2TEV",
        ),
        ("late Tuesday", UNDATED, TimeParts { edge: some("END"), ..on(2) }, "XXXX-WXX-2"),
        ("Tuesday", UNDATED, on(2), "XXXX-WXX-2"),
    ]);
}

#[test]
fn days_of_the_year_lie_in_the_nearest_year_past() {
    let on = |month, day| TimeParts { month: Some(month), day: Some(day), ..TimeParts::default() };
    check(vec![
        ("Feb. 14", NOON, on(2, 14), "2025-02-14"),
        ("Nov. 3", NOON, on(11, 3), "2024-11-03"),
        ("April 2, soon", NOON, on(4, 2), "2025-04-02"),
        ("will … on Nov. 3", NOON, TimeParts { look: Look::Ahead, ..on(11, 3) }, "2025-11-03"),
        ("Feb. 29", NOON, on(2, 29), "2024-02-29"),
        ("Feb. 30", NOON, on(2, 30), "-"),
        ("May 40", NOON, on(5, 40), "-"),
        ("Feb. 14, 2017", NOON, TimeParts { year: Some(2017), ..on(2, 14) }, "2017-02-14"),
        ("Nov. 1-20", NOON, TimeParts { day2: Some(20), ..on(11, 1) }, "2024-11-01/2024-11-20"),
        (
            "Dec. 28 to Jan. 2",
            NOON,
            TimeParts { month2: Some(1), day2: Some(2), ..on(12, 28) },
            "2024-12-28/2025-01-02",
        ),
        ("since Oct. 7", NOON, TimeParts { dir: some("since"), ..on(10, 7) }, "2024-10-07/2025-03-12"),
        ("Dec. 22", UNDATED, on(12, 22), "XXXX-12-22"),
        ("the 9th", NOON, TimeParts { day: Some(9), ..TimeParts::default() }, "2025-03-09"),
        ("the 30th", NOON, TimeParts { day: Some(30), ..TimeParts::default() }, "2025-01-30"),
    ]);
}

#[test]
fn months_years_and_seasons_are_periods() {
    let parts = TimeParts::default;
    check(vec![
        ("September", NOON, TimeParts { month: Some(9), ..parts() }, "2024-09-01/2024-09-30"),
        ("March", NOON, TimeParts { month: Some(3), ..parts() }, "2025-03-01/2025-03-31"),
        ("last March", NOON, TimeParts { month: Some(3), rel: Some(-1), ..parts() }, "2024-03-01/2024-03-31"),
        (
            "late September",
            NOON,
            TimeParts { month: Some(9), edge: some("END"), ..parts() },
            "2024-09-21/2024-09-30",
        ),
        ("late September", UNDATED, TimeParts { month: Some(9), edge: some("END"), ..parts() }, "XXXX-09"),
        (
            "May last year",
            NOON,
            TimeParts { month: Some(5), rel: Some(-1), in_week: true, ..parts() },
            "2024-05-01/2024-05-31",
        ),
        ("2014", NOON, TimeParts { year: Some(2014), ..parts() }, "2014-01-01/2014-12-31"),
        (
            "2014 to 2018",
            UNDATED,
            TimeParts { year: Some(2014), year2: Some(2018), ..parts() },
            "2014-01-01/2018-12-31",
        ),
        ("the 1990s", NOON, TimeParts { year: Some(1990), decade: true, ..parts() }, "1990-01-01/1999-12-31"),
        ("the first quarter", NOON, TimeParts { quarter: Some(1), ..parts() }, "2025-01-01/2025-03-31"),
        (
            "last summer",
            NOON,
            TimeParts { season: some("SU"), rel: Some(-1), ..parts() },
            "2024-06-01/2024-08-31",
        ),
    ]);
}

#[test]
fn units_are_counted_from_the_publication_or_named_by_it() {
    let of = |unit, rel| TimeParts { unit: Some(unit), rel: Some(rel), ..TimeParts::default() };
    let count = |n, unit, dir: &str| TimeParts {
        n: Some(n),
        unit: Some(unit),
        dir: some(dir),
        ..TimeParts::default()
    };
    check(vec![
        ("this year", NOON, of(Unit::Year, 0), "2025-01-01/2025-12-31"),
        ("last week", NOON, of(Unit::Week, -1), "2025-03-03/2025-03-09"),
        ("the weekend", NOON, of(Unit::Weekend, 0), "2025-03-08/2025-03-09"),
        (
            "the past 24 hours",
            NOON,
            TimeParts { n: Some(24), ..of(Unit::Hour, -1) },
            "2025-03-11T12:00/2025-03-12T12:00",
        ),
        (
            "the past 24 hours",
            "2025-03-12",
            TimeParts { n: Some(24), ..of(Unit::Hour, -1) },
            "2025-03-11/2025-03-12",
        ),
        (
            "the past two hours",
            "2025-03-12T12:40",
            TimeParts { n: Some(2), ..of(Unit::Hour, -1) },
            "2025-03-12T10:00/2025-03-12T12:00",
        ),
        ("the coming days", NOON, TimeParts { vague: true, ..of(Unit::Day, 1) }, "2025-03-13/2025-03-15"),
        (
            "the rest of the day",
            NOON,
            TimeParts { edge: some("REST"), ..of(Unit::Day, 0) },
            "2025-03-12T12:00/2025-03-12T23:59",
        ),
        ("the past 3 days", NOON, TimeParts { n: Some(3), ..of(Unit::Day, -1) }, "2025-03-09/2025-03-12"),
        ("three days ago", NOON, count(3, Unit::Day, "ago"), "2025-03-09"),
        ("two hours ago", NOON, count(2, Unit::Hour, "ago"), "2025-03-12T10:00"),
        ("18 months ago", NOON, count(18, Unit::Month, "ago"), "2023-09-01/2023-09-30"),
        ("five years ago", NOON, count(5, Unit::Year, "ago"), "2020-01-01/2020-12-31"),
        ("last week", UNDATED, of(Unit::Week, -1), "PAST_REF"),
        ("three days", NOON, TimeParts { n: Some(3), unit: Some(Unit::Day), ..TimeParts::default() }, "P3D"),
        ("in two days", NOON, count(2, Unit::Day, "in"), "P2D"),
        (
            "will … in two days",
            NOON,
            TimeParts { look: Look::Ahead, ..count(2, Unit::Day, "in") },
            "2025-03-14",
        ),
        ("a few days ago", NOON, TimeParts { n: None, vague: true, ..count(1, Unit::Day, "ago") }, "PXD"),
        (
            "two days after Oct. 7",
            NOON,
            TimeParts { month: Some(10), day: Some(7), ..count(2, Unit::Day, "after") },
            "2024-10-09",
        ),
    ]);
}

#[test]
fn hours_take_their_half_of_the_day_from_the_words() {
    let at = |h, m| TimeParts { clock: Some((h, m)), ..TimeParts::default() };
    let half = |h, m, half: &str| TimeParts { half: some(half), ..at(h, m) };
    check(vec![
        ("22:55", NOON, at(22, 55), "2025-03-12T22:55"),
        ("9 p.m.", NOON, half(9, 0, "pm"), "2025-03-12T21:00"),
        ("12:10 a.m.", NOON, half(12, 10, "am"), "2025-03-12T00:10"),
        ("half past nine", NOON, TimeParts { minutes: Some(30), ..at(9, 0) }, "2025-03-12T09:30"),
        ("a quarter to one", NOON, TimeParts { minutes: Some(-15), ..at(1, 0) }, "2025-03-12T00:45"),
        ("0530 GMT", NOON, TimeParts { zone: Some(0), ..at(5, 30) }, "2025-03-12T05:30:00+00:00"),
        (
            "Sunday at 8 in the evening",
            NOON,
            TimeParts { weekday: Some(7), part: some("EV"), ..at(8, 0) },
            "2025-03-09T20:00",
        ),
        (
            "11 to 1 p.m.",
            NOON,
            TimeParts { clock2: Some((1, 0)), half2: some("pm"), ..at(11, 0) },
            "2025-03-12T11:00/2025-03-12T13:00",
        ),
        (
            "11 p.m. to 2 a.m.",
            NOON,
            TimeParts { clock2: Some((2, 0)), half2: some("am"), ..half(11, 0, "pm") },
            "2025-03-12T23:00/2025-03-13T02:00",
        ),
        ("26:10", NOON, at(26, 10), "-"),
        ("7:40", UNDATED, at(7, 40), "XXXX-XX-XXT07:40"),
    ]);
}

#[test]
fn a_night_has_two_dates() {
    let night = TimeParts { part: some("ON"), ..TimeParts::default() };
    check(vec![
        ("overnight", NOON, night.clone(), "2025-03-11/2025-03-12"),
        (
            "overnight into Saturday",
            NOON,
            TimeParts { weekday: Some(6), into: true, ..night.clone() },
            "2025-03-07/2025-03-08",
        ),
        (
            "overnight on Saturday",
            NOON,
            TimeParts { weekday: Some(6), ..night.clone() },
            "2025-03-08/2025-03-09",
        ),
        (
            "last night",
            NOON,
            TimeParts { part: some("NI"), rel: Some(-1), ..TimeParts::default() },
            "2025-03-11",
        ),
    ]);
    assert!(night.dated());
}

#[test]
fn the_day_before_is_counted_from_the_day_last_named() {
    let shift = |days| TimeParts { from_last: Some(days), ..TimeParts::default() };
    let after = |last| Reference { published: None, last: Some(last) };
    assert_eq!(told(shift(-1), &after(Day::OfWeek(7))), "XXXX-WXX-6");
    assert_eq!(told(shift(1), &after(Day::OfWeek(7))), "XXXX-WXX-1");
    assert_eq!(told(shift(-1), &after(Day::OfYear(12, 22))), "XXXX-12-21");
    assert_eq!(told(shift(-1), &reference(NOON)), "2025-03-11");
    let counted = TimeParts { n: Some(4), unit: Some(Unit::Day), dir: some("after"), ..TimeParts::default() };
    assert!(counted.leans());
    assert_eq!(told(counted, &after(Day::OfWeek(5))), "XXXX-WXX-1");
}

#[test]
fn only_what_names_the_calendar_is_dated() {
    let parts = TimeParts::default;
    assert!(TimeParts { weekday: Some(1), ..parts() }.dated());
    assert!(TimeParts { unit: Some(Unit::Year), rel: Some(0), ..parts() }.dated());
    assert!(!TimeParts { clock: Some((9, 0)), ..parts() }.dated());
    assert!(!TimeParts { part: some("EV"), ..parts() }.dated());
    assert!(!TimeParts { n: Some(3), unit: Some(Unit::Day), ..parts() }.dated());
    assert!(TimeParts { month: Some(10), day: Some(7), dir: some("since"), ..parts() }.dated());
    assert!(!TimeParts { month: Some(10), day: Some(7), dir: some("until"), ..parts() }.dated());
}

#[test]
fn days_and_weeks_are_counted_within_a_month_or_a_year() {
    let nth = |nth| TimeParts { nth: Some(nth), ..TimeParts::default() };
    let october = |n| TimeParts { month: Some(10), year: Some(2014), ..nth(n) };
    check(vec![
        (
            "the second Wednesday of October 2014",
            NOON,
            TimeParts { weekday: Some(3), ..october(2) },
            "2014-10-08",
        ),
        (
            "the last Friday of October 2014",
            NOON,
            TimeParts { weekday: Some(5), ..october(-1) },
            "2014-10-31",
        ),
        ("the sixth Friday of October 2014", NOON, TimeParts { weekday: Some(5), ..october(6) }, "-"),
        (
            "the first week of October 2014",
            NOON,
            TimeParts { unit: Some(Unit::Week), ..october(1) },
            "2014-10-06/2014-10-12",
        ),
        (
            "the last week of October 2014",
            NOON,
            TimeParts { unit: Some(Unit::Week), ..october(-1) },
            "2014-10-20/2014-10-26",
        ),
        (
            "the last day of October 2014",
            NOON,
            TimeParts { unit: Some(Unit::Day), ..october(-1) },
            "2014-10-31",
        ),
        (
            "the third week of 2027",
            NOON,
            TimeParts { unit: Some(Unit::Week), year: Some(2027), ..nth(3) },
            "2027-01-18/2027-01-24",
        ),
        (
            "the first Friday of this month",
            NOON,
            TimeParts { weekday: Some(5), rel: Some(0), in_week: true, within: Some(Unit::Month), ..nth(1) },
            "2025-03-07",
        ),
        (
            "the week of 19 March",
            NOON,
            TimeParts { unit: Some(Unit::Week), month: Some(3), day: Some(19), ..TimeParts::default() },
            "2025-03-17/2025-03-23",
        ),
        (
            "the 20th of next month",
            NOON,
            TimeParts {
                day: Some(20),
                rel: Some(1),
                in_week: true,
                within: Some(Unit::Month),
                ..TimeParts::default()
            },
            "2025-04-20",
        ),
    ]);
}

#[test]
fn what_moves_with_easter_is_known_for_every_year() {
    let easter = |shift, year| TimeParts {
        feast: Feast::parse(&format!("easter{shift}")),
        year,
        ..TimeParts::default()
    };
    check(vec![
        ("Easter 2019", NOON, easter(0, Some(2019)), "2019-04-21"),
        ("Easter 2008", NOON, easter(0, Some(2008)), "2008-03-23"),
        ("Easter 2038", NOON, easter(0, Some(2038)), "2038-04-25"),
        ("Good Friday", NOON, easter(-2, None), "2025-04-18"),
        ("Easter Monday", "2025-01-07", easter(1, None), "2024-04-01"),
    ]);
}

#[test]
fn where_nothing_is_told_as_done_the_nearest_day_is_meant() {
    let open = || TimeParts { look: Look::Open, ..TimeParts::default() };
    let of_week = |weekday| TimeParts { weekday: Some(weekday), ..open() };
    let of_year = |month, day| TimeParts { month: Some(month), day, ..open() };
    let of_month = |day, day2| TimeParts { day: Some(day), day2, ..open() };
    check(vec![
        ("Thursday's vote", NOON, of_week(4), "2025-03-13"),
        ("Monday's vote", NOON, of_week(1), "2025-03-10"),
        ("the vote of July 13", NOON, of_year(7, Some(13)), "2025-07-13"),
        ("the vote of Nov. 3", NOON, of_year(11, Some(3)), "2024-11-03"),
        ("the June vote", NOON, of_year(6, None), "2025-06-01/2025-06-30"),
        ("the December vote", NOON, of_year(12, None), "2024-12-01/2024-12-31"),
        ("the 16th", NOON, of_month(16, None), "2025-03-16"),
        ("the 2nd", NOON, of_month(2, None), "2025-03-02"),
        ("the 14th to the 18th", NOON, of_month(14, Some(18)), "2025-03-14/2025-03-18"),
        ("Easter", NOON, TimeParts { feast: Feast::parse("easter0"), ..open() }, "2025-04-20"),
        ("lundi en huit", NOON, TimeParts { rel: Some(2), ..of_week(1) }, "2025-03-24"),
    ]);
}

#[test]
fn a_day_is_counted_from_one_that_is_named_and_a_period_has_halves() {
    let parts = TimeParts::default;
    let april = |edge| TimeParts { month: Some(4), year: Some(2024), edge: some(edge), ..parts() };
    let within = |n, unit| TimeParts { n: Some(n), unit: Some(unit), dir: some("within"), ..parts() };
    check(vec![
        (
            "le lendemain du 8 mars",
            NOON,
            TimeParts { from_last: Some(1), month: Some(3), day: Some(8), ..parts() },
            "2025-03-09",
        ),
        ("the first half of April", NOON, april("H1"), "2024-04-01/2024-04-15"),
        ("the second half of April", NOON, april("H2"), "2024-04-16/2024-04-30"),
        ("mid-April", NOON, april("MID"), "2024-04-11/2024-04-20"),
        (
            "the second half of 2024",
            NOON,
            TimeParts { year: Some(2024), edge: some("H2"), ..parts() },
            "2024-07-01/2024-12-31",
        ),
        ("within two weeks", NOON, within(2, Unit::Week), "2025-03-12/2025-03-26"),
        ("within three hours", NOON, within(3, Unit::Hour), "2025-03-12T12:00/2025-03-12T15:00"),
    ]);
    assert!(!within(2, Unit::Week).dated());
}

#[test]
fn a_weekday_tells_the_year() {
    let on = |weekday| TimeParts { weekday, month: Some(9), day: Some(21), ..TimeParts::default() };
    check(vec![
        ("Saturday 21 September", "2013-02-12", on(Some(6)), "2013-09-21"),
        ("21 September", "2013-02-12", on(None), "2012-09-21"),
    ]);
}

#[test]
fn what_comes_again_and_what_has_no_day_are_no_dates() {
    let every = TimeParts { every: true, ..TimeParts::default() };
    let timex = |parts: TimeParts| {
        assert!(!parts.dated());
        parts.resolve(&reference(NOON)).map(|value| value.timex).unwrap_or_default()
    };
    assert_eq!(timex(TimeParts { weekday: Some(1), ..every.clone() }), "XXXX-WXX-1");
    assert_eq!(timex(TimeParts { n: Some(2), unit: Some(Unit::Week), ..every }), "P2W");
    assert_eq!(timex(TimeParts { now: some("PAST_REF"), ..TimeParts::default() }), "PAST_REF");
    assert_eq!(timex(TimeParts { part: some("EV"), ..TimeParts::default() }), "TEV");
    let long = TimeParts { n: Some(2), unit: Some(Unit::Hour), and_half: true, ..TimeParts::default() };
    assert_eq!(timex(long), "PT2H30M");
    let long =
        TimeParts { n: Some(2), unit: Some(Unit::Day), more: vec![(3, Unit::Hour)], ..TimeParts::default() };
    assert_eq!(timex(long.clone()), "P2DT3H");
    let ago = TimeParts {
        more: vec![(2, Unit::Hour), (1, Unit::Day)],
        n: Some(1),
        unit: Some(Unit::Month),
        dir: some("ago"),
        ..TimeParts::default()
    };
    assert_eq!(told(ago, &reference(NOON)), "2025-02-11T10:00");
    let ago = TimeParts {
        n: Some(1),
        unit: Some(Unit::Year),
        more: vec![(3, Unit::Month)],
        dir: some("ago"),
        ..long
    };
    assert_eq!(told(ago, &reference(NOON)), "2023-12-01/2023-12-31");
}

#[test]
fn two_times_that_stand_together_are_one() {
    let weekday = |weekday| TimeParts { weekday: Some(weekday), ..TimeParts::default() };
    let hour = |h| TimeParts { clock: Some((h, 0)), ..TimeParts::default() };
    let from =
        |from: &TimeParts, till: &TimeParts| between(from, till, &reference(NOON)).map(|value| value.timex);
    let today = TimeParts { days: Some(0), ..TimeParts::default() };
    assert_eq!(from(&today, &weekday(5)), some("2025-03-12/2025-03-14"));
    assert_eq!(from(&hour(9), &hour(11)), some("T09:00/T11:00"));
    assert_eq!(
        from(&hour(9), &TimeParts { clock: Some((11, 0)), ..weekday(1) }),
        some("2025-03-10T09:00/2025-03-10T11:00")
    );
    let joined = at_hour(&hour(9), &weekday(1)).unwrap();
    assert_eq!(told(joined, &reference(NOON)), "2025-03-10T09:00");
    assert_eq!(at_hour(&hour(9), &hour(10)), None);
}
