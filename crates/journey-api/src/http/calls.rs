//! The calls of the contract, and the document that they make. A call is taken only with the check of scopes as the first
//! argument of its handler: one that lacks it does not compile.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::avaya::Notified;
use super::intake::Incoming;
use super::webex::Signed;
use crate::auth::{Allowed, Asks};
use crate::state::AppState;

/// Calls by path, and what the document says of them.
pub(super) struct Calls(OpenApiRouter<AppState>);

/// A handler that checks scopes, with its path and method.
pub(super) struct Call(UtoipaMethodRouter<AppState>);

/// The arguments of a handler whose first one is the check of scopes; before it stands axum's own mark.
pub(super) trait Checked {}

macro_rules! checked {
    ($($argument:ident)*) => {
        impl<Mark, A: Asks, $($argument),*> Checked for (Mark, Allowed<A>, $($argument,)*) {}
    };
}

/// By a key of a connector, and not by a token: [`Incoming`] is made by no other.
impl<Mark> Checked for (Mark, Incoming) {}

/// By the signature of a connector's secret: [`Signed`] is made by no other.
impl<Mark> Checked for (Mark, Signed) {}

/// By the secret in the address of a connector: [`Notified`] is made by no other.
impl<Mark> Checked for (Mark, Notified) {}

checked!();
checked!(B);
checked!(B C);
checked!(B C D);
checked!(B C D E);
checked!(B C D E F);

/// A call by its handler: path and method stand in the handler's `utoipa::path`.
macro_rules! call {
    ($handler:ident) => {
        $crate::http::calls::Call::of(&$handler, utoipa_axum::routes!($handler))
    };
}

pub(super) use call;

impl Call {
    /// For [`call!`], which says the handler once.
    pub(super) fn of<H, T>(_handler: &H, routes: UtoipaMethodRouter<AppState>) -> Self
    where
        H: Handler<T, AppState>,
        T: Checked,
    {
        Self(routes)
    }
}

impl Calls {
    /// None yet.
    pub(super) fn new() -> Self {
        Self::of(Document::default())
    }

    /// None yet, in a document that says something of the whole.
    pub(super) fn of(document: Document) -> Self {
        Self(OpenApiRouter::with_openapi(document))
    }

    /// With one more.
    pub(super) fn with(self, Call(routes): Call) -> Self {
        Self(self.0.routes(routes))
    }

    /// With another path that is in no document.
    pub(super) fn also<H, T>(self, method: MethodFilter, path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: Checked + 'static,
    {
        Self(self.0.route(path, on(method, handler)))
    }

    /// With all of others.
    pub(super) fn merge(self, other: Self) -> Self {
        Self(self.0.merge(other.0))
    }

    /// What answers them, and what the document says of them.
    pub(super) fn split(self) -> (Router<AppState>, Document) {
        self.0.split_for_parts()
    }
}
