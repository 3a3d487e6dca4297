//! The accounts of an incident side by side, as a table for spreadsheets.

use std::collections::BTreeSet;
use std::fmt::Write;

use incident::{Comparison, Read};

use super::told::{Taken, accounts};
use crate::view::words;
use crate::wire::facet_name;

/// A line for each value of each fact, a column for each account with its words.
pub(super) fn csv(reads: &[Read], comparison: &Comparison) -> Vec<u8> {
    let Some(incident) = comparison.incidents.first() else { return Vec::new() };
    let articles: BTreeSet<usize> = incident.tellings.iter().map(|at| at.article).collect();
    let (order, _) = accounts(reads, comparison, articles.into_iter().collect(), &Taken::new());
    let mut out = String::new();
    let mut heads: Vec<String> = ["facet", "of", "state", "value", "voices"].map(String::from).into();
    heads.extend(order.iter().map(|at| {
        let article = &reads[*at].article;
        let published = article.published().map(|published| published.at.to_string());
        let parts = [article.outlet(), published.as_deref(), article.url().or(Some(article.id()))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }));
    line(&mut out, &heads);
    for fact in &incident.facts {
        for value in &fact.values {
            let mut cells = vec![
                facet_name(fact.facet).to_owned(),
                words::scope(&fact.scope),
                fact.state.name().to_owned(),
                words::value(&value.value),
                value.voices.join("; "),
            ];
            cells.extend(order.iter().map(|article| {
                let own = value.claims.iter().filter(|at| at.article == *article);
                let claims = own.filter_map(|at| reads[at.article].reading.claims.get(at.claim));
                let said: Vec<&str> = claims.map(|claim| reads[*article].article.words(claim.span)).collect();
                said.join(" | ")
            }));
            line(&mut out, &cells);
        }
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    write!(out, "{}\r\n", cells.join(",")).ok();
}

/// A cell; what a spreadsheet would take for a formula begins with an apostrophe.
fn escaped(cell: &str) -> String {
    let formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%']) || cell.starts_with(['\t', '\r', '\n']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(escaped("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(escaped(" +1"), "\"' +1\"");
        assert_eq!(escaped("at least 5, he said"), "\"at least 5, he said\"");
    }
}
