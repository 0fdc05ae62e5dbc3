//! Rules as whoever may not change them reads them: in signs that are the same in every language.

use cjds::AggregationMode;
use leptos::prelude::*;

use crate::rules::{Condition, Group, Logic, Part, mode_key};
use crate::view::kit::{Ui, use_ui};

/// Rules, to be read.
#[component]
pub(crate) fn SaidRules(
    /// Which.
    group: Group,
) -> impl IntoView {
    said(use_ui(), group)
}

fn said(ui: Ui, Group { logic, parts }: Group) -> AnyView {
    let head = (parts.len() > 1).then(|| {
        let key = match logic {
            Logic::And => "rules.every",
            Logic::Or => "rules.some",
        };
        view! { <p class="small">{ui.words.words(key)}</p> }
    });
    let each = parts.into_iter().map(|part| match part {
        Part::Condition(condition) => view! { <li>{line(ui, condition)}</li> }.into_any(),
        Part::Group(group) => view! { <li>{said(ui, group)}</li> }.into_any(),
    });
    let each = each.collect_view();
    view! {
        <div class="said-rules">
            {head}
            <ul>{each}</ul>
        </div>
    }
    .into_any()
}

fn line(ui: Ui, condition: Condition) -> impl IntoView {
    let Condition { event, key, mode, comparison, value, .. } = condition;
    let over_all = (mode != AggregationMode::Value).then(|| {
        view! { <span>{ui.words.words(mode_key(mode))} " · " <bdi>{event}</bdi> " · "</span> }
    });
    view! {
        {over_all}
        <bdi dir="ltr"><code>{format!("{key} {} {value}", comparison.sign())}</code></bdi>
    }
}
