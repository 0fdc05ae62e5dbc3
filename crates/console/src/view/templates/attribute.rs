//! One attribute of a template: what it is in a line, and its fields when it is opened.

use leptos::prelude::*;

use super::fields::AttributeFields;
use super::look_back;
use crate::draft::{AttributeDraft, Field, UNITS, needs_numbers};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::rules::{MODES, mode_key};
use crate::view::kit::{CheckField, Reasons, SelectField, TextField, use_ui};
use crate::view::rules::{Catalog, RulesEditor, Subject, kinds};

/// What is done with an attribute among others.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Up,
    Down,
    Remove,
}

/// An attribute.
#[component]
pub(super) fn AttributeCard(
    /// What is filled in.
    fields: AttributeFields,
    /// Its place by now.
    index: Signal<usize>,
    /// How many there are.
    count: Signal<usize>,
    /// What may be chosen.
    catalog: Catalog,
    /// Whether what is wrong is told.
    is_tried: Signal<bool>,
    /// What the service said.
    problem: Signal<Option<Problem>>,
    /// Moves it or takes it away.
    #[prop(into)]
    ordered: Callback<Order>,
) -> impl IntoView {
    let ui = use_ui();
    let draft = Memo::new(move |_| fields.get());
    let refused = Memo::new(move |_| {
        let index = index.get();
        problem
            .with(|problem| problem.as_ref().map(|problem| problem.of_entry("attributes", index)).unwrap_or_default())
    });
    let name = Signal::derive(move || {
        let name = fields.name.get();
        if name.trim().is_empty() { ui.words.t("template.attribute.untitled") } else { name }
    });
    let button = move |order: Order, key: &'static str, words: &'static str, is_ready: Signal<bool>| {
        let press = move |_| {
            if is_ready.get_untracked() {
                ordered.run(order);
            }
        };
        view! {
            <button
                type="button"
                class="button small-button"
                aria-label=move || ui.words.t_with(key, &[("name", &name.get())])
                aria-disabled=move || (!is_ready.get()).then_some("true")
                on:click=press
            >
                {ui.words.words(words)}
            </button>
        }
    };
    // What is of no field that is seen here.
    let rest = move || {
        let of_none = |(field, _): &(String, Reason)| !Field::WIRE.contains(&field.as_str());
        let named = |(field, reason): (String, Reason)| Reason { place: field, ..reason };
        refused.get().into_iter().filter(of_none).map(named).collect::<Vec<_>>()
    };
    let is_wrong =
        move || (is_tried.get() && draft.with(|draft| !draft.is_good())) || refused.with(|refused| !refused.is_empty());
    view! {
        <li class="attribute">
            <details prop:open=move || fields.is_open.get() on:toggle=move |event| fields.is_open.set(is_open(&event))>
                <summary>
                    <span class="attribute-name"><bdi>{move || name.get()}</bdi></span>
                    <Show when=is_wrong>
                        <span class="tag wrong">{ui.words.words("template.attribute.wrong")}</span>
                    </Show>
                    <Line draft/>
                </summary>
                <div class="attribute-fields">
                    <Fields fields draft catalog is_tried refused/>
                    <div class="error">{move || Some(rest()).filter(|rest| !rest.is_empty()).map(|reasons| view! { <Reasons reasons/> })}</div>
                    <div class="buttons">
                        {button(Order::Up, "template.attribute.up", "template.up", Signal::derive(move || index.get() > 0))}
                        {button(
                            Order::Down,
                            "template.attribute.down",
                            "template.down",
                            Signal::derive(move || index.get() + 1 < count.get()),
                        )}
                        {button(Order::Remove, "template.attribute.remove", "identity.remove", Signal::stored(true))}
                    </div>
                </div>
            </details>
        </li>
    }
}

fn is_open(event: &web_sys::Event) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|details| details.has_attribute("open"))
}

/// What it is, in a line.
#[component]
fn Line(draft: Memo<AttributeDraft>) -> impl IntoView {
    let ui = use_ui();
    let parts = move || {
        let draft = draft.get();
        let mut parts = Vec::new();
        if !draft.event.trim().is_empty() {
            parts.push(draft.event.trim().to_owned());
        }
        if !draft.key.trim().is_empty() {
            parts.push(draft.key.trim().to_owned());
        }
        parts.push(draft.write().mode().map_or_else(|| draft.mode.clone(), |mode| ui.words.t(mode_key(mode))));
        if let Ok(period) = draft.period.trim().parse() {
            parts.push(look_back(ui, &draft.unit, period));
        }
        parts
    };
    view! {
        <span class="small line-parts">
            {move || parts().into_iter().map(|part| view! { <span><bdi>{part}</bdi></span> }).collect_view()}
        </span>
    }
}

#[component]
fn Fields(
    fields: AttributeFields,
    draft: Memo<AttributeDraft>,
    catalog: Catalog,
    is_tried: Signal<bool>,
    refused: Memo<Vec<(String, Reason)>>,
) -> impl IntoView {
    let ui = use_ui();
    let error = move |field: Field| {
        Signal::derive(move || {
            let own = if is_tried.get() { draft.with(AttributeDraft::faults) } else { Vec::new() };
            if let Some((_, key)) = own.into_iter().find(|(one, _)| *one == field) {
                return Some(ui.words.t(key));
            }
            refused.with(|refused| {
                refused.iter().find(|(one, _)| one == field.wire()).map(|(_, said)| ui.words.reason(said).words)
            })
        })
    };
    Effect::new(move |_| {
        if fields.is_open.get() {
            fields.event.with(|event| catalog.want(event));
        }
    });
    // Whoever chooses a field that was seen need not say what it holds.
    Effect::new(move |before: Option<String>| {
        let key = fields.key.get();
        if before.is_some_and(|before| before != key) {
            let seen = untrack(|| fields.event.with(|event| catalog.fields(event)));
            if let Some(field) = seen.into_iter().find(|field| field.name == key.trim()) {
                fields.kind.set(field.kind);
            }
        }
        key
    });
    let named = move |list: &'static [(&'static str, &'static str)]| {
        Signal::derive(move || list.iter().map(|(word, key)| ((*word).to_owned(), ui.words.t(key))).collect::<Vec<_>>())
    };
    let modes = Signal::derive(move || {
        MODES.iter().map(|(_, word, key)| ((*word).to_owned(), ui.words.t(key))).collect::<Vec<_>>()
    });
    let is_of_texts = move || fields.mode.with(|mode| fields.kind.with(|kind| needs_numbers(mode, kind)));
    let has_unreadable_rules = AttributeDraft::has_unreadable_rules(&fields.stored());
    view! {
        <TextField label=ui.words.words("attribute.name") value=fields.name error=error(Field::Name) name="displayName" required=true/>
        <div class="pair">
            <TextField
                label=ui.words.words("attribute.event")
                hint=ui.words.words("attribute.event.hint")
                value=fields.event
                error=error(Field::Event)
                options=Signal::derive(move || catalog.types())
                name="event"
                required=true
            />
            <TextField
                label=ui.words.words("attribute.field")
                hint=ui.words.words("attribute.field.hint")
                value=fields.key
                error=error(Field::Key)
                options=Signal::derive(move || fields.event.with(|event| catalog.field_names(event)))
                name="metaData"
                required=true
            />
        </div>
        <div class="pair">
            <SelectField label=ui.words.words("attribute.kind") value=fields.kind options=kinds() name="metaDataType"/>
            <SelectField label=ui.words.words("attribute.mode") value=fields.mode options=modes name="aggregationMode"/>
        </div>
        <Show when=is_of_texts>
            <p class="hint">{ui.words.words("attribute.numbers")}</p>
        </Show>
        <div class="pair three">
            <TextField
                label=ui.words.words("attribute.period")
                value=fields.period
                error=error(Field::Period)
                kind="number"
                name="lookBackPeriod"
                required=true
            />
            <SelectField label=ui.words.words("attribute.unit") value=fields.unit options=named(&UNITS) name="lookBackDurationType"/>
            <TextField
                label=ui.words.words("attribute.limit")
                hint=ui.words.words("attribute.limit.hint")
                value=fields.limit
                error=error(Field::Limit)
                kind="number"
                name="limit"
                required=true
            />
        </div>
        {has_unreadable_rules.then(|| view! { <p class="hint">{ui.words.words("rules.unreadable")}</p> })}
        <RulesEditor
            group=fields.rules
            subject=Subject::Events { event: fields.event, catalog }
            is_tried
            label=ui.words.words("rules.heading")
        />
        <CheckField label=ui.words.words("attribute.shown") value=fields.is_shown/>
        <CheckField label=ui.words.words("attribute.verbose") value=fields.is_verbose/>
    }
}
