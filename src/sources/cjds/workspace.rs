//! Which workspace holds the contacts: the one with a subscription to the contact center's events. Of several the first is
//! taken, and that is said: the histories of the others are not seen.

use cjds::Workspace;

use super::service::objects;
use crate::http::{Client, Path};
use crate::sources::{FirstOf, SourceError};
use journey::WorkspaceId;

pub(super) async fn look_up(
    client: &Client,
    organization_id: &str,
) -> Result<(WorkspaceId, Option<FirstOf>), SourceError> {
    let path = Path::new("/admin/v1/api/workspace").query("organizationId", organization_id);
    let answer = objects(&client.get(&path, 0).await?)?;
    first(answer.iter().map(Workspace::read)).ok_or(SourceError::NoWorkspace)
}

fn first(workspaces: impl Iterator<Item = Workspace>) -> Option<(WorkspaceId, Option<FirstOf>)> {
    let mut found: Vec<(WorkspaceId, String)> = Vec::new();
    for workspace in workspaces.filter(|workspace| !workspace.wxcc_subscription_ids.is_empty()) {
        let Some(id) = WorkspaceId::new(&workspace.id) else { continue };
        if !found.iter().any(|(known, _)| *known == id) {
            found.push((id, workspace.name));
        }
    }
    let count = found.len();
    let (id, name) = found.into_iter().next()?;
    let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or(id.as_str()).to_owned();
    let first_of = (count > 1).then(|| FirstOf { name, id: id.to_string(), count });
    Some((id, first_of))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn workspace(id: &str, name: &str, subscriptions: &[&str]) -> Workspace {
        let wxcc_subscription_ids = subscriptions.iter().map(|id| (*id).to_owned()).collect();
        Workspace { id: id.into(), name: name.into(), wxcc_subscription_ids, ..Workspace::default() }
    }

    #[wasm_bindgen_test]
    fn of_several_workspaces_with_a_subscription_it_is_known_which_was_taken() {
        let taken = |all: &[Workspace]| {
            let (id, first_of) = first(all.iter().cloned())?;
            Some((id.to_string(), first_of.map(|first| (first.name, first.count))))
        };
        let (none, one, two) = (workspace("a", "A", &[]), workspace("b", "Bank", &["s"]), workspace("c", " ", &["t"]));
        assert_eq!(taken(&[none.clone(), one.clone()]), Some(("b".into(), None)));
        assert_eq!(taken(&[one.clone(), one.clone()]), Some(("b".into(), None)), "one that is listed twice is one");
        assert_eq!(taken(&[none.clone(), one.clone(), two.clone()]), Some(("b".into(), Some(("Bank".into(), 2)))));
        assert_eq!(taken(&[two, one]), Some(("c".into(), Some(("c".into(), 2)))));
        assert_eq!(taken(&[none]), None);
    }
}
