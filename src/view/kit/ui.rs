//! What every component needs: the session, its words and formats. Contexts of the tree: [`Ui`] of all of it,
//! [`CustomerUi`] of what shows a customer, so that nothing else can read one by mistake.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use crate::locale::{Formats, I18n, Language};
use crate::session::{CustomerSession, Session};
use journey::{Span, TimeRange, Unread};

/// The session, and how its widget says and writes things. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Ui<S = Session> {
    pub(crate) session: S,
    pub(crate) i18n: I18n,
    /// Counts how often the widget was scrolled.
    pub(crate) scrolls: RwSignal<u32>,
    /// Whether the filters that are needed less often are shown: as what is chosen in them, whoever is shown.
    pub(crate) shows_more_filters: RwSignal<bool>,
    /// Whether conversations are read in place of the timeline: likewise.
    pub(crate) reads_talks: RwSignal<bool>,
}

/// The same where a customer is shown: the session is that customer's.
pub(crate) type CustomerUi = Ui<CustomerSession>;

/// The context that the widget's root provided.
pub(crate) fn use_ui() -> Ui {
    expect_context()
}

/// The context of what shows a customer.
pub(crate) fn use_customer() -> CustomerUi {
    expect_context()
}

impl Ui {
    /// Of a session, in the current owner.
    pub(crate) fn new(session: Session) -> Self {
        let i18n = I18n::new(
            move || session.language.get().unwrap_or(Language::ENGLISH),
            move || session.asked.get(),
            move || session.place.get(),
        );
        Self {
            session,
            i18n,
            scrolls: RwSignal::new(0),
            shows_more_filters: RwSignal::new(false),
            reads_talks: RwSignal::new(false),
        }
    }

    /// A view of `customer`, below the customer's owner: nothing drawn outlives what it reads.
    pub(crate) fn of_customer<V: IntoView>(self, customer: CustomerSession, draw: impl FnOnce() -> V) -> impl IntoView {
        let Self { i18n, scrolls, shows_more_filters, reads_talks, .. } = self;
        let owner = customer.owner();
        let view = owner.with(|| {
            provide_context(self);
            provide_context(CustomerUi { session: customer, i18n, scrolls, shows_more_filters, reads_talks });
            draw()
        });
        OwnedView::new_with_owner(view, owner)
    }
}

impl CustomerUi {
    /// The searched words.
    pub(crate) fn search(self) -> String {
        self.session.filter.with(|filter| filter.text.as_str().trim().to_owned())
    }

    /// Why something could not be read, in the language of now.
    pub(crate) fn why_unread(self, unread: &Unread) -> String {
        match &unread.permission {
            Some(name) => self.i18n.t_with("failure.permission", &[("name", name)]),
            None => unread.problem.to_string(),
        }
    }

    /// A stretch of time, by its dates, or by its times where it is less than whole days.
    pub(crate) fn span(self, span: Span) -> String {
        let i18n = self.i18n;
        let zone = self.session.zone();
        let is_days = span.is_whole_days(zone);
        let write = |time: Option<DateTime<Utc>>, date: Option<NaiveDate>| {
            let written = |formats: &Formats| {
                if is_days { date.map(|date| formats.date_of_year(date)) } else { time.map(|time| formats.short(time)) }
            };
            i18n.formats(written)
        };
        match (write(span.since, span.first_date(zone)), write(span.until, span.last_date(zone))) {
            (None, None) => i18n.t("range.all"),
            (Some(from), None) => i18n.t_with("range.since", &[("from", &from)]),
            (None, Some(to)) => i18n.t_with("range.until", &[("to", &to)]),
            (Some(from), Some(to)) if from == to => from,
            (Some(from), Some(to)) => i18n.t_with("range.between", &[("from", &from), ("to", &to)]),
        }
    }

    /// A time range in a sentence: "the last 24 hours".
    pub(crate) fn range_in_sentence(self, range: TimeRange) -> String {
        if let TimeRange::Span(span) = range { self.span(span) } else { self.i18n.language().range_in_sentence(range) }
    }
}
