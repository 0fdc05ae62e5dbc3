//! A page with one widget and a service that answers what a test says. The page's `fetch` is replaced, and nothing else:
//! requests are made, answers read and streams followed as ever.

use std::rc::Rc;

use any_spawner::Executor;
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

use super::page::Page;
use super::service::{Service, service};
use crate::session::Session;
use crate::settings::Told;
use crate::view::{self, Mounted};

thread_local! {
    static DESKS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// A mounted widget and its service.
pub(crate) struct Desk {
    root: HtmlElement,
    host: String,
    service: Service,
    told: RwSignal<Told>,
    owner: Owner,
    page: Rc<Page>,
    view: Option<Mounted>,
}

impl Desk {
    /// A widget that was told who the customer is, and a service that knows this history.
    pub(crate) fn with_history(events: &[Value]) -> Self {
        Self::new(events, |_| {}, |_| {})
    }

    /// A widget that was also told `more`, and a service that answers as `change` says.
    pub(crate) fn new(events: &[Value], more: impl FnOnce(&mut Told), change: impl FnOnce(&Self)) -> Self {
        // What the test before this one chose to see is not this one's.
        let keys: Vec<String> = (0..).map_while(|at| storage().key(at).ok().flatten()).collect();
        for key in keys.iter().filter(|key| key.starts_with("customer-journey-widget.filter.")) {
            storage().remove_item(key).expect("the tab's storage");
        }
        Self::made(events, more, change)
    }

    /// The same after a reload: what the tab keeps is still there.
    pub(crate) fn again(events: &[Value], more: impl FnOnce(&mut Told)) -> Self {
        Self::made(events, more, |_| {})
    }

    fn made(events: &[Value], more: impl FnOnce(&mut Told), change: impl FnOnce(&Self)) -> Self {
        let number = DESKS.replace(DESKS.get() + 1);
        Self::on_host(format!("desk-{number}.test"), events, more, change)
    }

    /// The same on this host.
    pub(crate) fn on_host(
        host: String,
        events: &[Value],
        more: impl FnOnce(&mut Told),
        change: impl FnOnce(&Self),
    ) -> Self {
        let service = service();
        let document = web_sys::window().and_then(|window| window.document()).expect("a page");
        let root: HtmlElement = document.create_element("section").expect("a section").unchecked_into();
        document.body().expect("a body").append_child(&root).expect("the section is in the page");

        let mut told = Told::default();
        told.set_attribute("base-url", Some(format!("https://{host}")));
        told.set_attribute("project-id", Some("ws".to_owned()));
        told.set_property("organizationId", json!("org"));
        told.set_property("bearerToken", json!("token"));
        told.set_property("locale", json!("en-GB"));
        told.set_property("interactionData", json!({"ani": "+15550100", "interactionId": "now"}));
        more(&mut told);
        // Fails only where it is done already, by the test before this one.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        let told = owner.with(|| RwSignal::new(told));
        let mut desk = Self { root, host, service, told, owner, page: Rc::default(), view: None };
        desk.answers(
            "/aliases/",
            200,
            &json!({"data": [{"id": "p", "firstName": "José", "lastName": "Núñez", "phone": ["+15550100"],
            "email": ["jose@example.com"]}]}),
        );
        desk.answers(
            "/profile-view-template/",
            200,
            &json!({"data": [{"id": "t", "name": "journey-default-template"}]}),
        );
        desk.answers("/progressive-profile-view/", 200, &json!({"data": [{"attributes": []}]}));
        desk.answers("/v1/api/events/", 200, &json!({"data": events}));
        change(&desk);
        let page = Rc::clone(&desk.page);
        let emit = move |event| page.hear(event);
        desk.view =
            Some(desk.owner.with(|| view::mount(Session::start(told, RwSignal::new_local(None), emit), &desk.root)));
        desk
    }

    /// From now on the page takes over what the agent asks it for, or does not.
    pub(crate) fn page_takes(&self, takes: bool) {
        self.page.takes.set(takes);
    }

    /// What the page heard, an event each.
    pub(crate) fn page_heard(&self) -> Vec<String> {
        self.page.heard.borrow().clone()
    }

    /// From now on the service answers this to paths that contain `path`.
    pub(crate) fn answers(&self, path: &str, status: u16, answer: &Value) {
        self.service.answer(&self.host, path, status, &answer.to_string(), false);
    }

    /// From now on another service answers this to paths that contain `path`.
    pub(crate) fn host_answers(&self, host: &str, path: &str, status: u16, answer: &Value) {
        self.service.answer(host, path, status, &answer.to_string(), false);
    }

    /// The host of the address in this attribute.
    pub(crate) fn told_host(&self, attribute: &str) -> String {
        let address = self.told.with_untracked(|told| told.words(&[attribute])).expect("an address");
        address.trim_start_matches("https://").to_owned()
    }

    /// The service answers this when it is released, and not before.
    pub(crate) fn answers_late(&self, path: &str, status: u16, answer: &Value) {
        self.service.answer(&self.host, path, status, &answer.to_string(), true);
    }

    /// What was to be answered late is answered now.
    pub(crate) fn release(&self) {
        self.service.release(&self.host);
    }

    /// The service takes these requests and never answers them.
    pub(crate) fn never_answers(&self, path: &str) {
        self.service.answer(&self.host, path, 0, "null", false);
    }

    /// Waits until the widget has sent a change with these words in its method, path or body.
    pub(crate) async fn sent(&self, words: &str) {
        let sent = || self.service.written(&self.host);
        until(&format!("“{words}” to be sent"), || sent().contains(words)).await;
    }

    /// Every change that the widget sent, a line each: method, path, body.
    pub(crate) async fn written(&self) -> Vec<String> {
        // A body is read a moment after its request was seen.
        until("all changes to be read", || !self.service.written(&self.host).contains("(under way)")).await;
        self.service.written(&self.host).lines().map(str::to_owned).collect()
    }

    /// How often the widget asked for paths that contain this.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.service.asked(&self.host, path)
    }

    /// For whom the widget asked in a body, a line each.
    pub(crate) fn searched(&self) -> String {
        self.service.searched(&self.host)
    }

    /// Types into the first field that a selector finds.
    pub(crate) async fn types(&self, selector: &str, text: &str) {
        until(selector, || !self.all(selector).is_empty()).await;
        let field = &self.all(selector)[0];
        match field.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            Some(area) => area.set_value(text),
            None => field.unchecked_ref::<web_sys::HtmlInputElement>().set_value(text),
        }
        let options = web_sys::EventInit::new();
        options.set_bubbles(true);
        for kind in ["input", "change"] {
            let event = web_sys::Event::new_with_event_init_dict(kind, &options).expect("an event");
            field.dispatch_event(&event).expect("dispatched");
        }
        tick().await;
    }

    /// An event happens while the customer is shown.
    pub(crate) async fn happens(&self, event: &Value) {
        until("the live stream to be open", || self.service.streams(&self.host)).await;
        self.service.push(&self.host, &event.to_string());
    }

    /// This text comes over the live stream.
    pub(crate) async fn streams(&self, text: &str) {
        until("the live stream to be open", || self.service.streams(&self.host)).await;
        self.service.send(&self.host, text);
    }

    /// How often a host was asked for paths that contain `path`.
    pub(crate) fn asked_of(&self, host: &str, path: &str) -> usize {
        self.service.asked(host, path)
    }

    /// A profile view is sent while the customer is shown.
    pub(crate) async fn profile_changes(&self, view: &Value) {
        let stream = [self.host.as_str(), "/profile"].concat();
        until("the profile's stream to be open", || self.service.streams(&stream)).await;
        self.service.push(&stream, &view.to_string());
    }

    /// The live stream breaks, and is open again. Ends when the widget has asked for what it missed.
    pub(crate) async fn stream_is_cut(&self) {
        until("the live stream to be open", || self.service.streams(&self.host)).await;
        let history = "/v1/api/events/workspace-id/";
        let asked = self.service.asked(&self.host, history);
        self.service.cut(&self.host);
        until("the live stream to be open again", || self.service.streams(&self.host)).await;
        until("the history to be asked for", || self.service.asked(&self.host, history) > asked).await;
        tick().await;
    }

    /// The same; meanwhile the service answers this to whoever asks for the history.
    pub(crate) async fn stream_breaks(&self, status: u16, answer: &Value) {
        self.answers("/v1/api/events/", status, answer);
        self.stream_is_cut().await;
    }

    /// The address of a file of this host.
    pub(crate) fn file(&self, path: &str) -> String {
        format!("https://{}{path}", self.host)
    }

    /// The element is told something else.
    pub(crate) fn tell(&self, tell: impl FnOnce(&mut Told)) {
        self.told.update(tell);
    }

    /// What can be read in each part of this name.
    pub(crate) fn texts(&self, part: &str) -> Vec<String> {
        self.all(&format!("[part~={part}]")).iter().map(words).collect()
    }

    /// Everything that a selector finds.
    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|at| found.get(at)).map(JsCast::unchecked_into).collect()
    }

    /// Waits until a part of this name shows these words.
    pub(crate) async fn shows(&self, part: &str, wanted: &str) {
        let shown = || self.texts(part).iter().any(|text| text.contains(wanted));
        until(&format!("“{wanted}” in {part}; it shows {:?}", self.root.inner_text()), shown).await;
    }

    /// Waits until there are so many parts of this name.
    pub(crate) async fn has(&self, count: usize, part: &str) {
        let end = js_sys::Date::now() + PATIENCE;
        while self.texts(part).len() != count {
            assert!(
                js_sys::Date::now() < end,
                "not {count} × {part}, but {:?} in {}",
                self.texts(part),
                words(&self.root)
            );
            gloo_timers::future::TimeoutFuture::new(10).await;
        }
    }

    /// The agent asks for everything anew.
    pub(crate) async fn reload(&self) {
        self.click("[aria-label='More actions']", "").await;
        self.click("[role=menuitem]", "Refresh").await;
    }

    /// Clicks the first thing that a selector finds and that shows these words.
    pub(crate) async fn click(&self, selector: &str, wanted: &str) {
        let can_be_seen = |element: &Element| !element.has_attribute("hidden") && !element.has_attribute("disabled");
        let found = |element: &Element| can_be_seen(element) && words(element).contains(wanted);
        let find = || self.all(selector).into_iter().find(found);
        until(&format!("{selector} with “{wanted}”"), || find().is_some()).await;
        find().expect("it was just there").unchecked_into::<HtmlElement>().click();
        tick().await;
    }

    /// Presses a key where the focus is.
    pub(crate) async fn press(&self, key: &str) {
        let options = KeyboardEventInit::new();
        options.set_key(key);
        options.set_bubbles(true);
        options.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).expect("a key");
        self.focus().expect("something has the focus").dispatch_event(&event).expect("dispatched");
        tick().await;
    }

    /// What has the focus.
    pub(crate) fn focus(&self) -> Option<Element> {
        self.root.owner_document()?.active_element().filter(|element| self.root.contains(Some(element)))
    }

    /// Everything that can be read.
    pub(crate) fn text(&self) -> String {
        self.root.inner_text()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.view.take());
        self.owner.cleanup();
        self.root.remove();
    }
}

/// What the tab keeps.
pub(crate) fn storage() -> web_sys::Storage {
    let storage = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    storage.expect("the tab's storage")
}

pub(crate) fn words(element: &Element) -> String {
    element.unchecked_ref::<HtmlElement>().inner_text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So long is waited for something, ms: a busy machine may need it.
const PATIENCE: f64 = 20_000.0;

/// Waits for a condition; fails when it does not come in time.
pub(crate) async fn until(what: &str, condition: impl Fn() -> bool) {
    let end = js_sys::Date::now() + PATIENCE;
    while !condition() {
        assert!(js_sys::Date::now() < end, "it never came to {what}");
        gloo_timers::future::TimeoutFuture::new(10).await;
    }
}

/// Lets what was changed be drawn.
pub(crate) async fn tick() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}

/// Waits until the page has been drawn.
pub(crate) async fn drawn() {
    let frame = js_sys::Promise::new(&mut |done, _| {
        let window = web_sys::window().expect("a window");
        window.request_animation_frame(&done).expect("a frame");
    });
    wasm_bindgen_futures::JsFuture::from(frame).await.expect("drawn");
}

/// A time so many minutes ago, on the wire.
pub(crate) fn time(minutes_ago: i64) -> String {
    let now = chrono::DateTime::from_timestamp_millis(js_sys::Date::now() as i64).expect("now");
    journey::write_time(now - chrono::Duration::minutes(minutes_ago))
}

/// A contact-center event on the wire.
pub(crate) fn call(task: &str, kind: &str, minutes_ago: i64, mut data: Value) -> Value {
    data["taskId"] = json!(task);
    data["channelType"] = data.get("channelType").cloned().unwrap_or(json!("telephony"));
    json!({"id": task, "type": kind, "source": "wxcc", "time": time(minutes_ago), "identity": "+15550100", "data": data})
}

/// What the service itself answers where nobody, or nothing, is there.
pub(crate) fn not_found() -> Value {
    json!({"status": "404 NOT_FOUND", "message": "Not found", "errors": ["Not found"], "timestamp": "2026-03-01T10:00:00Z",
        "trackingId": "cjds-404"})
}

/// A custom event on the wire.
pub(crate) fn event(title: &str, minutes_ago: i64, mut data: Value) -> Value {
    data["uiData"]["title"] = json!(title);
    json!({"id": title, "type": "shop", "source": "custom/7", "time": time(minutes_ago), "identity": "+15550100", "data": data})
}
