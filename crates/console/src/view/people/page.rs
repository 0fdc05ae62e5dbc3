//! One person.

use cjds::Person;
use leptos::prelude::*;

use super::changes::Changes;
use super::erase::Privacy;
use super::identities::Identities;
use super::merge::Merge;
use super::names::Names;
use super::split::SplitOff;
use super::{path, title};
use crate::http::{Ask, ask, encoded};
use crate::load::{Load, use_load};
use crate::problem::{Problem, Refusal};
use crate::rights::Right;
use crate::view::kit::{Heading, shown, use_ui};

/// What the parts of a person's page share. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct OnePerson {
    pub(super) project: StoredValue<String>,
    pub(super) load: Load<Person>,
    /// Another one whenever something was changed: then the log has one more entry.
    pub(super) version: RwSignal<u32>,
}

impl OnePerson {
    /// The person as it is now.
    pub(super) fn get(self) -> Person {
        self.load.get().unwrap_or_default()
    }

    /// Takes the person as a change left it.
    pub(super) fn changed(self, person: Person) {
        self.load.set(person);
        self.version.update(|version| *version = version.wrapping_add(1));
    }

    /// A path of this person in the service.
    pub(super) fn path(self, action: &str, rest: &str) -> String {
        let id = self.load.get().unwrap_or_default().id;
        path(action, &self.project.get_value(), &format!("/person-id/{}{rest}", encoded(&id)))
    }
}

/// The page of a person.
#[component]
pub(crate) fn PersonPage(
    /// The project's id.
    project: String,
    /// The person's id.
    id: String,
) -> impl IntoView {
    let ui = use_ui();
    let (project, id) = (StoredValue::new(project), StoredValue::new(id));
    let load = use_load(move || async move {
        let query = format!("?personId={}", encoded(&id.get_value()));
        let found = ask::<Vec<Person>>(ui.session, Ask::get(path("", &project.get_value(), &query))).await?;
        let gone = || Problem::Refused(Refusal { status: 404, reasons: Vec::new(), tracking_id: String::new() });
        found.into_iter().next().ok_or_else(gone)
    });
    let person = OnePerson { project, load, version: RwSignal::new(0) };
    shown(load, move |shown: Signal<Person>| {
        let may_write = move || ui.session.may(Right::WritePersons);
        view! {
            <Heading text=Signal::derive(move || shown.with(title))/>
            <Names person/>
            <Identities person/>
            <Show when=may_write>
                <Merge person/>
                <SplitOff person/>
            </Show>
            <Changes person/>
            <Show when=move || ui.session.may(Right::WriteOrganization)>
                <Privacy person/>
            </Show>
        }
        .into_any()
    })
}
