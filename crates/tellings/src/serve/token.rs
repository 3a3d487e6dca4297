//! Tokens: what one is, and proving that somebody has it. `tellings_7_…`: its number, by which it is found, and 256 random
//! bits, of which only an argon2id hash is kept.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use store::{Register, Role, StoreError};

/// What every token begins with, so that one that leaked is found.
const HEAD: &str = "tellings_";

/// Gives somebody a token, and returns it: it is told this once.
///
/// # Errors
/// Where somebody of this name has one already, the ledger cannot be written, or the system has no chance to offer.
pub fn give(register: &mut Register, name: &str, role: Role) -> Result<String, StoreError> {
    let refused = |what: String| StoreError::Refused(format!("No token can be made: {what}"));
    let secret = random().map_err(|error| refused(error.to_string()))?;
    let hash =
        Argon2::default().hash_password(secret.as_bytes()).map_err(|error| refused(error.to_string()))?;
    let number = register.give_token(name, role, &hash.to_string())?;
    Ok(format!("{HEAD}{number}_{secret}"))
}

/// 256 random bits, written in letters.
pub(super) fn random() -> Result<String, getrandom::Error> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bits))
}

/// The number and the secret part of a token.
pub(super) fn parts(token: &str) -> Option<(i64, &str)> {
    let (number, secret) = token.strip_prefix(HEAD)?.split_once('_')?;
    let plain = number.len() < 19 && number.bytes().all(|b| b.is_ascii_digit());
    Some((number.parse().ok().filter(|_| plain)?, secret))
}

/// Whether this is the secret part that a hash is of; it takes about as long whatever differs.
pub(super) fn is_of(secret: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_proves_itself_and_no_other_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.tellings");
        store::Ledger::create(&path).unwrap();
        let mut register = Register::open(&path).unwrap();
        let (one, other) = (
            give(&mut register, "olena", Role::Curate).unwrap(),
            give(&mut register, "pavlo", Role::Read).unwrap(),
        );
        let (number, secret) = parts(&one).unwrap();
        let token = register.ledger().token(number).unwrap().unwrap();
        assert!(
            token.name == "olena" && token.hash.starts_with("$argon2id$") && !token.hash.contains(secret)
        );
        assert!(is_of(secret, &token.hash));
        assert!(
            !is_of(parts(&other).unwrap().1, &token.hash) && !is_of("", &token.hash) && !is_of(secret, "")
        );
        for wrong in ["", "tellings_", "tellings_1", "tellings_-1_x", "tellings_x_y", "other_1_x"] {
            assert!(parts(wrong).is_none(), "{wrong}");
        }
    }
}
