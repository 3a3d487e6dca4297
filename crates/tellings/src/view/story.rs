use std::cmp::Reverse;
use std::collections::BTreeMap;

use claim::Claim;
use incident::{ClaimAt, Comparison, Read};
use text::{Language, Moment};

use super::account_names;
use super::fact::differs;
use super::words::{counted, grouped, moment};
use crate::Gathered;

/// What a report draws on: the readings, their comparison, the names of the accounts.
pub(crate) struct Story<'a> {
    pub(crate) gathered: &'a Gathered,
    pub(crate) reads: &'a [Read],
    pub(crate) comparison: &'a Comparison,
    pub(crate) names: Vec<String>,
    /// Whether an article tells of an incident that another tells of too.
    shares: Vec<bool>,
}

impl<'a> Story<'a> {
    /// The story of these articles.
    pub(crate) fn new(gathered: &'a Gathered, comparison: &'a Comparison) -> Story<'a> {
        let names = account_names(&gathered.reads);
        let mut shares = vec![false; gathered.reads.len()];
        for incident in &comparison.incidents {
            let told = incident.tellings.iter().map(|t| t.article);
            if told.clone().any(|article| article != incident.tellings[0].article) {
                told.for_each(|article| shares[article] = true);
            }
        }
        Story { gathered, reads: &gathered.reads, comparison, names, shares }
    }

    /// Whether one article tells of an incident beside what it shares with others, and nothing of it differs: "a year
    /// ago …".
    pub(crate) fn in_passing(&self, incident: &incident::Incident) -> bool {
        let mut articles = incident.tellings.iter().map(|t| t.article);
        articles.next().is_some_and(|only| self.shares[only] && articles.all(|other| other == only))
            && !incident.facts.iter().any(|fact| differs(fact.state))
            && !self
                .comparison
                .signs
                .iter()
                .filter_map(|sign| sign.incident)
                .any(|at| self.comparison.incidents.get(at).is_some_and(|other| other.id == incident.id))
    }

    /// A claim by its place.
    pub(crate) fn claim(&self, at: ClaimAt) -> Option<&'a Claim> {
        self.reads.get(at.article)?.reading.claims.get(at.claim)
    }

    /// When an article was published, as far as it or another telling says.
    pub(crate) fn published(&self, article: usize) -> Option<Moment> {
        let own = self.reads.get(article).and_then(|r| r.reading.published);
        own.or(self.comparison.dated.get(article).copied().flatten()).map(|p| p.at)
    }

    /// The same in words.
    pub(crate) fn published_words(&self, article: usize) -> String {
        self.published(article).map_or("no date".into(), |at| moment(&at))
    }

    /// The articles in the order of their publication; those without a date last.
    pub(crate) fn by_publication(&self, articles: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut order: Vec<usize> = articles.into_iter().collect();
        order.sort_by_key(|at| (self.published(*at).map_or(i64::MAX, |p| p.seconds()), &self.names[*at]));
        order
    }

    /// "8 articles (8 English), 1 without a date; 3 incidents".
    pub(crate) fn heading(&self, language: &dyn Fn(Language) -> String) -> String {
        let reads = self.reads;
        let mut languages: BTreeMap<_, usize> = BTreeMap::new();
        for read in reads {
            *languages.entry(read.reading.language).or_default() += 1;
        }
        let mut languages: Vec<_> = languages.into_iter().collect();
        languages.sort_by_key(|(language, n)| (language.is_none(), Reverse(*n), *language));
        let languages = languages.into_iter().map(|(known, n)| match known {
            Some(known) => format!("{} {}", grouped(n as u64), language(known)),
            None => format!("{} in a language that no pack reads", grouped(n as u64)),
        });
        let languages = languages.collect::<Vec<_>>().join(", ");
        let mut out = format!("{} ({languages})", counted(reads.len(), "article", "articles"));
        let undated = reads
            .iter()
            .filter(|r| r.reading.published.is_none_or(|p| p.from == claim::PublishedFrom::Incident))
            .count();
        if undated > 0 {
            out += &format!(", {} without a date", grouped(undated as u64));
        }
        let again = self.gathered.again.len();
        if again > 0 {
            out += &format!(", {} given twice", grouped(again as u64));
        }
        out + &format!("; {}", counted(self.comparison.incidents.len(), "incident", "incidents"))
    }

    /// "5 sentences with figures that no rule read"; `None` where there is none.
    pub(crate) fn unread(&self) -> Option<String> {
        let unread: usize = self.reads.iter().map(|r| r.reading.unread.len()).sum();
        let what = counted(unread, "sentence with a figure", "sentences with figures");
        (unread > 0).then(|| format!("{what} that no rule read"))
    }
}
