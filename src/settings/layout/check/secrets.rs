//! Whether a text of a layout is a token that somebody pasted there, and not an address, a switch, a binding or the name
//! of a variable: other widgets have properties called "token", too, and hold there where to get one.

/// Properties and attributes in which a token is expected, as letters only.
const NAMES: [&str; 7] =
    ["bearertoken", "accesstoken", "token", "authorization", "authtoken", "avayatoken", "genesystoken"];

/// Shorter ones are words.
const SHORTEST: usize = 8;

/// The schemes of an `Authorization` header.
const SCHEMES: [&str; 2] = ["bearer ", "basic "];

/// Whether a token stands in this text, which is the value of `key`. `is_ours`: of this widget, whose token is never
/// anything else than a binding.
pub(super) fn is_token(key: &str, text: &str, is_ours: bool) -> bool {
    let text = text.trim();
    if is_filled_in(text) {
        return false;
    }
    if is_jwt(text) {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    if let Some(bare) = SCHEMES.iter().find_map(|scheme| text.get(lower.strip_prefix(scheme).map(|_| scheme.len())?..))
    {
        let bare = bare.trim();
        return !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_graphic());
    }
    if !is_named(key) || is_switch(&lower) || is_address(text) {
        return false;
    }
    is_ours || (is_opaque(text) && !is_words(text))
}

/// Whether `key` is a name for a token, in any spelling.
pub(super) fn is_named(key: &str) -> bool {
    let letters = key.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    let letters: Vec<u8> = letters.collect();
    NAMES.iter().any(|name| name.as_bytes() == letters)
}

/// What somebody or something else fills in: `$STORE.…`, `$I18N.…`, `${TOKEN}`, `{{token}}`, `%TOKEN%`, `<your token>`.
fn is_filled_in(text: &str) -> bool {
    text.is_empty()
        || text.contains(['$', '{', '}', '%', '<', '>', '[', ']'])
        || text.to_ascii_lowercase().contains("store.")
}

/// Three parts of base64, the first of which begins as JSON does.
fn is_jwt(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() >= 2
}

fn is_switch(lower: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "null", "undefined", "none"].contains(&lower)
}

/// A URL, a path, or a host with a path behind it.
fn is_address(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let is_host = host.contains('.') && host.split('.').all(is_word);
    text.contains("://")
        || text.starts_with(['/', '.', '?', '#'])
        || (is_host && text.contains('/'))
        || text.contains('@')
}

/// One run of letters that a header takes.
fn is_opaque(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.len() >= SHORTEST
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && (!is_number || text.len() >= 4 * SHORTEST)
}

/// The name of a variable, a setting or a file: words with a number here and there, as nobody makes tokens
/// (`agent.accessToken`, `CUSTOMER_TOKEN_2`, `my-token-name`).
fn is_words(text: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    let mut before = '-';
    for letter in text.chars() {
        let begins =
            (letter.is_uppercase() && before.is_lowercase()) || (letter.is_ascii_digit() != before.is_ascii_digit());
        match words.last_mut() {
            _ if !letter.is_alphanumeric() => words.push(String::new()),
            Some(word) if !begins => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    let letters: usize = words.iter().map(String::len).sum();
    letters >= 3 * words.len() && words.iter().all(|word| is_word(word) || (is_number(word) && word.len() <= 4))
}

/// Letters of one case, or with one capital in front; not longer than words are.
fn is_word(word: &str) -> bool {
    let rest = word.get(1..).unwrap_or_default();
    let is_one_case = rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        || word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_letters = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    !word.is_empty() && word.len() <= 20 && is_letters && (is_one_case || is_number(word))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_any_widget() {
        for (key, text) in [
            ("token", "eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl"),
            ("anything", "eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl"),
            ("header", "Bearer abcdef"),
            ("authorization", "Basic dXNlcjpwYXNz"),
            ("token", "MzY0ZTgwYzItNTQ2OC00ZDJmLWE5NzQtMjQ3_P0A1_0f8fad5b-d9cb-469f-a165-70867728950e"),
            ("access_token", "0f8fad5b-d9cb-469f-a165-70867728950e"),
            ("accessToken", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
            ("bearer-token", "aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91"),
            ("Token", "9f86d081884c7d659a2feaa0c55ad015"),
            ("auth-token", "a1b2c3d4e5"),
            ("token", "qwertyuiopasdfghjklzxcvbnmqwerty"),
        ] {
            assert!(is_token(key, text, false), "{key}: {text}");
        }
    }

    #[test]
    fn an_address_a_switch_a_binding_and_a_name_are_no_token() {
        for text in [
            "https://auth.example/token",
            "wss://auth.example/a1b2c3d4e5f6",
            "//auth.example/oauth/token",
            "/api/v1/token",
            "./token.json",
            "auth.example.com/oauth2/token",
            "true",
            "FALSE",
            "none",
            "",
            "  ",
            "$STORE.auth.accessToken",
            "Bearer $STORE.auth.accessToken",
            "$Store.auth.accessToken",
            "{{token}}",
            "${CUSTOMER_TOKEN}",
            "%TOKEN%",
            "<your token here>",
            "accessToken",
            "agent.accessToken",
            "window.auth.token",
            "CUSTOMER_TOKEN",
            "CUSTOMER_TOKEN_2",
            "Global_Variable_For_The_Token",
            "my-token-name",
            "tokenV2",
            "Your token here",
            "12345678",
            "abc123",
            "agent@example.com",
        ] {
            assert!(!is_token("token", text, false), "{text}");
        }
        assert!(!is_token("title", "0f8fad5b-d9cb-469f-a165-70867728950e", false), "an id of something else");
    }

    #[test]
    fn in_this_widget_whatever_is_no_binding_is_taken_for_a_token() {
        assert!(is_token("bearerToken", "a-long-opaque-token", true));
        for text in ["https://auth.example/token", "true", "$STORE.auth.accessToken", ""] {
            assert!(!is_token("bearerToken", text, true), "{text}");
        }
    }
}
