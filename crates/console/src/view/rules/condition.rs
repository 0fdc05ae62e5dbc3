//! One condition: what is compared, how, and with what.

use cjds::AggregationMode;
use leptos::prelude::*;

use super::fields::{ConditionFields, Subject};
use super::profile::AttributeChoice;
use crate::rules::{Condition, ConditionField, MODES};
use crate::view::kit::{SelectField, TextField, use_ui};

/// A condition of a group.
#[component]
pub(super) fn ConditionEditor(
    /// What is filled in.
    condition: ConditionFields,
    /// What it is about.
    subject: Subject,
    /// Whether what is wrong is told.
    is_tried: Signal<bool>,
    /// It is taken away.
    #[prop(into)]
    removed: Callback<()>,
) -> impl IntoView {
    let ui = use_ui();
    let now = Memo::new(move |_| whole(condition, subject));
    let comparisons = Signal::derive(move || {
        let each = now.with(Condition::comparisons).into_iter();
        each.map(|one| (one.word().to_owned(), ui.words.t(one.key()))).collect::<Vec<_>>()
    });
    view! {
        <div class="condition" role="group" aria-label=ui.words.words("rules.condition")>
            {match subject {
                Subject::Events { .. } => view! { <EventField condition subject now is_tried/> }.into_any(),
                Subject::Profile(template) => view! { <AttributeChoice condition template is_tried/> }.into_any(),
            }}
            <SelectField
                label=ui.words.words("rules.comparison")
                value=condition.comparison
                options=comparisons
                name="comparison"
            />
            <TextField
                label=ui.words.words("rules.value")
                value=condition.value
                error=fault(now, is_tried, ConditionField::Value)
                name="value"
            />
            <button type="button" class="button small-button" on:click=move |_| removed.run(())>
                {ui.words.words("rules.remove")}
            </button>
        </div>
    }
}

/// The condition as the wire has it: with a type of events.
fn whole(condition: ConditionFields, subject: Subject) -> Condition {
    let mut now = condition.get();
    if let Subject::Events { event, .. } = subject
        && now.event.trim().is_empty()
    {
        now.event = event.get();
        // What the attribute lacks is told beside the attribute's field.
        if now.event.trim().is_empty() || now.event.contains(',') {
            now.event = "?".to_owned();
        }
    }
    now
}

fn fault(now: Memo<Condition>, is_tried: Signal<bool>, field: ConditionField) -> Signal<Option<String>> {
    let ui = use_ui();
    Signal::derive(move || {
        let faults = is_tried.get().then(|| now.with(Condition::faults))?;
        faults.into_iter().find(|(one, _)| *one == field).map(|(_, key)| ui.words.t(key))
    })
}

/// Which events it looks at, and what of them.
#[component]
fn EventField(
    condition: ConditionFields,
    subject: Subject,
    now: Memo<Condition>,
    is_tried: Signal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    let Subject::Events { event, catalog } = subject else { return ().into_any() };
    let modes = Signal::derive(move || {
        let each = MODES.iter().map(|(mode, word, key)| {
            let key = if *mode == AggregationMode::Value { "rules.each" } else { key };
            ((*word).to_owned(), ui.words.t(key))
        });
        each.collect::<Vec<_>>()
    });
    // Of each event by itself it is the attribute's own type that counts.
    let is_over_all = Memo::new(move |_| {
        condition.mode.with(|mode| mode != "Value") || condition.event.with(|event| !event.trim().is_empty())
    });
    let of =
        Memo::new(move |_| condition.event.with(|own| if own.trim().is_empty() { event.get() } else { own.clone() }));
    Effect::new(move |_| of.with(|event| catalog.want(event)));
    let kind_of = move |key: &str| {
        catalog.fields(&of.get()).into_iter().find(|field| field.name == key.trim()).map(|field| field.kind)
    };
    // Whoever chooses a field that was seen need not say what it holds.
    Effect::new(move |before: Option<String>| {
        let key = condition.key.get();
        if before.is_some_and(|before| before != key)
            && let Some(kind) = kind_of(&key)
        {
            condition.kind.set(kind);
        }
        key
    });
    let names = Signal::derive(move || catalog.field_names(&of.get()));
    let types = Signal::derive(move || catalog.types());
    view! {
        <SelectField label=ui.words.words("rules.what") value=condition.mode options=modes name="what"/>
        <Show when=move || is_over_all.get()>
            <TextField
                label=ui.words.words("attribute.event")
                hint=ui.words.words("rules.event.hint")
                value=condition.event
                error=fault(now, is_tried, ConditionField::Event)
                options=types
                name="rule-event"
            />
        </Show>
        <TextField
            label=ui.words.words("rules.field")
            value=condition.key
            error=fault(now, is_tried, ConditionField::Key)
            options=names
            name="rule-field"
        />
        <Show when=move || condition.mode.with(|mode| mode == "Value")>
            <SelectField
                label=ui.words.words("attribute.kind")
                value=condition.kind
                options=super::kinds()
                name="rule-kind"
            />
        </Show>
    }
    .into_any()
}
