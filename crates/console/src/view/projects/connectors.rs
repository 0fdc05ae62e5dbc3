//! The connectors of a project: what brings events of other systems into it.

use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::CONNECTORS;
use super::keys::KeyOnce;
use super::switch::ConnectorSwitch;
use crate::accounts::Vendor;
use crate::http::{self, Ask, ask};
use crate::load::{Load, use_load};
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{
    Choices, Dialog, Empty, ProblemBox, Saving, SubmitButton, TextField, focus_what_is_wrong, shown, use_ui,
};
use crate::wire::{Connector, WithKey};

/// The kinds of connectors that can be made: what each is called by the service and by people, and what it is for.
const KINDS: [(&str, &str, &str, &str); 5] = [
    ("cloudevents", "cloudevents", "connector.kind.cloudevents", "connector.kind.cloudevents.hint"),
    ("track", "track", "connector.kind.track", "connector.kind.track.hint"),
    ("webex", "webex", "connector.kind.webex", "connector.kind.webex.hint"),
    ("genesys", "genesys", "connector.kind.genesys", "connector.kind.genesys.hint"),
    ("avaya", "avaya", "connector.kind.avaya", "connector.kind.avaya.hint"),
];

/// The part of a project's page.
#[component]
pub(super) fn Connectors(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let load = use_load(move || {
        // When the answer comes the page may be gone, and what it stored with it.
        let project = project.get_value();
        async move {
            let all = ask::<Vec<Connector>>(ui.session, Ask::get(format!("{CONNECTORS}?pageSize=10000"))).await?;
            let of_project = |connector: &Connector| connector.workspace_id == project;
            Ok(all.into_iter().filter(of_project).collect::<Vec<_>>())
        }
    });
    let adding = RwSignal::new(false);
    let saving = Saving::new();
    view! {
        <section class="part wide">
            <div class="head">
                <h2>{ui.words.words("connectors.heading")}</h2>
                <Show when=move || ui.session.may(Right::WriteOrganization)>
                    <button type="button" class="button" on:click=move |_| adding.set(true)>
                        {ui.words.words("connectors.add")}
                    </button>
                </Show>
            </div>
            <ProblemBox of=saving.problem()/>
            {shown(load, move |connectors| view! { <Table load connectors saving/> }.into_any())}
            <AddConnector open=adding load project=project.get_value()/>
        </section>
    }
}

#[component]
fn Table(
    /// To be told what was switched.
    load: Load<Vec<Connector>>,
    /// All of the project.
    connectors: Signal<Vec<Connector>>,
    /// What is being switched.
    saving: Saving,
) -> impl IntoView {
    let ui = use_ui();
    let is_empty = Memo::new(move |_| connectors.with(Vec::is_empty));
    let row = move |id: String| {
        let connector = Memo::new(move |_| {
            connectors.with(|all| all.iter().find(|connector| connector.id == id).cloned()).unwrap_or_default()
        });
        let href = move || connector.with(|one| Route::Connector(one.workspace_id.clone(), one.id.clone()).href());
        let switched = move |changed: Connector| {
            load.change(|all| all.iter_mut().filter(|one| one.id == changed.id).for_each(|one| *one = changed.clone()));
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=href dir="auto">{move || connector.with(|one| one.name.clone())}</a>
                    <span class="small">{move || connector.with(|one| kind_words(&one.kind)).map(|key| ui.words.t(key))}</span>
                </th>
                <td data-label=ui.words.words("connectors.state")>
                    <Show
                        when=move || ui.session.may(Right::WriteOrganization)
                        fallback=move || ui.words.t(if connector.with(|one| one.is_on) { "connector.on" } else { "connector.off" })
                    >
                        <ConnectorSwitch connector saving switched/>
                    </Show>
                </td>
                <td data-label=ui.words.words("connectors.last")>{move || last_event(ui, &connector.get())}</td>
                <td data-label=ui.words.words("connectors.accepted") class="count">
                    {move || ui.words.number(connector.with(|one| one.accepted))}
                </td>
                <td data-label=ui.words.words("connectors.refused") class="count">
                    {move || ui.words.number(connector.with(|one| one.refused))}
                </td>
            </tr>
        }
    };
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <Empty title=ui.words.words("connectors.none") advice=ui.words.words("connectors.none.advice")/>
            }
        >
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ui.words.words("connectors.name")}</th>
                        <th scope="col">{ui.words.words("connectors.state")}</th>
                        <th scope="col">{ui.words.words("connectors.last")}</th>
                        <th scope="col" class="count">{ui.words.words("connectors.accepted")}</th>
                        <th scope="col" class="count">{ui.words.words("connectors.refused")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || connectors.with(|all| all.iter().map(|one| one.id.clone()).collect::<Vec<_>>())
                        key=String::clone
                        children=row
                    />
                </tbody>
            </table>
        </Show>
    }
}

/// When a connector took its last event, in words.
pub(super) fn last_event(ui: crate::view::kit::Ui, connector: &Connector) -> String {
    match &connector.last_event_at {
        Some(at) => ui.words.time(at),
        None => ui.words.t("connectors.last.never"),
    }
}

/// The words for a form of events.
pub(super) fn kind_words(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(of, ..)| *of == kind).map(|(_, _, title, _)| *title)
}

/// The dialog that makes a connector, and tells its first key.
#[component]
fn AddConnector(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// To be loaded again.
    load: Load<Vec<Connector>>,
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let key = RwSignal::new(None::<WithKey>);
    // Closed, a key is told no more.
    Effect::new(move |_| {
        if !open.get() {
            key.set(None);
        }
    });
    view! {
        <Dialog open title=ui.words.words("connectors.add")>
            {move || match key.get() {
                Some(made) => view! { <KeyOnce made open is_new=true/> }.into_any(),
                None => view! { <NewConnector open load project=project.get_value() key/> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn NewConnector(
    open: RwSignal<bool>,
    load: Load<Vec<Connector>>,
    project: String,
    key: RwSignal<Option<WithKey>>,
) -> impl IntoView {
    let ui = use_ui();
    let (name, kind) = (RwSignal::new(String::new()), RwSignal::new("cloudevents"));
    let (saving, is_missing) = (Saving::new(), RwSignal::new(false));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let named = name.get_untracked().trim().to_owned();
        is_missing.set(named.is_empty());
        if named.is_empty() {
            focus_what_is_wrong();
            return;
        }
        let body = json!({ "name": named, "kind": kind.get_untracked(), "workspaceId": project });
        saving.run(ask::<WithKey>(ui.session, Ask::post(CONNECTORS).json(&body)), move |made| {
            load.again();
            if made.key.is_empty() {
                // It is asked instead of sending: there is no key to tell.
                open.set(false);
                ui.go(&Route::Connector(made.connector.workspace_id, made.connector.id));
            } else {
                key.set(Some(made));
            }
        });
    };
    // Without a key for secrets the service makes none of them, or could store no account of theirs.
    let settings = use_load(http::settings);
    let lacks_key = move || {
        let keeps_none = settings.get().is_some_and(|settings| settings.keeps_secrets == Some(false));
        keeps_none && kind.with(|kind| Vendor::of(kind).is_some())
    };
    let error = Signal::derive(move || {
        let is_empty = name.with(|name| name.trim().is_empty());
        if is_missing.get() && is_empty { Some(ui.words.t("form.required")) } else { saving.of_field("name") }
    });
    view! {
        <form on:submit=send novalidate>
            <TextField label=ui.words.words("connectors.name") value=name error name="name" required=true/>
            <Choices legend="connector.kind" name="kind" of=&KINDS value=kind/>
            <Show when=lacks_key>
                <p class="hint" role="status">{ui.words.words("account.no-key.advice")}</p>
            </Show>
            <ProblemBox of=saving.problem() fields=&["name"]/>
            <div class="buttons">
                <SubmitButton saving label=ui.words.words("connectors.make")/>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {ui.words.words("form.cancel")}
                </button>
            </div>
        </form>
    }
}
