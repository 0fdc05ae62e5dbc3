//! What the desktop told the element, as it came: attributes as text, properties as JSON. Reading it is [`Settings`]'.
//!
//! [`Settings`]: super::Settings

use serde_json::Value;

use super::Token;
use super::layout::OwnSettings;

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
        self.follows_contact |= name == "interactionData";
        self.page.properties.retain(|(known, _)| known != name);
        if !value.is_null() {
            self.page.properties.push((name.to_owned(), value));
        }
    }

    /// The layout that the page names, if it names one.
    pub fn layout_source(&self) -> Option<LayoutSource> {
        let own = |name| of(&self.page.attributes, name).and_then(|text: &String| meaningful(text));
        let persona = own("persona").unwrap_or_else(|| "agent".to_owned());
        Some(LayoutSource { url: own("layout-url")?, persona })
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
        self.follows_contact || self.attribute("interactiondata").is_some()
    }

    /// The token; empty if there is none.
    pub fn token(&self) -> Token {
        if self.token.is_empty() { self.token_attribute.clone() } else { self.token.clone() }
    }

    /// A property that is an object; a JSON string of one is read, as attributes carry it.
    pub fn object(&self, property: &str) -> Option<Value> {
        self.layers().find_map(|layer| {
            let attribute = || attribute_of(layer, property).map(|text| Value::String(text.to_owned()));
            match of(&layer.properties, property).cloned().or_else(attribute)? {
                Value::String(text) => cjds::json::parse(&text).ok().filter(Value::is_object),
                value => value.is_object().then_some(value),
            }
        })
    }

    /// A property, or its attribute, as text without surrounding blanks; `None` if it is empty or still a placeholder
    /// that the desktop did not resolve (`$STORE.…`), or the word "undefined" or "null" of a script that had nothing.
    pub fn text(&self, property: &str) -> Option<String> {
        self.layers().find_map(|layer| {
            let text = match of(&layer.properties, property) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                Some(_) => return None,
                None => attribute_of(layer, property)?.to_owned(),
            };
            meaningful(&text)
        })
    }

    /// A boolean property, or its attribute; `None` if neither is there.
    pub fn flag(&self, property: &str) -> Option<bool> {
        self.layers().find_map(|layer| match of(&layer.properties, property) {
            Some(Value::Bool(flag)) => Some(*flag),
            Some(Value::String(text)) => Some(is_true(text)),
            Some(_) => None,
            None => attribute_of(layer, property).map(is_true),
        })
    }

    /// An attribute's text, as it stands.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.layers().find_map(|layer| of(&layer.attributes, name)).map(String::as_str)
    }

    /// The first of these attributes that says something.
    pub fn words(&self, names: &[&str]) -> Option<String> {
        self.layers().find_map(|layer| names.iter().find_map(|name| meaningful(of(&layer.attributes, name)?)))
    }

    /// A boolean attribute: present and neither "false" nor "0" is true.
    pub fn is_set(&self, name: &str, default: bool) -> bool {
        self.attribute(name).map_or(default, is_true)
    }

    /// The page, and after it the layout that it names.
    fn layers(&self) -> impl Iterator<Item = &OwnSettings> {
        std::iter::once(&self.page).chain(&self.layout)
    }
}

fn of<'a, T>(fields: &'a [(String, T)], name: &str) -> Option<&'a T> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The attribute of a property: `organization-id`, or `organizationid`, of `organizationId`.
fn attribute_of<'a>(layer: &'a OwnSettings, property: &str) -> Option<&'a str> {
    let mut kebab = String::with_capacity(property.len() + 4);
    for letter in property.chars() {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    let plain = || of(&layer.attributes, &property.to_ascii_lowercase());
    of(&layer.attributes, &kebab).or_else(plain).map(String::as_str)
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
