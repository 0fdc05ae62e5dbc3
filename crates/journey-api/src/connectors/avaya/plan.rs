//! Which subscription a connector needs, and what is to be done with those that are there. Nothing here asks anybody.

use serde::Serialize;
use serde_json::Value;

/// What is subscribed: what happens in engagements. The vendor has no family for journeys.
pub(super) const FAMILY: &str = "AGENT_ENGAGEMENT";
/// All events of it.
pub(super) const EVENTS: &str = "ALL";
/// A subscription that ends sooner is renewed, in ms; it lives for a quarter of an hour.
const AHEAD: i64 = 8 * 60_000;

/// A subscription as the vendor lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: String,
    /// ACTIVE, INACTIVE or PENDING.
    pub(crate) status: String,
    pub(crate) family: String,
    pub(crate) events: Vec<String>,
    pub(crate) endpoint: String,
    /// Epoch ms; 0: not said.
    pub(crate) expires_at: i64,
}

/// Whose subscription it is.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// The connector's id.
    pub(crate) connector: String,
    /// Where notifications shall go: the connector's address with its newest key.
    pub(crate) url: String,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Keep(Found),
    Make,
    Renew(Found, AvayaFault),
    Remove(Found, AvayaFault),
}

/// What is wrong with a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AvayaFault {
    /// It ends soon.
    Ending,
    /// It ended, or the vendor stopped it.
    Inactive,
    /// It tells other events than a journey needs.
    WrongEvents,
    /// It leads to an address of before.
    OldAddress,
    /// Another one tells the same.
    Double,
}

impl Found {
    /// Reads one of a list.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let events = match value.get("events") {
            Some(Value::Array(events)) => events.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            one => vec![text(one)],
        };
        Some(Self {
            id: Some(text(value.get("subscriptionId").or(value.get("id")))).filter(|id| !id.is_empty())?,
            status: text(value.get("status")).to_ascii_uppercase(),
            family: text(value.get("family")),
            events,
            endpoint: text(value.pointer("/transport/endpoint")),
            expires_at: value.get("expiresAt").and_then(basics::read_time).map_or(0, |time| time.timestamp_millis()),
        })
    }
}

impl Owner {
    /// Whether a subscription is this connector's, also by an address of before.
    pub(crate) fn owns(&self, found: &Found) -> bool {
        found.endpoint.contains(&format!("/connectors/avaya/{}/", self.connector))
    }
}

/// What is to be done at that time (epoch ms) so that one subscription is there and goes on. Those of others stay.
pub(crate) fn plan(owner: &Owner, found: &[Found], now: i64) -> Vec<Step> {
    let own: Vec<&Found> = found.iter().filter(|found| owner.owns(found)).collect();
    let is_right = |found: &&&Found| {
        found.endpoint == owner.url && found.family == FAMILY && found.events.iter().any(|event| event == EVENTS)
    };
    let best = own.iter().filter(is_right).max_by_key(|found| (found.status == "ACTIVE", found.expires_at)).copied();
    let mut steps = vec![match best {
        None => Step::Make,
        Some(best) if best.status != "ACTIVE" => Step::Renew(best.clone(), AvayaFault::Inactive),
        Some(best) if best.expires_at.saturating_sub(now) < AHEAD => Step::Renew(best.clone(), AvayaFault::Ending),
        Some(best) => Step::Keep(best.clone()),
    }];
    // Only now, so that nothing is missed between the one and the other.
    for found in own {
        if best.is_some_and(|best| best.id == found.id) {
            continue;
        }
        let fault = match found {
            found if found.endpoint != owner.url => AvayaFault::OldAddress,
            found if is_right(&&found) => AvayaFault::Double,
            _ => AvayaFault::WrongEvents,
        };
        steps.push(Step::Remove(found.clone(), fault));
    }
    steps
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_000_000_000;

    fn owner() -> Owner {
        Owner { connector: "c".to_owned(), url: "https://journey.example.com/connectors/avaya/c/k2".to_owned() }
    }

    fn found(id: &str, status: &str, key: &str, minutes: i64) -> Found {
        let endpoint = format!("https://journey.example.com/connectors/avaya/c/{key}");
        let expires_at = NOW + minutes * 60_000;
        Found {
            id: id.to_owned(),
            status: status.to_owned(),
            family: FAMILY.to_owned(),
            events: vec![EVENTS.to_owned()],
            endpoint,
            expires_at,
        }
    }

    #[test]
    fn a_subscription_is_read_as_the_vendor_answers_it() {
        let body = json!({"subscriptionId": "s-1", "createdAt": "2026-11-29T10:00:00Z", "expiresAt": "2026-11-29T10:15:00Z", "expiresIn": 900,
            "status": "ACTIVE", "family": "AGENT_ENGAGEMENT", "events": ["ALL"], "transport": {"type": "WEBHOOK", "endpoint": "https://x/"}});
        let read = Found::of(&body).expect("a subscription");
        assert_eq!((read.id.as_str(), read.status.as_str(), read.endpoint.as_str()), ("s-1", "ACTIVE", "https://x/"));
        assert_eq!(read.expires_at, 1_795_947_300_000);
        assert_eq!(Found::of(&json!({"status": "ACTIVE"})), None);
    }

    #[test]
    fn one_is_made_kept_or_renewed_in_time() {
        assert_eq!(plan(&owner(), &[], NOW), [Step::Make]);
        let good = found("good", "ACTIVE", "k2", 14);
        assert_eq!(plan(&owner(), std::slice::from_ref(&good), NOW), [Step::Keep(good)]);
        let ending = found("ending", "ACTIVE", "k2", 5);
        assert_eq!(plan(&owner(), std::slice::from_ref(&ending), NOW), [Step::Renew(ending, AvayaFault::Ending)]);
        let ended = found("ended", "INACTIVE", "k2", -30);
        assert_eq!(plan(&owner(), std::slice::from_ref(&ended), NOW), [Step::Renew(ended, AvayaFault::Inactive)]);
    }

    #[test]
    fn what_leads_to_an_old_address_or_tells_twice_goes_after_the_new_one_is_there_and_others_stay() {
        let (old, better, double) = (
            found("old", "ACTIVE", "k1", 14),
            found("better", "ACTIVE", "k2", 14),
            found("double", "INACTIVE", "k2", 1),
        );
        let mut others = found("another's", "ACTIVE", "k2", 14);
        others.endpoint = "https://journey.example.com/connectors/avaya/d/k2".to_owned();
        assert_eq!(
            plan(&owner(), &[old.clone(), others.clone()], NOW),
            [Step::Make, Step::Remove(old.clone(), AvayaFault::OldAddress)]
        );
        let mut odd = found("odd", "ACTIVE", "k2", 14);
        odd.events = vec!["AgentReady".to_owned()];
        assert_eq!(
            plan(&owner(), &[double.clone(), better.clone(), others, odd.clone()], NOW),
            [Step::Keep(better), Step::Remove(double, AvayaFault::Double), Step::Remove(odd, AvayaFault::WrongEvents)]
        );
    }
}
