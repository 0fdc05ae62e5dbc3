//! The persons of a project: the table of them, one of them, and a table that brings in many.

mod changes;
mod create;
mod erase;
mod identities;
mod import;
mod list;
mod merge;
mod names;
mod page;
mod pick;
mod split;

pub(crate) use import::ImportPage;
pub(crate) use list::PeoplePage;
pub(crate) use page::PersonPage;
pub(crate) use pick::PickPerson;

use cjds::Person;
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

/// A page of the persons that a search finds.
async fn find(ui: Ui, project: String, search: Search, order: Order, page: i64) -> Result<Vec<Person>, Problem> {
    let list = |filter: Option<&str>| {
        let direction = if order.is_ascending { "ASC" } else { "DESC" };
        let filter = filter.map(|filter| format!("&filter={}", encoded(filter))).unwrap_or_default();
        let query = format!("?sortBy={}&sort={direction}&page={page}&pageSize={PAGE}{filter}", order.by);
        ask::<Vec<Person>>(ui.session, Ask::get(path("", &project, &query)))
    };
    match search {
        Search::Everybody => list(None).await,
        Search::Identity(identity) => whoever_has(ui, &project, &identity).await,
        Search::Name { filter, typed } => {
            let found = list(Some(&filter)).await?;
            // Some identities look like names.
            if found.is_empty() && page == 0 { whoever_has(ui, &project, &typed).await } else { Ok(found) }
        }
    }
}

async fn whoever_has(ui: Ui, project: &str, identity: &str) -> Result<Vec<Person>, Problem> {
    let asked = Ask::post(path("", project, "/aliases/search")).json(&json!({ "identities": [identity] }));
    match ask(ui.session, asked).await {
        Err(Problem::Refused(Refusal { status: 404, .. })) => Ok(Vec::new()),
        found => found,
    }
}
