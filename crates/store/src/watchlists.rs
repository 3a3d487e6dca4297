//! Queries that somebody saved, and what is sent to those who want to be told of their incidents.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{OptionalExtension, Row, params};
use text::Key;

use crate::ledger::now;
use crate::rows::key;
use crate::{Ledger, Lock, Register, StoreError};

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watchlist {
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// The query, in the words of whoever saved it.
    pub filters: String,
    /// The address that is told of its incidents.
    pub webhook: Option<String>,
    /// What is told is signed with this.
    pub secret: Option<String>,
    /// What its feeds are read with by whoever has no token.
    pub feed_key: String,
    /// Who saved it.
    pub who: String,
    /// When.
    pub since: String,
    /// Up to which turn its incidents were told.
    pub turn: i64,
    /// When something was told last.
    pub delivered: Option<String>,
    /// What was wrong the last time.
    pub fault: Option<String>,
}

impl Watchlist {
    fn of(row: &Row<'_>) -> rusqlite::Result<Watchlist> {
        Ok(Watchlist {
            number: row.get(0)?,
            name: row.get(1)?,
            filters: row.get(2)?,
            webhook: row.get(3)?,
            secret: row.get(4)?,
            feed_key: row.get(5)?,
            who: row.get(6)?,
            since: row.get(7)?,
            turn: row.get(8)?,
            delivered: row.get(9)?,
            fault: row.get(10)?,
        })
    }
}

const COLUMNS: &str = "list, name, filters, webhook, secret, feed_key, who, since, turn, delivered, fault";

/// A query to be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWatchlist {
    /// What it is called.
    pub name: String,
    /// The query.
    pub filters: String,
    /// The address that is to be told of its incidents, and what that is signed with.
    pub webhook: Option<(String, String)>,
    /// What its feeds are read with.
    pub feed_key: String,
    /// Who saves it.
    pub who: String,
}

/// Something that an address is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub number: i64,
    /// The list that it is of.
    pub list: i64,
    /// What whoever is told knows it by: the same at each try.
    pub id: String,
    /// What is told.
    pub body: String,
    /// How often it was tried.
    pub tries: u32,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried<'a> {
    /// It was taken.
    Taken,
    /// It was not, for this reason; it is tried again at this moment, if at all.
    Failed(&'a str, Option<&'a str>),
}

impl Ledger {
    /// All watch lists, the first first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn watchlists(&self) -> Result<Vec<Watchlist>, StoreError> {
        let all = || {
            let mut query =
                self.base.prepare_cached(&format!("SELECT {COLUMNS} FROM watchlists ORDER BY list"))?;
            query.query_map([], Watchlist::of)?.collect::<rusqlite::Result<Vec<Watchlist>>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// The watch list of a number.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn watchlist(&self, number: i64) -> Result<Option<Watchlist>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM watchlists WHERE list = ?1");
        let found = || self.base.prepare_cached(&sql)?.query_row([number], Watchlist::of).optional();
        found().map_err(|e| self.fault(e))
    }

    /// Of the incidents that came or changed last behind one turn and not behind another: those that came then.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn came_between(&self, behind: i64, last: i64) -> Result<BTreeSet<Key>, StoreError> {
        let sql = "SELECT incident FROM incidents WHERE turn > ?1 AND turn <= ?2 AND came > ?1";
        let all = || {
            let mut query = self.base.prepare_cached(sql)?;
            query.query_map([behind, last], |row| Ok(key(row.get(0)?)))?.collect::<rusqlite::Result<_>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// Takes the right to deliver for a ledger, which one process has at a time; `None` where another has it.
    ///
    /// # Errors
    /// Where there is no ledger, or nothing can be written beside it.
    pub fn deliver(path: &Path) -> Result<Option<Lock>, StoreError> {
        Lock::beside(path, "-deliver", &mut || false)
    }

    /// Some deliveries that are due at a moment, the longest due first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn deliveries_due(&self, moment: &str, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let sql = "SELECT delivery, list, id, body, tries FROM deliveries WHERE due <= ?1
            ORDER BY due, delivery LIMIT ?2";
        let all = || {
            let mut query = self.base.prepare_cached(sql)?;
            let rows = query.query_map(params![moment, limit as i64], |row| {
                Ok(Delivery {
                    number: row.get(0)?,
                    list: row.get(1)?,
                    id: row.get(2)?,
                    body: row.get(3)?,
                    tries: row.get(4)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<Delivery>>>()
        };
        all().map_err(|e| self.fault(e))
    }
}

impl Register {
    /// Saves a query. What is there already is not told.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn watch(&mut self, new: &NewWatchlist) -> Result<Watchlist, StoreError> {
        let number = self.change(|base| {
            let sql = "INSERT INTO watchlists (name, filters, webhook, secret, feed_key, who, since, turn)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, last FROM turns";
            let (webhook, secret) = new.webhook.clone().unzip();
            base.execute(sql, params![new.name, new.filters, webhook, secret, new.feed_key, new.who, now()])?;
            Ok(base.last_insert_rowid())
        })?;
        let saved = self.ledger().watchlist(number)?;
        saved.ok_or_else(|| StoreError::Unknown { what: "watch list", id: number.to_string() })
    }

    /// Drops a saved query with all that was still to be told; nothing where there is none of this number.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn unwatch(&mut self, list: i64) -> Result<bool, StoreError> {
        self.change(|base| {
            base.execute("DELETE FROM deliveries WHERE list = ?1", [list])?;
            Ok(base.execute("DELETE FROM watchlists WHERE list = ?1", [list])? > 0)
        })
    }

    /// Puts down what is to be told of the incidents of a list up to a turn, under an id; nothing where somebody else did so.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn tell(&mut self, list: &Watchlist, turn: i64, id: &str, body: &str) -> Result<(), StoreError> {
        self.change(|base| {
            let sql = "UPDATE watchlists SET turn = ?3 WHERE list = ?1 AND turn = ?2";
            if base.execute(sql, params![list.number, list.turn, turn])? > 0 {
                let sql = "INSERT INTO deliveries (list, id, body, made, due) VALUES (?1, ?2, ?3, ?4, ?4)";
                base.execute(sql, params![list.number, id, body, now()])?;
            }
            Ok(())
        })
    }

    /// Notes what came of a try.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn tried(&mut self, delivery: &Delivery, came: Tried<'_>) -> Result<(), StoreError> {
        self.change(|base| {
            let (fault, due) = match came {
                Tried::Taken => (None, None),
                Tried::Failed(fault, due) => (Some(fault), due),
            };
            match due {
                Some(due) => {
                    let sql = "UPDATE deliveries SET tries = tries + 1, due = ?2 WHERE delivery = ?1";
                    base.execute(sql, params![delivery.number, due])?
                }
                None => base.execute("DELETE FROM deliveries WHERE delivery = ?1", [delivery.number])?,
            };
            let sql = "UPDATE watchlists SET fault = ?2, delivered = iif(?2 IS NULL, ?3, delivered) WHERE list = ?1";
            base.execute(sql, params![delivery.list, fault, now()]).map(drop)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(folder: &std::path::Path) -> Register {
        let path = folder.join("desk.tellings");
        Ledger::create(&path).unwrap();
        Register::open(&path).unwrap()
    }

    #[test]
    fn a_list_is_told_once_and_a_delivery_stays_until_it_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let mut register = register(folder.path());
        let new = NewWatchlist { name: "Kazan".into(), filters: "{}".into(), ..NewWatchlist::default() };
        let list = register.watch(&new).unwrap();
        register.tell(&list, 3, "one", "{}").unwrap();
        // somebody else told it meanwhile
        register.tell(&list, 3, "two", "{}").unwrap();
        let due = register.ledger().deliveries_due("9999", 5).unwrap();
        assert_eq!(due.iter().map(|due| due.id.as_str()).collect::<Vec<_>>(), ["one"]);
        register.tried(&due[0], Tried::Failed("status 500", Some("2999-01-01T00:00:00Z"))).unwrap();
        assert!(register.ledger().deliveries_due("2998", 5).unwrap().is_empty());
        let later = register.ledger().deliveries_due("9999", 5).unwrap();
        assert_eq!(later[0].tries, 1);
        register.tried(&later[0], Tried::Taken).unwrap();
        assert!(register.ledger().deliveries_due("9999", 5).unwrap().is_empty());
        let told = register.ledger().watchlist(list.number).unwrap().unwrap();
        assert!(told.turn == 3 && told.delivered.is_some() && told.fault.is_none());
        assert!(register.unwatch(list.number).unwrap() && !register.unwatch(list.number).unwrap());
    }

    #[test]
    fn the_audit_log_is_only_added_to() {
        let folder = tempfile::tempdir().unwrap();
        let mut register = register(folder.path());
        register.note("olena", "POST /session", "200", "127.0.0.1").unwrap();
        assert!(register.change(|base| base.execute("DELETE FROM audit", [])).is_err());
        assert!(register.change(|base| base.execute("UPDATE audit SET who = ''", [])).is_err());
        assert_eq!(register.ledger().audit(None, 5).unwrap()[0].who, "olena");
    }

    #[test]
    fn a_name_has_one_token_that_holds() {
        let folder = tempfile::tempdir().unwrap();
        let mut register = register(folder.path());
        let number = register.give_token("olena", crate::Role::Curate, "hash").unwrap();
        assert!(matches!(register.give_token("olena", crate::Role::Read, "x"), Err(StoreError::Refused(_))));
        assert!(register.revoke_token("olena").unwrap() && !register.revoke_token("olena").unwrap());
        assert!(register.ledger().token(number).unwrap().is_none());
        assert!(register.give_token("olena", crate::Role::Read, "x").unwrap() > number);
    }
}
