//! The keys of a connector: made and told once, rotated without a gap, withdrawn at once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use wasm_bindgen_futures::JsFuture;

use super::CONNECTORS;
use crate::accounts::Vendor;
use crate::http::{Ask, ask};
use crate::load::Load;
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Dialog, ProblemBox, Saving, next_id, use_ui};
use crate::wire::{Connector, Key, WithKey};

/// How long the keys before a new one go on when it takes their place, in minutes: a day.
const OVERLAP: i64 = 24 * 60;

/// A key that is told this once, with where to send to.
#[component]
pub(super) fn KeyOnce(
    /// The connector and its key.
    made: WithKey,
    /// The dialog it stands in.
    open: RwSignal<bool>,
    /// Whether the connector was made with it.
    #[prop(optional)]
    is_new: bool,
) -> impl IntoView {
    let ui = use_ui();
    let WithKey { connector, key } = made;
    // A contact center is told the key by the service itself, and what comes next is its account.
    let is_told = Vendor::of(&connector.kind).is_some();
    // An address that ends in a key is told once, too.
    let address = match connector.url.strip_suffix('…') {
        Some(begin) => format!("{begin}{key}"),
        None => connector.url.clone(),
    };
    let page = Route::Connector(connector.workspace_id, connector.id);
    let close = move |_| {
        open.set(false);
        if is_new && is_told {
            ui.go(&page);
        }
    };
    view! {
        <p>{ui.words.words(if is_told { "key.once.told" } else { "key.once" })}</p>
        <Copyable label=ui.words.words("key.key") text=key/>
        <Copyable label=ui.words.words("connector.address") text=address/>
        <div class="buttons">
            <button type="button" class="button main" on:click=close>
                {ui.words.words(if is_new && is_told { "key.go-on" } else { "key.kept" })}
            </button>
        </div>
    }
}

/// A text with a button that copies it.
#[component]
pub(crate) fn Copyable(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    text: String,
) -> impl IntoView {
    let ui = use_ui();
    let id = next_id("copy");
    let copied = text.clone();
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&copied);
        spawn_local(async move {
            let key = if JsFuture::from(written).await.is_ok() { "copy.done" } else { "copy.failed" };
            ui.say(move || ui.words.t(key));
        });
    };
    view! {
        <div class="copyable">
            <span class="copy-label" id=id.clone()>{move || label.get()}</span>
            <code dir="ltr" tabindex="0" role="textbox" aria-readonly="true" aria-labelledby=id>{text}</code>
            <button type="button" class="button" aria-label=move || ui.words.t_with("copy.what", &[("what", &label.get())]) on:click=copy>
                {ui.words.words("copy.do")}
            </button>
        </div>
    }
}

/// The part of a connector's page.
#[component]
pub(super) fn Keys(
    /// The connector.
    load: Load<Connector>,
    /// As it is now.
    connector: Signal<Connector>,
) -> impl IntoView {
    let ui = use_ui();
    let saving = Saving::new();
    let (open, told) = (RwSignal::new(false), RwSignal::new(None::<WithKey>));
    Effect::new(move |_| {
        if !open.get() {
            told.set(None);
        }
    });
    let may_write = move || ui.session.may(Right::WriteOrganization);
    let make = move |others_end: Option<i64>| {
        let id = connector.with_untracked(|connector| connector.id.clone());
        let body = match others_end {
            Some(minutes) => json!({ "othersEndInMinutes": minutes }),
            None => json!({}),
        };
        saving.run(ask::<WithKey>(ui.session, Ask::post(format!("{CONNECTORS}/{id}/keys")).json(&body)), move |made| {
            load.set(made.connector.clone());
            told.set(Some(made));
            open.set(true);
        });
    };
    let row = move |key: Key| {
        let (id, hint) = (key.id, key.hint.clone());
        let withdraw = move |_| {
            let connector = connector.with_untracked(|connector| connector.id.clone());
            let path = format!("{CONNECTORS}/{connector}/keys/{id}");
            saving.run(ask::<Connector>(ui.session, Ask::delete(path)), move |connector| {
                ui.say(move || ui.words.t("key.withdrawn"));
                load.set(connector);
            });
        };
        let ends = key.expires_at;
        view! {
            <tr>
                <th scope="row"><code dir="ltr">{key.hint}</code></th>
                <td data-label=ui.words.words("key.made")>
                    {move || ui.words.t_with("key.made.by", &[("time", &ui.words.time(&key.created_at)), ("name", &key.created_by)])}
                </td>
                <td data-label=ui.words.words("key.ends")>
                    {move || match &ends {
                        Some(ends) => ui.words.time(ends),
                        None => ui.words.t("key.ends.never"),
                    }}
                </td>
                <td class="does">
                    {may_write()
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="button"
                                    aria-label=move || ui.words.t_with("key.withdraw.which", &[("hint", &hint)])
                                    on:click=withdraw
                                >
                                    {ui.words.words("key.withdraw")}
                                </button>
                            }
                        })}
                </td>
            </tr>
        }
    };
    view! {
        <section class="part wide">
            <h2>{ui.words.words("key.heading")}</h2>
            <p class="hint">{ui.words.words("key.lead")}</p>
            <ProblemBox of=saving.problem()/>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ui.words.words("key.key")}</th>
                        <th scope="col">{ui.words.words("key.made")}</th>
                        <th scope="col">{ui.words.words("key.ends")}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || connector.with(|connector| connector.keys.clone())
                        key=|key| (key.id.clone(), key.expires_at.clone())
                        children=row
                    />
                </tbody>
            </table>
            <Show when=may_write>
                <div class="buttons">
                    <button type="button" class="button" on:click=move |_| make(None)>{ui.words.words("key.add")}</button>
                    <button type="button" class="button" on:click=move |_| make(Some(OVERLAP))>{ui.words.words("key.rotate")}</button>
                </div>
                <p class="hint">{ui.words.words("key.rotate.hint")}</p>
            </Show>
            <Dialog open title=ui.words.words("key.new")>
                {move || told.get().map(|made| view! { <KeyOnce made open/> })}
            </Dialog>
        </section>
    }
}
