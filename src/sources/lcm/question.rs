//! The question: the inner message `GetCustomerJourney`.

use basics::IdentityType;
use basics::identity::phone;
use journey::{Identity, Sought};
use serde_json::{Map, Value, json};

use crate::settings::LcmPlace;

/// By which names the application tells itself to the others on the desktop.
const SOURCE: &str = "customer-journey-widget";

/// Asks for a customer's interactions; `None`: by nothing that the customer is known by. `call`: the desktop's id of the
/// contact, or one of our own; without any the platform refuses.
pub(super) fn question(place: &LcmPlace, sought: &Sought, call: &str) -> Option<Value> {
    let mut data = Map::new();
    let mut add = |key: &str, value: &str| data.insert(key.to_owned(), json!(value));
    add("callid", call);
    // The account number goes before the contact's, so only one of them is sent.
    match place.account_number.clone().or_else(|| sought.identities().find_map(account_number)) {
        Some(account) => add("AccountNumber", &account),
        None => {
            let number = sought.identities().find_map(contact_number)?;
            add("AccountNumber", "");
            add("ContactNumber", &number)
        }
    };
    if let Some(campaign) = &place.campaign {
        add("CampaignName", campaign);
    }
    // As text: so the document's table has them, and the platform takes both.
    add("ChannelID", &place.channel);
    add("MonthType", &place.months);
    Some(
        json!({"channel": "LCM", "topic": "WebService", "subtopic": "GetCustomerJourney", "source": SOURCE, "data": data}),
    )
}

/// A record's key of the platform: numbers between bars, `2|3|3|0|0|44|1`.
fn account_number((kind, identity): (Option<IdentityType>, &Identity)) -> Option<String> {
    let is_number = |part: &str| part.strip_prefix('-').unwrap_or(part).parse::<u64>().is_ok();
    let is_kind = matches!(kind, None | Some(IdentityType::CustomerId));
    let is_key = is_kind && identity.as_str().contains('|') && identity.as_str().split('|').all(is_number);
    is_key.then(|| identity.to_string())
}

/// A telephone number as campaigns have it: without its plus.
fn contact_number((kind, identity): (Option<IdentityType>, &Identity)) -> Option<String> {
    let number = phone(identity.as_str()).ok()?;
    let is_number = kind == Some(IdentityType::Phone) || (kind.is_none() && number.is_international());
    is_number.then(|| number.digits().to_owned())
}
