//! Persons as a list: filtered, sorted, in pages. Like history, it enters the store by an index, and where there is none
//! for what is asked it looks at so many and no more.

use cjds::Person;
use cjds::rsql::Expression;

use super::Store;
use super::plan::{Times, flatten, lookups, one_of};
use super::sql::{Value, Values};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::reason::Fault;
use crate::searches::Search;

/// How many persons are read at once while a filter looks for its own.
const BATCH: i64 = 200;

/// Which persons are asked for.
#[derive(Debug)]
pub(crate) struct PersonQuery {
    pub(crate) filter: Option<Expression>,
    pub(crate) order: PersonOrder,
    pub(crate) ascending: bool,
}

/// By what persons are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonOrder {
    CreatedAt,
    UpdatedAt,
    FirstName,
    LastName,
    /// A field without an index.
    Other,
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Found {
    /// The page itself.
    Page(Vec<Person>),
    /// All that the filter may mean, the oldest first: to be filtered, sorted and cut.
    All(Vec<Person>),
}

/// The column sorted by as text (empty by time), as a number (0 by name), and the id.
type Row = (String, i64, String);

impl PersonOrder {
    /// Reads the wire's word.
    pub(crate) fn of(field: &str) -> Self {
        match field {
            "" | "createdAt" => Self::CreatedAt,
            "updatedAt" => Self::UpdatedAt,
            "firstName" => Self::FirstName,
            "lastName" => Self::LastName,
            _ => Self::Other,
        }
    }

    /// The column as it stands in an index; `None`: in none.
    const fn column(self) -> Option<&'static str> {
        match self {
            Self::CreatedAt => Some("created_at"),
            Self::UpdatedAt => Some("updated_at"),
            Self::FirstName => Some(FIRST_NAME),
            Self::LastName => Some(LAST_NAME),
            Self::Other => None,
        }
    }

    const fn is_time(self) -> bool {
        matches!(self, Self::CreatedAt | Self::UpdatedAt)
    }
}

const FIRST_NAME: &str = "COALESCE(first_name, '')";
const LAST_NAME: &str = "COALESCE(last_name, '')";

/// What indexes know of a filter.
#[derive(Default)]
struct Narrowed {
    /// A condition on the ids of persons that few of them meet.
    few: Option<Few>,
    created: Times,
    updated: Times,
}

/// Which few.
enum Few {
    Ids(Vec<String>),
    Lookups(Vec<String>),
    Named(&'static str, Vec<String>),
}

impl Store {
    /// The page after the first `offset` of the persons that the filter admits. Where no index says who they are, or in
    /// which order, the budget says how many persons are looked at; beyond the first few that waits for its turn.
    ///
    /// # Errors
    /// 400, if those were not enough to tell; 429, if too many search.
    pub(crate) async fn find_persons(
        &self,
        workspace: &WorkspaceId,
        query: &PersonQuery,
        (offset, limit): (i64, i64),
        budget: &Search,
    ) -> Result<Found, Error> {
        let most = budget.most;
        let narrowed = narrow(query.filter.as_ref());
        let other_time = match query.order {
            PersonOrder::CreatedAt => narrowed.updated != Times::default(),
            PersonOrder::UpdatedAt => narrowed.created != Times::default(),
            _ => narrowed.updated != Times::default() || narrowed.created != Times::default(),
        };
        let Some(column) = query.order.column().filter(|_| narrowed.few.is_none() && !other_time) else {
            let _turn = if narrowed.few.is_none() { Some(budget.turn().await?) } else { None };
            return self.all(workspace, &narrowed, most).await.map(Found::All);
        };
        if query.filter.is_none() {
            let rows = self.person_rows(workspace, query, column, &narrowed, None, limit, offset).await?;
            return self.persons(workspace, &ids(&rows)).await.map(Found::Page);
        }
        let (mut found, mut skipped, mut examined) = (Vec::new(), 0, 0);
        let mut last: Option<Row> = None;
        let mut turn = None;
        loop {
            if last.is_some() && turn.is_none() {
                turn = Some(budget.turn().await?);
            }
            let rows = self.person_rows(workspace, query, column, &narrowed, last.as_ref(), BATCH, 0).await?;
            examined += i64::try_from(rows.len()).unwrap_or(i64::MAX);
            for person in self.persons(workspace, &ids(&rows)).await? {
                let value = serde_json::to_value(&person)?;
                if !query.filter.as_ref().is_none_or(|filter| filter.matches(&|selector| selector.find(&value))) {
                    continue;
                }
                if skipped < offset {
                    skipped += 1;
                    continue;
                }
                found.push(person);
                if i64::try_from(found.len()).unwrap_or(i64::MAX) >= limit {
                    return Ok(Found::Page(found));
                }
            }
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) < BATCH {
                return Ok(Found::Page(found));
            }
            if examined >= most {
                return Err(too_many(most));
            }
            last = rows.into_iter().next_back();
        }
    }

    /// Persons after one of them, the oldest first.
    pub(crate) async fn persons_in_order(
        &self,
        workspace: &WorkspaceId,
        after: Option<Person>,
        limit: usize,
    ) -> Result<Vec<Person>, Error> {
        let query = PersonQuery { filter: None, order: PersonOrder::CreatedAt, ascending: true };
        let created = |person: &Person| person.created_at.as_deref().and_then(cjds::parse_time);
        let after = after.and_then(|person| Some((String::new(), created(&person)?.timestamp_millis(), person.id)));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows =
            self.person_rows(workspace, &query, "created_at", &Narrowed::default(), after.as_ref(), limit, 0).await?;
        self.persons(workspace, &ids(&rows)).await
    }

    #[expect(clippy::too_many_arguments, reason = "one statement, and each of them is a part of it")]
    async fn person_rows(
        &self,
        workspace: &WorkspaceId,
        query: &PersonQuery,
        column: &'static str,
        narrowed: &Narrowed,
        after: Option<&Row>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Row>, Error> {
        let (direction, beyond) = if query.ascending { ("ASC", ">") } else { ("DESC", "<") };
        let mut values = Values::default();
        let mut condition = narrowed.condition(&mut values, workspace);
        if let Some((text, number, id)) = after {
            let key = if query.order.is_time() { Value::from(*number) } else { Value::from(text.as_str()) };
            let (key, id) = (values.put(key), values.put(id.as_str()));
            condition.push_str(&format!(" AND ({column}, id) {beyond} ({key}, {id})"));
        }
        let (limit, offset) = (values.put(limit), values.put(offset));
        let (text, number) = if query.order.is_time() { ("''", column) } else { (column, "created_at - created_at") };
        let sql = format!(
            "SELECT {text}, {number}, id FROM persons WHERE {condition} ORDER BY {column} {direction}, id {direction} \
             LIMIT {limit} OFFSET {offset}"
        );
        Ok(values.query(&sql).fetch_all(self.reading().await?.session()).await?)
    }

    /// All whom the indexes leave, if they are not more than `most`.
    async fn all(&self, workspace: &WorkspaceId, narrowed: &Narrowed, most: i64) -> Result<Vec<Person>, Error> {
        if let Some(Few::Ids(names) | Few::Lookups(names) | Few::Named(_, names)) = &narrowed.few
            && names.is_empty()
        {
            return Ok(Vec::new());
        }
        let mut values = Values::default();
        let condition = narrowed.condition(&mut values, workspace);
        let limit = values.put(most.saturating_add(1));
        let sql = match &narrowed.few {
            Some(Few::Lookups(lookups)) => {
                let mut values = Values::default();
                let (workspace_id, limit) = (values.put(workspace.as_str()), values.put(most.saturating_add(1)));
                let list = values.put_all(lookups.iter().map(String::as_str));
                let sql = format!(
                    "SELECT DISTINCT person_id FROM identities WHERE workspace_id = {workspace_id} \
                     AND lookup IN ({list}) LIMIT {limit}"
                );
                let rows: Vec<(String,)> = values.query(&sql).fetch_all(self.reading().await?.session()).await?;
                return self.oldest_first(workspace, rows, most).await;
            }
            Some(Few::Ids(ids)) => {
                return self.oldest_first(workspace, ids.iter().map(|id| (id.clone(),)).collect(), most).await;
            }
            Some(Few::Named(column, names)) => {
                let list = values.put_all(names.iter().map(String::as_str));
                format!("SELECT id FROM persons WHERE {condition} AND {column} IN ({list}) LIMIT {limit}")
            }
            None => format!("SELECT id FROM persons WHERE {condition} LIMIT {limit}"),
        };
        let rows: Vec<(String,)> = values.query(&sql).fetch_all(self.reading().await?.session()).await?;
        self.oldest_first(workspace, rows, most).await
    }

    async fn oldest_first(
        &self,
        workspace: &WorkspaceId,
        rows: Vec<(String,)>,
        most: i64,
    ) -> Result<Vec<Person>, Error> {
        if i64::try_from(rows.len()).unwrap_or(i64::MAX) > most {
            return Err(too_many(most));
        }
        let ids: Vec<PersonId> = rows.into_iter().map(|(id,)| PersonId(id)).collect();
        let mut persons = self.persons(workspace, &ids).await?;
        persons.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
        persons.dedup_by(|a, b| a.id == b.id);
        Ok(persons)
    }
}

impl Narrowed {
    fn condition(&self, values: &mut Values, workspace: &WorkspaceId) -> String {
        let mut condition = format!("workspace_id = {}", values.put(workspace.as_str()));
        for (column, times) in [("created_at", self.created), ("updated_at", self.updated)] {
            for (operator, bound) in [(">=", times.since), ("<=", times.until)] {
                if let Some(bound) = bound {
                    condition.push_str(&format!(" AND {column} {operator} {}", values.put(bound)));
                }
            }
        }
        condition
    }
}

fn narrow(filter: Option<&Expression>) -> Narrowed {
    let (mut narrowed, mut parts) = (Narrowed::default(), Vec::new());
    if let Some(filter) = filter {
        flatten(filter, &mut parts);
    }
    for part in parts {
        if let Expression::Comparison(comparison) = part
            && (narrowed.created.narrow("createdAt", comparison) || narrowed.updated.narrow("updatedAt", comparison))
        {
            continue;
        }
        let Some((field, mut texts)) = one_of(part).filter(|_| narrowed.few.is_none()) else { continue };
        // No database stores it: nobody is found by it.
        texts.retain(|text| !text.contains('\0'));
        let owned = || texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        narrowed.few = match field {
            "id" => Some(Few::Ids(owned())),
            "aliases" | "email" | "phone" | "customerId" | "socialId" | "temporaryId" => {
                let forms = texts.iter().flat_map(|text| lookups(text)).map(|lookup| lookup.as_str().to_owned());
                Some(Few::Lookups(forms.collect()))
            }
            "firstName" => Some(Few::Named(FIRST_NAME, owned())),
            "lastName" => Some(Few::Named(LAST_NAME, owned())),
            _ => None,
        };
    }
    narrowed
}

fn ids(rows: &[Row]) -> Vec<PersonId> {
    rows.iter().map(|(_, _, id)| PersonId(id.clone())).collect()
}

fn too_many(most: i64) -> Error {
    Error::invalid(Fault::TooManyPersons { most })
}
