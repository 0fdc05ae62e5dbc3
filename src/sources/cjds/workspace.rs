//! Which workspace holds the contacts: the one with a subscription to the contact center's events.

use cjds::Workspace;

use super::objects;
use crate::http::{Client, Path};
use crate::journey::WorkspaceId;
use crate::sources::SourceError;

pub(super) async fn look_up(client: &Client, organization_id: &str) -> Result<WorkspaceId, SourceError> {
    let path = Path::new("/admin/v1/api/workspace").query("organizationId", organization_id);
    let answer = objects(client.get(&path, 0).await?)?;
    answer
        .iter()
        .map(Workspace::read)
        .filter(|workspace| !workspace.wxcc_subscription_ids.is_empty())
        .find_map(|workspace| WorkspaceId::new(&workspace.id))
        .ok_or(SourceError::NoWorkspace)
}
