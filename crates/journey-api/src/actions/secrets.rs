//! The secrets by which webhooks are signed, as they are stored: encrypted, and those of before there was a key as soon as there is
//! one and they are needed.

use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::store::{Store, WebhookSecret};
use crate::vault::{Vault, is_sealed};

/// What encrypts the secrets of a workspace's webhooks.
fn purpose(workspace: &str) -> String {
    format!("webhooks of workspace {workspace}")
}

/// A secret as it is stored.
///
/// # Errors
/// When there is no key for secrets.
pub(crate) fn seal(vault: &Vault, workspace: &str, secret: &str) -> Result<String, Error> {
    vault.seal(&purpose(workspace), secret)
}

/// The secrets that webhooks of an action are signed by now, the newest first.
///
/// # Errors
/// When one cannot be decrypted: a call without its signature would be taken for a stranger's.
pub(super) async fn secrets(store: &Store, vault: &Vault, action: &str) -> Result<Vec<String>, Error> {
    opened(store, vault, store.webhook_secrets(action).await?).await
}

/// The secrets that webhooks of a workspace are signed by now, the newest first.
///
/// # Errors
/// When one cannot be decrypted.
pub(super) async fn secrets_of(store: &Store, vault: &Vault, workspace: &WorkspaceId) -> Result<Vec<String>, Error> {
    opened(store, vault, store.webhook_secrets_of(workspace).await?).await
}

async fn opened(store: &Store, vault: &Vault, all: Vec<WebhookSecret>) -> Result<Vec<String>, Error> {
    let mut secrets = Vec::new();
    for stored in all {
        let WebhookSecret { workspace_id, secret, .. } = &stored;
        if is_sealed(secret) {
            secrets.push(vault.open(&purpose(workspace_id), secret)?);
        } else {
            if vault.has_key() {
                store.seal_webhook_secret(&stored, &seal(vault, workspace_id, secret)?).await?;
            }
            secrets.push(secret.clone());
        }
    }
    Ok(secrets)
}
