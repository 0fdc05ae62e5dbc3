//! What a session is after, worked out from what it was told and what the agent chose: whose journey, by which filter, and
//! how far that can be shown. Nothing here is kept.

use super::state::{Failure, Stage};
use crate::settings::{Missing, Settings};
use journey::{Filter, SelectedContact, Sought, TimeRange, Who};

/// Somebody was looked up, while this contact was selected. Selecting another contact ends the look-up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LookedUp {
    pub(super) who: Who,
    pub(super) beside: Option<SelectedContact>,
}

/// Who was found to be meant by how somebody is named.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meant {
    pub(super) named: Sought,
    pub(super) is: Sought,
}

/// What the agent chose to see, and the contact's own wish (`JDSDefaultFilter`) that it was chosen instead of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    pub(super) filter: Filter,
    pub(super) preset: Option<String>,
}

/// Who was looked up beside this contact; else the contact's customer; without a contact the configured one. A contact
/// that does not say who it is has no customer: the configured one would be somebody else.
pub(super) fn who(settings: &Settings, looked_up: Option<&LookedUp>) -> Who {
    let contact = settings.contact.as_ref();
    let known = || match contact {
        Some(contact) => contact.who.clone(),
        None => settings.customer.clone(),
    };
    let looked_up = looked_up.filter(|looked_up| looked_up.beside.as_ref() == contact);
    looked_up.map_or_else(known, |looked_up| looked_up.who.clone())
}

/// The customer, as the platforms are asked: by what `meant` says, where that was found out of whom is named here: by the
/// other reading of the text, or by who takes part in the conversation.
pub(super) fn sought(who: &Who, meant: Option<&Meant>) -> Option<Sought> {
    let sought = who.customer()?;
    let found = meant.filter(|meant| meant.named == *sought);
    Some(found.map_or_else(|| sought.clone(), |meant| meant.is.clone()))
}

/// What can be shown; `missing` and `failure` are of the platform that nothing can be shown without.
pub(super) fn stage(missing: Option<Missing>, failure: Option<Failure>, who: &Who, has_contact: bool) -> Stage {
    if let Some(missing) = missing {
        return Stage::Waiting(missing);
    }
    match (failure, who) {
        (Some(failure), _) => Stage::Blocked(failure),
        (None, Who::Customer(_)) => Stage::Customer,
        (None, Who::Withheld) => Stage::Waiting(Missing::Withheld),
        (None, Who::Unknown) if has_contact => Stage::Waiting(Missing::Identity),
        (None, Who::Unknown) => Stage::NoCustomer,
    }
}

/// What the agent chose, or what the contact asks for at first, unless that has given way; within what the administrator and the contact allow. A
/// contact that asks for something else than the one before is asked anew.
pub(super) fn effective_filter(
    settings: &Settings,
    chosen: Option<&Choice>,
    range: Option<TimeRange>,
    given_way: bool,
) -> Filter {
    let chosen = chosen.filter(|choice| is_meant(settings, choice)).map(|choice| choice.filter.clone());
    let mut filter = chosen.unwrap_or_else(|| {
        let mut filter = Filter::default();
        if let Some(word) = default_filter(settings).filter(|_| !given_way) {
            filter.preset(word);
        }
        filter
    });
    filter.range = range.unwrap_or(settings.time_range);
    filter.division = settings.contact.as_ref().and_then(|contact| contact.division.clone());
    filter.without_contacts = settings.hide_contacts;
    filter.with_origin_only = settings.hide_without_origin;
    filter
}

/// Whether a choice was made instead of what this contact asks for.
pub(super) fn is_meant(settings: &Settings, choice: &Choice) -> bool {
    let preset = default_filter(settings);
    preset.is_none() || choice.preset.as_deref() == preset
}

pub(super) fn default_filter(settings: &Settings) -> Option<&str> {
    settings.contact.as_ref()?.default_filter.as_deref()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
