//! The session of one element, for as long as that is in a page: what is known beside any customer.

use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_channel::oneshot;
use js_sys::Function;
use leptos::prelude::*;

use super::aim::{Choice, LookedUp, Meant, sought, stage, who};
use super::connection::Connection;
use super::files::Notice;
use super::finding::Found;
use super::state::Stage;
use super::task::{Task, begin};
use super::{CustomerSession, clock, presence, words};
use crate::element::Outgoing;
use crate::http::RequestLog;
use crate::icons::Find;
use crate::locale::Language;
use crate::settings::{Right, Settings, Token, Told};
use journey::{FlagRules, Identity, LinkRules, Sought, TaskId, TimeRange, Who, Zone};

/// Whether the page took an event over, once it has heard it; never, if the element ends before.
pub(crate) type Taken = oneshot::Receiver<bool>;

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
    /// The administrator's rules for flags, once they are read.
    pub(crate) flags: RwSignal<Option<Arc<FlagRules>>>,
    /// The administrator's links to other systems, once they are read.
    pub(crate) links: RwSignal<Option<Arc<LinkRules>>>,
    /// Files of the administrator's that could not be read.
    pub(crate) notices: RwSignal<Vec<Notice>>,
    /// The language tag asked for, in full: dates and numbers are written by it.
    pub(crate) asked: Memo<String>,
    /// The language that is spoken; `None` while its words are awaited for the first time.
    pub(crate) language: RwSignal<Option<Language>>,
    /// The viewer's time zone, as a text that is another one after a change.
    pub(crate) place: RwSignal<String>,

    /// The last requests, kept with `logs-on`.
    pub(crate) requests: StoredValue<Rc<RequestLog>, LocalStorage>,

    pub(super) owner: StoredValue<Owner>,
    pub(crate) all_told: RwSignal<Told>,
    /// Whose journey is asked for, with its kind.
    pub(super) sought: Memo<Option<Sought>>,
    pub(super) set_customer: WriteSignal<Option<CustomerSession>>,
    /// The platforms that journeys are read from, in the order in which they are named.
    pub(crate) connections: RwSignal<Vec<Connection>>,
    /// Counts the places that journeys are read from: in each a customer is another one.
    pub(super) places: RwSignal<u32>,
    /// Connections that end when the customer before has.
    pub(super) retired: StoredValue<Vec<Owner>>,
    /// How Acqueon is asked.
    pub(super) lcm_request: RwSignal<Option<Function>, LocalStorage>,
    pub(super) looked_up: RwSignal<Option<LookedUp>>,
    /// Who turned out to be meant by how somebody is named.
    pub(super) meant: RwSignal<Option<Meant>>,
    pub(super) recent: RwSignal<Vec<Identity>>,
    /// Who was found by a name.
    pub(crate) found: RwSignal<Option<Found>>,
    pub(super) condensed: RwSignal<Option<bool>>,
    pub(super) chosen: RwSignal<Option<Choice>>,
    pub(super) chosen_range: RwSignal<Option<TimeRange>>,
    /// For whom what is chosen is kept.
    pub(super) keeper: RwSignal<Option<String>>,
    pub(super) linked: RwSignal<Option<TaskId>>,
    pub(super) online: RwSignal<bool>,
    /// Nobody has looked at the page for a while.
    pub(super) resting: RwSignal<bool>,
    /// What the service refused to whom.
    pub(super) refused: RwSignal<Vec<(Token, Right)>>,
    pub(super) emit: StoredValue<Rc<dyn Fn(Outgoing) -> Taken>, LocalStorage>,
    pub(super) reading_icons: Task,
    pub(super) reading_flags: Task,
    pub(super) reading_links: Task,
    pub(super) reading_layout: Task,
    pub(super) loading_words: Task,
    pub(super) finding: Task,
    /// Coming back when the network does.
    pub(super) coming_back: Task,
    /// Waiting whether somebody looks at the page again.
    pub(super) going_to_rest: Task,
}

impl Session {
    /// Starts a session in the current reactive owner. `emit` sends events to the page around the element.
    pub(crate) fn start(
        told: RwSignal<Told>,
        lcm_request: RwSignal<Option<Function>, LocalStorage>,
        emit: impl Fn(Outgoing) -> Taken + 'static,
    ) -> Self {
        let settings = Memo::new(move |_| told.with(Settings::read));
        let connections = RwSignal::new(Vec::<Connection>::new());
        let looked_up = RwSignal::new(None::<LookedUp>);
        let who: Memo<Who> =
            Memo::new(move |_| settings.with(|settings| looked_up.with(|looked_up| who(settings, looked_up.as_ref()))));
        let meant = RwSignal::new(None::<Meant>);
        let sought = Memo::new(move |_| who.with(|who| meant.with(|meant| sought(who, meant.as_ref()))));
        let stage = Memo::new(move |_| {
            let has_contact = settings.with(|settings| settings.contact.is_some());
            // What one of several lacks is that one's affair.
            let only = connections.with(|all| if let [only] = all[..] { Some(only) } else { None });
            let (missing, failure) = only.map_or((None, None), |only| (only.missing(), only.failure()));
            who.with(|who| stage(missing, failure, who, has_contact))
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
            flags: RwSignal::new(None),
            links: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            asked,
            language: words::at_first(asked),
            place,
            requests: StoredValue::new_local(Rc::default()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            all_told: told,
            sought,
            set_customer,
            connections,
            places: RwSignal::new(0),
            retired: StoredValue::new(Vec::new()),
            lcm_request,
            looked_up,
            meant,
            recent: RwSignal::new(Vec::new()),
            found: RwSignal::new(None),
            condensed: RwSignal::new(None),
            chosen: RwSignal::new(None),
            chosen_range: RwSignal::new(None),
            keeper: RwSignal::new(None),
            linked: RwSignal::new(None),
            online: RwSignal::new(presence::is_online()),
            resting: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            emit: StoredValue::new_local(Rc::new(emit) as Rc<dyn Fn(Outgoing) -> Taken>),
            reading_icons: Task::new(),
            reading_flags: Task::new(),
            reading_links: Task::new(),
            reading_layout: Task::new(),
            loading_words: Task::new(),
            finding: Task::new(),
            coming_back: Task::new(),
            going_to_rest: Task::new(),
        };
        session.keep_requests();
        // Asked first; everything else can be done while the service answers.
        session.keep_connections();
        session.keep_filter();
        session.keep_customer();
        session.keep_layout();
        session.keep_icons();
        session.keep_flags();
        session.keep_links();
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
    pub(super) fn spawn(self, work: impl Future<Output = ()> + 'static) {
        begin(&self.owner.get_value(), Box::pin(work));
    }

    pub(super) fn emit(self, event: Outgoing) {
        drop(self.ask_page(event));
    }

    /// Sends an event that the page may take over.
    pub(super) fn ask_page(self, event: Outgoing) -> Taken {
        let emit = self.emit.get_value();
        emit(event)
    }
}
