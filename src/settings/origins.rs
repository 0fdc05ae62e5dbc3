//! Where each setting came from: a property or an attribute of the page, the layout that the page names, or what holds
//! without any. For administrators; a token is never in it, only whether there is one and until when.

use chrono::{DateTime, Utc};
use journey::{StandIns, write_time};
use serde_json::{Value, json};

use super::attributes::{Kind, PROPERTIES, PropertyKind};
use super::bare_attributes::{BARE_ATTRIBUTES, BareAttribute};
use super::layout::OwnSettings;
use super::names::property_named;
use super::told::{attribute_of, is_placeholder, property_of};
use super::{SourceSettings, Told};

/// A longer value is shortened, letters.
const LONGEST: usize = 200;
/// Their values name persons or their contacts.
const PERSONAL: [&str; 3] = ["customer", "withheld-callers", "conversation-id"];

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A property that the page set.
    Property,
    /// An attribute of the element.
    Attribute,
    /// The layout at `layout-url`, where it has properties.
    LayoutProperty,
    /// The same, where it has attributes.
    LayoutAttribute,
    /// Nobody: what holds without it.
    Default,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingOrigin {
    /// Its name: the attribute's, or of what is none, the property's.
    pub name: &'static str,
    /// Who said it.
    pub origin: Origin,
    /// What was said; without the keys of an address. `None`: something that is no text.
    pub value: Option<String>,
    /// It was said, but says nothing: a placeholder that the desktop did not fill in, or blanks.
    pub is_empty: bool,
    kind: Option<Kind>,
}

/// What there is of a platform's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenState {
    /// The platform's name.
    pub platform: &'static str,
    /// Whether there is one.
    pub is_there: bool,
    /// When it ends, if it says so.
    pub ends: Option<DateTime<Utc>>,
}

impl Origin {
    /// A stable word for it, for keys of words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Attribute => "attribute",
            Self::LayoutProperty | Self::LayoutAttribute => "layout",
            Self::Default => "default",
        }
    }
}

impl SettingOrigin {
    /// The same for a support file.
    pub fn support(&self, all: &mut StandIns) -> Value {
        let value = self.value.as_ref().map(|value| match self.kind {
            _ if self.origin == Origin::Default => value.clone(),
            _ if PERSONAL.contains(&self.name) => all.stand_in("identity", value),
            _ => all.kept("setting", value),
        });
        json!({"name": self.name, "from": self.origin.key(), "value": value, "says nothing": self.is_empty})
    }
}

impl TokenState {
    /// Of each platform that is asked.
    pub fn all(sources: &[SourceSettings]) -> Vec<Self> {
        let of = |source: &SourceSettings| Self {
            platform: source.platform.name(),
            is_there: !source.token.is_empty(),
            ends: source.token.ends(),
        };
        sources.iter().map(of).collect()
    }

    /// The same for a support file.
    pub fn support(&self) -> Value {
        json!({"platform": self.platform, "there": self.is_there, "ends": self.ends.map(write_time)})
    }
}

impl Told {
    /// Where each setting came from: first what was told, in the order of the list of attributes and then of properties,
    /// and then what holds without having been told.
    pub fn origins(&self) -> Vec<SettingOrigin> {
        let (mut told, mut defaults) = (Vec::new(), Vec::new());
        for BareAttribute { name, kind, default } in BARE_ATTRIBUTES {
            match self.origin_of(name, Some(kind)) {
                Some(found) => told.push(found),
                None => defaults.extend(default.map(|default| SettingOrigin {
                    name,
                    origin: Origin::Default,
                    value: Some(default.to_owned()),
                    is_empty: false,
                    kind: Some(kind),
                })),
            }
        }
        let is_own = |name: &&str| !BARE_ATTRIBUTES.iter().any(|attribute| attribute.name == *name);
        let is_token = |name: &&str| name.ends_with("Token");
        let own = PROPERTIES.iter().map(|property| property.name).filter(|name| is_own(name) && !is_token(name));
        told.extend(own.filter_map(|name| self.origin_of(name, None)));
        told.extend(defaults);
        told
    }

    /// The first of all who say something; else the first who was asked to.
    fn origin_of(&self, name: &'static str, kind: Option<Kind>) -> Option<SettingOrigin> {
        let layers = self
            .layers()
            .zip([[Origin::Property, Origin::Attribute], [Origin::LayoutProperty, Origin::LayoutAttribute]]);
        let mut found: Vec<SettingOrigin> = Vec::new();
        for (layer, [by_property, by_attribute]) in layers {
            found.extend(of_property(layer, name, kind).map(|found| SettingOrigin { origin: by_property, ..found }));
            found.extend(of_attribute(layer, name, kind).map(|found| SettingOrigin { origin: by_attribute, ..found }));
        }
        let place = found.iter().position(|one| !one.is_empty).unwrap_or(0);
        (place < found.len()).then(|| found.swap_remove(place))
    }
}

fn of_property(layer: &OwnSettings, name: &'static str, kind: Option<Kind>) -> Option<SettingOrigin> {
    let is_structured =
        property_named(name).is_some_and(|property| matches!(property.kind, PropertyKind::Object | PropertyKind::List));
    let value = property_of(layer, name)?;
    let found = match value {
        Value::String(_) if is_structured => given(name, None, kind),
        Value::String(text) => given(name, Some(text), kind),
        Value::Bool(_) | Value::Number(_) => given(name, Some(&value.to_string()), kind),
        Value::Null | Value::Array(_) | Value::Object(_) => given(name, None, kind),
    };
    Some(found)
}

fn of_attribute(layer: &OwnSettings, name: &'static str, kind: Option<Kind>) -> Option<SettingOrigin> {
    let text = attribute_of(layer, name)?;
    // An attribute that is just there is a switch that is on.
    let text = if kind == Some(Kind::Boolean) && text.trim().is_empty() { "true" } else { text };
    Some(given(name, Some(text), kind))
}

fn given(name: &'static str, text: Option<&str>, kind: Option<Kind>) -> SettingOrigin {
    let is_empty = text.is_some_and(|text| text.trim().is_empty() || is_placeholder(text.trim()));
    // Addresses may be relative to the page's.
    let is_address = |text: &str| text.contains("://") || name.ends_with("-url") || name.ends_with("-path");
    let value = text.map(|text| if is_address(text) { bare_address(&shown(text)) } else { shown(text) });
    SettingOrigin { name, origin: Origin::Default, value, is_empty, kind }
}

/// A value as it may be seen: not endless, and nothing that looks like a token.
fn shown(text: &str) -> String {
    let text = text.trim();
    if is_like_token(text) { "***".to_owned() } else { text.chars().take(LONGEST).collect() }
}

/// An address without who asks, and without what is asked with which key.
fn bare_address(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    [scheme, "://", host.rsplit('@').next().unwrap_or_default(), path].concat()
}

/// Whether somebody put a token where none belongs: three long parts of a JSON Web Token, or its scheme in front.
fn is_like_token(text: &str) -> bool {
    let is_part = |part: &str| {
        part.len() >= 10 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let starts_with_scheme = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
    starts_with_scheme || (text.split('.').count() == 3 && text.split('.').all(is_part))
}

#[cfg(test)]
mod tests {
    use super::super::{LayoutSource, Settings, Token};
    use super::*;
    use journey::Identity;

    fn told() -> Told {
        let mut told = Told::default();
        told.set_attribute("limit", Some("5".to_owned()));
        told.set_property("limit", json!(7));
        told.set_attribute("logs-on", Some(String::new()));
        told.set_property("organizationId", json!("$STORE.agent.orgId"));
        told.set_property("interactionData", json!({"ani": "+15550100"}));
        told.set_attribute("layout-url", Some("https://ann:pw@files.example.com/layout.json?sig=abc".to_owned()));
        let source = told.layout_source().expect("a layout");
        let layout = OwnSettings {
            attributes: vec![("condensed-view".to_owned(), "false".to_owned()), ("limit".to_owned(), "9".to_owned())],
            properties: vec![("flags".to_owned(), json!({"VIP": {"field": "tier"}}))],
        };
        told.set_layout(&source, layout);
        told
    }

    fn origin(told: &Told, name: &str) -> Option<(Origin, Option<String>, bool)> {
        let found = told.origins().into_iter().find(|one| one.name == name)?;
        Some((found.origin, found.value, found.is_empty))
    }

    #[test]
    fn each_setting_says_who_said_it_in_the_order_in_which_they_count() {
        let told = told();
        let said = |origin, value: &str| Some((origin, Some(value.to_owned()), false));
        assert_eq!(origin(&told, "limit"), said(Origin::Property, "7"));
        assert_eq!(origin(&told, "logs-on"), said(Origin::Attribute, "true"));
        assert_eq!(origin(&told, "condensed-view"), said(Origin::LayoutAttribute, "false"));
        assert_eq!(origin(&told, "flags"), Some((Origin::LayoutProperty, None, false)));
        assert_eq!(origin(&told, "live-stream"), said(Origin::Default, "true"));
        assert_eq!(origin(&told, "interactionData"), Some((Origin::Property, None, false)));
        let unfilled = Some("$STORE.agent.orgId".to_owned());
        assert_eq!(
            origin(&told, "organizationId"),
            Some((Origin::Property, unfilled, true)),
            "the desktop did not fill it in"
        );
    }

    #[test]
    fn what_is_told_to_be_in_force_is_what_the_settings_have() {
        let told = told();
        let settings = Settings::read(&told);
        assert_eq!(origin(&told, "limit").and_then(|(_, value, _)| value), Some(settings.limit.to_string()));
        let condensed = origin(&told, "condensed-view").and_then(|(_, value, _)| value);
        assert_eq!(condensed, Some(settings.condensed.to_string()));
        assert_eq!(
            settings.layout,
            Some(LayoutSource { persona: "agent".into(), ..told.layout_source().expect("one") })
        );
    }

    /// `{"sub":"agent-1","exp":1772366400}`
    const TOKEN: &str = "aaaaaaaaaaaa.eyJzdWIiOiJhZ2VudC0xIiwiZXhwIjoxNzcyMzY2NDAwfQ.bbbbbbbbbbbb";

    #[test]
    fn no_token_and_no_key_of_an_address_is_ever_told() {
        let mut told = told();
        told.set_property("bearerToken", json!(TOKEN));
        told.set_property("avayaToken", json!(TOKEN));
        told.set_attribute("genesystoken", Some(TOKEN.to_owned()));
        // Where it does not belong.
        told.set_attribute("template-id", Some(TOKEN.to_owned()));
        told.set_attribute("project-id", Some(format!("Bearer {TOKEN}")));
        told.set_attribute("flags-url", Some("flags.json?key=very-secret".to_owned()));
        let mut all = StandIns::default();
        let written: Vec<Value> = told.origins().iter().map(|one| one.support(&mut all)).collect();
        let written = format!("{written:?} {:?}", told.origins());
        for secret in [TOKEN, "eyJzdWI", "very-secret", "ann:pw", "sig=abc"] {
            assert!(!written.contains(secret), "{secret}: {written}");
        }
        assert_eq!(
            origin(&told, "layout-url").and_then(|(_, value, _)| value).as_deref(),
            Some("https://files.example.com/layout.json")
        );
    }

    #[test]
    fn of_a_token_it_is_told_whether_there_is_one_and_when_it_ends() {
        let mut source = Settings::read(&Told::default()).sources.remove(0);
        assert_eq!(
            TokenState::all(&[source.clone()])[0],
            TokenState { platform: "Webex", is_there: false, ends: None }
        );
        source.token = Token::new(TOKEN);
        let state = TokenState::all(&[source]).remove(0);
        assert_eq!((state.is_there, state.ends.map(write_time).as_deref()), (true, Some("2026-03-01T12:00:00.000Z")));
        assert!(!state.support().to_string().contains("eyJ"));
    }

    #[test]
    fn a_support_file_has_no_identity_that_was_told() {
        let mut told = told();
        told.set_attribute("customer", Some("ann@example.com".to_owned()));
        told.set_attribute("withheld-callers", Some("+15550777|anonymous".to_owned()));
        told.set_attribute("template-id", Some("for +1 555 0100".to_owned()));
        let identity = Identity::new("+15550100").expect("an identity");
        let mut all = StandIns::of(&identity, None, []);
        let written: Vec<String> = told.origins().iter().map(|one| one.support(&mut all).to_string()).collect();
        let written = written.join(" ");
        for secret in ["5550100", "555 0100", "ann@", "5550777"] {
            assert!(!written.contains(secret), "{secret}: {written}");
        }
    }
}
