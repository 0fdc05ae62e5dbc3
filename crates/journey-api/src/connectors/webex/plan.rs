//! Which subscriptions a connector needs, and what is to be done with those that are there. Nothing here asks anybody.

use serde::Serialize;
use serde_json::Value;

/// What of a task is told.
const TASK_TYPES: [&str; 13] = [
    "task:new",
    "task:parked",
    "task:connect",
    "task:connected",
    "task:on-hold",
    "task:hold-done",
    "task:consulting",
    "task:consult-done",
    "task:conferencing",
    "task:conference-done",
    "task:conference-transferred",
    "task:ended",
    "task:failed",
];

/// A subscription as the vendor lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: String,
    /// 1 or 2: each version lists its own.
    pub(crate) version: u8,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) types: Vec<String>,
    pub(crate) url: String,
    pub(crate) resource_version: String,
}

/// A subscription that there should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// `task:1.0.0`.
    pub(crate) resource_version: String,
    pub(crate) types: Vec<String>,
}

/// Whose subscriptions they are.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// The connector's id.
    pub(crate) connector: String,
    /// Where webhooks shall go.
    pub(crate) url: String,
    /// The subscriptions were not told the connector's newest secret.
    pub(crate) has_new_secret: bool,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Keep(Found),
    Make(Wanted),
    Repair(Found, Wanted, Vec<WebexFault>),
    Remove(Found, WebexFault),
}

/// What is wrong with a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum WebexFault {
    /// The vendor stopped it, or somebody did.
    Inactive,
    /// It tells other events than a journey needs.
    WrongEvents,
    /// It leads elsewhere.
    WrongAddress,
    /// It was not told the newest secret.
    OldSecret,
    /// Another one tells the same.
    Double,
    /// It is of another version, and would tell the same once more.
    OtherVersion,
}

impl Found {
    /// Reads one of a list.
    pub(crate) fn of(value: &Value, version: u8) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let types = value.get("eventTypes").and_then(Value::as_array).into_iter().flatten();
        let mut types: Vec<String> = types.filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
        types.sort_unstable();
        Some(Self {
            id: Some(text("id")).filter(|id| !id.is_empty())?,
            version,
            name: text("name"),
            status: text("status"),
            types,
            url: text("destinationUrl"),
            resource_version: text("resourceVersion"),
        })
    }
}

impl Owner {
    /// By which its subscriptions are known again that lead elsewhere.
    pub(crate) fn name(&self, resource_version: &str) -> String {
        format!("{} {}", self.mark(), resource_version.split(':').next().unwrap_or_default())
    }

    fn mark(&self) -> String {
        format!("journeys {}", self.connector)
    }

    /// Whether a subscription is this connector's.
    pub(crate) fn owns(&self, found: &Found) -> bool {
        found.url == self.url || found.name.starts_with(&self.mark())
    }
}

/// The subscriptions that there should be, of what the vendor offers (the answer about event types, of the second version).
pub(crate) fn wanted(offered: &Value) -> Vec<Wanted> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let names: Vec<String> = list(offered.get("data"))
        .iter()
        .filter_map(|one| one.get("name").and_then(Value::as_str).map(str::to_owned))
        .collect();
    let mut versions: Vec<(String, Vec<u32>, String)> = list(offered.pointer("/meta/resourceVersionList"))
        .iter()
        .filter_map(|one| {
            let text = |key| one.get(key).and_then(Value::as_str);
            let (resource, version) = (text("resource")?, text("version")?);
            let numbers = version.split('.').map(|part| part.parse().unwrap_or_default()).collect();
            Some((resource.to_owned(), numbers, version.to_owned()))
        })
        .collect();
    versions.sort();
    let newest = |wanted: &str| versions.iter().rev().find(|(resource, ..)| resource == wanted);
    let mut all = Vec::new();
    for resource in ["task", "agent"] {
        let Some((_, numbers, version)) = newest(resource) else { continue };
        // The second version has another name for it.
        let state =
            if numbers.first().is_some_and(|major| *major >= 2) { "channel_state_change" } else { "state_change" };
        let state = format!("agent:{state}");
        let mut types: Vec<String> = match resource {
            "task" => names.iter().filter(|name| TASK_TYPES.contains(&name.as_str())).cloned().collect(),
            _ => names.iter().filter(|name| **name == state).cloned().collect(),
        };
        types.sort_unstable();
        types.dedup();
        if !types.is_empty() {
            all.push(Wanted { resource_version: format!("{resource}:{version}"), types });
        }
    }
    all
}

/// What is to be done so that each of the wanted ones is there once, as it should be. Those of others stay.
pub(crate) fn plan(owner: &Owner, wanted: &[Wanted], found: &[Found]) -> Vec<Step> {
    let mut own: Vec<&Found> = found.iter().filter(|found| owner.owns(found)).collect();
    let mut steps = Vec::new();
    for want in wanted {
        let fits = |found: &&Found| found.version == 2 && found.resource_version == want.resource_version;
        let faults = |found: &Found| faults(owner, want, found);
        let best = own.iter().copied().filter(fits).min_by_key(|found| faults(found).len());
        match best {
            None => steps.push(Step::Make(want.clone())),
            Some(best) => {
                let found_faults = faults(best);
                if found_faults.is_empty() {
                    steps.push(Step::Keep(best.clone()));
                } else {
                    steps.push(Step::Repair(best.clone(), want.clone(), found_faults));
                }
                own.retain(|found| {
                    if found.id == best.id {
                        return false;
                    }
                    let is_double = fits(found);
                    if is_double {
                        steps.push(Step::Remove((*found).clone(), WebexFault::Double));
                    }
                    !is_double
                });
            }
        }
    }
    // Where nothing is offered nothing is known of them either.
    if !wanted.is_empty() {
        steps.extend(own.into_iter().map(|found| Step::Remove(found.clone(), WebexFault::OtherVersion)));
    }
    steps
}

fn faults(owner: &Owner, wanted: &Wanted, found: &Found) -> Vec<WebexFault> {
    [
        (found.status != "active", WebexFault::Inactive),
        (found.types != wanted.types, WebexFault::WrongEvents),
        (found.url != owner.url, WebexFault::WrongAddress),
        (owner.has_new_secret, WebexFault::OldSecret),
    ]
    .into_iter()
    .filter_map(|(is_wrong, fault)| is_wrong.then_some(fault))
    .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const URL: &str = "https://journey.example.com/connectors/webex/c";

    fn owner() -> Owner {
        Owner { connector: "c".to_owned(), url: URL.to_owned(), has_new_secret: false }
    }

    fn offered() -> Value {
        let names =
            ["task:new", "task:ended", "task:odd", "agent:login", "agent:state_change", "agent:channel_state_change"];
        json!({"meta": {"resourceVersionList": [{"resource": "agent", "version": "2.0.0"}, {"resource": "task", "version": "1.0.0"},
            {"resource": "task", "version": "1.10.0"}, {"resource": "task", "version": "1.9.0"}, {"resource": "agent", "version": "1.0.0"},
            {"resource": "capture", "version": "1.0.0"}]},
            "data": names.map(|name| json!({"name": name}))})
    }

    fn found(id: &str, want: &Wanted) -> Found {
        let name = owner().name(&want.resource_version);
        Found {
            id: id.to_owned(),
            version: 2,
            name,
            status: "active".to_owned(),
            types: want.types.clone(),
            url: URL.to_owned(),
            resource_version: want.resource_version.clone(),
        }
    }

    #[test]
    fn of_each_resource_the_newest_version_that_is_offered_is_wanted() {
        let wanted = wanted(&offered());
        let said: Vec<_> = wanted.iter().map(|want| (want.resource_version.as_str(), want.types.join(" "))).collect();
        let task = ("task:1.10.0", "task:ended task:new".to_owned());
        assert_eq!(said, [task, ("agent:2.0.0", "agent:channel_state_change".to_owned())]);
        assert_eq!(super::wanted(&json!({})), []);
    }

    #[test]
    fn what_is_missing_is_made_and_what_is_good_is_kept() {
        let wanted = wanted(&offered());
        let all: Vec<Found> = wanted.iter().map(|want| found(&want.resource_version, want)).collect();
        assert!(plan(&owner(), &wanted, &all).iter().all(|step| matches!(step, Step::Keep(_))));
        assert!(plan(&owner(), &wanted, &[]).iter().all(|step| matches!(step, Step::Make(_))));
    }

    #[test]
    fn what_is_wrong_is_repaired_and_what_tells_twice_is_removed() {
        let wanted = wanted(&offered());
        let good = found("agents", &wanted[1]);
        let mut stopped = found("stopped", &wanted[0]);
        stopped.status = "inactive".to_owned();
        stopped.types = vec!["task:new".to_owned()];
        stopped.url = "https://old.example.com/".to_owned();
        let mut first = found("first version", &wanted[0]);
        first.version = 1;
        first.resource_version = String::new();
        let mut others = found("another's", &wanted[0]);
        others.url = "https://other.example.com/".to_owned();
        others.name = "their own".to_owned();
        let list = [good.clone(), stopped.clone(), first.clone(), others];
        let faults = vec![WebexFault::Inactive, WebexFault::WrongEvents, WebexFault::WrongAddress];
        let steps = plan(&owner(), &wanted, &list);
        assert_eq!(
            steps,
            [
                Step::Repair(stopped.clone(), wanted[0].clone(), faults),
                Step::Keep(good.clone()),
                Step::Remove(first, WebexFault::OtherVersion),
            ]
        );
        let better = found("better", &wanted[0]);
        let steps = plan(&owner(), &wanted, &[stopped.clone(), better.clone(), good]);
        assert_eq!(steps[..2], [Step::Keep(better), Step::Remove(stopped, WebexFault::Double)]);
        let rotated = Owner { has_new_secret: true, ..owner() };
        let steps = plan(&rotated, &wanted[..1], &[found("x", &wanted[0])]);
        assert!(matches!(&steps[0], Step::Repair(_, _, faults) if *faults == [WebexFault::OldSecret]));
    }

    #[test]
    fn where_nothing_is_offered_nothing_is_removed() {
        let wanted = wanted(&offered());
        assert_eq!(plan(&owner(), &[], &[found("x", &wanted[0])]), []);
    }
}
