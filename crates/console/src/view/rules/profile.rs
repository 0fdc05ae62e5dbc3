//! Which value of a profile a condition of a journey action compares: chosen from the attributes of its template.

use cjds::Template;
use leptos::prelude::*;

use super::fields::ConditionFields;
use crate::attributes::{nameable, named_by, on};
use crate::rules::mode_word;
use crate::view::kit::{SelectField, use_ui};

/// The attribute of a condition.
#[component]
pub(super) fn AttributeChoice(
    /// What is filled in.
    condition: ConditionFields,
    /// Whose attributes.
    template: Signal<Template>,
    /// Whether what is wrong is told.
    is_tried: Signal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    let named = Memo::new(move |_| template.with(|template| named_by(template, &condition.get())));
    let chosen = RwSignal::new(String::new());
    // What no attribute is called stands there as it was stored.
    Effect::new(move |_| {
        let named = named.get().map(|index| index.to_string());
        let now = named.unwrap_or_else(|| format!("{} · {}", condition.event.get(), condition.key.get()));
        if chosen.with_untracked(|chosen| *chosen != now) {
            chosen.set(now);
        }
    });
    Effect::new(move |_| {
        let Ok(index) = chosen.with(|chosen| chosen.parse::<usize>()) else { return };
        let before = untrack(|| condition.get());
        let attribute = template.with_untracked(|template| {
            let is_named = named_by(template, &before) == Some(index);
            template.attributes.get(index).filter(|_| !is_named).cloned()
        });
        if let Some(attribute) = attribute {
            let now = on(&attribute, &before);
            condition.event.set(now.event);
            condition.key.set(now.key);
            condition.kind.set(now.kind);
            condition.mode.set(mode_word(now.mode).to_owned());
            condition.comparison.set(now.comparison.word().to_owned());
        }
    });
    let options = Signal::derive(move || {
        template.with(|template| {
            let name =
                |index: usize| template.attributes.get(index).map(|one| (index.to_string(), one.display_name.clone()));
            nameable(template).into_iter().filter_map(name).collect::<Vec<_>>()
        })
    });
    let error =
        Signal::derive(move || (is_tried.get() && named.get().is_none()).then(|| ui.words.t("rules.wrong.attribute")));
    view! {
        <SelectField label=ui.words.words("rules.attribute") value=chosen options error name="attribute"/>
    }
}
