//! `logs-on`: what the session does, in the browser's console, for the administrator who wonders.
//!
//! It follows what the session says of itself, so nothing else calls it; and it names no value: no token, no identity,
//! nothing of a customer, not even a parser's words, which quote what they could not read.

use js_sys::Date;
use leptos::prelude::*;

use super::Session;
use super::connection::Connection;
use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::{Failure, Load};
use super::task::at_once;
use crate::http::ReadTracking;
use crate::later::{self, later};
use crate::sources::Said;

impl Session {
    /// Writes each change to the console while `logs-on` is set.
    pub(super) fn keep_log(self) {
        let is_on = Memo::new(move |_| self.settings.with(|settings| settings.logs));
        Effect::new(move |_| {
            if is_on.get() && later::is_ready() {
                write_log(self);
            }
        });
    }

    /// Keeps the last requests while `logs-on` is set, from the very first on.
    pub(super) fn keep_requests(self) {
        let is_on = Memo::new(move |_| self.settings.with(|settings| settings.logs));
        let log = self.requests.get_value();
        let read_tracking: ReadTracking = |body| Said::read(body).tracking_id;
        at_once(move || log.keep(is_on.get().then_some(read_tracking)));
    }

    /// Follows everything, until whoever called it runs again or ends.
    fn follow_all(self) {
        let start = Date::now();
        self.log(start, "settings", move || {
            self.settings.with(|settings| {
                let named = settings.sources.iter().map(|source| {
                    let place = if source.place.is_ok() { "complete" } else { "not complete" };
                    let token = if source.token.is_empty() { "no token" } else { "a token" };
                    [source.platform.name(), " ", place, ", ", token].concat()
                });
                let live = if settings.live { "live" } else { "not live" };
                let contact = if settings.contact.is_some() { "a contact" } else { "no contact" };
                named.chain([live.to_owned(), contact.to_owned()]).collect::<Vec<_>>().join(", ")
            })
        });
        self.log(start, "workspace", move || {
            self.connections.with(|all| {
                let state = |one: &Connection| one.state.with(|load| words(load, |()| "found".to_owned()));
                all.iter().map(state).collect::<Vec<_>>().join(", ")
            })
        });
        self.log(start, "customer", move || {
            if self.customer.with(Option::is_some) { "one" } else { "none" }.to_owned()
        });
        self.log(start, "person", move || {
            self.of_customer(|customer| {
                let known = |person: &Option<_>| if person.is_some() { "known" } else { "unknown" }.to_owned();
                customer.person.with(|load| words(load, known))
            })
        });
        self.log(start, "history", move || {
            self.of_customer(|customer| {
                customer.history.with(|load| {
                    words(load, |progress| {
                        let state = match &progress.failure {
                            Some(failure) => failed(failure),
                            None if progress.complete => "complete".to_owned(),
                            None if progress.has_older => "older ones on demand".to_owned(),
                            None => "more to come".to_owned(),
                        };
                        [&progress.events.to_string(), " events, ", &state].concat()
                    })
                })
            })
        });
        self.log(start, "profile", move || {
            self.of_customer(|customer| {
                let of = |source: SourceSession| {
                    source.profile.with(|load| {
                        words(load, |profile| {
                            let count = profile.as_ref().map_or(0, |profile| profile.attributes.len());
                            [&count.to_string(), " attributes"].concat()
                        })
                    })
                };
                customer.sources().into_iter().map(of).collect::<Vec<_>>().join(", ")
            })
        });
        self.log(start, "live events", move || self.of_customer(|customer| format!("{:?}", customer.live.get())));
        self.log(start, "icon map", move || if self.icons.with(Option::is_some) { "read" } else { "none" }.to_owned());
    }

    fn of_customer(self, words: impl FnOnce(CustomerSession) -> String) -> String {
        self.customer.get().map_or_else(|| "not asked for".to_owned(), words)
    }

    fn log(self, start: f64, part: &'static str, words: impl Fn() -> String + 'static) {
        self.log_boxed(start, part, Box::new(words));
    }

    fn log_boxed(self, start: f64, part: &'static str, words: Box<dyn Fn() -> String>) {
        let mut before = String::new();
        Effect::new(move |_| {
            let words = words();
            if words != before {
                let after = ((Date::now() - start) as u64).to_string();
                let line = ["<customer-journey-widget> after ", &after, " ms: ", part, ": ", &words].concat();
                web_sys::console::info_1(&line.into());
                before = words;
            }
        });
    }
}

later! {
    fn write_log(session: Session) -> () = Session::follow_all, "f11e5000000000000000000000000003"
}

fn words<T>(load: &Load<T>, ready: impl Fn(&T) -> String) -> String {
    match load {
        Load::Idle => "not asked for".to_owned(),
        Load::Loading => "on its way".to_owned(),
        Load::Ready(data) => ready(data),
        Load::Failed(failure) => failed(failure),
    }
}

fn failed(failure: &Failure) -> String {
    let status = failure.cause.status().map_or_else(|| "no status".to_owned(), |status| status.to_string());
    let tracking = failure.tracking_id.as_ref().map_or("none", |id| id.as_str());
    ["failed, ", &status, ", tracking id ", tracking].concat()
}
