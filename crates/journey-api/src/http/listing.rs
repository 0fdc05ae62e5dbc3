//! `filter`, `sortBy`, `sort`, `page` and `pageSize`: read alike by every list, and applied here to the short ones.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Value;

use super::query::{FromQuery, Parameters, filter};
use crate::error::Error;

/// Entries of a page where the call does not say.
const PAGE: i64 = 100;
/// More entries than that do not fit in one answer.
const LARGEST_PAGE: i64 = 10_000;

/// The parameters of a list.
#[derive(Debug, Default, utoipa::IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Listing {
    /// RSQL, such as `name=='A*';createdAt=gt='2026-01-01'`; several are alternatives.
    #[param(required = false)]
    pub(super) filter: Vec<String>,
    /// The field to sort by.
    pub(super) sort_by: Option<String>,
    /// `ASC` or `DESC`.
    pub(super) sort: Option<String>,
    /// Which page, counted from 0.
    page: Option<i64>,
    /// Entries of a page, 1 to 10000; 100 where the call does not say.
    page_size: Option<i64>,
}

impl FromQuery for Listing {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        Ok(Self {
            filter: left.all("filter"),
            sort_by: left.one("sortBy")?,
            sort: left.one("sort")?,
            page: left.number("page")?,
            page_size: left.number("pageSize")?,
        })
    }
}

impl Listing {
    /// How many entries to leave out, and how many to answer.
    pub(super) fn window(&self) -> Result<(i64, i64), Error> {
        let (page, size) = (self.page.unwrap_or(0), self.page_size.unwrap_or(PAGE));
        if page < 0 {
            return Err(Error::invalid("page: counts from 0"));
        }
        if !(1..=LARGEST_PAGE).contains(&size) {
            return Err(Error::invalid(format!("pageSize: must be 1 to {LARGEST_PAGE}")));
        }
        let offset = page.checked_mul(size).ok_or_else(|| Error::invalid("page: too large"))?;
        Ok((offset, size))
    }

    /// Whether the smallest comes first; `default` where the call does not say.
    pub(super) fn ascending(&self, default: bool) -> Result<bool, Error> {
        match self.sort.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("") => Ok(default),
            Some("asc" | "ascending") => Ok(true),
            Some("desc" | "descending") => Ok(false),
            Some(_) => Err(Error::invalid("sort: must be ASC or DESC")),
        }
    }

    /// The page of a list that is all here.
    pub(super) fn apply<T: Serialize>(&self, entries: Vec<T>) -> Result<Vec<T>, Error> {
        let (offset, size) = self.window()?;
        let filter = filter("filter", &self.filter)?;
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let value = serde_json::to_value(&entry)?;
            if filter.as_ref().is_none_or(|filter| filter.matches(&|selector| selector.find(&value))) {
                rows.push((value, entry));
            }
        }
        let ascending = self.ascending(true)?;
        if let Some(field) = self.sort_by.as_deref().filter(|field| !field.is_empty()) {
            rows.sort_by(|(a, _), (b, _)| compare(a.get(field), b.get(field)));
        }
        if !ascending {
            rows.reverse();
        }
        let (offset, size) =
            (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(size).unwrap_or(usize::MAX));
        Ok(rows.into_iter().skip(offset).take(size).map(|(_, entry)| entry).collect())
    }
}

fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    let text =
        |value: Option<&Value>| value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    match (a.and_then(Value::as_f64), b.and_then(Value::as_f64)) {
        (Some(a), Some(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        _ => text(a).cmp(&text(b)),
    }
}
