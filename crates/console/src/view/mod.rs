//! What is seen: a folder for each page, and what several of them use in `kit`. Views hold no logic that the pure modules
//! could hold, and no words: those come from `locales/` by key, as signals.

mod actions;
mod health;
mod journeys;
mod kit;
mod live;
mod people;
mod projects;
mod rules;
mod shell;
mod sign_in;
mod templates;

use leptos::prelude::*;

use self::kit::{Announcer, Ui};
use self::shell::Shell;
use self::sign_in::SignInPage;

/// The whole console.
#[component]
pub(crate) fn App() -> impl IntoView {
    let ui = Ui::begin();
    provide_context(ui);
    // Whoever signs in as somebody else begins anew; the same person goes on where the page is.
    let whose = Memo::new(move |_| ui.session.who().map(|who| (who.subject, who.organization_id)));
    view! {
        <Announcer/>
        {move || match whose.get() {
            Some(_) => view! { <Shell/> }.into_any(),
            None => view! { <SignInPage/> }.into_any(),
        }}
    }
}
