use std::path::Path;
use std::sync::{Arc, OnceLock};

use pack::{Pack, PackError};
use text::Language;

static SHIPPED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Language packs: those that ship with the build, or those of a folder. Each is loaded when its language first occurs.
#[derive(Debug)]
pub struct Packs {
    packs: Vec<(Language, OnceLock<Option<Arc<Pack>>>)>,
}

impl Packs {
    /// The packs that ship with this build.
    pub fn shipped() -> Packs {
        let packs =
            SHIPPED.iter().filter_map(|(code, _)| Some((Language::parse(code)?, OnceLock::new()))).collect();
        Packs { packs }
    }

    /// The packs of a folder such as `lang/`, compiled now, instead of the shipped ones.
    ///
    /// # Errors
    /// The file and line of the first mistake in any of them.
    pub fn from_dir(folder: &Path) -> Result<Packs, PackError> {
        let io = |source| PackError::Io { path: folder.to_owned(), source };
        let mut folders: Vec<_> =
            std::fs::read_dir(folder).map_err(io)?.flatten().map(|e| e.path()).collect();
        folders.sort();
        let mut packs = Vec::new();
        for folder in folders.into_iter().filter(|f| f.join("language.toml").exists()) {
            let pack = pack::compile(&folder)?;
            packs.push((pack.language(), OnceLock::from(Some(Arc::new(pack)))));
        }
        Ok(Packs { packs })
    }

    /// The languages that can be read, in the order of their codes.
    pub fn languages(&self) -> Vec<Language> {
        self.packs.iter().map(|(language, _)| *language).collect()
    }

    /// The pack of a language, loaded now if it was not yet; `None` where there is none.
    pub fn get(&self, language: Language) -> Option<&Pack> {
        let (_, slot) = self.packs.iter().find(|(l, _)| *l == language)?;
        let load = || {
            let (_, bytes) = SHIPPED.iter().find(|(code, _)| *code == language.code())?;
            Pack::from_bytes(bytes).ok().map(Arc::new)
        };
        slot.get_or_init(load).as_deref()
    }
}
