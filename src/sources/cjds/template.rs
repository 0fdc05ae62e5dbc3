//! Which template the progressive profile is computed by: the configured one, by id or by name; else
//! `journey-default-template`; else the first of the list.

use cjds::Template;

use super::service::{Cjds, objects};
use crate::http::{Client, Path};
use crate::sources::SourceError;
use journey::TemplateId;

const DEFAULT_TEMPLATE: &str = "journey-default-template";
const FAMILY: &str = "/admin/v1/api/profile-view-template";

pub(super) async fn choose(client: &Client, place: &Cjds, configured: Option<&str>) -> Result<TemplateId, SourceError> {
    let listed = templates(client, place, place.path(FAMILY)).await?;
    let wanted = configured.unwrap_or(DEFAULT_TEMPLATE);
    let is_wanted = |template: &&Template| template.id == wanted || template.name == wanted;
    if let Some(id) = listed.iter().find(is_wanted).and_then(id_of) {
        return Ok(id);
    }
    // The list may be one page of many: the wanted one is asked for by name before it is given up.
    let named = templates(client, place, place.path(FAMILY).with("template-name", wanted)).await?;
    if let Some(id) = named.first().and_then(id_of) {
        return Ok(id);
    }
    match configured {
        Some(configured) => Err(SourceError::NoSuchTemplate(configured.to_owned())),
        None => listed.first().and_then(id_of).ok_or(SourceError::NoTemplate),
    }
}

async fn templates(client: &Client, place: &Cjds, path: Path) -> Result<Vec<Template>, SourceError> {
    match place.found(client.get(&place.of_organization(path), 0).await)? {
        Some(answer) => Ok(objects(&answer)?.iter().map(Template::read).collect()),
        None => Ok(Vec::new()),
    }
}

fn id_of(template: &Template) -> Option<TemplateId> {
    TemplateId::new(&template.id)
}
