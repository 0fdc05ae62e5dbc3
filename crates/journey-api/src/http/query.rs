//! The query of a call. Every call names what it takes; what is left over would have narrowed what is answered, and is
//! refused by name. What has no value counts as not sent: forms send all their fields.

use axum::extract::{FromRequestParts, Query as Pairs};
use axum::http::request::Parts;
use cjds::rsql::Expression;

use crate::error::Error;
use crate::reason::Reason;

/// Read elsewhere, or narrowing nothing: who calls, and what keeps an answer out of a cache.
const OF_EVERY_CALL: [&str; 3] = ["organizationId", "bearerToken", "_"];

/// The query's parameters.
pub(super) struct Query<T>(pub(super) T);

/// What a call takes out of its query.
pub(super) trait FromQuery: Sized {
    fn take(left: &mut Parameters) -> Result<Self, Error>;
}

/// What is left of a query.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// All values of a parameter, in their order.
    pub(super) fn all(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.0).into_iter().partition(|(key, _)| key == name);
        self.0 = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// The value of a parameter that is sent once, or always with the same value.
    pub(super) fn one(&mut self, name: &str) -> Result<Option<String>, Error> {
        let mut values = self.all(name);
        values.dedup();
        if values.len() > 1 {
            return Err(Error::invalid(format!("{name}: is there more than once")));
        }
        Ok(values.pop())
    }

    /// Likewise a whole number.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<i64>, Error> {
        let number = self.one(name)?.map(|text| text.trim().parse());
        number.transpose().map_err(|_| Error::invalid(format!("{name}: must be a whole number")))
    }

    /// Leaves the rest to nobody: of a call that answers nothing it could narrow.
    pub(super) fn ignore(&mut self) {
        self.0.clear();
    }
}

impl<A: FromQuery, B: FromQuery> FromQuery for (A, B) {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        Ok((A::take(left)?, B::take(left)?))
    }
}

/// A call that takes no parameters of its own.
impl FromQuery for () {
    fn take(_: &mut Parameters) -> Result<Self, Error> {
        Ok(())
    }
}

impl<S: Send + Sync, T: FromQuery> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Pairs(mut pairs) = Pairs::<Vec<(String, String)>>::try_from_uri(&parts.uri)?;
        pairs.retain(|(name, value)| !value.trim().is_empty() && !OF_EVERY_CALL.contains(&name.as_str()));
        let mut left = Parameters(pairs);
        let taken = T::take(&mut left)?;
        if left.0.is_empty() {
            return Ok(Self(taken));
        }
        let reasons = left.0.into_iter().map(|(name, _)| format!("{name}: this call has no such parameter").into());
        Err(Error::Invalid(reasons.collect()))
    }
}

/// Reads RSQL; several filters are alternatives. `None`: there is none.
pub(super) fn filter(name: &str, texts: &[String]) -> Result<Option<Expression>, Error> {
    let read = |text: &String| Expression::parse(text).map_err(|error| Error::invalid(Reason::at(name, error)));
    let mut filters = texts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(match filters.len() {
        0 | 1 => filters.pop(),
        _ => Some(Expression::Any(filters)),
    })
}
