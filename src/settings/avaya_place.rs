//! Where Avaya's journeys are.

use super::{Missing, Told};
use journey::IdentityType;

/// An account of Avaya Experience Platform.
#[derive(Clone, Debug, PartialEq)]
pub struct AvayaPlace {
    /// The region's host, `https://eu.api.avayacloud.com`, or a proxy's address.
    pub base_url: String,
    /// The account: six letters.
    pub account_id: String,
    /// The application's key, which goes beside the token; a proxy may add it itself.
    pub app_key: Option<String>,
    /// Which of the account's identifiers hold which kind of identity, beside the usual ones.
    pub identifiers: Vec<(IdentityType, String)>,
}

impl AvayaPlace {
    pub(super) fn read(told: &Told) -> Result<Self, Missing> {
        let base_url = super::web_address(told, "avaya-base-url")?;
        let account_id = told.words(&["avaya-account-id"]).ok_or(Missing::Attribute("avaya-account-id"))?;
        if account_id.len() != 6 || !account_id.bytes().all(|letter| letter.is_ascii_alphabetic()) {
            return Err(Missing::Usable("avaya-account-id", account_id));
        }
        let identifiers = told.words(&["avaya-identifiers"]).unwrap_or_default();
        let identifiers = identifiers.split([' ', ',', '|', ';']).filter(|pair| !pair.is_empty()).map(|pair| {
            let (kind, name) = pair.split_once(':')?;
            let is_name = name.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'.'));
            Some((IdentityType::from_word(kind)?, name.to_owned()))
                .filter(|_| is_name && (3..=50).contains(&name.len()))
        });
        let identifiers: Option<Vec<_>> = identifiers.collect();
        let identifiers = identifiers.ok_or_else(|| {
            Missing::Usable("avaya-identifiers", told.words(&["avaya-identifiers"]).unwrap_or_default())
        })?;
        Ok(Self { base_url, account_id, app_key: told.words(&["avaya-app-key"]), identifiers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(attributes: &[(&str, &str)]) -> Result<AvayaPlace, Missing> {
        let mut told = Told::default();
        for (name, value) in [("avaya-base-url", "https://eu.api.avayacloud.com/"), ("avaya-account-id", "ABCDEF")]
            .iter()
            .chain(attributes)
        {
            told.set_attribute(name, Some((*value).to_owned()));
        }
        AvayaPlace::read(&told)
    }

    #[test]
    fn an_account_is_a_host_and_six_letters() {
        let place = read(&[("avaya-app-key", "key-1")]).expect("a place");
        assert_eq!(
            (place.base_url.as_str(), place.app_key.as_deref()),
            ("https://eu.api.avayacloud.com", Some("key-1"))
        );
        assert_eq!(read(&[("avaya-account-id", "ABC12")]), Err(Missing::Usable("avaya-account-id", "ABC12".into())));
        let other = "ftp://eu.api.avayacloud.com";
        assert_eq!(read(&[("avaya-base-url", other)]), Err(Missing::Usable("avaya-base-url", other.into())));
    }

    #[test]
    fn other_identities_go_by_the_identifiers_that_the_account_has_for_them() {
        let place = read(&[("avaya-identifiers", "customerId:universalIds socialId:twitterHandles")]).expect("a place");
        let expected = [
            (IdentityType::CustomerId, "universalIds".to_owned()),
            (IdentityType::SocialId, "twitterHandles".to_owned()),
        ];
        assert_eq!(place.identifiers, expected);
        for wrong in ["customerId", "customer:universalIds", "customerId:x", "customerId:a b-c"] {
            assert_eq!(
                read(&[("avaya-identifiers", wrong)]),
                Err(Missing::Usable("avaya-identifiers", wrong.to_owned())),
                "{wrong}"
            );
        }
    }
}
