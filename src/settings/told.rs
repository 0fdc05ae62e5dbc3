//! What the desktop told the element, as it came: attributes as text, properties as JSON. Reading it is [`Settings`]'.
//!
//! [`Settings`]: super::Settings

use serde_json::Value;

use super::Token;
use super::layout::OwnSettings;
use super::names::is_same_name;

/// The properties that hold other platforms' tokens.
const OTHER_TOKENS: [&str; 2] = ["avayaToken", "genesysToken"];

/// Attributes and properties of one element. Properties win over attributes of the same meaning, and what the page says
/// over what the layout at `layout-url` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    page: OwnSettings,
    /// What the layout said that was read last; nothing, if it could not be read.
    layout: Option<OwnSettings>,
    token: Token,
    /// Some layouts pass the token as an attribute.
    token_attribute: Token,
    /// Tokens of other platforms, by the property's name.
    other_tokens: Vec<(&'static str, Token)>,
    /// The desktop tells which contact is selected, also while none is.
    follows_contact: bool,
}

/// Which layout settings are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutSource {
    /// Where it is, as the page wrote it.
    pub url: String,
    /// Whose desktop.
    pub persona: String,
}

impl Told {
    /// Takes an attribute; `None`: it was removed. A token is kept apart, where nothing can print it.
    pub fn set_attribute(&mut self, name: &str, value: Option<String>) {
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "bearer-token" | "bearertoken") {
            self.token_attribute = value.map(|text| Token::new(&text)).unwrap_or_default();
            return;
        }
        if let Some(property) = OTHER_TOKENS.into_iter().find(|property| is_same_name(&name, property)) {
            return self.set_other_token(property, value.as_deref());
        }
        self.page.attributes.retain(|(known, _)| *known != name);
        self.page.attributes.extend(value.map(|value| (name, value)));
        if self.layout_source().is_none() {
            self.layout = None;
        }
    }

    /// Takes a property by its name in the element's contract; `null` takes it away.
    pub fn set_property(&mut self, name: &str, value: Value) {
        if name == "bearerToken" {
            self.token = value.as_str().map(Token::new).unwrap_or_default();
            return;
        }
        if let Some(property) = OTHER_TOKENS.into_iter().find(|property| *property == name) {
            return self.set_other_token(property, value.as_str());
        }
        self.follows_contact |= name == "interactionData";
        self.page.properties.retain(|(known, _)| known != name);
        if !value.is_null() {
            self.page.properties.push((name.to_owned(), value));
        }
        if self.layout_source().is_none() {
            self.layout = None;
        }
    }

    /// The layout that the page names, if it names one.
    pub fn layout_source(&self) -> Option<LayoutSource> {
        let persona = words_of(&self.page, &["persona"]).unwrap_or_else(|| "agent".to_owned());
        Some(LayoutSource { url: words_of(&self.page, &["layout-url"])?, persona })
    }

    /// Takes what a layout says; with nothing in it, if it could not be read: then only the page counts. One that the page
    /// does not name any more says nothing.
    pub fn set_layout(&mut self, source: &LayoutSource, settings: OwnSettings) {
        if self.layout_source().as_ref() == Some(source) {
            self.layout = Some(settings);
        }
    }

    /// Whether the page names a layout, and none has been read yet. Where it names another one, what the one before says
    /// holds until that is read: mostly they agree, and then nothing has to be asked for again.
    pub fn awaits_layout(&self) -> bool {
        self.layout.is_none() && self.layout_source().is_some()
    }

    /// Whether the desktop binds it to the selected contact, as in an agent's panel, and not on a page to look customers
    /// up. Stays so when no contact is selected.
    pub fn follows_contact(&self) -> bool {
        self.follows_contact || self.attribute("interaction-data").is_some()
    }

    /// The token; empty if there is none.
    pub fn token(&self) -> Token {
        if self.token.is_empty() { self.token_attribute.clone() } else { self.token.clone() }
    }

    /// Another platform's token by its property's name; empty if there is none.
    pub fn token_named(&self, property: &str) -> Token {
        let token = self.other_tokens.iter().find(|(known, _)| *known == property);
        token.map(|(_, token)| token.clone()).unwrap_or_default()
    }

    fn set_other_token(&mut self, property: &'static str, text: Option<&str>) {
        self.other_tokens.retain(|(known, _)| *known != property);
        self.other_tokens.extend(text.map(|text| (property, Token::new(text))));
    }

    /// A property that is a list; a JSON string of one is read, as attributes carry it.
    pub fn list(&self, name: &str) -> Vec<Value> {
        let found = self.layers().find_map(|layer| {
            let attribute = || attribute_of(layer, name).map(|text| Value::String(text.to_owned()));
            match property_of(layer, name).cloned().or_else(attribute)? {
                Value::String(text) => basics::json::parse(&text).ok(),
                value => Some(value),
            }
        });
        match found {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        }
    }

    /// A property that is an object; a JSON string of one is read, as attributes carry it.
    pub fn object(&self, name: &str) -> Option<Value> {
        self.layers().find_map(|layer| {
            let attribute = || attribute_of(layer, name).map(|text| Value::String(text.to_owned()));
            match property_of(layer, name).cloned().or_else(attribute)? {
                Value::String(text) => basics::json::parse(&text).ok().filter(Value::is_object),
                value => value.is_object().then_some(value),
            }
        })
    }

    /// A property, or its attribute, as text without surrounding blanks; `None` if it is empty or still a placeholder
    /// that the desktop did not resolve (`$STORE.…`), or the word "undefined" or "null" of a script that had nothing.
    pub fn text(&self, name: &str) -> Option<String> {
        self.words(&[name])
    }

    /// The first of these that says something, as a property or else as an attribute.
    pub fn words(&self, names: &[&str]) -> Option<String> {
        self.layers().find_map(|layer| words_of(layer, names))
    }

    /// A switch, as a property or else as an attribute; `None` if neither is there. A property that is an empty text says
    /// nothing: some frameworks write that where they take a value away.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.layers().find_map(|layer| {
            let property = property_of(layer, name).and_then(|value| match value {
                Value::Bool(flag) => Some(*flag),
                value => property_words(value).map(|text| is_true(&text)),
            });
            property.or_else(|| attribute_of(layer, name).map(is_true))
        })
    }

    /// A switch, or what holds without it.
    pub fn is_set(&self, name: &str, default: bool) -> bool {
        self.flag(name).unwrap_or(default)
    }

    /// An attribute's text, as it stands.
    fn attribute(&self, name: &str) -> Option<&str> {
        self.layers().find_map(|layer| attribute_of(layer, name))
    }

    /// The page, and after it the layout that it names.
    pub(super) fn layers(&self) -> impl Iterator<Item = &OwnSettings> {
        std::iter::once(&self.page).chain(&self.layout)
    }
}

/// The property of an attribute's name, or of its own.
pub(super) fn property_of<'a>(layer: &'a OwnSettings, name: &str) -> Option<&'a Value> {
    layer.properties.iter().find(|(known, _)| is_same_name(known, name)).map(|(_, value)| value)
}

/// The attribute of a name or of a property's: `organization-id`, else `organizationid`, of `organizationId`.
pub(super) fn attribute_of<'a>(layer: &'a OwnSettings, name: &str) -> Option<&'a str> {
    let written = layer.attributes.iter().filter(|(known, _)| is_same_name(known, name));
    // The one with dashes is the longer one.
    written.max_by_key(|(known, _)| known.len()).map(|(_, value)| value.as_str())
}

/// The first of these that says something in a layer; any property goes before all attributes.
fn words_of(layer: &OwnSettings, names: &[&str]) -> Option<String> {
    let property = names.iter().find_map(|name| property_words(property_of(layer, name)?));
    property.or_else(|| names.iter().find_map(|name| meaningful(attribute_of(layer, name)?)))
}

fn property_words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => meaningful(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_true(text: &str) -> bool {
    let text = text.trim();
    !text.eq_ignore_ascii_case("false") && text != "0"
}

fn meaningful(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && !is_placeholder(text)).then(|| text.to_owned())
}

/// Whether it only stands for a value that was not there.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.starts_with("$STORE.") || matches!(text, "undefined" | "null")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn false_is_not_taken_for_true() {
        let mut told = Told::default();
        for (value, expected) in
            [("", true), ("true", true), ("false", false), ("FALSE", false), ("0", false), ("1", true)]
        {
            told.set_attribute("condensed-view", Some(value.to_owned()));
            assert_eq!(told.is_set("condensed-view", true), expected, "{value:?}");
        }
        told.set_attribute("condensed-view", None);
        assert!(told.is_set("condensed-view", true), "its default when it was removed");
    }

    #[test]
    fn a_switch_is_a_property_too_in_whatever_form_a_script_has_it() {
        let mut told = Told::default();
        for (value, expected) in [
            (json!(true), true),
            (json!(false), false),
            (json!("true"), true),
            (json!("false"), false),
            (json!(" False "), false),
            (json!("0"), false),
            (json!(0), false),
            (json!(1), true),
        ] {
            for default in [true, false] {
                told.set_property("condensedView", value.clone());
                assert_eq!(told.is_set("condensed-view", default), expected, "{value}");
                // What says nothing leaves it to the attribute, and that to what holds without it.
                for nothing in [json!(null), json!(""), json!("undefined"), json!("$STORE.app.condensed"), json!({})] {
                    told.set_property("condensedView", nothing.clone());
                    assert_eq!(told.is_set("condensed-view", default), default, "{nothing}");
                    told.set_attribute("condensed-view", Some((!default).to_string()));
                    assert_eq!(told.is_set("condensed-view", default), !default, "{nothing}");
                    told.set_attribute("condensed-view", None);
                }
            }
        }
    }

    #[test]
    fn an_attribute_without_its_dashes_is_the_same_attribute() {
        let mut told = Told::default();
        for (plain, name) in [("templateid", "template-id"), ("cadVariableLookup", "cad-variable-lookup")] {
            told.set_attribute(plain, Some("plain".to_owned()));
            assert_eq!(told.words(&[name]).as_deref(), Some("plain"), "{name}");
            told.set_attribute(name, Some("with dashes".to_owned()));
            assert_eq!(told.words(&[name]).as_deref(), Some("with dashes"), "{name}");
            told.set_attribute(name, None);
            assert_eq!(told.words(&[name]).as_deref(), Some("plain"), "{name}");
            told.set_attribute(plain, None);
            assert_eq!(told.words(&[name]), None, "{name}");
        }
        told.set_attribute("showaliasicon", Some("false".to_owned()));
        assert!(!told.is_set("show-alias-icon", true));
        told.set_attribute("bearertoken", Some("a.b".to_owned()));
        assert_eq!(told.token().authorization(), "Bearer a.b");
    }

    #[test]
    fn a_layout_may_be_named_by_properties() {
        let mut told = Told::default();
        told.set_property("layoutUrl", json!("layout.json"));
        told.set_property("persona", json!("supervisor"));
        let source = told.layout_source().expect("a layout");
        assert_eq!((source.url.as_str(), source.persona.as_str()), ("layout.json", "supervisor"));
        told.set_layout(&source, OwnSettings { attributes: vec![("limit".into(), "5".into())], properties: vec![] });
        assert_eq!(told.words(&["limit"]).as_deref(), Some("5"));
        told.set_property("layoutUrl", Value::Null);
        assert_eq!(told.words(&["limit"]), None, "the page names none any more");
    }

    #[test]
    fn a_property_wins_over_its_attribute() {
        let mut told = Told::default();
        told.set_attribute("organization-id", Some("from-attribute".to_owned()));
        assert_eq!(told.text("organizationId").as_deref(), Some("from-attribute"));
        told.set_property("organizationId", json!("from-property"));
        assert_eq!(told.text("organizationId").as_deref(), Some("from-property"));
        told.set_property("organizationId", Value::Null);
        assert_eq!(told.text("organizationId").as_deref(), Some("from-attribute"));
    }

    #[test]
    fn what_the_desktop_did_not_resolve_is_not_a_value() {
        let mut told = Told::default();
        for text in ["", "  ", "undefined", "null", "$STORE.agent.orgId"] {
            told.set_property("organizationId", json!(text));
            assert_eq!(told.text("organizationId"), None, "{text:?}");
        }
    }

    #[test]
    fn interaction_data_may_come_as_json_text() {
        let mut told = Told::default();
        told.set_property("interactionData", json!("{\"ani\": \"+12025550143\"}"));
        assert_eq!(told.object("interactionData"), Some(json!({"ani": "+12025550143"})));
        told.set_property("interactionData", json!("not json"));
        assert_eq!(told.object("interactionData"), None);
    }

    #[test]
    fn the_token_is_kept_out_of_what_can_be_printed() {
        let mut told = Told::default();
        told.set_attribute("bearer-token", Some("secret-attribute".to_owned()));
        assert_eq!(told.token().authorization(), "Bearer secret-attribute");
        told.set_property("bearerToken", json!("secret-property"));
        assert_eq!(told.token().authorization(), "Bearer secret-property");
        assert!(!format!("{told:?}").contains("secret"));
    }

    #[test]
    fn what_the_page_says_wins_over_the_layout_that_it_names() {
        let mut told = Told::default();
        told.set_attribute("limit", Some("5".to_owned()));
        told.set_attribute("organization-id", Some("the page's".to_owned()));
        assert!(!told.awaits_layout());
        told.set_attribute("layout-url", Some("layout.json".to_owned()));
        assert!(told.awaits_layout());
        let source = told.layout_source().expect("a layout");
        assert_eq!(source.persona, "agent");
        let attributes = [("limit", "50"), ("template-id", "gold"), ("time-frame", "7-Days")];
        told.set_layout(
            &source,
            OwnSettings {
                attributes: attributes.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
                properties: vec![
                    ("organizationId".to_owned(), json!("the layout's")),
                    ("dataCenter".to_owned(), json!("produs1")),
                ],
            },
        );
        assert!(!told.awaits_layout());
        assert_eq!(told.attribute("limit"), Some("5"));
        assert_eq!(told.attribute("template-id"), Some("gold"));
        assert_eq!(told.text("organizationId").as_deref(), Some("the page's"), "an attribute of the page's, too");
        assert_eq!(told.text("dataCenter").as_deref(), Some("produs1"));
        told.set_attribute("time-range-option", Some("30-Days".to_owned()));
        assert_eq!(told.words(&["time-frame", "time-range-option"]).as_deref(), Some("30-Days"));
    }

    #[test]
    fn another_layout_takes_the_place_of_the_one_before_when_it_is_read() {
        let limit = |text: &str| OwnSettings {
            attributes: vec![("limit".to_owned(), text.to_owned())],
            properties: Vec::new(),
        };
        let mut told = Told::default();
        told.set_attribute("layout-url", Some("layout.json".to_owned()));
        let agents = told.layout_source().expect("a layout");
        told.set_layout(&agents, limit("5"));

        told.set_attribute("persona", Some("supervisor".to_owned()));
        let supervisors = told.layout_source().expect("a layout");
        assert_eq!((told.attribute("limit"), told.awaits_layout()), (Some("5"), false), "until the other one is read");
        told.set_layout(&agents, limit("7"));
        assert_eq!(told.attribute("limit"), Some("5"), "an answer that comes late");
        told.set_layout(&supervisors, limit("50"));
        assert_eq!(told.attribute("limit"), Some("50"));

        told.set_attribute("layout-url", None);
        assert_eq!(told.attribute("limit"), None, "the page names none any more");
        told.set_attribute("layout-url", Some("layout.json".to_owned()));
        assert!(told.awaits_layout());
    }
}
