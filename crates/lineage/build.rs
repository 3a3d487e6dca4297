//! Gathers the common words of each language into a table that the crate embeds.

use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut lists: Vec<_> = fs::read_dir(&root)
        .expect("lang/ can be read")
        .flatten()
        .map(|e| (e.file_name(), e.path().join("common-words.txt")))
        .filter(|(_, list)| list.exists())
        .collect();
    lists.sort();
    let rows: String = lists
        .iter()
        .map(|(code, list)| format!("Common::new({code:?}, include_str!({list:?})),\n"))
        .collect();
    let table = format!("static COMMON: [Common; {}] = [\n{rows}];\n", lists.len());
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("common-words.rs"), table).expect("OUT_DIR can be written");
}
