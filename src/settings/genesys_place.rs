//! Where Genesys Cloud's journeys are.

use genesys::REGIONS;

use super::{Missing, Told};

/// So many months of conversations are there on demand, where `genesys-months` says nothing usable: the platform keeps
/// that many.
const MONTHS: u32 = 13;

/// A region of Genesys Cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenesysPlace {
    /// The region's host, `https://api.mypurecloud.de`.
    pub api_url: String,
    /// The conversation that the host shows: its participant is the customer.
    pub conversation_id: Option<String>,
    /// How far back conversations are asked for, months.
    pub months: u32,
}

impl GenesysPlace {
    pub(super) fn read(told: &Told) -> Result<Self, Missing> {
        let api_url = match told.words(&["genesys-base-url"]) {
            Some(_) => super::web_address(told, "genesys-base-url")?,
            None => {
                let domain = told.words(&["genesys-domain"]).ok_or(Missing::Attribute("genesys-domain"))?;
                let host = host_of(&domain).ok_or_else(|| Missing::Usable("genesys-domain", domain.clone()))?;
                ["https://api.", &host].concat()
            }
        };
        let months = told.words(&["genesys-months"]).and_then(|text| text.parse().ok());
        Ok(Self {
            api_url,
            conversation_id: told.words(&["conversation-id"]),
            months: months.filter(|months| (1..=120).contains(months)).unwrap_or(MONTHS),
        })
    }
}

/// The domain that a region's name, a domain or one of the platform's own hosts means.
fn host_of(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    if let Some((_, domain)) = REGIONS.iter().find(|(name, _)| *name == text) {
        return Some((*domain).to_owned());
    }
    let text = text.strip_prefix("https://").unwrap_or(&text).trim_end_matches('/');
    let domain = ["api.", "login.", "apps."].iter().find_map(|part| text.strip_prefix(part)).unwrap_or(text);
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-');
    (domain.contains('.') && domain.split('.').all(is_label)).then(|| domain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(attributes: &[(&str, &str)]) -> Result<GenesysPlace, Missing> {
        let mut told = Told::default();
        for (name, value) in attributes {
            told.set_attribute(name, Some((*value).to_owned()));
        }
        GenesysPlace::read(&told)
    }

    #[test]
    fn a_region_is_named_by_its_domain_its_name_or_its_address() {
        for (text, expected) in [
            ("mypurecloud.de", "https://api.mypurecloud.de"),
            ("prod-euw2", "https://api.euw2.pure.cloud"),
            ("prod", "https://api.mypurecloud.com"),
            (" Apps.Mypurecloud.ie ", "https://api.mypurecloud.ie"),
            ("https://login.usw2.pure.cloud/", "https://api.usw2.pure.cloud"),
        ] {
            assert_eq!(read(&[("genesys-domain", text)]).map(|place| place.api_url).as_deref(), Ok(expected), "{text}");
        }
        for wrong in ["prod-moon1", "my purecloud.de", "evil.example/x", "a..b", "user@host.example"] {
            assert_eq!(read(&[("genesys-domain", wrong)]), Err(Missing::Usable("genesys-domain", wrong.into())));
        }
        let both = [("genesys-domain", "prod"), ("genesys-base-url", "http://127.0.0.1:8/")];
        assert_eq!(read(&both).map(|place| place.api_url).as_deref(), Ok("http://127.0.0.1:8"));
    }

    #[test]
    fn months_that_are_no_number_are_the_default() {
        for (text, expected) in [("3", 3), ("0", 13), ("many", 13), ("5000", 13)] {
            let place = read(&[("genesys-domain", "prod"), ("genesys-months", text)]).expect("a place");
            assert_eq!(place.months, expected, "{text}");
        }
    }
}
