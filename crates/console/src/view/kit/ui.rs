//! What every view has: the session, the words, the page that is shown, and a voice for screen readers.

use std::sync::Arc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::route::Route;
use crate::session::Session;
use crate::words::Words;

/// For so long what was done can be read.
const STAYS: Duration = Duration::from_secs(8);

/// What was done, in whatever language the page has.
type Said = Arc<dyn Fn() -> String + Send + Sync>;

/// The context of everything. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Ui {
    pub(crate) session: Session,
    pub(crate) words: Words,
    pub(crate) route: ReadSignal<Route>,
    said: RwSignal<Option<Said>>,
    projects: RwSignal<u32>,
}

/// The context of everything.
pub(crate) fn use_ui() -> Ui {
    expect_context()
}

impl Ui {
    /// Once, for the page.
    pub(crate) fn begin() -> Self {
        let read = || Route::of(&window().location().hash().unwrap_or_default());
        let (route, go) = signal(read());
        let heard = window_event_listener(ev::hashchange, move |_| go.set(read()));
        on_cleanup(move || heard.remove());
        Self {
            session: Session::new(),
            words: Words::new(),
            route,
            said: RwSignal::new(None),
            projects: RwSignal::new(0),
        }
    }

    /// Says by the live region what was done.
    pub(crate) fn say(self, words: impl Fn() -> String + Send + Sync + 'static) {
        let words: Said = Arc::new(words);
        self.said.set(Some(words.clone()));
        let said = self.said;
        // It lies over the page, and is of a moment ago.
        let goes = move || {
            let is_still_said = |now: &Option<Said>| now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &words));
            if said.try_with_untracked(is_still_said).unwrap_or_default() {
                said.set(None);
            }
        };
        set_timeout(goes, STAYS);
    }

    /// Tells whatever shows projects that one of them is another.
    pub(crate) fn project_changed(self) {
        self.projects.update(|times| *times = times.wrapping_add(1));
    }

    /// What shows projects is loaded again when one of them is another.
    pub(crate) fn track_projects(self) {
        self.projects.track();
    }

    /// Goes to another page, as a link would.
    pub(crate) fn go(self, route: &Route) {
        if let Err(error) = window().location().set_hash(&route.href()) {
            leptos::logging::error!("the page could not be changed: {error:?}");
        }
    }
}

/// What was done, for people to see for a while and for screen readers to say.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let ui = use_ui();
    view! {
        <p class="said" role="status">
            {move || ui.said.get().map(|words| words())}
        </p>
    }
}
