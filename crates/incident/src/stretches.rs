//! Which stretches of an article tell of which of its tellings.

use text::Part;

use crate::Read;

/// By telling: the stretches of title and text that tell of it. Each claim's words, what stands between claims of one
/// telling, and the sentences that follow up to the last claim. What comes before the first claim and after the last
/// sentence with one belongs to none: mastheads and leftovers stand there.
pub(crate) fn stretches(read: &Read) -> Vec<Vec<&str>> {
    let reading = &read.reading;
    let mut out: Vec<Vec<&str>> = vec![Vec::new(); reading.tellings.len()];
    let text = read.article.text();
    let owned = |part: Part| {
        let claims =
            reading.tellings.iter().enumerate().flat_map(|(at, t)| t.claims.iter().map(move |c| (at, *c)));
        let claims = claims.filter_map(|(at, c)| Some((at, reading.claims.get(c)?.span)));
        let mut found: Vec<(usize, usize, usize)> = claims
            .filter(|(_, span)| span.part() == part)
            .map(|(at, span)| (span.start(), span.end(), at))
            .collect();
        found.sort_unstable();
        found
    };
    let titled = owned(Part::Title);
    match titled.first() {
        Some(_) => titled.iter().for_each(|(_, _, at)| {
            if out[*at].is_empty() {
                out[*at].push(read.article.title());
            }
        }),
        // a headline without a claim is of what the article tells most of
        None => {
            let most =
                (0..out.len()).max_by_key(|at| (reading.tellings[*at].claims.len(), std::cmp::Reverse(*at)));
            most.into_iter().for_each(|at| out[at].push(read.article.title()));
        }
    }
    let claims = owned(Part::Text);
    let mut open: Option<(usize, usize, usize)> = None; // from, to, telling
    for (start, end, telling) in claims {
        match &mut open {
            Some((_, to, of)) if *of == telling => *to = end.max(*to),
            _ => {
                let sentence = sentence_start(text, start);
                if let Some((from, to, of)) = open {
                    out[of].push(text.get(from..sentence_end(text, to).min(sentence.max(to))).unwrap_or(""));
                }
                open = Some((sentence.max(open.map_or(0, |(_, to, _)| to)), end, telling));
            }
        }
    }
    if let Some((from, to, of)) = open {
        out[of].push(text.get(from..sentence_end(text, to)).unwrap_or(""));
    }
    out
}

const ENDS: [char; 6] = ['.', '!', '?', '\n', '؟', '。'];

fn sentence_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(ENDS)).map_or(0, |end| end + 1).min(at)
}

fn sentence_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find(ENDS)).map_or(text.len(), |end| at + end)
}
