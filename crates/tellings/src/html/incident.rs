//! One incident: what it is, who tells it, the tables, the tolls over time, what adds up and what nobody says.

use incident::ClaimAt;

use super::markup::{escaped, language, name};
use super::{Context, chart, table};
use crate::view::{Fact, Incident, Quoted, Sign};

/// The section of one incident.
pub(super) fn section(number: usize, incident: &Incident<'_>, context: &Context<'_>) -> String {
    let id = format!("incident-{number}");
    let mut out = format!(
        "<section class=\"incident\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{number}. {}</h2>\n",
        escaped(incident.title)
    );
    out += &about(incident, context);
    let facts: Vec<&Fact<'_>> = incident.facts.iter().filter(|f| !incident.tells_above(f)).collect();
    let (differ, rest): (Vec<&Fact<'_>>, Vec<&Fact<'_>>) = facts.into_iter().partition(|f| f.differs());
    let (same, single): (Vec<&Fact<'_>>, Vec<&Fact<'_>>) =
        rest.into_iter().partition(|f| f.fact.state == incident::State::Agreed);
    out += &table::table("Where accounts differ", &differ, number, incident, context);
    out += &chart::charts(&differ, number, context);
    out += &table::table("The same", &same, number, incident, context);
    out += &table::table(incident.single_heading(), &single, number, incident, context);
    if !incident.checks.is_empty() {
        out += "<h3>Sums</h3>\n<ul>\n";
        for check in incident.checks {
            let holds = if check.holds { "Adds up" } else { "Does not add up" };
            let words: Vec<String> = check.claims.iter().filter_map(|at| words_of(*at, context)).collect();
            out += &format!(
                "<li><strong>{holds}:</strong> {} <span class=\"note\">{}</span></li>\n",
                escaped(&check.says),
                words.join(", ")
            );
        }
        out += "</ul>\n";
    }
    out += &signs("h3", &incident.signs, context);
    if !incident.silences.is_empty() {
        out += "<h3>No account gives</h3>\n<ul>\n";
        out += &incident.silences.iter().map(|s| format!("<li>{}</li>\n", escaped(s))).collect::<String>();
        out += "</ul>\n";
    }
    out + "</section>\n"
}

/// What is odd, each with the words on both sides.
pub(super) fn signs(heading: &str, signs: &[Sign<'_>], context: &Context<'_>) -> String {
    let mut out = String::new();
    if !signs.is_empty() {
        out += &format!("<{heading}>Signs</{heading}>\n");
    }
    for sign in signs {
        let side = |words: &[Quoted]| -> String {
            words.iter().map(|words| format!("<li>{}</li>\n", quoted(words, context))).collect()
        };
        out += &format!(
            "<p class=\"sign\"><strong>{}:</strong> {}</p>\n<ul>\n{}</ul>\n<p>against</p>\n<ul>\n{}</ul>\n",
            escaped(sign.about),
            escaped(sign.says),
            side(&sign.here),
            side(&sign.there)
        );
    }
    out
}

/// "a.example, 8 April 2022: “five of them children” (the mayor)", a link to these words.
fn quoted(quoted: &Quoted, context: &Context<'_>) -> String {
    format!(
        "{}: <a href=\"#{}\">“<bdi{}>{}</bdi>”</a>{}",
        account(quoted.article, context),
        context.anchors.words(quoted.article, quoted.span),
        language(&context.story.reads[quoted.article]),
        escaped(&quoted.words),
        escaped(&quoted.by())
    )
}

fn about(incident: &Incident<'_>, context: &Context<'_>) -> String {
    let row = |term: &str, says: &str| format!("<div><dt>{term}</dt><dd>{says}</dd></div>\n");
    let kind = match incident.extent {
        Some(extent) => format!("{}, {extent}", incident.kind),
        None => incident.kind.to_owned(),
    };
    let mut out = String::from("<dl class=\"about\">\n");
    out += &row("Kind", &escaped(&kind));
    out += &row("Place", &escaped(&incident.places));
    out += &row("Time", &escaped(&incident.time));
    for (says, other) in &incident.relations {
        let title = escaped(&context.story.comparison.incidents[*other].title);
        out += &row(says, &format!("<a href=\"#incident-{0}\">{0}. {title}</a>", other + 1));
    }
    let count = incident.told_by();
    let texts: String =
        incident.texts.iter().map(|text| format!("<li>{}</li>\n", one_text(text, context))).collect();
    out += &row("Told by", &format!("{count}<ul>\n{texts}</ul>"));
    if !incident.sides.is_empty() || incident.unnamed {
        let sides = incident.sides.iter().map(|(side, voices)| {
            let side = if side.is_empty() { "no side told".to_owned() } else { escaped(side) };
            let voices: Vec<String> = voices.iter().map(|voice| name(voice)).collect();
            format!("<li><strong>{side}:</strong> {}</li>\n", voices.join(", "))
        });
        let unnamed = incident.unnamed.then(|| "<li>voices that are not named</li>\n".to_owned());
        out += &row("Voices", &format!("<ul>\n{}</ul>", sides.chain(unnamed).collect::<String>()));
    }
    let fixed: String = incident.fixed.iter().map(|says| format!("<li>{}</li>\n", escaped(says))).collect();
    if !fixed.is_empty() {
        out += &row("Dates", &format!("<ul>\n{fixed}</ul>"));
    }
    out + "</dl>\n"
}

/// "a.example, 8 April 2022, 11:20", or of copies "3 articles print one text: …".
pub(super) fn one_text(text: &[usize], context: &Context<'_>) -> String {
    let accounts: Vec<String> = text.iter().map(|at| account(*at, context)).collect();
    match accounts.as_slice() {
        [only] => only.clone(),
        all => format!("{} articles print one text: {}", all.len(), all.join("; ")),
    }
}

/// "a.example “five of them children”", a link to these words.
fn words_of(at: ClaimAt, context: &Context<'_>) -> Option<String> {
    let telling = context.story.telling(at)?;
    Some(format!(
        "{} <a href=\"#{}\">“<bdi{}>{}</bdi>”</a>",
        name(&context.story.names[at.article]),
        context.anchors.words(at.article, telling.span),
        language(&context.story.reads[at.article]),
        escaped(&telling.words)
    ))
}

fn account(at: usize, context: &Context<'_>) -> String {
    let published = context.story.published_words(at);
    format!(
        "<a href=\"#{}\">{}</a>, {}",
        context.anchors.article(at),
        name(&context.story.names[at]),
        escaped(&published)
    )
}
