//! Customers' journeys of a project, by the widget itself, as a supervisor has it: with the field that looks people up. It
//! has the token of whoever signed in, the new one when there is one, and the console's language; colours are the system's
//! for both.

use cjds::Template;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

use super::kit::{Empty, Heading, shown, use_ui};
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::problem::Problem;
use crate::{http, widget};

/// Which profile template the widget shows; without it, the one that desktops show which name none.
const TEMPLATE: &str = "template-id";

/// The page of a project's journeys.
#[component]
pub(crate) fn JourneysPage(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    // Whether this build of the service has the widget.
    let load = use_load(move || async move {
        let has_widget = http::settings().await?.has_widget;
        if has_widget {
            widget::load().await.map_err(|_| Problem::Unreachable)?;
        }
        Ok(has_widget)
    });
    view! {
        <Heading text=ui.words.words("journeys.heading")/>
        {shown(load, move |has_widget: Signal<bool>| {
            if has_widget.get_untracked() {
                view! { <Widget project=project.get_value()/> }.into_any()
            } else {
                view! { <Empty title=ui.words.words("journeys.none") advice=ui.words.words("journeys.none.advice")/> }
                    .into_any()
            }
        })}
    }
}

/// The widget's element, told what a supervisor's desktop tells it.
#[component]
fn Widget(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let place = NodeRef::<html::Section>::new();
    let organization = untrack(|| ui.session.who()).map(|who| who.organization_id).unwrap_or_default();
    let element = make(&project, &organization);
    let element = StoredValue::new_local(element);
    let with = move |act: &dyn Fn(&Element)| element.with_value(|element| element.iter().for_each(act));
    Effect::new(move |_| {
        let token = ui.session.current_token().unwrap_or_default();
        with(&|element| widget::set(element, "bearerToken", &token));
    });
    let template = RwSignal::new(String::new());
    let path = format!("/admin/v1/api/profile-view-template/workspace-id/{project}?pageSize=10000");
    let templates = use_load(move || ask::<Vec<Template>>(ui.session, Ask::get(path.clone())));
    Effect::new(move |_| {
        let template = template.get();
        with(&|element| {
            let result = match template.as_str() {
                "" => element.remove_attribute(TEMPLATE),
                template => element.set_attribute(TEMPLATE, template),
            };
            if let Err(error) = result {
                leptos::logging::error!("the widget does not take the template: {error:?}");
            }
        });
    });
    Effect::new(move |_| {
        let language = ui.words.tag();
        with(&|element| widget::set(element, "locale", language));
    });
    place.on_load(move |place| {
        with(&|element| {
            if let Err(error) = place.append_child(element) {
                leptos::logging::error!("the widget could not be shown: {error:?}");
            }
        });
    });
    let signed_out = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if widget::is_signed_out(&event) {
            let token = ui.session.token().unwrap_or_default();
            // The new token reaches the widget as any does.
            spawn_local(async move {
                ui.session.entered_again(&token).await;
            });
        }
    });
    with(&|element| {
        if let Err(error) = element.add_event_listener_with_callback(widget::ERROR, signed_out.as_ref().unchecked_ref())
        {
            leptos::logging::error!("the widget is not heard: {error:?}");
        }
    });
    let signed_out = StoredValue::new_local(signed_out);
    on_cleanup(move || {
        // The element goes with the page, and what it calls is not called any more.
        with(&|element| {
            signed_out.with_value(|heard| {
                // Only who was never added cannot be removed.
                let _ = element.remove_event_listener_with_callback(widget::ERROR, heard.as_ref().unchecked_ref());
            });
            element.remove();
        });
    });
    let options = move || {
        let each = templates.get().unwrap_or_default().into_iter();
        each.map(|template| view! { <option value=template.id>{template.name}</option> }).collect_view()
    };
    view! {
        <label class="field">
            {ui.words.words("journeys.template")}
            <select name="template" on:change=move |event| template.set(event_target_value(&event))>
                <option value="">{ui.words.words("journeys.template.default")}</option>
                {options}
            </select>
        </label>
        <section class="journeys" aria-label=ui.words.words("journeys.heading") node_ref=place></section>
    }
}

fn make(project: &str, organization: &str) -> Option<Element> {
    let made = document().create_element(widget::TAG).and_then(|element| {
        let service = window().location().origin()?;
        for (name, value) in [
            ("base-url", service.as_str()),
            ("project-id", project),
            ("enable-user-search", "true"),
            ("show-alias-icon", "true"),
            ("condensed-view", "false"),
            ("limit", "40"),
        ] {
            element.set_attribute(name, value)?;
        }
        widget::set(&element, "organizationId", organization);
        Ok(element)
    });
    made.inspect_err(|error| leptos::logging::error!("the widget could not be made: {error:?}")).ok()
}
