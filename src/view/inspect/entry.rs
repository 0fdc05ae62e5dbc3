//! What made an entry: its events, and which field of which event each part of its row says.

use leptos::prelude::*;

use super::{list, nothing, row};
use crate::view::kit::*;
use journey::{Because, EntryId, Event, Made, Shown, label};

/// The entry's part of the dialog.
#[component]
pub(super) fn EntryPart(
    /// Which entry.
    id: EntryId,
) -> impl IntoView {
    let ui = use_customer();
    let i18n = ui.i18n;
    move || {
        let Some(made) = made(ui, &id) else { return nothing() };
        let shown = made.shown.iter().map(|shown| part_of_row(ui, shown)).collect_view();
        let events = made.events.iter().map(|event| of_event(ui, event)).collect();
        let problems = made.problems.iter().map(|problem| view! { <li>{problem.to_string()}</li> }.into_any());
        let problems = problems.collect::<Vec<_>>();
        let problems = (!problems.is_empty()).then(|| {
            view! {
                <section class="problems">
                    <h4>{i18n.words("details.problems")}</h4>
                    <ul>{problems}</ul>
                </section>
            }
            .into_any()
        });
        view! {
            <div class="inspected-entry">
                <dl class="fields">{shown}</dl>
                {problems}
                <h4>{i18n.words("details.events")}</h4>
                {list(events)}
            </div>
        }
        .into_any()
    }
}

/// What made an entry, if it is there.
pub(super) fn made(ui: CustomerUi, id: &EntryId) -> Option<Made> {
    let session = ui.session;
    let (badge, variables) = session.settings.with(|settings| (settings.badge.clone(), settings.row_variables.clone()));
    let now = session.now.get();
    session.journey.with(|journey| Some(Made::of(journey.entry(id)?, badge.as_deref(), &variables, now)))
}

fn part_of_row(ui: CustomerUi, shown: &Shown) -> AnyView {
    let i18n = ui.i18n;
    let part = ["inspect.part.", shown.part].concat();
    let name = (move || i18n.t(&part)).into_any();
    let because = match &shown.because {
        Because::Field(place) => {
            let number = i18n.count(place.event.saturating_add(1));
            // A path stays whole in words that run the other way.
            let path = match i18n.language().direction() {
                "rtl" => ["\u{2068}", &place.path(), "\u{2069}"].concat(),
                _ => place.path(),
            };
            i18n.t_with("inspect.at.field", &[("field", &path), ("number", &number)])
        }
        Because::Type(event) => i18n.t_with("inspect.at.type", &[("number", &i18n.count(event.saturating_add(1)))]),
        Because::Rule(rule) => i18n.t(&["inspect.rule.", rule].concat()),
    };
    row(name, vec![shown.value.clone().unwrap_or_default(), because])
}

fn of_event(ui: CustomerUi, event: &Event) -> AnyView {
    let i18n = ui.i18n;
    let time = event.key.time.map(|time| i18n.formats(|formats| formats.moment(time))).unwrap_or_default();
    let kind = i18n.language().event_kind(event.kind);
    let title = kind.unwrap_or_else(|| label(&event.key.kind));
    let facts = vec![
        ("details.type", vec![event.key.kind.clone()]),
        ("details.time", vec![time]),
        ("details.source", vec![event.platform.name().to_owned(), event.source.clone()]),
        ("details.identity", vec![event.identity.clone()]),
        ("inspect.id", vec![event.key.id.clone()]),
    ];
    super::explained(view! { <bdi>{title}</bdi> }.into_any(), false, facts)
}
