//! What is wrong with a connector of Genesys Cloud, in words that tell what to do.

use serde_json::Value;

use crate::connectors::vendor::ApiError;

/// What an error means for whoever administers it.
pub(crate) fn in_words(error: &ApiError) -> String {
    match error {
        ApiError::NotConnected => "The connector has no OAuth client of Genesys Cloud".to_owned(),
        ApiError::Refused(400 | 401, words) => format!(
            "Genesys Cloud does not take the OAuth client ({words}): its id or secret is wrong, it was switched off or deleted, \
             or it is of another region"
        ),
        ApiError::Refused(403, words) => match permission_in(words) {
            Some(permission) => format!(
                "The OAuth client lacks the permission {permission}: give it to a role of the client, and what was missed \
                 meanwhile is asked for"
            ),
            None => format!("The OAuth client may not do this ({words}): look at its roles and their divisions"),
        },
        ApiError::Refused(429, _) => {
            "Genesys Cloud was asked too often, also by others with the same OAuth client; it is asked again".to_owned()
        }
        ApiError::Refused(status, words) => format!("Genesys Cloud refused ({status}): {words}"),
        ApiError::Away(words) => format!("Genesys Cloud does not answer: {words}"),
        ApiError::Here(error) => error.in_words(),
    }
}

/// The permissions that an answer names as missing.
pub(crate) fn permission_in(words: &str) -> Option<String> {
    let (_, rest) = words.split_once("permission(s):")?;
    let named = rest.trim().trim_end_matches('.').trim_matches(|letter| matches!(letter, '[' | ']' | ' '));
    (!named.is_empty()).then(|| named.to_owned())
}

/// The first reasons of a list that was told.
pub(crate) fn listed(lacking: &str) -> Vec<String> {
    serde_json::from_str::<Value>(lacking).ok().and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_permission_is_named_with_what_to_do() {
        let words = "Unable to perform the requested action. You are missing the following permission(s): analytics:conversationDetail:view";
        let said = in_words(&ApiError::Refused(403, words.to_owned()));
        assert!(said.contains("lacks the permission analytics:conversationDetail:view: give it"), "{said}");
        assert_eq!(permission_in("permission(s): [a:b:view, a:c:view]."), Some("a:b:view, a:c:view".to_owned()));
        assert_eq!(permission_in("not authorized"), None);
        assert!(in_words(&ApiError::Refused(401, "client not found".to_owned())).contains("id or secret is wrong"));
    }
}
