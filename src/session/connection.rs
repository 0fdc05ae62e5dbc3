//! The connection: which workspace is asked, with which token, and for which customer.

use std::rc::Rc;

use leptos::prelude::*;

use super::Session;
use super::customer_session::CustomerSession;
use super::state::{Failure, Load, Part};
use super::task::at_once;
use crate::element::Outgoing;
use crate::http::{Client, Hosts, Pass};
use crate::settings::Place;
use crate::sources::{FirstOf, Source, SourceError};

impl Session {
    /// Finds the workspace whenever what it depends on changes: the place, or that there is a token at all.
    pub(super) fn keep_connected(self) {
        let template = Memo::new(move |_| self.told.with(|wants| wants.place.as_ref().ok()?.template.clone()));
        let place = Memo::new(move |_| {
            self.told.with(|wants| {
                let place = wants.place.as_ref().ok().filter(|_| !wants.token.is_empty())?;
                Some(Place { template: None, ..place.clone() })
            })
        });
        at_once(move || {
            let place = place.get();
            self.reconnects.track();
            untrack(|| self.connect(place, template));
        });
        Effect::new(move |_| {
            let template = template.get();
            let source = self.source.get_untracked().filter(|source| source.template_name() != template);
            if let Some(source) = source {
                self.source.set(Some(source.with_template(template)));
            }
        });
    }

    fn connect(self, place: Option<Place>, template: Memo<Option<String>>) {
        self.connecting.end();
        self.source.set(None);
        self.workspaces.update(|count| *count = count.wrapping_add(1));
        let Some(place) = place else { return self.connection.set(Load::Idle) };
        let connected = move |found: Result<Source, SourceError>| match found {
            Ok(source) => {
                let source = source.telling(|_| {}).with_template(template.get_untracked());
                self.source.set(Some(source));
                self.connection.set(Load::Ready(()));
            }
            Err(error) => self.connection.set(Load::Failed(self.report(Part::Workspace, &error))),
        };
        let client = Client::new(Hosts::new(&place.base_url, place.next_url.as_deref()), self.access.get_value());
        if let Some(named) = Source::named(&client, &place) {
            return connected(named);
        }
        self.connection.set(Load::Loading);
        self.connecting.run(async move {
            let client = client.telling(self.waiting_in(self.connection, Part::Workspace));
            let found = Source::look_up(client, &place).await;
            if let Some(first_of) = found.as_ref().ok().and_then(Source::first_of) {
                say_which(&first_of);
            }
            connected(found);
        });
    }

    /// Hands each new token on, and how streams carry it: what waits for one goes on where it was, and streams are opened
    /// anew.
    pub(super) fn keep_token(self) {
        let pass = Memo::new(move |_| {
            self.settings.with(|settings| Pass { token: settings.token.clone(), in_query: settings.stream_query_token })
        });
        at_once(move || self.access.get_value().renew(pass.get()));
    }

    /// Begins with the customer anew whenever it is another one, or another workspace. The owner of the customer
    /// before ends first.
    pub(super) fn keep_customer(self) {
        let mut before = None;
        let element = self.owner.get_value();
        let mut shown = Owner::new();
        at_once(move || {
            let sought = self.sought.get();
            self.workspaces.track();
            untrack(|| {
                // The workspace may be found by now: nobody should have to ask for it anew for each customer.
                if sought.is_some() && sought != before && self.connection.with(is_over) {
                    self.retry(Part::Workspace);
                }
                before.clone_from(&sought);
                // Leptos' render effects end with the nodes that they draw, a moment later: until then they rest, as
                // what they read is gone. So this is not the effect's own owner, which would end without a pause.
                shown.pause();
                shown.cleanup();
                shown = element.child();
                self.set_customer.set(sought.map(|sought| shown.with(|| CustomerSession::start(self, sought))));
            });
        });
    }

    /// Tries a part that failed again.
    pub(crate) fn retry(self, part: Part) {
        match (part, self.customer.get_untracked()) {
            (Part::Workspace, _) => self.reconnects.update(|count| *count = count.wrapping_add(1)),
            (part, Some(customer)) => customer.load_again(part),
            (_, None) => {}
        }
    }

    /// Asks again for what could not be had: the service is back.
    pub(super) fn retry_unanswered(self) {
        if self.connection.with_untracked(|connection| connection.failure().is_some_and(Failure::is_of_the_service)) {
            self.retry(Part::Workspace);
        }
        if let Some(customer) = self.customer.get_untracked() {
            customer.load_unanswered();
        }
    }

    /// Which workspace was taken, where there are several to choose from.
    pub(crate) fn first_of(self) -> Option<Rc<FirstOf>> {
        self.source.with(|source| source.as_ref()?.first_of())
    }

    /// What `error` means for the screen; the page around the element hears of it too.
    pub(super) fn report(self, part: Part, error: &SourceError) -> Failure {
        let failure = Failure::of(part, error);
        let tracking_id = failure.tracking_id.as_ref().map(ToString::to_string);
        self.emit(Outgoing::Error { part: failure.part.name(), status: failure.cause.status(), tracking_id });
        failure
    }
}

/// Says in the console which workspace was taken of several, for the administrator: the others' histories are not seen.
fn say_which(FirstOf { name, id, count }: &FirstOf) {
    let line = format!(
        "<customer-journey-widget>: {count} workspaces of this organization have a subscription; the first is taken, \"{name}\" \
         (project-id=\"{id}\"). Set project-id to choose one."
    );
    web_sys::console::warn_1(&line.into());
}

/// Whether a load has failed for good; one whose token was refused goes on with the next.
fn is_over(load: &Load<()>) -> bool {
    load.failure().is_some_and(|failure| !failure.waits_for_token())
}
