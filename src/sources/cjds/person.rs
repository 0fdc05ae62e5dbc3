//! Who has an identity. It is asked for in a body, where the service can: there it stands in no address and in no log on
//! the way, and a comma in it is a comma. Services without that call are asked by address, as ever.

use cjds::ApiError;
use serde_json::json;

use super::service::Cjds;
use crate::http::{HttpError, Json, Path};
use crate::sources::SourceError;
use journey::{Identity, IdentityPart};

const PERSON: &str = "/admin/v1/api/person";

/// The persons whom the service finds, in its own words.
pub(super) async fn ask(place: &Cjds, identity: &Identity) -> Result<Json, HttpError> {
    let by_address = async || {
        let path: Path = place.path(PERSON).with("aliases", identity.as_str());
        place.client.get(&place.of_organization(path), 0).await
    };
    if place.has_no_search.get() {
        return by_address().await;
    }
    let path = place.of_organization(place.path(PERSON).then("aliases/search"));
    let answer = place.client.search(&path, &json!({"identities": [identity.as_str()]})).await;
    match answer {
        Err(error) if is_no_such_call(&error) => {
            place.has_no_search.set(true);
            by_address().await
        }
        // A gateway may let pages send nothing but GET. That is known as soon as one is answered.
        Err(error @ HttpError::Unreachable) => match by_address().await {
            Err(HttpError::Unreachable | HttpError::TimedOut(_)) => Err(error),
            answer => {
                place.has_no_search.set(true);
                answer
            }
        },
        answer => answer,
    }
}

/// More persons of a name than these nobody reads.
const MOST_NAMESAKES: u32 = 20;

/// The first persons whom a filter finds.
pub(super) async fn filtered(place: &Cjds, filter: &str) -> Result<Json, HttpError> {
    let path = place
        .of_organization(place.path(PERSON))
        .query("filter", filter)
        .query("sortBy", "lastName")
        .query("sort", "asc")
        .query("page", "0")
        .query("pageSize", &MOST_NAMESAKES.to_string());
    place.client.get(&path, 0).await
}

/// Whoever has an identity of which this is a part. It stands in a body, as identities do.
pub(super) async fn with_part(place: &Cjds, part: &IdentityPart) -> Result<Json, SourceError> {
    if place.has_no_parts.get() {
        return Err(SourceError::Cannot);
    }
    let path = place.of_organization(place.path(PERSON).then("parts/search"));
    let answer = place.client.search(&path, &json!({"part": part.as_str()})).await;
    match answer {
        Err(HttpError::Status { status: 400 | 403 | 404 | 405 | 501, .. }) => {
            place.has_no_parts.set(true);
            Err(SourceError::Cannot)
        }
        // A gateway may not let pages send this, and whole identities it may: they are asked for then, which says what is amiss.
        Err(HttpError::Unreachable) => Err(SourceError::Cannot),
        answer => Ok(answer?),
    }
}

/// Whether the service does not know this call. A 404 of its own words is an answer: nobody has the identity.
pub(super) fn is_no_such_call(error: &HttpError) -> bool {
    match error {
        HttpError::Status { status: 405 | 501, .. } => true,
        HttpError::Status { status: 404, body, .. } => {
            !ApiError::is_of_the_contract(body, 404) || ApiError::read(body).message == ApiError::NO_SUCH_PATH
        }
        _ => false,
    }
}
