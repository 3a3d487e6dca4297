use schemars::JsonSchema;
use serde::Serialize;
use store::News;
use text::Key;

/// What became of an article that was added to a ledger, a line of `tellings add --json`.
#[derive(Serialize)]
pub struct Kept<'a> {
    /// The article's key.
    pub article: String,
    /// The name that its source gives it.
    pub id: &'a str,
    /// `new`, `changed`, `known`.
    pub what: &'static str,
    /// Of one that changed: whether its headline did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<bool>,
    /// Of one that changed: sentences that only the newer one has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub come: Option<&'a [String]>,
    /// Of one that changed: sentences that only the older one had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<&'a [String]>,
}

impl<'a> From<&'a store::Added> for Kept<'a> {
    fn from(added: &'a store::Added) -> Kept<'a> {
        let (what, difference) = match &added.what {
            News::New => ("new", None),
            News::Known => ("known", None),
            News::Changed(difference) => ("changed", Some(difference)),
        };
        Kept {
            article: added.article.to_string(),
            id: &added.id,
            what,
            title: difference.map(|d| d.title),
            come: difference.map(|d| d.come.as_slice()),
            gone: difference.map(|d| d.gone.as_slice()),
        }
    }
}

/// An incident of a ledger, a line of `tellings incidents --json`.
#[derive(Serialize)]
pub struct Listed<'a> {
    /// Its id, which lives on.
    pub id: String,
    /// Hash of its tellings' keys.
    pub key: String,
    /// The kind that fits best.
    pub kind: Option<&'a str>,
    /// "Drone strike, Kazan, 21 December 2024".
    pub title: &'a str,
    /// `single`, `wave`, `total`.
    pub scope: &'a str,
    /// The worst state of its facts.
    pub state: &'a str,
    /// Its first day and its last.
    pub days: [Option<&'a str>; 2],
    /// How many articles tell of it.
    pub articles: u64,
    /// The names of its places, the surest first.
    pub places: &'a [String],
    /// The id of the wave or total that it belongs to.
    pub part_of: Option<String>,
    /// Of a statement: the id of the incident that it speaks of.
    pub about: Option<String>,
    /// Since when the ledger has it.
    pub since: &'a str,
    /// When it changed last.
    pub changed: &'a str,
    /// What people say of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision<'a>>,
    /// How its facts changed, where that was asked for since a moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<FactChange<'a>>>,
}

/// What somebody says of an incident.
#[derive(Serialize, JsonSchema)]
pub struct Decision<'a> {
    /// Its number, by which it can be taken back.
    pub number: i64,
    /// What is said.
    #[schemars(extend("enum" = ["pin", "dismiss", "note"]))]
    pub what: &'static str,
    /// Who says so.
    pub by: &'a str,
    /// When.
    pub at: &'a str,
    /// In words.
    pub note: &'a str,
}

impl<'a> From<&'a store::Mark> for Decision<'a> {
    fn from(mark: &'a store::Mark) -> Decision<'a> {
        let what = mark.says.name();
        Decision { number: mark.decision, what, by: &mark.who, at: &mark.taken, note: &mark.note }
    }
}

impl<'a> Listed<'a> {
    /// An incident with how its facts changed.
    pub fn with(incident: &'a store::Listed, changes: Option<&'a [store::Change]>) -> Listed<'a> {
        let changes = changes.map(|changes| changes.iter().map(FactChange::from).collect());
        Listed { changes, ..Listed::from(incident) }
    }
}

impl<'a> From<&'a store::Listed> for Listed<'a> {
    fn from(incident: &'a store::Listed) -> Listed<'a> {
        Listed {
            id: incident.id.to_string(),
            key: incident.key.to_string(),
            kind: incident.kind.as_deref(),
            title: &incident.title,
            scope: &incident.scope,
            state: &incident.state,
            days: [incident.first_day.as_deref(), incident.last_day.as_deref()],
            articles: incident.articles,
            places: &incident.places,
            part_of: incident.part_of.map(|id| id.to_string()),
            about: incident.about.map(|id| id.to_string()),
            since: &incident.since,
            changed: &incident.changed,
            decisions: incident.marks.iter().map(Decision::from).collect(),
            changes: None,
        }
    }
}

/// An article that a search found, a line of `tellings search --json`.
#[derive(Serialize, JsonSchema)]
pub struct Hit<'a> {
    /// The article's key.
    pub article: String,
    /// The name that its source gives it.
    pub id: &'a str,
    /// Its headline.
    pub title: &'a str,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// Where it stands.
    pub url: Option<&'a str>,
    /// When it was published.
    pub published: Option<&'a str>,
    /// Some of its words around those that were searched.
    pub words: &'a str,
    /// The ids of the incidents that it tells of.
    pub incidents: Vec<String>,
}

impl<'a> From<&'a store::Hit> for Hit<'a> {
    fn from(hit: &'a store::Hit) -> Hit<'a> {
        Hit {
            article: hit.article.to_string(),
            id: &hit.id,
            title: &hit.title,
            outlet: hit.outlet.as_deref(),
            url: hit.url.as_deref(),
            published: hit.published.as_deref(),
            words: &hit.words,
            incidents: hit.incidents.iter().map(|(id, _)| id.to_string()).collect(),
        }
    }
}

/// How a fact of an incident changed.
#[derive(Serialize, JsonSchema)]
pub struct FactChange<'a> {
    /// The incident's id.
    pub incident: String,
    /// When the ledger noted it.
    pub at: &'a str,
    /// The facet.
    pub facet: &'a str,
    /// Of what: `of=child`; left out where of all.
    #[serde(skip_serializing_if = "str::is_empty", default)]
    pub scope: &'a str,
    /// What it said; none where nobody told of it.
    pub before: Option<Figure<'a>>,
    /// What it says; none where nobody tells of it any more.
    pub after: Option<Figure<'a>>,
}

/// What a fact says, shortly.
#[derive(Serialize, JsonSchema)]
pub struct Figure<'a> {
    /// Its state.
    pub state: &'a str,
    /// The lower bound of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The upper bound of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The words of anything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<&'a str>,
}

impl<'a> From<&'a store::Figure> for Figure<'a> {
    fn from(figure: &'a store::Figure) -> Figure<'a> {
        let says = figure.says.as_deref();
        Figure { state: &figure.state, min: figure.min, max: figure.max, says }
    }
}

impl<'a> From<&'a store::Change> for FactChange<'a> {
    fn from(change: &'a store::Change) -> FactChange<'a> {
        FactChange {
            incident: change.incident.to_string(),
            at: &change.taken,
            facet: &change.facet,
            scope: &change.scope,
            before: change.before.as_ref().map(Figure::from),
            after: change.after.as_ref().map(Figure::from),
        }
    }
}

/// What comes while sources are followed, a line of `tellings watch --json`.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Came<'a> {
    /// An article, which is on the disk now.
    Article(Kept<'a>),
    /// An incident that is new.
    Incident(Listed<'a>),
    /// A fact that says something else than before.
    Change(FactChange<'a>),
}

/// What came to an incident since a moment: `tellings show --since --json`.
#[derive(Serialize, JsonSchema)]
pub struct Since<'a> {
    /// The incident's id.
    pub incident: String,
    /// Its title.
    pub title: &'a str,
    /// The moment.
    pub since: &'a str,
    /// The articles that came, or were edited.
    pub articles: Vec<CameSince<'a>>,
    /// How its facts changed.
    pub changes: Vec<FactChange<'a>>,
}

/// An article that came to an incident.
#[derive(Serialize, JsonSchema)]
pub struct CameSince<'a> {
    /// The article's key.
    pub article: String,
    /// The name that its source gives it.
    pub id: &'a str,
    /// Its headline.
    pub title: &'a str,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// When the ledger took it in.
    pub taken: &'a str,
    /// Whether an earlier revision was there.
    pub edited: bool,
}

impl<'a> Since<'a> {
    /// Puts what came into the form for other programs.
    pub fn new(
        id: Key,
        title: &'a str,
        since: &'a str,
        came: &'a [store::Came],
        changes: &'a [store::Change],
    ) -> Since<'a> {
        let articles = came.iter().map(|came| CameSince {
            article: came.article.to_string(),
            id: &came.id,
            title: &came.title,
            outlet: came.outlet.as_deref(),
            taken: &came.taken,
            edited: came.is_edited,
        });
        Since {
            incident: id.to_string(),
            title,
            since,
            articles: articles.collect(),
            changes: changes.iter().map(FactChange::from).collect(),
        }
    }
}
