//! Tables as text that spreadsheets read: RFC 4180, and safe in a spreadsheet that takes some texts for formulas.

/// Appends one line.
pub fn push_line<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

fn push_cell(text: &mut String, cell: &str) {
    // A spreadsheet computes what begins like this, and may so send the sheet to whoever wrote the cell (OWASP, "CSV
    // Injection"). After an apostrophe it is text.
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = is_formula || cell.contains([',', '"', '\r', '\n', ';', '\t']);
    if is_quoted {
        text.push('"');
    }
    if is_formula {
        text.push('\'');
    }
    for letter in cell.chars() {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut text = String::new();
        push_line(&mut text, cells.iter().copied());
        text
    }

    #[test]
    fn cells_are_written_as_rfc_4180_says() {
        assert_eq!(line(&["a", "", "c d"]), "a,,c d\r\n");
        assert_eq!(line(&["a,b", "say \"hi\"", "two\nlines"]), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
        assert_eq!(line(&["Łukasz 李", "a;b"]), "Łukasz 李,\"a;b\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+15550100", "-2", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://x\",\"y\")"] {
            let line = line(&[cell]);
            assert!(line.starts_with("\"'"), "{line:?}");
        }
        assert_eq!(line(&["a=b", "3-2"]), "a=b,3-2\r\n");
        assert_eq!(line(&["=1,2\""]), "\"'=1,2\"\"\"\r\n");
    }
}
