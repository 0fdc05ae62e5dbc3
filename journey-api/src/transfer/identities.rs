//! Identities from the CSV of Control Hub: Id (left empty), First Name, Last Name, Email Addresses, Phone Numbers,
//! Customer Ids; several values in a cell are split by `|`.

use std::io::Read;

use cjds::IdentityType;
use csv::{ReaderBuilder, StringRecord, Trim};

use super::{AT_ONCE, BadRow, Report, TransferError};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::patch::identities;
use crate::store::{Identity, Store, Write, now};

const COLUMNS: [&str; 6] = ["Id", "First Name", "Last Name", "Email Addresses", "Phone Numbers", "Customer Ids"];
const BY: &str = "identity-import";

/// A good row.
struct Row {
    first_name: Option<String>,
    last_name: Option<String>,
    identities: Vec<Identity>,
}

pub(super) async fn import(
    store: &Store,
    workspace: &WorkspaceId,
    file: impl Read,
    all_or_nothing: bool,
) -> Result<Report, TransferError> {
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(file);
    let places = places(reader.headers().map_err(|error| TransferError::Table(format!("no table: {error}")))?)?;
    let mut report = Report::default();
    let mut write = store.write().await?.quietly();
    write.take_turn(workspace).await?;
    for record in reader.records() {
        let (line, row) = match &record {
            Ok(record) => (record.position().map_or(0, csv::Position::line), row(record, &places)),
            Err(error) => (error.position().map_or(0, csv::Position::line), Err(error.to_string())),
        };
        let saved = match row {
            Ok(row) => save(store, &mut write, workspace, row).await?,
            Err(reason) => Err(reason),
        };
        match saved {
            Ok(true) => report.imported += 1,
            Ok(false) => report.unchanged += 1,
            Err(reason) => report.bad.push(BadRow { line, reason }),
        }
        report.progress(1_000);
        let done = report.imported + report.unchanged;
        if !all_or_nothing && done > 0 && done.is_multiple_of(AT_ONCE) {
            write.commit().await?;
            write = store.write().await?.quietly();
            write.take_turn(workspace).await?;
        }
    }
    // Dropped, the transaction leaves nothing behind.
    if !all_or_nothing || report.bad.is_empty() {
        write.commit().await?;
    }
    Ok(report)
}

/// Where each column stands.
fn places(head: &StringRecord) -> Result<[usize; 6], TransferError> {
    let mut places = [0; 6];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let found = head.iter().position(|name| name.eq_ignore_ascii_case(column));
        *place = found.ok_or_else(|| TransferError::Table(format!("line 1: there is no column \"{column}\"")))?;
    }
    Ok(places)
}

fn row(record: &StringRecord, places: &[usize; 6]) -> Result<Row, String> {
    let [id, first, last, emails, phones, customers] = places.map(|place| record.get(place).unwrap_or_default());
    if !id.is_empty() {
        return Err("Id: must be left empty".to_owned());
    }
    let mut identities: Vec<Identity> = Vec::new();
    for (column, kind, cell) in [
        ("Phone Numbers", IdentityType::Phone, phones),
        ("Email Addresses", IdentityType::Email, emails),
        ("Customer Ids", IdentityType::CustomerId, customers),
    ] {
        for value in cell.split('|').map(str::trim).filter(|value| !value.is_empty()) {
            let identity = Identity::new(kind, value);
            if !is_plausible(&identity) {
                return Err(format!("{column}: \"{value}\" is none"));
            }
            if !identities.iter().any(|other| other.lookup() == identity.lookup()) {
                identities.push(identity);
            }
        }
    }
    if identities.is_empty() {
        return Err("there is no e-mail address, phone number or customer id".to_owned());
    }
    let name = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(Row { first_name: name(first), last_name: name(last), identities })
}

fn is_plausible(Identity { kind, value }: &Identity) -> bool {
    match kind {
        IdentityType::Email => value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
        IdentityType::Phone => {
            let digits = value.strip_prefix('+').unwrap_or(value);
            (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => true,
    }
}

/// Whether the row changed anything; or why it cannot be imported.
async fn save(
    store: &Store,
    write: &mut Write,
    workspace: &WorkspaceId,
    row: Row,
) -> Result<Result<bool, String>, Error> {
    let mut owners: Vec<PersonId> = Vec::new();
    for identity in &row.identities {
        if let Some(owner) = write.owner(workspace, &identity.lookup()).await?.filter(|id| !owners.contains(id)) {
            owners.push(owner);
        }
    }
    let (first, last) = (row.first_name.as_deref(), row.last_name.as_deref());
    let id = match owners.as_slice() {
        [] => write.create_person(workspace, first, last, BY, now()).await?,
        [one] => one.clone(),
        _ => return Ok(Err("its identities belong to different persons; merge them first".to_owned())),
    };
    let Some(mut person) = write.person(store, workspace, &id).await? else {
        return Ok(Err("its person went away".to_owned()));
    };
    let before = (person.clone(), identities(&person));
    person.first_name = person.first_name.or(row.first_name);
    person.last_name = person.last_name.or(row.last_name);
    let mut all = before.1.clone();
    for identity in row.identities {
        if !all.iter().any(|held| held.lookup() == identity.lookup()) {
            all.push(identity);
        }
    }
    if (&before.0, &before.1) == (&person, &all) {
        return Ok(Ok(false));
    }
    if let Err(conflict) = write.set_identities(workspace, &id, &all).await? {
        return Ok(Err(format!("{} is another person's", conflict.value)));
    }
    write.update_person(&id, person.first_name.as_deref(), person.last_name.as_deref(), BY).await?;
    Ok(Ok(true))
}
