//! `md-tabs`: tabs and panels in pairs. All panels are built, as in the real desktop; one is seen.

use std::sync::atomic::{AtomicUsize, Ordering};

use customer_journey_widget::settings::layout::Component;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::build::{components_view, shown};
use crate::preview::state::Desk;
use crate::preview::store::interpolate;

/// Tells the ids of one set of tabs from another's.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A tab and its panel.
#[derive(Clone)]
pub(super) struct Pair {
    label: Label,
    panel: Vec<Component>,
    /// Whether there is such a tab: what is in it is built, and goes when it goes.
    pub(super) exists: Signal<bool>,
    /// Whether it can be chosen here and now.
    pub(super) visible: Signal<bool>,
    /// `tab` or `persistent`, for tests.
    pub(super) kind: &'static str,
}

#[derive(Clone)]
enum Label {
    Text(String),
    Slot(String),
}

/// Pairs tabs and panels in their order, as the desktop does.
pub(super) fn pairs(children: &[Component]) -> Vec<Pair> {
    let of = |comp: &'static str| children.iter().filter(move |child| child.comp == comp);
    of("md-tab")
        .zip(of("md-tab-panel"))
        .filter(|(tab, _)| shown(&tab.visibility))
        .map(|(tab, panel)| Pair {
            label: label(tab),
            panel: panel.children.clone(),
            exists: Signal::stored(true),
            visible: Signal::stored(true),
            kind: "tab",
        })
        .collect()
}

/// A tab's name is its text, or the text of what is in it; a slot's is the slot's name in plain words.
fn label(tab: &Component) -> Label {
    let text = tab.text_content.clone().or_else(|| tab.children.iter().find_map(|child| child.text_content.clone()));
    if let Some(text) = text {
        return Label::Text(text);
    }
    let slot = tab.children.iter().find_map(|child| child.attributes.get("name")?.as_str());
    Label::Slot(match slot {
        // What the desktop itself calls it.
        Some("CUSTOMER_JOURNEY_WIDGET_TAB") => "Customer Journey".to_owned(),
        Some(name) => {
            let words = name.trim_end_matches("_TAB").replace('_', " ").to_lowercase();
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
        None => "Tab".to_owned(),
    })
}

/// Tabs with roving focus: arrows, Home and End move along the visible ones.
#[component]
pub(super) fn Tabs(desk: Desk, pairs: Vec<Pair>) -> impl IntoView {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let id = move |part: &str, index: usize| format!("tabs-{number}-{part}-{index}");
    let chosen = RwSignal::new(None::<usize>);
    let visible: Vec<Signal<bool>> = pairs.iter().map(|pair| pair.visible).collect();
    let shown = Memo::new(move |_| {
        visible.iter().enumerate().filter(|(_, visible)| visible.get()).map(|(index, _)| index).collect::<Vec<_>>()
    });
    let active = Memo::new(move |_| {
        let shown = shown.get();
        chosen.get().filter(|index| shown.contains(index)).or_else(|| shown.first().copied())
    });
    let list = NodeRef::<leptos::html::Div>::new();
    let on_key = move |event: ev::KeyboardEvent| {
        let shown = shown.get_untracked();
        let Some(at) = active.get_untracked().and_then(|index| shown.iter().position(|one| *one == index)) else {
            return;
        };
        let last = shown.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowLeft" => {
                if at == 0 {
                    last
                } else {
                    at - 1
                }
            }
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        chosen.set(shown.get(to).copied());
        let tab = shown
            .get(to)
            .and_then(|index| list.get_untracked()?.query_selector(&format!("[data-tab='{index}']")).ok()?);
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok())
            && let Err(error) = tab.focus()
        {
            leptos::logging::warn!("the tab takes no focus: {error:?}");
        }
    };
    let heads = pairs
        .iter()
        .enumerate()
        .map(|(index, pair)| {
            let label = pair.label.clone();
            let visible = pair.visible;
            view! {
                <button
                    type="button"
                    role="tab"
                    class="tab"
                    id=id("tab", index)
                    aria-controls=id("panel", index)
                    data-tab=index
                    data-testid=format!("{}-{index}", pair.kind)
                    hidden=move || !visible.get()
                    aria-selected=move || (active.get() == Some(index)).to_string()
                    tabindex=move || if active.get() == Some(index) { "0" } else { "-1" }
                    on:click=move |_| chosen.set(Some(index))
                >
                    {move || match &label {
                        Label::Text(text) => desk.store.with(|store| interpolate(text, store)),
                        Label::Slot(name) => name.clone(),
                    }}
                </button>
            }
        })
        .collect_view();
    let panels = pairs
        .iter()
        .enumerate()
        .map(|(index, pair)| {
            let (exists, panel) = (pair.exists, pair.panel.clone());
            view! {
                <div
                    class="tab-panel"
                    role="tabpanel"
                    id=id("panel", index)
                    aria-labelledby=id("tab", index)
                    hidden=move || active.get() != Some(index)
                >
                    <Show when=move || exists.get()>{components_view(desk, &panel)}</Show>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="tabs" hidden=move || shown.with(Vec::is_empty)>
            <div class="tab-list" role="tablist" node_ref=list on:keydown=on_key>{heads}</div>
            {panels}
        </div>
    }
}
