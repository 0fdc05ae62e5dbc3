//! The state of the preview's desktop: signals that the parts share. What they mean to a layout is in `store`.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use cjds::CloudEvent;
use customer_journey_widget::settings::layout::{Checked, Desktop, Persona};
use leptos::prelude::*;
use serde_json::Value;

use super::api::{Api, ApiFailure, Customer};
use super::clock::now;
use super::journal::Line;
use super::platforms::Platforms;
use super::simulate::contact::Contact;
use super::store::{Inputs, build};

/// How the preview stands with the journey API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Connection {
    /// Asked, not yet answered.
    Trying,
    /// Tokens and customers are there.
    Ready,
    /// It did not work.
    Failed(ApiFailure),
}

/// The agent's token, as the desktop has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Access {
    /// The token, `None` before the first.
    pub(crate) token: Option<String>,
    /// When it expires.
    pub(crate) expires_at: Option<DateTime<Utc>>,
    /// Whose data it opens.
    pub(crate) organization: String,
    /// The desktop does not renew it by itself: it was let expire by hand, or renewing failed.
    pub(crate) left_to_expire: bool,
    /// A new one is under way.
    pub(crate) renewing: bool,
}

/// A layout that was chosen or dropped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loaded {
    /// The file's name.
    pub(crate) name: String,
    /// What could be read of it, and what is wrong with it.
    pub(crate) checked: Checked,
}

/// Something that did not work, for the person at the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// What, in words.
    pub(crate) what: String,
    /// Whether publishing waits for "Try again".
    pub(crate) retry: bool,
}

/// How far the widget's script is, for one name of the element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Script {
    /// Under way.
    Loading,
    /// The element is defined.
    Ready,
    /// It could not be loaded; why.
    Failed(String),
}

/// The desktop; a copy of it is a handle to the same state.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub(crate) api: StoredValue<Api>,
    /// Where `sample-platforms` is.
    pub(crate) platforms_address: StoredValue<String>,
    /// Whose journeys are shown.
    pub(crate) platforms: RwSignal<Platforms>,
    /// What it takes to ask other platforms.
    pub(crate) platform_access: RwSignal<Option<Rc<Value>>, LocalStorage>,
    pub(crate) connection: RwSignal<Connection>,
    pub(crate) access: RwSignal<Access>,
    pub(crate) layout: RwSignal<Option<Arc<Loaded>>>,
    pub(crate) persona: RwSignal<Persona>,
    pub(crate) customers: RwSignal<Vec<Customer>>,
    pub(crate) contacts: RwSignal<Vec<Contact>>,
    pub(crate) selected: RwSignal<Option<String>>,
    /// The `navigateTo` of the page that the person opened; `None`: where the layout begins.
    pub(crate) page: RwSignal<Option<String>>,
    pub(crate) dark: RwSignal<bool>,
    pub(crate) offline: RwSignal<bool>,
    /// A BCP 47 tag, or empty for the browser's language.
    pub(crate) locale: RwSignal<String>,
    pub(crate) agent_state: RwSignal<String>,
    pub(crate) auto_accept: RwSignal<bool>,
    pub(crate) outbox: RwSignal<VecDeque<CloudEvent>>,
    pub(crate) notice: RwSignal<Option<Notice>>,
    pub(crate) journal: RwSignal<Vec<Line>>,
    pub(crate) drawer: RwSignal<bool>,
    /// The widget's script, by the names of elements that layouts asked it for.
    pub(crate) scripts: RwSignal<BTreeMap<String, Script>>,
    /// The frame that fills the maximize area.
    pub(crate) maximized: RwSignal<Option<usize>>,
    /// Moves once a second, for timers.
    pub(crate) now: RwSignal<DateTime<Utc>>,
    /// `$STORE`.
    pub(crate) store: Memo<Value>,
}

impl Desk {
    /// A desktop that has asked for nothing yet.
    pub(crate) fn new(api: Api, platforms_address: String) -> Self {
        let access = RwSignal::new(Access::default());
        let persona = RwSignal::new(Persona::Agent);
        let contacts = RwSignal::new(Vec::<Contact>::new());
        let selected = RwSignal::new(None::<String>);
        let dark = RwSignal::new(false);
        let offline = RwSignal::new(false);
        let locale = RwSignal::new(String::new());
        let agent_state = RwSignal::new("Available".to_owned());
        let store = Memo::new(move |_| {
            let access = access.get();
            let selected = selected.get();
            let contacts = contacts.get();
            build(&Inputs {
                persona: persona.get(),
                token: access.token.as_deref(),
                organization: &access.organization,
                contacts: &contacts,
                selected: selected.as_deref(),
                dark: dark.get(),
                offline: offline.get(),
                language: &locale.get(),
                agent_state: &agent_state.get(),
            })
        });
        Self {
            api: StoredValue::new(api),
            platforms_address: StoredValue::new(platforms_address),
            platforms: RwSignal::new(Platforms::default()),
            platform_access: RwSignal::new_local(None),
            connection: RwSignal::new(Connection::Trying),
            access,
            layout: RwSignal::new(None),
            persona,
            customers: RwSignal::new(Vec::new()),
            contacts,
            selected,
            page: RwSignal::new(None),
            dark,
            offline,
            locale,
            agent_state,
            auto_accept: RwSignal::new(true),
            outbox: RwSignal::new(VecDeque::new()),
            notice: RwSignal::new(None),
            journal: RwSignal::new(Vec::new()),
            drawer: RwSignal::new(false),
            scripts: RwSignal::new(BTreeMap::new()),
            maximized: RwSignal::new(None),
            now: RwSignal::new(now()),
            store,
        }
    }

    /// The contact that is selected, live.
    pub(crate) fn contact(self) -> Option<Contact> {
        let selected = self.selected.get()?;
        self.contacts.with(|contacts| contacts.iter().find(|contact| contact.id == selected).cloned())
    }

    /// What the layout gives this persona, live.
    pub(crate) fn desktop(self) -> Option<Desktop> {
        let persona = self.persona.get();
        self.layout.with(|loaded| Some(loaded.as_ref()?.checked.layout.as_ref()?.desktop(persona)?.clone()))
    }

    /// The open page's `navigateTo`, live: what the person opened, else the landing page, else home.
    pub(crate) fn open_page(self) -> String {
        let wanted = self.page.get();
        let Some(desktop) = self.desktop() else { return HOME.to_owned() };
        let mut pages = desktop.navigation.iter();
        match wanted {
            Some(page) => pages.find(|entry| entry.navigate_to == page),
            None => pages.find(|entry| entry.is_landing_page),
        }
        .map_or_else(|| HOME.to_owned(), |entry| entry.navigate_to.clone())
    }

    /// One thing of what the layout gives this persona, now.
    pub(crate) fn desktop_untracked<T>(self, pick: impl FnOnce(&Desktop) -> T) -> Option<T> {
        let persona = self.persona.get_untracked();
        self.layout.with_untracked(|loaded| Some(pick(loaded.as_ref()?.checked.layout.as_ref()?.desktop(persona)?)))
    }
}

/// The first page's word.
pub(crate) const HOME: &str = "home";
