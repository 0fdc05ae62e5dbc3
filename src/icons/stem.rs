//! Names of Momentum icons, bare of what only says how they are drawn: `icon-handset-active_16` of the first library and
//! `handset-filled` of the second are both `handset`.

/// What may stand at the end of a name and says nothing about what the icon means. `call` of `missed-call` is not among
/// them.
const STYLES: [&str; 19] = [
    "bold",
    "light",
    "regular",
    "filled",
    "active",
    "legacy",
    "selected",
    "muted",
    "color",
    "colored",
    "gradient",
    "optical",
    "presence",
    "stroke",
    "container",
    "two",
    "adr",
    "iph",
    "circle",
];

/// The name without the library's prefix, its size and its styles; in lower case, its words parted by single dashes.
pub fn stem(name: &str) -> String {
    let name = name.trim().to_ascii_lowercase();
    let name = name.strip_prefix("icon-").unwrap_or(&name);
    // The size: `_16`, `-16`.
    let digits = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let name = if digits.len() < name.len() { digits.trim_end_matches(['_', '-']) } else { name };
    let mut words: Vec<&str> = name.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| STYLES.contains(last)) {
        words.pop();
    }
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_libraries_have_one_stem() {
        for (name, bare) in [
            ("icon-handset-active_16", "handset"),
            ("handset-filled", "handset"),
            ("handset_24", "handset"),
            ("icon-outgoing-call-active_16", "outgoing-call"),
            ("outgoing-call-legacy-filled", "outgoing-call"),
            ("icon-file-spreadsheet_16", "file-spreadsheet"),
            ("social-facebook-color", "social-facebook"),
            ("help-circle-bold", "help"),
            ("queue_contact", "queue-contact"),
            ("icon-icon-callback_12", "icon-callback"),
            ("bold", "bold"),
            ("", ""),
            ("_16", ""),
        ] {
            assert_eq!(stem(name), bare, "{name}");
        }
    }
}
