//! The administrator's own files: the icon map, the flags, the links, and the layout of a page without a layout engine. One that cannot be read
//! costs a notice, and nothing else.

use std::rc::Rc;
use std::sync::Arc;

use js_sys::Date;
use leptos::prelude::*;
use serde_json::Value;

use super::Session;
use super::task::Task;
use crate::element::Outgoing;
use crate::http::{HttpError, public_json};
use crate::icons::{IconMap, fill};
use crate::later::{self, later};
use crate::settings::layout::OwnSettings;
use crate::settings::{LayoutSource, MapSource};
use journey::{FlagRules, LinkRules, RuleProblem};

/// A file that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// The icon map: the built-in icons are shown.
    Icons,
    /// The flags: those of the file are not shown.
    Flags,
    /// The links: likewise.
    Links,
    /// The layout at `layout-url`: only what the page says counts.
    Layout,
}

impl Notice {
    /// A stable word for it: in `journey-error`, and in keys of words.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Icons => "icons",
            Self::Flags => "flags",
            Self::Links => "links",
            Self::Layout => "layout",
        }
    }
}

impl Session {
    /// Reads the icon map whenever it is another one.
    pub(super) fn keep_icons(self) {
        let source = Memo::new(move |_| self.settings.with(|settings| settings.icons.clone()));
        let clear = move || {
            if self.icons.with_untracked(Option::is_some) {
                self.icons.set(None);
            }
        };
        self.keep_map(Notice::Icons, source, self.reading_icons, load_icons, clear);
    }

    /// Reads the rules for flags whenever they are others.
    pub(super) fn keep_flags(self) {
        let source = Memo::new(move |_| self.settings.with(|settings| settings.flags.clone()));
        let clear = move || {
            if self.flags.with_untracked(Option::is_some) {
                self.flags.set(None);
            }
        };
        self.keep_map(Notice::Flags, source, self.reading_flags, load_flags, clear);
    }

    /// Reads the links whenever they are others.
    pub(super) fn keep_links(self) {
        let source = Memo::new(move |_| self.settings.with(|settings| settings.links.clone()));
        let clear = move || {
            if self.links.with_untracked(Option::is_some) {
                self.links.set(None);
            }
        };
        self.keep_map(Notice::Links, source, self.reading_links, load_links, clear);
    }

    fn keep_map(
        self,
        notice: Notice,
        source: Memo<MapSource>,
        reading: Task,
        load: fn(Self, MapSource),
        clear: impl Fn() + 'static,
    ) {
        Effect::new(move |_| {
            let source = source.get();
            reading.end();
            self.notices.update(|notices| notices.retain(|known| *known != notice));
            if !source.is_some() {
                clear();
            } else if later::is_ready() {
                load(self, source);
            }
        });
    }

    /// Reads the layout that the page names, whenever it names another one.
    pub(super) fn keep_layout(self) {
        let source = Memo::new(move |_| self.settings.with(|settings| settings.layout.clone()));
        Effect::new(move |_| {
            let source = source.get();
            self.reading_layout.end();
            self.notices.update(|notices| notices.retain(|notice| *notice != Notice::Layout));
            match source {
                Some(source) if later::is_ready() => load_layout(self, source),
                // What would read it did not come; the console says so. The page's own settings must do.
                Some(source) if later::state() == later::State::Failed => {
                    self.notices.update(|notices| notices.push(Notice::Layout));
                    self.all_told.update(|told| told.set_layout(&source, OwnSettings::default()));
                }
                _ => {}
            }
        });
    }

    /// Reads a file that anybody may read, and keeps how that went.
    async fn file(self, url: &str) -> Result<Value, HttpError> {
        let began = Date::now();
        let answer = public_json(url).await;
        // What is behind the path may be a key.
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let outcome = answer.as_ref().map(|_| 200);
        self.requests.with_value(|log| log.add("GET", path, began, Date::now() - began, outcome));
        answer
    }

    /// Reads a map's file and its property; what is odd in them goes to the console.
    async fn read_map(
        self,
        source: &MapSource,
        notice: Notice,
        name: &str,
        mut add: impl FnMut(&Value) -> Result<Vec<String>, &'static str>,
    ) {
        let mut odd = Vec::new();
        if let Some(url) = &source.url {
            match self.file(url).await.map(|file| add(&file)) {
                Ok(Ok(found)) => odd.extend(found),
                Ok(Err(what)) => self.notice(notice, &[name, " cannot be used: ", what].concat(), None),
                Err(error) => self.notice(notice, &[name, " cannot be read"].concat(), Some(&error)),
            }
        }
        if let Some(Ok(found)) = source.template.as_ref().map(add) {
            odd.extend(found);
        }
        for line in odd {
            web_sys::console::warn_1(&["<customer-journey-widget>: in ", name, ", ", &line].concat().into());
        }
    }

    fn notice(self, notice: Notice, what: &str, error: Option<&HttpError>) {
        let why = error.map(ToString::to_string).unwrap_or_default();
        let line = ["<customer-journey-widget>: ", what, if why.is_empty() { "" } else { ": " }, &why, "."].concat();
        web_sys::console::warn_1(&line.into());
        let status = error.and_then(|error| match error {
            HttpError::Status { status, .. } => Some(*status),
            _ => None,
        });
        self.notices.update(|notices| notices.push(notice));
        self.emit(Outgoing::Error { part: notice.name(), platform: None, status, tracking_id: None });
    }
}

later! {
    fn load_icons(session: Session, source: MapSource) -> () = read_icons, "f11e5000000000000000000000000001"
}
later! {
    fn load_flags(session: Session, source: MapSource) -> () = read_flags, "f11e5000000000000000000000000005"
}
later! {
    fn load_links(session: Session, source: MapSource) -> () = read_links, "f11e5000000000000000000000000006"
}
later! {
    fn load_layout(session: Session, source: LayoutSource) -> () = read_layout, "f11e5000000000000000000000000002"
}

fn read_icons(session: Session, source: MapSource) {
    session.reading_icons.run(async move {
        let mut map = IconMap::default();
        let add = |file: &Value| map.add(file);
        session.read_map(&source, Notice::Icons, "the icon map", add).await;
        session.icons.set(Some(Rc::new(move |words: &[&str]| map.find(words))));
    });
}

fn read_flags(session: Session, source: MapSource) {
    session.reading_flags.run(async move {
        // The property's rules are the first, and so are its flags.
        let (mut rules, mut files) = (FlagRules::default(), FlagRules::of_file());
        let is_colour = |colour: &str| fill(colour).is_some();
        let told = |problems: Vec<RuleProblem>| problems.iter().map(sentence).collect();
        let own = MapSource { url: None, template: source.template.clone() };
        session.read_map(&own, Notice::Flags, "the flags", |map| rules.add(map, is_colour).map(told)).await;
        let file = MapSource { template: None, ..source };
        session.read_map(&file, Notice::Flags, "the flags", |map| files.add(map, is_colour).map(told)).await;
        session.flags.set(Some(Arc::new(rules.followed_by(files))));
    });
}

fn read_links(session: Session, source: MapSource) {
    session.reading_links.run(async move {
        // Of two links of one name the property's counts.
        let (mut rules, mut files) = (LinkRules::default(), LinkRules::of_file());
        let told = |problems: Vec<RuleProblem>| problems.iter().map(sentence).collect();
        let own = MapSource { url: None, template: source.template.clone() };
        session.read_map(&own, Notice::Links, "the links", |map| rules.add(map).map(told)).await;
        let file = MapSource { template: None, ..source };
        session.read_map(&file, Notice::Links, "the links", |map| files.add(map).map(told)).await;
        session.links.set(Some(Arc::new(rules.followed_by(files))));
    });
}

/// What is odd in a rule: where, what, and how to mend it.
fn sentence(problem: &RuleProblem) -> String {
    let RuleProblem { word, place, part, what, fix } = problem;
    let place = place.map(|place| [", rule ", &(place + 1).to_string()].concat()).unwrap_or_default();
    let part = part.as_ref().map(|part| [", \"", part, "\""].concat()).unwrap_or_default();
    ["\"", word, "\"", &place, &part, ": ", what, ". ", fix].concat()
}

fn read_layout(session: Session, source: LayoutSource) {
    session.reading_layout.run(async move {
        let settings = match session.file(&source.url).await {
            Ok(layout) => {
                let own = OwnSettings::read(&layout, &source.persona);
                if own.is_none() {
                    let what = "the layout at layout-url has no customer-journey-widget for the persona \"";
                    session.notice(Notice::Layout, &[what, &source.persona, "\""].concat(), None);
                }
                own.unwrap_or_default()
            }
            Err(error) => {
                session.notice(Notice::Layout, "the layout at layout-url cannot be read", Some(&error));
                OwnSettings::default()
            }
        };
        session.all_told.update(|told| told.set_layout(&source, settings));
    });
}
