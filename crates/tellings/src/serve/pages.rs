//! Pages of lists whose order is a few numbers.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::Deserialize;

use super::incidents::Paged;
use super::problem::Problem;

/// Which page.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Pages {
    /// How many at most; 50 unless given.
    #[schemars(range(min = 1, max = 200))]
    pub(super) limit: Option<usize>,
    /// Where the page before ended: its `next`.
    pub(super) cursor: Option<String>,
}

impl Pages {
    /// How many are wanted.
    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(50)
    }

    /// The numbers of the row behind which the page begins.
    pub(super) fn behind<const N: usize>(&self) -> Result<Option<[i64; N]>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let wrong = || Problem::parameter("cursor", "is not that of a page of this list");
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
        let (numbers, rest) = bytes.as_chunks::<8>();
        let numbers: Vec<i64> = numbers.iter().map(|bytes| i64::from_be_bytes(*bytes)).collect();
        if rest.is_empty() { numbers.try_into().map(Some).map_err(|_| wrong()) } else { Err(wrong()) }
    }

    /// The page of one row more than are wanted, if there are so many.
    pub(super) fn page<R, T, const N: usize>(
        &self,
        mut rows: Vec<R>,
        total: u64,
        at: impl Fn(&R) -> [i64; N],
        each: impl Fn(R) -> T,
    ) -> Paged<T> {
        let more = rows.len() > self.limit();
        rows.truncate(self.limit());
        let next = rows.last().filter(|_| more).map(|last| {
            let bytes: Vec<u8> = at(last).into_iter().flat_map(i64::to_be_bytes).collect();
            BASE64_URL_SAFE_NO_PAD.encode(bytes)
        });
        Paged { items: rows.into_iter().map(each).collect(), next, total: total as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_where_the_one_before_ended() {
        let first = Pages { limit: Some(2), cursor: None };
        let page = first.page(vec![5, 4, 3], 3, |n| [*n, 7], |n| n);
        assert_eq!((page.items, page.total), (vec![5, 4], 3));
        let second = Pages { limit: Some(2), cursor: page.next };
        assert_eq!(second.behind::<2>().unwrap(), Some([4, 7]));
        assert!(second.behind::<1>().is_err());
        assert!(second.page(vec![3], 3, |n| [*n], |n| n).next.is_none());
        for wrong in ["x", "AAAA", "%"] {
            assert!(Pages { limit: None, cursor: Some(wrong.into()) }.behind::<1>().is_err());
        }
    }
}
