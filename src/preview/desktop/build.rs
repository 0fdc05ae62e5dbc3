//! From a layout's component to what is seen: the widget, plain HTML, tabs; a named placeholder for everything else.

use customer_journey_widget::settings::layout::{Component, Journey};
use icondata_lu as lu;
use leptos::html::custom;
use leptos::prelude::*;

use super::bind::bind;
use super::frame::Frame;
use super::tabs::{Tabs, pairs};
use super::widget::Widget;
use crate::preview::icon::Glyph;
use crate::preview::safe;
use crate::preview::state::Desk;
use crate::preview::store::interpolate;

/// HTML that a layout may bring itself. Nothing that loads or runs anything.
const PLAIN: &[&str] = &[
    "article", "b", "div", "em", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "label", "li",
    "ol", "p", "section", "small", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
];

/// What stands where a desktop of today shows its own.
const BUILT_IN: &str = "The desktop's own customer journey stands here. The preview does not have it.";

const UNDEFINED: &str = "Nothing shows here: the widget's script defines another name than the component's. The findings say how to write it.";

/// The component with everything inside it, and its frame.
pub(super) fn component_view(desk: Desk, component: &Component) -> AnyView {
    if !shown(&component.visibility) {
        return ().into_any();
    }
    let inside = {
        let component = component.clone();
        move || inner_view(desk, &component)
    };
    match component.wrapper.clone() {
        Some(wrapper) => view! { <Frame desk wrapper inside/> }.into_any(),
        None => inside(),
    }
}

/// All of them, one after the other.
pub(super) fn components_view(desk: Desk, components: &[Component]) -> AnyView {
    components.iter().map(|component| component_view(desk, component)).collect_view().into_any()
}

fn inner_view(desk: Desk, component: &Component) -> AnyView {
    match desk.desktop_untracked(|desktop| desktop.journey(component)).flatten() {
        Some(Journey::Ours) => return view! { <Widget desk component=component.clone()/> }.into_any(),
        Some(Journey::BuiltIn) => {
            let comp = component.slot_name().unwrap_or(&component.comp).to_owned();
            return view! { <Placeholder comp about=BUILT_IN/> }.into_any();
        }
        Some(Journey::Undefined) => {
            return view! { <Placeholder comp=component.comp.clone() about=UNDEFINED/> }.into_any();
        }
        None => {}
    }
    match component.comp.as_str() {
        "md-tabs" => view! { <Tabs desk pairs=pairs(&component.children)/> }.into_any(),
        "slot" => {
            let name = component.attributes.get("name").and_then(|name| name.as_str()).unwrap_or("slot");
            view! { <Placeholder comp=name.to_owned() about="A part of the desktop itself; the preview leaves it out."/> }
                .into_any()
        }
        "" => view! { <Placeholder comp="(no comp)".to_owned() about="This component has no name."/> }.into_any(),
        comp => match plain_tag(comp) {
            Some(tag) => plain_view(desk, component, tag),
            None => view! {
                <Placeholder
                    comp=comp.to_owned()
                    about="Another component of the desktop or of a third party; the preview does not load it."
                />
            }
            .into_any(),
        },
    }
}

/// The HTML element for a component that is text or a box.
fn plain_tag(comp: &str) -> Option<&'static str> {
    if comp == "md-label" {
        return Some("span");
    }
    PLAIN.iter().copied().find(|tag| *tag == comp)
}

fn plain_view(desk: Desk, component: &Component, tag: &'static str) -> AnyView {
    let bound = component.clone();
    let text = component.text_content.clone();
    let style: String = component.style.iter().map(|(name, value)| format!("{name}:{value};")).collect();
    let style = Some(style).filter(|style| !style.is_empty() && safe::css(style));
    custom(tag)
        .attr("style", style)
        .directive(move |element: web_sys::Element, (): ()| bind(desk, &element, &bound), ())
        .child(text.map(|text| move || desk.store.with(|store| interpolate(&text, store))))
        .child(components_view(desk, &component.children))
        .into_any()
}

/// Whether the tenant has a feature that a layout makes things depend on. Of those the preview's tenant has one, the
/// desktop's own customer journey, so that it is seen where that one will stand.
pub(super) fn shown(visibility: &str) -> bool {
    matches!(visibility, "" | "NOT_RESPONSIVE" | "CUSTOMER_JOURNEY_WIDGET")
}

/// Stands where the real desktop would show something that the preview has not.
#[component]
pub(super) fn Placeholder(comp: String, about: &'static str) -> impl IntoView {
    view! {
        <div class="placeholder" data-testid="placeholder" data-comp=comp.clone()>
            <Glyph icon=lu::LuPuzzle/>
            <div>
                <code>{comp.clone()}</code>
                <p>{about}</p>
            </div>
        </div>
    }
}
