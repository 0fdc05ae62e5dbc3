//! What did not work, said once under the bar.

use leptos::prelude::*;

use crate::preview::simulate::actions::Actions;
use crate::preview::state::Desk;

/// The notice, with "Try again" where there is something to send again.
#[component]
pub(crate) fn NoticeBar(desk: Desk, actions: Actions) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                desk.notice
                    .get()
                    .map(|notice| {
                        view! {
                            <div class="notice" data-testid="notice">
                                <p>{notice.what}</p>
                                {notice
                                    .retry
                                    .then(|| {
                                        view! {
                                            <button
                                                type="button"
                                                class="button"
                                                data-testid="notice-retry"
                                                on:click=move |_| actions.publish_again()
                                            >
                                                "Try again"
                                            </button>
                                        }
                                    })}
                                <button
                                    type="button"
                                    class="button"
                                    data-testid="notice-close"
                                    on:click=move |_| desk.notice.set(None)
                                >
                                    "Close"
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
