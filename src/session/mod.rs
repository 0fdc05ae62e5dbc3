//! The running widget of one element: its reactive state, and the loads that fill it.
//!
//! The view reads the signals and calls the actions; nothing else changes anything. Everything that a session starts
//! ends with the reactive owner that it was started in.

mod actions;
mod aim;
mod clock;
mod connection;
mod customer_session;
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
mod task;
mod words;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use self::aim::{Choice, LookedUp, Wants, sought, stage, who};
use self::task::{Task, begin};
use crate::element::Outgoing;
use crate::http::Access;
use crate::icons::Find;
use crate::locale::Language;
use crate::settings::{Right, Settings, Token, Told};
use crate::sources::Cjds;
use journey::{Identity, Sought, TaskId, TimeRange, Who, Zone};

pub(crate) use customer_session::CustomerSession;
pub(crate) use edits::{Conflict, How, Outcome, What};
pub(crate) use files::Notice;

#[allow(unused_imports, reason = "the view's names")]
pub(crate) use state::{Cause, Failure, HistoryProgress, LiveStatus, Load, Part, Stage};

/// One running widget: what is known beside any customer. A handle: copies are the same session.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// What the element was told.
    pub(crate) settings: Memo<Settings>,
    /// What the widget as a whole can show.
    pub(crate) stage: Memo<Stage>,
    /// The customer who is shown.
    pub(crate) customer: ReadSignal<Option<CustomerSession>>,
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
    /// The viewer's time zone, as a text that is another one after a change.
    pub(crate) place: RwSignal<String>,

    owner: StoredValue<Owner>,
    all_told: RwSignal<Told>,
    told: Memo<Wants>,
    /// Whose journey is asked for, with its kind.
    sought: Memo<Option<Sought>>,
    set_customer: WriteSignal<Option<CustomerSession>>,
    connection: RwSignal<Load<()>>,
    source: RwSignal<Option<Rc<Cjds>>, LocalStorage>,
    /// Counts the workspaces: in each a customer is another one.
    workspaces: RwSignal<u32>,
    looked_up: RwSignal<Option<LookedUp>>,
    /// Whose text turned out to be meant by its other reading.
    otherwise: RwSignal<Option<Sought>>,
    recent: RwSignal<Vec<Identity>>,
    condensed: RwSignal<Option<bool>>,
    chosen: RwSignal<Option<Choice>>,
    chosen_range: RwSignal<Option<TimeRange>>,
    /// For whom what is chosen is kept.
    keeper: RwSignal<Option<String>>,
    linked: RwSignal<Option<TaskId>>,
    online: RwSignal<bool>,
    /// Nobody has looked at the page for a while.
    resting: RwSignal<bool>,
    access: StoredValue<Rc<Access>, LocalStorage>,
    reconnects: RwSignal<u32>,
    /// What the service refused to whom.
    refused: RwSignal<Vec<(Token, Right)>>,
    emit: StoredValue<Rc<dyn Fn(Outgoing)>, LocalStorage>,
    /// Looking up the workspace.
    connecting: Task,
    reading_icons: Task,
    reading_layout: Task,
    loading_words: Task,
    /// Coming back when the network does.
    coming_back: Task,
    /// Waiting whether somebody looks at the page again.
    going_to_rest: Task,
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
        let who: Memo<Who> =
            Memo::new(move |_| settings.with(|settings| looked_up.with(|looked_up| who(settings, looked_up.as_ref()))));
        let otherwise = RwSignal::new(None::<Sought>);
        let sought = Memo::new(move |_| who.with(|who| otherwise.with(|otherwise| sought(who, otherwise.as_ref()))));
        let stage = Memo::new(move |_| {
            let has_contact = settings.with(|settings| settings.contact.is_some());
            wants.with(|wants| connection.with(|connection| who.with(|who| stage(wants, connection, who, has_contact))))
        });
        let now = clock::ticking();
        let place = clock::followed_place(now);
        let asked = words::asked_for(settings);
        let (customer, set_customer) = signal(None);
        let session = Self {
            settings,
            stage,
            customer,
            now,
            icons: RwSignal::new_local(None),
            notices: RwSignal::new(Vec::new()),
            asked,
            language: words::at_first(asked),
            place,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            all_told: told,
            told: wants,
            sought,
            set_customer,
            connection,
            source: RwSignal::new_local(None),
            workspaces: RwSignal::new(0),
            looked_up,
            otherwise,
            recent: RwSignal::new(Vec::new()),
            condensed: RwSignal::new(None),
            chosen: RwSignal::new(None),
            chosen_range: RwSignal::new(None),
            keeper: RwSignal::new(None),
            linked: RwSignal::new(None),
            online: RwSignal::new(presence::is_online()),
            resting: RwSignal::new(false),
            access: StoredValue::new_local(Rc::default()),
            reconnects: RwSignal::new(0),
            refused: RwSignal::new(Vec::new()),
            emit: StoredValue::new_local(Rc::new(emit) as Rc<dyn Fn(Outgoing)>),
            connecting: Task::new(),
            reading_icons: Task::new(),
            reading_layout: Task::new(),
            loading_words: Task::new(),
            coming_back: Task::new(),
            going_to_rest: Task::new(),
        };
        // Asked first; everything else can be done while the service answers.
        session.keep_token();
        session.keep_connected();
        session.keep_filter();
        session.keep_customer();
        session.keep_layout();
        session.keep_icons();
        session.keep_words_loaded();
        session.remember();
        session.keep_look_up_beside();
        session.keep_extras();
        session.emit(Outgoing::Ready);
        session
    }

    /// The viewer's time zone. Whoever reads it in an effect hears of its changes.
    pub(crate) fn zone(self) -> Zone {
        self.place.with(|_| ());
        clock::ZONE
    }

    /// Does `work` in the background until it is done or the element ends.
    fn spawn(self, work: impl Future<Output = ()> + 'static) {
        begin(&self.owner.get_value(), Box::pin(work));
    }

    fn emit(self, event: Outgoing) {
        let emit = self.emit.get_value();
        emit(event);
    }
}
