use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::emit::Emit;
use crate::pack::{Example, Rule, RuleOutput};
use crate::pattern::{self, Names};
use crate::{Kinds, PackError};

/// The layer of rules that make claims: after all chunks.
pub(crate) const CLAIMS: u8 = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[serde(default)]
    rule: Vec<RuleSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleSource {
    id: String,
    pattern: Option<String>,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    emit: Vec<String>,
    makes: Option<String>,
    value: Option<String>,
    layer: Option<u8>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// Reads one file of rules.
pub(crate) fn read(
    path: &Path,
    source: &str,
    macros: &BTreeMap<String, String>,
    names: &mut dyn Names,
) -> Result<Vec<Rule>, PackError> {
    let fault = |line: usize, what: String| PackError::Line { path: path.to_owned(), line, what };
    let file: RulesFile = toml::from_str(source).map_err(|e| {
        let line = e.span().map_or(1, |s| source[..s.start].matches('\n').count() + 1);
        fault(line, e.message().to_owned())
    })?;
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("rules");
    let mut out: Vec<Rule> = Vec::new();
    for rule in file.rule {
        let line = line_of(source, &rule.id);
        let id = format!("{stem}.{}", rule.id);
        if out.iter().any(|r| r.id == id) {
            return Err(fault(line, format!("two rules are called {:?}", rule.id)));
        }
        out.push(compile(id, rule, macros, names).map_err(|what| fault(line, what))?);
    }
    Ok(out)
}

fn compile(
    id: String,
    rule: RuleSource,
    macros: &BTreeMap<String, String>,
    names: &mut dyn Names,
) -> Result<Rule, String> {
    let mut captures = Vec::new();
    let mut patterns = Vec::new();
    for source in rule.pattern.iter().chain(&rule.patterns) {
        let source = expand(source, macros)?;
        patterns.extend(pattern::parse(&source, &mut captures, names)?);
    }
    if patterns.is_empty() {
        return Err("the rule has no pattern".into());
    }
    let (output, layer) = match (&rule.makes, rule.emit.as_slice()) {
        (Some(makes), []) => {
            let value = rule.value.as_deref().map_or(0, |v| names.value(v));
            (RuleOutput::Chunk { makes: names.tag(makes)?, value }, rule.layer.unwrap_or(50))
        }
        (None, lines @ [_, ..]) => {
            let facet = |name: &str| Kinds::shipped().facet(name);
            let emits = lines.iter().map(|l| Emit::parse(l, &captures, facet)).collect::<Result<_, _>>()?;
            (RuleOutput::Claims(emits), rule.layer.unwrap_or(CLAIMS))
        }
        _ => return Err("a rule either `makes` a chunk or `emit`s claims".into()),
    };
    if rule.yes.is_empty() || rule.no.is_empty() && layer >= CLAIMS {
        return Err(
            "a rule has at least one right example (`yes`), and one that makes claims a wrong one (`no`)"
                .into(),
        );
    }
    let yes = rule.yes.iter().map(|e| example(e)).collect::<Result<_, _>>()?;
    let no = rule.no.iter().map(|e| example(e)).collect::<Result<_, _>>()?;
    Ok(Rule { id, layer, patterns, captures, output, yes, no })
}

/// Puts the macros' patterns in the place of their names (`<name>`).
fn expand(source: &str, macros: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = source.to_owned();
    for _ in 0..8 {
        let Some(start) = out.find('<') else { return Ok(out) };
        let end = out[start..]
            .find('>')
            .map(|e| start + e)
            .ok_or_else(|| format!("a < that is not closed in {source:?}"))?;
        let name = &out[start + 1..end];
        let body =
            macros.get(name).ok_or_else(|| format!("no macro is called {name:?}; see macros.toml"))?.clone();
        out.replace_range(start..=end, &format!("({body})"));
    }
    if out.contains('<') { Err(format!("macros too deep in {source:?}")) } else { Ok(out) }
}

fn example(source: &str) -> Result<Example, String> {
    let (text, expected) = match source.rsplit_once(" => ") {
        Some((text, expected)) => (text, Some(expected.trim().to_owned())),
        None => (source, None),
    };
    let Some(start) = text.find("[[") else {
        return Ok(Example { text: text.to_owned(), marked: None, expected });
    };
    let end = text.find("]]").filter(|e| *e > start).ok_or_else(|| format!("[[ without ]] in {source:?}"))?;
    let plain = format!("{}{}{}", &text[..start], &text[start + 2..end], &text[end + 2..]);
    Ok(Example { text: plain, marked: Some((start, end - 2)), expected })
}

fn line_of(source: &str, id: &str) -> usize {
    let wanted = format!("id = \"{id}\"");
    source.lines().position(|l| l.trim() == wanted).map_or(1, |at| at + 1)
}
