//! The persons of a project: the table of them, one of them, and a table that brings in many.

mod changes;
mod create;
mod erase;
mod identities;
mod import;
mod list;
mod marked;
mod merge;
mod names;
mod page;
mod pick;
mod split;

pub(crate) use import::ImportPage;
pub(crate) use list::PeoplePage;
pub(crate) use page::PersonPage;
pub(crate) use pick::PickPerson;

use cjds::identity::Part;
use cjds::{FoundByPart, Person};
use serde_json::json;

use super::kit::Ui;
use crate::http::{Ask, ask, encoded};
use crate::problem::{Problem, Refusal};
use crate::search::Search;

/// Persons of a page of the table.
const PAGE: i64 = 50;

/// The path of persons in the service, with an action before the project and what follows it.
fn path(action: &str, project: &str, rest: &str) -> String {
    format!("/admin/v1/api/person{action}/workspace-id/{project}{rest}")
}

/// What a person is called: by name, else by an identity.
pub(crate) fn title(person: &Person) -> String {
    let names: Vec<&str> = [&person.first_name, &person.last_name].into_iter().flatten().map(String::as_str).collect();
    match (names.as_slice(), person.aliases.first()) {
        ([], Some(identity)) => identity.clone(),
        ([], None) => person.id.clone(),
        _ => names.join(" "),
    }
}

/// The identities of a person by kind: the field of the wire, the key of its name, and the value.
fn identities(person: &Person) -> Vec<(&'static str, &'static str, String)> {
    let kinds = [
        ("phone", "identity.phone", &person.phone),
        ("email", "identity.email", &person.email),
        ("customerId", "identity.customer", &person.customer_id),
        ("socialId", "identity.social", &person.social_id),
        ("temporaryId", "identity.temporary", &person.temporary_id),
    ];
    kinds
        .into_iter()
        .flat_map(|(kind, key, values)| values.iter().map(move |value| (kind, key, value.clone())))
        .collect()
}

/// In which order persons are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Order {
    by: &'static str,
    is_ascending: bool,
}

/// Who was found.
#[derive(Clone, Debug, Default, PartialEq)]
struct Found {
    /// By this.
    typed: String,
    persons: Vec<Person>,
    /// Whether there are more of those who have the part of an identity that was typed.
    has_more: bool,
}

/// A page of the persons that a search finds. Whoever has an identity of which a part was typed is on the first one.
async fn find(ui: Ui, project: String, search: Search, order: Order, page: i64) -> Result<Found, Problem> {
    let list = |filter: Option<&str>| {
        let direction = if order.is_ascending { "ASC" } else { "DESC" };
        let filter = filter.map(|filter| format!("&filter={}", encoded(filter))).unwrap_or_default();
        let query = format!("?sortBy={}&sort={direction}&page={page}&pageSize={PAGE}{filter}", order.by);
        ask::<Vec<Person>>(ui.session, Ask::get(path("", &project, &query)))
    };
    let (mut persons, typed) = match search {
        Search::Everybody => return Ok(Found { persons: list(None).await?, ..Found::default() }),
        Search::Identity(identity) => (Vec::new(), identity),
        Search::Name { filter, typed } => (list(Some(&filter)).await?, typed),
    };
    let has_room = page == 0 && i64::try_from(persons.len()).is_ok_and(|count| count < PAGE);
    let part = Part::of(&typed).filter(|part| has_room && !part.is_whole() && !part.ways().is_empty());
    let having = match part {
        Some(part) => with_part(ui, &project, &part).await?,
        None => FoundByPart::default(),
    };
    for found in having.persons {
        if !persons.iter().any(|known| known.id == found.person.id) {
            persons.push(found.person);
        }
    }
    // The whole of an identity, which may look like a name.
    if persons.is_empty() && page == 0 {
        persons = whoever_has(ui, &project, &typed).await?;
    }
    Ok(Found { typed, persons, has_more: having.has_more })
}

async fn with_part(ui: Ui, project: &str, part: &Part) -> Result<FoundByPart, Problem> {
    ask(ui.session, Ask::post(path("", project, "/parts/search")).json(&json!({ "part": part.as_str() }))).await
}

async fn whoever_has(ui: Ui, project: &str, identity: &str) -> Result<Vec<Person>, Problem> {
    let asked = Ask::post(path("", project, "/aliases/search")).json(&json!({ "identities": [identity] }));
    match ask(ui.session, asked).await {
        Err(Problem::Refused(Refusal { status: 404, .. })) => Ok(Vec::new()),
        found => found,
    }
}
