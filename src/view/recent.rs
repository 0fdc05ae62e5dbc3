//! Who was looked up lately: once more by a click, forgotten by another.

use super::dom::{El, Row, el};
use super::icon::{LuHistory, LuX, icon};
use super::{Ui, button};
use crate::locale::{t, t_with};
use journey::Identity;

/// The list; nothing while there is nobody in it. `chosen`: somebody was.
pub(super) fn recent(ui: Ui, chosen: impl Fn(&Identity) + Clone + 'static) -> El {
    let session = ui.session;
    let rows = move || {
        let row = |identity: Identity| {
            let chosen = chosen.clone();
            Row::new(identity.to_string(), move || item(ui, identity, chosen))
        };
        session.recent().into_iter().map(row).collect()
    };
    let clear = button("link").text(&t("search.recent.clear")).on("click", move |_| session.forget_recent(None));
    el("div")
        .class("recent")
        .part("recent")
        .child(el("span").class("label").child(icon(LuHistory)).text(&t("search.recent")))
        .child(el("ul").attr("aria-label", &t("search.recent")).each(rows))
        .child(clear)
}

fn item(ui: Ui, identity: Identity, chosen: impl Fn(&Identity) + 'static) -> El {
    let forget = t_with("search.recent.remove", &[("identity", identity.as_str())]);
    let (again, gone) = (identity.clone(), identity.clone());
    el("li")
        .class("recent-item")
        .child(button("recent-choice").on("click", move |_| chosen(&again)).child(el("bdi").text(identity.as_str())))
        .child(
            button("recent-remove")
                .attr("aria-label", &forget)
                .attr("title", &forget)
                .on("click", move |_| ui.session.forget_recent(Some(&gone)))
                .child(icon(LuX)),
        )
}
