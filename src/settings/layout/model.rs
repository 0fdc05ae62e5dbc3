//! A desktop layout as read: personas, their areas, pages and components.
//!
//! Holds what the file says and nothing of a running desktop; `read` fills it, the preview's desktop and the checks use it.

use serde_json::{Map, Value};

use super::path::JsonPath;

/// Whose desktop a layout describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Persona {
    /// Takes contacts.
    Agent,
    /// Watches teams and queues.
    Supervisor,
    /// Does both.
    SupervisorAgent,
}

impl Persona {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Supervisor, Self::SupervisorAgent];

    /// The layout's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::SupervisorAgent => "supervisorAgent",
        }
    }

    /// Reads the layout's word, which is case sensitive.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|persona| persona.as_str() == word)
    }
}

/// The desktops of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// In the order of [`Persona::ALL`].
    pub desktops: Vec<Desktop>,
}

impl Layout {
    /// The desktop of this persona.
    pub fn desktop(&self, persona: Persona) -> Option<&Desktop> {
        self.desktops.iter().find(|desktop| desktop.persona == persona)
    }
}

/// What one persona sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Desktop {
    /// Whose it is.
    pub persona: Persona,
    /// Where it stands.
    pub path: JsonPath,
    /// The title in the header.
    pub app_title: String,
    /// "" for the desktop's own, a URL, or "no-logo".
    pub logo: String,
    /// Accepting a contact leaves the page that is open.
    pub stop_navigate_on_accept: bool,
    /// The header as a grid.
    pub header: Option<Page>,
    /// The header as a list, which takes the grid's place.
    pub advanced_header: Vec<Component>,
    /// The panel on the right, usually `md-tabs`.
    pub panel: Option<Component>,
    /// Tabs that show while a contact is open, on every page.
    pub persistent: Vec<Component>,
    /// The pages of the left rail.
    pub navigation: Vec<Entry>,
    /// A supervisor's first page.
    pub home: Option<Entry>,
    /// Components that run and show nothing.
    pub headless: Option<Page>,
    /// Keys of the persona and of its `area` that are not in here, as they came.
    pub rest: Map<String, Value>,
}

impl Desktop {
    /// Every component, with those inside it, in the file's order.
    pub fn components(&self) -> Vec<&Component> {
        let mut all = Vec::new();
        let pages = self.header.iter().chain(&self.headless);
        for component in self
            .advanced_header
            .iter()
            .chain(pages.flat_map(Page::components))
            .chain(&self.panel)
            .chain(&self.persistent)
            .chain(self.home.iter().chain(&self.navigation).flat_map(|entry| entry.page.components()))
        {
            component.collect(&mut all);
        }
        all
    }

    /// The first component with this name.
    pub fn first(&self, comp: &str) -> Option<&Component> {
        self.components().into_iter().find(|component| component.comp == comp)
    }
}

/// One page of the rail, and how to get there.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub path: JsonPath,
    /// Its name in the rail.
    pub label: String,
    /// Its icon: a name, or a URL when `icon_type` is "other".
    pub icon: String,
    /// `momentumDesign`, `momentum` or `other`.
    pub icon_type: String,
    /// The page's word in the address.
    pub navigate_to: String,
    /// Shown first.
    pub is_landing_page: bool,
    /// Shown only when the tenant has this feature.
    pub visibility: String,
    /// What it shows.
    pub page: Page,
}

/// A set of components and how they are placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Where it stands.
    pub path: JsonPath,
    /// Its id.
    pub id: String,
    /// Placed by width and height instead of the grid.
    pub use_flex_layout: bool,
    /// Above the page: title and filters.
    pub heads: Vec<Component>,
    /// By their names in the grid.
    pub widgets: Vec<(String, Component)>,
    /// Rows of names.
    pub areas: Vec<Vec<String>>,
    /// Widths of the columns, as CSS (a bare number is a share).
    pub columns: Vec<String>,
    /// Heights of the rows, as CSS (a bare number is a share).
    pub rows: Vec<String>,
}

impl Page {
    /// The page's own components, without those inside them.
    pub fn components(&self) -> impl Iterator<Item = &Component> {
        self.heads.iter().chain(self.widgets.iter().map(|(_, component)| component))
    }
}

/// One component of a layout: the vendor's "Options".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Component {
    /// Where it stands.
    pub path: JsonPath,
    /// The element's name.
    pub comp: String,
    /// Where its element is defined.
    pub script: String,
    /// Set on the element as values; `$STORE` paths live.
    pub properties: Map<String, Value>,
    /// Set on the element as text.
    pub attributes: Map<String, Value>,
    /// What is inside it.
    pub children: Vec<Component>,
    /// Its text.
    pub text_content: Option<String>,
    /// CSS, by property.
    pub style: Vec<(String, String)>,
    /// The frame around it.
    pub wrapper: Option<Wrapper>,
    /// Shown only when the tenant has this feature.
    pub visibility: String,
    /// `false`: hidden on small screens.
    pub responsive: bool,
    /// In units of the flexible layout.
    pub width: Option<u32>,
    /// In units of 40 px.
    pub height: Option<u32>,
    /// Keys that are not in here, as they came.
    pub rest: Map<String, Value>,
}

impl Component {
    fn collect<'a>(&'a self, all: &mut Vec<&'a Self>) {
        all.push(self);
        for child in &self.children {
            child.collect(all);
        }
    }
}

/// A frame with a title and a button that maximizes what is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrapper {
    /// The title, which may hold `{$STORE…}`.
    pub title: String,
    /// Where it grows to; only "app-maximize-area" exists.
    pub maximize_area: String,
    /// Its id.
    pub id: String,
}
