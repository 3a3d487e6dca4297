//! Who may ask over the net: tokens, of which only hashes are kept.

use rusqlite::{OptionalExtension, Row, params};

use crate::ledger::now;
use crate::{Ledger, Register, StoreError};

/// What somebody may do; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Read.
    Read,
    /// Decide, keep what was compared, watch.
    Curate,
    /// See who did what.
    Admin,
}

impl Role {
    /// The name that the table uses.
    pub fn name(self) -> &'static str {
        match self {
            Role::Read => "read",
            Role::Curate => "curate",
            Role::Admin => "admin",
        }
    }

    /// The role of a name.
    pub fn parse(name: &str) -> Option<Role> {
        [Role::Read, Role::Curate, Role::Admin].into_iter().find(|role| role.name() == name)
    }
}

/// A token that somebody may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number, which stands in it.
    pub number: i64,
    /// Whose it is.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Hash of its secret part, as argon2 writes it.
    pub hash: String,
    /// Since when.
    pub since: String,
    /// When it was taken back.
    pub revoked: Option<String>,
}

impl Token {
    fn of(row: &Row<'_>) -> rusqlite::Result<Token> {
        Ok(Token {
            number: row.get(0)?,
            name: row.get(1)?,
            // a name that this program does not know may do the least
            role: Role::parse(row.get_ref(2)?.as_str()?).unwrap_or(Role::Read),
            hash: row.get(3)?,
            since: row.get(4)?,
            revoked: row.get(5)?,
        })
    }
}

const COLUMNS: &str = "token, name, role, hash, since, revoked";

impl Ledger {
    /// All tokens, those that were taken back too, in the order in which they were given.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let all = || {
            let mut query = self.base.prepare(&format!("SELECT {COLUMNS} FROM tokens ORDER BY token"))?;
            query.query_map([], Token::of)?.collect::<rusqlite::Result<Vec<Token>>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// The token of a number, where it holds.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn token(&self, number: i64) -> Result<Option<Token>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM tokens WHERE token = ?1 AND revoked IS NULL");
        let found = || self.base.prepare_cached(&sql)?.query_row([number], Token::of).optional();
        found().map_err(|e| self.fault(e))
    }
}

impl Register {
    /// Gives a token, by the hash of its secret part; returns its number.
    ///
    /// # Errors
    /// Where somebody of this name has one already, or the ledger cannot be written.
    pub fn give_token(&mut self, name: &str, role: Role, hash: &str) -> Result<i64, StoreError> {
        let given = self.change(|base| {
            let sql = "INSERT OR IGNORE INTO tokens (name, role, hash, since) VALUES (?1, ?2, ?3, ?4)";
            let given = base.execute(sql, params![name, role.name(), hash, now()])?;
            Ok((given > 0).then(|| base.last_insert_rowid()))
        })?;
        given.ok_or_else(|| {
            StoreError::Refused(format!(
                "{name} has a token already; take it back first, or give another name"
            ))
        })
    }

    /// Takes the token of a name back; nothing where nobody of this name has one.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn revoke_token(&mut self, name: &str) -> Result<bool, StoreError> {
        self.change(|base| {
            let sql = "UPDATE tokens SET revoked = ?2 WHERE name = ?1 AND revoked IS NULL";
            Ok(base.execute(sql, params![name, now()])? > 0)
        })
    }
}
