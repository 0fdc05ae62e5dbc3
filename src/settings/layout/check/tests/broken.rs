//! Text that is nearly JSON, as people's tools leave it: each fault by its name and place, and the rest is checked.

use super::layout;
use crate::settings::layout::check::{Checked, check, check_bytes};
use crate::settings::layout::finding::{Finding, Rule};

const CONFLICT: &str = include_str!("../../../../../tests/cases/27-broken-json-of-the-wild/conflict.json");

fn pretty() -> String {
    serde_json::to_string_pretty(&layout()).expect("text")
}

/// The findings about the text, as position and words.
fn faults(checked: &Checked) -> Vec<(usize, usize, String)> {
    let of_the_text = checked.findings.iter().filter(|finding| matches!(finding.rule, Rule::NotJson | Rule::NotUtf8));
    let place = |finding: &Finding| finding.position.map_or((0, 0), |at| (at.line, at.column));
    of_the_text.map(|finding| (place(finding).0, place(finding).1, finding.to_string())).collect()
}

/// Exactly one finding, at this place, with these words.
fn only_fault(text: &str, line: usize, column: usize, words: &str) {
    let checked = check(text);
    let faults = faults(&checked);
    let [(at_line, at_column, said)] = faults.as_slice() else {
        panic!("one fault in {text:?}, not {:#?}", checked.findings)
    };
    assert_eq!((*at_line, *at_column), (line, column), "{said}");
    assert!(said.contains(words), "{said}");
    assert_eq!(checked.layout, None, "the desktop will not take it");
}

#[test]
fn a_merge_conflict_is_named_with_its_lines_and_the_rest_is_checked() {
    only_fault(CONFLICT, 5, 5, "merge conflict, line 5 to 9");
    let broken = CONFLICT.replace("\"show-alias-icon\"", "\"show-alais-icon\"");
    assert!(check(&broken).findings.iter().any(|finding| finding.rule == Rule::UnknownAttribute), "{broken}");
}

#[test]
fn merge_conflicts_of_any_shape_are_found() {
    let with = |conflict: &str| format!("{{\n  \"agent\": {{\n{conflict}\n    \"area\": {{}}\n  }}\n}}\n");
    for (conflict, lines) in [
        ("<<<<<<< HEAD\n\"logo\": \"a\",\n=======\n\"logo\": \"b\",\n>>>>>>> theirs", "line 3 to 7"),
        ("<<<<<<< HEAD\r\n\"logo\": \"a\",\r\n=======\r\n\"logo\": \"b\",\r\n>>>>>>> theirs\r", "line 3 to 7"),
        ("<<<<<<< ours\n\"logo\": \"a\",\n||||||| base\n\"logo\": \"\",\n=======\n>>>>>>> theirs", "line 3 to 8"),
        ("<<<<<<<\n=======\n\"logo\": \"b\",\n>>>>>>>", "line 3 to 6"),
        (">>>>>>> left over", "line 3 to 3"),
        ("<<<<<<< HEAD\n\"logo\": \"a\",", "line 3 to"),
    ] {
        let found = faults(&check(&with(conflict)));
        assert!(
            found.iter().any(|(line, _, said)| *line == 3 && said.contains(&format!("merge conflict, {lines}"))),
            "{conflict}: {found:#?}"
        );
    }
    let twice = with("<<<<<<< a\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n>>>>>>> b");
    assert_eq!(faults(&check(&twice)).len(), 2, "each conflict is mended by itself");
    let first = format!("<<<<<<< HEAD\n{}\n=======\n{{}}\n>>>>>>> b\n", pretty());
    only_fault(&first, 1, 1, "merge conflict, line 1 to");
}

#[test]
fn an_unusual_blank_is_named_with_its_code_point_and_place() {
    for (letter, name) in [
        ('\u{a0}', "no-break space U+00A0 at 3:1"),
        ('\u{202f}', "narrow no-break space U+202F at 3:1"),
        ('\u{3000}', "ideographic space U+3000 at 3:1"),
        ('\u{200b}', "zero-width space U+200B at 3:1"),
        ('\u{feff}', "byte order mark U+FEFF at 3:1"),
        ('\u{2028}', "line separator U+2028 at 3:1"),
        ('\u{2060}', "word joiner U+2060 at 3:1"),
        ('\u{c}', "form feed U+000C at 3:1"),
        ('\0', "control character U+0000 at 3:1"),
        ('\u{202a}', "direction mark U+202A at 3:1"),
    ] {
        let text = format!("{{\n  \"agent\":\n{letter}{}\n}}", layout()["agent"]);
        only_fault(&text, 3, 1, name);
    }
    let indented = pretty().replace("\n  ", "\n\u{a0}\u{a0}");
    only_fault(&indented, 2, 1, "more (lines 2, 3, 4");
    // Within a text it is a letter like any other.
    let inside = pretty().replace("Contact Center", "Contact\u{a0}Center");
    assert_eq!(check(&inside).findings, []);
    let both = format!("{}\u{a0}", inside.replacen('{', "{\u{a0}", 1));
    let found = faults(&check(&both));
    assert!(found.len() == 1 && found[0].2.contains("and 1 more"), "{found:#?}");
}

#[test]
fn quotes_commas_and_comments_that_json_lacks_are_all_found_in_one_run() {
    let text = pretty();
    for (broken, line, column, words) in [
        (text.replacen("\"agent\"", "“agent”", 1), 2, 3, "typographic quote at line 2, column 3"),
        (text.replacen("\"agent\"", "„agent“", 1), 2, 3, "typographic"),
        (text.replacen("\"agent\"", "«agent»", 1), 2, 3, "typographic"),
        (text.replacen("\"agent\"", "\"agent”", 1), 2, 9, "typographic"),
        (text.replacen("\"0.1.0\"", "\"0.1.0”", 1), 3, 22, "typographic"),
        (text.replacen("\"agent\"", "'agent'", 1), 2, 3, "single quote"),
        (text.replacen("\"Contact Center\"", "'Robin\\'s \"desk\"'", 1), 4, 17, "single quote"),
        (text.replacen("\"agent\"", "`agent`", 1), 2, 3, "backtick"),
        (text.replacen("  \"agent\"", "  // ours, since May\n  \"agent\"", 1), 2, 3, "comment"),
        (text.replacen("  \"agent\"", "  /* ours,\n since May */\n  \"agent\"", 1), 2, 3, "comment"),
        (text.replacen("  \"agent\"", "  # ours\n  \"agent\"", 1), 2, 3, "comment"),
        (text.replacen("  \"agent\"", "  <!-- ours -->\n  \"agent\"", 1), 2, 3, "comment"),
        (format!("// ours\n{text}"), 1, 1, "comment"),
        (text.replacen("\"agent\":", "\"agent\"：", 1), 2, 10, "full-width"),
    ] {
        only_fault(&broken, line, column, words);
    }
    let many = "{ // a\n 'agent': {\n  “area”: { \"panel\": {\"comp\": \"spam\",}, }\n }\n}";
    let checked = check(many);
    let found = faults(&checked);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(
        found.iter().any(|(_, _, said)| said.contains("comma before the closing } at line 3, column 38, and 1 more")),
        "{found:#?}"
    );
    assert!(checked.findings.iter().any(|finding| finding.rule == Rule::UnknownComponent), "{:#?}", checked.findings);
}

#[test]
fn what_follows_behind_the_end_is_named_with_its_place() {
    let text = pretty();
    let lines = text.lines().count();
    for (rest, words) in [
        (text.as_str(), "A second text begins"),
        ("{}", "A second text begins"),
        ("}", "a bracket too many"),
        ("the end", "follows behind the end"),
        ("-- exported on Monday", "follows behind the end"),
    ] {
        only_fault(&format!("{text}\n{rest}"), lines + 1, 1, words);
    }
    only_fault(&format!("{text},\n"), lines, 2, "a comma behind the end");
}

#[test]
fn utf_16_is_said_and_read_all_the_same() {
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let text = pretty().replace("Contact Center", "Kundendienst für 顧客 😀");
    let marked = format!("\u{feff}{text}");
    for bytes in [
        little(&marked),
        big(&marked),
        little(&text),
        big(&text),
        [little(&marked), vec![10]].concat(),
        little("{\"agent\":{}}"),
    ] {
        let checked = check_bytes(&bytes);
        let found = faults(&checked);
        let [(1, 1, said)] = found.as_slice() else { panic!("one fault, not {found:#?}") };
        assert!(said.contains("UTF-16: save as UTF-8"), "{said}");
        assert!(checked.layout.is_some());
    }
    let title = check_bytes(&little(&text)).layout.expect("a layout").desktops.remove(0).app_title;
    assert_eq!(title, "Kundendienst für 顧客 😀");
    let wide: Vec<u8> = marked.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
    assert!(faults(&check_bytes(&wide)).iter().any(|(_, _, said)| said.contains("UTF-32")));
}

#[test]
fn other_encodings_are_said_with_the_first_byte_that_does_not_fit() {
    let text = "{\"agent\": {\"appTitle\": \"Kundendienst für alle\",\n \"area\": {}}}";
    let bytes: Vec<u8> =
        text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin 1")).collect();
    let checked = check_bytes(&bytes);
    let found = faults(&checked);
    let [(1, 39, said)] = found.as_slice() else { panic!("one fault, not {found:#?}") };
    assert!(said.contains("0xFC") && said.contains("save as UTF-8"), "{said}");
    assert_eq!(checked.layout.expect("a layout").desktops[0].app_title, "Kundendienst für alle");
}

#[test]
fn a_byte_order_mark_of_utf_8_is_fine() {
    let bytes = format!("\u{feff}{}", pretty()).into_bytes();
    assert_eq!(check_bytes(&bytes).findings, []);
    assert_eq!(check_bytes(pretty().as_bytes()).findings, []);
}

#[test]
fn a_file_of_another_kind_is_named() {
    for (bytes, words) in [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00rest".as_slice(), "a ZIP archive, or a workbook"),
        (b"PK\x05\x06\x00\x00", "an empty ZIP archive"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "compressed by gzip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text: a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "no text: a picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (b"{\\rtf1\\ansi {\"agent\": {}}}", "rich text"),
    ] {
        let checked = check_bytes(bytes);
        let [finding] = checked.findings.as_slice() else { panic!("one finding, not {:#?}", checked.findings) };
        assert!(finding.to_string().contains(words), "{finding}");
    }
}

#[test]
fn a_text_that_is_nested_too_deeply_is_said_to_be_so() {
    let deep = ["[".repeat(5_000), "]".repeat(5_000)].concat();
    let said = check(&deep).findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    assert!(said.contains("brackets stand within each other"), "{said}");
}

#[test]
fn no_text_stops_the_check() {
    let text = pretty();
    let signs = [
        "<<<<<<<",
        "=======\n",
        ">>>>>>> ",
        "“",
        "'",
        "/*",
        "\u{a0}",
        "\\",
        "\"",
        ",",
        "}",
        "]",
        "{",
        "\n",
        "\0",
        "｛",
        "#",
        "<!--",
    ];
    for (index, sign) in signs.iter().enumerate() {
        for place in (0..text.len()).step_by(397 + index) {
            let broken = format!("{}{sign}{}", &text[..place], &text[place..]);
            let cut = format!("{}{sign}", &text[..place]);
            for text in [broken, cut] {
                let checked = check(&text);
                assert!(checked.layout.is_some() || !checked.findings.is_empty(), "{text}");
            }
        }
    }
    assert!(!check_bytes(&[0, 0, 0]).findings.is_empty() && !check_bytes(&[0xFF]).findings.is_empty());
}
