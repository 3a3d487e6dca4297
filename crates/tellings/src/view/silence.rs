use incident::Incident;
use pack::Kinds;

/// What readers ask of a kind of incident, and the facets that answer it.
type Question = (&'static str, &'static [&'static str]);

const VIOLENCE: &[Question] = &[
    ("how many were killed", &["killed"]),
    ("how many were injured", &["injured"]),
    ("the weapon", &["weapon"]),
    ("who is responsible", &["actor", "responsibility"]),
];
const MISHAP: &[Question] = &[
    ("how many were killed", &["killed"]),
    ("how many were injured", &["injured"]),
    ("the cause", &["cause"]),
];
const CAPTIVITY: &[Question] = &[
    ("how many were taken", &["abducted", "missing"]),
    ("who is responsible", &["actor", "responsibility"]),
];
const RELEASE: &[Question] = &[("how many were released", &["released"])];
const CONTROL: &[Question] = &[("who holds it now", &["control", "actor"])];
const UTTERANCE: &[Question] = &[("who says it", &["actor"])];

/// What no account of an incident gives, as a question that readers ask and the facet that would answer it.
pub(crate) fn silences(incident: &Incident) -> Vec<(&'static str, &'static str)> {
    let kinds = Kinds::shipped();
    let kind = incident.kind.and_then(|k| kinds.kinds.get(usize::from(k)));
    let questions = match kind.map(|k| (k.name.as_str(), k.family.as_str(), k.utterance)) {
        Some((_, _, true)) => UTTERANCE,
        Some(("fire" | "accident", ..)) => MISHAP,
        Some((_, "attack", _)) => VIOLENCE,
        Some((_, "captivity", _)) => CAPTIVITY,
        Some((_, "release", _)) => RELEASE,
        Some((_, "control", _)) => CONTROL,
        _ => &[],
    };
    let given = |facets: &[&str]| {
        incident.facts.iter().any(|f| {
            kinds.facets.get(usize::from(f.facet)).is_some_and(|f| facets.contains(&f.name.as_str()))
        })
    };
    let open = questions.iter().filter(|(_, facets)| !given(facets));
    let mut out: Vec<_> = open.filter_map(|(says, facets)| Some((*says, facets.first().copied()?))).collect();
    if incident.places.is_empty() {
        out.push(("the place", "place"));
    }
    if incident.time.as_ref().is_none_or(|t| t.start.is_none()) {
        out.push(("the date", "time"));
    }
    out
}
