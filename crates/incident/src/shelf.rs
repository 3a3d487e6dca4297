//! Where linking puts what it is not at work on, so that an archive need not be in memory to grow.

use std::convert::Infallible;

use text::Key;

use crate::bytes::{In, Out};
pub use crate::keys::Mark;

/// A telling as it is put away.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Its key.
    pub telling: Key,
    /// Where it is linked.
    pub standing: Standing,
    /// What each copy offers for comparison, in the order of the keys of their articles.
    pub copies: Vec<Vec<u8>>,
}

/// Where a telling is linked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The component that it is of; none where it waited and an incident took it.
    pub component: Option<usize>,
    /// The incident that it chose, by the telling that this is named by, where it waits.
    pub choice: Option<usize>,
    /// Whether that incident took it.
    pub taken: bool,
    /// How well it fits those incidents that it meets and may choose, where it waits, by their names.
    pub fits: Vec<(usize, i64)>,
}

impl Standing {
    /// Its fits as bytes.
    pub fn fits_form(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.all(self.fits.iter(), |to, (name, fit)| {
            to.number(*name as u64);
            to.signed(*fit);
        });
        out.0
    }

    /// And back; `None` where these are no such bytes.
    pub fn fits_of(form: &[u8]) -> Option<Vec<(usize, i64)>> {
        let mut from = In(form);
        let fits = from.all(|from| Some((from.small()?, from.signed()?)))?;
        from.0.is_empty().then_some(fits)
    }
}

/// Keeps what [`Links`](crate::Links) put away, by numbers that it gives. All that it takes it must give back as it was.
pub trait Shelf {
    /// Why it cannot.
    type Fault;

    /// What is wrong with a telling or component of this number, which is not what was put away.
    fn damaged(&self, number: usize) -> Self::Fault;
    /// The number of a telling.
    fn number(&self, telling: Key) -> Result<Option<usize>, Self::Fault>;
    /// The numbers of an article's tellings.
    fn of_article(&self, article: Key) -> Result<Vec<usize>, Self::Fault>;
    /// A telling.
    fn telling(&self, number: usize) -> Result<Option<Shelved>, Self::Fault>;
    /// Where a telling is linked.
    fn standing(&self, number: usize) -> Result<Option<Standing>, Self::Fault>;
    /// The marks of a key that stand before one, the nearest first, so many at most.
    fn before(&self, key: u64, mark: Mark, many: usize) -> Result<Vec<Mark>, Self::Fault>;
    /// Those that stand where one does or behind it.
    fn from(&self, key: u64, mark: Mark, many: usize) -> Result<Vec<Mark>, Self::Fault>;
    /// A component.
    fn component(&self, name: usize) -> Result<Option<Vec<u8>>, Self::Fault>;
    /// The waiting tellings that chose an incident.
    fn choosers(&self, name: usize) -> Result<Vec<usize>, Self::Fault>;

    /// Puts a telling away, new or in the place of what was there.
    fn put_telling(&self, number: usize, telling: Key, standing: &Standing) -> Result<(), Self::Fault>;
    /// Forgets a telling, which has no copies any more.
    fn drop_telling(&self, number: usize) -> Result<(), Self::Fault>;
    /// Puts what one article's copy of a telling offers away.
    fn put_copy(&self, number: usize, article: Key, form: &[u8]) -> Result<(), Self::Fault>;
    /// Forgets it.
    fn drop_copy(&self, number: usize, article: Key) -> Result<(), Self::Fault>;
    /// Puts a component away, or forgets it.
    fn put_component(&self, name: usize, form: Option<&[u8]>) -> Result<(), Self::Fault>;
    /// Puts a mark to those of a key, or takes it away.
    fn put_mark(&self, key: u64, mark: Mark, there: bool) -> Result<(), Self::Fault>;
}

/// The shelf of links that are all in memory: nothing is put away.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl Shelf for InMemory {
    type Fault = Infallible;

    fn damaged(&self, number: usize) -> Infallible {
        unreachable!("{number} was never put away")
    }
    fn number(&self, _: Key) -> Result<Option<usize>, Infallible> {
        Ok(None)
    }
    fn of_article(&self, _: Key) -> Result<Vec<usize>, Infallible> {
        Ok(Vec::new())
    }
    fn telling(&self, _: usize) -> Result<Option<Shelved>, Infallible> {
        Ok(None)
    }
    fn standing(&self, _: usize) -> Result<Option<Standing>, Infallible> {
        Ok(None)
    }
    fn before(&self, _: u64, _: Mark, _: usize) -> Result<Vec<Mark>, Infallible> {
        Ok(Vec::new())
    }
    fn from(&self, _: u64, _: Mark, _: usize) -> Result<Vec<Mark>, Infallible> {
        Ok(Vec::new())
    }
    fn component(&self, _: usize) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(None)
    }
    fn choosers(&self, _: usize) -> Result<Vec<usize>, Infallible> {
        Ok(Vec::new())
    }
    fn put_telling(&self, _: usize, _: Key, _: &Standing) -> Result<(), Infallible> {
        Ok(())
    }
    fn drop_telling(&self, _: usize) -> Result<(), Infallible> {
        Ok(())
    }
    fn put_copy(&self, _: usize, _: Key, _: &[u8]) -> Result<(), Infallible> {
        Ok(())
    }
    fn drop_copy(&self, _: usize, _: Key) -> Result<(), Infallible> {
        Ok(())
    }
    fn put_component(&self, _: usize, _: Option<&[u8]>) -> Result<(), Infallible> {
        Ok(())
    }
    fn put_mark(&self, _: u64, _: Mark, _: bool) -> Result<(), Infallible> {
        Ok(())
    }
}
