//! Identities from the CSV of Control Hub: Id (left empty), First Name, Last Name, Email Addresses, Phone Numbers,
//! Customer Ids; several values in a cell are split by `|`. Each row is a person: one who shares a phone with another is
//! named, and never merged into the other.

use std::collections::HashMap;

use cjds::identity::tidy;
use cjds::{IdentityType, Person};

use super::charset::Text;
use super::table::{Table, unwrapped};
use super::{AT_ONCE, BadRow, Report, TransferError};
use crate::checked;
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::patch::identities;
use crate::reason::{Fault, Reason};
use crate::store::{Change, Identity, Store, Write, now};

/// Who is written down for an import from the command line.
pub(super) const BY: &str = "identity-import";

/// What becomes of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The good ones are written.
    Good,
    /// They are written if all are good.
    AllOrNothing,
    /// None is written: it is only found out what would be.
    DryRun,
}

/// How rows are imported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How<'a> {
    pub(crate) ending: Ending,
    /// Who is written down.
    pub(crate) by: &'a str,
    /// Whether streams are told of what changed.
    pub(crate) is_told: bool,
    /// In which line of the whole table the first row stands, where these are a part of it.
    pub(crate) first_line: Option<u64>,
}

/// A good row.
struct Row {
    first_name: Option<String>,
    last_name: Option<String>,
    identities: Vec<Identity>,
}

/// The first row of each person in this table.
type Rows = HashMap<PersonId, u64>;

/// Imports a table; what came of it, and what streams must be told.
pub(crate) async fn import(
    store: &Store,
    workspace: &WorkspaceId,
    text: Text,
    how: How<'_>,
) -> Result<(Report, Change), TransferError> {
    let mut change = Change::default();
    let mut table = Table::new(text)?;
    let mut report = Report::default();
    if let Some(line) = how.first_line {
        table.begin_at(line);
    }
    let mut rows = Rows::new();
    let mut begin = Vec::new();
    let mut write = None;
    loop {
        // Read before the turn is taken: nobody waits for what is still to be read.
        let portion: Vec<_> = std::iter::from_fn(|| table.next()).take(AT_ONCE).collect();
        let Some((first, _)) = portion.first() else { break };
        begin.push(*first);
        let mut turn = match write.take() {
            Some(turn) => turn,
            None => {
                let turn = store.write().await?;
                let mut turn = if how.is_told { turn } else { turn.quietly() };
                turn.take_turn(workspace).await?;
                turn
            }
        };
        for (line, cells) in portion {
            let saved = match cells.and_then(row) {
                Ok(row) => save(store, &mut turn, workspace, &mut rows, (line, row), how.by).await?,
                Err(reason) => Err(reason),
            };
            match saved {
                Ok(Some(saved)) => {
                    report.imported += 1;
                    change.lookups.extend(saved.lookups);
                }
                Ok(None) => report.unchanged += 1,
                Err(reason) => report.bad.push(BadRow::new(line, &reason)),
            }
            if !how.is_told {
                report.progress(1_000);
            }
        }
        if how.ending == Ending::Good {
            turn.commit().await?;
        } else {
            write = Some(turn);
        }
    }
    // Dropped, the transaction leaves nothing behind.
    if let Some(write) = write.filter(|_| report.bad.is_empty() && how.ending == Ending::AllOrNothing) {
        write.commit().await?;
    }
    if how.ending == Ending::DryRun {
        report.portions = table.portions(begin);
    }
    Ok((report, change))
}

fn row([id, first, last, emails, phones, customers]: [String; 6]) -> Result<Row, Reason> {
    if !tidy(&id).is_empty() {
        return Err(Reason::at("Id", Fault::IdGiven));
    }
    let mut identities: Vec<Identity> = Vec::new();
    for (column, kind, cell) in [
        ("Phone Numbers", IdentityType::Phone, phones),
        ("Email Addresses", IdentityType::Email, emails),
        ("Customer Ids", IdentityType::CustomerId, customers),
    ] {
        let cell = tidy(&cell);
        let values = unwrapped(&cell).split('|').map(|value| unwrapped(value.trim()));
        for value in values.filter(|value| !value.is_empty()) {
            let identity = identity(kind, value).map_err(|fault| Reason::at(column, fault))?;
            if !identities.iter().any(|other| other.lookup() == identity.lookup()) {
                identities.push(identity);
            }
        }
    }
    if identities.is_empty() {
        return Err(Fault::NoIdentity.into());
    }
    Ok(Row { first_name: name("First Name", &first)?, last_name: name("Last Name", &last)?, identities })
}

fn name(column: &str, cell: &str) -> Result<Option<String>, Reason> {
    // Marks of direction say nothing inside one name; those that join letters do.
    let is_mark =
        |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let seen: String = cell.chars().filter(|letter| !is_mark(*letter)).collect();
    let blank = |letter: char| letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}');
    let name = unwrapped(seen.trim_matches(blank));
    checked::name(column, Some(name))
}

fn identity(kind: IdentityType, value: &str) -> Result<Identity, Fault> {
    if is_shortened(kind, value) {
        return Err(Fault::PhoneShortened { value: value.to_owned() });
    }
    let identity = checked::identity(kind, value)?;
    let is_address =
        |value: &str| value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if kind == IdentityType::Email && !is_address(&identity.value) {
        return Err(Fault::EmailNone { value: value.to_owned() });
    }
    Ok(identity)
}

/// Whether a spreadsheet wrote a number as a power of ten: of a long one the last digits are gone, and several customers have
/// the same. A customer number may have an E; that is not taken for one.
fn is_shortened(kind: IdentityType, value: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((digits, power)) = value.split_once(['E', 'e']) else { return false };
    match kind {
        IdentityType::Phone => {
            digits.contains(|letter: char| letter.is_ascii_digit())
                && is_number(power.strip_prefix('+').unwrap_or(power))
        }
        IdentityType::CustomerId => {
            let (first, others) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
            let is_power = power.strip_prefix('+').is_some_and(|power| power.len() == 2 && is_number(power));
            first.len() == 1 && is_number(first) && is_number(others) && is_power
        }
        _ => false,
    }
}

/// What the row changed, if anything; or why it cannot be imported.
async fn save(
    store: &Store,
    write: &mut Write,
    workspace: &WorkspaceId,
    rows: &mut Rows,
    (line, row): (u64, Row),
    by: &str,
) -> Result<Result<Option<Change>, Reason>, Error> {
    let mut owners: Vec<PersonId> = Vec::new();
    let (mut shared, mut clashes): (Vec<&Identity>, Vec<(PersonId, Fault)>) = Default::default();
    for identity in &row.identities {
        let Some(holder) = write.holder(workspace, identity).await? else { continue };
        if let Some(clash) = holder.clash(identity) {
            clashes.push((holder.person, clash));
            continue;
        }
        shared.push(identity);
        if !owners.contains(&holder.person) {
            owners.push(holder.person);
        }
    }
    if let Some((_, clash)) = clashes.into_iter().find(|(person, _)| !owners.contains(person)) {
        return Ok(Err(clash.into()));
    }
    let (first, last) = (row.first_name.as_deref(), row.last_name.as_deref());
    let id = match owners.as_slice() {
        [] => write.create_person(workspace, first, last, by, now()).await?,
        [one] => one.clone(),
        _ => return Ok(Err(Fault::SeveralPersons.into())),
    };
    let Some(mut person) = write.person(store, workspace, &id).await? else {
        return Ok(Err(Fault::PersonWentAway.into()));
    };
    if let Some(identity) = shared.first().filter(|_| is_somebody_else(&row, &person, &shared)) {
        let value = identity.value.clone();
        let fault = match rows.get(&id) {
            Some(row) => Fault::OfAnotherRow { value, row: *row },
            None => Fault::OfAnotherPerson { value, who: described(&person) },
        };
        return Ok(Err(fault.into()));
    }
    rows.entry(id.clone()).or_insert(line);
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
        return Ok(Ok(None));
    }
    let change = match write.set_identities(workspace, &id, &all).await? {
        Ok(change) => change,
        Err(conflict) => return Ok(Err(Fault::AnotherPersons { value: conflict.value }.into())),
    };
    write.update_person(&id, person.first_name.as_deref(), person.last_name.as_deref(), by).await?;
    if !owners.is_empty() {
        write.log_change(workspace, (&before.0, &person), &all, by).await?;
    }
    Ok(Ok(Some(change)))
}

/// Whether a row that shares identities with a person is of somebody else. Families and small firms share a phone or an
/// address; who has another name is another person. Where names do not tell, so is who shares no more than the phone and has
/// a customer number of their own, or without the same name an address of their own.
fn is_somebody_else(row: &Row, person: &Person, shared: &[&Identity]) -> bool {
    let named = |name: &Option<String>| name.as_deref().map(folded);
    let (first, last) = (named(&row.first_name), named(&row.last_name));
    let (held_first, held_last) = (named(&person.first_name), named(&person.last_name));
    let differ = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some() && one != other;
    if differ(&first, &held_first) || differ(&last, &held_last) {
        return true;
    }
    if shared.iter().any(|identity| identity.kind != IdentityType::Phone) {
        return false;
    }
    let has_own =
        |kind, held: &[String]| !held.is_empty() && row.identities.iter().any(|identity| identity.kind == kind);
    let is_same_name = first.is_some() && first == held_first && last == held_last;
    has_own(IdentityType::CustomerId, &person.customer_id)
        || !is_same_name && has_own(IdentityType::Email, &person.email)
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A person in few words, for whoever has to find the person.
fn described(person: &Person) -> String {
    let names: Vec<&str> = [&person.first_name, &person.last_name].into_iter().flatten().map(String::as_str).collect();
    if names.is_empty() { person.id.clone() } else { names.join(" ") }
}
