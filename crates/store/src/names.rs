//! What an article is known by, so that an edited one is a new revision and not a second article.

use text::Article;

/// The name under which a ledger knows an article: its address, the id that its source gives it, else what it says.
///
/// A place in a file (`news.jsonl:12`) is no name: the file may be written anew.
pub(crate) fn name_of(article: &Article) -> String {
    if let Some(url) = article.url() {
        return canonical(url);
    }
    let id = article.id();
    if article.path() == Some(id) {
        let whole = std::path::absolute(id).unwrap_or_else(|_| id.into());
        return format!("file:{}", whole.display());
    }
    let by_position = |head: &str| !head.is_empty() && article.path().is_none_or(|path| path == head);
    let counted = id.rsplit_once([':', '#']).filter(|(head, tail)| {
        !tail.is_empty() && tail.bytes().all(|b| b.is_ascii_digit()) && by_position(head)
    });
    match counted {
        Some((head, _)) if article.path() == Some(head) || head == "-" => format!("text:{}", article.key()),
        _ if id == "-" || id.is_empty() => format!("text:{}", article.key()),
        // ids of two sources may be alike
        _ => format!("id:{}:{id}", article.outlet().unwrap_or("")),
    }
}

/// What follows a `?` only to tell who sent the reader.
const TRACKING: &[&str] = &["fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "yclid"];

/// An address without what changes and leads to the same page: scheme, `www.`, case of the host, fragment, trailing slash,
/// marks of who sent the reader.
pub(crate) fn canonical(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
    let (place, query) = rest.split_once('?').map_or((rest, ""), |(place, query)| (place, query));
    let (host, path) = place.find('/').map_or((place, ""), |at| place.split_at(at));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let tells = |part: &&str| {
        let name = part.split('=').next().unwrap_or("");
        !part.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name)
    };
    let query = query.split('&').filter(tells).collect::<Vec<_>>().join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    format!("//{host}{}{mark}{query}", path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use text::About;

    use super::*;

    #[test]
    fn one_page_has_one_name() {
        let name = canonical("https://www.Example.org/a/b/?utm_source=x&id=7#top");
        assert_eq!(name, "//example.org/a/b?id=7");
        assert_eq!(canonical("http://example.org/a/b?id=7&fbclid=Zx"), name);
        assert_ne!(canonical("http://example.org/a/b?id=8"), name);
    }

    #[test]
    fn a_place_in_a_file_is_no_name() {
        let article = |id: &str, path: Option<&str>, text: &str| {
            Article::new(id, text, About { path: path.map(String::from), ..About::default() })
        };
        let named =
            |id, path| name_of(&article(id, path, "Two died.")) == name_of(&article(id, path, "Three died."));
        assert!(!named("news.jsonl:12", Some("news.jsonl")));
        assert!(!named("-", None) && !named("-:3", None));
        assert!(named("a.txt", Some("a.txt")) && named("story-12", Some("news.jsonl")));
    }
}
