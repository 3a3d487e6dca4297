//! Worlds of incidents and the articles that tell of them, with the truth: for tests and benches of linking.
//!
//! A world is made by hand and not by reading: each article is a text of some sentences with the reading that it should
//! have, so that a million of them are affordable. Who tells what, and how wrongly, is in the [`Plan`]; what worlds are
//! made of, in `world.toml`. Towns are real, people are not.
//!
//! ```
//! let world = worlds::world(7, &worlds::Plan::of(300));
//! assert_eq!(world.reads.len(), world.truth.len());
//! let comparison = incident::compare(&world.reads);
//! assert!(world.rate(&comparison).pairs.f1() > 0.3);
//! ```
//!
//! [`dossiers`] are the other truth: short articles written by hand (`tests/dossiers`), which are really read.
//!
//! This is a tool of tests and benches and no part of the program.

mod article;
pub mod derivations;
mod dice;
mod dossier;
mod happened;
pub mod learn;
mod pages;
mod people;
mod places;
mod plan;
mod rates;
pub mod recipe;
mod stock;
mod telling;
mod times;
mod world;

pub use dossier::{Account, Paired, dossier_of, dossiers, paired};
pub use happened::{Decoy, Happened};
pub use plan::Plan;
pub use rates::{Rate, Rates};
pub use world::{World, articles, world};
