//! What assembly looks at: the article with all that the earlier passes found in it.

use gazetteer::Gazetteer;
use jiff::civil::Date;
use pack::{Pack, Tag};

use crate::attribution::Said;
use crate::candidates::Candidate;
use crate::chart::Chart;
use crate::chunks::Group;
use crate::document::Document;
use crate::naming::PlaceMention;
use crate::times::TimeMention;

/// What assembly looks at.
pub(crate) struct Ground<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) candidates: &'a [Candidate],
    pub(crate) places: &'a [PlaceMention],
    pub(crate) times: &'a [TimeMention],
    /// Groups of people, by the number that candidates have.
    pub(crate) groups: &'a [Group],
    pub(crate) gazetteer: &'a Gazetteer,
    /// The day of publication.
    pub(crate) published: Option<Date>,
    /// By sentence: tokens at which a clause begins.
    pub(crate) clauses: &'a [Vec<u32>],
    /// The number of the facet of kinds.
    pub(crate) kind: u8,
    pub(crate) charts: &'a [Chart],
    pub(crate) tags: &'a GroundTags,
    /// Tokens of all voices and words of saying.
    pub(crate) said: &'a [Said],
}

/// Tags that assembly asks for.
#[derive(Debug)]
pub(crate) struct GroundTags {
    /// Words of arrests and courts.
    pub(crate) law: Tag,
    /// Hospitals.
    pub(super) care: Tag,
    /// Before where somebody goes or is brought.
    pub(super) to: Option<Tag>,
    pub(super) det: Option<Tag>,
    /// Before what is said: "told them that".
    pub(super) that: Option<Tag>,
    /// Words for people.
    pub(super) person: Tag,
    /// Marks what is behind it as owned: "'s".
    pub(super) possessive: Tag,
    pub(super) weapon: Tag,
    /// Joins the last of a list: "and".
    pub(super) and: Tag,
    /// Before the two ends of a way: "between".
    pub(super) between: Tag,
    /// Before when a thing was last so: "the worst since".
    pub(super) since: Tag,
    /// A count of the dead: "the toll".
    pub(super) toll: Tag,
    /// What such a count does: "climbed".
    pub(super) rise: Tag,
    /// One that is history: "the first count".
    pub(super) first_toll: Tag,
    /// When somebody said what is history: "initially".
    pub(super) at_first: Tag,
    /// What is done to it: "lowered".
    pub(super) revise: Tag,
    /// Several things at once: "a wave of attacks".
    pub(super) several: Tag,
    /// Of which one incident may have several: "blasts".
    pub(super) burst: Tag,
    /// In many places: "nationwide".
    pub(super) spread: Tag,
    /// Before the name of a country or region: in many of its places.
    pub(super) across: Tag,
    /// Points at the place that was named: "dort", "там".
    pub(super) there: Tag,
    /// Before the hour or day that figures hold for: "as of".
    pub(super) as_of: Option<Tag>,
    /// Before what is told of as something known: "the", "this".
    pub(crate) definite: [Option<Tag>; 2],
}

impl GroundTags {
    pub(crate) fn of(pack: &Pack) -> GroundTags {
        let tag = |name| pack.tag(name).unwrap_or(Tag::MAX);
        GroundTags {
            law: tag("law-word"),
            care: tag("care"),
            to: pack.tag("place-to"),
            det: pack.tag("det"),
            that: pack.tag("that"),
            person: tag("person"),
            possessive: tag("possessive"),
            weapon: tag("weapon"),
            and: tag("and"),
            between: tag("range-open"),
            since: tag("since-clause"),
            toll: tag("toll"),
            rise: tag("rise-verb"),
            first_toll: tag("first-toll"),
            at_first: tag("at-first"),
            revise: tag("revise-verb"),
            several: tag("several"),
            burst: tag("burst"),
            spread: tag("spread"),
            across: tag("across"),
            there: tag("place-there"),
            as_of: pack.tag("as-of"),
            definite: ["definite-det", "definite-article"].map(|name| pack.tag(name)),
        }
    }
}
