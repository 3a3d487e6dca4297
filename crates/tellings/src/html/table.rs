//! The accounts side by side: facts down, accounts across, a row for each voice.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Value};
use incident::{ClaimAt, State, Voices};

use super::Context;
use super::incident::one_text;
use super::markup::{escaped, language, name};
use crate::view::{Fact, Incident, Telling, words};

/// Who says something, in the order of rows that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Voice<'a> {
    /// A voice under all its names.
    Named(usize),
    /// "officials".
    Unnamed(&'a str),
    /// The article itself.
    Own,
}

/// A row: where its first value stands among the fact's, and who says it; by column what is said there.
type Rows<'a> = BTreeMap<(usize, Voice<'a>), BTreeMap<usize, Vec<ClaimAt>>>;

/// With no more accounts than these a table fits a desk's screen, and its heading stays in sight.
const FITS: usize = 5;

/// A heading and the table of these facts; nothing where there is none.
pub(super) fn table(
    heading: &str,
    facts: &[&Fact<'_>],
    number: usize,
    incident: &Incident<'_>,
    context: &Context<'_>,
) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let id = format!("table-{number}-{}", heading.to_lowercase().replace(' ', "-"));
    let columns = incident.texts.len();
    let fits = if columns <= FITS { " fits" } else { "" };
    let accounts: String = incident
        .texts
        .iter()
        .map(|text| format!("<th scope=\"col\" role=\"columnheader\">{}</th>\n", one_text(text, context)))
        .collect();
    let mut out = format!(
        "<h3 id=\"{id}\">{heading}</h3>\n\
         <div class=\"scroll{fits}\" role=\"group\" aria-labelledby=\"{id}\" tabindex=\"0\">\n\
         <table role=\"table\" aria-labelledby=\"{id}\" style=\"--columns:{columns}\">\n\
         <thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Who says it</th>\n{accounts}</tr></thead>\n"
    );
    for fact in facts {
        out += &body(fact, incident, context);
    }
    out + "</table>\n</div>\n"
}

fn body(fact: &Fact<'_>, incident: &Incident<'_>, context: &Context<'_>) -> String {
    let columns = incident.texts.len();
    let state = fact.fact.state.name();
    let mut out = format!(
        "<tbody role=\"rowgroup\">\n<tr role=\"row\" class=\"fact\"><th scope=\"rowgroup\" role=\"rowheader\" colspan=\"{}\">\
         <div><span class=\"label\">{}</span> <span class=\"state {state}\">{}</span> {}</div></th></tr>\n",
        columns + 1,
        escaped(&fact.label),
        fact.standing(),
        values(fact),
    );
    for ((_, voice), cells) in rows(fact, incident, context) {
        let label = label(voice, &cells, context);
        let who = who(voice, label, &cells, context);
        out += &format!("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{who}</th>\n");
        for column in 0..columns {
            let says = cells
                .get(&column)
                .map_or(String::new(), |claims| cell(claims, label, &incident.texts[column], context));
            out += &format!("<td role=\"cell\">{says}</td>\n");
        }
        out += "</tr>\n";
    }
    out + "</tbody>\n"
}

/// The values of a fact beside its label: one whose state needs no more words, or each with what stands behind it.
fn values(fact: &Fact<'_>) -> String {
    let said = fact.values.iter().filter(|v| !matches!(v.value, Value::Quote { .. }));
    let said: Vec<String> = said
        .map(|value| {
            let behind = match (fact.fact.state, value.state) {
                (_, State::Agreed) => format!(" <span class=\"note\">({})</span>", value.support),
                (State::Agreed, State::Single) => " <span class=\"note\">(one voice)</span>".to_owned(),
                _ => String::new(),
            };
            format!("<strong>{}</strong>{behind}", escaped(&value.label()))
        })
        .collect();
    let between =
        if fact.fact.state == State::Contested { " <span class=\"note\">against</span> " } else { " · " };
    format!("<span class=\"values\">{}</span>", said.join(between))
}

fn rows<'a>(fact: &Fact<'_>, incident: &Incident<'_>, context: &Context<'a>) -> Rows<'a> {
    let mut column = BTreeMap::new();
    for (nth, text) in incident.texts.iter().enumerate() {
        column.extend(text.iter().map(|at| (*at, nth)));
    }
    let mut first: BTreeMap<Voice<'_>, usize> = BTreeMap::new();
    let mut rows = Rows::new();
    for (nth, value) in fact.values.iter().enumerate() {
        for at in &value.claims {
            let (Some(claim), Some(column)) = (context.story.claim(*at), column.get(&at.article)) else {
                continue;
            };
            let voice = voice(claim, &incident.one_voice);
            let nth = *first.entry(voice).or_insert(nth);
            rows.entry((nth, voice)).or_default().entry(*column).or_default().push(*at);
        }
    }
    rows
}

fn voice<'a>(claim: &'a Claim, voices: &Voices) -> Voice<'a> {
    match (voices.find(claim.origin.as_deref()), claim.origin.as_deref()) {
        (Some(voice), _) => Voice::Named(voice),
        (None, Some(origin)) => Voice::Unnamed(&origin.voice),
        (None, None) => Voice::Own,
    }
}

/// The name of a row's voice: of those that its accounts have for it the one that tells most.
fn label<'a>(voice: Voice<'a>, cells: &BTreeMap<usize, Vec<ClaimAt>>, context: &Context<'a>) -> &'a str {
    let claims = cells.values().flatten().filter_map(|at| context.story.claim(*at));
    match voice {
        Voice::Named(_) => {
            let names = claims.filter_map(|c| c.origin.as_deref()).map(|o| o.voice.as_str());
            words::telling_most(names)
        }
        Voice::Unnamed(name) => name,
        Voice::Own => "",
    }
}

/// "governor Pavlo Kyrylenko (Ukraine)".
fn who(
    voice: Voice<'_>,
    label: &str,
    cells: &BTreeMap<usize, Vec<ClaimAt>>,
    context: &Context<'_>,
) -> String {
    let claims = cells.values().flatten().filter_map(|at| context.story.claim(*at));
    let sides: BTreeSet<&str> = claims.filter_map(|c| c.origin.as_ref()?.side.as_deref()).collect();
    let sides: Vec<&str> = sides.into_iter().map(words::country).collect();
    let side = match sides.as_slice() {
        [] => String::new(),
        sides => format!(" <span class=\"note\">({})</span>", escaped(&sides.join(", "))),
    };
    match voice {
        Voice::Named(_) => name(label) + &side,
        Voice::Unnamed(_) => format!("{} <span class=\"note\">(not named)</span>{side}", name(label)),
        Voice::Own => "<em>the article itself</em>".into(),
    }
}

/// What one account says by one voice: each value once, with its words.
fn cell(claims: &[ClaimAt], label: &str, text: &[usize], context: &Context<'_>) -> String {
    let mut seen = BTreeSet::new();
    let mut out = String::new();
    // of copies, the one that came first shows its words
    let mut claims = claims.to_vec();
    claims.sort_by_key(|at| (text.iter().position(|article| *article == at.article), *at));
    let outlet = context.story.names[text[0]].as_str();
    let mut above = None;
    for telling in claims.iter().filter_map(|at| context.story.telling(*at)) {
        let says = match &telling.claim.value {
            Value::Quote { .. } => String::new(),
            Value::Place(place) => place.name.clone(),
            value => words::value(value),
        };
        let notes = notes(&telling, &says, label, context.ids);
        if !seen.insert((says.clone(), telling.words.clone(), notes.clone())) {
            continue;
        }
        let read = &context.story.reads[telling.at.article];
        let value = match &above {
            _ if says.is_empty() => String::new(),
            Some(above) if *above == says => String::new(),
            _ => format!("<strong>{}</strong> ", escaped(&says)),
        };
        out += &format!(
            "<a href=\"#{}\"><span class=\"on\">{}: </span>{value}“<bdi{}>{}</bdi>”</a>{notes}\n",
            context.anchors.words(telling.at.article, telling.span),
            name(outlet),
            language(read),
            escaped(&telling.words),
        );
        above = Some(says);
    }
    out
}

/// What stands behind a value: the voice where the text names it otherwise, how it is said, and of when.
fn notes(telling: &Telling<'_>, says: &str, label: &str, ids: bool) -> String {
    let mut notes = Vec::new();
    if let Some(origin) = &telling.claim.origin
        && !is_short_for(&origin.voice, label)
    {
        notes.push(format!("as {}", name(&origin.voice)));
    }
    let via = telling.claim.origin.iter().filter_map(|o| o.via.first());
    notes.extend(via.map(|via| format!("via {}", name(via))));
    // "Russia (alleged)" says it already
    let stance = telling.stance.filter(|stance| !says.contains(stance));
    notes.extend(stance.map(|stance| format!("<strong>{stance}</strong>")));
    notes.extend(telling.as_of.as_deref().map(escaped));
    if ids {
        notes.push(format!("<code>{:.8}</code>", telling.claim.id.to_string()));
    }
    if notes.is_empty() { String::new() } else { format!("<span class=\"note\">{}</span>", notes.join(", ")) }
}

/// Whether all words of a name are in another: "Kyrylenko" in "governor Pavlo Kyrylenko".
fn is_short_for(name: &str, label: &str) -> bool {
    let (name, label) = (name.to_lowercase(), label.to_lowercase());
    name.split(' ').all(|word| label.split(' ').any(|other| other == word))
}
