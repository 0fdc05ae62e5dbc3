//! The address of a picture that an icon map names.

/// The address, if it leads to a picture over https; `None` for every other scheme, and for an address that hides what
/// it is: browsers drop blanks and controls inside of one, and take what stands before an `@` for a name.
pub fn picture(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).and_then(|_| text.get(8..))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = !text.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '\\');
    (is_plain && !host.is_empty() && !host.contains('@') && text.len() <= 2_048).then_some(text)
}

/// Whether a text is an address of any kind, and so no icon's name.
pub fn is_address(text: &str) -> bool {
    text.contains(':') || text.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_leads_to_a_picture() {
        assert_eq!(picture(" HTTPS://icons.example/a.svg?x=1 "), Some("HTTPS://icons.example/a.svg?x=1"));
        for text in [
            "http://icons.example/a.svg",
            "//icons.example/a.svg",
            "data:image/svg+xml,<svg onload=alert(1)>",
            "javascript:alert(1)",
            "blob:https://x",
            "https://",
            "https:///a",
            "https://bank.example@evil.example/a.svg",
            "https://icons.example/\na.svg",
            "https://icons.example\\a",
        ] {
            assert_eq!(picture(text), None, "{text:?}");
            assert!(is_address(text), "{text:?}");
        }
    }
}
