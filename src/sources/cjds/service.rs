//! The service's calls (contracts/cjds.md, "Path families").

use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use cjds::{Answer, ApiError, FoundByPart, Problem, ProfileView};
use serde_json::Value;

use super::{callback, door, person, summary, template, workspace, write};
use crate::http::{Client, HttpError, Json, Page, Path};
use crate::settings::Place;
use crate::sources::{Capabilities, Events, FirstOf, FoundPersons, Happened, JourneySource, Live, SourceError};
use journey::{
    Arrival, Callback, Change, Identity, IdentityPart, Person, PersonId, Profile, Sought, TaskId, TemplateId,
    WorkspaceId,
};

/// A profile is followed where there is so much room for streams: events of another customer come first, a profile that
/// is asked for now and then is as good.
const ROOM_FOR_PROFILE: usize = 3;

/// A workspace of the service, found and ready to be asked.
#[derive(Clone)]
pub(crate) struct Cjds {
    pub(super) client: Client,
    pub(super) organization_id: Rc<str>,
    workspace: WorkspaceId,
    first_of: Option<Rc<FirstOf>>,
    configured_template: Option<Rc<str>>,
    /// Chosen on first use: only the profile needs it, and no other section waits for it.
    template: Rc<OnceCell<TemplateId>>,
    /// Whether it is asked for arranged callbacks: never, where it does not know what that is.
    pub(super) has_callbacks: Rc<Cell<bool>>,
    /// Whether it is asked for generated summaries: never, where it does not know what that is.
    pub(super) has_summaries: Rc<Cell<bool>>,
    /// Whether it keeps notes: never, where it does not know what that is.
    pub(super) has_notes: Rc<Cell<bool>>,
    /// This token may write none.
    pub(super) may_not_note: Rc<Cell<bool>>,
    /// This service has no search by body: identities stand in addresses.
    pub(super) has_no_search: Rc<Cell<bool>>,
    /// This service finds nobody by a part of an identity, or this token may not: it is asked once.
    pub(super) has_no_parts: Rc<Cell<bool>>,
}

impl Cjds {
    /// The workspace that the place names, if it names one. Nothing is asked for that.
    pub(crate) fn named(client: &Client, place: &Place) -> Option<Result<Self, SourceError>> {
        let id = place.project_id.as_deref()?;
        let workspace = WorkspaceId::new(id).ok_or(SourceError::NoWorkspace);
        Some(workspace.map(|workspace| Self::of(client.clone(), place, workspace, None)))
    }

    /// Looks up the workspace of the organization.
    pub(crate) async fn look_up(client: Client, place: &Place) -> Result<Self, SourceError> {
        let (workspace, first_of) = workspace::look_up(&client, &place.organization_id).await?;
        Ok(Self::of(client, place, workspace, first_of))
    }

    /// Which template is meant is said by [`Self::with_template`].
    fn of(client: Client, place: &Place, workspace: WorkspaceId, first_of: Option<FirstOf>) -> Self {
        Self {
            client,
            organization_id: place.organization_id.as_str().into(),
            workspace,
            first_of: first_of.map(Rc::new),
            configured_template: None,
            template: Rc::default(),
            has_callbacks: Rc::new(Cell::new(place.has_callbacks)),
            has_summaries: Rc::new(Cell::new(place.has_summaries)),
            has_notes: Rc::new(Cell::new(place.has_notes)),
            may_not_note: Rc::default(),
            has_no_search: Rc::default(),
            has_no_parts: Rc::default(),
        }
    }

    /// The same, with the template of this id or name; `None`: the default one.
    pub(crate) fn with_template(&self, configured: Option<String>) -> Self {
        Self { configured_template: configured.map(Into::into), template: Rc::default(), ..self.clone() }
    }

    /// The template that it was configured with, by id or name; `None`: the default one.
    pub(crate) fn template_name(&self) -> Option<String> {
        self.configured_template.as_deref().map(str::to_owned)
    }

    /// The same, for one part of the widget that wants to say so when the token is refused ([`Client::telling`]).
    pub(crate) fn telling(&self, refused: impl Fn(Option<&HttpError>) + 'static) -> Self {
        Self { client: self.client.telling(refused), ..self.clone() }
    }

    /// Which workspace it is, where the organization has several with a subscription and none was configured.
    pub(crate) fn first_of(&self) -> Option<Rc<FirstOf>> {
        self.first_of.clone()
    }

    /// Whether it may keep notes, as far as that is known.
    pub(crate) fn may_have_notes(&self) -> bool {
        self.has_notes.get()
    }

    /// How many more streams there may be on this page.
    pub(crate) fn room(&self) -> usize {
        self.client.room()
    }

    async fn template(&self) -> Result<TemplateId, SourceError> {
        if let Some(template) = self.template.get() {
            return Ok(template.clone());
        }
        let chosen = template::choose(&self.client, self, self.configured_template.as_deref()).await?;
        Ok(self.template.get_or_init(|| chosen).clone())
    }

    /// `{family}/workspace-id/{workspace}`
    pub(super) fn path(&self, family: &str) -> Path {
        Path::new(family).with("workspace-id", self.workspace.as_str())
    }

    pub(super) fn of_organization(&self, path: Path) -> Path {
        path.query("organizationId", &self.organization_id)
    }

    /// 404 is an answer where there may be nothing: nobody with that identity, no events yet. It counts only if the service
    /// itself gave it, and not of a gateway that knows no way to it, and if it is not about the workspace: both would make
    /// a new caller of everybody.
    pub(super) fn found<T>(&self, answer: Result<T, HttpError>) -> Result<Option<T>, HttpError> {
        match answer {
            Err(HttpError::Status { status: 404, body, .. })
                if ApiError::is_of_the_contract(&body, 404)
                    && !ApiError::read(&body).is_about_the_place(self.workspace.as_str()) =>
            {
                Ok(None)
            }
            answer => answer.map(Some),
        }
    }
}

impl JourneySource for Cjds {
    fn capabilities(&self) -> Capabilities {
        Capabilities { names: true, add_identity: true, remove_identity: true, merge: true, find: true }
    }

    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError> {
        let Some(answer) = self.found(person::ask(self, &sought.identity).await)? else { return Ok(None) };
        Ok(sought.whose(persons(&answer)?))
    }

    async fn history(&self, sought: &Sought, page: Page, since: u32) -> Result<Events, SourceError> {
        let path = self
            .of_organization(self.path("/v1/api/events"))
            .query("identity", sought.identity.as_str())
            .query("sortBy", "time")
            .query("sort", "desc")
            .query("page", &page.number.to_string())
            .query("pageSize", &page.size.to_string());
        let Some(answer) = self.found(self.client.get(&path, since).await)? else { return Ok(Events::default()) };
        let letters = answer.letters();
        let answer = answer.read(Answer::read)?;
        let count = answer.rows().ok_or_else(|| not_the_contract("no list of events"))?.len();
        Ok(Events::new(Rows { answer, left: 0..count }, letters))
    }

    async fn profile(&self, sought: &Sought) -> Result<Option<Profile>, SourceError> {
        let template = self.template().await?;
        let path = self
            .path("/v1/api/progressive-profile-view")
            .with("identity", sought.identity.as_str())
            .with("template-id", template.as_str());
        let Some(answer) = self.found(self.client.get(&self.of_organization(path), 0).await)? else { return Ok(None) };
        Ok(objects(&answer)?.first().map(|view| door::profile(&ProfileView::read(view))))
    }

    async fn live_events(&self, sought: &Sought, instead: bool) -> Result<Live<Happened>, SourceError> {
        let path = self.path("/v1/api/events/stream").with("identity", sought.identity.as_str());
        let room = if instead { 0 } else { 1 };
        let messages = self.client.stream(&self.of_organization(path), room).await?;
        Ok(Live::new(messages, |message| door::each(message).iter().map(door::arrival).map(Happened::This).collect()))
    }

    async fn live_profile(&self, sought: &Sought, instead: bool) -> Result<Live<Profile>, SourceError> {
        let template = self.template().await?;
        let path = self
            .path("/v1/api/progressive-profile-view/stream")
            .with("identity", sought.identity.as_str())
            .with("template-id", template.as_str());
        let room = if instead { 0 } else { ROOM_FOR_PROFILE };
        let messages = self.client.stream(&self.of_organization(path), room).await?;
        Ok(Live::new(messages, |message| {
            let views = door::each(message).into_iter().filter(Value::is_object);
            views.map(|view| door::profile(&ProfileView::read(&view))).collect()
        }))
    }

    async fn callbacks(&self, sought: &Sought) -> Result<Vec<Callback>, SourceError> {
        callback::ask(self, sought).await
    }

    async fn summary(&self, contact: &TaskId, ended: DateTime<Utc>) -> Result<Option<Arrival>, SourceError> {
        summary::ask(self, contact, ended).await
    }

    async fn called(&self, name: &str) -> Result<Vec<Person>, SourceError> {
        let Some(filter) = cjds::name_filter(name) else { return Ok(Vec::new()) };
        let Some(answer) = self.found(person::filtered(self, &filter).await)? else { return Ok(Vec::new()) };
        Ok(persons(&answer)?)
    }

    async fn with_part(&self, part: &IdentityPart) -> Result<FoundPersons, SourceError> {
        let answer = person::with_part(self, part).await?;
        let found = objects(&answer)
            .ok()
            .and_then(|all| all.into_iter().find(|one| one.get("persons").is_some_and(Value::is_array)));
        let Some(found) = found.map(|found| FoundByPart::read(&found)) else {
            // Whoever answers something else does not know the call either.
            self.has_no_parts.set(true);
            return Err(SourceError::Cannot);
        };
        let persons =
            found.persons.iter().map(|found| door::person(&found.person)).filter(|person| person.id.is_some());
        Ok(FoundPersons { persons: persons.collect(), has_more: found.has_more })
    }

    async fn having(&self, identities: &[Identity]) -> Result<Vec<Person>, SourceError> {
        let mut found = Vec::new();
        for identity in identities {
            if let Some(answer) = self.found(person::ask(self, identity).await)? {
                found.extend(persons(&answer)?);
            }
        }
        Ok(found)
    }

    async fn change(&self, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError> {
        write::change(self, person, change).await
    }

    async fn merge(&self, primary: &PersonId, other: &PersonId) -> Result<(), SourceError> {
        write::merge(self, primary, other).await
    }
}

/// The rows of a page of history, each read when it is its turn.
struct Rows {
    answer: Answer,
    left: Range<usize>,
}

impl Iterator for Rows {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        let row = self.answer.rows()?.get(self.left.next()?)?;
        Some(door::arrival_of_json(row.get()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl ExactSizeIterator for Rows {}

/// The objects of an answer. A list of anything else is no answer, and not an empty one.
pub(super) fn objects(answer: &Json) -> Result<Vec<Value>, HttpError> {
    let rows = answer.read(Answer::read)?.values().ok_or_else(|| not_the_contract("no data"))?;
    let was_empty = rows.is_empty();
    let objects: Vec<Value> = rows.into_iter().filter(Value::is_object).collect();
    if objects.is_empty() && !was_empty { Err(not_the_contract("a list of something else")) } else { Ok(objects) }
}

/// The persons of an answer. What has no id is none: the answer speaks of something else.
fn persons(answer: &Json) -> Result<Vec<Person>, HttpError> {
    let objects = objects(answer)?;
    let persons: Vec<Person> = objects
        .iter()
        .map(|person| door::person(&cjds::Person::read(person)))
        .filter(|person| person.id.is_some())
        .collect();
    if persons.is_empty() && !objects.is_empty() { Err(not_the_contract("no person")) } else { Ok(persons) }
}

fn not_the_contract(what: &str) -> HttpError {
    HttpError::NotTheContract(Problem::new("data", what).to_string())
}
