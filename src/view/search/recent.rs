//! Who was looked up lately: once more by a click, forgotten by another.

use leptos::prelude::*;

use crate::view::kit::*;
use journey::Identity;

/// The list.
#[component]
pub(super) fn Recent(
    /// Somebody was chosen.
    on_choose: impl Fn(Identity) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    let title = i18n.words("search.recent");
    view! {
        <div class="recent" part="recent">
            <span class="label">
                <Glyph icon=LuHistory/>
                {title}
            </span>
            <ul aria-label=title>
                <ForEach each=move || session.recent() key=ToString::to_string let(identity)>
                    <Item identity on_choose/>
                </ForEach>
            </ul>
            <button type="button" class="link" on:click=move |_| session.forget_recent(None)>
                {i18n.words("search.recent.clear")}
            </button>
        </div>
    }
}

#[component]
fn Item(
    /// Who.
    identity: Identity,
    /// It was chosen.
    on_choose: impl Fn(Identity) + 'static,
) -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    let text = identity.to_string();
    let (again, gone) = (identity.clone(), identity);
    let forget = {
        let text = text.clone();
        move || i18n.t_with("search.recent.remove", &[("identity", &text)])
    };
    view! {
        <li class="recent-item">
            <button type="button" class="recent-choice" on:click=move |_| on_choose(again.clone())>
                <bdi>{text}</bdi>
            </button>
            <button
                type="button"
                class="recent-remove"
                aria-label=forget.clone()
                title=forget
                on:click=move |_| session.forget_recent(Some(&gone))
            >
                <Glyph icon=LuX/>
            </button>
        </li>
    }
}
