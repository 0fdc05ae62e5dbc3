//! What an agent may do next with an identity, a button each: the desktop around the widget does it, and says that it does.

use icondata_core::Icon;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Glyph, LuMail, LuMessageSquare, LuPhone, LuPhoneForwarded};
use super::use_customer;
use journey::{FollowUp, IdentityType, TaskId};

/// The buttons that fit; nothing where the desktop does none of it.
#[component]
pub(crate) fn FollowUps(
    /// Whom to reach.
    identity: String,
    /// What that is, where it is known.
    kind: Option<IdentityType>,
    /// After which contact.
    #[prop(default = None)]
    task: Option<TaskId>,
) -> impl IntoView {
    let ui = use_customer();
    let (session, i18n) = (ui.session, ui.i18n);
    let is_untaken = RwSignal::new(false);
    let to = StoredValue::new((identity.clone(), task));
    let begin = move |kind: FollowUp| {
        is_untaken.set(false);
        let (identity, task) = to.get_value();
        let answer = session.follow_up(kind, identity, task.as_ref());
        spawn_local(async move {
            // The buttons, or the whole element, may be gone by then.
            if answer.await == Ok(false) {
                is_untaken.try_set(true);
            }
        });
    };
    let button = move |kind: FollowUp| {
        let words = move || i18n.t(&["follow-up.", kind.key()].concat());
        let label = move || {
            to.with_value(|(identity, _)| i18n.t_with("follow-up.to", &[("what", &words()), ("identity", identity)]))
        };
        view! {
            <button
                type="button"
                class="copy"
                part="follow-up"
                data-kind=kind.key()
                title=label
                aria-label=label
                on:click=move |_| begin(kind)
            >
                <Glyph icon=icon(kind)/>
            </button>
        }
        .into_any()
    };
    // Settings change with each contact and token, and these hardly ever.
    let fitting = Memo::new(move |_| {
        let fits = |one: &&FollowUp| one.fits(&identity, kind);
        session.settings.with(|settings| settings.follow_ups.iter().filter(fits).copied().collect::<Vec<_>>())
    });
    view! {
        {move || fitting.get().into_iter().map(button).collect_view()}
        {move || {
            is_untaken.get().then(|| {
                let words = i18n.words("follow-up.untaken");
                view! { <span class="follow-up-untaken" role="status">{words}</span> }.into_any()
            })
        }}
    }
}

fn icon(kind: FollowUp) -> Icon {
    match kind {
        FollowUp::Call => LuPhone,
        FollowUp::Callback => LuPhoneForwarded,
        FollowUp::Email => LuMail,
        FollowUp::Message => LuMessageSquare,
    }
}
