//! The other platforms whose journeys the preview's widgets can read: `sample-platforms` answers for them. What it takes to
//! ask them, it says itself.

use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::Element;

use super::desktop::bind::{set_attribute, set_property};
use super::journal::{Kind, note};
use super::state::{Desk, Notice};

/// Whose journeys are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Platforms {
    /// What the layout says: Webex, unless it names others.
    #[default]
    Layout,
    /// Avaya's alone.
    Avaya,
    /// Genesys Cloud's alone.
    Genesys,
    /// Acqueon's alone.
    Lcm,
    /// Those of all four.
    All,
}

impl Platforms {
    /// As they are offered.
    pub(crate) const ALL: [Self; 5] = [Self::Layout, Self::Avaya, Self::Genesys, Self::Lcm, Self::All];

    /// A stable word for it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Layout => "webex",
            Self::Avaya => "avaya",
            Self::Genesys => "genesys",
            Self::Lcm => "lcm",
            Self::All => "all",
        }
    }

    /// Its name on the page.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Layout => "Webex",
            Self::Avaya => "Avaya",
            Self::Genesys => "Genesys",
            Self::Lcm => "LCM",
            Self::All => "All four",
        }
    }

    /// The one of this word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == word)
    }

    fn sources(self) -> Option<&'static str> {
        match self {
            Self::Layout => None,
            Self::All => Some("cjds avaya genesys lcm"),
            one => Some(one.key()),
        }
    }
}

/// Asks for what it takes to ask the platforms, once, when somebody wants them.
pub(crate) fn choose(desk: Desk, platforms: Platforms) {
    desk.platforms.set(platforms);
    if platforms == Platforms::Layout || desk.platform_access.with_untracked(Option::is_some) {
        return;
    }
    spawn_local(async move {
        let address = desk.platforms_address.get_value();
        match access(&address).await {
            Ok(access) => desk.platform_access.set(Some(Rc::new(access))),
            Err(why) => {
                note(desk, Kind::Failed, why.clone());
                desk.notice.set(Some(Notice { what: why, retry: false }));
            }
        }
    });
}

async fn access(address: &str) -> Result<Value, String> {
    let nobody =
        |_| format!("No answer from {address}: sample-platforms is not running; cargo xtask preview starts it.");
    let answer = Request::get(&format!("{address}/platforms")).send().await.map_err(nobody)?;
    let text = answer.text().await.map_err(nobody)?;
    serde_json::from_str(&text).map_err(|error| format!("The answer of {address} could not be read: {error}"))
}

/// Asks what plays Acqueon's campaign manager, as a host's script asks it through the workspace's messaging.
fn lcm_request(address: &str) -> JsValue {
    // On the desktop's own clock.
    let minutes = -js_sys::Date::new_0().get_timezone_offset();
    let url = format!("{address}/acqueon/webservice?offset={minutes}");
    let ask = move |message: JsValue| -> Promise {
        let url = url.clone();
        future_to_promise(async move {
            let failed = |error: gloo_net::Error| JsError::new(&error.to_string());
            let body = js_sys::JSON::stringify(&message)?;
            let request = Request::post(&url).header("Content-Type", "application/json").body(body).map_err(failed)?;
            let answer = request.send().await.map_err(failed)?.text().await.map_err(failed)?;
            js_sys::JSON::parse(&answer)
        })
    };
    Closure::<dyn Fn(JsValue) -> Promise>::new(ask).into_js_value()
}

/// Tells the widget which platforms to read, and all that it takes.
pub(crate) fn bind_platforms(desk: Desk, element: &Element) {
    let element = element.clone();
    Effect::new(move |was_set: Option<bool>| {
        let platforms = desk.platforms.get();
        let access = desk.platform_access.get();
        let is_set = platforms != Platforms::Layout;
        if !is_set && was_set != Some(true) {
            return is_set;
        }
        let address = desk.platforms_address.get_value();
        let of = |platform: &str, key: &str| {
            let found = access.as_ref()?.get(platform)?.get(key)?.clone();
            Some(found).filter(|_| is_set)
        };
        let token = |platform: &str| of(platform, "tokens").and_then(|tokens| tokens.get("agent").cloned());
        let url = is_set.then(|| json!(address));
        // The tokens first: each source begins when the last that it needs is there.
        set_property(&element, "avayaToken", token("avaya").as_ref());
        set_property(&element, "genesysToken", token("genesys").as_ref());
        let request = if is_set { lcm_request(&address) } else { JsValue::NULL };
        if let Err(error) = Reflect::set(&element, &JsValue::from_str("lcmRequest"), &request) {
            leptos::logging::warn!("The property lcmRequest cannot be set: {error:?}");
        }
        set_attribute(&element, "avaya-base-url", url.as_ref());
        set_attribute(&element, "avaya-account-id", of("avaya", "accountId").as_ref());
        set_attribute(&element, "avaya-app-key", of("avaya", "appKey").as_ref());
        set_attribute(&element, "genesys-base-url", url.as_ref());
        set_attribute(&element, "sources", platforms.sources().map(|sources| json!(sources)).as_ref());
        is_set
    });
}
