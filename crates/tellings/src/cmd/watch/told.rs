//! What a list tells of a page, kept until the page is visited.

use serde::{Deserialize, Serialize};
use tellings::ingest::Entry;
use tellings::text::{Key, Language, Moment};

/// The longest text that is kept for a page that cannot be had, in bytes.
const LONGEST: usize = 200_000;

#[derive(Serialize, Deserialize)]
struct Told {
    title: String,
    text: String,
    published: Option<String>,
    updated: Option<String>,
    language: Option<String>,
    outlet: Option<String>,
}

/// Writes down what is told.
pub(super) fn written(entry: &Entry) -> String {
    let moment = |at: Option<Moment>| at.map(|at| at.to_string());
    let told = Told {
        title: entry.title.clone(),
        text: if entry.text.len() <= LONGEST { entry.text.clone() } else { String::new() },
        published: moment(entry.published),
        updated: moment(entry.updated),
        language: entry.language.map(|language| language.to_string()),
        outlet: entry.outlet.clone(),
    };
    serde_json::to_string(&told).unwrap_or_default()
}

/// And reads it again.
pub(super) fn read(told: Option<&str>, address: &str) -> Entry {
    let address = Some(address.to_owned());
    let Some(told) = told.and_then(|told| serde_json::from_str::<Told>(told).ok()) else {
        return Entry { address, ..Entry::default() };
    };
    Entry {
        address,
        id: None,
        title: told.title,
        text: told.text,
        published: told.published.as_deref().and_then(Moment::parse),
        updated: told.updated.as_deref().and_then(Moment::parse),
        language: told.language.as_deref().and_then(Language::parse),
        outlet: told.outlet,
    }
}

/// What is another once the entry's page is, as far as its list tells.
pub(super) fn version(entry: &Entry) -> String {
    let at = entry.updated.or(entry.published).map(|at| at.to_string()).unwrap_or_default();
    format!("{at} {}", Key::of([entry.title.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_back_as_it_was_told() {
        let entry = Entry {
            address: Some("https://a.example/1".into()),
            title: "Strike on Kazan".into(),
            text: "Eight drones.".into(),
            published: Moment::parse("2024-12-22T09:30:00Z"),
            language: Language::parse("en"),
            outlet: Some("Volga Courier".into()),
            ..Entry::default()
        };
        assert_eq!(read(Some(&written(&entry)), "https://a.example/1"), entry);
        assert_eq!(read(None, "x").address.as_deref(), Some("x"));
        assert_ne!(version(&entry), version(&Entry { title: "Strikes".into(), ..entry.clone() }));
    }
}
