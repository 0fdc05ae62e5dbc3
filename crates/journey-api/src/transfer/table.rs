//! A table of identities as spreadsheets save it: with commas, semicolons or tabs, columns in any order, rows of nothing at
//! its end, marks that nobody sees in its cells, and an apostrophe before what would be a formula.

use crate::reason::{Fault, Reason};
use std::io::{self, BufRead, BufReader, Cursor, Read};

use cjds::identity::tidy;
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use encoding_rs::Encoding;

use super::charset::Text;
use super::file_kind::no_table;
use super::{Portions, TransferError};

pub(super) const COLUMNS: [&str; 6] =
    ["Id", "First Name", "Last Name", "Email Addresses", "Phone Numbers", "Customer Ids"];

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The rows of a table, one after the other.
pub(super) struct Table {
    rows: Reader<Box<dyn Read + Send>>,
    /// Where each column stands, and how many cells the head has.
    places: [usize; 6],
    width: usize,
    separator: u8,
    /// Lines before the first row: of the head, or of what the whole table has before this part of it.
    before: u64,
    /// So many lines are the head; `None`: lines end as on old Macs.
    head_lines: Option<u64>,
    seems: &'static Encoding,
}

/// A row: its line, counted from 1, and its cells in the order of [`COLUMNS`]; or why they cannot be read.
pub(super) type Row = (u64, Result<[String; 6], Reason>);

impl Table {
    /// Reads the head.
    ///
    /// # Errors
    /// When it lacks a column, or the file cannot be read.
    pub(super) fn new(text: Text) -> Result<Self, TransferError> {
        let Text { reader, seems, no_text } = text;
        if let Some(fault) = no_text {
            return Err(TransferError::Table(fault.into()));
        }
        let mut reader = BufReader::new(reader);
        let (mut before, mut said, mut is_old) = (0, None, false);
        let head = loop {
            let line = line(&mut reader).map_err(|error| TransferError::File(format!("line {}", before + 1), error))?;
            before += 1;
            let Some((line, ends_old)) = line else { break Vec::new() };
            is_old |= ends_old;
            let text = tidy(&String::from_utf8_lossy(&line));
            match text.strip_prefix("sep=").map(str::as_bytes) {
                // Spreadsheets read and write this before the head.
                Some([separator]) if SEPARATORS.contains(separator) => said = Some(*separator),
                _ if text.is_empty() => {}
                _ => break line,
            }
        };
        if head.is_empty() {
            return Err(TransferError::Table(Fault::TableEmpty.into()));
        }
        let found = said.into_iter().chain(SEPARATORS).find_map(|separator| {
            let cells = cells(&head, separator);
            places(&cells).ok().map(|places| (separator, places, cells))
        });
        let Some((separator, places, names)) = found else {
            let no_column =
                || Fault::NoColumn { line: before, column: places(&cells(&head, b',')).err().unwrap_or_default() };
            let fault = no_table(&String::from_utf8_lossy(&head)).unwrap_or_else(no_column);
            return Err(TransferError::Table(fault.into()));
        };
        // Of two that have one name, one would be left out without a word.
        let is_twice = |column: &&&str| names.iter().filter(|name| **name == folded(column)).count() > 1;
        if let Some(column) = COLUMNS.iter().find(is_twice) {
            return Err(TransferError::Table(Fault::ColumnTwice { line: before, column }.into()));
        }
        let width = names.len();
        let reader: Box<dyn Read + Send> = if is_old { Box::new(OldLines(reader)) } else { Box::new(reader) };
        let mut rows = ReaderBuilder::new();
        // A carriage return before it is a blank of the last cell: taken for an end of its own, lines are miscounted.
        rows.delimiter(separator).terminator(Terminator::Any(b'\n')).has_headers(false).flexible(true);
        let rows = rows.from_reader(reader);
        let head_lines = (!is_old).then_some(before);
        Ok(Self { rows, places, width, separator, before, head_lines, seems })
    }

    /// Takes the first row to stand in this line of the whole table, of which the rows are a part.
    pub(super) fn begin_at(&mut self, line: u64) {
        self.before = line.saturating_sub(1);
    }

    /// Portions that begin at these lines; `None`: the table can only be taken whole.
    pub(super) fn portions(&self, begin: Vec<u64>) -> Option<Portions> {
        let head_lines = self.head_lines?;
        Some(Portions { encoding: Text::encoding(self.seems), head_lines, begin })
    }

    /// The next row that is not empty.
    pub(super) fn next(&mut self) -> Option<Row> {
        let mut record = ByteRecord::new();
        loop {
            match self.rows.read_byte_record(&mut record) {
                Ok(false) => return None,
                Ok(true) if record.iter().all(is_empty) => {}
                Ok(true) => {
                    let line = self.before.saturating_add(record.position().map_or(0, csv::Position::line));
                    let row = match self.swallowed(&record) {
                        0 => self.row(&record),
                        lines => Err(Fault::QuoteOpen { last: line.saturating_add(lines) }.into()),
                    };
                    return Some((line, row));
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    return Some((
                        self.before.saturating_add(line),
                        Err(Fault::RowUnreadable { error: error.to_string() }.into()),
                    ));
                }
            }
        }
    }

    /// How many more lines than its own a row has, where a cell of it holds what looks like other rows: a quotation mark was
    /// not closed. Taken as it is, it would hide them.
    fn swallowed(&self, record: &ByteRecord) -> u64 {
        let separators = |line: &[u8]| line.iter().filter(|byte| **byte == self.separator).count();
        let is_open = record.iter().enumerate().any(|(place, cell)| {
            let mut lines = cell.split(|byte| *byte == b'\n');
            // What follows in this row, and then whole rows.
            let left = self.width.saturating_sub(place + 1);
            let first = lines.next().is_some_and(|line| left > 0 && separators(line) >= left);
            let mut others = lines.peekable();
            others.peek().is_some() && (first || others.any(|line| separators(line) >= self.width.saturating_sub(1)))
        });
        let breaks = || record.iter().map(|cell| cell.trim_ascii_end().iter().filter(|byte| **byte == b'\n').count());
        if is_open { u64::try_from(breaks().sum::<usize>().max(1)).unwrap_or(u64::MAX) } else { 0 }
    }

    fn row(&self, record: &ByteRecord) -> Result<[String; 6], Reason> {
        if record.iter().skip(self.width).any(|cell| !is_empty(cell)) {
            return Err(Fault::TooManyCells { cells: record.len(), head: self.width }.into());
        }
        let mut cells: [String; 6] = Default::default();
        for ((cell, place), column) in cells.iter_mut().zip(self.places).zip(COLUMNS) {
            *cell = self.cell(record.get(place).unwrap_or_default()).map_err(|fault| Reason::at(column, fault))?;
        }
        Ok(cells)
    }

    fn cell(&self, bytes: &[u8]) -> Result<String, Fault> {
        // Where a set is read as another, letters become controls or none at all.
        let is_strange = |letter| matches!(letter, '\u{fffd}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}');
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains(is_strange) => Ok(text.trim_end_matches('\r').to_owned()),
            _ => Err(Text::unreadable(self.seems)),
        }
    }
}

/// What is meant by a cell, or by one of its values: without an apostrophe before what would be a formula, and without the
/// formula by which a spreadsheet keeps digits as text.
pub(super) fn unwrapped(text: &str) -> &str {
    if let Some(text) = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        return text;
    }
    let formula = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.strip_prefix('\'').filter(|rest| rest.starts_with(formula)).unwrap_or(text)
}

/// Whether a cell says nothing: also where the row was written with another separator.
fn is_empty(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(cell);
    tidy(&text).chars().all(|letter| letter.is_whitespace() || ",;\"'".contains(letter))
}

/// A file whose lines end with a carriage return alone, as old Macs write them.
struct OldLines<R>(R);

impl<R: Read> Read for OldLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        buffer.iter_mut().take(read).filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(read)
    }
}

/// The next line without its end, which is a line feed, a carriage return, or both; and whether it is a carriage return
/// alone. `None`: there is none.
fn line(reader: &mut impl BufRead) -> io::Result<Option<(Vec<u8>, bool)>> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    loop {
        if reader.read(&mut byte)? == 0 {
            return Ok(Some((line, false)).filter(|(line, _)| !line.is_empty()));
        }
        match byte {
            [b'\n'] => return Ok(Some((line, false))),
            [b'\r'] => {
                let is_old = reader.fill_buf()?.first() != Some(&b'\n');
                if !is_old {
                    reader.consume(1);
                }
                return Ok(Some((line, is_old)));
            }
            [other] => line.push(other),
        }
    }
}

/// The names in the head, as they are compared.
fn cells(head: &[u8], separator: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(Cursor::new(head));
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(|cell| folded(&String::from_utf8_lossy(cell))).collect(),
        _ => Vec::new(),
    }
}

fn folded(name: &str) -> String {
    tidy(name).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Where each column stands; `Err`: the one that is not there.
fn places(head: &[String]) -> Result<[usize; 6], &'static str> {
    let mut places = [0; 6];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = head.iter().position(|name| *name == folded(column)).ok_or(column)?;
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_what_was_meant() {
        for (written, meant) in [
            ("'+12025550143", "+12025550143"),
            ("'=1+1", "=1+1"),
            ("=\"0044\"", "0044"),
            ("'\u{ff0b}1", "\u{ff0b}1"),
            ("'t Hart", "'t Hart"),
            ("O'Neil", "O'Neil"),
            ("", ""),
        ] {
            assert_eq!(unwrapped(written), meant);
        }
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_hides_no_row_silently() {
        let rows = |rows: &str| {
            let text = format!("Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n{rows}");
            let mut table = Table::new(Text::piped(Cursor::new(text))).expect("a table");
            std::iter::from_fn(move || table.next()).collect::<Vec<Row>>()
        };
        let open = |last| Err(Reason::from(Fault::QuoteOpen { last }));
        assert_eq!(rows(",\"Ann,,,,7\n,Bob,,,,8\n,Cy,,,,9\n"), [(2, open(4))]);
        assert_eq!(rows(",Ann,,,,\"7\n,Bob,,,,8\n,Cy,,,,9"), [(2, open(4))]);
        // The next quotation mark closes it, in the middle of another row.
        let mixed = rows(",Ann,\"Lee,,,7\n,\"Bob\",,,,8\n,Cy,,,,9\n");
        assert_eq!(mixed.first(), Some(&(2, open(3))));
        assert_eq!(mixed.last().and_then(|(line, row)| Some((*line, row.as_ref().ok()?[1].as_str()))), Some((4, "Cy")));
        // A cell of several lines is none of it.
        let address = rows(",\"Ann\nMary\",\"Lee, Jr.\",,,\"7|\n8\"\n");
        assert!(address.iter().all(|(_, row)| row.is_ok()), "{address:?}");
    }

    #[test]
    fn the_line_of_a_row_is_that_of_the_file() {
        let text = "\n\u{feff}sep=;\r\nId;First Name;Last Name;Email Addresses;Phone Numbers;Customer Ids\r\n;Ann;;;;7\r\n;;;;;\r\n;Bob;;;;8\r\n";
        let mut table = Table::new(Text::piped(Cursor::new(text))).expect("a table");
        let rows: Vec<Row> = std::iter::from_fn(|| table.next()).collect();
        let read: Vec<(u64, &str)> =
            rows.iter().map(|(line, cells)| (*line, cells.as_ref().expect("read")[1].as_str())).collect();
        assert_eq!(read, [(4, "Ann"), (6, "Bob")]);
    }
}
