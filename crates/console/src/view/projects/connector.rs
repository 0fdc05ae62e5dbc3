//! One connector: its switch and numbers, where its system sends to and by which keys, the account of a contact center that it works
//! by, what it could not take, and to which project it belongs.

use cjds::Workspace;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::CONNECTORS;
use super::accounts::AccountParts;
use super::connectors::{kind_words, last_event};
use super::failures::Failures;
use super::keys::{Copyable, Keys};
use super::switch::ConnectorSwitch;
use crate::accounts::Vendor;
use crate::http::{Ask, ask};
use crate::load::{Load, use_load};
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{ConfirmByName, Heading, ProblemBox, Saving, SubmitButton, next_id, shown, use_ui};
use crate::wire::Connector;

/// The page of a connector.
#[component]
pub(crate) fn ConnectorPage(
    /// The project that the address names.
    project: String,
    /// The connector's id.
    id: String,
) -> impl IntoView {
    let ui = use_ui();
    let path = StoredValue::new(format!("{CONNECTORS}/{id}"));
    let (project, id) = (StoredValue::new(project), StoredValue::new(id));
    let load = use_load(move || ask::<Connector>(ui.session, Ask::get(path.get_value())));
    shown(load, move |connector: Signal<Connector>| {
        let saving = Saving::new();
        let url = connector.with_untracked(|connector| connector.url.clone());
        // One whose system is asked has no address, and no key.
        let is_asked = url.is_empty();
        let vendor = Vendor::of(&connector.with_untracked(|connector| connector.kind.clone()));
        // What is sent to the address, and who gives it to whom.
        let of_address = move || match vendor? {
            Vendor::Webex => {
                let hint = connector.with(|one| one.newest_key().map(|key| key.hint.clone())).unwrap_or_default();
                Some(ui.words.t_with("connector.signed", &[("hint", &hint)]))
            }
            Vendor::Genesys => Some(ui.words.t("connector.kind.genesys.hint")),
            Vendor::Avaya => Some(ui.words.t("connector.address.avaya")),
        };
        let may_write = move || ui.session.may(Right::WriteOrganization);
        let taken = move |()| load.again();
        view! {
            <Heading text=Signal::derive(move || connector.with(|one| one.name.clone()))/>
            <p class="lead">{move || connector.with(|one| kind_words(&one.kind)).map(|key| ui.words.t(key))}</p>
            <section class="part">
                <h2>{ui.words.words("connectors.state")}</h2>
                <Show
                    when=may_write
                    fallback=move || ui.words.t(if connector.with(|one| one.is_on) { "connector.on" } else { "connector.off" })
                >
                    <ConnectorSwitch connector saving switched=move |changed| load.set(changed)/>
                </Show>
                <ProblemBox of=saving.problem()/>
                <dl class="facts">
                    <dt>{ui.words.words("connectors.last")}</dt>
                    <dd>{move || last_event(ui, &connector.get())}</dd>
                    <dt>{ui.words.words("connectors.accepted")}</dt>
                    <dd>{move || ui.words.number(connector.with(|one| one.accepted))}</dd>
                    <dt>{ui.words.words("connectors.refused")}</dt>
                    <dd>{move || ui.words.number(connector.with(|one| one.refused))}</dd>
                </dl>
                {(!is_asked).then(|| view! { <Copyable label=ui.words.words("connector.address") text=url/> })}
                {vendor.map(|_| view! { <p class="hint">{of_address}</p> })}
            </section>
            {vendor.map(|vendor| view! { <AccountParts vendor load connector/> })}
            {(!is_asked).then(|| view! { <Keys load connector/> })}
            <Failures connector=id.get_value() taken/>
            <Show when=may_write>
                <Move load connector/>
                <Remove connector project=project.get_value()/>
            </Show>
        }
        .into_any()
    })
}

/// Makes the connector active in another project.
#[component]
fn Move(load: Load<Connector>, connector: Signal<Connector>) -> impl IntoView {
    let ui = use_ui();
    let projects =
        use_load(move || ask::<Vec<Workspace>>(ui.session, Ask::get("/admin/v1/api/workspace?pageSize=10000")));
    view! {
        <section class="part">
            <h2>{ui.words.words("connector.move")}</h2>
            <p class="hint">{ui.words.words("connector.move.hint")}</p>
            {shown(projects, move |projects: Signal<Vec<Workspace>>| {
                let id = next_id("project");
                let chosen = RwSignal::new(connector.with_untracked(|one| one.workspace_id.clone()));
                let saving = Saving::new();
                let is_another = Signal::derive(move || chosen.with(|chosen| connector.with(|one| *chosen != one.workspace_id)));
                let send = move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    if !is_another.get_untracked() {
                        return;
                    }
                    let path = format!("{CONNECTORS}/{}", connector.with_untracked(|one| one.id.clone()));
                    let ask = ask::<Connector>(ui.session, Ask::patch(path).json(&json!({ "workspaceId": chosen.get_untracked() })));
                    saving.run(ask, move |moved| {
                        ui.say(move || ui.words.t("connector.moved"));
                        let route = Route::Connector(moved.workspace_id.clone(), moved.id.clone());
                        load.set(moved);
                        ui.go(&route);
                    });
                };
                view! {
                    <form class="line" on:submit=send>
                        <div class="field">
                            <label for=id.clone()>{ui.words.words("connector.project")}</label>
                            <select id=id name="project" on:change=move |event| chosen.set(event_target_value(&event))>
                                {projects
                                    .get_untracked()
                                    .into_iter()
                                    .map(|project| {
                                        let value = project.id.clone();
                                        view! {
                                            <option value=project.id selected=move || chosen.with(|chosen| *chosen == value)>
                                                {project.name}
                                            </option>
                                        }
                                    })
                                    .collect_view()}
                            </select>
                        </div>
                        <SubmitButton saving label=ui.words.words("connector.move.do") is_ready=is_another/>
                    </form>
                    <ProblemBox of=saving.problem()/>
                }
                .into_any()
            })}
        </section>
    }
}

/// Removes the connector with its keys.
#[component]
fn Remove(connector: Signal<Connector>, project: String) -> impl IntoView {
    let ui = use_ui();
    let (open, saving, project) = (RwSignal::new(false), Saving::new(), StoredValue::new(project));
    let confirmed = move |()| {
        let Connector { id, name, .. } = connector.get_untracked();
        saving.run(ask::<Connector>(ui.session, Ask::delete(format!("{CONNECTORS}/{id}"))), move |_| {
            open.set(false);
            ui.say(move || ui.words.t_with("connector.removed", &[("name", &name)]));
            ui.go(&Route::Project(project.get_value()));
        });
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("connector.remove")}</h2>
            <p>{ui.words.words("connector.remove.warning")}</p>
            <button type="button" class="button grave" on:click=move |_| open.set(true)>
                {ui.words.words("connector.remove.ask")}
            </button>
            <ConfirmByName
                open
                title=ui.words.words("connector.remove")
                warning=ui.words.words("connector.remove.warning")
                name=Signal::derive(move || connector.with(|one| one.name.clone()))
                label=ui.words.words("connector.remove.do")
                saving
                confirmed
            />
        </section>
    }
}
