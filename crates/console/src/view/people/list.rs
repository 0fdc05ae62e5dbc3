//! The table of persons: searched, sorted, in pages.

use cjds::identity::Part;
use cjds::{IdentityType, Person};
use leptos::ev;
use leptos::prelude::*;

use super::create::CreatePerson;
use super::marked::marked;
use super::{Found, Order, PAGE, find, identities, path, title};
use crate::http::{Ask, file};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
use crate::search::Search;
use crate::view::kit::{Empty, Heading, ProblemBox, Saving, TextField, download, shown, use_ui};

/// So many identities of a person are listed; of more it is said how many.
const LISTED: usize = 3;

/// The persons of a project.
#[component]
pub(crate) fn PeoplePage(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let (typed, searched) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (order, page) = (RwSignal::new(Order { by: "updatedAt", is_ascending: false }), RwSignal::new(0_i64));
    let load = use_load(move || {
        let search = searched.with(|typed| Search::of(typed));
        find(ui, project.get_value(), search, order.get(), page.get())
    });
    let search = move |event: ev::SubmitEvent| {
        event.prevent_default();
        page.set(0);
        searched.set(typed.get_untracked());
    };
    let (creating, saving) = (RwSignal::new(false), Saving::new());
    let may_write = move || ui.session.may(Right::WritePersons);
    let export = move |_| {
        let asked = Ask::get(path("/export", &project.get_value(), ""));
        saving.run(file(ui.session, asked), move |bytes| {
            download("identities.csv", "text/csv", &bytes.into());
            ui.say(move || ui.words.t("people.exported"));
        });
    };
    view! {
        <div class="head">
            <Heading text=ui.words.words("page.people")/>
            <div class="buttons">
                <Show when=may_write>
                    <button type="button" class="button main" on:click=move |_| creating.set(true)>
                        {ui.words.words("people.new")}
                    </button>
                    <a class="button" href=Route::Import(project.get_value()).href()>{ui.words.words("people.import")}</a>
                </Show>
                <button type="button" class="button" on:click=export>
                    {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "people.export" })}
                </button>
            </div>
        </div>
        <ProblemBox of=saving.problem()/>
        <form class="people-tools" role="search" on:submit=search>
            <TextField
                label=ui.words.words("people.search")
                hint=ui.words.words("people.search.hint")
                value=typed
                kind="search"
                name="search"
            />
            <button type="submit" class="button">{ui.words.words("people.search.do")}</button>
        </form>
        {shown(load, move |found| view! { <Table project=project.get_value() found order page searched/> }.into_any())}
        <CreatePerson open=creating project=project.get_value()/>
    }
}

#[component]
fn Table(
    project: String,
    found: Signal<Found>,
    order: RwSignal<Order>,
    page: RwSignal<i64>,
    searched: RwSignal<String>,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let people = Memo::new(move |_| found.with(|found| found.persons.clone()));
    let part = Memo::new(move |_| found.with(|found| Part::of(&found.typed)));
    let column = move |by: &'static str, key: &'static str| {
        let sorted = move || {
            let Order { by: now, is_ascending } = order.get();
            (now == by).then_some(if is_ascending { "ascending" } else { "descending" })
        };
        let sort = move |_| {
            page.set(0);
            order.update(|order| {
                let is_ascending = if order.by == by { !order.is_ascending } else { !by.ends_with("At") };
                *order = Order { by, is_ascending };
            });
        };
        view! {
            <th scope="col" aria-sort=sorted>
                <button type="button" class="sort" on:click=sort>{ui.words.words(key)}</button>
            </th>
        }
    };
    let row = move |person: Person| {
        let href = Route::Person(project.get_value(), person.id.clone()).href();
        let all = identities(&person);
        let more = i64::try_from(all.len().saturating_sub(LISTED)).unwrap_or_default();
        // The row stays when another search finds the person, too, and its marks change.
        let listed = move || part.with(|part| listed(&all, part.as_ref()));
        let updated = person.updated_at.clone().unwrap_or_default();
        view! {
            <tr>
                <th scope="row"><a href=href dir="auto">{title(&person)}</a></th>
                <td data-label=ui.words.words("people.identities")>
                    <ul>
                        {listed}
                        {(more > 0).then(|| view! { <li class="small">{move || ui.words.t_count("people.more", more)}</li> })}
                    </ul>
                </td>
                <td data-label=ui.words.words("people.updated")>{move || ui.words.time(&updated)}</td>
            </tr>
        }
    };
    let is_empty = Memo::new(move |_| people.with(Vec::is_empty));
    let is_full = move || people.with(|people| i64::try_from(people.len()).is_ok_and(|count| count >= PAGE));
    let has_pages = move || page.get() > 0 || is_full();
    let nobody = move || {
        let key = match (page.get() > 0, searched.with(|searched| searched.trim().is_empty())) {
            (true, _) => ("people.end", "people.end.advice"),
            (false, true) => ("people.none", "people.none.advice"),
            (false, false) => ("people.none.found", "people.none.found.advice"),
        };
        view! { <Empty title=ui.words.words(key.0) advice=ui.words.words(key.1)/> }
    };
    view! {
        <Show when=move || !is_empty.get() fallback=nobody>
            <table class="table">
                <thead>
                    <tr>
                        {column("lastName", "people.name")}
                        <th scope="col">{ui.words.words("people.identities")}</th>
                        {column("updatedAt", "people.updated")}
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || people.get()
                        key=|person| (person.id.clone(), person.updated_at.clone())
                        children=row
                    />
                </tbody>
            </table>
        </Show>
        <Show when=move || found.with(|found| found.has_more)>
            <p class="hint" role="status">{ui.words.words("people.more.found")}</p>
        </Show>
        <Show when=has_pages>
            <nav class="pager" aria-label=ui.words.words("people.pages")>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || (page.get() == 0).then_some("true")
                    on:click=move |_| page.update(|page| *page = (*page - 1).max(0))
                >
                    {ui.words.words("people.pages.before")}
                </button>
                <span role="status">
                    {move || ui.words.t_with("people.page", &[("number", &ui.words.number(page.get() + 1))])}
                </span>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || (!is_full()).then_some("true")
                    on:click=move |_| if is_full() { page.update(|page| *page += 1) }
                >
                    {ui.words.words("people.pages.next")}
                </button>
            </nav>
        </Show>
    }
}

/// The first identities of a person: those first that have the part that was searched for, since they say why somebody is here.
fn listed(all: &[(&'static str, &'static str, String)], part: Option<&Part>) -> Vec<impl IntoView + use<>> {
    let marks = |kind: &str, value: &str| {
        let hit = part.and_then(|part| part.hit(value, IdentityType::from_word(kind)?));
        hit.map(|hit| hit.marks).unwrap_or_default()
    };
    let mut all: Vec<_> = all.iter().map(|(kind, _, value)| (value, marks(kind, value))).collect();
    all.sort_by_key(|(_, marks)| marks.is_empty());
    let one = |(value, marks): (&String, Vec<_>)| view! { <li><bdi>{marked(value, &marks)}</bdi></li> };
    all.into_iter().take(LISTED).map(one).collect()
}
