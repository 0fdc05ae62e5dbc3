//! Persons as the table that identities are imported from: for spreadsheets, and to be imported again.

use cjds::Person;

use super::AT_ONCE;
use super::table::COLUMNS;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::store::Store;

/// Writes the table in portions.
pub(crate) struct PersonTable {
    store: Store,
    workspace: WorkspaceId,
    last: Option<Person>,
    is_begun: bool,
}

impl PersonTable {
    /// Of all persons of a workspace, the oldest first.
    pub(crate) fn new(store: &Store, workspace: &WorkspaceId) -> Self {
        Self { store: store.clone(), workspace: workspace.clone(), last: None, is_begun: false }
    }

    /// The next lines; `None`: that was all.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn next(&mut self) -> Result<Option<String>, Error> {
        // Spreadsheets know by the mark that it is UTF-8.
        let head = (!self.is_begun).then(|| format!("\u{feff}{}\r\n", COLUMNS.join(",")));
        if self.is_begun && self.last.is_none() {
            return Ok(None);
        }
        self.is_begun = true;
        let persons = self.store.persons_in_order(&self.workspace, self.last.take(), AT_ONCE).await?;
        let mut text = head.unwrap_or_default();
        persons.iter().for_each(|person| text.push_str(&line(person)));
        self.last = persons.into_iter().next_back();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}

/// A person's line. The Id stays empty, as imports want it; what has no column is left out.
fn line(person: &Person) -> String {
    let name = |name: &Option<String>| cell(name.as_deref().unwrap_or_default());
    let list = |values: &[String]| cell(&values.join("|"));
    let cells = [
        String::new(),
        name(&person.first_name),
        name(&person.last_name),
        list(&person.email),
        list(&person.phone),
        list(&person.customer_id),
    ];
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotes where it must be, with an apostrophe before what a spreadsheet would take for a formula.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';', '\t']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_text_and_what_splits_cells_is_quoted() {
        let person = Person {
            first_name: Some("=1+1".to_owned()),
            last_name: Some("O\"Hara, Ann".to_owned()),
            phone: vec!["+12025550100".to_owned(), "+12025550101".to_owned()],
            ..Person::default()
        };
        assert_eq!(line(&person), ",'=1+1,\"O\"\"Hara, Ann\",,'+12025550100|+12025550101,\r\n");
    }
}
