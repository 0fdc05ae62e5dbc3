//! The supervisor's page, `/supervisor/`: the widget alone on a page, at full width, to look customers up. What a desktop
//! shows on a navigation page (layouts/supervisor.json), without the desktop around it.
//!
//! The page's address may say `?api=`, `?dark` and `?locale=`, as the agent desktop's.

use customer_journey_widget::settings::layout::{Component, Persona, WIDGET};
use icondata_lu as lu;
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use wasm_bindgen::JsCast;
use web_sys::{Event, EventInit, HtmlInputElement};

use super::app::{desk_of, query};
use super::desktop::trouble::Trouble;
use super::desktop::widget::Widget;
use super::icon::Glyph;
use super::simulate::actions::Actions;
use super::state::{Connection, Desk};
use super::tools::bar::{Dark, Language};
use super::tools::notice::NoticeBar;

/// The page.
#[component]
pub(crate) fn Supervisor() -> impl IntoView {
    let desk = desk_of(Persona::Supervisor);
    let actions = Actions::new(desk);
    desk.locale.set(query("locale").unwrap_or_default());
    document().set_title("Customer journeys · preview of the customer journey widget");
    view! {
        <div class="bar" role="region" aria-label="Preview controls" dir="ltr">
            <strong class="bar-name">"Preview"</strong>
            <Samples desk/>
            <Language desk/>
            <Dark desk/>
            <a class="bar-button bar-drawer" href="../?persona=supervisor&layout=supervisor.json">
                <Glyph icon=lu::LuLayoutDashboard/>
                "In a desktop"
            </a>
        </div>
        <NoticeBar desk actions/>
        <div class="stage">
            {move || match desk.connection.get() {
                Connection::Trying | Connection::Failed(_) => view! { <Trouble desk/> }.into_any(),
                Connection::Ready => {
                    view! {
                        <main class="supervisor" aria-label="Customer journeys">
                            <Widget desk component=widget()/>
                        </main>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// What a layout says of a widget on a navigation page.
fn widget() -> Component {
    let fields = |value: Value| if let Value::Object(fields) = value { fields } else { Map::new() };
    Component {
        comp: WIDGET.to_owned(),
        attributes: fields(json!({"enable-user-search": "true", "condensed-view": "false", "limit": "40"})),
        properties: fields(json!({
            "bearerToken": "$STORE.auth.accessToken",
            "organizationId": "$STORE.agent.orgId",
            "dataCenter": "$STORE.app.datacenter",
            "darkMode": "$STORE.app.darkMode",
        })),
        ..Component::default()
    }
}

/// The customers of the sample data: who is chosen is written into the widget's own look-up field and looked up, as if by
/// hand.
#[component]
fn Samples(desk: Desk) -> impl IntoView {
    let choose = move |event: Event| {
        let identity = event_target_value(&event);
        if !identity.is_empty() {
            look_up(&identity);
        }
    };
    let options = move || {
        let option = |customer: super::api::Customer| {
            let identity = customer.first_identity();
            let title = customer.title();
            let words = if customer.about.is_empty() { title } else { format!("{title}: {}", customer.about) };
            view! { <option value=identity>{words}</option> }
        };
        desk.customers.get().into_iter().map(option).collect_view()
    };
    view! {
        <label class="bar-field samples">
            <span>"Look up"</span>
            <select data-testid="samples" on:change=choose>
                <option value="">"a sample customer"</option>
                {options}
            </select>
        </label>
    }
}

fn look_up(identity: &str) -> Option<()> {
    let widget = document().query_selector(WIDGET).ok().flatten()?;
    let form = widget.shadow_root()?.query_selector("[part~=search]").ok().flatten()?;
    let field = form.query_selector("input").ok().flatten()?.dyn_into::<HtmlInputElement>().ok()?;
    field.set_value(identity);
    let kind = EventInit::new();
    kind.set_bubbles(true);
    kind.set_cancelable(true);
    let submit = Event::new_with_event_init_dict("submit", &kind).ok()?;
    form.dispatch_event(&submit).ok().map(drop)
}
