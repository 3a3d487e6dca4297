//! Laws of links that lie on a shelf: opened afresh before every change, they are what linking all at once gives.

mod hot;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use hot::{articles, at_once, keys};
use incident::{Links, Mark, Members, Read, Shelf, Shelved, Standing, Weights};
use text::Key;

/// A shelf in memory.
#[derive(Debug, Default)]
struct Drawers {
    tellings: RefCell<BTreeMap<usize, (Key, Standing)>>,
    copies: RefCell<BTreeMap<(usize, Key), Vec<u8>>>,
    components: RefCell<BTreeMap<usize, Vec<u8>>>,
    marks: RefCell<BTreeMap<u64, BTreeSet<Mark>>>,
}

impl Shelf for Drawers {
    type Fault = Infallible;

    fn damaged(&self, number: usize) -> Infallible {
        unreachable!("{number} is not what was put away")
    }
    fn number(&self, telling: Key) -> Result<Option<usize>, Infallible> {
        let tellings = self.tellings.borrow();
        Ok(tellings.iter().find(|(_, (key, _))| *key == telling).map(|(number, _)| *number))
    }
    fn of_article(&self, article: Key) -> Result<Vec<usize>, Infallible> {
        let copies = self.copies.borrow();
        Ok(copies.keys().filter(|(_, of)| *of == article).map(|(number, _)| *number).collect())
    }
    fn telling(&self, number: usize) -> Result<Option<Shelved>, Infallible> {
        let copies = self.copies.borrow();
        let first = Key::from_bytes([0; 8]);
        let copies =
            copies.range((number, first)..(number + 1, first)).map(|(_, form)| form.clone()).collect();
        let found = self.tellings.borrow().get(&number).cloned();
        Ok(found.map(|(telling, standing)| Shelved { telling, standing, copies }))
    }
    fn standing(&self, number: usize) -> Result<Option<Standing>, Infallible> {
        Ok(self.tellings.borrow().get(&number).map(|(_, standing)| standing.clone()))
    }
    fn before(&self, key: u64, mark: Mark, many: usize) -> Result<Vec<Mark>, Infallible> {
        let marks = self.marks.borrow();
        Ok(marks.get(&key).into_iter().flat_map(|row| row.range(..mark).rev()).take(many).copied().collect())
    }
    fn from(&self, key: u64, mark: Mark, many: usize) -> Result<Vec<Mark>, Infallible> {
        let marks = self.marks.borrow();
        Ok(marks.get(&key).into_iter().flat_map(|row| row.range(mark..)).take(many).copied().collect())
    }
    fn component(&self, name: usize) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.components.borrow().get(&name).cloned())
    }
    fn choosers(&self, name: usize) -> Result<Vec<usize>, Infallible> {
        let tellings = self.tellings.borrow();
        Ok(tellings
            .iter()
            .filter(|(_, (_, it))| it.choice == Some(name))
            .map(|(number, _)| *number)
            .collect())
    }
    fn put_telling(&self, number: usize, telling: Key, standing: &Standing) -> Result<(), Infallible> {
        self.tellings.borrow_mut().insert(number, (telling, standing.clone()));
        Ok(())
    }
    fn drop_telling(&self, number: usize) -> Result<(), Infallible> {
        self.tellings.borrow_mut().remove(&number);
        Ok(())
    }
    fn put_copy(&self, number: usize, article: Key, form: &[u8]) -> Result<(), Infallible> {
        self.copies.borrow_mut().insert((number, article), form.into());
        Ok(())
    }
    fn drop_copy(&self, number: usize, article: Key) -> Result<(), Infallible> {
        self.copies.borrow_mut().remove(&(number, article));
        Ok(())
    }
    fn put_component(&self, name: usize, form: Option<&[u8]>) -> Result<(), Infallible> {
        let mut components = self.components.borrow_mut();
        match form {
            Some(form) => _ = components.insert(name, form.into()),
            None => _ = components.remove(&name),
        }
        Ok(())
    }
    fn put_mark(&self, key: u64, mark: Mark, there: bool) -> Result<(), Infallible> {
        let mut marks = self.marks.borrow_mut();
        let row = marks.entry(key).or_default();
        if there {
            row.insert(mark);
        } else {
            assert!(row.remove(&mark), "a mark was taken away that was not there");
        }
        if row.is_empty() {
            marks.remove(&key);
        }
        Ok(())
    }
}

impl Drawers {
    /// The links, with nothing of them at hand.
    fn opened(&self) -> Links {
        let last = self.tellings.borrow().last_key_value().map_or(0, |(number, _)| *number);
        Links::on_shelf(Weights::shipped(), last)
    }

    fn change(&self, added: &[Read], removed: &[Key]) -> Vec<Members> {
        let Ok(changed) = self.opened().change(self, added, removed);
        changed
    }

    /// All incidents.
    fn incidents(&self) -> BTreeSet<Members> {
        let mut links = self.opened();
        let numbers: Vec<usize> = self.tellings.borrow().keys().copied().collect();
        let incident = |number| {
            let Ok((_, members)) = links.incident(self, number);
            members
        };
        numbers.into_iter().map(incident).collect()
    }

    fn assert_same(&self, reads: &[Read], after: &str) {
        let (here, there) = (self.incidents(), at_once(reads));
        let wrong = here.symmetric_difference(&there).count();
        assert_eq!(wrong, 0, "{after}: incidents of {} differ", there.len());
    }
}

#[test]
fn opened_afresh_before_every_change_it_leads_where_all_at_once_does() {
    for (seed, sizes) in [(1, [1, 7, 300]), (2, [200, 1, 50]), (3, [60, 60, 60])] {
        let reads = articles(900, seed);
        let drawers = Drawers::default();
        let mut there = 0;
        for size in sizes.into_iter().cycle() {
            let next = (there + size).min(reads.len());
            drawers.change(&reads[there..next], &[]);
            there = next;
            if there == reads.len() {
                break;
            }
        }
        drawers.assert_same(&reads, "in parts");
    }
}

#[test]
fn what_comes_and_goes_leaves_nothing_behind() {
    let reads = articles(1_200, 5);
    let (first, second) = reads.split_at(reads.len() / 2);
    let drawers = Drawers::default();
    drawers.change(first, &[]);
    for (come, go) in second.chunks(41).zip(first.chunks(41)) {
        drawers.change(come, &keys(go));
    }
    let gone = first.chunks(41).take(second.chunks(41).count()).map(<[Read]>::len).sum::<usize>();
    let there: Vec<Read> = first[gone..].iter().chain(second).cloned().collect();
    drawers.assert_same(&there, "half exchanged");
    for some in there.chunks(230) {
        drawers.change(&[], &keys(some));
    }
    let Drawers { tellings, copies, components, marks } = &drawers;
    let left =
        (tellings.borrow().len(), copies.borrow().len(), components.borrow().len(), marks.borrow().len());
    assert_eq!(left, (0, 0, 0, 0));
}

#[test]
fn a_new_reading_replaces_the_old_one() {
    let reads = articles(600, 6);
    let mut poorer = reads.clone();
    for read in poorer.iter_mut().step_by(3) {
        read.reading.tellings.iter_mut().for_each(|t| t.time = None);
    }
    let drawers = Drawers::default();
    drawers.change(&poorer, &[]);
    for some in reads.iter().step_by(3).cloned().collect::<Vec<_>>().chunks(50) {
        drawers.change(some, &[]);
    }
    drawers.assert_same(&reads, "read again");
}

#[test]
fn what_is_not_told_of_changed_is_as_it_was() {
    let reads = articles(700, 7);
    let drawers = Drawers::default();
    let mut known: BTreeSet<Members> = BTreeSet::new();
    for some in reads.chunks(90) {
        let changed = drawers.change(some, &[]);
        let touched: BTreeSet<_> = changed.iter().flatten().copied().collect();
        known.retain(|incident| incident.is_disjoint(&touched));
        known.extend(changed);
        assert_eq!(known, drawers.incidents());
    }
}
