//! Which types of events a project has seen, and which fields they have: to be chosen instead of typed. Where it cannot be
//! loaded, it says so, and everything can be typed.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::http::{Ask, ask, encoded};
use crate::load::{Load, Progress, use_load};
use crate::problem::Problem;
use crate::view::kit::Ui;
use crate::wire::SeenField;

/// What a project has seen. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Catalog {
    ui: Ui,
    project: StoredValue<String>,
    types: Load<Vec<String>>,
    fields: RwSignal<HashMap<String, Vec<SeenField>>>,
    asked: StoredValue<HashSet<String>>,
    problem: RwSignal<Option<Problem>>,
}

impl Catalog {
    /// Of a project; its types are asked for at once, fields when somebody wants them.
    pub(crate) fn new(ui: Ui, project: String) -> Self {
        let project = StoredValue::new(project);
        let path = move || format!("/v1/api/events/types/workspace-id/{}", project.get_value());
        Self {
            ui,
            project,
            types: use_load(move || ask::<Vec<String>>(ui.session, Ask::get(path()))),
            fields: RwSignal::new(HashMap::new()),
            asked: StoredValue::new(HashSet::new()),
            problem: RwSignal::new(None),
        }
    }

    /// The types that were seen.
    pub(crate) fn types(self) -> Vec<String> {
        self.types.get().unwrap_or_default()
    }

    /// The fields that events of a type were seen with, as far as they are known by now.
    pub(crate) fn fields(self, event: &str) -> Vec<SeenField> {
        self.fields.with(|fields| fields.get(event.trim()).cloned().unwrap_or_default())
    }

    /// The names of those fields.
    pub(crate) fn field_names(self, event: &str) -> Vec<String> {
        self.fields(event).into_iter().map(|field| field.name).collect()
    }

    /// Asks for the fields of a type, once, if there are events of it.
    pub(crate) fn want(self, event: &str) {
        let event = event.trim().to_owned();
        let is_seen = self.types().contains(&event);
        if !is_seen || !self.asked.try_update_value(|asked| asked.insert(event.clone())).unwrap_or_default() {
            return;
        }
        let path = format!("/v1/api/events/fields/workspace-id/{}?type={}", self.project.get_value(), encoded(&event));
        spawn_local(async move {
            let answer = ask::<Vec<SeenField>>(self.ui.session, Ask::get(path)).await;
            // The page may be gone.
            if self.asked.try_with_value(|_| ()).is_none() {
                return;
            }
            match answer {
                Ok(found) => self.fields.update(|fields| {
                    fields.insert(event, found);
                }),
                Err(problem) => {
                    self.asked.update_value(|asked| {
                        asked.remove(&event);
                    });
                    self.problem.set(Some(problem));
                }
            }
        });
    }

    /// Why something of it could not be loaded.
    pub(crate) fn problem(self) -> Signal<Option<Problem>> {
        Signal::derive(move || match self.types.progress() {
            Progress::Failed(problem) => Some(problem),
            _ => self.problem.get(),
        })
    }
}
