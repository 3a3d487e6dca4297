//! The note: the comparison in Markdown, to paste into a wiki, a ticket or a document.

use claim::Value;
use incident::{ClaimAt, Comparison, State};

use crate::view::{Fact, Incident, Quoted, Sign, Story, address, steers, words};
use crate::{Gathered, Options};

/// Returns the note: the same articles give the same bytes.
///
/// ```
/// use tellings::{Gathered, Options, compare, markdown};
/// let gathered = Gathered::default();
/// let options = Options { ids: false, language: &|language| language.to_string() };
/// assert!(markdown::note(&gathered, &compare(&gathered.reads), options).starts_with("# 0 incidents"));
/// ```
pub fn note(gathered: &Gathered, comparison: &Comparison, options: Options<'_>) -> String {
    let story = Story::new(gathered, comparison);
    let sources = story.by_publication(0..story.reads.len());
    let mut number = vec![0; sources.len()];
    sources.iter().enumerate().for_each(|(nth, at)| number[*at] = nth + 1);
    let note = Note { story: &story, number, ids: options.ids };
    let count = words::counted(comparison.incidents.len(), "incident", "incidents");
    let articles = words::counted(story.reads.len(), "article", "articles");
    let unread = story.unread().map(|unread| format!("; {unread}")).unwrap_or_default();
    let mut out =
        format!("# {count} in {articles}\n\n{}{unread}.\n", plain(&story.heading(options.language)));
    for nth in 0..comparison.incidents.len() {
        out += &note.incident(nth + 1, &Incident::new(nth, &story));
    }
    out += &note.signs("##", &story.signs(None));
    out += "\n## Sources\n\n";
    for at in sources {
        out += &note.source(at);
    }
    out
}

struct Note<'a> {
    story: &'a Story<'a>,
    /// By position of the article: its number among the sources.
    number: Vec<usize>,
    ids: bool,
}

impl Note<'_> {
    fn incident(&self, number: usize, incident: &Incident<'_>) -> String {
        let mut out = format!("\n## {number}. {}\n\n", plain(incident.title));
        let mut item = |says: String| out += &format!("- {says}\n");
        item(plain(&incident.what_where_when()));
        for (says, other) in &incident.relations {
            item(format!("{says}: {}. {}", other + 1, plain(&self.story.comparison.incidents[*other].title)));
        }
        incident.fixed.iter().for_each(|says| item(plain(says)));
        item(self.accounts(incident));
        incident.voices().into_iter().for_each(|voices| item(format!("Voices: {}", plain(&voices))));
        let of = |state: State| move |f: &&Fact<'_>| !f.differs() && f.fact.state == state;
        let facts = || incident.facts.iter().filter(|f| !incident.tells_above(f));
        out += &self.facts("Where accounts differ", facts().filter(|f| f.differs()));
        out += &self.facts("The same", facts().filter(of(State::Agreed)));
        out += &self.facts(incident.single_heading(), facts().filter(of(State::Single)));
        if !incident.checks.is_empty() {
            out += "\n### Sums\n\n";
        }
        for check in incident.checks {
            let holds = if check.holds { "Adds up" } else { "Does not add up" };
            let tellings: Vec<String> = check.claims.iter().filter_map(|at| self.telling(*at)).collect();
            out += &format!("- {holds}: {} ({})\n", plain(&check.says), tellings.join("; "));
        }
        out += &self.signs("###", &incident.signs);
        if !incident.silences.is_empty() {
            out += &format!("\n### No account gives\n\n- {}\n", incident.silences.join("\n- "));
        }
        out
    }

    /// "5 accounts ← 3 texts ← 2 institutions: a.example [1] (8 April 2022, 11:20), …".
    fn accounts(&self, incident: &Incident<'_>) -> String {
        let texts = incident.texts.iter().map(|text| {
            let accounts: Vec<String> = text.iter().map(|at| self.account(*at)).collect();
            match accounts.as_slice() {
                [only] => only.clone(),
                all => format!("{} articles print one text ({})", all.len(), all.join(", ")),
            }
        });
        let texts = texts.collect::<Vec<_>>().join("; ");
        format!("{}: {texts}", incident.told_by())
    }

    fn account(&self, at: usize) -> String {
        let published = self.story.published_words(at);
        format!("{} \\[{}\\], {}", plain(&self.story.names[at]), self.number[at], plain(&published))
    }

    fn facts<'f>(&self, heading: &str, facts: impl Iterator<Item = &'f Fact<'f>>) -> String {
        let facts: String = facts.map(|fact| self.fact(fact)).collect();
        if facts.is_empty() { facts } else { format!("\n### {heading}\n\n{facts}") }
    }

    /// A fact as a list: its state, how its number moved, its values with who says them in which words.
    fn fact(&self, fact: &Fact<'_>) -> String {
        let state = if fact.differs() { format!(": {}", fact.standing()) } else { String::new() };
        let mut out = format!("- **{}**{state}\n", plain(&fact.label));
        if let Some(series) = fact.series() {
            let steps = series.steps.iter().enumerate().map(|(nth, step)| {
                let before = match (nth, step.follows) {
                    (0, _) => "",
                    (_, true) => " → ",
                    (_, false) => " / ",
                };
                let voices: String = step.voices.iter().map(|v| format!(", {}", plain(v))).collect();
                format!("{before}{} ({}{voices})", plain(&step.says), step.when)
            });
            let utc = if series.utc { " (hours in UTC)" } else { "" };
            out += &format!("  - {}{utc}\n", steps.collect::<String>());
        }
        for value in &fact.values {
            let support =
                if value.state == State::Agreed { format!(" ({})", value.support) } else { String::new() };
            let tellings: Vec<String> = value.claims.iter().filter_map(|at| self.telling(*at)).collect();
            if matches!(value.value, Value::Quote { .. }) {
                out.extend(tellings.iter().map(|telling| format!("  - {telling}\n")));
                continue;
            }
            out += &format!("  - **{}**{support}\n", plain(&value.label()));
            out.extend(tellings.iter().map(|telling| format!("    - {telling}\n")));
        }
        out
    }

    /// What is odd, each with the words on both sides.
    fn signs(&self, level: &str, signs: &[Sign<'_>]) -> String {
        let mut out = String::new();
        if !signs.is_empty() {
            out += &format!("\n{level} Signs\n\n");
        }
        for sign in signs {
            out += &format!("- **{}**: {}\n", plain(sign.about), sign.says);
            out.extend(sign.here.iter().map(|words| format!("  - {}\n", self.quoted(words))));
            out += "  - against\n";
            out.extend(sign.there.iter().map(|words| format!("    - {}\n", self.quoted(words))));
        }
        out
    }

    fn quoted(&self, quoted: &Quoted) -> String {
        let account = self.account(quoted.article);
        format!("{account}: “{}”{}", plain(&quoted.words), plain(&quoted.by()))
    }

    /// "a.example \[1\]: “Three people were killed” (the mayor, alleged)".
    fn telling(&self, at: ClaimAt) -> Option<String> {
        let telling = self.story.telling(at)?;
        let mut notes: Vec<String> = telling.by.iter().map(|by| plain(by)).collect();
        notes.extend(telling.stance.map(Into::into));
        notes.extend(telling.as_of.as_deref().map(plain));
        if self.ids {
            notes.push(format!("`{:.8}`", telling.claim.id.to_string()));
        }
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        let name = plain(&self.story.names[at.article]);
        Some(format!("{name} \\[{}\\]: “{}”{notes}", self.number[at.article], plain(&telling.words)))
    }

    /// "1. a.example, 8 April 2022, 11:20: “Title” <https://…>".
    fn source(&self, at: usize) -> String {
        let article = &self.story.reads[at].article;
        let title = match article.title() {
            "" => String::new(),
            title => format!(": “{}”", plain(title)),
        };
        let url = match article.url().map(|url| (address(url), url)) {
            None => String::new(),
            Some((Some(address), _)) if !address.contains(['<', '>', '\\']) => format!(" <{address}>"),
            Some((_, url)) => format!(" {}", plain(url)),
        };
        let published = self.story.published_words(at);
        format!("{}. {}, {}{title}{url}\n", self.number[at], plain(&self.story.names[at]), plain(&published))
    }
}

/// A text in one line in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' => {
                out.extend(['\\', c])
            }
            // "http://…" in an article's words is no link
            ':' if out.ends_with("http") || out.ends_with("https") => out.push_str("\\:"),
            _ if c.is_whitespace() => out.push(' '),
            _ if steers(c) => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_article_brings_is_markup() {
        assert_eq!(plain("# [x](javascript:y)\n<b>*|"), "\\# \\[x\\](javascript:y) \\<b\\>\\*\\|");
        assert_eq!(plain("see https://a.example"), "see https\\://a.example");
        assert_eq!(plain("a\u{202e}b\u{1b}[2J"), "ab\\[2J");
    }
}
