//! Which journeys are meant: the journey API, the organization, the workspace and the template.

use super::Told;

/// Everything that must be known before the journey API can be asked, but the token.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The journey API, `https://host` with or without a path.
    pub base_url: String,
    /// The one that is asked where that cannot be reached.
    pub next_url: Option<String>,
    /// The organization that the token belongs to.
    pub organization_id: String,
    /// The configured workspace; else it is looked up.
    pub project_id: Option<String>,
    /// Whether it is asked for the callbacks that are arranged with a customer.
    pub has_callbacks: bool,
    /// Whether it is asked for what its assistant wrote of contacts.
    pub has_summaries: bool,
    /// Whether it may keep agents' notes: a service of one's own does, the vendor's has no calls for them.
    pub has_notes: bool,
    /// The configured template, an id or a name; else the default one.
    pub template: Option<String>,
}

/// What the element needs and was not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// `bearerToken`.
    Token,
    /// `organizationId`.
    Organization,
    /// `base-url`, and no `dataCenter` either.
    BaseUrl,
    /// There is a `base-url`, but it is no http(s) URL.
    UsableBaseUrl(String),
    /// There is no `base-url`, and the table does not know this `dataCenter`.
    KnownDataCenter(String),
    /// A contact is selected, but none of its fields says who the customer is.
    Identity,
    /// The caller of the selected contact withheld the number, or has none that could be anybody's.
    Withheld,
    /// The layout at `layout-url`, which is on its way.
    Layout,
    /// A platform's attribute.
    Attribute(&'static str),
    /// A platform's attribute says something that cannot be used.
    Usable(&'static str, String),
    /// A platform's property: its token, or how it is asked.
    Property(&'static str),
    /// `sources` names no platform.
    Source(String),
}

impl Place {
    /// Reads the place out of what the element was told.
    pub(super) fn read(told: &Told) -> Result<Self, Missing> {
        let (base_url, next_url) = urls(told)?;
        Ok(Self {
            base_url,
            has_callbacks: told.is_set("scheduled-callbacks", next_url.is_some()),
            has_summaries: told.is_set("generated-summaries", next_url.is_some()),
            has_notes: told.words(&["base-url"]).is_some(),
            next_url,
            organization_id: told.text("organizationId").ok_or(Missing::Organization)?,
            project_id: told.words(&["project-id", "workspace-id"]),
            template: told.words(&["template-id"]),
        })
    }
}

/// What `base-url` says, and nothing else; else the data centre's hosts.
fn urls(told: &Told) -> Result<(String, Option<String>), Missing> {
    if let Some(url) = told.words(&["base-url"]) {
        return if is_web_address(&url) { Ok((url, None)) } else { Err(Missing::UsableBaseUrl(url)) };
    }
    let data_center = told.text("dataCenter").ok_or(Missing::BaseUrl)?;
    let mut hosts = cjds::hosts_of(&data_center).into_iter();
    let first = hosts.next().ok_or(Missing::KnownDataCenter(data_center))?;
    Ok((first, hosts.next()))
}

/// The address in this attribute, without a slash at its end.
pub(super) fn web_address(told: &Told, name: &'static str) -> Result<String, Missing> {
    let url = told.words(&[name]).ok_or(Missing::Attribute(name))?;
    if is_web_address(&url) { Ok(url.trim_end_matches('/').to_owned()) } else { Err(Missing::Usable(name, url)) }
}

fn is_web_address(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_data_center_picks_the_host_and_base_url_wins() {
        let mut told = Told::default();
        told.set_property("organizationId", json!("org-1"));
        assert_eq!(Place::read(&told), Err(Missing::BaseUrl));
        told.set_property("dataCenter", json!("prodeu1"));
        let place = Place::read(&told).expect("a place");
        assert_eq!((place.base_url.as_str(), place.has_notes), ("https://api.wxcc-eu1.cisco.com", false));
        assert_eq!(place.next_url.as_deref(), Some("https://api-jds.wxdap-prodeu1.webex.com"));
        told.set_attribute("base-url", Some("https://journeys.example.com".to_owned()));
        let place = Place::read(&told).expect("a place");
        assert_eq!((place.base_url.as_str(), place.next_url), ("https://journeys.example.com", None));
        assert!(place.has_notes);
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut told = Told::default();
        told.set_property("dataCenter", json!("produs1"));
        assert_eq!(Place::read(&told), Err(Missing::Organization));
        told.set_property("organizationId", json!("org-1"));
        told.set_property("dataCenter", json!("moon7"));
        assert_eq!(Place::read(&told), Err(Missing::KnownDataCenter("moon7".to_owned())));
        told.set_attribute("base-url", Some("javascript:alert(1)".to_owned()));
        assert!(matches!(Place::read(&told), Err(Missing::UsableBaseUrl(_))));
    }
}
