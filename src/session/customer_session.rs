//! One customer, for as long as they are shown: a reactive owner of its own, made for an identity in a workspace. When
//! either changes the owner ends, and with it every signal, request, stream and timer of this customer: nothing is reset,
//! and no late answer finds anybody else.

use std::ops::Deref;
use std::sync::Arc;

use leptos::prelude::*;

use super::aim::{default_filter, effective_filter};
use super::edits::Edits;
use super::loads::failure_of;
use super::state::{Failure, HistoryProgress, LiveStatus, Load};
use super::task::{Task, at_once, begin};
use super::{Session, clock};
use crate::http::Paging;
use journey::{Chosen, Counters, EntryId, Filter, Glance, Held, Identity, Journey, Person, Profile, Sought, Timeline};

/// The journey of one customer. A handle: copies are the same. What the element is told and knows besides is read through it.
#[derive(Clone, Copy)]
pub(crate) struct CustomerSession {
    /// The element's session.
    pub(super) session: Session,
    /// Who that is; `None`: nobody known.
    pub(crate) person: RwSignal<Load<Option<Arc<Person>>>>,
    /// The progressive profile; `None`: there is none yet.
    pub(crate) profile: RwSignal<Load<Option<Arc<Profile>>>>,
    /// Why the profile that is shown may be old.
    pub(crate) profile_failure: RwSignal<Option<Failure>>,
    /// How far the history has come.
    pub(crate) history: RwSignal<Load<HistoryProgress>>,
    /// Everything that is known of the customer. Read it through a memo.
    pub(crate) journey: RwSignal<Journey>,
    /// What the agent chose to see, within what is set. Set it by [`CustomerSession::set_filter`].
    pub(crate) filter: Memo<Filter>,
    /// What is shown of it: days of entries, by filter and limit.
    pub(crate) timeline: Memo<Timeline>,
    /// Contacts by channel, wrap-up code and time, over the chosen range.
    pub(crate) counters: Memo<Counters>,
    /// The latest contacts.
    pub(crate) glance: Memo<Glance>,
    /// How new events come in.
    pub(crate) live: Memo<LiveStatus>,
    /// How many new entries wait to be shown.
    pub(crate) held_count: Memo<usize>,
    /// Entries that stand open.
    pub(crate) open: RwSignal<Chosen<EntryId>>,
    /// The entry that a link led to, which is to be brought into sight; the number tells one time from another.
    pub(crate) revealed: RwSignal<Option<(EntryId, u32)>>,
    /// What is being changed.
    pub(crate) edits: Edits,

    own: StoredValue<Owner>,
    sought: StoredValue<Sought>,
    /// The contact's default filter that would have hidden everything.
    pub(super) given_way: RwSignal<Option<String>>,
    pub(super) has_given_way: Memo<bool>,
    pub(super) more: RwSignal<usize>,
    pub(super) held: RwSignal<Held>,
    pub(super) paused: RwSignal<bool>,
    pub(super) at_top: RwSignal<bool>,
    pub(super) stream: RwSignal<LiveStatus>,
    /// Which page of the history is read next.
    pub(super) paging: RwSignal<Paging>,
    /// How often it was asked again who an unknown customer is.
    pub(super) looks: RwSignal<u32>,
    pub(super) tasks: CustomerTasks,
}

/// What a customer can have under way, each once at a time.
#[derive(Clone, Copy)]
pub(super) struct CustomerTasks {
    /// Looking up the person.
    pub(super) person: Task,
    /// Looking up again a person who was not known.
    pub(super) look_again: Task,
    /// Reading the history.
    pub(super) history: Task,
    /// Reading what is there for the searches to come.
    pub(super) search: Task,
    /// Reading the profile.
    pub(super) profile: Task,
    /// Following events.
    pub(super) live_events: Task,
    /// Following the profile.
    pub(super) live_profile: Task,
}

impl Deref for CustomerSession {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl CustomerSession {
    /// Begins in the current owner: asks for everything as soon as the workspace is known, and follows it.
    pub(super) fn start(session: Session, sought: Sought) -> Self {
        let Session { settings, now, place, chosen, chosen_range, .. } = session;
        let given_way = RwSignal::new(None::<String>);
        let has_given_way = Memo::new(move |_| {
            settings.with(|settings| {
                given_way.with(|given| given.is_some() && given.as_deref() == default_filter(settings))
            })
        });
        let filter = Memo::new(move |_| {
            settings.with(|settings| {
                chosen
                    .with(|chosen| effective_filter(settings, chosen.as_ref(), chosen_range.get(), has_given_way.get()))
            })
        });
        let more = RwSignal::new(0_usize);
        let journey = RwSignal::new(Journey::default());
        let shown =
            Memo::new(move |_| settings.with(|settings| settings.limit.saturating_mul(more.get().saturating_add(1))));
        let timeline = Memo::new(move |_| {
            journey.with(|journey| filter.with(|filter| Timeline::of(journey, filter, now.get(), shown.get())))
        });
        // What is counted does not depend on what is searched for: a keystroke counts nothing again.
        let scope = Memo::new(move |_| filter.with(Filter::widened));
        let counters = Memo::new(move |_| {
            place.track();
            journey.with(|journey| scope.with(|scope| Counters::of(journey, scope, now.get(), clock::ZONE)))
        });
        let glance =
            Memo::new(move |_| journey.with(|journey| scope.with(|scope| Glance::of(journey, scope, now.get()))));
        let held = RwSignal::new(Held::default());
        let paused = RwSignal::new(false);
        let stream = RwSignal::new(LiveStatus::Off);
        // Until the workspace is found a customer's sections are on their way, not empty.
        let person = RwSignal::new(Load::Loading);
        let profile = RwSignal::new(Load::Loading);
        let history = RwSignal::new(Load::Loading);
        let waits_for_token = move || {
            person.with(|person| person.failure().is_some_and(Failure::waits_for_token))
                || profile.with(|profile| profile.failure().is_some_and(Failure::waits_for_token))
                || history.with(|history| failure_of(history).is_some_and(Failure::waits_for_token))
        };
        let customer = Self {
            session,
            person,
            profile,
            profile_failure: RwSignal::new(None),
            history,
            journey,
            filter,
            timeline,
            counters,
            glance,
            live: Memo::new(move |_| match stream.get() {
                _ if waits_for_token() => LiveStatus::WaitingForToken,
                LiveStatus::Live | LiveStatus::Polling if paused.get() => LiveStatus::Paused,
                status => status,
            }),
            held_count: Memo::new(move |_| held.with(Held::entries)),
            open: RwSignal::new(Chosen::default()),
            revealed: RwSignal::new(None),
            edits: Edits::new(),
            own: StoredValue::new(Owner::current().unwrap_or_default()),
            sought: StoredValue::new(sought),
            given_way,
            has_given_way,
            more,
            held,
            paused,
            at_top: RwSignal::new(true),
            stream,
            paging: RwSignal::new(Paging::default()),
            looks: RwSignal::new(0),
            tasks: CustomerTasks {
                person: Task::new(),
                look_again: Task::new(),
                history: Task::new(),
                search: Task::new(),
                profile: Task::new(),
                live_events: Task::new(),
                live_profile: Task::new(),
            },
        };
        customer.load_when_connected();
        customer.keep_live();
        customer.keep_preset();
        customer.keep_link_followed();
        customer
    }

    /// Whose journey it is.
    pub(crate) fn identity(self) -> Identity {
        self.sought.with_value(|sought| sought.identity.clone())
    }

    /// The same as the journey service is asked for it, with its kind.
    pub(crate) fn sought(self) -> Sought {
        self.sought.get_value()
    }

    /// An owner below this customer's: what is drawn of the customer ends with it, and with what it is drawn in.
    pub(crate) fn owner(self) -> Owner {
        self.own.get_value().child()
    }

    /// Runs `act` in this customer's owner: what it begins ends with the customer.
    pub(super) fn within(self, act: impl FnOnce()) {
        self.own.get_value().with(|| untrack(act));
    }

    /// Does `work` in the background until it is done or this customer is no longer shown.
    pub(super) fn spawn(self, work: impl Future<Output = ()> + 'static) {
        begin(&self.own.get_value(), Box::pin(work));
    }

    fn load_when_connected(self) {
        let template = Memo::new(move |_| self.source.with(|source| Some(source.as_ref()?.template_name())));
        let mut before = None;
        at_once(move || {
            let template = template.get();
            let was = std::mem::replace(&mut before, template.clone());
            untrack(|| match (was, template) {
                (None, Some(_)) => self.load_all(),
                // Another template is another profile, and nothing more.
                (Some(was), Some(template)) if was != template => {
                    self.tasks.live_profile.end();
                    self.load_profile();
                }
                _ => {}
            });
        });
    }
}
