//! What an administrator says of an account, checked before anybody is asked.

use crate::reason::{Fault, Reason};
use std::collections::BTreeMap;

use cjds::IdentityType;

use super::api::{Access, host_of};

/// Secrets are no longer.
const LONGEST: usize = 4096;

/// What was said.
#[derive(Debug)]
pub(crate) struct Settings<'a> {
    pub(crate) host: &'a str,
    pub(crate) account: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) client_secret: &'a str,
    pub(crate) app_key: &'a str,
    /// Which of the account's identifiers is which kind of identity.
    pub(crate) identifiers: &'a BTreeMap<String, String>,
}

/// What will do.
#[derive(Debug)]
pub(crate) struct Checked {
    host: String,
    account: String,
    client_id: String,
    client_secret: String,
    app_key: String,
    identifiers: String,
}

impl Settings<'_> {
    /// In the form in which it is used.
    ///
    /// # Errors
    /// Why it will not do: a reason for each field.
    pub(crate) fn checked(&self) -> Result<Checked, Vec<Reason>> {
        let mut reasons = Vec::new();
        let host = host_of(self.host).unwrap_or_else(|| {
            reasons.push(Reason::at("host", Fault::Region { example: "eu" }));
            String::new()
        });
        let account = self.account.trim().to_ascii_uppercase();
        if account.len() != 6 || !account.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            reasons.push(Reason::at("accountId", Fault::AccountId));
        }
        let mut given = |name: &str, value: &str| {
            let value = value.trim().to_owned();
            if value.is_empty() || value.len() > LONGEST || value.chars().any(char::is_control) {
                reasons.push(Reason::at(name, Fault::NoText { most: LONGEST }));
            }
            value
        };
        let (client_id, client_secret) = (given("clientId", self.client_id), given("clientSecret", self.client_secret));
        let app_key = given("appKey", self.app_key);
        let mut pairs = Vec::new();
        for (kind, name) in self.identifiers {
            let is_name = (3..=50).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.');
            match IdentityType::from_word(kind) {
                Some(kind) if is_name => pairs.push((kind.as_str(), name.as_str())),
                Some(_) => reasons.push(Reason::at("identifiers", Fault::IdentifierName { name: name.clone() })),
                None => reasons.push(Reason::at("identifiers", Fault::IdentifierKind { kind: kind.clone() })),
            }
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let identifiers = serde_json::to_string(&pairs).map_err(|error| vec![error.to_string().into()])?;
        Ok(Checked { host, account, client_id, client_secret, app_key, identifiers })
    }
}

impl Checked {
    /// As it is tried; notifications are wanted.
    pub(crate) fn access(&self) -> Access<'_> {
        Access {
            host: &self.host,
            account: &self.account,
            client_id: &self.client_id,
            client_secret: &self.client_secret,
            app_key: &self.app_key,
            identifiers: &self.identifiers,
            wants_notifications: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::joined;

    #[test]
    fn an_account_is_said_with_all_that_it_takes_and_every_fault_is_named() {
        let own = [("customerId".to_owned(), "universalIds".to_owned())].into();
        let good = Settings {
            host: "eu",
            account: "larkfd",
            client_id: " c ",
            client_secret: "s",
            app_key: "k",
            identifiers: &own,
        };
        let checked = good.checked().expect("it will do");
        let access = checked.access();
        assert_eq!((access.host, access.account, access.client_id), ("https://eu.api.avayacloud.com", "LARKFD", "c"));
        assert_eq!(access.identifiers, r#"[["customerId","universalIds"]]"#);
        let odd = [("shoe".to_owned(), "sizes".to_owned()), ("email".to_owned(), "a b".to_owned())].into();
        let bad = Settings {
            host: "http://x",
            account: "1",
            client_id: "",
            client_secret: "\n\u{7}x",
            app_key: "k",
            identifiers: &odd,
        };
        let reasons = joined(&bad.checked().expect_err("refused"));
        for word in ["host", "accountId", "clientId", "clientSecret", "shoe", "a b"] {
            assert!(reasons.contains(word), "{word}: {reasons}");
        }
    }
}
