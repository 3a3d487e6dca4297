use serde::{Deserialize, Serialize};

/// Where a claim's value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The words, count or item that the capture of this index holds.
    Capture(u8),
    /// A number that the rule states.
    Number(u32),
    /// At least a number that the rule states: "a deadly attack" killed one or more.
    AtLeast(u32),
    /// A category or name that the rule states.
    Literal(String),
    /// The kind of strike that the captured weapon makes.
    StrikeBy(u8),
    /// The kind of incident that the captured word names as its value.
    ValueOf(u8),
}

/// One claim that a rule makes: `facet = source`, then qualifiers.
///
/// `hits = n target=t`, `responsibility = who as=denied stance=denied`, `injured = who severity=critical`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emit {
    /// Index into the facets of [`crate::Kinds`].
    pub facet: u8,
    /// Where the value comes from.
    pub source: Source,
    /// Parts of the scope, each from a capture or stated: `of`, `target`, `place`, `basis`, `severity`, …
    pub scope: Vec<(String, Source)>,
    /// What kind of name it is (`as=denied`), for responsibility and control; a victim's fate; how a count came from an
    /// earlier one (`as=risen`); that a kind is somebody's word for what happened (`as=called`).
    pub role: Option<String>,
    /// A stance that the rule's own words carry.
    pub stance: Option<String>,
    /// The capture that is shown as the claim's words; else the value's capture, else the whole match.
    pub span: Option<u8>,
    /// The facet that it is of where the incident is no abduction or the like ("seized" by police).
    pub otherwise: Option<u8>,
    /// Whether the number is of further ones ("three more").
    pub delta: bool,
    /// Whether the people are some of all that the words before count ("among them a girl of six").
    pub part: bool,
    /// Whether as many are told of every place behind ("one death each was reported from Kano and Kaduna").
    pub each: bool,
}

impl Emit {
    /// Reads one line of a rule's `emit`.
    pub(crate) fn parse(
        line: &str,
        captures: &[String],
        facet: impl Fn(&str) -> Option<u8>,
    ) -> Result<Emit, String> {
        let (name, rest) =
            line.split_once('=').ok_or_else(|| format!("{line:?} is not of the form facet = value"))?;
        let find = |name: &str| {
            facet(name).ok_or_else(|| format!("no facet is called {name:?}; see kinds/facets.toml"))
        };
        let facet = find(name.trim())?;
        let mut words = split_words(rest.trim()).into_iter();
        let value = words.next().ok_or_else(|| format!("{line:?} has no value"))?;
        let mut emit = Emit {
            facet,
            source: source(&value, captures)?,
            scope: Vec::new(),
            role: None,
            stance: None,
            span: None,
            otherwise: None,
            delta: false,
            part: false,
            each: false,
        };
        for word in words {
            match word.split_once('=') {
                None if word == "delta" => emit.delta = true,
                None if word == "part" => emit.part = true,
                None if word == "each" => emit.each = true,
                Some(("else", name)) => emit.otherwise = Some(find(name)?),
                Some(("as", role)) => emit.role = Some(role.to_owned()),
                Some(("stance", stance)) => emit.stance = Some(stance.to_owned()),
                Some(("span", name)) => emit.span = Some(capture(name, captures)?),
                Some((key, value)) if SCOPE.contains(&key) => {
                    emit.scope.push((key.to_owned(), source(value, captures)?))
                }
                _ => return Err(format!("cannot read {word:?} in {line:?}")),
            }
        }
        Ok(emit)
    }
}

const SCOPE: &[&str] =
    &["of", "target", "place", "weapon", "means", "severity", "cause", "basis", "includes", "per", "period"];

fn split_words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => out.push(String::new()),
            c => out.last_mut().expect("never empty").push(c),
        }
        if c == '"' && quoted {
            out.last_mut().expect("never empty").push('\u{1}');
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

fn capture(name: &str, captures: &[String]) -> Result<u8, String> {
    captures
        .iter()
        .position(|c| c == name)
        .map(|at| at as u8)
        .ok_or_else(|| format!("the pattern captures nothing as {name:?}; put a literal in quotes"))
}

fn source(value: &str, captures: &[String]) -> Result<Source, String> {
    if let Some(literal) = value.strip_prefix('\u{1}') {
        return Ok(Source::Literal(literal.to_owned()));
    }
    if let Ok(number) = value.parse() {
        return Ok(Source::Number(number));
    }
    if let Some(number) = value.strip_prefix(">=").and_then(|n| n.parse().ok()) {
        return Ok(Source::AtLeast(number));
    }
    if let Some(inside) = value.strip_prefix("strike(").and_then(|v| v.strip_suffix(')')) {
        return capture(inside, captures).map(Source::StrikeBy);
    }
    if let Some(inside) = value.strip_prefix("value(").and_then(|v| v.strip_suffix(')')) {
        return capture(inside, captures).map(Source::ValueOf);
    }
    if captures.iter().any(|c| c == value) {
        return capture(value, captures).map(Source::Capture);
    }
    if value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !value.is_empty() {
        return Ok(Source::Literal(value.to_owned()));
    }
    capture(value, captures).map(Source::Capture)
}
