//! Names and values: what is known of a contact, and every field that events have.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Shown;
use crate::locale::I18n;
use crate::view::kit::*;
use journey::{Channel, Contact, Entry, Fields};

/// So many fields are shown at first.
const FEW: usize = 30;

/// What is known of a contact. A fact that says the same as before stays, with what was opened in it, and the focus.
#[component]
pub(super) fn FactList(
    /// The contact's entry.
    entry: Shown,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let facts = Memo::new(move |_| {
        let facts = |entry: &Option<Arc<Entry>>| Some(facts(i18n, entry.as_ref()?.contact()?));
        entry.with(facts).unwrap_or_default()
    });
    view! {
        <dl class="fields">
            <ForEach each=move || facts.get() key=|(key, text)| [key, " ", text].concat() let((key, text))>
                <Field label=i18n.words(key) values=vec![text.into()]/>
            </ForEach>
        </dl>
    }
}

fn facts(i18n: I18n, contact: &Contact) -> Vec<(&'static str, String)> {
    let names = |list: &[Arc<str>]| (!list.is_empty()).then(|| list.join(" → "));
    let codes: Vec<_> = contact.wrap_ups.iter().map(|code| code.0.clone()).collect();
    let rows = [
        ("details.wrap-up", names(&codes)),
        ("summary.initialContactReason", contact.contact_reason.clone()),
        ("details.outcome", contact.outcome.clone()),
        ("export.channel", contact.channel_name.clone().filter(|_| contact.channel == Some(Channel::Social))),
        ("details.entry-point", contact.entry_point.clone()),
        ("details.queue", names(&contact.queues)),
        ("details.agent", names(&contact.agents)),
        ("details.team", contact.team.clone()),
        ("details.site", contact.site.clone()),
        ("details.from", contact.origin.clone()),
        ("details.to", contact.destination.clone()),
        ("details.began", contact.start.map(|time| i18n.formats(|formats| formats.moment(time)))),
        ("details.duration", contact.duration().map(|duration| i18n.formats(|formats| formats.duration(duration)))),
        ("details.reason", contact.reason.clone()),
        ("details.ended-by", contact.terminating_party.clone()),
        ("details.csat", contact.csat.clone()),
        ("details.id", Some(contact.task.to_string())),
    ];
    rows.into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
}

/// Every field, the first of them at once.
#[component]
pub(super) fn FieldTable(
    /// The first so many fields.
    first: impl Fn(usize) -> Fields + Send + 'static,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let limit = RwSignal::new(FEW);
    let table = move || {
        let fields = first(limit.get());
        let rows = fields
            .rows
            .iter()
            .map(|row| view! { <Field label=row.path.join(" › ") values=row.values.clone()/> }.into_any());
        let left = fields.more;
        let more = (left > 0).then(|| {
            let words = move || i18n.t_with("details.fields.more", &[("count", &i18n.count(left))]);
            view! {
                <button type="button" class="link" on:click=move |_| limit.update(|limit| *limit *= 4)>
                    {move || words()}
                </button>
            }
            .into_any()
        });
        view! {
            <div>
                <dl class="fields">{rows.collect_view()}</dl>
                {more}
            </div>
        }
        .into_any()
    };
    view! { <div>{move || table()}</div> }
}

/// A name and its values.
#[component]
pub(super) fn Field(
    /// The name.
    #[prop(into)]
    label: TextProp,
    /// The values, one after the other.
    values: Vec<Arc<str>>,
) -> impl IntoView {
    let text = values.join(", ");
    let shown = values.iter().enumerate().map(|(place, value)| {
        let arrow = (place > 0).then_some(" → ");
        view! { {arrow} <LongText text=value.to_string()/> }.into_any()
    });
    let shown = shown.collect_view();
    let name = label.clone();
    view! {
        <div class="field-row">
            <dt>{move || name.get()}</dt>
            <dd>
                {shown}
                " "
                <CopyButton what=label text/>
            </dd>
        </div>
    }
}
