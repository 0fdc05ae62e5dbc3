//! The OpenAPI document, made from the calls, and the page that shows it. Open to all: it says nothing of anyone.

use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use cjds::{EventsMeta, Meta};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ObjectBuilder, OpenApi as Document, RefOr, Required, Type};
use utoipa::{IntoResponses, OpenApi, ToSchema};

use crate::state::AppState;
use crate::tracking::ErrorBody;

pub(super) fn router(document: Document) -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(async || Json(document)))
        .route("/docs", get(async || Html(include_str!("openapi.html"))))
}

/// What the document says of the whole.
pub(super) fn head() -> Document {
    Contract::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Journey API", description = "A self-hosted customer-journey service that speaks the CJDS contract"),
    // Derived refusals refer to it and do not bring it.
    components(schemas(ErrorBody, Meta, EventsMeta))
)]
struct Contract;

/// Says of every call what all have: a bearer token, and the `organizationId` that must be the token's.
pub(super) fn complete(document: &mut Document) {
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    document.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    for item in document.paths.paths.values_mut() {
        let operations: [&mut Option<Operation>; 5] =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            operation.parameters.get_or_insert_default().push(RefOr::T(organization()));
            name(operation);
        }
    }
}

/// Names a call by its tag and its handler: `persons_list`. Handlers of two modules may have the same name, and a generated
/// client cannot.
fn name(operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().map(|tag| tag.to_lowercase().replace(' ', "_"));
    if let (Some(tag), Some(handler)) = (tag, operation.operation_id.take()) {
        operation.operation_id = Some(format!("{tag}_{handler}"));
    }
}

fn organization() -> Parameter {
    ParameterBuilder::new()
        .name("organizationId")
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some("The token's organization; another one is refused"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

/// The refusals that any call may answer with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "they are described, never made: errors make the answers")]
pub(super) enum Refusals {
    /// The request does not say what the contract asks for.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// No token, or one that does not hold.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// The token may not do this.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// Nothing of that name in what the token may see.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The body did not come in its time.
    #[response(status = 408)]
    TooSlow(ErrorBody),
    /// It exists already.
    #[response(status = 409)]
    Conflict(ErrorBody),
    /// Too many requests; `Retry-After` says when to come back.
    #[response(status = 429)]
    TooMany(ErrorBody),
    /// The service failed.
    #[response(status = 500)]
    Internal(ErrorBody),
    /// The service or its database is away; `Retry-After` says when to come back.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

/// A journey event, a CloudEvent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what `cjds::CloudEvent` writes by hand")]
pub(super) struct JourneyEvent {
    /// The sender's id; `(id, type, time)` tells events apart.
    id: String,
    /// `1.0`.
    specversion: String,
    /// `task:new`, or whatever the sender chose.
    r#type: String,
    /// Who sent it.
    source: String,
    /// ISO 8601; now, where it is left out.
    time: Option<String>,
    /// Whose journey it belongs to.
    identity: String,
    /// `phone`, `email`, `customerId`, `socialId` or `temporaryId`.
    identitytype: String,
    /// The identity that this one replaces.
    previousidentity: Option<String>,
    /// The media type of `data`.
    datacontenttype: String,
    /// What happened, in the sender's own keys.
    #[schema(value_type = Object)]
    data: serde_json::Value,
}
