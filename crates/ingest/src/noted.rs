//! What auto-archiver notes of a post in one cell of its table: a dictionary as Python prints it.

/// The string, or the moment, that stands under a key of the dictionary itself.
pub(crate) fn value(noted: &str, key: &str) -> Option<String> {
    let mut rest = noted.trim().strip_prefix('{')?;
    loop {
        rest = rest.trim_start_matches([' ', ',', '\n']);
        let (name, behind) = string(rest)?;
        rest = behind.trim_start().strip_prefix(':')?.trim_start();
        if name == key {
            return string(rest).map(|(value, _)| value).or_else(|| moment(rest));
        }
        rest = behind_value(rest);
    }
}

/// A string at the beginning, and what stands behind it.
fn string(text: &str) -> Option<(String, &str)> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '\'' | '"'))?;
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => {}
                mark @ ('x' | 'u' | 'U') => {
                    let digits = match mark {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    };
                    let code: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
                    out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                other => out.push(other),
            },
            c if c == mark => return Some((out, &text[at + 1..])),
            c => out.push(c),
        }
    }
    None
}

/// `datetime.datetime(2024, 12, 22, 9, 30, tzinfo=datetime.timezone.utc)` as a moment is written.
fn moment(text: &str) -> Option<String> {
    let told = text.strip_prefix("datetime.datetime(")?;
    let (inner, behind) = told.split_at(told.find([')', 't']).unwrap_or(told.len()));
    let zone = if behind.starts_with("tzinfo=datetime.timezone.utc)") { "Z" } else { "" };
    let parts: Vec<u32> = inner.split(',').map_while(|part| part.trim().parse().ok()).collect();
    let at = |nth: usize| parts.get(nth).copied().unwrap_or(0);
    (parts.len() >= 3).then(|| {
        format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}", at(0), at(1), at(2), at(3), at(4), at(5))
    })
}

/// What stands behind a value of any kind: the comma that ends it, outside of strings and brackets.
fn behind_value(text: &str) -> &str {
    let (mut rest, mut depth) = (text, 0u32);
    while let Some(c) = rest.chars().next() {
        match c {
            '\'' | '"' => match string(rest) {
                Some((_, behind)) => {
                    rest = behind;
                    continue;
                }
                None => return "",
            },
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return rest,
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTED: &str = r#"{'_processed_at': datetime.datetime(2024, 12, 23, 8, 0, tzinfo=datetime.timezone.utc), 'tags': ['title', {'url': 'x'}], 'url': 'https://a.example/1', 'title': "It's \"Kazan\"", 'content': 'Eight\ndrones \u043d\xe9', 'timestamp': datetime.datetime(2024, 12, 22, 9, 30)}"#;

    #[test]
    fn values_of_the_dictionary_itself() {
        let is = |key: &str, wanted: Option<&str>| assert_eq!(value(NOTED, key).as_deref(), wanted, "{key}");
        is("url", Some("https://a.example/1"));
        is("title", Some("It's \"Kazan\""));
        is("content", Some("Eight\ndrones нé"));
        is("timestamp", Some("2024-12-22T09:30:00"));
        is("_processed_at", Some("2024-12-23T08:00:00Z"));
        is("tags", None);
        is("nothing", None);
    }

    #[test]
    fn what_is_broken_has_no_values() {
        for end in 0..NOTED.len() {
            let Some(part) = NOTED.get(..end) else { continue };
            assert_eq!(value(part, "nothing"), None);
        }
        assert_eq!(value("{'a': '\\", "a"), None);
        assert_eq!(value("{'a': {{{{'", "b"), None);
    }
}
