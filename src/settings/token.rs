//! The agent's access token, which must never be seen: not in logs, not in URLs, not in error texts.

use std::fmt;

use super::told::is_placeholder;

/// An access token. Its `Debug` says only whether there is one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a token as desktops pass it: padded, or with its scheme in front. What can be none, such as a placeholder that
    /// the desktop did not resolve, or letters that no header takes, is none.
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        let (scheme, rest) = text.split_at_checked(6).unwrap_or((text, ""));
        let has_scheme = scheme.eq_ignore_ascii_case("bearer") && rest.bytes().next().is_none_or(|byte| byte == b' ');
        let bare = if has_scheme { rest.trim_start() } else { text };
        let is_one = bare.bytes().all(|byte| byte.is_ascii_graphic()) && !is_placeholder(bare);
        Self(if is_one { bare.to_owned() } else { String::new() })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The token itself, for reading what it says of itself.
    pub(super) fn bare(&self) -> &str {
        &self.0
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// A URL that carries the token in its query, for services that take it no other way (`stream-auth="query"`). Every
    /// log on the way has it then.
    pub fn in_query_of(&self, url: &str) -> String {
        let mark = if url.contains('?') { '&' } else { '?' };
        let mut text = format!("{url}{mark}bearerToken=");
        for byte in self.0.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
                byte => {
                    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase();
                    text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
                }
            }
        }
        text
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "Token(none)" } else { "Token(hidden)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_into_the_header_however_it_was_passed() {
        for passed in ["abc.def", " abc.def\n", "Bearer abc.def", "bearer  abc.def"] {
            assert_eq!(Token::new(passed).authorization(), "Bearer abc.def", "{passed:?}");
        }
    }

    #[test]
    fn what_can_be_no_token_is_none() {
        for passed in
            ["", " ", "Bearer ", "undefined", "Bearer null", "$STORE.auth.accessToken", "a\nb", "a b", "tøken"]
        {
            assert!(Token::new(passed).is_empty(), "{passed:?}");
        }
    }

    #[test]
    fn in_a_query_every_letter_of_a_token_survives() {
        let token = Token::new("ab.c-d_e~f+g/h=%");
        assert_eq!(
            token.in_query_of("https://x.test/a?organizationId=o"),
            "https://x.test/a?organizationId=o&bearerToken=ab.c-d_e~f%2Bg%2Fh%3D%25"
        );
        assert_eq!(Token::new("t").in_query_of("https://x.test/a"), "https://x.test/a?bearerToken=t");
    }

    #[test]
    fn a_token_is_never_printed() {
        assert!(!format!("{:?}", Token::new("abc.def")).contains("abc"));
    }
}
