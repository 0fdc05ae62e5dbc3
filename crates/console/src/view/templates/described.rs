//! A template as whoever may not change it reads it.

use cjds::{Template, TemplateAttribute};
use leptos::prelude::*;

use super::look_back;
use super::preview::Preview;
use crate::draft::AttributeDraft;
use crate::rules::{Group, mode_key};
use crate::view::kit::{Ui, use_ui};
use crate::view::rules::SaidRules;

/// The attributes of a template, and what they say of a customer.
#[component]
pub(super) fn Described(
    /// The template.
    template: Signal<Template>,
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let drafts = Memo::new(move |_| {
        template.with(|template| template.attributes.iter().map(AttributeDraft::of).collect::<Vec<_>>())
    });
    let each = move || {
        template.with(|template| {
            template
                .attributes
                .iter()
                .map(|one| view! { <li class="attribute">{described(ui, one)}</li> })
                .collect_view()
        })
    };
    view! {
        <div class="workbench">
            <section class="editor">
                <h2>{ui.words.words("templates.attributes")}</h2>
                <ol class="attributes">{each}</ol>
            </section>
            <Preview project drafts/>
        </div>
    }
}

fn described(ui: Ui, one: &TemplateAttribute) -> impl IntoView + use<> {
    let (mode, unit, period) = (one.mode(), one.look_back_duration_type.clone(), one.look_back_period);
    let written_mode = one.aggregation_mode.clone();
    let unit =
        AttributeDraft::of(&TemplateAttribute { look_back_duration_type: unit, ..TemplateAttribute::default() }).unit;
    let rules = one.rules.as_ref().and_then(Group::read);
    view! {
        <h3><bdi>{one.display_name.clone()}</bdi></h3>
        <dl class="facts">
            <dt>{ui.words.words("attribute.event")}</dt>
            <dd><bdi>{one.event.clone()}</bdi></dd>
            <dt>{ui.words.words("attribute.field")}</dt>
            <dd><bdi>{one.meta_data.clone()}</bdi></dd>
            <dt>{ui.words.words("attribute.mode")}</dt>
            <dd>{move || mode.map_or_else(|| written_mode.clone(), |mode| ui.words.t(mode_key(mode)))}</dd>
            <dt>{ui.words.words("attribute.period")}</dt>
            <dd>{move || period.map(|period| look_back(ui, &unit, period))}</dd>
            {rules
                .map(|group| {
                    view! {
                        <dt>{ui.words.words("rules.heading")}</dt>
                        <dd><SaidRules group/></dd>
                    }
                })}
        </dl>
    }
}
