use schemars::JsonSchema;
use serde::Serialize;

/// What other systems of event data call a kind; null where one has no such kind.
#[derive(Serialize, JsonSchema)]
pub struct Codes<'a> {
    /// PLOVER, the ontology of the POLECAT data.
    pub plover: Option<Plover<'a>>,
    /// ACLED.
    pub acled: Option<Acled<'a>>,
    /// CAMEO, which GDELT codes by: "1952".
    pub cameo: Option<&'a str>,
}

/// What happens, how, and in what context.
#[derive(Serialize, JsonSchema)]
pub struct Plover<'a> {
    /// The event type: "ASSAULT".
    pub event: &'a str,
    /// How: "drone".
    pub mode: Option<&'a str>,
    /// About what: "military".
    pub contexts: &'a [String],
}

/// Event type and sub-event type.
#[derive(Serialize, JsonSchema)]
pub struct Acled<'a> {
    /// The event type: "Battles".
    pub event: &'a str,
    /// The sub-event type; null where the kind alone doesn't tell.
    pub sub_event: Option<&'a str>,
}

/// What holds a facet in other systems; null where one has no field for it.
#[derive(Serialize, JsonSchema)]
pub struct Fields<'a> {
    /// A field of a PLOVER record.
    pub plover: Option<&'a str>,
    /// A column of ACLED's table.
    pub acled: Option<&'a str>,
}

impl<'a> From<&'a pack::Codes> for Codes<'a> {
    fn from(codes: &'a pack::Codes) -> Codes<'a> {
        Codes {
            plover: codes.plover.as_ref().map(|c| Plover {
                event: &c.event,
                mode: c.mode.as_deref(),
                contexts: &c.contexts,
            }),
            acled: codes.acled.as_ref().map(|c| Acled { event: &c.event, sub_event: c.sub_event.as_deref() }),
            cameo: codes.cameo.as_deref(),
        }
    }
}

impl<'a> Fields<'a> {
    /// The fields for a facet, if there is any.
    pub(crate) fn of(facet: &'a pack::Facet) -> Option<Fields<'a>> {
        let (plover, acled) = (facet.codes.plover.as_deref(), facet.codes.acled.as_deref());
        (plover.is_some() || acled.is_some()).then_some(Fields { plover, acled })
    }
}
