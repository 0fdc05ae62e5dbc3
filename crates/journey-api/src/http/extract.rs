//! axum's extractors, refusing in the contract's form.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::json_body::json_of;

/// The path's parameters, percent-decoded once.
pub(super) struct Path<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if parts.uri.path().contains("%00") {
            // No database stores it, so nothing is called so.
            return Err(Error::NotFound("Nothing has the character U+0000 in its name".into()));
        }
        let axum::extract::Path(values) = axum::extract::Path::from_request_parts(parts, state).await?;
        Ok(Self(values))
    }
}

/// A JSON body, whatever media type it claims: the document says `application/json-patch+json` for bodies that are not.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = Bytes::from_request(request, state).await?;
        let json = json_of(&bytes).map_err(Error::invalid)?;
        let mut reader = serde_json::Deserializer::from_str(&json);
        let body = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            // A field is named; what is wrong with the whole is the body's own fault.
            let (path, error) = (error.path().to_string(), error.into_inner());
            Error::invalid(if path == "." || error.is_syntax() {
                format!("The body: {error}")
            } else {
                format!("{path}: {error}")
            })
        })?;
        reader.end().map_err(|error| Error::invalid(format!("The body: {error}")))?;
        Ok(Self(body))
    }
}
