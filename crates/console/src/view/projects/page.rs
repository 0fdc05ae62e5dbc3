//! One project: how it is described, what it holds, its connectors, how long events are kept, and its end.

use cjds::Workspace;
use leptos::prelude::*;

use super::connectors::Connectors;
use super::delete::DeleteProject;
use super::details::Details;
use super::holds::Holds;
use super::path;
use super::retention::RetentionPart;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::view::kit::{Heading, shown, use_ui};

/// The page of a project.
#[component]
pub(crate) fn ProjectPage(
    /// Its id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let (id, asked) = (StoredValue::new(project.clone()), path(&project));
    let load = use_load(move || ask::<Workspace>(ui.session, Ask::get(asked.clone())));
    shown(load, move |project: Signal<Workspace>| {
        let may_read = move || ui.session.may(Right::ReadOrganization);
        let may_write = move || ui.session.may(Right::WriteOrganization);
        view! {
            <Heading text=Signal::derive(move || project.with(|project| project.name.clone()))/>
            <Details load/>
            <Show when=may_read>
                <Holds project=id.get_value()/>
                <Connectors project=id.get_value()/>
                <RetentionPart project/>
            </Show>
            <Show when=may_write>
                <DeleteProject project/>
            </Show>
        }
        .into_any()
    })
}
