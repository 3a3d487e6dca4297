//! Builds the page of `tellings serve` from `web/` and lays its files, compressed, where the program embeds them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What the page is built of.
const SOURCES: [&str; 7] =
    ["src", "public", "index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SERVE").is_none() {
        return;
    }
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let web = here.join("../../web");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", web.join(source).display());
    }
    if let Err(what) = page(&web, &out) {
        println!("cargo::error={what}");
    }
}

fn page(web: &Path, out: &Path) -> Result<(), String> {
    if is_older(&web.join("node_modules/.package-lock.json"), &web.join("package-lock.json")) {
        run(web, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
    }
    let built = out.join("page");
    fs::remove_dir_all(&built).ok();
    let to = built.to_string_lossy();
    run(
        web,
        "npx",
        &["--no-install", "vite", "build", "--logLevel=error", "--emptyOutDir", "--outDir", &to],
    )?;
    let mut files = Vec::new();
    gather(&built, "", &mut files).map_err(|e| format!("{}: {e}", built.display()))?;
    files.sort();
    let packed = out.join("packed");
    fs::create_dir_all(&packed).map_err(|e| format!("{}: {e}", packed.display()))?;
    let mut table = String::from("&[\n");
    for (nth, name) in files.iter().enumerate() {
        let to = packed.join(nth.to_string());
        let pack = || {
            let bytes = fs::read(built.join(name))?;
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packed.write_all(&bytes)?;
            fs::write(&to, packed.finish()?)
        };
        pack().map_err(|e| format!("{name}: {e}"))?;
        writeln!(table, "({name:?}, include_bytes!({:?})),", to.to_string_lossy()).ok();
    }
    table += "]\n";
    fs::write(out.join("page.rs"), table).map_err(|e| format!("{}: {e}", out.display()))
}

fn is_older(made: &Path, of: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|about| about.modified()).ok();
    time(made) < time(of)
}

fn run(web: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let done = Command::new(program).args(arguments).current_dir(web).output();
    match done {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => {
            let said = [done.stdout, done.stderr].concat();
            let said = String::from_utf8_lossy(&said).trim().replace('\n', " | ");
            Err(format!(
                "The page could not be built: `{program} {}` in web/ says: {said}",
                arguments.join(" ")
            ))
        }
        Err(error) => Err(format!(
            "The page of `tellings serve` is built with Node.js 20 or later, and `{program}` cannot be run ({error}): \
             install Node.js with npm, or build without the page: `--no-default-features --features cli`"
        )),
    }
}

/// The files in a folder and those in it, by their names from the first folder on.
fn gather(root: &Path, within: &str, to: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(within))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if within.is_empty() { name } else { format!("{within}/{name}") };
        if entry.file_type()?.is_dir() { gather(root, &name, to)? } else { to.push(name) }
    }
    Ok(())
}
