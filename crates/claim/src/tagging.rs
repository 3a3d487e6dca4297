//! Pass 2: lexicon tags, and counts by a small grammar over numerals and bounds.

use pack::{Entry, Features, Tag, tags};
use text::{Sentence, western};

use crate::Count;
use crate::chart::{Chart, Item, Mark, NO_LOAD, Tags};
use crate::document::Document;

/// Tags that the grammar of counts asks for, by their numbers in the pack.
#[derive(Debug)]
pub(crate) struct CountTags {
    scale: Option<Tag>,
    bound: Option<Tag>,
    after: Option<Tag>,
    between: Option<Tag>,
    to: Option<Tag>,
    moved: Option<Tag>,
    unit: Option<Tag>,
    currency: Option<Tag>,
    vague: Option<Tag>,
    person: Option<Tag>,
    /// What a number in words begins with.
    opens: Tags,
}

/// What the laying of the lexicon over a sentence asks for.
#[derive(Debug)]
pub(crate) struct WordTags {
    /// By the number of a lexicon's entry.
    of: Vec<Lay>,
}

/// What an entry says of the words that it is laid over, as bits.
#[derive(Clone, Copy, Debug, Default)]
struct Lay(u8);

impl Lay {
    /// That they are always written with a capital.
    const CAPITALISED: Lay = Lay(1);
    /// That they are never written with one but where a sentence begins: "15 Квітня" is a street, "15 квітня" a day.
    const SMALL: Lay = Lay(32);
    /// That they are no modifiers.
    const KNOWN: Lay = Lay(2);
    /// That they part clauses: a form of "be", or what begins a clause.
    const PARTS: Lay = Lay(4);
    /// That they are a verb in a finite form.
    const VERB: Lay = Lay(8);
    /// That they are a noun.
    const NOUN: Lay = Lay(16);

    fn has(self, bit: Lay) -> bool {
        self.0 & bit.0 != 0
    }
}

impl WordTags {
    pub(crate) fn of(pack: &pack::Pack) -> WordTags {
        let list = |setting| {
            pack.setting(setting).split_whitespace().filter_map(|t| pack.tag(t)).collect::<Vec<_>>()
        };
        let (capitalised, small, mut known) = (list("capitalised"), list("small"), list("not-modifiers"));
        known.extend([tags::FUNCTION, tags::VERB, tags::NUMBER]);
        let parts = ["be", "subordinator"].map(|name| pack.tag(name));
        let of = |e: &Entry| {
            let says = [
                (Lay::CAPITALISED, capitalised.contains(&e.tag)),
                (Lay::SMALL, small.contains(&e.tag)),
                (Lay::KNOWN, known.contains(&e.tag)),
                (Lay::PARTS, parts.contains(&Some(e.tag))),
                (Lay::VERB, e.tag == tags::VERB && e.features.has(Features::FINITE)),
                (Lay::NOUN, e.features.has(Features::NOUN)),
            ];
            Lay(says.into_iter().filter(|(_, says)| *says).fold(0, |bits, (lay, _)| bits | lay.0))
        };
        WordTags { of: pack.lexicon.entries().iter().map(of).collect() }
    }
}

impl CountTags {
    pub(crate) fn of(pack: &pack::Pack) -> CountTags {
        let (scale, vague) = (pack.tag("scale"), pack.tag("vague"));
        let mut opens = Tags::default();
        [Some(tags::NUMBER), scale, vague].into_iter().flatten().for_each(|tag| opens.add(tag));
        CountTags {
            scale,
            bound: pack.tag("bound"),
            after: pack.tag("bound-after"),
            between: pack.tag("range-open"),
            to: pack.tag("range-to"),
            moved: pack.tag("moves-from"),
            unit: pack.tag("measure-unit"),
            currency: pack.tag("currency"),
            vague,
            person: pack.tag("person"),
            opens,
        }
    }
}

/// Fills the chart with every phrase of the lexicon, and with what tokens are by their shape.
pub(crate) fn tag(document: &Document, sentence: &Sentence, t: &WordTags, chart: &mut Chart) {
    let (first, end) = (sentence.first as usize, sentence.end as usize);
    let words = &document.words[first..end];
    chart.reset(words);
    let text = document.text_of(first as u32);
    for (at, at16) in (0..words.len()).zip(0..) {
        let token = &document.tokens[first + at];
        let mut says = Lay::default();
        document.pack.lexicon.phrases(&words[at..], |length, number, e| {
            let lay = t.of[number as usize];
            let capital = token.shape.is_capital();
            if lay.has(Lay::CAPITALISED) && !capital || lay.has(Lay::SMALL) && capital && at > 0 {
                return;
            }
            says.0 |= if length == 1 { lay.0 } else { lay.0 & Lay::PARTS.0 };
            chart.lay(Item {
                tag: e.tag,
                start: at16,
                end: at16 + length as u16,
                number,
                features: e.features,
                value: e.value,
                load: NO_LOAD,
            });
        });
        chart.mark[at] = if token.shape.is_mark() {
            match token.of(text) {
                "," | "،" => Mark::Comma,
                "." if at + 1 == words.len() => Mark::Strong,
                "-" if is_dash(document, first + at) => Mark::Strong,
                "-" | "‐" | "‑" | "%" | "$" | "€" | "£" | "#" | "&" | "/" | "." | "'" | "’" => {
                    Mark::No
                }
                "\"" | "“" | "”" | "«" | "»" | "‘" | "„" => Mark::Comma,
                _ => Mark::Strong,
            }
        } else {
            Mark::No
        };
        chart.finite[at] = says.has(Lay::PARTS) || says.has(Lay::VERB) && !says.has(Lay::NOUN);
        // "two US soldiers": no word of grammar
        let short = says.has(Lay::CAPITALISED) && token.shape.is_all_capitals();
        chart.modifier[at] = token.shape.is_word() && (!says.has(Lay::KNOWN) || short);
    }
}

/// "ROME - The toll": a hyphen with blanks around it that is no range ("5 - 10 people").
fn is_dash(document: &Document, at: usize) -> bool {
    let shape = |at: usize| document.tokens.get(at).map(|t| t.shape);
    let figure = |at: usize| shape(at).is_some_and(text::Shape::is_figure);
    let glued = |at: usize| shape(at).is_none_or(text::Shape::is_glued);
    let range = at > 0 && figure(at - 1) && figure(at + 1);
    !(glued(at) || glued(at + 1) || range)
}

/// Finds numbers and counts; a number before a unit of measure, a currency or a percentage is no count.
pub(crate) fn counts(
    document: &Document,
    sentence: &Sentence,
    t: &CountTags,
    chart: &mut Chart,
    out: &mut Vec<Count>,
) {
    let mut at = 0u16;
    let figure = |at: u16| document.tokens[(sentence.first + u32::from(at)) as usize].shape.is_figure();
    while at < chart.len {
        let number = (chart.may_have(t.opens, at) || figure(at))
            .then(|| numeral(document, sentence, t, chart, at))
            .flatten();
        let Some((value, end)) = number else {
            at += 1;
            continue;
        };
        if let Some(count) = bounded(document, sentence, t, chart, at, end, value, out) {
            at = count.max(end);
        } else {
            at = end;
        }
    }
}

/// A number that is written at a token: its value or range, and where it ends.
#[derive(Clone, Copy)]
struct Numeral {
    min: u64,
    max: Option<u64>,
    /// Whether the words only tell it roughly.
    approx: bool,
}

fn numeral(
    document: &Document,
    sentence: &Sentence,
    t: &CountTags,
    chart: &Chart,
    at: u16,
) -> Option<(Numeral, u16)> {
    let value_of = |item: &Item| document.pack.value(item.value).parse::<u64>().ok();
    if at >= chart.len {
        return None;
    }
    let token = document.tokens.get((sentence.first + u32::from(at)) as usize)?;
    if let Some(vague) = t.vague
        && let Some(item) = chart.longest(vague, at)
    {
        // "dozens", "hundreds": at least two of them; a value "24-" has no upper bound, "6-8" has one, "~40" is about 40
        let value = document.pack.value(item.value);
        if let Some(about) = value.strip_prefix('~') {
            let n = about.parse().ok()?;
            return Some((Numeral { min: n, max: Some(n), approx: true }, item.end));
        }
        let (min, max) = value.split_once('-')?;
        return Some((Numeral { min: min.parse().ok()?, max: max.parse().ok(), approx: false }, item.end));
    }
    if token.shape.is_figure() {
        let mut figure = figure(document, document.word(sentence.first + u32::from(at)))?;
        let (mut part, mut end) = (figure.0, at + 1);
        // "14 200": groups of three figures with blanks between them
        let grouped = |at: u16| (at < chart.len).then(|| document.word(sentence.first + u32::from(at)));
        while part > 0
            && part < 1_000_000
            && !figure.2
            && let Some(group) = grouped(end)
            && group.len() == 3
            && let Ok(group) = group.parse::<u64>()
            && document.word(sentence.first + u32::from(end) - 1).len() <= 3
            && document.pack.setting("thousands").contains('\u{a0}')
        {
            part = part * 1_000 + group;
            figure.1 = part as f64;
            end += 1;
        }
        if let Some(scale) = t.scale
            && let Some(item) = chart.longest(scale, end)
        {
            let factor = value_of(item)?;
            part = (figure.1 * factor as f64).round() as u64;
            end = item.end;
            // "11 thousand and 530"
            let word = |at: u16| document.word(sentence.first + u32::from(at));
            let joins = end + 1 < chart.len && word(end) == document.pack.setting("joins-figures");
            if let Some(rest) = western(word(end + 1)).parse::<u64>().ok().filter(|n| joins && *n < factor) {
                part += rest;
                end += 2;
            }
        } else if figure.2 {
            return None;
        }
        return Some((Numeral { min: part, max: Some(part), approx: false }, end));
    }
    let first = chart.longest(tags::NUMBER, at).or_else(|| chart.longest(t.scale?, at))?;
    let (mut total, mut part, mut end) = (0, value_of(first)?, first.end);
    let mut last = part;
    loop {
        // "twenty-one", "one hundred and fifty": a hyphen or a joining word may lie between
        let mut next = end;
        if document.word(sentence.first + u32::from(next)) == "-" {
            next += 1;
        }
        if let Some(scale) = t.scale.and_then(|s| chart.longest(s, next)) {
            let factor = value_of(scale)?;
            if factor >= 1_000 {
                total += part * factor;
                part = 0;
            } else {
                part *= factor;
            }
            last = factor;
            end = scale.end;
            continue;
        }
        if last >= 100
            && document
                .pack
                .setting("joins-hundreds")
                .split(' ')
                .any(|w| w == document.word(sentence.first + u32::from(next)))
        {
            next += 1;
        }
        let Some((Some(more), to)) = chart.longest(tags::NUMBER, next).map(|n| (value_of(n), n.end)) else {
            break;
        };
        // «двадцять п'ять»: in many languages only a blank lies between
        let apart = last >= 20 && document.pack.setting("numerals") == "apart";
        if next == end && !apart || more >= last || more >= 100 && !apart || apart && last < 100 && more > 9 {
            break;
        }
        part += more;
        last = more;
        end = to;
    }
    let value = total + part;
    Some((Numeral { min: value, max: Some(value), approx: false }, end))
}

/// A figure as whole number, as decimal, and whether it has decimals. Clock times and dates are none.
fn figure(document: &Document, word: &str) -> Option<(u64, f64, bool)> {
    let decimal = document.pack.setting("decimal");
    let thousands = document.pack.setting("thousands");
    if word.contains(':') {
        return None;
    }
    let word = western(word);
    let mut decimals = false;
    let mark = |c: &char| !c.is_ascii_digit();
    let mut groups = word.split(|c| mark(&c));
    let mut plain = groups.next()?.to_owned();
    let mut rest = word.chars().filter(mark).zip(groups).peekable();
    while let Some((mark, group)) = rest.next() {
        if thousands.contains(mark) && group.len() == 3 && !decimals {
        } else if decimal.contains(mark) && rest.peek().is_none() {
            plain.push('.');
            decimals = true;
        } else {
            return None;
        }
        plain.push_str(group);
    }
    let value: f64 = plain.parse().ok()?;
    (value < 1e15).then_some((value as u64, value, decimals))
}

/// Reads the bounds around a number and adds the count; returns where it ends, `None` where it is no count.
#[allow(clippy::too_many_arguments)]
fn bounded(
    document: &Document,
    sentence: &Sentence,
    t: &CountTags,
    chart: &mut Chart,
    at: u16,
    end: u16,
    value: Numeral,
    out: &mut Vec<Count>,
) -> Option<u16> {
    let word = |token: u16| document.word(sentence.first + u32::from(token));
    // a word that the lexicon has as a number is one item with its sum, and not two on the same words
    let number = |chart: &mut Chart, start: u16, end: u16, n: Numeral| {
        let load = n.min.min(u64::from(NO_LOAD - 1)) as u32;
        let listed =
            chart.at(start).find(|i| chart.items[*i].tag == tags::NUMBER && chart.items[*i].end == end);
        match listed {
            Some(at) => chart.items[at].load = load,
            None => chart.add(Item {
                tag: tags::NUMBER,
                start,
                end,
                number: 0,
                features: Features::default(),
                value: 0,
                load,
            }),
        }
    };
    number(chart, at, end, value);
    let mut count = Count { min: value.min, max: value.max, approx: value.approx, delta: false };
    let (mut start, mut stop) = (at, end);
    // "10-12", "10 to 12", "between 10 and 12"
    let opened = t
        .between
        .and_then(|b| chart.to(at).map(|i| chart.items[i]).filter(|i| i.tag == b).min_by_key(|i| i.start));
    // "rose from nine to 14": two figures
    let moved = t.moved.is_some_and(|m| chart.ends(m, at));
    let joined =
        if let Some(to) = t.to.filter(|_| !moved) { chart.longest(to, end).map(|i| i.end) } else { None };
    let glued = |t: u16| {
        document.tokens.get((sentence.first + u32::from(t)) as usize).is_some_and(|t| t.shape.is_glued())
    };
    let joined = joined
        .or_else(|| (matches!(word(end), "-" | "–") && glued(end) && glued(end + 1)).then_some(end + 1));
    let joined = joined
        .or_else(|| (opened.is_some() && document.pack.setting("range-and") == word(end)).then_some(end + 1));
    if let Some(next) = joined
        && let Some((upper, to)) = numeral(document, sentence, t, chart, next)
        && upper.min > value.min
    {
        number(chart, next, to, upper);
        count.max = upper.max;
        stop = to;
        start = opened.map_or(start, |o| o.start);
    }
    let before = |chart: &Chart, start: u16| {
        let bound = t.bound?;
        chart.to(start).map(|i| chart.items[i]).filter(|i| i.tag == bound).min_by_key(|i| i.start)
    };
    for _ in 0..2 {
        let Some(item) = before(chart, start) else { break };
        apply(document.pack.value(item.value), &mut count);
        start = item.start;
    }
    if let Some(item) = t.after.and_then(|a| chart.longest(a, stop)).copied() {
        apply(document.pack.value(item.value), &mut count);
        stop = item.end;
    }
    let measured = t.unit.is_some_and(|u| {
        let after = if word(stop) == "-" { stop + 1 } else { stop };
        chart.has(u, after)
    });
    let paid = t.currency.is_some_and(|c| chart.has(c, stop) || start > 0 && chart.ends(c, start));
    let hyphenated = start > 0
        && word(start - 1) == "-"
        && document.tokens[(sentence.first + u32::from(start)) as usize].shape.is_glued();
    // the "A1" is a road
    let lettered = start > 0 && {
        let at = (sentence.first + u32::from(start)) as usize;
        document.tokens[at].shape.is_glued() && document.tokens[at - 1].shape.is_capital()
    };
    let letters = document
        .tokens
        .get((sentence.first + u32::from(stop)) as usize)
        .is_some_and(|n| n.shape.is_word() && n.shape.is_glued())
        && document.tokens[(sentence.first + u32::from(stop) - 1) as usize].shape.is_figure();
    let person_ahead = t.person.is_some_and(|p| chart.has(p, stop));
    if measured && !person_ahead
        || paid
        || hyphenated
        || letters
        || lettered
        || matches!(word(stop), "%" | "°")
    {
        return Some(stop);
    }
    out.push(count);
    chart.add(Item {
        tag: tags::COUNT,
        start,
        end: stop,
        number: 0,
        features: Features::default(),
        value: 0,
        load: (out.len() - 1) as u32,
    });
    Some(stop)
}

/// Narrows or widens a count by what a bound word says.
fn apply(bound: &str, count: &mut Count) {
    match bound {
        "ge" => count.max = None,
        "gt" => {
            count.min += 1;
            count.max = None;
        }
        "approx" => count.approx = true,
        "le" => {
            count.max = Some(count.min);
            count.min = 0;
        }
        "lt" => {
            count.max = Some(count.min.saturating_sub(1));
            count.min = 0;
        }
        "delta" => count.delta = true,
        _ => {}
    }
}

/// A count with the bound that stands behind its noun: "four people at least".
pub(crate) fn bounded_behind(pack: &pack::Pack, mut count: Count, bound: Option<&Item>) -> Count {
    if let Some(bound) = bound {
        apply(pack.value(bound.value), &mut count);
    }
    count
}

/// The number that an item is, or that a word has as its value ("trentenne", of thirty years).
pub(crate) fn number_of(pack: &pack::Pack, item: &Item) -> Option<u32> {
    if item.load == NO_LOAD { pack.value(item.value).parse().ok() } else { Some(item.load) }
}
