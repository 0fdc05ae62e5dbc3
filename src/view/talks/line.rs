//! One line of a conversation: a turn, or what happened between two.

use icondata_core::Icon;
use leptos::prelude::*;

use crate::view::details::turn;
use crate::view::kit::*;
use journey::TalkLine;

/// The line. `mark`: its number among what is worth a stop.
pub(super) fn line(line: &TalkLine, mark: Option<usize>) -> AnyView {
    let i18n = use_customer().i18n;
    match line {
        TalkLine::Said(said) => turn(said, mark),
        TalkLine::Text(text) => {
            view! { <li class="turn" data-side="unknown"><p class="spoken"><LongText text=text.clone()/></p></li> }
                .into_any()
        }
        TalkLine::Hold(held) => {
            let held = *held;
            let words = move || match held {
                Some(held) => {
                    i18n.t_with("talks.held", &[("duration", &i18n.formats(|formats| formats.duration(held)))])
                }
                None => i18n.t("talks.hold"),
            };
            between(LuPause, words, mark)
        }
        TalkLine::Transfer(to) => {
            let to = to.clone();
            let words = move || match &to {
                Some(to) => i18n.t_with("talks.transferred", &[("to", to)]),
                None => i18n.t("talks.transfer"),
            };
            between(LuPhoneForwarded, words, mark)
        }
    }
}

fn between(icon: Icon, words: impl Fn() -> String + Send + Sync + 'static, mark: Option<usize>) -> AnyView {
    view! {
        <li class="talk-mark" data-mark=mark.map(|mark| mark.to_string()) tabindex="-1">
            <Glyph icon/>
            <span>{words}</span>
        </li>
    }
    .into_any()
}
