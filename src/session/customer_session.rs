//! One customer, for as long as they are shown: a reactive owner of its own, made for an identity in a workspace. When
//! either changes the owner ends, and with it every signal, request, stream and timer of this customer: nothing is reset,
//! and no late answer finds anybody else.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::aim::{default_filter, effective_filter};
use super::connection::Connection;
use super::edits::Edits;
use super::notes::Notes;
use super::source_session::SourceSession;
use super::state::{HistoryProgress, Inspected, LiveStatus, Load, Revealed};
use super::task::{Task, at_once, begin};
use super::{Session, clock};
use journey::{Chosen, Counters, EntryId, Filter, Glance, Held, Identity, Journey, Person, Platform, Sought, Timeline};

/// The journey of one customer. A handle: copies are the same. What the element is told and knows besides is read through it.
#[derive(Clone, Copy)]
pub(crate) struct CustomerSession {
    /// The element's session.
    pub(super) session: Session,
    /// Who that is, as the first platform knows it that knows anybody; `None`: nobody known.
    pub(crate) person: Memo<Load<Option<Arc<Person>>>>,
    /// How far the histories have come.
    pub(crate) history: Memo<Load<HistoryProgress>>,
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
    /// The entry that a link or a statement led to, which is to be brought into sight.
    pub(crate) revealed: RwSignal<Option<Revealed>>,
    /// The entries of the statement that the agent followed.
    pub(crate) pointed: RwSignal<Vec<EntryId>>,
    /// What an administrator wonders about, while its dialog is open.
    pub(crate) inspected: RwSignal<Option<Inspected>>,
    /// What is being changed.
    pub(crate) edits: Edits,

    sources: StoredValue<Vec<SourceSession>>,
    pub(super) own: StoredValue<Owner>,
    /// The notes on the customer, once somebody has asked for them.
    pub(super) kept_notes: StoredValue<Option<Notes>>,
    sought: StoredValue<Sought>,
    /// The contact's default filter that would have hidden everything.
    pub(super) given_way: RwSignal<Option<String>>,
    pub(super) has_given_way: Memo<bool>,
    pub(super) more: RwSignal<usize>,
    pub(super) held: RwSignal<Held>,
    pub(super) paused: RwSignal<bool>,
    pub(super) at_top: RwSignal<bool>,
    /// Reading what is there for the searches to come.
    pub(super) preparing_search: Task,
}

impl Deref for CustomerSession {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Session {
    /// Begins with the customer anew whenever it is another one, or another place. The owner of the customer before ends
    /// first.
    pub(super) fn keep_customer(self) {
        let mut before = None;
        let element = self.owner.get_value();
        let mut shown = Owner::new();
        at_once(move || {
            let sought = self.sought.get();
            self.places.track();
            untrack(|| {
                // A workspace may be found by now: nobody should have to ask for it anew for each customer.
                if sought.is_some() && sought != before {
                    let over = self.connections.get().into_iter().filter(|connection| connection.is_over());
                    over.for_each(Connection::retry);
                }
                before.clone_from(&sought);
                // Leptos' render effects end with the nodes that they draw, a moment later: until then they rest, as
                // what they read is gone. So this is not the effect's own owner, which would end without a pause.
                shown.pause();
                shown.cleanup();
                let retired = self.retired.try_update_value(std::mem::take).unwrap_or_default();
                retired.iter().for_each(Owner::cleanup);
                shown = element.child();
                self.set_customer.set(sought.map(|sought| shown.with(|| CustomerSession::start(self, sought))));
            });
        });
    }
}

impl CustomerSession {
    /// Begins in the current owner: each platform is asked for everything as soon as it can be, and followed.
    pub(super) fn start(session: Session, sought: Sought) -> Self {
        let Session { settings, now, place, chosen, chosen_range, .. } = session;
        let sources = StoredValue::new(Vec::new());
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
        let journey = RwSignal::new(session.empty_journey());
        let shown =
            Memo::new(move |_| settings.with(|settings| settings.limit.saturating_mul(more.get().saturating_add(1))));
        let timeline = Memo::new(move |_| {
            let reach = sources.with_value(|all| reach_of(all));
            journey
                .with(|journey| filter.with(|filter| Timeline::back_to(reach, journey, filter, now.get(), shown.get())))
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
        let customer = Self {
            session,
            person: Memo::new(move |_| sources.with_value(|all| person_of(all))),
            history: Memo::new(move |_| sources.with_value(|all| history_of(all))),
            journey,
            filter,
            timeline,
            counters,
            glance,
            live: Memo::new(move |_| sources.with_value(|all| live_of(all))),
            held_count: Memo::new(move |_| held.with(Held::entries)),
            open: RwSignal::new(Chosen::default()),
            revealed: RwSignal::new(None),
            pointed: RwSignal::new(Vec::new()),
            inspected: RwSignal::new(None),
            edits: Edits::new(),
            sources,
            own: StoredValue::new(Owner::current().unwrap_or_default()),
            kept_notes: StoredValue::new(None),
            sought: StoredValue::new(sought),
            given_way,
            has_given_way,
            more,
            held,
            paused,
            at_top: RwSignal::new(true),
            preparing_search: Task::new(),
        };
        let connections = session.connections.get_untracked();
        let all: Vec<SourceSession> =
            connections.into_iter().map(|connection| SourceSession::start(customer, connection)).collect();
        sources.set_value(all.clone());
        all.into_iter().for_each(SourceSession::begin);
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

    /// What each platform knows of the customer, in the order in which they are named.
    pub(crate) fn sources(self) -> Vec<SourceSession> {
        self.sources.get_value()
    }

    /// Whether journeys of several platforms are read: only then is there something to tell apart.
    pub(crate) fn has_several(self) -> bool {
        self.sources.with_value(|all| all.len() > 1)
    }

    /// What this platform knows of the customer.
    pub(super) fn source_of(self, platform: Platform) -> Option<SourceSession> {
        self.sources.with_value(|all| all.iter().find(|one| one.platform() == platform).copied())
    }

    /// Back to when the histories are read that are not read to their beginning.
    pub(crate) fn reach(self) -> Option<DateTime<Utc>> {
        self.sources().into_iter().filter_map(SourceSession::reach).max()
    }

    /// The platform whose person is shown: what is changed is changed there.
    pub(super) fn shown_source(self) -> Option<SourceSession> {
        self.sources.with_value(|all| all.iter().find(|one| one.person.with(knows)).or(all.first()).copied())
    }
}

fn knows(person: &Load<Option<Arc<Person>>>) -> bool {
    person.ready().is_some_and(Option::is_some)
}

/// Who the customer is: whom the first platform knows that knows anybody; while others may still know somebody, nothing is
/// said.
fn person_of(all: &[SourceSession]) -> Load<Option<Arc<Person>>> {
    if let [only] = all {
        return only.person.get();
    }
    let first = |is_meant: fn(&Load<Option<Arc<Person>>>) -> bool| {
        all.iter().find(|one| one.person.with(is_meant) && !one.is_out_of_reach())
    };
    let found = first(knows).or_else(|| first(Load::is_loading)).or_else(|| first(|person| person.ready().is_some()));
    found.or_else(|| first(|_| true)).map(|one| one.person.get()).unwrap_or_default()
}

/// How far the histories have come together: as soon as one has something there is something to see, and why another did
/// not come is that one's affair.
fn history_of(all: &[SourceSession]) -> Load<HistoryProgress> {
    if let [only] = all {
        return only.history.get();
    }
    let mut whole: Option<HistoryProgress> = None;
    for one in all {
        one.history.with(|history| {
            let Some(progress) = history.ready() else { return };
            let whole = whole.get_or_insert(HistoryProgress { complete: true, ..HistoryProgress::default() });
            whole.events = progress.events;
            whole.has_older |= progress.has_older;
            whole.complete &= progress.complete || progress.has_older;
        });
    }
    let is_loading = || all.iter().any(|one| one.awaits_history());
    match whole {
        Some(whole) => {
            let complete = whole.complete && !whole.has_older && !is_loading();
            Load::Ready(HistoryProgress { complete, ..whole })
        }
        None if is_loading() => Load::Loading,
        // Each says for itself why not.
        None => Load::Idle,
    }
}

/// How far back the timeline reaches where some histories rest: what others know from before waits until these are read
/// further.
fn reach_of(all: &[SourceSession]) -> Option<DateTime<Utc>> {
    if all.len() < 2 {
        return None;
    }
    let rests = |one: &&SourceSession| one.history.with(|history| history.ready().is_some_and(|one| one.has_older));
    all.iter().filter(rests).filter_map(|one| one.oldest.get()).max()
}

/// How new events come in: the platform with which it stands worst says it for all, of those that do not say for
/// themselves that nothing comes.
fn live_of(all: &[SourceSession]) -> LiveStatus {
    let is_alone = all.len() == 1;
    let going = all.iter().filter(|one| is_alone || !one.is_stopped());
    going.map(|one| one.live.get()).max_by_key(|status| status.trouble()).unwrap_or_default()
}
