//! Who the customer is, from what the desktop hands over for the selected contact (contracts/cjds.md,
//! "What the desktop hands over"). Secure variables are not touched.

use serde_json::Value;

use super::secure::is_secure;
use super::values::first_text;
use super::{Channel, Direction, Identity, TaskId};

/// The contact that is selected on the desktop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectedContact {
    /// The contact center's id of it.
    pub task: Option<TaskId>,
    /// Who the customer is; `None` if the contact does not say, as with a withheld number.
    pub identity: Option<Identity>,
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
    /// else whom it came from.
    pub fn read(interaction: &Value, lookup: Option<&str>) -> Option<Self> {
        let fields = interaction.as_object().filter(|fields| !fields.is_empty())?;
        let word = |keys: &[&str]| first_text(fields, keys);
        let direction = word(&["contactDirection"])
            .or_else(|| fields.get("contactDirection")?.get("type").and_then(super::values::text))
            .and_then(|word| Direction::from_word(&word));
        let parties: &[&str] = match direction {
            Some(Direction::Outbound) => &["dnis", "phoneNumber"],
            _ => &["ani", "phoneNumber"],
        };
        let identity = lookup
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .and_then(|name| variable(interaction, name))
            .and_then(|text| Identity::new(&text))
            .or_else(|| parties.iter().find_map(|key| party(&word(&[key])?)));
        Some(Self {
            task: word(&["interactionId", "taskId"]).and_then(|id| TaskId::new(&id)),
            identity,
            agent: word(&["agentId"]),
            channel: word(&["mediaType", "mediaChannel"]).and_then(|word| Channel::from_word(&word)),
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

/// A party of a contact as an identity: a telephone number without the blanks, dashes and schemes that telephone
/// systems put around it, anything else as it is. All callers who withhold their number are not one customer.
fn party(text: &str) -> Option<Identity> {
    let text = text.trim();
    let plain = ["tel:", "sip:", "sips:"]
        .iter()
        .find_map(|scheme| {
            text.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme)).map(|_| scheme.len())
        })
        .and_then(|length| text.get(length..))
        .map_or(text, |rest| rest.split([';', '?']).next().unwrap_or(rest));
    let user = plain.split('@').next().unwrap_or(plain);
    if let Some(phone) = phone(user).filter(|_| user.len() == plain.len() || plain.len() < text.len()) {
        return Identity::new(&phone);
    }
    let word = plain.to_ascii_lowercase();
    let is_nobody = ["anonymous", "unknown", "restricted", "private", "unavailable", "withheld", "null", "undefined"]
        .iter()
        .any(|nobody| word == *nobody || word.strip_prefix(nobody).is_some_and(|rest| rest.starts_with('@')));
    let says_something = plain.chars().any(crate::letters::is_word);
    if is_nobody || !says_something { None } else { Identity::new(plain) }
}

fn phone(text: &str) -> Option<String> {
    let is_phone = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}'));
    let digits: String = text.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
    (is_phone && digits.bytes().any(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity(interaction: Value, lookup: Option<&str>) -> Option<String> {
        SelectedContact::read(&interaction, lookup)?.identity.map(|identity| identity.to_string())
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
        for ani in ["anonymous", "Restricted", "unknown", "sip:anonymous@anonymous.invalid", "undefined", "+", ""] {
            assert_eq!(identity(json!({ "ani": ani, "interactionId": "1" }), None), None, "{ani}");
        }
    }

    #[test]
    fn the_rest_of_the_contact_is_read_too() {
        let contact = SelectedContact::read(
            &json!({"interactionId": "i-1", "mediaType": "telephony", "ani": "+15550100", "contactDirection": {"type": "OUTBOUND"},
                "callAssociatedData": {"JDSDivision": {"value": "Sales"}, "JDSDefaultFilter": {"value": "Shop"}}}),
            None,
        )
        .expect("a contact");
        assert_eq!((contact.division.as_deref(), contact.default_filter.as_deref()), (Some("Sales"), Some("Shop")));
        assert_eq!((contact.channel, contact.direction), (Some(Channel::Voice), Some(Direction::Outbound)));
        assert_eq!(contact.task.as_ref().map(TaskId::as_str), Some("i-1"));
        for nothing in [json!(null), json!({}), json!("x"), json!(7)] {
            assert_eq!(SelectedContact::read(&nothing, None), None, "{nothing}");
        }
    }
}
