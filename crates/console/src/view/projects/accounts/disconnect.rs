//! Takes an account away: first it is said what goes with it, and the connector's name is asked for.

use leptos::prelude::*;

use super::Place;
use crate::accounts::Account;
use crate::http::{Ask, ask};
use crate::view::kit::{ConfirmByName, Saving, use_ui};

/// The button, and its dialog.
#[component]
pub(super) fn Disconnect(
    /// Where the account is.
    place: Place,
) -> impl IntoView {
    let ui = use_ui();
    let (open, saving) = (RwSignal::new(false), Saving::new());
    let confirmed = move |()| {
        saving.run(ask::<Account>(ui.session, Ask::delete(place.path.get_value())), move |account| {
            let name = place.name();
            ui.say(move || ui.words.t_with("account.is-disconnected", &[("name", &name)]));
            open.set(false);
            place.load.set(account);
            place.focus_heading();
        });
    };
    view! {
        <button type="button" class="button grave" on:click=move |_| open.set(true)>
            {ui.words.words("account.disconnect.ask")}
        </button>
        <ConfirmByName
            open
            title=ui.words.words("account.disconnect")
            warning=ui.words.words(place.vendor.farewell())
            name=Signal::derive(move || place.connector.with(|one| one.name.clone()))
            label=ui.words.words("account.disconnect")
            saving
            confirmed
        />
    }
}
