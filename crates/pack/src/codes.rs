//! What other systems of event data call our kinds and facets, and which codes there are (`kinds/codes.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Facet, Kind};

/// The codes of one kind; `None` where a system has no such kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// In PLOVER, the ontology of the POLECAT data.
    pub plover: Option<PloverCode>,
    /// In ACLED.
    pub acled: Option<AcledCode>,
    /// In CAMEO, which GDELT codes by.
    pub cameo: Option<String>,
}

/// What happens, how, and in what context.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PloverCode {
    /// The event type, such as `ASSAULT`.
    pub event: String,
    /// How: `aerial`.
    pub mode: Option<String>,
    /// Why or about what: `military`.
    #[serde(default)]
    pub contexts: Vec<String>,
}

/// Event type and sub-event type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcledCode {
    /// The event type, such as `Battles`.
    pub event: String,
    /// The sub-event type; `None` where the kind alone doesn't tell.
    pub sub_event: Option<String>,
}

/// The fields that hold a facet in systems that have one for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// A field of a PLOVER record.
    pub plover: Option<String>,
    /// A column of ACLED's table.
    pub acled: Option<String>,
}

/// The codes that there are.
#[derive(Deserialize)]
pub(crate) struct Known {
    plover: System,
    acled: System,
    cameo: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct System {
    #[serde(default)]
    contexts: Vec<String>,
    fields: Vec<String>,
    events: BTreeMap<String, Vec<String>>,
}

impl Known {
    /// Names the first code of a kind that no system has.
    pub(crate) fn check_kind(&self, kind: &Kind) -> Result<(), String> {
        let no =
            |what: String| Err(format!("the kind {:?} names {what}, which codes.toml has not", kind.name));
        if let Some(code) = &kind.codes.plover {
            if !self.plover.has(&code.event, code.mode.as_ref()) {
                return no(format!("the PLOVER event {:?}, mode {:?}", code.event, code.mode));
            }
            if let Some(context) = code.contexts.iter().find(|c| !self.plover.contexts.contains(c)) {
                return no(format!("the PLOVER context {context:?}"));
            }
        }
        match (&kind.codes.acled, &kind.codes.cameo) {
            (Some(code), _) if !self.acled.has(&code.event, code.sub_event.as_ref()) => {
                no(format!("the ACLED event {:?}, sub-event {:?}", code.event, code.sub_event))
            }
            (_, Some(code)) if !self.cameo.contains_key(code) => no(format!("the CAMEO code {code:?}")),
            _ => Ok(()),
        }
    }

    /// Names the first field of a facet that its system has not.
    pub(crate) fn check_facet(&self, facet: &Facet) -> Result<(), String> {
        let systems = [(&facet.codes.plover, &self.plover), (&facet.codes.acled, &self.acled)];
        match systems.iter().find_map(|(field, system)| field.as_ref().filter(|f| !system.fields.contains(f)))
        {
            Some(field) => {
                Err(format!("the facet {:?} names the field {field:?}, which codes.toml has not", facet.name))
            }
            None => Ok(()),
        }
    }
}

impl System {
    fn has(&self, event: &str, detail: Option<&String>) -> bool {
        self.events.get(event).is_some_and(|details| detail.is_none_or(|d| details.contains(d)))
    }
}
