//! The progressive profile: what a template says of a person, computed from the person's events when it is asked for.

mod aggregate;
mod outcome;
mod rules;

use chrono::{DateTime, Utc};
use cjds::{AggregationMode, CloudEvent, LookBackUnit, ProfileAttribute, ProfileView, Template, TemplateAttribute};
use serde_json::Value;

use crate::checked::fault;
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::reason::{Fault, Reason};
use crate::store::Store;
use aggregate::aggregate;
pub(crate) use outcome::Outcome;
pub(crate) use rules::Rule;

/// Computes the view of the person with those identities.
pub(crate) async fn view(
    store: &Store,
    workspace: &WorkspaceId,
    lookups: &[Lookup],
    template: &Template,
    now: DateTime<Utc>,
) -> Result<Vec<ProfileAttribute>, Error> {
    let events = events(store, workspace, lookups, template, now).await?;
    Ok(template.attributes.iter().map(|attribute| compute(attribute, &events, now)).collect())
}

/// Whether the rule of an action on the template holds of the person with those identities.
pub(crate) async fn holds(
    store: &Store,
    workspace: &WorkspaceId,
    lookups: &[Lookup],
    (template, rule): (&Template, &Rule),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let events = events(store, workspace, lookups, template, now).await?;
    Ok(rule.holds_of(template, &|attribute| compute(attribute, &events, now)))
}

/// What the rule of an action on the template comes to for the person with those identities.
pub(crate) async fn outcome(
    store: &Store,
    workspace: &WorkspaceId,
    lookups: &[Lookup],
    (template, rule): (&Template, &Rule),
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    let events = events(store, workspace, lookups, template, now).await?;
    Ok(rule.outcome_of(template, &|attribute| compute(attribute, &events, now)))
}

/// The events that a template looks at, newest first.
async fn events(
    store: &Store,
    workspace: &WorkspaceId,
    lookups: &[Lookup],
    template: &Template,
    now: DateTime<Utc>,
) -> Result<Vec<CloudEvent>, Error> {
    let since = template
        .attributes
        .iter()
        .filter_map(|attribute| begin(attribute, now))
        .min()
        .map_or(i64::MAX, |time| time.timestamp_millis());
    let mut events = Vec::new();
    for stored in store.events_since(workspace, lookups, &types(template), since).await? {
        // What was stored was read before; an event that cannot be read again counts for nothing.
        events.extend(CloudEvent::take(serde_json::from_str(stored.body.get())?).map(|read| read.event));
    }
    Ok(events)
}

/// The types of the events that a template looks at.
fn types(template: &Template) -> Vec<String> {
    let mut types: Vec<String> = Vec::new();
    for attribute in &template.attributes {
        types.push(attribute.event.clone());
        // A rule that cannot be read is the attribute's error, and looks at nothing.
        if let Some(Ok(rule)) = attribute.rules.as_ref().map(Rule::read) {
            rule.add_types(&mut types);
        }
    }
    types.sort_unstable();
    types.dedup();
    types
}

/// The view in the contract's form.
pub(crate) fn answer(
    template: &Template,
    person: &str,
    attributes: Vec<ProfileAttribute>,
    now: DateTime<Utc>,
) -> ProfileView {
    ProfileView {
        workspace_id: template.workspace_id.clone().unwrap_or_default(),
        organization_id: template.organization_id.clone().unwrap_or_default(),
        person_id: person.to_owned(),
        template_id: template.id.clone(),
        attributes,
        timestamp: Some(cjds::write_time(now)),
    }
}

/// What is wrong with an attribute that somebody wants to store.
pub(crate) fn faults(attribute: &TemplateAttribute) -> Vec<Reason> {
    let mut faults = Vec::new();
    let texts = [
        ("version", &attribute.version),
        ("event", &attribute.event),
        ("metaDataType", &attribute.meta_data_type),
        ("metaData", &attribute.meta_data),
        ("displayName", &attribute.display_name),
    ];
    let missing = texts.iter().filter(|(_, text)| text.trim().is_empty());
    faults.extend(missing.map(|(name, _)| Reason::at(*name, Fault::Missing)));
    faults.extend(texts.iter().filter_map(|(name, text)| Some(Reason::at(*name, fault(text)?))));
    if attribute.mode().is_none() {
        faults.push(Reason::at("aggregationMode", Fault::Mode));
    }
    if LookBackUnit::from_word(&attribute.look_back_duration_type).is_none() {
        faults.push(Reason::at("lookBackDurationType", Fault::LookBackUnit));
    }
    if attribute.look_back_period.is_none_or(|period| period < 1) || attribute.look_back_period > Some(1_000_000_000) {
        faults.push(Reason::at("lookBackPeriod", Fault::AtLeast { least: 1 }));
    }
    if attribute.limit.is_none_or(|limit| limit < 0) {
        faults.push(Reason::at("limit", Fault::AtLeast { least: 0 }));
    }
    if let Some(Err(fault)) = attribute.rules.as_ref().map(Rule::read) {
        faults.push(Reason::at("rules", fault));
    }
    faults
}

fn begin(attribute: &TemplateAttribute, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    now.checked_sub_signed(attribute.look_back()?)
}

/// Computes one attribute from events that come newest first. What is wrong with it is said in it, and spoils no other.
pub(crate) fn compute(attribute: &TemplateAttribute, events: &[CloudEvent], now: DateTime<Utc>) -> ProfileAttribute {
    let answer = |result, error, journey_events| ProfileAttribute {
        query_template: attribute.clone(),
        result,
        error,
        journey_events,
    };
    match counted(attribute, events, now) {
        Ok((mode, counted)) => {
            let values: Vec<Value> = counted.iter().map(|(_, value)| value.clone()).collect();
            let sources = counted.iter().filter(|_| attribute.verbose).map(|(event, _)| event.write()).collect();
            match aggregate(mode, &values) {
                Ok(result) => answer(result, None, sources),
                Err(reason) => answer(Value::Null, Some(reason), sources),
            }
        }
        Err(reason) => answer(Value::Null, Some(reason), Vec::new()),
    }
}

type Counted<'e> = Vec<(&'e CloudEvent, Value)>;

/// The events that count, with the value that each gives.
fn counted<'e>(
    attribute: &TemplateAttribute,
    events: &'e [CloudEvent],
    now: DateTime<Utc>,
) -> Result<(AggregationMode, Counted<'e>), String> {
    let mode = attribute.mode().ok_or_else(|| format!("Unknown aggregationMode \"{}\"", attribute.aggregation_mode))?;
    let since = begin(attribute, now).ok_or_else(|| {
        format!(
            "Unknown look-back of {} \"{}\"",
            attribute.look_back_period.map_or_else(|| "no".to_owned(), |period| period.to_string()),
            attribute.look_back_duration_type
        )
    })?;
    let within: Vec<&CloudEvent> =
        events.iter().filter(|event| event.time.is_some_and(|time| since <= time && time <= now)).collect();
    let rule = attribute.rules.as_ref().map(Rule::read).transpose();
    let rule = rule.map_err(|fault| fault.to_string())?.map(|rule| rule.over(&within));
    let limit = attribute.limit.filter(|limit| *limit > 0).and_then(|limit| usize::try_from(limit).ok());
    let counted = within
        .iter()
        .filter(|event| event.kind == attribute.event)
        .filter(|event| rule.as_ref().is_none_or(|rule| rule.admits(event)))
        .filter_map(|event| Some((*event, value_of(event, &attribute.meta_data)?)))
        .take(limit.unwrap_or(usize::MAX))
        .collect();
    Ok((mode, counted))
}

/// The value of a key of an event's data; keys may be dotted. Without a key, the event itself is what counts.
fn value_of(event: &CloudEvent, key: &str) -> Option<Value> {
    if key.is_empty() {
        return Some(Value::Bool(true));
    }
    let whole = event.data.get(key);
    let found = whole.or_else(|| {
        let mut keys = key.split('.');
        let first = event.data.get(keys.next()?)?;
        keys.try_fold(first, |value, key| value.get(key))
    });
    found.filter(|value| !value.is_null()).cloned()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod model;
