//! What a site asks of programs that visit it (`robots.txt`, RFC 9309).

/// The name by which a site may address us.
const NAME: &str = "tellings";

/// What the rules for us say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rules {
    /// Patterns of paths, and whether they may be visited.
    rules: Vec<(String, bool)>,
    /// How long to wait between visits, in seconds.
    pub(crate) delay: Option<f32>,
}

impl Rules {
    /// Rules that allow all, or nothing.
    pub(crate) fn all(is_allowed: bool) -> Rules {
        Rules { rules: vec![("/".to_owned(), is_allowed)], delay: None }
    }

    /// Reads the rules of the group that names us, or else of the one for all.
    pub(crate) fn of(text: &str) -> Rules {
        let (mut ours, mut others) = (None::<Rules>, None::<Rules>);
        let (mut is_ours, mut is_for_all, mut in_agents) = (false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !in_agents {
                    (is_ours, is_for_all) = (false, false);
                }
                in_agents = true;
                is_ours |= value.eq_ignore_ascii_case(NAME);
                is_for_all |= value == "*";
                if is_ours {
                    ours.get_or_insert_default();
                }
                continue;
            }
            in_agents = false;
            let add = |rules: &mut Option<Rules>| {
                let rules = rules.get_or_insert_default();
                match key.as_str() {
                    "allow" | "disallow" if !value.is_empty() => {
                        rules.rules.push((value.to_owned(), key == "allow"))
                    }
                    "crawl-delay" => rules.delay = value.parse().ok().filter(|delay: &f32| delay.is_finite()),
                    _ => {}
                }
            };
            if is_ours {
                add(&mut ours);
            }
            if is_for_all {
                add(&mut others);
            }
        }
        ours.or(others).unwrap_or_default()
    }

    /// Whether a path, with what is asked of it, may be visited: the longest rule that fits says it.
    pub(crate) fn allow(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting
            .max_by_key(|(pattern, is_allowed)| (pattern.len(), *is_allowed))
            .is_none_or(|(_, is_allowed)| *is_allowed)
    }
}

/// Whether a path begins as a pattern does, in which `*` is anything and `$` the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or("")) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !is_whole || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if is_whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_of_our_group() {
        let rules = Rules::of(
            "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private/ # not this\nAllow: /private/open\n\
             Disallow: /*.pdf$\nCrawl-delay: 2\n",
        );
        for (path, wanted) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/a.pdf", false),
            ("/a.pdf?x", true),
        ] {
            assert_eq!(rules.allow(path), wanted, "{path}");
        }
        assert_eq!(rules.delay, Some(2.0));
        let rules =
            Rules::of("User-agent: *\nDisallow: /\nUser-agent: a\nUser-agent: Tellings\nDisallow: /x\n");
        assert!(rules.allow("/y") && !rules.allow("/x"));
        assert!(Rules::of("User-agent: Tellings\nDisallow:\n\nUser-agent: *\nDisallow: /").allow("/y"));
        assert!(Rules::of("<html>nothing: here").allow("/y"));
        assert!(!Rules::all(false).allow("/y"));
    }
}
