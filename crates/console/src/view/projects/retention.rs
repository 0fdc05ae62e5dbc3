//! How long the project's events are kept: as long as the service keeps them, or for days of its own. What another number
//! of days would delete is said before it is set; where that is not nothing, the project's name is asked for.

use cjds::Workspace;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use crate::http::{Ask, ask};
use crate::load::{Load, use_load};
use crate::rights::Right;
use crate::view::kit::{
    ConfirmByName, ProblemBox, Saving, SubmitButton, TextField, Ui, focus_what_is_wrong, shown, use_ui,
};
use crate::wire::Retention;

/// As many days as the service answers for.
const MOST_DAYS: i64 = 36_525;

/// The part of a project's page.
#[component]
pub(super) fn RetentionPart(
    /// The project.
    project: Signal<Workspace>,
) -> impl IntoView {
    let ui = use_ui();
    let path = StoredValue::new(format!(
        "/admin/v1/api/retention/workspace-id/{}",
        project.with_untracked(|project| project.id.clone())
    ));
    let load = use_load(move || ask::<Retention>(ui.session, Ask::get(path.get_value())));
    view! {
        <section class="part">
            <h2>{ui.words.words("retention.heading")}</h2>
            {shown(load, move |retention: Signal<Retention>| {
                let whose = move || retention.with(|retention| match retention.own_days {
                    Some(_) => {
                        let days = ui.words.number(retention.service_days);
                        ui.words.t_with("retention.of-project", &[("days", &days)])
                    }
                    None => ui.words.t("retention.of-service"),
                });
                view! {
                    <p>{move || ui.words.t_count("retention.kept", retention.with(|retention| retention.days))}</p>
                    <p class="hint">{whose}</p>
                    <Change load path project/>
                }
                .into_any()
            })}
        </section>
    }
}

/// What is to be kept: so many days of its own, or as long as the service.
type Wish = Option<i64>;

/// Asks for how many days, says what would go, and sets it.
#[component]
fn Change(load: Load<Retention>, path: StoredValue<String>, project: Signal<Workspace>) -> impl IntoView {
    let ui = use_ui();
    let (days, asking, is_wrong) = (RwSignal::new(String::new()), Saving::new(), RwSignal::new(false));
    let answer = RwSignal::new(None::<Retention>);
    // What is set as soon as the name was typed.
    let (wished, open, saving) = (RwSignal::new(None::<Wish>), RwSignal::new(false), Saving::new());
    let read = move || days.with(|days| days.trim().parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days)));
    let set = move |wish: Wish| {
        let body = json!({ "days": wish });
        let work = ask::<Retention>(ui.session, Ask::put(path.get_value()).json(&body));
        let done = move |retention| {
            open.set(false);
            answer.set(None);
            load.set(retention);
            ui.say(move || ui.words.t("retention.saved"));
        };
        if open.get_untracked() { saving.run(work, done) } else { asking.run(work, done) }
    };
    // First it is said what would go; then, to set it, nothing or the name is asked for.
    let look = move |asked: i64, wish: Option<Wish>| {
        let work = ask::<Retention>(ui.session, Ask::get(format!("{}?days={asked}", path.get_value())));
        asking.run(work, move |retention| {
            let is_nothing = retention.would_delete.is_none();
            answer.set(Some(retention));
            match wish {
                None => {}
                Some(wish) if is_nothing => set(wish),
                Some(wish) => {
                    wished.set(Some(wish));
                    open.set(true);
                }
            }
        });
    };
    let with_days = move |act: &dyn Fn(i64)| match untrack(read) {
        None => {
            is_wrong.set(true);
            focus_what_is_wrong();
        }
        Some(days) => {
            is_wrong.set(false);
            act(days);
        }
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        with_days(&|days| look(days, None));
    };
    let keep = move |_| with_days(&|days| look(days, Some(Some(days))));
    let reset = move |_| {
        let service = load.get_untracked().map(|retention| retention.service_days).unwrap_or_default();
        look(service, Some(None));
    };
    let error = Signal::derive(move || (is_wrong.get() && read().is_none()).then(|| ui.words.t("retention.wrong")));
    let said = Signal::derive(move || {
        answer.with(|answer| answer.as_ref().map(|answer| would(ui, answer)).unwrap_or_default())
    });
    let name = Signal::derive(move || project.with(|project| project.name.clone()));
    let has_own = Memo::new(move |_| load.get().is_some_and(|retention| retention.own_days.is_some()));
    let confirmed = move |()| wished.get_untracked().into_iter().for_each(set);
    view! {
        <form class="line" on:submit=send novalidate>
            <TextField label=ui.words.words("retention.days") value=days error kind="number" name="days"/>
            <SubmitButton saving=asking label=ui.words.words("retention.ask")/>
            <Show when=move || ui.session.may(Right::WriteOrganization)>
                <button type="button" class="button" on:click=keep>{ui.words.words("retention.set")}</button>
                <Show when=move || has_own.get()>
                    <button type="button" class="button plain" on:click=reset>{ui.words.words("retention.reset")}</button>
                </Show>
            </Show>
        </form>
        <ProblemBox of=asking.problem()/>
        <p role="status" class="outcome">{move || said.get()}</p>
        <ConfirmByName
            open
            title=ui.words.words("retention.set")
            warning=said
            name
            label=ui.words.words("retention.set.do")
            saving
            confirmed
        />
    }
}

/// What would go.
fn would(ui: Ui, retention: &Retention) -> String {
    let days = ui.words.number(retention.asked_days);
    match &retention.would_delete {
        None => ui.words.t_with("retention.nothing", &[("days", &days)]),
        Some(old) => {
            let (first, last) = (ui.words.time(&old.first), ui.words.time(&old.last));
            let events = ui.words.t_count("holds.events", old.events);
            let values = [("days", days.as_str()), ("events", &events), ("first", &first), ("last", &last)];
            ui.words.t_with("retention.would", &values)
        }
    }
}
