//! Who is said to hold which office: "Governor Oleh Hryhorov", "the mayor of Lipa, Ana Moreno", «мэр Липы Иван Орлов».

use pack::{Tag, tags};

use crate::chart::{Chart, Item, Mark};
use crate::passes::Found;
use crate::{Office, PlaceValue, settle};

/// How many tokens may stand between an office and its holder.
const BETWEEN: u16 = 6;

/// The tags that tell offices.
struct Words {
    post: Tag,
    not: Option<Tag>,
    area: Option<Tag>,
    office: Option<Tag>,
}

/// The offices of a text, in its order.
pub(crate) fn offices(found: &Found) -> Vec<Office> {
    let pack = found.document.pack;
    let Some(post) = pack.tag("post") else { return Vec::new() };
    let words = Words {
        post,
        not: pack.tag("not-post"),
        area: pack.tag("area"),
        office: found.document.tags.say.office,
    };
    let mut out = Vec::new();
    for (number, chart) in found.charts.iter().enumerate() {
        for item in chart.of(post) {
            out.extend(office(found, number, chart, item, &words));
        }
    }
    out.sort_by_key(|office| office.span);
    out.dedup_by_key(|office| office.span);
    out
}

fn office(found: &Found, number: usize, chart: &Chart, post: &Item, words: &Words) -> Option<Office> {
    let (document, say) = (&found.document, &found.document.tags.say);
    let first = document.sentences[number].first;
    // "deputy governor", "governor's office": of a longer name of an office, or a body
    let longer = |i: &&Item| (i.start < post.start || i.end > post.end) && i.start < post.end && post.start < i.end;
    let in_longer = [Some(words.post), words.office, say.body].into_iter().flatten().any(|tag| {
        chart.of(tag).filter(longer).any(|i| i.start <= post.start && post.end <= i.end)
    });
    if in_longer {
        return None;
    }
    let place = |at: u16| {
        found.places.iter().position(|p| (p.tokens.0..p.tokens.1).contains(&(first + u32::from(at))))
    };
    let state = |at: u16| [say.demonym, say.nation, say.capital].into_iter().flatten().any(|t| chart.covered(t, at));
    let is = |tag: Option<Tag>, at: u16| tag.is_some_and(|t| chart.covered(t, at));
    let of_place = |at: u16| {
        place(at).is_some() || state(at) || is(words.area, at) || is(say.of, at) || is(say.det, at) || is(say.owns, at)
    };
    let inside = |from: u16, end: u16, commas: usize| {
        let marks = (from..end).filter(|at| chart.mark[*at as usize] == Mark::Comma).count();
        marks <= commas && (from..end).all(|at| chart.mark[at as usize] == Mark::Comma || of_place(at))
    };
    // "governor's wife": what is the governor's is not the governor
    let owns = is(say.owns, post.end) && place(post.end.saturating_sub(1)).is_none();
    // where what stands before the office and belongs to it begins: "Sumy's governor", "the Russian president"
    let mut from = post.start;
    while from > 0 && post.start - from < 4 && chart.mark[from as usize - 1] == Mark::No && of_place(from - 1) {
        from -= 1;
    }
    let people = || chart.of(tags::PERSON_NAME);
    let behind = people()
        .filter(|n| n.start >= post.end && n.start - post.end <= BETWEEN && inside(post.end, n.start, 1))
        .min_by_key(|n| (n.start, std::cmp::Reverse(n.end)));
    let closed = |end: u16| end >= chart.len || chart.mark[end as usize] != Mark::No;
    let before = || {
        // as far as what the office is over reaches behind it: "Ana Moreno, the mayor of Lipa, …"
        let mut end = post.end;
        while end < chart.len && chart.mark[end as usize] == Mark::No && of_place(end) && end - post.end < BETWEEN {
            end += 1;
        }
        let name = people().find(|n| {
            n.end < from && chart.mark[n.end as usize] == Mark::Comma && n.end + 1 == from
        })?;
        closed(end).then_some((name, end))
    };
    let (name, until) = match behind {
        Some(name) if !owns => (name, name.end),
        _ if !owns => before()?,
        _ => return None,
    };
    let start = from.min(name.start);
    // a word before it may say that it is held no more: "former", "deputy"
    let not = (start.saturating_sub(2)..until).any(|at| {
        is(words.not, at) && !(name.start..name.end).contains(&at)
    });
    let other = words.office.is_some_and(|tag| {
        let apart = |i: &&Item| i.start >= post.end || i.end <= post.start;
        chart.of(tag).filter(apart).any(|i| i.start >= start && i.end <= until)
    });
    if not || other {
        return None;
    }
    let (office, level) = document.pack.value(post.value).split_once(':')?;
    let of = (start..until)
        .filter(|at| !(name.start..name.end).contains(at))
        .find_map(place)
        .map(|at| settle::value(&found.places, &found.names, at, gazetteer::Gazetteer::in_use()))
        .filter(|of: &PlaceValue| of.precision != "site");
    let country = say.country(document.pack, chart, from, until);
    let span = document.span(first + u32::from(start), first + u32::from(until))?;
    let full = document.words_of(first + u32::from(name.start), first + u32::from(name.end)).to_owned();
    Some(Office { office: office.to_owned(), level: level.to_owned(), of, country, name: full, span })
}
