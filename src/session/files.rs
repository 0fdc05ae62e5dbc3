//! The administrator's own files: the icon map, and the layout of a page without a layout engine. One that cannot be read
//! costs a notice, and nothing else.

use std::rc::Rc;

use leptos::prelude::*;

use super::Session;
use crate::element::Outgoing;
use crate::http::{HttpError, public_json};
use crate::icons::IconMap;
use crate::later::{self, later};
use crate::settings::layout::OwnSettings;
use crate::settings::{IconSource, LayoutSource};

/// A file that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// The icon map: the built-in icons are shown.
    Icons,
    /// The layout at `layout-url`: only what the page says counts.
    Layout,
}

impl Notice {
    /// A stable word for it: in `journey-error`, and in keys of words.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Icons => "icons",
            Self::Layout => "layout",
        }
    }
}

impl Session {
    /// Reads the icon map whenever it is another one.
    pub(super) fn keep_icons(self) {
        let source = Memo::new(move |_| self.settings.with(|settings| settings.icons.clone()));
        Effect::new(move |_| {
            let source = source.get();
            self.reading_icons.end();
            self.notices.update(|notices| notices.retain(|notice| *notice != Notice::Icons));
            if source == IconSource::default() {
                if self.icons.with_untracked(Option::is_some) {
                    self.icons.set(None);
                }
            } else if later::is_ready() {
                load_icons(self, source);
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
    fn load_icons(session: Session, source: IconSource) -> () = read_icons, "f11e5000000000000000000000000001"
}
later! {
    fn load_layout(session: Session, source: LayoutSource) -> () = read_layout, "f11e5000000000000000000000000002"
}

fn read_icons(session: Session, source: IconSource) {
    session.reading_icons.run(async move {
        let mut map = IconMap::default();
        let mut odd = Vec::new();
        if let Some(url) = &source.url {
            match public_json(url).await.map(|file| map.add(&file)) {
                Ok(Ok(found)) => odd.extend(found),
                Ok(Err(what)) => session.notice(Notice::Icons, &["the icon map cannot be used: ", what].concat(), None),
                Err(error) => session.notice(Notice::Icons, "the icon map cannot be read", Some(&error)),
            }
        }
        if let Some(Ok(found)) = source.template.as_ref().map(|template| map.add(template)) {
            odd.extend(found);
        }
        for line in odd {
            web_sys::console::warn_1(&["<customer-journey-widget>: in the icon map, ", &line].concat().into());
        }
        session.icons.set(Some(Rc::new(move |words: &[&str]| map.find(words))));
    });
}

fn read_layout(session: Session, source: LayoutSource) {
    session.reading_layout.run(async move {
        let settings = match public_json(&source.url).await {
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
