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

#[allow(unused_imports, reason = "the view's names")]
pub(crate) use state::{Cause, Failure, HistoryProgress, LiveStatus, Load, Part, Stage};

/// One running widget. A handle: copies are the same session.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// What the element was told.
    pub(crate) settings: Memo<Settings>,
    /// What the widget as a whole can show.
    pub(crate) stage: Memo<Stage>,
    /// Whose journey it is.
    pub(crate) identity: Memo<Option<Identity>>,
    /// The same as the journey service is asked for it, with its kind.
    pub(crate) sought: Memo<Option<Sought>>,
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
    /// What the agent chose to see. Set it by [`Session::set_filter`].
    pub(crate) filter: Memo<Filter>,
    /// Entries that stand open.
    pub(crate) open: RwSignal<Chosen<EntryId>>,
    /// The entry that a link led to, which is to be brought into sight; the number tells one time from another.
    pub(crate) revealed: RwSignal<Option<(EntryId, u32)>>,
    /// Now; moves every 20 s.
    pub(crate) now: RwSignal<DateTime<Utc>>,
    /// The administrator's icon map, once it is read.
    pub(crate) icons: RwSignal<Option<Find>, LocalStorage>,
    /// Files of the administrator's that could not be read.
    pub(crate) notices: RwSignal<Vec<Notice>>,
    /// The language tag asked for, in full: dates and numbers are written by it.
    pub(crate) asked: Memo<String>,
    /// The language that is spoken; `None` while its words are awaited for the first time.
    pub(crate) language: RwSignal<Option<Language>>,
    /// What is being changed.
    pub(crate) edits: Edits,

    /// The viewer's time zone, as a text that is another one after a change.
    pub(crate) place: RwSignal<String>,

    all_told: RwSignal<Told>,
    told: Memo<Wants>,
    connection: RwSignal<Load<u32>>,
    source: RwSignal<Option<Rc<Cjds>>, LocalStorage>,
    looked_up: RwSignal<Option<LookedUp>>,
    /// Whose text turned out to be meant by its other reading.
    otherwise: RwSignal<Option<Sought>>,
    recent: RwSignal<Vec<Identity>>,
    condensed: RwSignal<Option<bool>>,
    chosen: RwSignal<Option<Choice>>,
    chosen_range: RwSignal<Option<TimeRange>>,
    /// The contact's default filter that would have hidden everything.
    given_way: RwSignal<Option<GivenWay>>,
    has_given_way: Memo<bool>,
    /// For whom what is chosen is kept.
    keeper: RwSignal<Option<String>>,
    linked: RwSignal<Option<TaskId>>,
    more: RwSignal<usize>,
    held: RwSignal<Held>,
    paused: RwSignal<bool>,
    at_top: RwSignal<bool>,
    stream: RwSignal<LiveStatus>,
    online: RwSignal<bool>,
    /// Nobody has looked at the page for a while.
    resting: RwSignal<bool>,
    access: StoredValue<Rc<Access>, LocalStorage>,
    /// Which page of the history is read next.
    paging: RwSignal<Paging>,
    reconnects: RwSignal<u32>,
    /// How often it was asked again who an unknown customer is.
    looks: RwSignal<u32>,
    tasks: StoredValue<Tasks>,
    emit: StoredValue<Rc<dyn Fn(Outgoing)>, LocalStorage>,
}

impl Session {
    /// Starts a session in the current reactive owner. `emit` sends events to the page around the element.
    pub(crate) fn start(told: RwSignal<Told>, emit: impl Fn(Outgoing) + 'static) -> Self {
        let settings = Memo::new(move |_| told.with(Settings::read));
        let wants = Memo::new(move |_| {
            settings.with(|settings| Wants {
                place: settings.place.clone(),
                token: settings.token.clone(),
                live: settings.live,
            })
        });
        let connection = RwSignal::new(Load::Idle);
        let looked_up = RwSignal::new(None::<LookedUp>);
        let who =
            Memo::new(move |_| settings.with(|settings| looked_up.with(|looked_up| who(settings, looked_up.as_ref()))));
        let otherwise = RwSignal::new(None::<Sought>);
        let sought = Memo::new(move |_| who.with(|who| otherwise.with(|otherwise| sought(who, otherwise.as_ref()))));
        let identity = Memo::new(move |_| sought.with(|sought| Some(sought.as_ref()?.identity.clone())));
        let stage = Memo::new(move |_| {
            let has_contact = settings.with(|settings| settings.contact.is_some());
            wants.with(|wants| connection.with(|connection| who.with(|who| stage(wants, connection, who, has_contact))))
        });

        let chosen = RwSignal::new(None::<Choice>);
        let chosen_range = RwSignal::new(None);
        let given_way = RwSignal::new(None::<GivenWay>);
        let has_given_way = Memo::new(move |_| {
            let preset = settings.with(|settings| default_filter(settings).map(str::to_owned));
            let now = preset.map(|preset| GivenWay { preset, identity: identity.get() });
            given_way.with(|given| given.is_some() && *given == now)
        });
        let filter = Memo::new(move |_| {
            settings.with(|settings| {
                chosen
                    .with(|chosen| effective_filter(settings, chosen.as_ref(), chosen_range.get(), has_given_way.get()))
            })
        });
        let now = clock::ticking();
        let place = clock::followed_place(now);
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
            place.with(|_| ());
            journey.with(|journey| scope.with(|scope| Counters::of(journey, scope, now.get(), clock::ZONE)))
        });
        let glance =
            Memo::new(move |_| journey.with(|journey| scope.with(|scope| Glance::of(journey, scope, now.get()))));

        let edits = Edits::new();
        let held = RwSignal::new(Held::default());
        let paused = RwSignal::new(false);
        let stream = RwSignal::new(LiveStatus::Off);
        let asked = words::asked_for(settings);
        let person = RwSignal::new(Load::Idle);
        let profile = RwSignal::new(Load::Idle);
        let history = RwSignal::new(Load::Idle);
        let session = Self {
            settings,
            stage,
            identity,
            sought,
            person,
            profile,
            profile_failure: RwSignal::new(None),
            history,
            journey,
            timeline,
            counters,
            glance,
            live: Memo::new(move |_| match stream.get() {
                _ if waits_for_token(person, profile, history) => LiveStatus::WaitingForToken,
                LiveStatus::Live | LiveStatus::Polling if paused.get() => LiveStatus::Paused,
                status => status,
            }),
            held_count: Memo::new(move |_| held.with(Held::entries)),
            filter,
            open: RwSignal::new(Chosen::default()),
            revealed: RwSignal::new(None),
            now,
            place,
            icons: RwSignal::new_local(None),
            notices: RwSignal::new(Vec::new()),
            all_told: told,
            asked,
            language: words::at_first(asked),
            edits,
            told: wants,
            connection,
            source: RwSignal::new_local(None),
            looked_up,
            otherwise,
            recent: RwSignal::new(Vec::new()),
            condensed: RwSignal::new(None),
            chosen,
            chosen_range,
            given_way,
            has_given_way,
            keeper: RwSignal::new(None),
            linked: RwSignal::new(None),
            more,
            held,
            paused,
            at_top: RwSignal::new(true),
            stream,
            online: RwSignal::new(presence::is_online()),
            resting: RwSignal::new(false),
            access: StoredValue::new_local(Rc::default()),
            paging: RwSignal::new(Paging::default()),
            reconnects: RwSignal::new(0),
            looks: RwSignal::new(0),
            tasks: StoredValue::new(Tasks::default()),
            emit: StoredValue::new_local(Rc::new(emit) as Rc<dyn Fn(Outgoing)>),
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
        self.tasks.get_value()
    }

    fn emit(self, event: Outgoing) {
        let emit = self.emit.get_value();
        emit(event);
    }
}
