//! What a template says of a customer as it stands, also before it is stored: computed by the service, anew whenever
//! something of it is another.

use std::time::Duration;

use cjds::{Person, ProfileAttribute, ProfileView, read_result};
use leptos::prelude::*;
use serde_json::json;

use crate::draft::AttributeDraft;
use crate::http::{Ask, ask, encoded};
use crate::load::{Progress, use_load};
use crate::view::kit::{ProblemBox, use_ui};
use crate::view::people::{PickPerson, title};

/// Whoever types is left alone for so long.
const PAUSE: Duration = Duration::from_millis(350);

/// The part beside a template.
#[component]
pub(super) fn Preview(
    /// The project's id.
    project: String,
    /// The attributes as they stand.
    drafts: Memo<Vec<AttributeDraft>>,
) -> impl IntoView {
    let ui = use_ui();
    let chosen = RwSignal::new(None::<Person>);
    let project = StoredValue::new(project);
    view! {
        <aside class="preview part" aria-label=ui.words.words("preview.heading")>
            <h2>{ui.words.words("preview.heading")}</h2>
            <p class="hint">{ui.words.words("preview.hint")}</p>
            {move || match chosen.get() {
                None => view! { <PickPerson project=project.get_value() chosen/> }.into_any(),
                Some(person) => view! { <Values project=project.get_value() person drafts chosen/> }.into_any(),
            }}
        </aside>
    }
}

#[component]
fn Values(
    project: String,
    person: Person,
    drafts: Memo<Vec<AttributeDraft>>,
    chosen: RwSignal<Option<Person>>,
) -> impl IntoView {
    let ui = use_ui();
    let name = title(&person);
    let path = StoredValue::new(format!(
        "/v1/api/progressive-profile-view/preview/workspace-id/{project}/person-id/{}",
        encoded(&person.id)
    ));
    // What is not filled in yet is left out, and told so.
    let complete = move |drafts: &[AttributeDraft]| {
        drafts.iter().filter(|draft| draft.is_good()).map(AttributeDraft::write).collect::<Vec<_>>()
    };
    let asked = RwSignal::new(drafts.with_untracked(|drafts| complete(drafts)));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let leave = move || {
        if let Some(waiting) = waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    Effect::new(move |_| {
        let now = drafts.with(|drafts| complete(drafts));
        leave();
        if asked.with_untracked(|asked| *asked == now) {
            return;
        }
        let later = set_timeout_with_handle(move || asked.set(now), PAUSE);
        waiting.set_value(later.ok());
    });
    on_cleanup(leave);
    let load = use_load(move || {
        let attributes = asked.get();
        let is_empty = attributes.is_empty();
        let body = json!({ "attributes": attributes });
        async move {
            if is_empty {
                return Ok(Vec::new());
            }
            ask::<Vec<ProfileView>>(ui.session, Ask::post(path.get_value()).json(&body)).await
        }
    });
    let problem = Signal::derive(move || match load.progress() {
        Progress::Failed(problem) => Some(problem),
        _ => None,
    });
    // Told apart by what was asked: a value stands beside its own attribute, also while another answer is awaited.
    let value_of = move |draft: &AttributeDraft| -> Option<ProfileAttribute> {
        let wanted = draft.write();
        let views = load.get()?;
        let attributes = views.into_iter().next()?.attributes;
        attributes.into_iter().find(|one| one.query_template == wanted)
    };
    let rows = move || {
        drafts
            .get()
            .into_iter()
            .map(move |draft| {
                let is_good = draft.is_good();
                let found = value_of(&draft);
                let named = draft.name.trim().to_owned();
                let label =
                    move || if named.is_empty() { ui.words.t("template.attribute.untitled") } else { named.clone() };
                let value = match (is_good, found) {
                    (false, _) => {
                        view! { <span class="small">{ui.words.words("preview.incomplete")}</span> }.into_any()
                    }
                    (true, None) => view! { <span class="small">"…"</span> }.into_any(),
                    (true, Some(ProfileAttribute { error: Some(error), .. })) => {
                        view! { <span class="error" lang="en" dir="ltr">{error}</span> }.into_any()
                    }
                    (true, Some(found)) => {
                        let values = read_result(&found.result);
                        match values.is_empty() {
                            true => view! { <span class="small">{ui.words.words("preview.none")}</span> }.into_any(),
                            false => view! { <strong dir="auto">{values.join(", ")}</strong> }.into_any(),
                        }
                    }
                };
                view! {
                    <dt><bdi>{label}</bdi></dt>
                    <dd>{value}</dd>
                }
            })
            .collect_view()
    };
    view! {
        <div class="head">
            <h3><bdi>{name}</bdi></h3>
            <button type="button" class="button small-button" on:click=move |_| chosen.set(None)>
                {ui.words.words("preview.another")}
            </button>
        </div>
        <ProblemBox of=problem/>
        <dl class="values" aria-live="polite" aria-busy=move || matches!(load.progress(), Progress::Pending).then_some("true")>
            {rows}
        </dl>
    }
}
