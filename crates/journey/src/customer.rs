//! Who the customer is, from what the desktop hands over for the selected contact (contracts/cjds.md,
//! "What the desktop hands over"). Secure variables are not touched.

use serde_json::Value;

use super::secure::is_secure;
use super::values::first_text;
use super::{Channel, Direction, TaskId, Who, Withheld};

/// The contact that is selected on the desktop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectedContact {
    /// The contact center's id of it.
    pub task: Option<TaskId>,
    /// Who the customer is.
    pub who: Who,
    /// Whose desktop it is on, by the contact center's id of the agent.
    pub agent: Option<String>,
    /// By which way it comes.
    pub channel: Option<Channel>,
    /// Who began it.
    pub direction: Option<Direction>,
    /// The division whose events are for this agent (`JDSDivision`).
    pub division: Option<String>,
    /// What to filter by at first (`JDSDefaultFilter`).
    pub default_filter: Option<String>,
}

impl SelectedContact {
    /// Reads `interactionData`. `None`: no contact is selected.
    ///
    /// The customer is, in order: the contact variable of the name `lookup`; of an outbound contact, whom it went to;
    /// else whom it came from. A caller who withheld the number is nobody, whatever else the contact says of the line;
    /// `withheld`: whom the tenant counts among them.
    pub fn read(interaction: &Value, lookup: Option<&str>, withheld: &Withheld) -> Option<Self> {
        let fields = interaction.as_object().filter(|fields| !fields.is_empty())?;
        let word = |keys: &[&str]| first_text(fields, keys);
        let direction = word(&["contactDirection"])
            .or_else(|| fields.get("contactDirection")?.get("type").and_then(super::values::text))
            .and_then(|word| Direction::from_word(&word));
        let parties: &[&str] = match direction {
            Some(Direction::Outbound) => &["dnis", "phoneNumber"],
            _ => &["ani", "phoneNumber"],
        };
        let channel = word(&["mediaType", "mediaChannel"]).and_then(|word| Channel::from_word(&word));
        let named = lookup
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .and_then(|name| variable(interaction, name))
            .map(|text| Who::of_text(&text, withheld))
            .filter(|who| who.customer().is_some());
        let party = || {
            let parties = parties.iter().filter_map(|key| word(&[key]));
            parties.map(|text| Who::of_party(&text, channel.as_ref(), withheld)).find(|who| *who != Who::Unknown)
        };
        let who = match named.or_else(party).unwrap_or_default() {
            // Whom an agent calls withholds nothing.
            Who::Withheld if direction == Some(Direction::Outbound) => Who::Unknown,
            who => who,
        };
        Some(Self {
            task: word(&["interactionId", "taskId"]).and_then(|id| TaskId::new(&id)),
            who,
            agent: word(&["agentId"]),
            channel,
            direction,
            division: variable(interaction, "JDSDivision"),
            default_filter: variable(interaction, "JDSDefaultFilter"),
        })
    }
}

/// A contact variable, by its name in any case; `None` for a secure one.
fn variable(interaction: &Value, name: &str) -> Option<String> {
    ["callAssociatedData", "callAssociatedDetails"].iter().find_map(|place| {
        let variables = interaction.get(*place)?.as_object()?;
        let value = variables.get(name).or_else(|| {
            variables.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value)
        })?;
        if is_secure(value) {
            return None;
        }
        super::values::text(value.get("value").unwrap_or(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity(interaction: Value, lookup: Option<&str>) -> Option<String> {
        let who = SelectedContact::read(&interaction, lookup, &Withheld::default())?.who;
        who.customer().map(|sought| sought.identity.to_string())
    }

    #[test]
    fn the_customer_is_whom_the_contact_came_from_or_went_to() {
        let call = |direction: &str| json!({"ani": "+15550100", "dnis": "+15550199", "contactDirection": direction});
        assert_eq!(identity(call("INBOUND"), None).as_deref(), Some("+15550100"));
        assert_eq!(identity(call("outbound"), None).as_deref(), Some("+15550199"));
        assert_eq!(identity(json!({"phoneNumber": "+15550102"}), None).as_deref(), Some("+15550102"));
        assert_eq!(
            identity(json!({"ani": "", "phoneNumber": "a@example.com"}), None).as_deref(),
            Some("a@example.com")
        );
    }

    #[test]
    fn the_named_contact_variable_comes_first_unless_it_is_secure_or_empty() {
        let call = |variable: Value| json!({"ani": "+15550100", "callAssociatedData": {"CustomerNo": variable}});
        assert_eq!(identity(call(json!({"value": " C-17-3 "})), Some("CustomerNo")).as_deref(), Some("C-17-3"));
        assert_eq!(identity(call(json!({"value": "C-17"})), Some("customerno")).as_deref(), Some("C-17"));
        assert_eq!(identity(call(json!("C-17")), Some("CustomerNo")).as_deref(), Some("C-17"));
        let secure = call(json!({"value": "C-17", "isSecure": true}));
        assert_eq!(identity(secure, Some("CustomerNo")).as_deref(), Some("+15550100"));
        assert_eq!(identity(call(json!({"value": ""})), Some("CustomerNo")).as_deref(), Some("+15550100"));
        assert_eq!(identity(call(json!({"value": "C-17"})), None).as_deref(), Some("+15550100"));
    }

    #[test]
    fn a_telephone_number_is_cleaned_and_nothing_else_is() {
        for (ani, expected) in [
            (" +1 (555) 01-00 ", "+15550100"),
            ("tel:+1-555-0100", "+15550100"),
            ("sip:+15550100@gateway.example;user=phone", "+15550100"),
            ("1234@example.com", "1234@example.com"),
            ("sip:jose@example.com", "jose@example.com"),
            ("josé.núñez@example.com", "josé.núñez@example.com"),
        ] {
            assert_eq!(identity(json!({ "ani": ani }), None).as_deref(), Some(expected), "{ani}");
        }
    }

    #[test]
    fn callers_who_withhold_their_number_are_not_one_customer() {
        let calls: Value = serde_json::from_str(include_str!(
            "../../../tests/cases/04-withheld-callers-are-one-customer/interactions.json"
        ))
        .expect("a list");
        let more =
            ["anonymous", "Restricted", "sip:anonymous@anonymous.invalid", "undefined", "+", "+10000000000", "非通知"];
        let more = more.map(|ani| json!({"ani": ani, "interactionId": "1", "mediaType": "telephony"}));
        for call in calls.as_array().expect("a list").iter().chain(&more) {
            let who = |call: &Value| SelectedContact::read(call, None, &Withheld::default()).map(|contact| contact.who);
            assert_eq!(who(call), Some(Who::Withheld), "{call}");
            // What else stands there is the line that was called, and nobody's either.
            let mut call = call.clone();
            call["phoneNumber"] = json!("+12025550100");
            assert_eq!(who(&call), Some(Who::Withheld), "{call}");
            call["callAssociatedData"] = json!({"CustomerNo": {"value": "C-17"}});
            assert_eq!(identity(call.clone(), Some("CustomerNo")).as_deref(), Some("C-17"), "{call}");
        }
        assert_eq!(identity(json!({"ani": " ", "interactionId": "1"}), None), None);
        let variable = json!({"ani": "+15550100", "callAssociatedData": {"CustomerNo": {"value": "{{CustomerNo}}"}}});
        assert_eq!(identity(variable, Some("CustomerNo")).as_deref(), Some("+15550100"));
    }

    #[test]
    fn the_id_of_a_digital_channel_stays_as_it_is() {
        let contact: Value =
            serde_json::from_str(include_str!("../../../tests/cases/21-workitem-id-loses-dashes/interaction.json"))
                .expect("a contact");
        assert_eq!(identity(contact.clone(), None).as_deref(), Some("2024-000123"));
        for media in ["chat", "social", "email", "whatsapp", "Kiosk"] {
            let mut contact = contact.clone();
            contact["mediaType"] = json!(media);
            assert_eq!(identity(contact, None).as_deref(), Some("2024-000123"), "{media}");
        }
        for media in ["telephony", "sms", "Voice"] {
            let mut contact = contact.clone();
            contact["mediaType"] = json!(media);
            assert_eq!(identity(contact, None).as_deref(), Some("2024000123"), "{media}");
        }
    }

    #[test]
    fn the_rest_of_the_contact_is_read_too() {
        let contact = SelectedContact::read(
            &json!({"interactionId": "i-1", "mediaType": "telephony", "ani": "+15550100", "contactDirection": {"type": "OUTBOUND"},
                "callAssociatedData": {"JDSDivision": {"value": "Sales"}, "JDSDefaultFilter": {"value": "Shop"}}}),
            None,
            &Withheld::default(),
        )
        .expect("a contact");
        assert_eq!((contact.division.as_deref(), contact.default_filter.as_deref()), (Some("Sales"), Some("Shop")));
        assert_eq!((contact.channel, contact.direction), (Some(Channel::Voice), Some(Direction::Outbound)));
        assert_eq!(contact.task.as_ref().map(TaskId::as_str), Some("i-1"));
        for nothing in [json!(null), json!({}), json!("x"), json!(7)] {
            assert_eq!(SelectedContact::read(&nothing, None, &Withheld::default()), None, "{nothing}");
        }
    }
}
