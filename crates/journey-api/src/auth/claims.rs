//! Claims as identity providers write them: the organization under several names, times with fractions, scopes as a list or
//! as one text.

use serde::Deserialize;
use serde_json::{Number, Value};

use super::Claims;

/// The claims of a token, before they are understood.
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    sub: String,
    name: Option<Value>,
    preferred_username: Option<Value>,
    /// Some providers call something else `org`, such as an object: then it is looked for under the other names.
    org: Option<Value>,
    #[serde(rename = "organizationId")]
    organization_id: Option<Value>,
    #[serde(rename = "orgId")]
    org_id: Option<Value>,
    workspace: Option<String>,
    role: Option<Value>,
    scopes: Option<Scopes>,
    scope: Option<Scopes>,
    iss: Option<Value>,
    aud: Option<Value>,
    iat: Option<Number>,
    exp: Number,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Scopes {
    List(Vec<String>),
    Text(String),
}

impl Scopes {
    fn into_list(self) -> Vec<String> {
        match self {
            Self::List(scopes) => scopes,
            Self::Text(text) => text.split_whitespace().map(ToOwned::to_owned).collect(),
        }
    }
}

impl TryFrom<Written> for Claims {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let names = [written.org, written.organization_id, written.org_id];
        let org = names.into_iter().flatten().filter_map(text).find(|name| !name.is_empty());
        let mut scopes = written.scopes.map(Scopes::into_list).unwrap_or_default();
        for scope in written.scope.map(Scopes::into_list).unwrap_or_default() {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        let called = [written.name, written.preferred_username].into_iter().flatten().filter_map(text);
        Ok(Self {
            sub: written.sub,
            name: called.map(|name| name.trim().to_owned()).find(|name| !name.is_empty()),
            org: org.ok_or("no organization is named")?,
            workspace: written.workspace,
            role: written.role.and_then(text),
            scopes,
            iss: written.iss.and_then(text),
            aud: written.aud.and_then(text),
            iat: written.iat.as_ref().map_or(0, seconds),
            exp: seconds(&written.exp),
        })
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Whole seconds; RFC 7519 allows fractions. Rounded down: no token lasts longer than it says.
#[expect(clippy::cast_possible_truncation, reason = "a time beyond all calendars becomes their end")]
fn seconds(number: &Number) -> i64 {
    number.as_i64().unwrap_or_else(|| number.as_f64().unwrap_or_default().floor() as i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(claims: Value) -> Result<Claims, serde_json::Error> {
        serde_json::from_value(claims)
    }

    #[test]
    fn the_organization_is_found_under_each_of_its_names_and_under_several_at_once() {
        for claims in [
            json!({"org": "o"}),
            json!({"orgId": "o"}),
            json!({"organizationId": "o"}),
            json!({"org": "o", "orgId": "o"}),
            json!({"org": "o", "orgId": "another", "organizationId": "another"}),
            json!({"org": {"name": "Example"}, "orgId": "o"}),
            json!({"org": null, "organizationId": "o", "orgId": 7}),
            json!({"org": "", "orgId": "o"}),
        ] {
            let mut whole = json!({"sub": "ann", "exp": 1});
            whole.as_object_mut().expect("claims").extend(claims.as_object().expect("claims").clone());
            assert_eq!(read(whole).map(|claims| claims.org).ok().as_deref(), Some("o"), "{claims}");
        }
        assert!(read(json!({"sub": "ann", "exp": 1})).is_err());
        assert!(read(json!({"sub": "ann", "exp": 1, "org": ""})).is_err());
    }

    #[test]
    fn times_may_have_fractions_and_never_last_longer() {
        for (exp, seconds) in [
            (json!(1_700_000_000), 1_700_000_000),
            (json!(1_700_000_000.0), 1_700_000_000),
            (json!(1_700_000_000.999), 1_700_000_000),
            (json!(1.7e9), 1_700_000_000),
            (json!(-0.5), -1),
            (json!(1e300), i64::MAX),
        ] {
            let claims = read(json!({"sub": "ann", "org": "o", "exp": exp, "iat": exp})).expect("claims");
            assert_eq!((claims.exp, claims.iat), (seconds, seconds), "{exp}");
        }
        assert!(read(json!({"sub": "ann", "org": "o", "exp": "soon"})).is_err());
    }

    #[test]
    fn the_name_is_what_the_provider_calls_the_person_and_none_where_it_does_not() {
        for (claims, name) in [
            (json!({"name": "Ann Archer", "preferred_username": "ann"}), Some("Ann Archer")),
            (json!({"name": " ", "preferred_username": "ann"}), Some("ann")),
            (json!({"name": {"given": "Ann"}}), None),
            (json!({}), None),
        ] {
            let mut whole = json!({"sub": "7f3a", "org": "o", "exp": 1});
            whole.as_object_mut().expect("claims").extend(claims.as_object().expect("claims").clone());
            assert_eq!(read(whole).expect("claims").name.as_deref(), name, "{claims}");
        }
    }

    #[test]
    fn scopes_are_read_from_both_claims() {
        let claims = json!({"sub": "ann", "org": "o", "exp": 1, "scope": "a b", "scopes": ["b", "c"]});
        assert_eq!(read(claims).expect("claims").scopes, ["b", "c", "a"]);
    }

    #[test]
    fn a_workspace_that_cannot_be_read_bounds_nothing_and_so_the_token_is_none() {
        for workspace in [json!(7), json!(["w"]), json!({"id": "w"})] {
            assert!(read(json!({"sub": "ann", "org": "o", "exp": 1, "workspace": workspace})).is_err());
        }
    }
}
