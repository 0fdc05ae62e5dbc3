//! How the service is: each thing that is looked at, in words, with what to do where it is not in order. Read again as long
//! as the page is seen.

use leptos::prelude::*;

use super::kit::{Heading, Ui, often, shown, use_ui};
use crate::health::{Check, Health, Line, Value, size, span};
use crate::http::{Ask, ask};
use crate::load::use_load;

/// How often the numbers are read again, ms.
const EVERY: u32 = 5_000;

/// The page of the service's health.
#[component]
pub(crate) fn HealthPage() -> impl IntoView {
    let ui = use_ui();
    let load = use_load(move || ask::<Health>(ui.session, Ask::get("/admin/v1/api/health")));
    often(EVERY, move || load.again());
    view! {
        <Heading text=ui.words.words("health.heading")/>
        <p class="lead">{ui.words.words("health.lead")}</p>
        {shown(load, move |health: Signal<Health>| {
            let checks = Memo::new(move |_| health.with(Health::checks));
            let bad = Memo::new(move |_| checks.with(|all| all.iter().filter(|check| !check.is_good).count()));
            let overall = move || match i64::try_from(bad.get()).unwrap_or(i64::MAX) {
                0 => ui.words.t("health.all-good"),
                count => ui.words.t_count("health.bad-ones", count),
            };
            let names = move || checks.with(|all| all.iter().map(|check| check.name).collect::<Vec<_>>());
            view! {
                <p class="overall" role="status" data-good=move || (bad.get() == 0).to_string()>{overall}</p>
                <ul class="checks">
                    <For each=names key=|name| *name children=move |name| view! { <One name checks/> }/>
                </ul>
                <p class="small">
                    {move || ui.words.t_with("health.version", &[("version", &health.with(|health| health.version.clone()))])}
                </p>
            }
            .into_any()
        })}
    }
}

/// One thing; its numbers change in place.
#[component]
fn One(name: &'static str, checks: Memo<Vec<Check>>) -> impl IntoView {
    let ui = use_ui();
    let check = Memo::new(move |_| checks.with(|all| all.iter().find(|check| check.name == name).cloned()));
    let is_good = move || check.with(|check| check.as_ref().is_none_or(|check| check.is_good));
    let lines = move || check.with(|check| check.as_ref().map(|check| check.lines.clone()).unwrap_or_default());
    view! {
        <li class="part" data-good=move || is_good().to_string()>
            <div class="head">
                <h2>{ui.words.words(name)}</h2>
                <span class="mark">{move || ui.words.t(if is_good() { "health.good" } else { "health.bad" })}</span>
            </div>
            <ul class="facts-list">
                {move || lines().into_iter().map(|line| view! { <li>{said(ui, &line)}</li> }).collect_view()}
            </ul>
        </li>
    }
}

fn said(ui: Ui, line: &Line) -> String {
    let written = |value: &Value| match value {
        Value::Number(number) => ui.words.number(*number),
        Value::Name(name) => (*name).to_owned(),
        Value::Bytes(bytes) => {
            let (number, unit) = size(*bytes);
            ui.words.measure(number, unit)
        }
        Value::Seconds(seconds) => {
            let (number, unit) = span(*seconds);
            #[expect(clippy::cast_precision_loss, reason = "a span of so many days is none")]
            ui.words.measure(number as f64, unit)
        }
    };
    let values: Vec<(&str, String)> = line.values.iter().map(|(name, value)| (*name, written(value))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ui.words.t_with(line.key, &values)
}
