//! The running widget of one element: its reactive state, and the loads that fill it.
//!
//! The view reads the signals and calls the actions; nothing else changes anything. Everything that a session starts
//! ends with the reactive owner that it was started in.

mod clock;
mod edits;
mod extras;
mod failure;
mod files;
mod follow;
mod history;
mod kept;
mod link;
mod live;
mod loads;
mod log;
mod presence;
mod remembered;
mod state;
mod tasks;
mod value;
mod words;

use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use self::edits::Edits;
use self::history::Held;
use self::tasks::Tasks;
use crate::element::Outgoing;
use crate::http::Access;
use crate::icons::Find;
use crate::journey::{
    Chosen, Counters, EntryId, Filter, Glance, Identity, Journey, Person, Profile, SelectedContact, TaskId, TimeRange,
    Timeline, Zone,
};
use crate::locale::Language;
use crate::settings::{Settings, Token, Told};
use crate::sources::Cjds;

pub(crate) use edits::{Conflict, How, Outcome, What};
pub(crate) use files::Notice;
pub(crate) use value::{Derived, Value, whenever};

#[allow(unused_imports, reason = "the view's names")]
pub(crate) use state::{Cause, Failure, HistoryProgress, LiveStatus, Load, Part, Stage};

/// One running widget. A handle: copies are the same session.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// What the element was told.
    pub(crate) settings: Derived<Settings>,
    /// What the widget as a whole can show.
    pub(crate) stage: Derived<Stage>,
    /// Whose journey it is.
    pub(crate) identity: Derived<Option<Identity>>,
    /// Who that is; `None`: nobody known.
    pub(crate) person: Value<Load<Option<Arc<Person>>>>,
    /// The progressive profile; `None`: there is none yet.
    pub(crate) profile: Value<Load<Option<Arc<Profile>>>>,
    /// Why the profile that is shown may be old.
    pub(crate) profile_failure: Value<Option<Failure>>,
    /// How far the history has come.
    pub(crate) history: Value<Load<HistoryProgress>>,
    /// Everything that is known of the customer. Read it through a memo.
    pub(crate) journey: Value<Journey>,
    /// What is shown of it: days of entries, by filter and limit.
    pub(crate) timeline: Derived<Timeline>,
    /// Contacts by channel, wrap-up code and time, over the chosen range.
    pub(crate) counters: Derived<Counters>,
    /// The latest contacts.
    pub(crate) glance: Derived<Glance>,
    /// How new events come in.
    pub(crate) live: Derived<LiveStatus>,
    /// How many new entries wait to be shown.
    pub(crate) held_count: Derived<usize>,
    /// What the agent chose to see. Set it by [`Session::set_filter`].
    pub(crate) filter: Derived<Filter>,
    /// Entries that stand open.
    pub(crate) open: Value<Chosen<EntryId>>,
    /// The entry that a link led to, which is to be brought into sight; the number tells one time from another.
    pub(crate) revealed: Value<Option<(EntryId, u32)>>,
    /// Now; moves every 20 s.
    pub(crate) now: Value<DateTime<Utc>>,
    /// The viewer's time zone.
    pub(crate) zone: Zone,
    /// The administrator's icon map, once it is read.
    pub(crate) icons: Value<Option<Find>>,
    /// Files of the administrator's that could not be read.
    pub(crate) notices: Value<Vec<Notice>>,
    /// The language tag asked for, in full: dates and numbers are written by it.
    pub(crate) asked: Derived<String>,
    /// The language that is spoken; `None` while its words are awaited for the first time.
    pub(crate) language: Value<Option<Language>>,
    /// What is being changed.
    pub(crate) edits: Edits,

    all_told: Value<Told>,
    told: Derived<Wants>,
    connection: Value<Load<u32>>,
    source: Value<Option<Rc<Cjds>>>,
    looked_up: Value<Option<LookedUp>>,
    recent: Value<Vec<Identity>>,
    condensed: Value<Option<bool>>,
    chosen: Value<Option<Choice>>,
    chosen_range: Value<Option<TimeRange>>,
    agent: Value<Option<String>>,
    linked: Value<Option<TaskId>>,
    more: Value<usize>,
    held: Value<Held>,
    paused: Value<bool>,
    at_top: Value<bool>,
    stream: Value<LiveStatus>,
    online: Value<bool>,
    /// Nobody has looked at the page for a while.
    resting: Value<bool>,
    access: Value<Rc<Access>>,
    /// The page of the history that is read next.
    next_page: Value<usize>,
    reconnects: Value<u32>,
    tasks: Value<Tasks>,
    emit: Value<Rc<dyn Fn(Outgoing)>>,
}

/// Somebody was looked up, while this contact was selected. Selecting another contact ends the look-up.
#[derive(Clone, Debug, PartialEq)]
struct LookedUp {
    identity: Identity,
    beside: Option<SelectedContact>,
}

/// What the agent chose to see, and the contact's own wish (`JDSDefaultFilter`) that it was chosen instead of.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    filter: Filter,
    preset: Option<String>,
}

/// The settings that loads depend on; when none of them changed, nothing is loaded.
#[derive(Clone, Debug, PartialEq)]
struct Wants {
    place: Result<crate::settings::Place, crate::settings::Missing>,
    token: Token,
    live: bool,
}

impl Session {
    /// Starts a session in the current reactive owner. `emit` sends events to the page around the element.
    pub(crate) fn start(told: Value<Told>, emit: impl Fn(Outgoing) + 'static) -> Self {
        let settings = Derived::new(move || told.with(Settings::read));
        let wants = Derived::new(move || {
            settings.with(|settings| Wants {
                place: settings.place.clone(),
                token: settings.token.clone(),
                live: settings.live,
            })
        });
        let connection = Value::new(Load::Idle);
        let looked_up = Value::new(None::<LookedUp>);
        let identity = Derived::new(move || {
            settings.with(|settings| looked_up.with(|looked_up| who(settings, looked_up.as_ref())))
        });
        let stage = Derived::new(move || {
            let has_contact = settings.with(|settings| settings.contact.is_some());
            wants.with(|wants| {
                connection.with(|connection| identity.with(|who| stage(wants, connection, who.as_ref(), has_contact)))
            })
        });

        let chosen = Value::new(None::<Choice>);
        let chosen_range = Value::new(None);
        let filter = Derived::new(move || {
            settings
                .with(|settings| chosen.with(|chosen| effective_filter(settings, chosen.as_ref(), chosen_range.get())))
        });
        let now = clock::ticking();
        let more = Value::new(0_usize);
        let journey = Value::new(Journey::default());
        let shown =
            Derived::new(move || settings.with(|settings| settings.limit.saturating_mul(more.get().saturating_add(1))));
        let timeline = Derived::new(move || {
            journey.with(|journey| filter.with(|filter| Timeline::of(journey, filter, now.get(), shown.get())))
        });
        // What is counted does not depend on what is searched for: a keystroke counts nothing again.
        let scope = Derived::new(move || filter.with(Filter::widened));
        let counters = Derived::new(move || {
            journey.with(|journey| scope.with(|scope| Counters::of(journey, scope, now.get(), clock::ZONE)))
        });
        let glance =
            Derived::new(move || journey.with(|journey| scope.with(|scope| Glance::of(journey, scope, now.get()))));

        let edits = Edits::new();
        let held = Value::new(Held::default());
        let paused = Value::new(false);
        let stream = Value::new(LiveStatus::Off);
        let asked = words::asked_for(settings);
        let person = Value::new(Load::Idle);
        let profile = Value::new(Load::Idle);
        let history = Value::new(Load::Idle);
        let session = Self {
            settings,
            stage,
            identity,
            person,
            profile,
            profile_failure: Value::new(None),
            history,
            journey,
            timeline,
            counters,
            glance,
            live: Derived::new(move || match stream.get() {
                _ if waits_for_token(person, profile, history) => LiveStatus::WaitingForToken,
                LiveStatus::Live | LiveStatus::Polling if paused.get() => LiveStatus::Paused,
                status => status,
            }),
            held_count: Derived::new(move || held.with(Held::entries)),
            filter,
            open: Value::new(Chosen::default()),
            revealed: Value::new(None),
            now,
            zone: clock::ZONE,
            icons: Value::new(None),
            notices: Value::new(Vec::new()),
            all_told: told,
            asked,
            language: words::at_first(asked),
            edits,
            told: wants,
            connection,
            source: Value::new(None),
            looked_up,
            recent: Value::new(Vec::new()),
            condensed: Value::new(None),
            chosen,
            chosen_range,
            agent: Value::new(None),
            linked: Value::new(None),
            more,
            held,
            paused,
            at_top: Value::new(true),
            stream,
            online: Value::new(presence::is_online()),
            resting: Value::new(false),
            access: Value::new(Rc::default()),
            next_page: Value::new(0),
            reconnects: Value::new(0),
            tasks: Value::new(Tasks::default()),
            emit: Value::new(Rc::new(emit) as Rc<dyn Fn(Outgoing)>),
        };
        session.keep_layout();
        session.keep_icons();
        session.keep_words_loaded();
        session.keep_token();
        session.remember();
        session.keep_connected();
        session.keep_customer_loaded();
        session.keep_live();
        session.keep_filter();
        session.keep_extras();
        on_cleanup({
            let tasks = session.tasks();
            move || tasks.end_all()
        });
        session.emit(Outgoing::Ready);
        session
    }

    /// Shows the journey of whoever has this identity, until another contact is selected.
    pub(crate) fn look_up(self, text: &str) {
        let Some(identity) = Identity::new(text) else { return };
        self.emit(Outgoing::Search { identity: identity.to_string() });
        let beside = self.settings.with_untracked(|settings| settings.contact.clone());
        self.keep_look_up(identity.clone());
        self.looked_up.set(Some(LookedUp { identity, beside }));
    }

    /// Goes back from somebody who was looked up to the selected contact.
    pub(crate) fn end_look_up(self) {
        self.looked_up.set(None);
    }

    /// Whether the customer was looked up by hand.
    pub(crate) fn is_looked_up(self) -> bool {
        let contact = self.settings.with(|settings| settings.contact.clone());
        self.looked_up.with(|looked_up| looked_up.as_ref().is_some_and(|looked_up| looked_up.beside == contact))
    }

    /// Shows `limit` more entries.
    pub(crate) fn load_more(self) {
        self.more.update(|more| *more = more.saturating_add(1));
    }

    /// Shows all entries. However many that are, only what is in sight is in the page.
    pub(crate) fn show_all(self) {
        self.more.set(usize::MAX);
    }

    /// Opens or closes an entry.
    pub(crate) fn toggle(self, entry: &EntryId) {
        self.open.update(|open| open.toggle(entry.clone()));
        let opened = self.open.with_untracked(|open| open.contains(entry));
        if !opened {
            return;
        }
        let entry = self.journey.with_untracked(|journey| journey.entry(entry).cloned());
        if let Some(contact) = entry.as_ref().and_then(|entry| entry.contact()) {
            self.emit(Outgoing::ContactSelected { task_id: contact.task.to_string() });
        }
    }

    /// Changes what the agent sees.
    pub(crate) fn set_filter(self, change: impl FnOnce(&mut Filter)) {
        let mut filter = self.filter.get_untracked();
        let range = filter.range;
        change(&mut filter);
        if filter.range != range {
            self.chosen_range.set(Some(filter.range));
        }
        let preset = self.settings.with_untracked(|settings| default_filter(settings).map(str::to_owned));
        self.chosen.set(Some(Choice { filter, preset }));
        self.more.set(0);
        self.keep_choice();
    }

    /// What arrives from now on is counted and waits.
    pub(crate) fn pause(self) {
        self.paused.set(true);
    }

    /// Shows what waited, and what arrives from now on.
    pub(crate) fn resume(self) {
        self.paused.set(false);
        self.show_held();
    }

    /// The view says whether the top of the timeline is in sight: only then may new entries come in without a jump.
    pub(crate) fn set_at_top(self, at_top: bool) {
        self.at_top.set(at_top);
    }

    fn tasks(self) -> Tasks {
        self.tasks.get_untracked()
    }

    fn emit(self, event: Outgoing) {
        let emit = self.emit.get_untracked();
        emit(event);
    }
}

/// Whether a section waits for a new token.
fn waits_for_token(
    person: Value<Load<Option<Arc<Person>>>>,
    profile: Value<Load<Option<Arc<Profile>>>>,
    history: Value<Load<HistoryProgress>>,
) -> bool {
    let waits = |failure: Option<&Failure>| failure.is_some_and(|failure| failure.cause == Cause::Unauthorized);
    person.with(|person| waits(person.failure()))
        || profile.with(|profile| waits(profile.failure()))
        || history.with(|history| waits(loads::failure_of(history)))
}

/// Who was looked up beside this contact; else the contact's customer; without a contact the configured one. A contact
/// that does not say who it is has no customer: the configured one would be somebody else.
fn who(settings: &Settings, looked_up: Option<&LookedUp>) -> Option<Identity> {
    let contact = settings.contact.as_ref();
    let known = || match contact {
        Some(contact) => contact.identity.clone(),
        None => settings.customer.as_deref().and_then(Identity::new),
    };
    let looked_up = looked_up.filter(|looked_up| looked_up.beside.as_ref() == contact);
    looked_up.map(|looked_up| looked_up.identity.clone()).or_else(known)
}

fn stage(wants: &Wants, connection: &Load<u32>, identity: Option<&Identity>, has_contact: bool) -> Stage {
    use crate::settings::Missing;
    if let Err(missing) = &wants.place {
        return Stage::Waiting(missing.clone());
    }
    if wants.token.is_empty() {
        return Stage::Waiting(Missing::Token);
    }
    match (connection.failure(), identity) {
        (Some(failure), _) => Stage::Blocked(failure.clone()),
        (None, Some(_)) => Stage::Customer,
        (None, None) if has_contact => Stage::Waiting(Missing::Identity),
        (None, None) => Stage::NoCustomer,
    }
}

/// What the agent chose, or what the contact asks for at first; within what the administrator and the contact allow. A
/// contact that asks for something else than the one before is asked anew.
fn effective_filter(settings: &Settings, chosen: Option<&Choice>, range: Option<TimeRange>) -> Filter {
    let preset = default_filter(settings);
    let is_meant = |choice: &&Choice| preset.is_none() || choice.preset.as_deref() == preset;
    let mut filter = chosen.filter(is_meant).map(|choice| choice.filter.clone()).unwrap_or_else(|| {
        let mut filter = Filter::default();
        if let Some(word) = preset {
            filter.preset(word);
        }
        filter
    });
    filter.range = range.unwrap_or(settings.time_range);
    filter.division = settings.contact.as_ref().and_then(|contact| contact.division.clone());
    filter.without_contacts = settings.hide_contacts;
    filter.with_origin_only = settings.hide_without_origin;
    filter
}

fn default_filter(settings: &Settings) -> Option<&str> {
    settings.contact.as_ref()?.default_filter.as_deref()
}
