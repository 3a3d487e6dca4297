//! Who is said to hold which office: "Governor Oleh Hryhorov", "the mayor of Lipa, Ana Moreno", «мэр Липы Иван Орлов».

use pack::{Tag, tags};

use crate::chart::{Chart, Item, Mark};
use crate::passes::Found;
use crate::{Office, PlaceValue, place_value};

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
        area: pack.tag("post-area"),
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
    let longer =
        |i: &&Item| (i.start < post.start || i.end > post.end) && i.start < post.end && post.start < i.end;
    let in_longer = [Some(words.post), words.office, say.body]
        .into_iter()
        .flatten()
        .any(|tag| chart.of(tag).filter(longer).any(|i| i.start <= post.start && post.end <= i.end));
    if in_longer {
        return None;
    }
    let place = |at: u16| {
        found.places.iter().position(|p| (p.tokens.0..p.tokens.1).contains(&(first + u32::from(at))))
    };
    let state =
        |at: u16| [say.demonym, say.nation, say.capital].into_iter().flatten().any(|t| chart.covered(t, at));
    let is = |tag: Option<Tag>, at: u16| tag.is_some_and(|t| chart.covered(t, at));
    let of_place = |at: u16| {
        place(at).is_some()
            || state(at)
            || is(words.area, at)
            || is(say.of, at)
            || is(say.det, at)
            || is(say.owns, at)
    };
    let inside = |from: u16, end: u16, commas: usize| {
        let marks = (from..end).filter(|at| chart.mark[*at as usize] == Mark::Comma).count();
        marks <= commas && (from..end).all(|at| chart.mark[at as usize] == Mark::Comma || of_place(at))
    };
    // "governor's wife": what is the governor's is not the governor
    let owns = is(say.owns, post.end);
    // where what stands before the office and belongs to it begins: "Sumy's governor", "the Russian president"
    let mut from = post.start;
    while from > 0 && post.start - from < 4 && chart.mark[from as usize - 1] == Mark::No && of_place(from - 1)
    {
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
        while end < chart.len
            && chart.mark[end as usize] == Mark::No
            && of_place(end)
            && end - post.end < BETWEEN
        {
            end += 1;
        }
        let name = people()
            .find(|n| n.end < from && chart.mark[n.end as usize] == Mark::Comma && n.end + 1 == from)?;
        closed(end).then_some((name, end))
    };
    if owns {
        return None;
    }
    let mut town = None;
    let (name, until) = match behind {
        Some(name) => {
            // «sindaco di Verona Carlo Marchetti»: the town and the name are one row of capitals
            let word = document.word(first + u32::from(name.start));
            let of_town = name.end - name.start > 2 && is(say.of, name.start - 1);
            town = found.names.iter().position(|name| of_town && name == word);
            ((name.start + u16::from(town.is_some()), name.end), name.end)
        }
        None => match capitals(found, chart, first, post.end) {
            Some(end) => ((post.end, end), end),
            None => before().map(|(name, end)| ((name.start, name.end), end))?,
        },
    };
    let start = from.min(name.0);
    // a word before it may say that it is held no more: "former", "deputy"
    let not = (start.saturating_sub(2)..until).any(|at| is(words.not, at) && !(name.0..name.1).contains(&at));
    let other = words.office.is_some_and(|tag| {
        let apart = |i: &&Item| i.start >= post.end || i.end <= post.start;
        chart.of(tag).filter(apart).any(|i| i.start >= start && i.end <= until)
    });
    if not || other {
        return None;
    }
    let (office, level) = document.pack.value(post.value).split_once(':')?;
    let of = (start..until)
        .filter(|at| !(name.0..name.1).contains(at))
        .find_map(place)
        .or(town)
        .map(|at| place_value::value(&found.places, &found.names, at, gazetteer::Gazetteer::in_use()))
        .filter(|of: &PlaceValue| of.precision != "site");
    let country = say.country(document.pack, chart, from, until);
    let span = document.span(first + u32::from(start), first + u32::from(until))?;
    let full = document.words_of(first + u32::from(name.0), first + u32::from(name.1)).to_owned();
    Some(Office { office: office.to_owned(), level: level.to_owned(), of, country, name: full, span })
}

/// Where a name ends that begins here and is known as one by its capitals only: two words or three, "President Jan Kos".
fn capitals(found: &Found, chart: &Chart, first: u32, from: u16) -> Option<u16> {
    let (document, say) = (&found.document, &found.document.tags.say);
    let tags = [say.office, say.body, say.demonym, say.nation, say.capital, say.day, say.det, say.person];
    let named = |at: &u16| {
        let shape = document.tokens[(first + u32::from(*at)) as usize].shape;
        shape.is_word() && shape.is_capital() && !tags.iter().flatten().any(|tag| chart.covered(*tag, *at))
    };
    let end = (from..chart.len).take_while(named).count() as u16 + from;
    (2..=3).contains(&(end - from)).then_some(end)
}

#[cfg(test)]
mod tests {
    use text::{About, Article, Language};

    use crate::{Packs, read};

    /// The offices of a text: "governor of Sumy: Oleh Vintoniak".
    fn offices(language: &str, text: &str) -> Vec<String> {
        let about = About { language: Language::parse(language), ..About::default() };
        let reading = read(&Article::new("a", text, about), &Packs::shipped());
        let of = |o: &crate::Office| {
            let place = o.of.as_ref().map(|p| p.name.clone()).or_else(|| o.country.clone());
            format!("{}{}: {}", o.office, place.map_or(String::new(), |p| format!(" of {p}")), o.name)
        };
        reading.offices.iter().map(of).collect()
    }

    #[test]
    fn an_office_has_its_place_and_its_holder() {
        for (language, text, expected) in [
            ("en", "Sumy governor Oleh Vintoniak said so.", "governor of Sumy: Oleh Vintoniak"),
            ("en", "The governor of Sumy, Oleh Vintoniak, said so.", "governor of Sumy: Oleh Vintoniak"),
            ("en", "Oleh Vintoniak, the governor of Sumy, said so.", "governor of Sumy: Oleh Vintoniak"),
            ("en", "Sumy's mayor, Oleh Vintoniak, said so.", "mayor of Sumy: Oleh Vintoniak"),
            ("en", "Mayor Anna Brandt opened the bridge.", "mayor: Anna Brandt"),
            ("en", "Ukrainian President Petro Vintoniak said so.", "president of UA: Petro Vintoniak"),
            (
                "en",
                "The French defence minister, Paul Mercier, said so.",
                "defence-minister of FR: Paul Mercier",
            ),
            ("de", "Der Bürgermeister von Leipzig, Jan Krüger, sagte das.", "mayor of Leipzig: Jan Krüger"),
            (
                "de",
                "Der französische Verteidigungsminister Paul Mercier sagte das.",
                "defence-minister of FR: Paul Mercier",
            ),
            ("fr", "Le maire de Nantes, Paul Mercier, a dit cela.", "mayor of Nantes: Paul Mercier"),
            ("es", "El alcalde de Murcia, Pedro Salazar, lo dijo.", "mayor of Murcia: Pedro Salazar"),
            ("it", "Il sindaco di Verona, Carlo Marchetti, lo ha detto.", "mayor of Verona: Carlo Marchetti"),
            ("it", "Il presidente francese Paul Mercier lo ha detto.", "president of FR: Paul Mercier"),
            (
                "ru",
                "Губернатор Сумской области Олег Винтоняк сообщил об этом.",
                "governor of Sumy: Олег Винтоняк",
            ),
            ("ru", "Об этом сообщил мэр Самары Иван Орлов.", "mayor of Samara: Иван Орлов"),
            ("uk", "Про це повідомив мер Полтави Іван Орленко.", "mayor of Poltava: Іван Орленко"),
            (
                "uk",
                "Губернатор Сумської області Олег Винтоняк повідомив про це.",
                "governor of Sumy: Олег Винтоняк",
            ),
        ] {
            assert_eq!(offices(language, text), [expected], "{text}");
        }
    }

    #[test]
    fn whose_office_it_is_not_is_not_read() {
        for (language, text) in [
            ("en", "The deputy governor of Sumy, Oleh Vintoniak, said so."),
            ("en", "Former governor Oleh Vintoniak said so."),
            ("en", "The governor's wife, Olena Vintoniak, said so."),
            ("en", "The Sumy governor's spokesman, Oleh Vintoniak, said so."),
            ("en", "Police told Oleh Vintoniak, the governor said."),
            ("en", "The president of the French football federation, Paul Mercier, said so."),
            ("en", "The mayor and Paul Mercier said so."),
            ("de", "Der frühere Bürgermeister von Leipzig, Jan Krüger, sagte das."),
            ("fr", "L'ancien maire de Nantes, Paul Mercier, a dit cela."),
            ("it", "Il vicesindaco di Verona, Carlo Marchetti, lo ha detto."),
            ("it", "L'ex sindaco di Verona Carlo Marchetti lo ha detto."),
            ("ru", "Бывший мэр Самары Иван Орлов сообщил об этом."),
            ("ru", "Заместитель губернатора Иван Орлов сообщил об этом."),
            ("uk", "Колишній мер Полтави Іван Орленко повідомив про це."),
        ] {
            assert!(offices(language, text).is_empty(), "{text}");
        }
    }
}
