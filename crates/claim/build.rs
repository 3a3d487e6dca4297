//! Compiles every folder of `lang/` into a blob that the crate embeds.

use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut folders: Vec<_> = fs::read_dir(&root)
        .expect("lang/ can be read")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.join("language.toml").exists())
        .collect();
    folders.sort();
    let mut list = String::from("&[\n");
    for folder in folders {
        let pack = match pack::compile(&folder) {
            Ok(pack) => pack,
            Err(e) => {
                println!("cargo::error={e}");
                std::process::exit(1);
            }
        };
        let file = Path::new(&out).join(format!("{}.pack", pack.code));
        fs::write(&file, pack.to_bytes().expect("a pack can be written")).expect("OUT_DIR can be written");
        list += &format!("    ({:?}, include_bytes!({:?})),\n", pack.code, file);
    }
    list += "]\n";
    fs::write(Path::new(&out).join("packs.rs"), list).expect("OUT_DIR can be written");
}
