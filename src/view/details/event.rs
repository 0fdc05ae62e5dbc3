//! The details of an event that stands for itself, and of what could not be read.

use leptos::prelude::*;

use super::Problems;
use super::fields::{Field, FieldTable};
use super::transcript::Conversation;
use crate::view::kit::*;
use journey::{CustomEvent, Fields, FilterPart, Kind, Unread};

/// So much is shown of an element that could not be read.
const RAW: usize = 4_000;

/// What an event carries.
#[component]
pub(super) fn EventDetails(
    /// The event.
    custom: CustomEvent,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let event = custom.event.clone();
    // In the row the auxiliary line may be cut; here it is in full, with its links.
    let auxiliary = custom.auxiliary.clone().map(|text| view! { <p class="auxiliary"><LongText text/></p> }.into_any());
    let list = custom
        .list
        .iter()
        .map(|(key, text)| view! { <Field label=key.to_string() values=vec![text.as_str().into()]/> }.into_any());
    let list = (!custom.list.is_empty()).then(|| view! { <dl class="fields">{list.collect_view()}</dl> }.into_any());
    let transcript = custom.transcript.clone().map(|transcript| view! { <Conversation transcript/> }.into_any());
    let tags = custom.tags.iter().map(|tag| {
        let (name, asks_for) = (tag.to_string(), Some(FilterPart::Kind(Kind::Tag(tag.clone()))));
        view! { <li><FilterButton class="tag" asks_for>{name}</FilterButton></li> }.into_any()
    });
    let tags = (!custom.tags.is_empty()).then(|| {
        view! { <ul class="tags" aria-label=i18n.words("details.tags")>{tags.collect_view()}</ul> }.into_any()
    });
    let problems = event.problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let division = custom.division.clone().unwrap_or_default();
    let source = custom.source.clone().unwrap_or_else(|| event.source.clone());
    let facts = move || {
        let time = event.key.time.map(|time| i18n.formats(|formats| formats.moment(time))).unwrap_or_default();
        let facts = [
            ("details.division", division.clone()),
            ("details.type", event.key.kind.clone()),
            ("details.source", source.clone()),
            ("details.identity", event.identity.clone()),
            ("details.time", time),
        ];
        let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
        facts
            .map(|(key, text)| view! { <Field label=i18n.words(key) values=vec![text.into()]/> }.into_any())
            .collect_view()
    };
    view! {
        {auxiliary}
        {list}
        {transcript}
        <FieldTable first=move |limit| Fields::beside_event(&custom, limit)/>
        {tags}
        <Problems words=problems/>
        <dl class="fields quiet">{facts}</dl>
    }
}

/// What could not be read, as it came.
#[component]
pub(super) fn Unreadable(
    /// What came.
    unread: Unread,
) -> impl IntoView {
    let ui = use_customer();
    let title = ui.i18n.words("details.raw");
    let raw = unread.raw.clone().map(|raw| {
        let short = shortened(&raw, RAW);
        view! {
            <div>
                <h5>
                    {title}
                    <CopyButton what=title text=raw/>
                </h5>
                <pre class="raw">{short}</pre>
            </div>
        }
        .into_any()
    });
    view! {
        {move || view! { <Problems words=vec![ui.why_unread(&unread)]/> }.into_any()}
        {raw}
    }
}
