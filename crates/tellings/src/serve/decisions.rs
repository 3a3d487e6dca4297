//! What people decide: taking decisions, taking them back, and who took which.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Says;
use text::Key;

use super::Server;
use super::answer::{Ask, json};
use super::asked::{Asked, At};
use super::done::{Done, said};
use super::incidents::Paged;
use super::pages::Pages;
use super::problem::Problem;
use super::routes::Routes;
use super::sent::Sent;
use super::who::You;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Pages, Paged<Taken>, _>("/decisions", "What was decided, the latest first", list)
        .post::<Decide, Decided, _>("/decisions", "Decides something", "201", decide)
        .delete::<Decided, _>("/decisions/{number}", "Takes a decision back", undo)
}

/// What is decided.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "lowercase", deny_unknown_fields)]
enum Decide {
    /// The incident stands before the others.
    Pin(Of),
    /// The incident is listed no more.
    Dismiss(Of),
    /// Something is to be known of it: the note.
    Note(Of),
    /// Two incidents are one.
    Merge {
        incident: String,
        other: String,
        #[serde(default)]
        note: String,
    },
    /// What some articles tell is of another incident.
    Split {
        incident: String,
        /// Keys of the articles that tell of the other.
        articles: Vec<String>,
        #[serde(default)]
        note: String,
    },
}

/// Of which incident, and why.
#[derive(Deserialize, JsonSchema)]
struct Of {
    incident: String,
    #[serde(default)]
    note: String,
}

/// A decision that was taken, or taken back.
#[derive(Serialize, JsonSchema)]
struct Decided {
    number: i64,
    /// The incidents that its tellings are of now.
    incidents: Vec<String>,
}

/// A decision as the ledger keeps it.
#[derive(Serialize, JsonSchema)]
struct Taken {
    number: i64,
    #[schemars(extend("enum" = ["pin", "dismiss", "note", "merge", "split", "remove"]))]
    what: String,
    by: String,
    at: String,
    note: String,
    /// When it was taken back.
    undone: Option<String>,
    undone_by: Option<String>,
    /// The incidents that its tellings are of now.
    incidents: Vec<Titled>,
}

/// An incident by its title.
#[derive(Serialize, JsonSchema)]
struct Titled {
    id: String,
    title: String,
}

/// A note has no more characters.
const LONGEST: usize = 10_000;
/// So many articles are taken out of an incident at once.
const MOST: usize = 1_000;

impl Decide {
    fn note(&self) -> &str {
        match self {
            Decide::Pin(of) | Decide::Dismiss(of) | Decide::Note(of) => &of.note,
            Decide::Merge { note, .. } | Decide::Split { note, .. } => note,
        }
    }

    fn check(&self) -> Result<(), Problem> {
        let wrong = |what: &str| Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, what));
        match self {
            _ if self.note().chars().count() > LONGEST => wrong("`note` has more than 10000 characters"),
            Decide::Note(of) if of.note.trim().is_empty() => wrong("`note` is empty"),
            Decide::Split { articles, .. } if articles.is_empty() => wrong("`articles` names none"),
            Decide::Split { articles, .. } if articles.len() > MOST => {
                wrong("`articles` names more than 1000")
            }
            _ => Ok(()),
        }
    }

    /// The same for the audit log.
    fn says(&self) -> String {
        match self {
            Decide::Pin(of) => format!("pin {}", of.incident),
            Decide::Dismiss(of) => format!("dismiss {}", of.incident),
            Decide::Note(of) => format!("note {}", of.incident),
            Decide::Merge { incident, other, .. } => format!("merge {incident} {other}"),
            Decide::Split { incident, articles, .. } => format!("split {incident} {}", articles.join(" ")),
        }
    }
}

async fn decide(
    State(server): State<Server>,
    you: You,
    Sent(decide): Sent<Decide>,
) -> Result<Response, Problem> {
    decide.check()?;
    let says = decide.says();
    let decided = server.write(move |writer| {
        let find = |id: &String| writer.ledger().find(id);
        let say = |says, of: &Of| Ok::<_, store::StoreError>((says, find(&of.incident)?));
        let (says, id) = match &decide {
            Decide::Pin(of) => say(Says::Pin, of)?,
            Decide::Dismiss(of) => say(Says::Dismiss, of)?,
            Decide::Note(of) => say(Says::Note, of)?,
            Decide::Merge { incident, other, note } => {
                let (one, other) = (find(incident)?, find(other)?);
                return writer.merge(one, other, &you.name, note);
            }
            Decide::Split { incident, articles, note } => {
                let id = find(incident)?;
                return writer.split(id, articles, &you.name, note);
            }
        };
        writer.say(id, (says, &you.name, decide.note()))
    });
    let decided = decided.await?;
    let done = Done::what(format!("decision {}, {says}", decided.number));
    Ok((done, said(StatusCode::CREATED, &Decided::from(decided))?).into_response())
}

async fn undo(State(server): State<Server>, you: You, At(number): At<String>) -> Result<Response, Problem> {
    let number: i64 = number.parse().map_err(|_| Problem::missing("There is no decision of this number"))?;
    let decided = server.write(move |writer| writer.undo(number, &you.name)).await?;
    said(StatusCode::OK, &Decided::from(decided))
}

impl From<store::Decided> for Decided {
    fn from(decided: store::Decided) -> Decided {
        Decided { number: decided.number, incidents: decided.incidents.iter().map(Key::to_string).collect() }
    }
}

async fn list(
    State(server): State<Server>,
    ask: Ask,
    Asked(pages): Asked<Pages>,
) -> Result<Response, Problem> {
    let make = move |view: &super::answer::View<'_>| {
        let behind = pages.behind::<1>()?.map(|[number]| number);
        let taken = view.ledger.decisions(behind, pages.limit() + 1)?;
        let total = view.ledger.decided()?;
        let of = |taken: store::Taken| {
            let (undone, undone_by) = taken.undone.unzip();
            let titled = |(id, title): (Key, String)| Titled { id: id.to_string(), title };
            Taken {
                number: taken.number,
                what: taken.what,
                by: taken.who,
                at: taken.taken,
                note: taken.note,
                undone,
                undone_by,
                incidents: taken.incidents.into_iter().map(titled).collect(),
            }
        };
        json(&pages.page(taken, total, |taken| [taken.number], of))
    };
    server.answer(ask, make).await
}
