//! Identities that are added to a journey and taken from it. The platform has no persons: a journey is what its identifiers
//! hold together, so the id of a person is one of them, by which the journey is asked for again.

use avaya::identifiers::{self, Identifiers};
use basics::identity::is_same;
use serde_json::{Value, json};

use super::ask::{Ask, Deed};
use super::source::Avaya;
use crate::http::HttpError;
use crate::sources::SourceError;
use journey::{Change, KnownIdentity, Person, PersonId};

/// The id of a person who is known by this identifier.
pub(super) fn id_of(name: &str, value: &str) -> String {
    [name, "=", value].concat()
}

fn identifiers_of(id: &PersonId) -> Option<Identifiers> {
    let (name, value) = id.as_str().split_once('=')?;
    Some([(name.to_owned(), json!([value]))].into_iter().collect())
}

pub(super) async fn change<A: Ask>(
    source: &Avaya<A>,
    person: &PersonId,
    change: &Change,
) -> Result<Option<Person>, SourceError> {
    let done = match change {
        Change::Names { .. } => Err(SourceError::Cannot),
        Change::Add(known) => add(source, person, known).await.map(|()| None),
        Change::Remove(known) => remove(source, person, known).await,
    };
    if matches!(done, Err(SourceError::Http(HttpError::Status { status: 403, .. }))) {
        source.found.may_not_change.set(true);
    }
    done
}

/// The journey as it is now.
async fn journey<A: Ask>(source: &Avaya<A>, person: &PersonId) -> Result<Value, SourceError> {
    let asked = identifiers_of(person).ok_or(SourceError::Cannot)?;
    let (_, told) = source.search_by(asked, 1).await?.ok_or(SourceError::Cannot)?;
    Ok(told.value)
}

/// Adds it to the newest engagement, and so to the journey that this is a part of.
async fn add<A: Ask>(source: &Avaya<A>, person: &PersonId, known: &KnownIdentity) -> Result<(), SourceError> {
    let names = known.kind.map(|kind| source.names.of(kind)).unwrap_or_default();
    let name = names.first().ok_or(SourceError::Cannot)?;
    let journey = journey(source, person).await?;
    let newest = journey.get("engagements").and_then(|all| all.get(0)?.get("id")).and_then(journey::text);
    let newest = newest.ok_or(SourceError::Cannot)?;
    let added = [((*name).to_owned(), json!([known.identity.as_str()]))].into_iter().collect();
    source.asked.tell(Deed::Append(&newest, &added)).await?;
    Ok(())
}

/// Takes it from the journey, in the spelling in which the journey has it.
async fn remove<A: Ask>(
    source: &Avaya<A>,
    person: &PersonId,
    known: &KnownIdentity,
) -> Result<Option<Person>, SourceError> {
    let journey = journey(source, person).await?;
    let all = journey.get("identifiers").and_then(Value::as_object).cloned().unwrap_or_default();
    let found = identifiers::each(journey.get("identifiers").unwrap_or(&Value::Null))
        .map(|(name, value)| (name.to_owned(), value))
        .find(|(name, value)| {
            let kind = source.names.kind(name);
            kind == known.kind && is_same(value, kind, known.identity.as_str(), known.kind)
        });
    // Somebody else was quicker.
    let Some((name, value)) = found else { return Ok(None) };
    let told = source.asked.tell(Deed::Unlink(&all, (&name, &value))).await?;
    match told.value.get("identifiers").filter(|rest| rest.is_object()) {
        Some(rest) => Ok(Some(source.person_of(person.as_str(), rest).await)),
        None => Ok(None),
    }
}
