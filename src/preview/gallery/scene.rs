//! One scene of the gallery: what its journey service answers, what the widget is told, and what was clicked. Pure.

use serde_json::{Value, json};

use super::samples;

/// One widget in one state.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    /// Its word in the page's address.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) about: &'static str,
    /// Whether it takes the whole page, as a dialog does: it is not shown among the others then.
    pub(crate) alone: bool,
    /// How wide it is, px.
    pub(crate) width: u32,
    pub(crate) attributes: Vec<(&'static str, &'static str)>,
    pub(crate) properties: Value,
    /// Part of the path, status and body; without a status it never answers.
    pub(crate) answers: Vec<(&'static str, Option<u16>, Value)>,
    /// The live stream: `"open"`, `"breaks"`, a status, or null for one that never answers.
    pub(crate) stream: Value,
    /// Whether the history never ends: every page of it is full.
    pub(crate) endless: bool,
    /// What was done: `["click", selector]`, `["type", selector, text]`, `["choose", selector, value]`,
    /// `["press", selector, key]` (`"Shift+…"`), `["see", selector]`, `["happens", event]`, `["offline"]`.
    pub(crate) steps: Vec<Value>,
}

impl Scene {
    /// A customer with a history.
    pub(super) fn new(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            alone: false,
            width: 360,
            attributes: vec![("project-id", "ws"), ("limit", "20")],
            properties: json!({"organizationId": "org", "bearerToken": "token", "interactionData": samples::contact()}),
            answers: vec![
                (
                    "/profile-view-template",
                    Some(200),
                    json!({"data": [{"id": "t", "name": "journey-default-template"}]}),
                ),
                ("/progressive-profile-view", Some(200), samples::profile()),
                ("/person", Some(200), samples::person()),
                ("/v1/api/events", Some(200), json!({"data": samples::history()})),
            ],
            stream: json!("open"),
            endless: false,
            steps: Vec::new(),
        }
        .see("[part~=contact], [part~=event], [part~=empty], [part~=error]")
    }

    pub(super) fn wide(mut self, width: u32) -> Self {
        self.width = width;
        self
    }

    pub(super) fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    pub(super) fn told(mut self, name: &'static str, value: &'static str) -> Self {
        self.attributes.retain(|(known, _)| *known != name);
        self.attributes.push((name, value));
        self
    }

    pub(super) fn untold(mut self, name: &'static str) -> Self {
        self.attributes.retain(|(known, _)| *known != name);
        self
    }

    pub(super) fn given(mut self, name: &str, value: Value) -> Self {
        self.properties[name] = value;
        self
    }

    pub(super) fn answering(mut self, path: &'static str, status: u16, body: Value) -> Self {
        self.answers.insert(0, (path, Some(status), body));
        self
    }

    pub(super) fn silent(mut self, path: &'static str) -> Self {
        self.answers.insert(0, (path, None, Value::Null));
        self
    }

    pub(super) fn knowing(self, events: Vec<Value>) -> Self {
        self.answering("/v1/api/events", 200, json!({"data": events}))
    }

    pub(super) fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    pub(super) fn streaming(mut self, stream: Value) -> Self {
        self.stream = stream;
        self
    }

    pub(super) fn click(mut self, selector: &str) -> Self {
        self.steps.push(json!(["click", selector]));
        self
    }

    pub(super) fn see(mut self, selector: &str) -> Self {
        self.steps.push(json!(["see", selector]));
        self
    }

    /// The same customer at three platforms.
    pub(super) fn of_platforms(self) -> Self {
        self.told("sources", "cjds avaya genesys")
            .told("avaya-base-url", "")
            .told("avaya-account-id", "ABCDEF")
            .told("genesys-base-url", "")
            .given("avayaToken", json!("token"))
            .given("genesysToken", json!("token"))
            .answering("/api/journey/v1/accounts/ABCDEF/identifiers", 200, samples::identifier_types())
            .answering("/journeys:search", 200, samples::engagements())
            .answering("/details/query", 200, samples::conversations())
            .answering("/journey/sessions", 200, json!({"entities": []}))
            .answering("/routing/wrapupcodes", 200, samples::wrap_up_codes())
            .answering("/routing/queues", 200, samples::genesys_queues())
            .answering("/api/v2/users", 200, samples::genesys_users())
            .answering("/identifierlookup/contacts", 200, samples::external_contact())
            .answering("/notifications/channels", 403, json!({}))
    }

    /// Other things to be seen at first than those of [`Self::new`].
    pub(super) fn seeing(mut self, selector: &str) -> Self {
        self.steps.clear();
        self.see(selector)
    }

    pub(super) fn types(mut self, selector: &str, text: &str) -> Self {
        self.steps.push(json!(["type", selector, text]));
        self
    }

    /// Sets the value of a list or a date field, as choosing it does.
    pub(super) fn chooses(mut self, selector: &str, value: &str) -> Self {
        self.steps.push(json!(["choose", selector, value]));
        self
    }

    pub(super) fn presses(mut self, selector: &str, key: &str) -> Self {
        self.steps.push(json!(["press", selector, key]));
        self
    }

    /// Looks somebody up, and goes back.
    pub(super) fn looks_up(self, identity: &str) -> Self {
        self.types("[part~=search] input", identity)
            .click("[part~=search] [type=submit]")
            .see("[part~=contact]")
            .click("[part~=search] .link")
            .see("[part~=recent]")
    }

    pub(super) fn goes_offline(mut self) -> Self {
        self.steps.push(json!(["offline"]));
        self
    }

    pub(super) fn happens(mut self, event: Value) -> Self {
        self.steps.push(json!(["happens", event]));
        self
    }

    /// What the page's service knows of it.
    pub(crate) fn service(&self) -> Value {
        json!({"answers": self.answers, "stream": self.stream, "endless": self.endless})
    }
}
