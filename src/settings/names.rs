//! By which names attributes and properties are found: in any spelling, or as the nearest to a misspelt one.

use super::attributes::{ATTRIBUTES, Attribute, PROPERTIES, Property};
use super::nearest::nearest;

/// The attributes' names alone: what the element needs to know them by, without the words about them.
#[allow(clippy::indexing_slicing, reason = "computed while compiling, where a mistake is a compile error")]
pub const ATTRIBUTE_NAMES: [&str; ATTRIBUTES.len()] = {
    let mut names = [""; ATTRIBUTES.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = ATTRIBUTES[place].name;
        place += 1;
    }
    names
};

/// The attribute of this name, in any case (HTML's own rule for attribute names), with its dashes or without: frameworks
/// write `templateid` where somebody wrote `templateId`.
pub fn attribute(name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|attribute| is_same_name(attribute.name, name))
}

/// The same as its name alone: for the element, which carries no words about its attributes.
pub fn attribute_name(name: &str) -> Option<&'static str> {
    ATTRIBUTE_NAMES.into_iter().find(|known| is_same_name(known, name))
}

/// The name of the attribute that is the same as the property of exactly this name.
pub fn attribute_name_of_property(name: &str) -> Option<&'static str> {
    attribute_name(name).filter(|attribute| property_of(attribute) == name)
}

/// The attribute that is the same as the property of exactly this name: `template-id` of `templateId`.
pub fn attribute_of_property(name: &str) -> Option<&'static Attribute> {
    attribute_name_of_property(name).and_then(attribute)
}

/// The property that is the same as an attribute: `templateId` of `template-id`.
pub fn property_of(attribute: &str) -> String {
    let mut is_first = false;
    attribute.chars().fold(String::with_capacity(attribute.len()), |mut name, letter| {
        match letter {
            '-' => is_first = true,
            letter => name.push(if std::mem::take(&mut is_first) { letter.to_ascii_uppercase() } else { letter }),
        }
        name
    })
}

/// Whether two names are one in another spelling: `template-id`, `templateid`, `templateId`, in any case.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    let is_one_plain = !one.contains('-') || !other.contains('-');
    one.eq_ignore_ascii_case(other) || (is_one_plain && letters_of(one).eq(letters_of(other)))
}

fn letters_of(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase())
}

/// The property of exactly this name.
pub fn property_named(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.name == name)
}

/// The attribute that an unknown name was most likely meant to be.
pub fn nearest_attribute(name: &str) -> Option<&'static str> {
    nearest(name, ATTRIBUTES.iter().map(|attribute| attribute.name))
}

/// The property that an unknown name was most likely meant to be, also when written as an attribute
/// (`interaction-data`).
pub fn nearest_property(name: &str) -> Option<&'static Property> {
    let near = nearest(name, PROPERTIES.iter().map(|property| property.name))?;
    property_named(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_is_a_property_in_camel_case_and_an_attribute_without_dashes() {
        for (attribute, property) in [
            ("limit", "limit"),
            ("cad-variable-lookup", "cadVariableLookup"),
            ("is-momentum-v2-enabled", "isMomentumV2Enabled"),
        ] {
            assert_eq!(property_of(attribute), property);
            assert_eq!(attribute_of_property(property).map(|found| found.name), Some(attribute));
        }
        for name in ["template-id", "templateid", "templateId", "TEMPLATEID"] {
            assert_eq!(attribute(name).map(|found| found.name), Some("template-id"), "{name}");
        }
        assert_eq!(attribute_of_property("templateid"), None, "a property has one spelling");
        assert_eq!(attribute("temp-lateid"), None, "dashes stand where they stand, or nowhere");
        // None is another one's without its dashes.
        for one in ATTRIBUTES {
            assert_eq!(attribute(&one.name.replace('-', "")), Some(one));
        }
    }

    #[test]
    fn a_misspelt_attribute_finds_the_one_that_was_meant() {
        assert_eq!(nearest_attribute("show-alais-icon"), Some("show-alias-icon"));
        assert_eq!(nearest_attribute("condensedView"), Some("condensed-view"));
        assert_eq!(nearest_attribute("colour-of-the-sky"), None);
        assert_eq!(nearest_property("interaction-data").map(|property| property.name), Some("interactionData"));
        assert_eq!(nearest_property("interactiondata").map(|property| property.name), Some("interactionData"));
    }
}
