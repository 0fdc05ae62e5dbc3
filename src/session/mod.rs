//! The running widget of one element: its reactive state, and the loads that fill it.
//!
//! The view reads the signals and calls the actions; nothing else changes anything. Everything that a session starts
//! ends with the reactive owner that it was started in.

mod actions;
mod aim;
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
mod preset;
mod reading;
mod remembered;
mod state;
mod tasks;
mod value;
mod words;

use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use self::aim::{
    Choice, GivenWay, LookedUp, Wants, default_filter, effective_filter, sought, stage, waits_for_token, who,
};
use self::edits::Edits;
use self::tasks::Tasks;
use crate::element::Outgoing;
use crate::http::{Access, Paging};
use crate::icons::Find;
use crate::locale::Language;
use crate::settings::{Settings, Told};
use crate::sources::Cjds;
use journey::{
    Chosen, Counters, EntryId, Filter, Glance, Held, Identity, Journey, Person, Profile, Sought, TaskId, TimeRange,
    Timeline, Zone,
};

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
    /// The same as the journey service is asked for it, with its kind.
    pub(crate) sought: Derived<Option<Sought>>,
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

    /// The viewer's time zone, as a text that is another one after a change.
    pub(crate) place: Value<String>,

    all_told: Value<Told>,
    told: Derived<Wants>,
    connection: Value<Load<u32>>,
    source: Value<Option<Rc<Cjds>>>,
    looked_up: Value<Option<LookedUp>>,
    /// Whose text turned out to be meant by its other reading.
    otherwise: Value<Option<Sought>>,
    recent: Value<Vec<Identity>>,
    condensed: Value<Option<bool>>,
    chosen: Value<Option<Choice>>,
    chosen_range: Value<Option<TimeRange>>,
    /// The contact's default filter that would have hidden everything.
    given_way: Value<Option<GivenWay>>,
    has_given_way: Derived<bool>,
    /// For whom what is chosen is kept.
    keeper: Value<Option<String>>,
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
    /// Which page of the history is read next.
    paging: Value<Paging>,
    reconnects: Value<u32>,
    /// How often it was asked again who an unknown customer is.
    looks: Value<u32>,
    tasks: Value<Tasks>,
    emit: Value<Rc<dyn Fn(Outgoing)>>,
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
        let who = Derived::new(move || {
            settings.with(|settings| looked_up.with(|looked_up| who(settings, looked_up.as_ref())))
        });
        let otherwise = Value::new(None::<Sought>);
        let sought = Derived::new(move || who.with(|who| otherwise.with(|otherwise| sought(who, otherwise.as_ref()))));
        let identity = Derived::new(move || sought.with(|sought| Some(sought.as_ref()?.identity.clone())));
        let stage = Derived::new(move || {
            let has_contact = settings.with(|settings| settings.contact.is_some());
            wants.with(|wants| connection.with(|connection| who.with(|who| stage(wants, connection, who, has_contact))))
        });

        let chosen = Value::new(None::<Choice>);
        let chosen_range = Value::new(None);
        let given_way = Value::new(None::<GivenWay>);
        let has_given_way = Derived::new(move || {
            let preset = settings.with(|settings| default_filter(settings).map(str::to_owned));
            let now = preset.map(|preset| GivenWay { preset, identity: identity.get() });
            given_way.with(|given| given.is_some() && *given == now)
        });
        let filter = Derived::new(move || {
            settings.with(|settings| {
                chosen
                    .with(|chosen| effective_filter(settings, chosen.as_ref(), chosen_range.get(), has_given_way.get()))
            })
        });
        let now = clock::ticking();
        let place = clock::followed_place(now);
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
            place.with(|_| ());
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
            sought,
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
            place,
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
            otherwise,
            recent: Value::new(Vec::new()),
            condensed: Value::new(None),
            chosen,
            chosen_range,
            given_way,
            has_given_way,
            keeper: Value::new(None),
            linked: Value::new(None),
            more,
            held,
            paused,
            at_top: Value::new(true),
            stream,
            online: Value::new(presence::is_online()),
            resting: Value::new(false),
            access: Value::new(Rc::default()),
            paging: Value::new(Paging::default()),
            reconnects: Value::new(0),
            looks: Value::new(0),
            tasks: Value::new(Tasks::default()),
            emit: Value::new(Rc::new(emit) as Rc<dyn Fn(Outgoing)>),
        };
        session.keep_layout();
        session.keep_icons();
        session.keep_words_loaded();
        session.keep_token();
        session.remember();
        session.keep_look_up_beside();
        session.keep_connected();
        session.keep_customer_loaded();
        session.keep_live();
        session.keep_filter();
        session.keep_preset();
        session.keep_extras();
        on_cleanup({
            let tasks = session.tasks();
            move || tasks.end_all()
        });
        session.emit(Outgoing::Ready);
        session
    }

    /// The viewer's time zone. Whoever reads it in an effect hears of its changes.
    pub(crate) fn zone(self) -> Zone {
        self.place.with(|_| ());
        clock::ZONE
    }

    fn tasks(self) -> Tasks {
        self.tasks.get_untracked()
    }

    fn emit(self, event: Outgoing) {
        let emit = self.emit.get_untracked();
        emit(event);
    }
}
