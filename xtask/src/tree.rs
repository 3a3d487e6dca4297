//! The repository as a folder of files, what may lie beside it, and programs that run in it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// The repository's folder.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The folder of outside measures beside the repository, where there is one.
pub(crate) fn shared() -> Option<PathBuf> {
    Some(root().join("../shared")).filter(|folder| folder.is_dir())
}

/// The files that git knows or would take up, relative to the root, in their order.
pub(crate) fn files() -> Result<Vec<PathBuf>> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let list = output(Command::new("git").args(list).current_dir(root()))?;
    let mut files: Vec<PathBuf> =
        list.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
    files.retain(|file| root().join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

/// Runs a program and returns what it writes to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let done =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("Cannot run {command:?}"))?;
    // 1: `tellings` named an input that it could not read and did the rest
    let partly = done.status.code() == Some(1) && !done.stdout.is_empty();
    ensure!(done.status.success() || partly, "{command:?} failed: {}", done.status);
    Ok(String::from_utf8(done.stdout)?)
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
}

/// Builds the program `tellings` from the sources in `folder` and returns where it is.
pub(crate) fn build(folder: &Path, profile: &str, target: Option<&Path>) -> Result<PathBuf> {
    let mut cargo = cargo();
    cargo.args(["build", "--package", "tellings", "--bin", "tellings", "--profile", profile]);
    cargo.arg("--message-format=json-render-diagnostics").current_dir(folder);
    if let Some(target) = target {
        cargo.env("CARGO_TARGET_DIR", target);
    }
    let messages = output(&mut cargo)?;
    let built = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let built = built.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    built.context("cargo built no program")
}

/// The folder that cargo builds into.
pub(crate) fn target() -> Result<PathBuf> {
    let mut cargo = cargo();
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root());
    let metadata: serde_json::Value = serde_json::from_str(&output(&mut cargo)?)?;
    metadata["target_directory"].as_str().map(PathBuf::from).context("cargo names no target directory")
}

/// Writes lines of JSON to a file.
pub(crate) fn write_lines(path: &Path, lines: impl IntoIterator<Item = serde_json::Value>) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for line in lines {
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
}

/// Ends with an error where there are faults, after writing each.
pub(crate) fn report(out: &mut dyn Write, faults: &[String]) -> Result<()> {
    for fault in faults {
        writeln!(out, "{fault}")?;
    }
    match faults.len() {
        0 => Ok(()),
        1 => bail!("1 fault"),
        many => bail!("{many} faults"),
    }
}
