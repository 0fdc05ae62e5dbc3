//! What is wrong with a connector of Genesys Cloud, in words that tell what to do.

use serde_json::Value;

use crate::connectors::vendor::ApiError;
use crate::reason::{Fault, Reason};

/// What an error means for whoever administers it.
pub(crate) fn reason_of(error: &ApiError) -> Reason {
    match error {
        ApiError::Refused(400 | 401, words) => Fault::GenesysClient { words: words.clone() }.into(),
        ApiError::Refused(403, words) => match permission_in(words) {
            Some(permission) => Fault::GenesysPermission { permission }.into(),
            None => Fault::GenesysForbidden { words: words.clone() }.into(),
        },
        ApiError::Refused(429, _) => Fault::GenesysTooOften.into(),
        error => error.reason(),
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
        let said = reason_of(&ApiError::Refused(403, words.to_owned())).to_string();
        assert!(said.contains("lacks the permission analytics:conversationDetail:view: give it"), "{said}");
        assert_eq!(permission_in("permission(s): [a:b:view, a:c:view]."), Some("a:b:view, a:c:view".to_owned()));
        assert_eq!(permission_in("not authorized"), None);
        let said = reason_of(&ApiError::Refused(401, "client not found".to_owned())).to_string();
        assert!(said.contains("id or secret is wrong"), "{said}");
    }
}
