//! Who may ask `tellings serve` over the net.

use tellings::serve::token;
use tellings::store::{Register, Role};

use super::decide::who;
use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::write;

/// Say who may use `tellings serve` over the net: give tokens, list them, take them back
///
/// Whoever has a token shows it as `Authorization: Bearer TOKEN`, or logs in with it on the page. As soon as there is one,
/// this machine's own user needs one too.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings token add olena --role curate --db desk.tellings      prints the token, once
  tellings token list --db desk.tellings
  tellings token revoke olena --db desk.tellings")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Give somebody a token, and print it: it is kept nowhere
    Add(Add),
    /// List who has tokens
    List(List),
    /// Take somebody's token back
    Revoke(Revoke),
}

#[derive(clap::Args)]
struct Add {
    #[command(flatten)]
    db: Db,
    /// Whose it is: decisions are noted under this name
    #[arg(value_name = "NAME")]
    name: String,
    /// What they may do: read; curate: decide, keep what was compared, save queries; admin: see who did what
    #[arg(long, value_name = "ROLE", value_parser = ["read", "curate", "admin"])]
    role: String,
}

#[derive(clap::Args)]
struct List {
    #[command(flatten)]
    db: Db,
}

#[derive(clap::Args)]
struct Revoke {
    #[command(flatten)]
    db: Db,
    /// Whose
    #[arg(value_name = "NAME")]
    name: String,
}

/// Where the audit log says that something came from.
const HERE: &str = "this machine";

/// Runs `tellings token`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    match &args.what {
        What::Add(args) => {
            let name = args.name.trim();
            if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
                return Err(Failure::Said("Give a name of 1 to 100 characters".into()));
            }
            let role = Role::parse(&args.role).unwrap_or(Role::Read);
            let mut register = Register::open(args.db.path())?;
            let token = token::give(&mut register, name, role)?;
            register.note(&who(None)?, &format!("token add {name} --role {}", role.name()), "done", HERE)?;
            write(|out| writeln!(out, "{token}"))?;
        }
        What::List(args) => {
            let tokens = args.db.open()?.tokens()?;
            write(|out| {
                tokens.iter().try_for_each(|token| {
                    let end = token.revoked.as_ref().map_or(String::new(), |at| format!("  revoked {at}"));
                    writeln!(
                        out,
                        "{}  {}  {}  since {}{end}",
                        token.number,
                        token.name,
                        token.role.name(),
                        token.since
                    )
                })
            })?;
        }
        What::Revoke(args) => {
            let mut register = Register::open(args.db.path())?;
            if !register.revoke_token(&args.name)? {
                return Err(Failure::Said(format!("{} has no token", args.name)));
            }
            register.note(&who(None)?, &format!("token revoke {}", args.name), "done", HERE)?;
        }
    }
    Ok(Outcome::default())
}
