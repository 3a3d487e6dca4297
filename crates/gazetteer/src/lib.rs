//! The places of the world, opened in place: look up by name, contain, distance.
//!
//! The asset `gazetteer/places.bin` lies in the program as a flat run of bytes
//! and is read where it lies: opening it costs nothing, a look-up allocates
//! nothing. `cargo xtask gazetteer` builds it; `gazetteer/README.md` tells from what.
//!
//! This room knows no article: which of several places of one name is meant,
//! and whether "Reading" is a town or a verb, is for the reader to settle.
//!
//! ```
//! use gazetteer::{Gazetteer, PlaceKind};
//!
//! let places = Gazetteer::embedded();
//! let kazan = places.find("Казань")[0];
//! assert_eq!(places.place(kazan).name, "Kazan");
//! let around: Vec<&str> = places.containers(kazan).map(|id| places.place(id).name).collect();
//! assert_eq!(around.last(), Some(&"Russia"));
//! assert!(around.contains(&"Tatarstan"));
//! let country = places.country("RU").expect("Russia is listed");
//! assert_eq!(places.place(country).kind, PlaceKind::Country);
//! assert!(places.within(kazan, country));
//! ```

pub mod build;
#[cfg(test)]
mod damage;
mod draft;
mod error;
mod extent;
mod fold;
mod layout;
mod names;
mod open;
mod place;
mod sort;

pub use draft::{Draft, DraftPlace};
pub use error::GazetteerError;
pub use extent::Extent;
pub use fold::{fold, fold_into};
pub use names::{Matches, Places};
pub use open::Gazetteer;
pub use place::{Figures, NameRank, Place, PlaceId, PlaceKind};
