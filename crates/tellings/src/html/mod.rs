//! The page: one self-contained HTML file with the incidents, the accounts side by side, and the articles' texts with the
//! words of every claim marked. It needs no script, takes nothing from elsewhere and says nothing of when it was made.

mod chart;
mod incident;
mod markup;
mod source;
mod table;

pub(crate) use self::markup::escaped;
use self::source::Anchors;
use crate::view::{Incident, Story, words};
use crate::{Gathered, Options};
use ::incident::{Comparison, State};

/// How the page looks, on a screen, a phone and paper.
const STYLE: &str = include_str!("style.css");

/// What the parts of the page are written from.
struct Context<'a> {
    story: &'a Story<'a>,
    anchors: &'a Anchors,
    ids: bool,
}

/// Returns the page: the same articles give the same bytes.
///
/// ```
/// use tellings::{Gathered, Options, compare, html};
/// let gathered = Gathered::default();
/// let options = Options { ids: false, language: &|language| language.to_string() };
/// let page = html::page(&gathered, &compare(&gathered.reads), options);
/// assert!(page.starts_with("<!doctype html>"));
/// ```
pub fn page(gathered: &Gathered, comparison: &Comparison, options: Options<'_>) -> String {
    let story = Story::new(gathered, comparison);
    let anchors = Anchors::new(&story);
    let context = Context { story: &story, anchors: &anchors, ids: options.ids };
    let incidents: Vec<Incident<'_>> =
        (0..comparison.incidents.len()).map(|at| Incident::new(at, &story)).collect();
    let title = match incidents.as_slice() {
        [only] => escaped(only.title),
        all => format!(
            "{} in {}",
            words::counted(all.len(), "incident", "incidents"),
            words::counted(story.reads.len(), "article", "articles")
        ),
    };
    let mut body = header(&title, &incidents, &story, options);
    for (nth, incident) in incidents.iter().enumerate() {
        body += &incident::section(nth + 1, incident, &context);
    }
    let beside = story.signs(None);
    if !beside.is_empty() {
        body += &format!(
            "<section class=\"incident\">\n{}</section>\n",
            incident::signs("h2", &beside, &context)
        );
    }
    let mut crossing = String::new();
    body += &source::articles(&story, &anchors, &mut crossing);
    let crossing = match crossing.trim_end_matches(',') {
        "" => String::new(),
        rules => format!("{rules}{{background:var(--lit);outline:2px solid var(--accent)}}\n"),
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title} – Tellings</title>\n<style>\n{STYLE}{crossing}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#incidents\">Skip to the incidents</a>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn header(title: &str, incidents: &[Incident<'_>], story: &Story<'_>, options: Options<'_>) -> String {
    let in_passing = |at: usize| story.in_passing(&story.comparison.incidents[at]);
    let entries = |passing: bool| -> Vec<String> {
        let those = incidents.iter().enumerate().filter(|(at, _)| in_passing(*at) == passing);
        let entry = |(nth, incident): (usize, &Incident<'_>)| {
            format!(
                "<li value=\"{0}\"><a href=\"#incident-{0}\">{1}</a> <span class=\"note\">{2}</span></li>\n",
                nth + 1,
                escaped(incident.title),
                escaped(&summary(incident))
            )
        };
        those.map(entry).collect()
    };
    let passing = match entries(true).as_slice() {
        [] => String::new(),
        entries => format!(
            "<details><summary>{} in passing, by one account each</summary><ol>\n{}</ol></details>\n",
            words::counted(entries.len(), "more is told", "more are told"),
            entries.concat()
        ),
    };
    let unread = story.unread().map(|unread| format!("; {unread}")).unwrap_or_default();
    format!(
        "<header>\n<h1>{title}</h1>\n<p>{}{unread}. Where accounts differ, all are kept: nobody is held to be right.</p>\n\
         <nav aria-label=\"Contents\"><ol>\n{}</ol>\n{passing}<p><a href=\"#articles\">The articles’ texts</a></p></nav>\n{LEGEND}</header>\n\
         <main id=\"incidents\" tabindex=\"-1\">\n",
        escaped(&story.heading(options.language)),
        entries(false).concat(),
    )
}

/// "5 accounts; contested: actor; revised: killed, injured".
fn summary(incident: &Incident<'_>) -> String {
    let mut out = words::counted(incident.accounts.len(), "account", "accounts");
    for (state, says) in
        [(State::Contested, "contested"), (State::Revised, "revised"), (State::Unordered, "differs")]
    {
        let facts = incident.facts.iter().filter(|f| f.fact.state == state);
        let labels: Vec<&str> = facts.map(|f| f.label.as_str()).collect();
        if !labels.is_empty() {
            out += &format!("; {says}: {}", labels.join(", "));
        }
    }
    out
}

const LEGEND: &str = "\
<details class=\"legend\"><summary>How to read this page</summary>
<p>Facts stand below each other, accounts beside each other. Each row is what one voice says; each entry has the value and the words of the article. Follow it to see these words marked in the text.</p>
<dl>
<dt><span class=\"state contested\">contested</span></dt><dd>values that cannot both hold, from different voices, or one voice denies what another says</dd>
<dt><span class=\"state revised\">revised</span></dt><dd>a later figure replaces an earlier one; the latest stands first</dd>
<dt><span class=\"state unordered\">differs, and nothing tells which is newer</span></dt><dd>figures without an order</dd>
<dt><span class=\"state agreed\">the same</span></dt><dd>values that fit, with two or more independent voices or texts behind them</dd>
<dt><span class=\"state single\">one voice says</span></dt><dd>what has no second voice</dd>
</dl>
<p><em>Claimed</em> is said of one’s own success or with doubt, <em>alleged</em> is blame, <em>denied</em>, <em>threatened</em> and <em>planned</em> are what they say. Numbers of a part, such as killed (child), are compared only with numbers of the same part.</p>
</details>
";
