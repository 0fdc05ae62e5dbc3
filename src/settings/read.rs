//! What the element was told, typed. The session derives everything from this, value by value, so that a change does
//! just what it must: a new `limit` asks the network for nothing.

use serde_json::Value;

use super::{LayoutSource, SourceSettings, Token, Told, UnknownSource, identities, source_settings};
use journey::{FollowUp, SelectedContact, TimeRange, Who, Withheld};

/// How the widget is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// By `prefers-color-scheme`.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

/// Where a map of the administrator's comes from: icons, flags, links. The property's entries go before the file's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapSource {
    /// The file's address.
    pub url: Option<String>,
    /// The property.
    pub template: Option<Value>,
}

impl MapSource {
    /// Whether there is a map at all.
    pub fn is_some(&self) -> bool {
        self.url.is_some() || self.template.is_some()
    }
}

/// Everything that the element was told, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Which platforms journeys come from, in the order in which they are named; one at least.
    pub sources: Vec<SourceSettings>,
    /// Words of `sources` that name none.
    pub unknown_sources: Vec<UnknownSource>,
    /// The agent's token.
    pub token: Token,
    /// Streams carry it in their address: `stream-auth="query"`, and nothing else.
    pub stream_query_token: bool,
    /// The contact that the desktop has selected.
    pub contact: Option<SelectedContact>,
    /// It stands beside the contacts of the desktop.
    pub follows_contact: bool,
    /// Whose journey to show without a contact.
    pub customer: Who,
    /// Callers whom the tenant knows to be nobody.
    pub withheld: Withheld,
    /// Entries shown at first, and added by "load more".
    pub limit: usize,
    /// The time range at first.
    pub time_range: TimeRange,
    /// The look-up field is there.
    pub user_search: bool,
    /// The identities panel is there.
    pub show_identities: bool,
    /// Names and identities cannot be edited.
    pub read_only_aliases: bool,
    /// The header does not show the name.
    pub hide_name: bool,
    /// The compact density.
    pub condensed: bool,
    /// New events arrive by themselves.
    pub live: bool,
    /// The profile section starts closed.
    pub collapse_profile: bool,
    /// The identities panel starts closed, behind its button.
    pub collapse_identities: bool,
    /// The timeline starts closed.
    pub collapse_timeline: bool,
    /// Contact-center events are not shown.
    pub hide_contacts: bool,
    /// Contacts stand on one line each.
    pub compact_contacts: bool,
    /// Contacts that do not say where they come from are not shown.
    pub hide_without_origin: bool,
    /// The event field that an entry's badge shows, where the administrator names one.
    pub badge: Option<String>,
    /// The contact variables whose values stand on a contact's row, each once.
    pub row_variables: Vec<String>,
    /// What the page around the widget does for the agent.
    pub follow_ups: Vec<FollowUp>,
    /// Which icons stand before which events.
    pub icons: MapSource,
    /// Which flags stand beside which customers.
    pub flags: MapSource,
    /// Which links lead to other systems.
    pub links: MapSource,
    /// A desktop layout to take settings from.
    pub layout: Option<LayoutSource>,
    /// Details go to the console; never a token or a customer's data.
    pub logs: bool,
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// The language asked for, BCP 47.
    pub locale: Option<String>,
}

impl Settings {
    /// Entries shown where `limit` says nothing usable.
    pub const DEFAULT_LIMIT: usize = 20;

    /// Reads what the element was told. Nothing that it was told can make this fail.
    pub fn read(told: &Told) -> Self {
        let cad_variable = told.words(&["cad-variable-lookup"]);
        let withheld = told.words(&["withheld-callers"]).map(|list| Withheld::read(&list)).unwrap_or_default();
        let contact = told.object("interactionData");
        let (sources, unknown_sources) = source_settings::read(told);
        let identities = identities::read(told, &withheld);
        let contact = contact
            .as_ref()
            .and_then(|data: &Value| SelectedContact::read(data, cad_variable.as_deref(), &withheld))
            .map(|contact| SelectedContact { who: identities::beside(contact.who, &identities), ..contact });
        let customer = identities::customer(&identities)
            .or_else(|| told.text("customer").map(|text| Who::of_text(&text, &withheld)))
            .or_else(|| sources.iter().find_map(SourceSettings::party))
            .unwrap_or_default();
        Self {
            sources,
            unknown_sources,
            token: told.token(),
            stream_query_token: told.words(&["stream-auth"]).is_some_and(|word| word.eq_ignore_ascii_case("query")),
            contact,
            follows_contact: told.follows_contact(),
            customer,
            withheld,
            limit: told
                .words(&["limit"])
                .and_then(|text| text.parse().ok())
                .filter(|limit| *limit > 0)
                .unwrap_or(Self::DEFAULT_LIMIT),
            time_range: told
                .words(&["time-frame", "default-time-range-option", "time-range-option"])
                .and_then(|words| TimeRange::from_words(&words))
                .unwrap_or_default(),
            user_search: (told.is_set("enable-user-search", false) || told.is_set("user-search", false))
                && !told.is_set("disable-user-search", false),
            show_identities: told.is_set("show-alias-icon", true),
            read_only_aliases: told.is_set("read-only-aliases", false),
            hide_name: told.is_set("hide-profile-name", false),
            condensed: told.is_set("condensed-view", true),
            live: told.is_set("live-stream", true) && !told.is_set("disable-event-stream", false),
            collapse_profile: told.is_set("collapse-profile-section", false),
            collapse_identities: told.is_set("collapse-alias-section", true),
            collapse_timeline: told.is_set("collapse-timeline-section", false),
            hide_contacts: told.is_set("hide-wxcc-events", false),
            compact_contacts: told.is_set("compact-wxcc-events", false),
            hide_without_origin: told.is_set("ignore-undefined-origins", false),
            badge: told.words(&["badge-keyword"]),
            row_variables: told.words(&["row-variables"]).map(|list| names(&list)).unwrap_or_default(),
            follow_ups: told.words(&["follow-up"]).map(|list| FollowUp::of_list(&list)).unwrap_or_default(),
            icons: MapSource {
                url: told.words(&["icon-data-url", "icon-data-path"]),
                template: told.object("eventIconTemplate"),
            },
            flags: MapSource { url: told.words(&["flags-url"]), template: told.object("flags") },
            links: MapSource { url: told.words(&["links-url"]), template: told.object("links") },
            layout: told.layout_source(),
            logs: told.is_set("logs-on", false),
            theme: match told.flag("darkMode") {
                Some(true) => Theme::Dark,
                Some(false) => Theme::Light,
                None => Theme::System,
            },
            locale: told.text("locale").or_else(|| told.words(&["lang"])),
        }
    }
}

/// The names in a list with commas between, each once.
fn names(list: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::attributes::{self, Kind};
    use crate::settings::names;
    use serde_json::json;

    fn told(attributes: &[(&str, &str)]) -> Told {
        let mut told = Told::default();
        for (name, value) in attributes {
            told.set_attribute(name, Some((*value).to_owned()));
        }
        told
    }

    #[test]
    fn a_token_goes_into_an_address_only_where_that_is_asked_for_by_that_word() {
        let mut told = Told::default();
        for (word, expected) in
            [(None, false), (Some(""), false), (Some("true"), false), (Some("header"), false), (Some(" Query "), true)]
        {
            told.set_attribute("stream-auth", word.map(str::to_owned));
            assert_eq!(Settings::read(&told).stream_query_token, expected, "{word:?}");
        }
    }

    #[test]
    fn a_limit_that_is_no_number_is_the_default() {
        for text in ["0", "-5", "many", ""] {
            assert_eq!(Settings::read(&told(&[("limit", text)])).limit, Settings::DEFAULT_LIMIT, "{text:?}");
        }
        assert_eq!(Settings::read(&told(&[("limit", "50")])).limit, 50);
    }

    #[test]
    fn every_attribute_may_be_said_as_a_property_and_be_taken_back() {
        let other = |attribute: &attributes::Attribute| match (attribute.kind, attribute.default) {
            (Kind::Boolean, Some("true")) => json!(false),
            (Kind::Boolean, _) => json!(true),
            (Kind::Number, _) => json!(7),
            (Kind::Choice(words), default) => {
                json!(words.iter().rev().find(|word| Some(**word) != default).expect("another word"))
            }
            (Kind::Choices(words), _) => json!(words.join(", ")),
            (Kind::Text, _) => json!("https://example.com/x"),
        };
        for attribute in attributes::ATTRIBUTES {
            // Others that it takes to see this one.
            let before = match attribute.name {
                "disable-user-search" => vec![("enable-user-search", "true")],
                "persona" => vec![("layout-url", "https://example.com/x")],
                "project-id" | "template-id" | "scheduled-callbacks" | "generated-summaries" => {
                    vec![("base-url", "https://example.com"), ("organization-id", "o"), ("bearer-token", "t")]
                }
                "base-url" => vec![("organization-id", "o"), ("bearer-token", "t")],
                "avaya-base-url" => vec![("sources", "avaya"), ("avaya-token", "t")],
                "avaya-account-id" => {
                    vec![("sources", "avaya"), ("avaya-token", "t"), ("avaya-base-url", "https://example.com")]
                }
                "avaya-app-key" | "avaya-identifiers" => vec![
                    ("sources", "avaya"),
                    ("avaya-token", "t"),
                    ("avaya-base-url", "https://example.com"),
                    ("avaya-account-id", "ABCDEF"),
                ],
                "genesys-domain" | "genesys-base-url" => vec![("sources", "genesys"), ("genesys-token", "t")],
                "conversation-id" | "genesys-months" => {
                    vec![("sources", "genesys"), ("genesys-token", "t"), ("genesys-domain", "prod")]
                }
                name if name.starts_with("lcm-") => vec![("sources", "lcm"), ("lcm-request", "true")],
                "cad-variable-lookup" => {
                    let data = r#"{"ani": "+12025550143", "callAssociatedData": {"https://example.com/x": "c-1"}}"#;
                    vec![("interaction-data", data)]
                }
                _ => vec![],
            };
            let mut one = told(&before);
            let without = Settings::read(&one);
            let mut by_attribute = told(&before);
            let text = other(attribute);
            let words = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
            by_attribute.set_attribute(attribute.name, Some(words.clone()));
            let wanted = Settings::read(&by_attribute);
            let no_effect = attribute.doc.contains("has no effect");
            assert_eq!(wanted == without, no_effect, "{} as an attribute", attribute.name);

            let property = names::property_of(attribute.name);
            for value in [text, json!(words)] {
                one.set_property(&property, value);
                assert_eq!(Settings::read(&one), wanted, "{property}");
                one.set_property(&property, json!(null));
                assert_eq!(Settings::read(&one), without, "{property} taken back");
            }
            let mut plain = told(&before);
            plain.set_attribute(&attribute.name.replace('-', ""), Some(words));
            assert_eq!(Settings::read(&plain), wanted, "{} without its dashes", attribute.name);
        }
    }

    #[test]
    fn live_updates_can_be_switched_off_by_either_attribute() {
        assert!(Settings::read(&Told::default()).live);
        assert!(!Settings::read(&told(&[("disable-event-stream", "")])).live);
        assert!(!Settings::read(&told(&[("live-stream", "false")])).live);
    }

    #[test]
    fn dark_mode_is_true_false_or_the_systems() {
        let mut told = Told::default();
        assert_eq!(Settings::read(&told).theme, Theme::System);
        told.set_property("darkMode", json!("true"));
        assert_eq!(Settings::read(&told).theme, Theme::Dark);
        told.set_property("darkMode", json!(false));
        assert_eq!(Settings::read(&told).theme, Theme::Light);
    }

    #[test]
    fn a_new_object_with_the_same_contact_is_the_same_contact() {
        let mut told = Told::default();
        told.set_property("interactionData", json!({"interactionId": "t-1", "ani": "+12025550143", "state": "new"}));
        let before = Settings::read(&told).contact;
        assert!(before.is_some());
        told.set_property(
            "interactionData",
            json!({"state": "connected", "ani": "+12025550143", "interactionId": "t-1"}),
        );
        assert_eq!(Settings::read(&told).contact, before);
    }
}
