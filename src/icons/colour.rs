//! A colour as an administrator may write it in an icon map or for a flag. What comes out can only be a colour: no function,
//! no address, no second rule.

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

/// A ground of an administrator's colour, and what can be read on it: black or white, in a contrast of 4.5:1 at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The colour, as `#rgb` or `#rrggbb`.
    pub ground: String,
    /// What is written on it.
    pub ink: &'static str,
}

/// The fill of a colour: `#rgb`, `#rrggbb` or a name of Momentum's palette. `None` for anything else, also for CSS' own
/// names: nobody but the browser knows what can be read on those.
pub fn fill(text: &str) -> Option<Fill> {
    let ground = colour(text).filter(|colour| matches!(colour.len(), 4 | 7) && colour.starts_with('#'))?;
    let digits: Vec<u32> = ground.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let [red, green, blue] = match digits[..] {
        [red, green, blue] => [red, green, blue].map(|digit| digit * 17),
        [a, b, c, d, e, f] => [a * 16 + b, c * 16 + d, e * 16 + f],
        _ => return None,
    };
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    // Here black and white can be read alike: 4.58:1.
    let ink = if luminance > 0.179 { "#000" } else { "#fff" };
    Some(Fill { ground, ink })
}

/// How much light a channel of sRGB gives, of 255: WCAG's formula.
fn linear(channel: u32) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.04045 {
        return share / 12.92;
    }
    let base = (share + 0.055) / 1.055;
    // base^2.4 by the fifth root of base², in Newton's way: the widget carries no table of powers for this alone.
    let square = base * base;
    let root = (0..16).fold(1.0, |root: f64, _| {
        root - (root * root * root * root * root - square) / (5.0 * root * root * root * root)
    });
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let digits =
                if hex.len() == 4 { hex[at + 1..at + 2].repeat(2) } else { hex[at * 2 + 1..at * 2 + 3].to_owned() };
            let share = f64::from(u8::from_str_radix(&digits, 16).expect("hexadecimal")) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
    }

    #[test]
    fn whatever_colour_is_given_what_stands_on_it_can_be_read() {
        let grey = (0..256).map(|step| format!("#{step:02x}{step:02x}{step:02x}"));
        let spread = (0..0x0100_0000_u32).step_by(4_099).map(|number| format!("#{number:06x}"));
        let short = (0..0x1000).map(|number| format!("#{number:03X}"));
        let named = PALETTE.iter().map(|(name, _)| (*name).to_owned());
        for text in grey.chain(spread).chain(short).chain(named) {
            let Fill { ground, ink } = fill(&text).expect("a colour");
            let (one, other) = (luminance(&ground), luminance(ink));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 4.5, "{text}: {ink} on {ground} is {contrast}");
        }
        for text in ["rebeccapurple", "#12345678", "#1234", "url(x)", "", "#12345g"] {
            assert_eq!(fill(text), None, "{text}");
        }
    }

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
