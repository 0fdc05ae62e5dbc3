//! What a section shows when it has nothing to show: why, and a way on.

use icondata_core::Icon;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::icon::{Glyph, LuCircleAlert, LuRefreshCw};
use super::{CopyButton, unbroken, use_ui};
use crate::session::{Cause, Failure};
use journey::PersonId;

/// A failure: what did not work, what to do, what to quote to support, and another try.
#[component]
pub(crate) fn ErrorCard(
    /// What did not work.
    failure: Failure,
) -> impl IntoView {
    let ui = use_ui();
    let i18n = ui.i18n;
    let (platform, part) = (failure.platform, failure.part);
    // A new token starts everything again by itself; nothing is wrong that a person could mend.
    let waits = (failure.cause == Cause::Unauthorized).then_some("true");
    let said = failure.messages.join(" · ");
    let tracking_id = failure.tracking_id.as_ref().map(ToString::to_string);
    let choices = choices(&failure);
    let failure = StoredValue::new(failure);
    let words = move || failure.with_value(|failure| i18n.language().failure(failure));
    view! {
        <div class="card" part="error" role="status" data-waits=waits>
            <Glyph icon=LuCircleAlert/>
            <div class="card-body">
                <p class="card-title">{move || words().title}</p>
                <p>{move || words().advice}</p>
                <Said words=said/>
                {choices}
                {tracking_id.map(|id| view! { <Tracking id/> }.into_any())}
                <button type="button" class="button" part="retry" on:click=move |_| ui.session.retry(platform, part)>
                    <Glyph icon=LuRefreshCw/>
                    {i18n.words("failure.retry")}
                </button>
            </div>
        </div>
    }
}

/// The persons to choose from, where several have what the customer is known by.
pub(crate) fn choices(failure: &Failure) -> Option<AnyView> {
    let Cause::Several(persons) = &failure.cause else { return None };
    let customer = use_ui().session.customer;
    let choice = |(id, words): &(PersonId, String)| {
        let id = id.clone();
        let choose = move |_| {
            if let Some(customer) = customer.get_untracked() {
                customer.choose(&id);
            }
        };
        let words = words.clone();
        view! {
            <li>
                <button type="button" class="link" part="choice" on:click=choose>
                    <bdi>{words}</bdi>
                </button>
            </li>
        }
        .into_any()
    };
    let rows = persons.iter().map(choice).collect_view();
    Some(view! { <ul class="choices">{rows}</ul> }.into_any())
}

/// What the service itself said of a failure, if it said something.
#[component]
pub(crate) fn Said(
    /// Its words.
    words: String,
) -> impl IntoView {
    let i18n = use_ui().i18n;
    let said = !words.is_empty();
    said.then(|| view! { <p class="said">{move || i18n.t_with("failure.said", &[("words", &words)])}</p> }.into_any())
}

/// What to quote to support.
#[component]
pub(crate) fn Tracking(
    /// The tracking id.
    id: String,
) -> impl IntoView {
    let label = use_ui().i18n.words("failure.tracking");
    view! {
        <p class="tracking">
            <span class="label">{label}</span>
            <code part="tracking-id">{id.clone()}</code>
            <CopyButton what=label text=id/>
        </p>
    }
}

/// Nothing there: what that means, and a way on if there is one.
#[component]
pub(crate) fn Empty(
    /// What stands over it.
    icon: Icon,
    /// What there is none of.
    #[prop(into)]
    title: TextProp,
    /// What to do.
    #[prop(optional, into)]
    advice: Option<TextProp>,
    /// The way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty" part="empty">
            <Glyph icon/>
            <p class="card-title">{move || unbroken(&title.get())}</p>
            {advice.map(|advice| view! { <p>{move || unbroken(&advice.get())}</p> }.into_any())}
            {children.map(|children| children())}
        </div>
    }
}

/// Grey shapes where something will be.
#[component]
pub(crate) fn Skeleton(
    /// The shape.
    kind: &'static str,
    /// How many.
    count: usize,
    /// For those who do not see them.
    #[prop(into, optional)]
    words: TextProp,
) -> impl IntoView {
    view! {
        <div class="skeleton" part="loading" data-kind=kind role="status">
            <span class="unseen">{move || words.get()}</span>
            {(0..count).map(|_| view! { <Bone/> }.into_any()).collect_view()}
        </div>
    }
}

/// One grey shape.
#[component]
pub(crate) fn Bone() -> impl IntoView {
    view! { <span class="bone" aria-hidden="true"></span> }
}
