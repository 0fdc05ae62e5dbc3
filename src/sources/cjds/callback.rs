//! The callbacks that are arranged with a customer: a call of the contact center's own API, on the same host.

use cjds::ScheduledCallback;

use super::Cjds;
use super::door;
use super::service::objects;
use crate::http::{HttpError, Path};
use crate::sources::SourceError;
use journey::{Callback, IdentityType, Sought};

/// So many numbers of a customer are asked for.
const NUMBERS: usize = 3;

/// Asks for them by each of the customer's telephone numbers.
pub(super) async fn ask(service: &Cjds, sought: &Sought) -> Result<Vec<Callback>, SourceError> {
    let mut found: Vec<Callback> = Vec::new();
    let is_phone =
        |kind: Option<IdentityType>, text: &str| kind.map_or(text.starts_with('+'), |kind| kind == IdentityType::Phone);
    let numbers = sought.identities().filter(|(kind, identity)| is_phone(*kind, identity.as_str()));
    for (_, number) in numbers.take(NUMBERS) {
        if !service.has_callbacks.get() {
            break;
        }
        let path = Path::new("/v1/callbacks")
            .with("organization", &service.organization_id)
            .then("scheduled-callback")
            .query("callbackNumber", number.as_str());
        match service.client.get(&path, 0).await {
            Ok(answer) => {
                for row in objects(&answer)? {
                    let callback = door::callback(&ScheduledCallback::read(&row));
                    if !found.iter().any(|known| !known.id.is_empty() && known.id == callback.id) {
                        found.push(callback);
                    }
                }
            }
            // No such call here, or not for this token: nobody is told, and it is not asked again.
            Err(HttpError::Status { status: 403 | 404 | 405 | 501, .. }) => service.has_callbacks.set(false),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}
