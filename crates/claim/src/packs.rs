use std::path::Path;
use std::sync::OnceLock;

use pack::{Pack, PackError};
use text::{Key, Language};

use crate::assemble::GroundTags;
use crate::attribution::SayTags;
use crate::caseless::Caseless;
use crate::chunks::ChunkTags;
use crate::document::DocumentTags;
use crate::modality::ModalTags;
use crate::naming::NameTags;
use crate::tagging::{CountTags, WordTags};

static SHIPPED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Language packs: those that ship with the build, or those of a folder. Each is loaded when its language first occurs.
#[derive(Debug)]
pub struct Packs {
    packs: Vec<(Language, OnceLock<Option<Tongue>>)>,
    /// Whether they are those that ship.
    shipped: bool,
}

/// A language as reading has it at hand: its pack, and the numbers of the tags that the passes ask for.
#[derive(Debug)]
pub(crate) struct Tongue {
    pub(crate) pack: Pack,
    pub(crate) tags: Tags,
}

/// By pass: the tags that it asks for.
#[derive(Debug)]
pub(crate) struct Tags {
    pub(crate) document: DocumentTags,
    /// Where the language's script has no capitals.
    pub(crate) caseless: Option<Caseless>,
    pub(crate) words: WordTags,
    pub(crate) counts: CountTags,
    pub(crate) names: NameTags,
    pub(crate) chunks: ChunkTags,
    pub(crate) say: SayTags,
    pub(crate) modal: ModalTags,
    pub(crate) ground: GroundTags,
}

impl Tongue {
    fn of(pack: Pack) -> Tongue {
        let tags = Tags {
            document: DocumentTags::of(&pack),
            caseless: Caseless::of(&pack),
            words: WordTags::of(&pack),
            counts: CountTags::of(&pack),
            names: NameTags::of(&pack),
            chunks: ChunkTags::of(&pack),
            say: SayTags::of(&pack),
            modal: ModalTags::of(&pack),
            ground: GroundTags::of(&pack),
        };
        Tongue { pack, tags }
    }
}

impl Packs {
    /// The packs that ship with this build.
    pub fn shipped() -> Packs {
        let packs =
            SHIPPED.iter().filter_map(|(code, _)| Some((Language::parse(code)?, OnceLock::new()))).collect();
        Packs { packs, shipped: true }
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
            packs.push((pack.language(), OnceLock::from(Some(Tongue::of(pack)))));
        }
        Ok(Packs { packs, shipped: false })
    }

    /// The languages that can be read, in the order of their codes.
    pub fn languages(&self) -> Vec<Language> {
        self.packs.iter().map(|(language, _)| *language).collect()
    }

    /// What tells the pack of a language from every other: a hash of all that it knows. `None` where there is none.
    pub fn version(&self, language: Language) -> Option<Key> {
        let tongue = self.tongue(language)?;
        let shipped = SHIPPED.iter().find(|(code, _)| self.shipped && *code == language.code());
        Some(match shipped {
            Some((_, bytes)) => Key::of([*bytes]),
            None => Key::of([tongue.pack.to_bytes().unwrap_or_default().as_slice()]),
        })
    }

    /// The pack of a language, loaded now if it was not yet; `None` where there is none.
    pub fn get(&self, language: Language) -> Option<&Pack> {
        self.tongue(language).map(|tongue| &tongue.pack)
    }

    pub(crate) fn tongue(&self, language: Language) -> Option<&Tongue> {
        let (_, slot) = self.packs.iter().find(|(l, _)| *l == language)?;
        let load = || {
            let (_, bytes) = SHIPPED.iter().find(|(code, _)| *code == language.code())?;
            Pack::from_bytes(bytes).ok().map(Tongue::of)
        };
        slot.get_or_init(load).as_ref()
    }
}
