//! The caller of one request, read from its `Authorization` header. A handler gets one only as [`Allowed`]: that is the
//! check of scopes.

use std::marker::PhantomData;
use std::ops::Deref;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};

use super::{Asks, Claims, Scope};
use crate::error::Error;
use crate::reason::Fault;
use crate::state::AppState;

/// Who calls, by a good token.
#[derive(Clone, Debug)]
pub struct Caller {
    claims: Claims,
}

impl Caller {
    /// The organization that bounds what the caller may see.
    pub fn organization(&self) -> &str {
        &self.claims.org
    }

    /// Who is written down as the one who changed something.
    pub fn subject(&self) -> &str {
        &self.claims.sub
    }

    /// What that one is called, where the token says so.
    pub fn name(&self) -> Option<&str> {
        self.claims.name.as_deref()
    }

    /// Whether the token allows to see the workspace of that id at all.
    pub fn may_see(&self, workspace: &str) -> bool {
        self.claims.workspace.as_deref().is_none_or(|bound| bound == workspace)
    }

    /// Whether the token is bound to one workspace: then there is no other one for it.
    pub fn is_bound(&self) -> bool {
        self.claims.workspace.is_some()
    }

    /// The one workspace that the token is bound to.
    pub fn bound_to(&self) -> Option<&str> {
        self.claims.workspace.as_deref()
    }

    /// What the token may do.
    pub fn scopes(&self) -> &[String] {
        &self.claims.scopes
    }

    /// When the token ends, and with it every stream that was opened by it.
    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.claims.exp, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// Asks for one of `scopes`.
    ///
    /// # Errors
    /// 403 with the scopes that would do.
    fn require(&self, scopes: &[Scope]) -> Result<(), Error> {
        if scopes.iter().any(|scope| self.claims.scopes.iter().any(|held| held == scope.as_str())) {
            return Ok(());
        }
        let wanted: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
        Err(Error::Forbidden(Fault::Scopes { scopes: wanted.join(", ") }.into()))
    }

    /// Holds the `organizationId` that a client may send against the token's.
    ///
    /// # Errors
    /// 403 if they differ.
    fn require_organization(&self, asked: &str) -> Result<(), Error> {
        if asked.is_empty() || asked == self.organization() {
            return Ok(());
        }
        Err(Error::Forbidden(Fault::OtherOrganization.into()))
    }
}

/// A caller whose token has one of the scopes that `A` asks for. A handler that takes one is reached by no other.
#[derive(Debug)]
pub(crate) struct Allowed<A> {
    caller: Caller,
    asked: PhantomData<fn() -> A>,
}

impl<A> Allowed<A> {
    /// Asks for more, where the body of the call says that it is about more.
    ///
    /// # Errors
    /// 403 with the scopes that would do.
    pub(crate) fn also<B: Asks>(&self) -> Result<(), Error> {
        self.caller.require(B::FOR)
    }
}

impl<A> Deref for Allowed<A> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl<A: Asks> FromRequestParts<AppState> for Allowed<A> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let caller = Caller::of(parts, state).await?;
        caller.require(A::FOR)?;
        Ok(Self { caller, asked: PhantomData })
    }
}

impl Caller {
    /// The caller of a request.
    ///
    /// # Errors
    /// 401 without a good token, 403 for another organization, 429 where one calls too often.
    async fn of(parts: &Parts, state: &AppState) -> Result<Self, Error> {
        let token = token_in(parts, state.query_tokens)?;
        let claims =
            state.gate.check(&token).await.ok_or(Error::Unauthorized("The token is invalid or has expired"))?;
        let caller = Self { claims };
        for organization in parameters(parts.uri.query(), "organizationId") {
            caller.require_organization(&organization)?;
        }
        state.limits.count_call(&caller)?;
        Ok(caller)
    }
}

/// The token of a call: from the header, or, where that is switched on, from the query of a client that cannot send one.
fn token_in(parts: &Parts, from_query: bool) -> Result<String, Error> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else {
        let token = from_query.then(|| parameters(parts.uri.query(), "bearerToken").pop()).flatten();
        return token.ok_or(Error::Unauthorized("No bearer token was sent"));
    };
    let (scheme, token) = header.to_str().ok().and_then(|text| text.split_once(' ')).unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Error::Unauthorized("The Authorization header is not \"Bearer …\""));
    }
    Ok(token.trim().to_owned())
}

/// Every value of a parameter in the query. Read here, so that no handler can forget it.
fn parameters(query: Option<&str>, name: &str) -> Vec<String> {
    let Some(Ok(uri)) = query.map(|query| format!("/?{query}").parse::<Uri>()) else { return Vec::new() };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&uri).map(|Query(pairs)| pairs).unwrap_or_default();
    pairs.into_iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect()
}
