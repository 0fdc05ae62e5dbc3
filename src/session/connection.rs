//! A connection: one platform that journeys are read from, which place of it is asked, and with which token. It lasts for as
//! long as the element names the platform; customers come and go meanwhile.

use std::rc::Rc;

use leptos::prelude::*;

use super::state::{Failure, Load, Part};
use super::task::{Task, at_once};
use super::{Session, clock};
use crate::element::Outgoing;
use crate::http::{Access, HttpError, Pass};
use crate::settings::{Missing, SourcePlace, SourceSettings};
use crate::sources::{Desktop, FirstOf, Source, SourceError};
use journey::{Journey, Platform};

/// A platform that journeys are read from. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Connection {
    pub(super) session: Session,
    /// Which platform.
    pub(crate) platform: Platform,
    /// What the element was told of it.
    pub(super) told: Memo<SourceSettings>,
    /// How far it has come.
    pub(super) state: RwSignal<Load<()>>,
    /// Ready to be asked.
    pub(super) source: RwSignal<Option<Source>, LocalStorage>,
    access: StoredValue<Rc<Access>, LocalStorage>,
    reconnects: RwSignal<u32>,
    /// Looking up the workspace.
    connecting: Task,
}

impl Connection {
    /// Begins in the current owner: connects as soon as everything is told that it needs.
    pub(super) fn start(session: Session, platform: Platform) -> Self {
        let told = Memo::new(move |_| {
            session.settings.with(|settings| {
                let found = settings.sources.iter().find(|source| source.platform == platform);
                found.cloned().unwrap_or_else(|| SourceSettings::none(platform))
            })
        });
        let connection = Self {
            session,
            platform,
            told,
            state: RwSignal::new(Load::Idle),
            source: RwSignal::new_local(None),
            access: StoredValue::new_local(Rc::new(Access::logged_in(session.requests.get_value()))),
            reconnects: RwSignal::new(0),
            connecting: Task::new(),
        };
        connection.keep_token();
        connection.keep_connected();
        connection
    }

    /// Hands each new token on, and how streams carry it: what waits for one goes on where it was, and streams are opened
    /// anew.
    fn keep_token(self) {
        let in_query = Memo::new(move |_| self.session.settings.with(|settings| settings.stream_query_token));
        let pass =
            Memo::new(move |_| self.told.with(|told| Pass { token: told.token.clone(), in_query: in_query.get() }));
        at_once(move || self.access.get_value().renew(pass.get()));
    }

    /// Finds the workspace whenever what it depends on changes: the place, or that there is a token at all.
    fn keep_connected(self) {
        let template = Memo::new(move |_| self.told.with(|told| told.place.as_ref().ok()?.template()));
        let place = Memo::new(move |_| self.told.with(|told| Some(told.place.as_ref().ok()?.without_template())));
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

    fn connect(self, place: Option<SourcePlace>, template: Memo<Option<String>>) {
        self.connecting.end();
        if self.source.with_untracked(Option::is_some) {
            self.source.set(None);
            // What was read is of another place.
            self.session.begin_anew();
        }
        let Some(place) = place else { return self.state.set(Load::Idle) };
        let connected = move |found: Result<Source, SourceError>| match found {
            Ok(source) => {
                let source = source.telling(|_| {}).with_template(template.get_untracked());
                self.source.set(Some(source));
                self.state.set(Load::Ready(()));
            }
            Err(error) => self.state.set(Load::Failed(self.report(Part::Workspace, &error))),
        };
        let access = self.access.get_value();
        if let Some(named) = Source::named(&place, &access) {
            return connected(named);
        }
        self.state.set(Load::Loading);
        self.connecting.run(async move {
            let found =
                Source::look_up(&place, &access, self.session.desktop(), self.waiting_in(self.state, Part::Workspace))
                    .await;
            if let Some(first_of) = found.as_ref().ok().and_then(Source::first_of) {
                say_which(&first_of);
            }
            connected(found);
        });
    }

    /// Tries again to find the workspace.
    pub(super) fn retry(self) {
        self.reconnects.update(|count| *count = count.wrapping_add(1));
    }

    /// Whether it has failed for good; one whose token was refused goes on with the next.
    pub(super) fn is_over(self) -> bool {
        self.state.with(|state| state.failure().is_some_and(|failure| !failure.waits_for_token()))
    }

    /// What it needs and was not told.
    pub(crate) fn missing(self) -> Option<Missing> {
        self.told.with(|told| told.place.as_ref().err().cloned())
    }

    /// Why it is not there.
    pub(crate) fn failure(self) -> Option<Failure> {
        self.state.with(|state| state.failure().cloned())
    }

    /// What `error` means for the screen; the page around the element hears of it too.
    pub(super) fn report(self, part: Part, error: &SourceError) -> Failure {
        let failure = Failure::of(self.platform, part, error);
        self.session.tell_failure(&failure);
        failure
    }

    /// What a load says in its section when its token is refused: that it waits for a new one; and when it goes on.
    pub(super) fn waiting_in<T: Send + Sync + 'static>(
        self,
        state: RwSignal<Load<T>>,
        part: Part,
    ) -> impl Fn(Option<&HttpError>) + 'static {
        move |refused| {
            state.set(match refused {
                Some(error) => Load::Failed(self.report(part, &SourceError::Http(error.clone()))),
                None => Load::Loading,
            });
        }
    }
}

impl Session {
    /// Keeps a connection to each platform that the element names. Others begin anew, and so does the customer.
    pub(super) fn keep_connections(self) {
        let platforms = Memo::new(move |_| {
            self.settings.with(|settings| settings.sources.iter().map(|source| source.platform).collect::<Vec<_>>())
        });
        let element = self.owner.get_value();
        let mut before: Option<Owner> = None;
        at_once(move || {
            let platforms = platforms.get();
            untrack(|| {
                let own = element.child();
                let connections =
                    own.with(|| platforms.into_iter().map(|platform| Connection::start(self, platform)).collect());
                self.connections.set(connections);
                if let Some(before) = before.replace(own) {
                    // The customer goes first: what is drawn reads these until then.
                    self.retired.update_value(|retired| retired.push(before));
                    self.begin_anew();
                }
            });
        });
    }

    /// The desktop around the element, as far as sources are asked through it.
    fn desktop(self) -> Desktop {
        Desktop { request: self.lcm_request, settings: self.settings, zone: clock::ZONE }
    }

    /// What is known of the customer is of other places.
    fn begin_anew(self) {
        self.places.update(|count| *count = count.wrapping_add(1));
    }

    /// Tries a part of a platform's that failed again.
    pub(crate) fn retry(self, platform: Platform, part: Part) {
        match part {
            Part::Workspace => self.connection_of(platform).into_iter().for_each(Connection::retry),
            part => {
                if let Some(source) = self.customer.get_untracked().and_then(|customer| customer.source_of(platform)) {
                    source.load_again(part);
                }
            }
        }
    }

    /// A journey of which nothing is known yet.
    pub(super) fn empty_journey(self) -> Journey {
        let platforms: Vec<Platform> =
            self.connections.with_untracked(|all| all.iter().map(|connection| connection.platform).collect());
        Journey::of(&platforms)
    }

    /// The connection to a platform.
    fn connection_of(self, platform: Platform) -> Option<Connection> {
        self.connections.with_untracked(|all| all.iter().find(|one| one.platform == platform).copied())
    }

    /// Asks again for what could not be had: the service is back.
    pub(super) fn retry_unanswered(self) {
        for connection in self.connections.get_untracked() {
            if connection.state.with_untracked(|state| state.failure().is_some_and(Failure::is_of_the_service)) {
                connection.retry();
            }
        }
        for source in self.customer.get_untracked().into_iter().flat_map(|customer| customer.sources()) {
            source.load_unanswered();
        }
    }

    /// Which workspace was taken, where there are several to choose from.
    pub(crate) fn first_of(self) -> Option<Rc<FirstOf>> {
        let first_of = |one: &Connection| one.source.with(|source| source.as_ref()?.first_of());
        self.connections.with(|all| all.iter().find_map(first_of))
    }

    /// Tells the page around the element of a failure.
    pub(super) fn tell_failure(self, failure: &Failure) {
        let tracking_id = failure.tracking_id.as_ref().map(ToString::to_string);
        let (part, status) = (failure.part.name(), failure.cause.status());
        self.emit(Outgoing::Error { part, platform: Some(failure.platform), status, tracking_id });
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
