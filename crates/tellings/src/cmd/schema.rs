use clap::ValueEnum;
use tellings::wire;

use super::outcome::{Failure, Outcome};
use super::output::write;

/// Print the JSON Schema of what another command prints with --json
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings schema > tellings.schema.json   of `tellings read --json`
  tellings schema mark                     of a line of `tellings mark --json`")]
pub(crate) struct Args {
    /// The command
    #[arg(value_enum, default_value_t = Of::Read)]
    of: Of,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Read,
    Mark,
    Extract,
    Lineage,
}

/// Runs `tellings schema`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let schema = match args.of {
        Of::Read => wire::schema(),
        Of::Mark => wire::mark_schema(),
        Of::Extract => wire::extract_schema(),
        Of::Lineage => wire::lineage_schema(),
    };
    write(|mut out| {
        serde_json::to_writer_pretty(&mut out, &schema)?;
        out.write_all(b"\n")
    })?;
    Ok(Outcome::default())
}
