//! Tables as text that spreadsheets read: RFC 4180, and safe in a spreadsheet that takes some texts for formulas (OWASP,
//! "CSV Injection").

/// Appends one line. `separator` is what the reader's spreadsheet takes for one: it differs by country.
pub fn push_line<'a>(text: &mut String, separator: char, cells: impl IntoIterator<Item = &'a str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(separator);
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

fn push_cell(text: &mut String, cell: &str) {
    let safe = defused(cell);
    let is_quoted = safe.contains(['"', '\'']) || safe.contains(is_separator);
    if is_quoted {
        text.push('"');
    }
    for letter in safe.chars() {
        match letter {
            '"' => text.push_str("\"\""),
            // What no text file can hold.
            '\0' => {}
            letter => text.push(letter),
        }
    }
    if is_quoted {
        text.push('"');
    }
}

/// The text of a cell in which nothing is computed: after an apostrophe it is text. A spreadsheet that splits lines at
/// another sign than ours does not know our quotes, so each part of a cell could be a cell of its own.
fn defused(cell: &str) -> String {
    let mut safe = String::with_capacity(cell.len() + 1);
    // A tab or a line break at the beginning is dropped by some, and what follows is then the beginning.
    if cell.starts_with(|letter: char| letter.is_control()) {
        safe.push('\'');
    }
    for part in cell.split_inclusive(is_separator) {
        if is_formula(part) {
            safe.push('\'');
        }
        safe.push_str(part);
    }
    safe
}

/// Where some spreadsheet of some country begins another cell or line.
fn is_separator(letter: char) -> bool {
    matches!(letter, ',' | ';' | '\t' | '\u{2028}' | '\u{2029}') || letter.is_control()
}

/// Whether a part would be computed: by its first sign behind blanks, quotes and what nobody sees.
fn is_formula(part: &str) -> bool {
    let is_passed_over = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '"' | '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let begins = part.trim_start_matches(is_passed_over).chars().next();
    // With their twins of other widths, which some spreadsheets take for them.
    let is_sign = |letter| {
        matches!(
            letter,
            '=' | '+'
                | '-'
                | '@'
                | '＝'
                | '＋'
                | '－'
                | '＠'
                | '\u{FE62}'
                | '\u{FE63}'
                | '\u{FE66}'
                | '\u{FE6B}'
                | '\u{2212}'
        )
    };
    begins.is_some_and(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut text = String::new();
        push_line(&mut text, ',', cells.iter().copied());
        text
    }

    #[test]
    fn cells_are_written_as_rfc_4180_says() {
        assert_eq!(line(&["a", "", "c d"]), "a,,c d\r\n");
        assert_eq!(line(&["a,b", "say \"hi\"", "two\nlines"]), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
        assert_eq!(line(&["Łukasz 李", "a;b"]), "Łukasz 李,\"a;b\"\r\n");
        let mut text = String::new();
        push_line(&mut text, ';', ["a", "b,c", "d;e"]);
        assert_eq!(text, "a;\"b,c\";\"d;e\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+15550100", "-2", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://x\",\"y\")"] {
            let line = line(&[cell]);
            assert!(line.starts_with("\"'"), "{line:?}");
        }
        assert_eq!(line(&["a=b", "3-2"]), "a=b,3-2\r\n");
        assert_eq!(line(&["=1,2\""]), "\"'=1,2\"\"\"\r\n");
        assert_eq!(line(&["Order;=1+2;"]), "\"Order;'=1+2;\"\r\n");
    }

    /// As a spreadsheet reads a line that was written for another separator: quotes count only at the beginning of a cell,
    /// and of the text a program may look at what is behind blanks.
    fn split_anyhow(text: &str) -> Vec<String> {
        let mut cells = Vec::new();
        for separators in [&[',', ';', '\t', '\r', '\n'][..], &[';', '\n'], &[',', '\n'], &['\t', '\n'], &['\n']] {
            cells.extend(
                text.split(separators)
                    .map(|cell| cell.trim_matches(['"', ' ', '\u{a0}', '\u{3000}', '\r', '\n']).to_owned()),
            );
        }
        cells
    }

    #[test]
    fn wherever_a_spreadsheet_splits_no_cell_is_a_formula() {
        let event: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/cases/05-csv-export-semicolon-excel/event.json"))
                .expect("JSON");
        let of_case = ["/data/uiData/title", "/data/uiData/subTitle", "/data/note", "/data/other"];
        let of_case = of_case.map(|place| event.pointer(place).and_then(serde_json::Value::as_str).expect("a text"));
        let more = [
            "＝1+2",
            "＋1",
            "－1",
            "＠SUM(1)",
            "\u{3000}＝1+2",
            "\u{a0}=1+2",
            "\u{feff}=1+2",
            "a\t=1",
            "a\r\n=1",
            "a\n\n  =1",
            "a, -1",
            "a;@b",
            "\"=1",
            "a;\"=1\"",
            "a,\"\"=1",
            "\t\t=1",
            ";=1",
            ",+1",
            "'a;=1",
            "a\u{2028}=1",
            "\u{200b}=1",
            "﹦1",
            "=cmd|' /C calc'!A0",
            "Size: XL; Note: =1; -2",
            "x;＝1",
        ];
        for cell in of_case.into_iter().chain(more) {
            for separator in [',', ';'] {
                let mut text = String::new();
                push_line(&mut text, separator, ["first", cell, "last"]);
                for cell in split_anyhow(&text) {
                    assert!(
                        !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦']),
                        "{cell:?} in {text:?}"
                    );
                }
            }
        }
    }
}
