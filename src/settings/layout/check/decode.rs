//! From the bytes of a file to its text, whatever an editor made of them. What is not UTF-8 is read all the same, and said.

use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::path::{JsonPath, Position};

/// So much of a file tells how it is written, in bytes.
const SAMPLE: usize = 512;

/// What a file is by how it begins, where that is no text that somebody could mend.
pub(super) fn other_kind(bytes: &[u8]) -> Option<Finding> {
    const KINDS: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a ZIP archive, or a workbook or document"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"\x1f\x8b", "compressed by gzip"),
        (b"%PDF-", "a PDF document"),
        (b"{\\rtf", "a document in rich text (RTF)"),
    ];
    let known = KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind);
    let kind = known.or_else(|| is_binary(bytes).then_some("no text: a picture, an archive or a program"))?;
    let fix = "Choose the JSON file of the layout; where it was packed, unpack it first.";
    Some(Finding::error(Rule::NotJson, &JsonPath::root(), format!("The file is {kind}, not a layout."), fix))
}

/// Whether it is no text in any encoding: it has control characters that no editor writes, and is no UTF-8.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let is_odd = |byte: &u8| matches!(byte, 0..=8 | 0x0e..=0x1f);
    // The sample may end within a letter.
    let is_utf8 = std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    sample.iter().any(is_odd) && !is_utf8 && wide(bytes).is_none()
}

/// The text, and what is wrong with how it is written.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<Finding>) {
    if let Some((name, text)) = wide(bytes) {
        let start = Position { line: 1, column: 1 };
        return (
            text,
            Some(not_utf8(start, format!("The file is {name}: save as UTF-8."), "It was read all the same.")),
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let (good, rest) = bytes.split_at(error.valid_up_to().min(bytes.len()));
            let byte = rest.first().copied().unwrap_or_default();
            let good = String::from_utf8_lossy(good);
            let line = good.rsplit('\n').next().unwrap_or_default();
            let at = Position { line: good.matches('\n').count() + 1, column: line.chars().count() + 1 };
            let what = format!(
                "The file is not UTF-8: save as UTF-8. The first byte that does not fit, 0x{byte:02X}, is at {at}."
            );
            (windows_1252(bytes), Some(not_utf8(at, what, "It was read as Windows-1252.")))
        }
    }
}

fn not_utf8(at: Position, what: String, read: &str) -> Finding {
    let fix = format!("Save it again with the encoding UTF-8, as JSON must be written. {read}");
    let mut finding = Finding::error(Rule::NotUtf8, &JsonPath::root(), what, fix);
    finding.position = Some(at);
    finding
}

/// UTF-16 and UTF-32, with a byte order mark or without: then every second byte of what is mostly ASCII is zero.
fn wide(bytes: &[u8]) -> Option<(&'static str, String)> {
    let utf32 = |bytes: &[u8], read: fn([u8; 4]) -> u32| {
        let (quads, _) = bytes.as_chunks::<4>();
        quads.iter().map(|quad| char::from_u32(read(*quad)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    let utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        String::from_utf16_lossy(&pairs.iter().map(|pair| read(*pair)).collect::<Vec<u16>>())
    };
    match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] => return Some(("UTF-32", utf32(rest, u32::from_le_bytes))),
        [0, 0, 0xFE, 0xFF, rest @ ..] => return Some(("UTF-32", utf32(rest, u32::from_be_bytes))),
        [0xFF, 0xFE, rest @ ..] => return Some(("UTF-16", utf16(rest, u16::from_le_bytes))),
        [0xFE, 0xFF, rest @ ..] => return Some(("UTF-16", utf16(rest, u16::from_be_bytes))),
        _ => {}
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), sample.len() / 2 * 3 / 4);
    if sample.len() < 4 || even.max(odd) < most.max(1) {
        return None;
    }
    let is_little = odd > even;
    Some(("UTF-16", utf16(bytes, if is_little { u16::from_le_bytes } else { u16::from_be_bytes })))
}

/// Where bytes are no UTF-8, they are letters of Windows' western code page, which old editors write.
fn windows_1252(bytes: &[u8]) -> String {
    const FROM_0X80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => FROM_0X80.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
        byte => char::from(*byte),
    };
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(letter));
    }
    text
}
