//! The account of a contact center by which a connector works: how it goes, connecting and disconnecting it, what is subscribed, and
//! what is filled in afterwards. All of it is read again as long as the page is seen.

mod connect;
mod course;
mod disconnect;
mod filling;
mod state;
mod subscriptions;
mod trouble;

use leptos::html;
use leptos::prelude::*;

use self::filling::FillingPart;
use self::state::State;
use self::subscriptions::Subscriptions;
use super::CONNECTORS;
use crate::accounts::{Account, Filling, Vendor};
use crate::http::{Ask, ask};
use crate::load::{Load, use_load};
use crate::problem::Problem;
use crate::view::kit::{ProblemBox, Ui, often, shown, use_ui};
use crate::wire::Connector;

/// While something is filled in, its course is read again so often, ms.
const SOON: u32 = 1_000;
/// And otherwise after so many times of that.
const SELDOM: u32 = 5;

/// The account of a connector, for the parts of its page. A handle: copies are the same.
#[derive(Clone, Copy)]
struct Place {
    vendor: Vendor,
    connector: Signal<Connector>,
    /// To be told what was switched.
    of_connector: Load<Connector>,
    load: Load<Account>,
    /// The account in the service.
    path: StoredValue<String>,
    heading: NodeRef<html::H2>,
}

impl Place {
    /// The connector's name.
    fn name(self) -> String {
        self.connector.with_untracked(|connector| connector.name.clone())
    }

    /// Puts the focus on the account's heading, where what had it is gone.
    fn focus_heading(self) {
        focus(self.heading);
    }

    /// Asks how it goes now; `told` hears why that is not known.
    fn renew(self, ui: Ui, asking: StoredValue<bool>, told: impl FnOnce(Option<Problem>) + 'static) {
        asking.set_value(true);
        let account = ask::<Account>(ui.session, Ask::get(self.path.get_value()));
        let answered = async move {
            let answer = account.await;
            // The page may be gone.
            let _ = asking.try_set_value(false);
            answer
        };
        self.load.renew(answered, told);
        let id = self.connector.with_untracked(|connector| connector.id.clone());
        let connector = ask::<Connector>(ui.session, Ask::get(format!("{CONNECTORS}/{id}")));
        // What keeps the service from answering is told once, of the account.
        self.of_connector.renew(connector, drop);
    }
}

/// The parts of a connector's page that are about its account.
#[component]
pub(super) fn AccountParts(
    /// The contact center.
    vendor: Vendor,
    /// The connector, to be told what was switched.
    load: Load<Connector>,
    /// As it is now.
    connector: Signal<Connector>,
) -> impl IntoView {
    let ui = use_ui();
    let path = format!("{CONNECTORS}/{}/{}", connector.with_untracked(|one| one.id.clone()), vendor.word());
    let path = StoredValue::new(path);
    let account = use_load(move || ask::<Account>(ui.session, Ask::get(path.get_value())));
    let place = Place { vendor, connector, of_connector: load, load: account, path, heading: NodeRef::new() };
    let (lost, asking, times) = (RwSignal::new(None::<Problem>), StoredValue::new(false), StoredValue::new(0_u32));
    often(SOON, move || {
        times.set_value(times.get_value().wrapping_add(1));
        let filling = account.get_untracked().and_then(|account| account.filling);
        let is_due = filling.is_some_and(|one| one.goes_on()) || times.get_value().is_multiple_of(SELDOM);
        if is_due && !asking.get_value() {
            place.renew(ui, asking, move |problem| lost.set(problem));
        }
    });
    let is_connected = Memo::new(move |_| account.get().is_some_and(|account| account.is_connected));
    let tells = Memo::new(move |_| {
        account.get().is_some_and(|account| vendor == Vendor::Webex || account.wants_notifications) && vendor.tells()
    });
    view! {
        <section class="part wide">
            <h2 tabindex="-1" node_ref=place.heading>{ui.words.words("account.heading")}</h2>
            <ProblemBox of=lost/>
            {shown(account, move |now: Signal<Account>| view! { <State place now/> }.into_any())}
        </section>
        <Show when=move || is_connected.get() && tells.get()>
            <Subscriptions place/>
        </Show>
        <Show when=move || is_connected.get() && vendor != Vendor::Avaya>
            <FillingPart place/>
        </Show>
    }
}

/// Puts the focus on a heading.
fn focus(heading: NodeRef<html::H2>) {
    request_animation_frame(move || {
        if let Some(heading) = heading.get_untracked() {
            // Only an element that is gone cannot have it.
            let _ = heading.focus();
        }
    });
}

/// What is filled in, or was last.
fn filling(place: Place) -> Memo<Option<Filling>> {
    Memo::new(move |_| place.load.get().and_then(|account| account.filling))
}
