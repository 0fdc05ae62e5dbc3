//! Where each setting came from, and what there is of the tokens: never the tokens.

use leptos::prelude::*;

use super::row;
use crate::settings::{SettingOrigin, TokenState};
use crate::view::kit::*;

/// The settings' part of the dialog.
#[component]
pub(super) fn Settings() -> impl IntoView {
    let ui = use_customer();
    let i18n = ui.i18n;
    let rows = move || {
        let tokens = tokens(ui).into_iter().map(|token| {
            let name = [token.platform, " · ", &i18n.t("inspect.token")].concat();
            let text = match (token.is_there, token.ends) {
                (false, _) => i18n.t("inspect.token.none"),
                (true, None) => i18n.t("inspect.token.there"),
                (true, Some(time)) => {
                    i18n.t_with("inspect.token.ends", &[("time", &i18n.formats(|formats| formats.moment(time)))])
                }
            };
            row(name.into_any(), vec![text])
        });
        let settings = settings(ui).into_iter().map(|setting| {
            let from = i18n.t(&["inspect.from.", setting.origin.key()].concat());
            let unfilled = if setting.is_empty { i18n.t("inspect.unfilled") } else { String::new() };
            row(setting.name.into_any(), vec![setting.value.unwrap_or_default(), from, unfilled])
        });
        tokens.chain(settings).collect_view()
    };
    view! { <dl class="fields">{rows}</dl> }
}

/// Where each setting came from.
pub(super) fn settings(ui: CustomerUi) -> Vec<SettingOrigin> {
    ui.session.all_told.with(|told| told.origins())
}

/// What there is of each platform's token.
pub(super) fn tokens(ui: CustomerUi) -> Vec<TokenState> {
    ui.session.settings.with(|settings| TokenState::all(&settings.sources))
}
