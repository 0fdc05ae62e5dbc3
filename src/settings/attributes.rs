//! Every attribute and property of `<customer-journey-widget>`: name, kind, default and one line about it.
//!
//! The one list. The element reads itself by it, the layout checks judge by it, the manifest is written from it. It
//! holds no values: what an element was told is in the rest of `settings`.

use journey::FollowUp;

/// What an attribute's text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Present and neither "false" nor "0" is true.
    Boolean,
    /// A whole number above zero.
    Number,
    /// Any text.
    Text,
    /// One of these words, in any case.
    Choice(&'static [&'static str]),
    /// Some of these words, with commas between.
    Choices(&'static [&'static str]),
}

/// One attribute, as written in a layout's `attributes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// In lower case, with dashes.
    pub name: &'static str,
    /// What its text must be.
    pub kind: Kind,
    /// What holds without it; `None`: found out otherwise, or nothing.
    pub default: Option<&'static str>,
    /// What it does, in one line.
    pub doc: &'static str,
}

/// What a property must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyKind {
    /// A string.
    Text,
    /// A boolean.
    Boolean,
    /// An object, or null for none.
    Object,
    /// A list, or null for none.
    List,
    /// A function, or null for none: only a script can set it.
    Function,
}

/// One property, as written in a layout's `properties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// In camel case.
    pub name: &'static str,
    /// What it must be.
    pub kind: PropertyKind,
    /// Where a desktop has the value; empty where it has none.
    pub store: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
}

/// The words of the three attributes that choose a time range.
pub const TIME_RANGES: &[&str] = &[
    "All",
    "24-Hours",
    "7-Days",
    "30-Days",
    "All Time",
    "Last 10 Days",
    "Last 30 Days",
    "Last 6 Months",
    "Last 12 Months",
];

/// The words of the attribute `follow-up`.
pub const FOLLOW_UPS: &[&str] =
    &[FollowUp::Call.key(), FollowUp::Callback.key(), FollowUp::Email.key(), FollowUp::Message.key()];

/// The words of the attribute `persona`, and the roots of a layout.
pub const PERSONAS: &[&str] = &["agent", "supervisor", "supervisorAgent"];

const fn flag(name: &'static str, default: bool, doc: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Boolean, default: Some(if default { "true" } else { "false" }), doc }
}

const fn text(name: &'static str, default: Option<&'static str>, doc: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Text, default, doc }
}

const fn choice(
    name: &'static str,
    words: &'static [&'static str],
    default: &'static str,
    doc: &'static str,
) -> Attribute {
    Attribute { name, kind: Kind::Choice(words), default: Some(default), doc }
}

const NO_EFFECT: &str = "Accepted for layouts of the vendor's versions; has no effect.";

/// All attributes.
pub const ATTRIBUTES: &[Attribute] = &[
    text("base-url", None, "The journey API; without it, the base URL of the data centre."),
    text("project-id", None, "The workspace; without it, the organization's workspace with a subscription."),
    text(
        "template-id",
        None,
        "The profile template, by id or name; without it journey-default-template, else the first one.",
    ),
    flag(
        "scheduled-callbacks",
        false,
        "Asks for the callbacks that are arranged with the customer; without base-url it does so by itself.",
    ),
    flag(
        "generated-summaries",
        false,
        "Asks for what the platform's assistant wrote of contacts; without base-url it does so by itself.",
    ),
    text("customer", None, "The identity to look up when there is no contact."),
    text("cad-variable-lookup", None, "The contact variable that holds the customer's identity."),
    text(
        "withheld-callers",
        None,
        "Callers who are nobody, beside those who withhold their number: words or numbers, * for anything, | or commas between.",
    ),
    Attribute {
        name: "limit",
        kind: Kind::Number,
        default: Some("20"),
        doc: "How many timeline entries are shown at first, and added by \"load more\".",
    },
    choice("time-frame", TIME_RANGES, "All", "The time range at the start."),
    choice("default-time-range-option", TIME_RANGES, "All", "The time range at the start."),
    choice("time-range-option", TIME_RANGES, "All", "The time range at the start."),
    flag("enable-user-search", false, "Shows the look-up field."),
    flag("user-search", false, "Shows the look-up field."),
    flag("disable-user-search", false, "Hides the look-up field, whatever the others say."),
    flag("show-alias-icon", true, "Shows the button of the identities panel."),
    flag("read-only-aliases", false, "Forbids editing names and identities."),
    flag("hide-profile-name", false, "Hides the customer's name."),
    flag("condensed-view", true, "The compact density."),
    flag("disable-event-stream", false, "Switches live events off."),
    flag("live-stream", true, "Switches live events on or off."),
    text(
        "icon-data-url",
        None,
        "The URL of a JSON icon map: keyword or expression to name, color or https:// picture.",
    ),
    text("icon-data-path", None, "The same as icon-data-url."),
    choice(
        "stream-auth",
        &["header", "query"],
        "header",
        "How live streams carry the token; query writes it into addresses and so into the logs on the way.",
    ),
    text("layout-url", None, "A desktop layout to read settings from, for pages without a layout engine."),
    text(
        "sources",
        Some("cjds"),
        "The platforms that journeys are read from, with blanks between: cjds, avaya, genesys, lcm.",
    ),
    text("avaya-base-url", None, "Avaya's host of the region, https://eu.api.avayacloud.com, or a proxy's address."),
    text("avaya-account-id", None, "The account at Avaya: six letters."),
    text("avaya-app-key", None, "The application key at Avaya, unless a proxy adds it."),
    text(
        "avaya-identifiers",
        None,
        "Which of the account's identifiers hold other kinds of identity: customerId:universalIds socialId:twitterHandles.",
    ),
    text("genesys-domain", None, "The region at Genesys Cloud: mypurecloud.de, or its name, prod-euc1."),
    text("genesys-base-url", None, "Genesys Cloud's API, instead of https://api. and the domain."),
    text("conversation-id", None, "The conversation at Genesys Cloud whose participant is the customer."),
    Attribute {
        name: "genesys-months",
        kind: Kind::Number,
        default: Some("13"),
        doc: "How many months of conversations Genesys Cloud is asked for, on demand.",
    },
    choice("lcm-channel", &["-1", "1", "2", "3"], "-1", "The channel at Acqueon: -1 all, 1 SMS, 2 voice, 3 e-mail."),
    choice("lcm-months", &["3", "6", "9", "12"], "12", "How many months Acqueon is asked for."),
    text("lcm-campaign", None, "The only campaign at Acqueon that is asked for."),
    text("lcm-account-number", None, "The record's key at Acqueon; it goes before the customer's number."),
    choice("persona", PERSONAS, "agent", "The persona of the layout at layout-url."),
    text(
        "badge-keyword",
        Some("channelType"),
        "The event field that an entry's badge shows; unless it is set, the icon alone shows the channel.",
    ),
    text(
        "row-variables",
        None,
        "The contact variables whose values stand on a contact's row, with commas between: Product, Risk. Secure ones never do.",
    ),
    text(
        "flags-url",
        None,
        "The URL of a JSON map of flags beside the customer's name: word to field or attribute, comparison, color.",
    ),
    text(
        "links-url",
        None,
        "The URL of a JSON map of links to other systems: word to an address with {names} of what is filled in.",
    ),
    Attribute {
        name: "follow-up",
        kind: Kind::Choices(FOLLOW_UPS),
        default: None,
        doc: "What the page around it does when it hears journey-action: call, callback, email, message, with commas between. Each is a button beside what it fits.",
    },
    flag("collapse-profile-section", false, "Starts with the profile section closed."),
    flag(
        "collapse-alias-section",
        true,
        "\"false\" starts with the identities panel open; else it waits behind its button.",
    ),
    flag("collapse-timeline-section", false, "Starts with the timeline section closed."),
    flag("hide-wxcc-events", false, "Leaves contact-center events out."),
    flag("compact-wxcc-events", false, "Shows contact-center events on one line."),
    flag("ignore-undefined-origins", false, "Leaves out contacts without an origin."),
    flag(
        "logs-on",
        false,
        "Writes details to the console, never a token or a customer's data, and offers \"Why do I see this?\".",
    ),
    flag("use-new-momentum-icons", false, NO_EFFECT),
    flag("is-visual-rebrand-enabled", false, NO_EFFECT),
    flag("is-momentum-v2-enabled", false, NO_EFFECT),
];

const fn property(name: &'static str, kind: PropertyKind, store: &'static str, doc: &'static str) -> Property {
    Property { name, kind, store, doc }
}

/// Attributes that are read and not in the list: the language, which is HTML's own, and an older name of `project-id`.
pub const ALSO_READ: [&str; 2] = ["lang", "workspace-id"];

/// The properties that no attribute of the list is the same as. Each of those is a property, too, by [`property_of`].
pub const PROPERTIES: &[Property] = &[
    property("bearerToken", PropertyKind::Text, "$STORE.auth.accessToken", "The agent's access token, renewed live."),
    property(
        "interactionData",
        PropertyKind::Object,
        "$STORE.agentContact.taskSelected",
        "The selected contact; who the customer is comes from it. Null: no contact.",
    ),
    property("organizationId", PropertyKind::Text, "$STORE.agent.orgId", "The organization."),
    property("dataCenter", PropertyKind::Text, "$STORE.app.datacenter", "Picks the base URL from the table."),
    property("customer", PropertyKind::Text, "", "The same as the attribute."),
    property("darkMode", PropertyKind::Boolean, "$STORE.app.darkMode", "Dark colours."),
    property("locale", PropertyKind::Text, "", "The language, as BCP 47."),
    property(
        "identities",
        PropertyKind::List,
        "",
        "By what the host knows the customer: a list of {type, value}; type is phone, email, customerId, socialId or temporaryId.",
    ),
    property("avayaToken", PropertyKind::Text, "", "The agent's access token at Avaya, renewed live."),
    property("genesysToken", PropertyKind::Text, "", "The agent's access token at Genesys Cloud, renewed live."),
    property(
        "lcmRequest",
        PropertyKind::Function,
        "",
        "How Acqueon is asked: a function that takes the inner message and gives a promise of the answer's inner message.",
    ),
    property("eventIconTemplate", PropertyKind::Object, "", "The icon map, in the form of icon-data-url's file."),
    property(
        "flags",
        PropertyKind::Object,
        "",
        "The flags beside the customer's name, in the form of flags-url's file.",
    ),
    property("links", PropertyKind::Object, "", "The links to other systems, in the form of links-url's file."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::names::ATTRIBUTE_NAMES;

    #[test]
    fn every_attribute_has_one_name_and_a_line_about_it() {
        for (index, attribute) in ATTRIBUTES.iter().enumerate() {
            assert!(attribute.doc.ends_with('.'), "{}: a sentence", attribute.name);
            assert_eq!(attribute.name, attribute.name.to_ascii_lowercase());
            assert!(
                ATTRIBUTES[index + 1..].iter().all(|other| other.name != attribute.name),
                "{} twice",
                attribute.name
            );
        }
    }

    /// The words in a list of the element's class.
    fn listed(script: &str, list: &str) -> Vec<String> {
        let (_, rest) = script.split_once(&format!("const {list} = [")).expect("the list");
        let (words, _) = rest.split_once("];").expect("its end");
        words.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_elements_class_and_the_frames_know_the_same_names() {
        let own: Vec<_> = PROPERTIES.iter().map(|property| property.name.to_owned()).collect();
        for script in [include_str!("../element/names.js"), include_str!("../../examples/hosts/frame.js")] {
            assert_eq!(listed(script, "ATTRIBUTES"), ATTRIBUTE_NAMES);
            assert_eq!(listed(script, "OWN_PROPERTIES"), own);
        }
        assert_eq!(listed(include_str!("../element/names.js"), "ALSO_READ"), ALSO_READ);
    }

    #[test]
    fn every_default_is_a_value_that_the_attribute_takes() {
        for attribute in ATTRIBUTES {
            let Some(default) = attribute.default else { continue };
            match attribute.kind {
                Kind::Boolean => assert!(["true", "false"].contains(&default), "{}", attribute.name),
                Kind::Number => assert!(default.parse::<u32>().is_ok(), "{}", attribute.name),
                Kind::Choice(words) => assert!(words.contains(&default), "{}", attribute.name),
                Kind::Text | Kind::Choices(_) => {}
            }
        }
    }
}
