//! The tables, as `docs/format.md` tells of them, and what leads from an older form to this one.

use std::path::Path;

use rusqlite::Connection;

use crate::{FORMAT, StoreError, backup};

/// "Tell": what `file` and other programs know a ledger by.
pub(crate) const APPLICATION: i64 = 0x5465_6c6c;

/// The first form. A later one is what the migrations make of it.
const FIRST: &str = "
CREATE TABLE articles (
    article  INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    latest   INTEGER NOT NULL
);
CREATE TABLE revisions (
    revision  INTEGER PRIMARY KEY,
    article   INTEGER NOT NULL,
    key       INTEGER NOT NULL,
    text_key  INTEGER NOT NULL,
    taken     TEXT NOT NULL,
    id        TEXT NOT NULL,
    path      TEXT,
    url       TEXT,
    outlet    TEXT,
    language  TEXT,
    published TEXT,
    published_from TEXT,
    title     TEXT NOT NULL,
    text      TEXT NOT NULL,
    hash      BLOB NOT NULL
);
CREATE INDEX revisions_by_article ON revisions (article);
CREATE INDEX revisions_by_key ON revisions (key);
CREATE INDEX revisions_by_text ON revisions (text_key);
CREATE TABLE versions (
    version   INTEGER PRIMARY KEY,
    language  TEXT NOT NULL,
    pack      TEXT NOT NULL,
    gazetteer TEXT NOT NULL,
    program   TEXT NOT NULL,
    UNIQUE (language, pack, gazetteer, program)
);
CREATE TABLE readings (
    revision  INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL,
    form      BLOB NOT NULL
);
CREATE TABLE claims (
    claim     INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    nth       INTEGER NOT NULL,
    PRIMARY KEY (revision, nth)
) WITHOUT ROWID;
CREATE INDEX claims_by_id ON claims (claim);
CREATE TABLE tellings (
    revision  INTEGER NOT NULL,
    nth       INTEGER NOT NULL,
    key       INTEGER NOT NULL,
    incident  INTEGER NOT NULL,
    PRIMARY KEY (revision, nth)
) WITHOUT ROWID;
CREATE INDEX tellings_by_incident ON tellings (incident);
CREATE TABLE incidents (
    incident  INTEGER PRIMARY KEY,
    key       INTEGER NOT NULL,
    weighed   INTEGER NOT NULL,
    since     TEXT NOT NULL,
    changed   TEXT NOT NULL,
    kind      TEXT,
    title     TEXT NOT NULL DEFAULT '',
    extent    TEXT NOT NULL DEFAULT 'single',
    state     TEXT NOT NULL DEFAULT 'single',
    first_day TEXT,
    last_day  TEXT,
    articles  INTEGER NOT NULL DEFAULT 0,
    part_of   INTEGER,
    about     INTEGER,
    form      BLOB
);
CREATE INDEX incidents_to_weigh ON incidents (incident) WHERE weighed = 0;
CREATE INDEX incidents_by_day ON incidents (first_day);
CREATE TABLE successors (
    incident  INTEGER PRIMARY KEY,
    successor INTEGER,
    since     TEXT NOT NULL
);
CREATE TABLE facts (
    incident  INTEGER NOT NULL,
    nth       INTEGER NOT NULL,
    facet     TEXT NOT NULL,
    scope     TEXT NOT NULL,
    state     TEXT NOT NULL,
    min       INTEGER,
    max       INTEGER,
    says      TEXT,
    voices    INTEGER NOT NULL,
    texts     INTEGER NOT NULL,
    PRIMARY KEY (incident, nth)
) WITHOUT ROWID;
CREATE TABLE places (
    place     INTEGER PRIMARY KEY,
    incident  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    within    TEXT NOT NULL,
    country   TEXT
);
CREATE INDEX places_by_incident ON places (incident);
CREATE VIRTUAL TABLE spots USING rtree (place, south, north, west, east);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE decisions (
    decision  INTEGER PRIMARY KEY,
    taken     TEXT NOT NULL,
    who       TEXT NOT NULL,
    what      TEXT NOT NULL,
    one       TEXT NOT NULL,
    other     TEXT NOT NULL,
    note      TEXT NOT NULL,
    undone    TEXT,
    undone_by TEXT
);
CREATE TABLE chain (
    entry     INTEGER PRIMARY KEY,
    taken     TEXT NOT NULL,
    what      TEXT NOT NULL,
    nth       INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    link      BLOB NOT NULL
);
";

/// What leads from form `n + 1` to the next.
const MIGRATIONS: &[&str] = &[LINKS, FOLLOWED, SERVED];

/// What linking keeps. Where it is empty, all is linked when the ledger is next opened to write.
const LINKS: &str = "
CREATE TABLE linking (
    made      TEXT NOT NULL
);
CREATE TABLE linked (
    number    INTEGER PRIMARY KEY,
    telling   INTEGER NOT NULL,
    component INTEGER,
    choice    INTEGER,
    taken     INTEGER NOT NULL
);
CREATE UNIQUE INDEX linked_by_telling ON linked (telling);
CREATE INDEX linked_by_choice ON linked (choice) WHERE choice IS NOT NULL;
CREATE TABLE copies (
    number    INTEGER NOT NULL,
    article   INTEGER NOT NULL,
    form      BLOB NOT NULL,
    PRIMARY KEY (number, article)
) WITHOUT ROWID;
CREATE INDEX copies_by_article ON copies (article);
CREATE TABLE components (
    component INTEGER PRIMARY KEY,
    form      BLOB NOT NULL
);
CREATE TABLE marks (
    key       INTEGER NOT NULL,
    day       INTEGER NOT NULL,
    telling   INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (key, day, telling)
) WITHOUT ROWID;
";

/// What is visited again and again, how facts changed, and articles that were taken out.
const FOLLOWED: &str = "
CREATE TABLE visits (
    address  TEXT PRIMARY KEY,
    what     TEXT NOT NULL,
    site     TEXT NOT NULL,
    source   TEXT,
    version  TEXT,
    etag     TEXT,
    modified TEXT,
    visited  TEXT,
    due      TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    fault    TEXT,
    told     TEXT
) WITHOUT ROWID;
CREATE INDEX visits_by_site ON visits (what, site, due) WHERE due IS NOT NULL;
CREATE TABLE changes (
    change    INTEGER PRIMARY KEY,
    taken     TEXT NOT NULL,
    incident  INTEGER NOT NULL,
    facet     TEXT NOT NULL,
    scope     TEXT NOT NULL,
    was_state TEXT,
    was_min   INTEGER,
    was_max   INTEGER,
    was_says  TEXT,
    state     TEXT,
    min       INTEGER,
    max       INTEGER,
    says      TEXT
);
CREATE INDEX changes_by_incident ON changes (incident);
CREATE INDEX changes_by_time ON changes (taken);
CREATE TABLE removed (
    article   INTEGER PRIMARY KEY,
    decision  INTEGER NOT NULL
);
CREATE TABLE actors (
    incident  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    PRIMARY KEY (incident, name)
) WITHOUT ROWID;
UPDATE incidents SET weighed = 0;
";

/// Who tells, who takes from whom and who is heard, with what is counted of them; in which order incidents came and changed;
/// who may ask and write over the net, and what they keep. And what tellings that wait may choose.
const SERVED: &str = "
ALTER TABLE linked ADD COLUMN fits BLOB;
ALTER TABLE incidents ADD COLUMN voices INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incidents ADD COLUMN turn INTEGER;
ALTER TABLE incidents ADD COLUMN came INTEGER;
CREATE INDEX incidents_by_turn ON incidents (turn);
CREATE TABLE turns (
    last      INTEGER NOT NULL
);
INSERT INTO turns VALUES (0);
CREATE TABLE outlets (
    outlet    INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    articles  INTEGER NOT NULL DEFAULT 0,
    incidents INTEGER NOT NULL DEFAULT 0,
    first     INTEGER NOT NULL DEFAULT 0,
    copies    INTEGER NOT NULL DEFAULT 0,
    rewrites  INTEGER NOT NULL DEFAULT 0,
    translations INTEGER NOT NULL DEFAULT 0,
    cites     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outlets_by_articles ON outlets (articles DESC, name);
CREATE TABLE accounts (
    outlet    INTEGER NOT NULL,
    incident  INTEGER NOT NULL,
    first     INTEGER NOT NULL,
    PRIMARY KEY (outlet, incident)
) WITHOUT ROWID;
CREATE INDEX accounts_by_incident ON accounts (incident);
CREATE TABLE derivations (
    revision  INTEGER NOT NULL,
    how       TEXT NOT NULL,
    source    INTEGER NOT NULL,
    incident  INTEGER NOT NULL,
    share     INTEGER NOT NULL,
    outlet    INTEGER,
    origin    INTEGER,
    PRIMARY KEY (revision, how, source, incident)
) WITHOUT ROWID;
CREATE INDEX derivations_by_incident ON derivations (incident);
CREATE INDEX derivations_by_source ON derivations (source);
CREATE TABLE takes (
    outlet    INTEGER NOT NULL,
    origin    INTEGER NOT NULL,
    articles  INTEGER NOT NULL,
    PRIMARY KEY (outlet, origin)
) WITHOUT ROWID;
CREATE INDEX takes_by_outlet ON takes (outlet, articles DESC);
CREATE INDEX takes_by_origin ON takes (origin, articles DESC);
CREATE TABLE voices (
    voice     INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    side      TEXT NOT NULL,
    incidents INTEGER NOT NULL DEFAULT 0,
    articles  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, kind, side)
);
CREATE INDEX voices_by_articles ON voices (articles DESC, name);
CREATE TABLE heard (
    voice     INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    incident  INTEGER NOT NULL,
    outlet    INTEGER,
    PRIMARY KEY (voice, revision, incident)
) WITHOUT ROWID;
CREATE INDEX heard_by_incident ON heard (incident, voice);
CREATE TABLE hears (
    outlet    INTEGER NOT NULL,
    voice     INTEGER NOT NULL,
    articles  INTEGER NOT NULL,
    PRIMARY KEY (outlet, voice)
) WITHOUT ROWID;
CREATE INDEX hears_by_outlet ON hears (outlet, articles DESC);
CREATE INDEX hears_by_voice ON hears (voice, articles DESC);
INSERT INTO outlets (name, articles) SELECT outlet, count(*) FROM articles JOIN revisions ON latest = revision
    WHERE outlet IS NOT NULL AND articles.article NOT IN (SELECT article FROM removed) GROUP BY outlet;
CREATE TRIGGER article_counted AFTER UPDATE OF latest ON articles BEGIN
    UPDATE outlets SET articles = articles - 1
        WHERE name = (SELECT outlet FROM revisions WHERE revision = old.latest);
    INSERT INTO outlets (name, articles) SELECT outlet, 1 FROM revisions
        WHERE revision = new.latest AND outlet IS NOT NULL
        ON CONFLICT (name) DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER article_taken_out AFTER INSERT ON removed BEGIN
    UPDATE outlets SET articles = articles - 1 WHERE name =
        (SELECT outlet FROM articles JOIN revisions ON latest = revision WHERE articles.article = new.article);
END;
CREATE TRIGGER account_came AFTER INSERT ON accounts BEGIN
    UPDATE outlets SET incidents = incidents + 1, first = first + new.first WHERE outlet = new.outlet;
END;
CREATE TRIGGER account_went AFTER DELETE ON accounts BEGIN
    UPDATE outlets SET incidents = incidents - 1, first = first - old.first WHERE outlet = old.outlet;
END;
CREATE TRIGGER derivation_came AFTER INSERT ON derivations
WHEN NOT EXISTS (SELECT 1 FROM derivations WHERE revision = new.revision AND how = new.how
    AND (source <> new.source OR incident <> new.incident))
BEGIN
    UPDATE outlets SET copies = copies + (new.how = 'copy'), rewrites = rewrites + (new.how = 'rewrite'),
        translations = translations + (new.how = 'translation'), cites = cites + (new.how = 'cites')
        WHERE outlet = new.outlet;
END;
CREATE TRIGGER derivation_went AFTER DELETE ON derivations
WHEN NOT EXISTS (SELECT 1 FROM derivations WHERE revision = old.revision AND how = old.how)
BEGIN
    UPDATE outlets SET copies = copies - (old.how = 'copy'), rewrites = rewrites - (old.how = 'rewrite'),
        translations = translations - (old.how = 'translation'), cites = cites - (old.how = 'cites')
        WHERE outlet = old.outlet;
END;
CREATE TRIGGER taking_came AFTER INSERT ON derivations
WHEN new.outlet <> new.origin AND NOT EXISTS (SELECT 1 FROM derivations WHERE revision = new.revision
    AND origin = new.origin AND (how <> new.how OR source <> new.source OR incident <> new.incident))
BEGIN
    INSERT INTO takes VALUES (new.outlet, new.origin, 1)
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER taking_went AFTER DELETE ON derivations
WHEN old.outlet <> old.origin AND NOT EXISTS (SELECT 1 FROM derivations WHERE revision = old.revision
    AND origin = old.origin)
BEGIN
    UPDATE takes SET articles = articles - 1 WHERE outlet = old.outlet AND origin = old.origin;
END;
CREATE TRIGGER voice_came AFTER INSERT ON heard
WHEN NOT EXISTS (SELECT 1 FROM heard WHERE voice = new.voice AND revision = new.revision
    AND incident <> new.incident)
BEGIN
    UPDATE voices SET articles = articles + 1 WHERE voice = new.voice;
    INSERT INTO hears SELECT new.outlet, new.voice, 1 WHERE new.outlet IS NOT NULL
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER voice_went AFTER DELETE ON heard
WHEN NOT EXISTS (SELECT 1 FROM heard WHERE voice = old.voice AND revision = old.revision)
BEGIN
    UPDATE voices SET articles = articles - 1 WHERE voice = old.voice;
    UPDATE hears SET articles = articles - 1 WHERE outlet = old.outlet AND voice = old.voice;
END;
CREATE TRIGGER voice_came_to_incident AFTER INSERT ON heard
WHEN NOT EXISTS (SELECT 1 FROM heard WHERE incident = new.incident AND voice = new.voice
    AND revision <> new.revision)
BEGIN
    UPDATE voices SET incidents = incidents + 1 WHERE voice = new.voice;
END;
CREATE TRIGGER voice_left_incident AFTER DELETE ON heard
WHEN NOT EXISTS (SELECT 1 FROM heard WHERE incident = old.incident AND voice = old.voice)
BEGIN
    UPDATE voices SET incidents = incidents - 1 WHERE voice = old.voice;
END;
CREATE TABLE tokens (
    token     INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT NOT NULL,
    role      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    since     TEXT NOT NULL,
    revoked   TEXT
);
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked IS NULL;
CREATE TABLE audit (
    entry     INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    who       TEXT NOT NULL,
    what      TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    address   TEXT NOT NULL
);
CREATE TRIGGER audit_is_not_altered BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
CREATE TABLE watchlists (
    list      INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT NOT NULL,
    filters   TEXT NOT NULL,
    webhook   TEXT,
    secret    TEXT,
    feed_key  TEXT NOT NULL,
    who       TEXT NOT NULL,
    since     TEXT NOT NULL,
    turn      INTEGER NOT NULL,
    delivered TEXT,
    fault     TEXT
);
CREATE TABLE deliveries (
    delivery  INTEGER PRIMARY KEY,
    list      INTEGER NOT NULL,
    id        TEXT NOT NULL,
    body      TEXT NOT NULL,
    made      TEXT NOT NULL,
    tries     INTEGER NOT NULL DEFAULT 0,
    due       TEXT
);
CREATE INDEX deliveries_due ON deliveries (due) WHERE due IS NOT NULL;
UPDATE incidents SET weighed = 0;
";
/// Lays out a new ledger.
pub(crate) fn create(base: &Connection) -> rusqlite::Result<()> {
    base.execute_batch("PRAGMA page_size = 8192")?;
    base.pragma_update(None, "journal_mode", "WAL")?;
    base.execute_batch("BEGIN IMMEDIATE")?;
    base.execute_batch(FIRST)?;
    MIGRATIONS.iter().try_for_each(|step| base.execute_batch(step))?;
    base.pragma_update(None, "application_id", APPLICATION)?;
    base.pragma_update(None, "user_version", FORMAT)?;
    base.execute_batch("COMMIT")
}

/// The form that a ledger has.
///
/// # Errors
/// Where it is none, or of a newer program.
pub(crate) fn form(base: &Connection, path: &Path) -> Result<i64, StoreError> {
    let of = |error| StoreError::of(path, error);
    let number = |name: &str| base.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number("application_id").map_err(of)? != APPLICATION {
        return Err(StoreError::NoLedger(path.into()));
    }
    match number("user_version").map_err(of)? {
        found if found > FORMAT => Err(StoreError::Newer { path: path.into(), found }),
        found => Ok(found),
    }
}

/// Brings an older ledger to this program's form, after a copy of it was laid beside.
pub(crate) fn migrate(base: &mut Connection, path: &Path) -> Result<(), StoreError> {
    migrate_by(base, path, MIGRATIONS)
}

fn migrate_by(base: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), StoreError> {
    let found = form(base, path)?;
    let missing = usize::try_from(found - 1).ok().and_then(|from| steps.get(from..)).unwrap_or_default();
    if missing.is_empty() {
        return Ok(());
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".form-{found}"));
    backup::copy(base, path, Path::new(&beside))?;
    let of = |error| StoreError::of(path, error);
    let change = base.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(of)?;
    missing.iter().try_for_each(|step| change.execute_batch(step)).map_err(of)?;
    change.pragma_update(None, "user_version", 1 + steps.len() as i64).map_err(of)?;
    change.commit().map_err(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_form_is_brought_forward_and_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.tellings");
        let mut base = Connection::open(&path).unwrap();
        create(&base).unwrap();
        let steps = [MIGRATIONS, &["CREATE TABLE later (one INTEGER)"]].concat();
        migrate_by(&mut base, &path, &steps).unwrap();
        let later = |base: &Connection| base.prepare("SELECT one FROM later").is_ok();
        assert!(later(&base));
        let version = |base: &Connection| -> i64 {
            base.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
        };
        assert_eq!(version(&base), FORMAT + 1);
        let beside = folder.path().join(format!("old.tellings.form-{FORMAT}"));
        let beside = Connection::open(beside).unwrap();
        assert!(!later(&beside));
        assert_eq!(version(&beside), FORMAT);
    }

    #[test]
    fn a_ledger_of_the_first_form_is_brought_forward_by_whoever_opens_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("first.tellings");
        let base = Connection::open(&path).unwrap();
        base.execute_batch(FIRST).unwrap();
        base.pragma_update(None, "application_id", APPLICATION).unwrap();
        base.pragma_update(None, "user_version", 1).unwrap();
        drop(base);
        let ledger = crate::Ledger::open(&path).unwrap();
        assert!(ledger.sources().unwrap().is_empty());
        assert!(ledger.incidents(&crate::Wanted::default()).unwrap().is_empty());
        assert!(folder.path().join("first.tellings.form-1").exists());
        assert_eq!(form(&Connection::open(&path).unwrap(), &path).unwrap(), FORMAT);
    }

    #[test]
    fn a_newer_form_and_another_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.tellings");
        let base = Connection::open(&path).unwrap();
        assert!(matches!(form(&base, &path), Err(StoreError::NoLedger(_))));
        create(&base).unwrap();
        base.pragma_update(None, "user_version", FORMAT + 1).unwrap();
        let refused = form(&base, &path).unwrap_err();
        assert!(refused.to_string().contains("a newer Tellings wrote it"), "{refused}");
    }
}
