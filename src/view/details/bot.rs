//! What a bot did before an agent did, or instead: why it was asked, why it handed over, and what was said, folded.

use leptos::prelude::*;

use super::Folded;
use super::fields::Field;
use super::transcript::Conversation;
use crate::view::kit::*;
use journey::{BotPart, Transcript};

/// The bot's part.
pub(super) fn bots_part(part: BotPart) -> AnyView {
    let i18n = use_customer().i18n;
    let BotPart { name, why, handed_over, took, turns, .. } = part;
    let took = took.map(|took| i18n.formats(|formats| formats.duration(took)));
    let facts = [("bot.why", why), ("bot.handed-over", handed_over), ("details.duration", took)];
    let fact = |(key, text): (&'static str, Option<String>)| {
        Some(view! { <Field label=i18n.words(key) values=vec![text?.into()]/> }.into_any())
    };
    let facts = facts.into_iter().filter_map(fact).collect_view();
    let title = move || match &name {
        Some(name) => i18n.t_with("bot.title.named", &[("name", name)]),
        None => i18n.t("bot.title"),
    };
    let said = (!turns.is_empty()).then(|| {
        view! {
            <Folded title="bot.said">
                <Conversation transcript=Transcript::Turns(turns.clone())/>
            </Folded>
        }
        .into_any()
    });
    view! {
        <section class="bots-part" part="bot">
            <h5>{title}</h5>
            <dl class="fields">{facts}</dl>
            {said}
        </section>
    }
    .into_any()
}
