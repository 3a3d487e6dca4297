use std::fs;
use std::path::{Path, PathBuf};

use tellings::gazetteer::build::{Tables, from_dumps};
use tellings::gazetteer::{Gazetteer, GazetteerError};

use super::outcome::{Failure, Outcome};
use super::output::write;

/// Make a full gazetteer, of every hamlet, to read with
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(clap::Subcommand)]
enum Task {
    Build(Build),
}

/// Build it from GeoNames' own dumps
///
/// The folder holds allCountries, admin1CodesASCII, admin2Codes and countryInfo, as .txt or as the .zip that they come
/// in, and alternateNamesV2 if names in all languages are wanted; all are at
/// https://download.geonames.org/export/dump/. Each place takes about a hundred bytes, and no more memory than that.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings gazetteer build geonames/
  tellings gazetteer build geonames/ --out world.places
  tellings read --gazetteer world.places a.txt b.txt")]
struct Build {
    /// The folder with the dumps
    #[arg(value_name = "DIR")]
    dumps: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "full.places")]
    out: PathBuf,
}

/// Runs `tellings gazetteer`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let Task::Build(Build { dumps, out }) = &args.task;
    let said = |error: &dyn std::fmt::Display| Failure::Said(error.to_string());
    let built = Tables::shipped().and_then(|tables| from_dumps(dumps, tables)).map_err(|e| said(&e))?;
    replace(out, &built.bytes)
        .map_err(|error| Failure::Said(format!("Cannot write {}: {error}", out.display())))?;
    write(|to| writeln!(to, "{}: {} places, {} bytes", out.display(), built.places, built.bytes.len()))?;
    Ok(Outcome::default())
}

/// Writes a new file and gives it the name, so that a program that has the old one open keeps it whole.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let done = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        fs::remove_file(&beside).ok();
    }
    done
}

/// Lays the gazetteer of a file beside the program's own: the one that the option names, else the one that the
/// environment does.
pub(crate) fn lay_beside(option: Option<&Path>) -> Result<(), Failure> {
    let named = std::env::var_os("TELLINGS_GAZETTEER").filter(|name| !name.is_empty()).map(PathBuf::from);
    let Some(path) = option.map(Path::to_owned).or(named) else { return Ok(()) };
    let fuller = Gazetteer::open_file(&path).map_err(|error| match error {
        GazetteerError::File { .. } => Failure::Said(error.to_string()),
        wrong => Failure::Said(format!(
            "{}: {wrong}; make it anew with `tellings gazetteer build`",
            path.display()
        )),
    })?;
    Gazetteer::lay_beside(fuller);
    Ok(())
}
