//! A colour as an icon map may write it. What comes out can only be a colour: no function, no address, no second rule.

/// The names of Momentum's palette, which no browser knows, and those whose plain CSS meaning nobody could read on white
/// or on black. Middle tones: the style sheet mixes them with the text's colour, in light and in dark.
const PALETTE: [(&str, &str); 20] = [
    ("black", "#4a5058"),
    ("blue", "#0a5bd3"),
    ("cobalt", "#2774b5"),
    ("cyan", "#0b7fa3"),
    ("darkmint", "#0f6b5c"),
    ("gold", "#93700a"),
    ("gray", "#6b7177"),
    ("green", "#2f7d32"),
    ("grey", "#6b7177"),
    ("lime", "#5c7f00"),
    ("mint", "#148a70"),
    ("navy", "#2f4b9c"),
    ("orange", "#b9590b"),
    ("pink", "#b8337f"),
    ("purple", "#8449b5"),
    ("red", "#c3262f"),
    ("slate", "#5a7080"),
    ("violet", "#6b4fc4"),
    ("white", "#8a9199"),
    ("yellow", "#947600"),
];

/// The colour as CSS writes it: `#` and 3, 4, 6 or 8 hexadecimal digits, or one of CSS' own names; `None` for anything
/// else.
pub fn colour(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(digits) = text.strip_prefix('#') {
        let is_hex = matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        return is_hex.then_some(text);
    }
    if let Some((_, known)) = PALETTE.iter().find(|(name, _)| *name == text) {
        return Some((*known).to_owned());
    }
    // A word that is no colour's name is ignored by the browser; one with other signs in it never gets there.
    let is_word = (3..=20).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_lowercase());
    is_word.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palettes_names_and_css_own_are_colours() {
        assert_eq!(colour("Cobalt").as_deref(), Some("#2774b5"));
        assert_eq!(colour(" #0A5bd3 ").as_deref(), Some("#0a5bd3"));
        assert_eq!(colour("rebeccapurple").as_deref(), Some("rebeccapurple"));
    }

    #[test]
    fn nothing_that_is_more_than_a_colour_gets_through() {
        for text in [
            "red;background:url(https://evil.example/x)",
            "url(https://evil.example/x)",
            "var(--x)",
            "expression(alert(1))",
            "#12345g",
            "#12",
            "}",
            "re/**/d",
            "",
            "red !important",
            "\u{202e}der",
        ] {
            assert_eq!(colour(text), None, "{text:?}");
        }
    }
}
