//! What a file is that somebody took for a table, by how it begins: so that the answer says what it is and what to save instead,
//! and not that a column is missing.

use crate::reason::Fault;

/// So much of a file tells, in bytes.
pub(super) const SAMPLE: usize = 512;

/// How files begin that are no text.
const KINDS: [(&[u8], Fault); 19] = [
    (b"PK\x03\x04", Fault::TablePacked),
    (b"PK\x05\x06", Fault::TablePacked),
    (b"\xd0\xcf\x11\xe0", Fault::TablePacked),
    (b"\x1f\x8b", Fault::TablePacked),
    (b"7z\xbc\xaf", Fault::TablePacked),
    (b"Rar!\x1a", Fault::TablePacked),
    (b"BZh", Fault::TablePacked),
    (b"\xfd7zXZ", Fault::TablePacked),
    (b"\x28\xb5\x2f\xfd", Fault::TablePacked),
    (b"%PDF-", Fault::TablePdf),
    (b"{\\rtf", Fault::TableRichText),
    (b"\x89PNG", Fault::TablePicture),
    (b"\xff\xd8\xff", Fault::TablePicture),
    (b"GIF8", Fault::TablePicture),
    (b"II*\0", Fault::TablePicture),
    (b"MM\0*", Fault::TablePicture),
    (b"SQLite format 3", Fault::TableNoText),
    (b"RIFF", Fault::TableNoText),
    (b"\x7fELF", Fault::TableNoText),
];

/// What a file is instead of text. `is_wide`: it is known to be UTF-16, where every other byte may be zero.
pub(super) fn no_text(bytes: &[u8], is_wide: bool) -> Option<Fault> {
    let known = KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, fault)| fault.clone());
    known.or_else(|| (!is_wide && is_binary(bytes)).then_some(Fault::TableNoText))
}

/// What a text is instead of a table, by its first line.
pub(super) fn no_table(line: &str) -> Option<Fault> {
    match line.trim_start().chars().next()? {
        '<' => Some(Fault::TableWebPage),
        '{' | '[' => Some(Fault::TableJson),
        _ => None,
    }
}

/// Whether it is no text in any encoding: it has control characters that no editor writes, and is no UTF-8 or begins with one.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let is_odd = |byte: &u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f);
    // The sample may end within a letter.
    let is_utf8 = std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    sample.iter().any(is_odd) && (!is_utf8 || sample.first().is_some_and(is_odd))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_is_known_by_its_beginning() {
        let program = [b"MZ\x90\0\x03".as_slice(), &[0; 40]].concat();
        for (bytes, kind) in [
            (b"PK\x03\x04".as_slice(), Some(Fault::TablePacked)),
            (b"%PDF-1.7\n%\xe2\xe3", Some(Fault::TablePdf)),
            (b"{\\rtf1\\ansi", Some(Fault::TableRichText)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(Fault::TablePicture)),
            (b"\x89PNG\r\n\x1a\n", Some(Fault::TablePicture)),
            (b"RIFF\x24\0\0\0WEBP\xff", Some(Fault::TableNoText)),
            (b"\0\0\0\0", Some(Fault::TableNoText)),
            (&program, Some(Fault::TableNoText)),
            (b"Id,First Name\n,J\xfcrgen\n", None),
            (b"Id,First Name\n,A\0B\n", None),
            ("Id,Vorname\n,Jürgen".as_bytes(), None),
            // Shift_JIS and ISO-2022-JP.
            (b"Id,\x93\xfa\x96\x7b", None),
            (b"Id,\x1b$BF|K\\\x1b(B", None),
            (b"", None),
        ] {
            assert_eq!(no_text(bytes, false), kind, "{bytes:?}");
        }
        assert_eq!(no_text(b"I\0d\0\xfc\0", true), None);
        assert_eq!(no_table("  <!DOCTYPE html>"), Some(Fault::TableWebPage));
        assert_eq!(no_table("[{\"Id\": 1}]"), Some(Fault::TableJson));
        assert_eq!(no_table("Id;Name"), None);
    }
}
