//! Which page is shown, by the fragment of the address: the server does not see it, and a page is found again after a
//! reload. It names projects, connectors and persons by their ids, and never an identity.

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    /// The list of projects.
    #[default]
    Projects,
    /// One project.
    Project(String),
    /// A connector of a project.
    Connector(String, String),
    /// The persons of a project.
    People(String),
    /// One person.
    Person(String, String),
    /// Persons from a table.
    Import(String),
    /// The profile templates of a project.
    Templates(String),
    /// One profile template.
    Template(String, String),
    /// A new profile template; of this one a copy, if one is said.
    NewTemplate(String, Option<String>),
    /// The journey actions of a project.
    Actions(String),
    /// A journey action, by its project, its template and its id.
    Action(String, String, String),
    /// A new journey action.
    NewAction(String),
    /// Customers' journeys of a project.
    Journeys(String),
    /// What arrives in a project.
    Live(String),
    /// How the service is.
    Health,
    /// An address that leads nowhere.
    Unknown,
}

/// A part of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// What it is and has.
    Overview,
    /// Its persons.
    People,
    /// Its profile templates.
    Templates,
    /// Its journey actions.
    Actions,
    /// Their journeys.
    Journeys,
    /// What arrives.
    Live,
}

impl Route {
    /// Reads a fragment, `#/projects/7/people`.
    pub(crate) fn of(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#');
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let owned = |text: &str| text.to_owned();
        match parts.as_slice() {
            [] | ["projects"] => Self::Projects,
            ["health"] => Self::Health,
            ["projects", project] => Self::Project(owned(project)),
            ["projects", project, "connectors", id] => Self::Connector(owned(project), owned(id)),
            ["projects", project, "people"] => Self::People(owned(project)),
            ["projects", project, "people", "import"] => Self::Import(owned(project)),
            ["projects", project, "journeys"] => Self::Journeys(owned(project)),
            ["projects", project, "live"] => Self::Live(owned(project)),
            ["projects", project, "people", "id", id] => Self::Person(owned(project), owned(id)),
            ["projects", project, "actions"] => Self::Actions(owned(project)),
            ["projects", project, "actions", "new"] => Self::NewAction(owned(project)),
            ["projects", project, "actions", "of", template, "id", id] => {
                Self::Action(owned(project), owned(template), owned(id))
            }
            ["projects", project, "templates"] => Self::Templates(owned(project)),
            ["projects", project, "templates", "id", id] => Self::Template(owned(project), owned(id)),
            ["projects", project, "templates", "new"] => Self::NewTemplate(owned(project), None),
            ["projects", project, "templates", "new", id] => Self::NewTemplate(owned(project), Some(owned(id))),
            _ => Self::Unknown,
        }
    }

    /// The fragment, for a link.
    pub(crate) fn href(&self) -> String {
        match self {
            Self::Projects | Self::Unknown => "#/projects".to_owned(),
            Self::Health => "#/health".to_owned(),
            Self::Project(project) => format!("#/projects/{project}"),
            Self::Connector(project, id) => format!("#/projects/{project}/connectors/{id}"),
            Self::People(project) => format!("#/projects/{project}/people"),
            Self::Import(project) => format!("#/projects/{project}/people/import"),
            Self::Journeys(project) => format!("#/projects/{project}/journeys"),
            Self::Live(project) => format!("#/projects/{project}/live"),
            Self::Person(project, id) => format!("#/projects/{project}/people/id/{id}"),
            Self::Actions(project) => format!("#/projects/{project}/actions"),
            Self::NewAction(project) => format!("#/projects/{project}/actions/new"),
            Self::Action(project, template, id) => format!("#/projects/{project}/actions/of/{template}/id/{id}"),
            Self::Templates(project) => format!("#/projects/{project}/templates"),
            Self::Template(project, id) => format!("#/projects/{project}/templates/id/{id}"),
            Self::NewTemplate(project, None) => format!("#/projects/{project}/templates/new"),
            Self::NewTemplate(project, Some(id)) => format!("#/projects/{project}/templates/new/{id}"),
        }
    }

    /// The project that the page is about.
    pub(crate) fn project(&self) -> Option<&str> {
        match self {
            Self::Projects | Self::Health | Self::Unknown => None,
            Self::Project(project)
            | Self::Connector(project, _)
            | Self::People(project)
            | Self::Import(project)
            | Self::Journeys(project)
            | Self::Live(project)
            | Self::Person(project, _)
            | Self::Templates(project)
            | Self::Actions(project)
            | Self::NewAction(project)
            | Self::Action(project, ..)
            | Self::Template(project, _)
            | Self::NewTemplate(project, _) => Some(project),
        }
    }

    /// Which part of a project the page belongs to.
    pub(crate) fn tab(&self) -> Tab {
        match self {
            Self::People(_) | Self::Person(..) | Self::Import(_) => Tab::People,
            Self::Templates(_) | Self::Template(..) | Self::NewTemplate(..) => Tab::Templates,
            Self::Actions(_) | Self::Action(..) | Self::NewAction(_) => Tab::Actions,
            Self::Journeys(_) => Tab::Journeys,
            Self::Live(_) => Tab::Live,
            Self::Projects | Self::Health | Self::Project(_) | Self::Connector(..) | Self::Unknown => Tab::Overview,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_its_page() {
        let (project, id) = ("w1".to_owned(), "7".to_owned());
        for route in [
            Route::Projects,
            Route::Health,
            Route::Project(project.clone()),
            Route::Connector(project.clone(), id.clone()),
            Route::People(project.clone()),
            Route::Import(project.clone()),
            Route::Templates(project.clone()),
            Route::Actions(project.clone()),
            Route::NewAction(project.clone()),
            Route::Action(project.clone(), "new".to_owned(), id.clone()),
            Route::Template(project.clone(), "new".to_owned()),
            Route::NewTemplate(project.clone(), None),
            Route::NewTemplate(project.clone(), Some(id.clone())),
            Route::Journeys(project.clone()),
            Route::Live(project.clone()),
            Route::Person(project, id),
        ] {
            assert_eq!(Route::of(&route.href()), route);
        }
    }

    #[test]
    fn an_empty_address_is_the_list_of_projects_and_a_wrong_one_is_told() {
        assert_eq!([Route::of(""), Route::of("#"), Route::of("#/")], [(); 3].map(|()| Route::Projects));
        assert_eq!(Route::of("#/projects/w1/elsewhere"), Route::Unknown);
    }
}
