//! In which character set a table is, and the table as UTF-8. Spreadsheets save "Unicode text" as UTF-16 and "CSV" in the
//! older set of their country.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use axum::body::Bytes;
use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::file_kind::{SAMPLE, no_text};
use crate::reason::Fault;

/// A table as text.
pub(crate) struct Text {
    pub(super) reader: Box<dyn Read + Send>,
    /// The set in which it seems to be. Only UTF-8, UTF-16 and Windows-1252 are read: of the others one is easily taken for
    /// another, and names would be wrong for ever.
    pub(super) seems: &'static Encoding,
    /// What it is, where it is no text at all.
    pub(super) no_text: Option<Fault>,
}

impl Text {
    /// What comes through a pipe is read as it comes: UTF-8, or UTF-16 that says so by its mark.
    pub(super) fn piped(file: impl Read + Send + 'static) -> Self {
        let mut file = BufReader::new(file);
        // What cannot be read is said by whoever reads it.
        let start = file.fill_buf().map(<[u8]>::to_vec).unwrap_or_default();
        Self::new(file, UTF_8, &start)
    }

    /// A file is looked at to its end before it is read.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let seems = detected(BufReader::new(File::open(path)?))?;
        let mut start = Vec::new();
        File::open(path)?.take(SAMPLE as u64).read_to_end(&mut start)?;
        Ok(Self::new(File::open(path)?, seems, &start))
    }

    /// What came whole, as the body of a call.
    pub(crate) fn of_bytes(bytes: Bytes) -> io::Result<Self> {
        let seems = detected(Cursor::new(&bytes))?;
        let start = bytes.clone();
        Ok(Self::new(Cursor::new(bytes), seems, &start))
    }

    fn new(file: impl Read + Send + 'static, seems: &'static Encoding, start: &[u8]) -> Self {
        let is_wide = of_beginning(start).is_some_and(|set| set != UTF_8);
        let no_text = no_text(start, is_wide);
        // A mark at the beginning says more than a guess.
        let reader = DecodeReaderBytesBuilder::new().encoding(read_as(seems)).build(file);
        Self { reader: Box::new(reader), seems, no_text }
    }

    /// In which set it is read.
    pub(super) fn encoding(seems: &'static Encoding) -> &'static str {
        read_as(seems).unwrap_or(UTF_8).name()
    }

    /// What is wrong with a cell that could not be read.
    pub(super) fn unreadable(seems: &'static Encoding) -> Fault {
        if seems == UTF_8 { Fault::CellUnreadable } else { Fault::CellUnreadableIn { set: seems.name() } }
    }
}

/// `None`: as UTF-8.
fn read_as(seems: &'static Encoding) -> Option<&'static Encoding> {
    [UTF_16LE, UTF_16BE, WINDOWS_1252].contains(&seems).then_some(seems)
}

fn detected(mut file: impl Read) -> io::Result<&'static Encoding> {
    let mut detector = EncodingDetector::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut is_first = true;
    loop {
        let read = match file.read(&mut buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        if is_first && let Some(marked) = of_beginning(bytes) {
            return Ok(marked);
        }
        is_first = false;
        detector.feed(bytes, read == 0);
        if read == 0 {
            return Ok(detector.guess(None, true));
        }
    }
}

/// The set that the first bytes tell: by their mark, or as every other one of an ASCII letter in UTF-16 is zero.
fn of_beginning(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return Some(marked);
    }
    match bytes {
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(UTF_16BE),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> &'static str {
        detected(bytes).expect("read").name()
    }

    #[test]
    fn the_set_of_a_table_is_known_by_its_mark_or_its_letters() {
        assert_eq!(name("Id,Jürgen".as_bytes()), "UTF-8");
        assert_eq!(name(b"\xef\xbb\xbfId"), "UTF-8");
        assert_eq!(name(b"\xff\xfeI\0d\0"), "UTF-16LE");
        assert_eq!(name(b"\xfe\xff\0I\0d"), "UTF-16BE");
        assert_eq!(name(b"I\0d\0;\0"), "UTF-16LE");
        assert_eq!(name(b"\0I\0d\0;"), "UTF-16BE");
        let latin = "Id,First Name,Last Name\n,Jürgen,Groß\n,René,Müller\n".chars().map(|letter| letter as u8);
        assert_eq!(name(&latin.collect::<Vec<u8>>()), "windows-1252");
    }
}
