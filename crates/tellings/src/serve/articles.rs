//! One article: its text with what was read in it, and how it stands to another.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State as From;
use axum::response::Response;
use incident::{How, Read};
use schemars::JsonSchema;
use serde::Serialize;
use store::Kept;
use text::{Key, Part};

use super::Server;
use super::answer::{Ask, View, json};
use super::asked::{Asked, At, Nothing};
use super::incidents::Listed;
use super::pieces::{Piece, pieces};
use super::problem::Problem;
use super::routes::Routes;
use super::told::{Account, Heard, Taken, Told, Voice, claims, sentences};
use crate::view::words;
use crate::wire::{Points, Unread};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Nothing, ArticleView<'static>, _>(
            "/articles/{key}",
            "An article with what was read in it",
            show,
        )
        .get::<Nothing, Against, _>(
            "/articles/{key}/against/{other}",
            "How an article stands to another: what both say, and what only one does",
            against,
        )
}

/// An article with what was read in it.
#[derive(Serialize, JsonSchema)]
struct ArticleView<'a> {
    article: Whole<'a>,
    text: &'a str,
    /// In the order of the text.
    mentions: Vec<Mention>,
    /// In the order of the text.
    claims: Vec<Told<'a>>,
    /// Who is heard.
    voices: Vec<Voice>,
    /// The incidents that it tells of.
    incidents: Vec<Listed<'a>>,
    /// The earliest first.
    revisions: Vec<Revision<'a>>,
    /// The articles that it derives from.
    sources: Vec<Link>,
    /// The articles that derive from it.
    copies: Vec<Link>,
}

/// An article without its text.
#[derive(Serialize, JsonSchema)]
struct Whole<'a> {
    #[serde(flatten)]
    account: Account,
    /// The file that it was read from.
    path: Option<&'a str>,
    /// Sentences with figures that no rule read.
    unread: Vec<Unread>,
}

/// A span recognised as a time, place, count, name, weapon, target or quotation.
#[derive(Serialize, JsonSchema)]
struct Mention {
    /// Code points, half-open.
    span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["title", "text"]))]
    part: &'static str,
    /// What it is.
    kind: &'static str,
    /// What it says, in English; empty for names.
    says: String,
}

/// When a revision came.
#[derive(Serialize, JsonSchema)]
struct Revision<'a> {
    key: String,
    taken: &'a str,
    title: &'a str,
}

/// An article that another has something from.
#[derive(Serialize, JsonSchema)]
struct Link {
    account: Account,
    how: Way,
    /// The share of the words of the one that derives that stand in what it took, 0 to 1.
    share: f32,
}

/// How an article derives from another.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Way {
    Copy,
    Rewrite,
    Translation,
    Cites,
}

impl Way {
    /// The way of this name, as the tables have it.
    fn parse(name: &str) -> Option<Way> {
        let all = [How::Copy, How::Rewrite, How::Translation, How::Cites];
        all.into_iter().find(|how| how.name() == name).map(Way::from)
    }
}

impl core::convert::From<How> for Way {
    fn from(how: How) -> Way {
        match how {
            How::Copy => Way::Copy,
            How::Rewrite => Way::Rewrite,
            How::Translation => Way::Translation,
            How::Cites => Way::Cites,
        }
    }
}

/// How an article stands to another.
#[derive(Serialize, JsonSchema)]
struct Against {
    here: Account,
    there: Account,
    /// How the one derives from the other; null where it does not.
    how: Option<Way>,
    /// The share of its words that stand in what it took, 0 to 1.
    share: f32,
    /// Both texts cut up, in the order of `here`; what only `there` has stands where it was left out.
    pieces: Vec<Piece>,
}

/// The article of a key that stands in an address.
fn kept(view: &View<'_>, name: &str) -> Result<Kept, Problem> {
    let key = Key::parse(name);
    let missing =
        || Problem::missing(format!("The ledger has no article {name}; a key has 16 hexadecimal digits"));
    view.ledger.article(key.ok_or_else(missing)?)?.ok_or_else(missing)
}

async fn show(
    From(server): From<Server>,
    At(name): At<String>,
    ask: Ask,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    let make = move |view: &View<'_>| {
        let kept = kept(view, &name)?;
        let (article, catalog) = (&kept.article, view.catalog);
        let of: BTreeMap<usize, Key> = kept.incidents.iter().copied().collect();
        let told: BTreeSet<Key> = of.values().copied().collect();
        let [sources, copies] = links(view, article.key())?;
        let taken = view.ledger.taken([article.key()])?;
        let reading = kept.reading.as_ref();
        let all = reading.map_or(&[][..], |reading| &reading.claims);
        let heard = Heard::of(all.iter().filter_map(|claim| claim.origin.as_deref()));
        let points = Points::of(article);
        let mentions = reading.into_iter().flat_map(|reading| &reading.mentions).map(|mention| Mention {
            span: points.span(mention.span),
            part: mention.span.part().name(),
            kind: mention.kind.name(),
            says: mention.value.as_ref().map_or(String::new(), words::value),
        });
        let unread = reading.into_iter().flat_map(|reading| &reading.unread).map(|unread| Unread {
            span: points.span(unread.span),
            part: unread.span.part().name(),
            why: unread.why,
        });
        let rows = told.iter().filter_map(|id| catalog.find(*id));
        let mut listed: Vec<usize> = rows.collect();
        listed.sort_by_cached_key(|at| catalog.rows[*at].rank(store::Order::Day));
        let revisions = kept.revisions.iter();
        json(&ArticleView {
            article: Whole {
                account: Account::new(article, reading, &taken),
                path: article.path(),
                unread: unread.collect(),
            },
            text: article.text(),
            mentions: mentions.collect(),
            claims: reading.map_or_else(Vec::new, |reading| {
                let packs = &view.server.0.packs;
                claims(article, reading, (packs, &heard), |telling| of.get(&telling).copied(), |_| true)
            }),
            voices: heard.voices.clone(),
            incidents: listed.iter().map(|at| Listed::from(&catalog.rows[*at].light)).collect(),
            revisions: revisions
                .map(|r| Revision { key: r.key.to_string(), taken: &r.taken, title: &r.title })
                .collect(),
            sources,
            copies,
        })
    };
    server.answer(ask, make).await
}

/// What an article has from others that tell of the same incidents, and what others have from it; the most first.
fn links(view: &View<'_>, article: Key) -> Result<[Vec<Link>; 2], Problem> {
    let mut out = [Vec::new(), Vec::new()];
    for (links, backwards) in out.iter_mut().zip([true, false]) {
        let mut derived = view.ledger.derived(article, backwards)?;
        derived.truncate(LINKS);
        let taken = view.ledger.taken(derived.iter().map(|(key, ..)| *key))?;
        for (key, how, share) in derived {
            let (Some(kept), Some(how)) = (view.ledger.article(key)?, Way::parse(&how)) else { continue };
            let account = Account::new(&kept.article, kept.reading.as_ref(), &taken);
            links.push(Link { account, how, share: f32::from(share) / 1000.0 });
        }
    }
    Ok(out)
}

/// So many are told of.
const LINKS: usize = 100;

async fn against(
    From(server): From<Server>,
    At((name, other)): At<(String, String)>,
    ask: Ask,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    let make = move |view: &View<'_>| {
        let (here, there) = (kept(view, &name)?, kept(view, &other)?);
        let taken: Taken = view.ledger.taken([here.article.key(), there.article.key()])?;
        let accounts = [&here, &there].map(|kept| Account::new(&kept.article, kept.reading.as_ref(), &taken));
        let read = |kept: &Kept| {
            let reading = kept.reading.clone();
            reading.map(|reading| Read { article: kept.article.clone(), reading })
        };
        let reads: Vec<Read> = [&here, &there].into_iter().filter_map(read).collect();
        // the same two in the order in which one took from the other, if it did
        let lineage = if reads.len() == 2 { lineage::trace(&reads) } else { lineage::Lineage::default() };
        let mut derivation = lineage.derivations.first().and_then(|all| all.first()).cloned();
        let back = lineage.derivations.get(1).and_then(|all| all.first());
        let (how, share) = match (&derivation, back) {
            (Some(found), _) | (None, Some(found)) => (Some(found.how.into()), found.share),
            (None, None) => (None, 0),
        };
        if let (None, Some(back)) = (&derivation, back) {
            let mut turned = back.clone();
            for passage in &mut turned.passages {
                std::mem::swap(&mut passage.here, &mut passage.there);
            }
            derivation = Some(turned);
        }
        let passages = derivation.map(|derivation| derivation.passages).unwrap_or_default();
        let own = |span: text::Span| span.part() == Part::Text;
        let passages = passages.iter().filter(|p| own(p.here) && own(p.there));
        let passages: Vec<_> =
            passages.map(|p| ((p.here.start(), p.here.end()), (p.there.start(), p.there.end()))).collect();
        let [a, b] = accounts;
        let packs = &view.server.0.packs;
        let cut = |kept: &Kept| sentences(&kept.article, kept.reading.as_ref(), Part::Text, packs);
        let pieces =
            pieces((here.article.text(), &cut(&here)), (there.article.text(), &cut(&there)), &passages);
        json(&Against { here: a, there: b, how, share: f32::from(share) / 1000.0, pieces })
    };
    server.answer(ask, make).await
}
