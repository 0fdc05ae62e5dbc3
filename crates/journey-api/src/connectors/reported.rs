//! What a platform reports of one contact, as events that are stored: whose they are, and each in the contract's words. The
//! widget reads them as the contact that it would read straight from the platform (`journey-events`). Platforms' connectors
//! call this with what their records became.

use cjds::IdentityType;
use journey::{Channel, Reported};
use journey_events::written;

use super::customer::Customer;
use crate::checked;
use crate::error::Error;
use crate::http::publish;
use crate::ids::{WorkspaceId, guessed_kind};
use crate::reason::{Fault, Reason};
use crate::store::NewEvent;

/// Whose the events of one contact are: the first that names somebody says it for all of them. `None`: none says it yet.
///
/// # Errors
/// Why that is nobody: a number that was withheld, a placeholder.
pub(crate) fn customer_of(events: &[Reported]) -> Option<Result<Customer, Fault>> {
    let first = events.iter().find(|event| !event.identity.trim().is_empty())?;
    let said = |key: &str| first.data.get(key).and_then(journey::text);
    let channel = said("channelType").and_then(|word| Channel::from_word(&word));
    let kind = first.identity_type.unwrap_or_else(|| kind_of(channel.as_ref(), &first.identity));
    let known = checked::identity(kind, &first.identity);
    Some(known.map(|known| Customer { identity: known.value, kind }))
}

/// Of which kind an identity is, by the way on which the customer came.
fn kind_of(channel: Option<&Channel>, identity: &str) -> IdentityType {
    match (channel, guessed_kind(identity)) {
        (Some(Channel::Voice | Channel::Sms), _) => IdentityType::Phone,
        (Some(Channel::Email), _) => IdentityType::Email,
        (Some(Channel::Social | Channel::Chat), IdentityType::CustomerId) => IdentityType::SocialId,
        (_, kind) => kind,
    }
}

/// The events, of that customer, in a workspace. What has no time yet is left out: it comes again when it has one.
///
/// # Errors
/// What is wrong with one of them.
pub(crate) fn events_of(
    events: &[Reported],
    customer: &Customer,
    workspace: &WorkspaceId,
) -> Result<Vec<NewEvent>, Vec<Reason>> {
    let made = events.iter().filter_map(|event| written(event, &customer.identity, customer.kind));
    let read = made.map(|event| match publish::read(&event) {
        Ok(event) => Ok(NewEvent::new(workspace.clone(), event)),
        Err(Error::Invalid(reasons)) => Err(reasons),
        Err(error) => Err(vec![error.to_string().into()]),
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn begun(channel: &str, identity: &str, kind: Option<IdentityType>) -> Vec<Reported> {
        let data = json!({"channelType": channel}).as_object().cloned().expect("an object");
        let silent = Reported { id: "c p".to_owned(), ..Reported::default() };
        vec![silent, Reported { identity: identity.to_owned(), identity_type: kind, data, ..Reported::default() }]
    }

    #[test]
    fn whoever_the_first_event_names_is_the_customer_of_all_in_one_form() {
        use IdentityType::{Email, Phone, SocialId};
        for (channel, identity, kind, known) in [
            ("voice", "+1 (202) 555-0143", Some(Phone), (Phone, "+12025550143")),
            ("voice", "12025550143", None, (Phone, "12025550143")),
            ("email", " jose@example.com ", None, (Email, "jose@example.com")),
            ("whatsapp", "a1b2c3", None, (SocialId, "a1b2c3")),
            ("webmessaging", "jose@example.com", None, (Email, "jose@example.com")),
        ] {
            let customer = customer_of(&begun(channel, identity, kind)).expect("somebody").expect("not nobody");
            assert_eq!((customer.kind, customer.identity.as_str()), known, "{channel} {identity}");
        }
    }

    #[test]
    fn who_withheld_the_number_is_nobody_and_who_is_not_named_is_not_known_yet() {
        for nobody in ["anonymous", "unknown", "+10000000000", "{{Customer}}"] {
            assert!(matches!(customer_of(&begun("voice", nobody, None)), Some(Err(_))), "{nobody}");
        }
        assert_eq!(customer_of(&begun("voice", " ", None)), None);
        assert_eq!(customer_of(&[]), None);
    }
}
