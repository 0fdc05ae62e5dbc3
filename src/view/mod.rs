//! What is seen: one file for each visible thing, its style sheet of the same name in `style/`. Elements are made by
//! `dom`, what changes follows the session. No logic that the domain could hold, no words: those are of `locale`.

mod announce;
mod app;
mod card;
mod channels;
mod chart;
mod comparison;
mod copy;
mod details;
mod dialog;
mod dom;
mod download;
mod export;
mod filters;
mod focus;
mod frame;
mod header;
mod icon;
mod icon_names;
mod identities;
mod identity_form;
mod kept_focus;
mod keys;
mod later;
mod menu;
mod more_filters;
mod notice;
mod outcome;
mod print;
mod profile;
mod recent;
mod rename;
mod rich_text;
mod row;
mod search;
mod section;
mod stages;
mod symbol;
mod timeline;
mod transcript;
mod window;
mod wrap_ups;

#[cfg(test)]
mod tests;

pub(crate) use app::app;
pub(crate) use later::style as later_style;

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

use self::dom::{El, el};
use crate::locale::{self, Formats, t, t_with};
use crate::session::{CustomerSession, Session};
use journey::{FilterPart, Span, TimeRange};

/// The stylesheet of what is drawn first.
pub(crate) fn style() -> String {
    [
        include_str!(concat!(env!("OUT_DIR"), "/style/tokens.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/base.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/app.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/header.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/card.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/section.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/profile.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/channels.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/wrap_ups.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/timeline.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/row.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/notice.css")),
    ]
    .concat()
}

/// The stylesheet of the views whose code is in the second file, and so is this.
fn style_of_later() -> String {
    [
        include_str!(concat!(env!("OUT_DIR"), "/style/people.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/filters.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/details.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/transcript.css")),
        include_str!(concat!(env!("OUT_DIR"), "/style/print.css")),
    ]
    .concat()
}

/// What every view is given: the session, and how its language writes. Views of a customer are given that customer's.
#[derive(Clone, Copy)]
struct Ui<S = Session> {
    session: S,
    formats: Memo<Formats>,
    /// Counts how often the widget was scrolled.
    scrolls: RwSignal<u32>,
    /// Whether the filters that are needed less often are shown: as what is chosen in them, whoever is shown.
    shows_more_filters: RwSignal<bool>,
}

/// What the views of one customer are given.
type CustomerUi = Ui<CustomerSession>;

impl Ui {
    fn new(session: Session) -> Self {
        let formats = Memo::new(move |_| Formats::of(Some(session.asked.get())).at(session.place.get()));
        Self { session, formats, scrolls: RwSignal::new(0), shows_more_filters: RwSignal::new(false) }
    }

    /// The same for the views of this customer.
    fn with_customer(self, customer: CustomerSession) -> CustomerUi {
        self.of(customer)
    }
}

impl<S> Ui<S> {
    fn of<Other>(self, session: Other) -> Ui<Other> {
        let Self { formats, scrolls, shows_more_filters, .. } = self;
        Ui { session, formats, scrolls, shows_more_filters }
    }

    /// Writes something as the agent's language does.
    fn write<T>(self, write: impl FnOnce(&Formats) -> T) -> T {
        self.formats.with(write)
    }

    /// A count, as the agent's language writes it.
    fn count(self, count: usize) -> String {
        self.write(|formats| formats.count(count))
    }
}

impl CustomerUi {
    /// The same for views that know no customer.
    fn of_element(self) -> Ui {
        self.of(*self.session)
    }

    /// The searched words.
    fn search(self) -> String {
        self.session.filter.with(|filter| filter.text.as_str().trim().to_owned())
    }

    /// A stretch of time, by its dates, or by its times where it is less than whole days.
    fn span(self, span: Span) -> String {
        let zone = self.session.zone();
        let is_days = span.is_whole_days(zone);
        let write = |time: Option<DateTime<Utc>>, date: Option<NaiveDate>| {
            self.write(|formats| if is_days { Some(formats.date_of_year(date?)) } else { Some(formats.short(time?)) })
        };
        match (write(span.since, span.first_date(zone)), write(span.until, span.last_date(zone))) {
            (None, None) => t("range.all"),
            (Some(from), None) => t_with("range.since", &[("from", &from)]),
            (None, Some(to)) => t_with("range.until", &[("to", &to)]),
            (Some(from), Some(to)) if from == to => from,
            (Some(from), Some(to)) => t_with("range.between", &[("from", &from), ("to", &to)]),
        }
    }

    /// A time range in a sentence: "the last 24 hours".
    fn range_in_sentence(self, range: TimeRange) -> String {
        if let TimeRange::Span(span) = range { self.span(span) } else { locale::range_in_sentence(range) }
    }

    /// A button that asks for `part`, or no longer; without a part it does nothing.
    fn filter_button(self, class: &'static str, part: Option<FilterPart>) -> El {
        let Some(part) = part else { return button(class).attr("disabled", "") };
        let chosen = part.clone();
        button(class)
            .bind("aria-pressed", move || said(self.session.filter.with(|filter| filter.has(&chosen))))
            .on("click", move |_| self.session.set_filter(|filter| filter.toggle(part.clone())))
    }
}

fn button(class: &'static str) -> El {
    el("button").attr("type", "button").class(class)
}

/// A state for ARIA, which wants both words.
fn said(state: bool) -> Option<String> {
    Some(if state { "true" } else { "false" }.to_owned())
}

/// An attribute that is there or not.
fn present(is_there: bool) -> Option<String> {
    is_there.then(|| "true".to_owned())
}
