//! `journey-api token`: a token for development.

use chrono::Duration;
use clap::Args;

use super::{CommandError, secret};
use crate::auth::{Authority, Role, Scope, TokenError};
use crate::seed;

/// The arguments of `token`.
#[derive(Debug, Args)]
pub(super) struct TokenArguments {
    /// Whom the token stands for; decides the scopes unless --scopes does
    #[arg(long, env = "JOURNEY_API_TOKEN_ROLE")]
    role: Role,
    /// Organization that the token belongs to
    #[arg(long, value_name = "ID", env = "JOURNEY_API_ORGANIZATION", default_value = seed::ORGANIZATION_ID)]
    organization: String,
    /// Scopes instead of the role's, such as cjp:user,cjp:config_write
    #[arg(long, value_name = "SCOPE", env = "JOURNEY_API_TOKEN_SCOPES", value_delimiter = ',', num_args = 1..)]
    scopes: Option<Vec<String>>,
    /// How long the token lasts
    #[arg(long, value_name = "SECONDS", env = "JOURNEY_API_TOKEN_EXPIRES_IN", default_value_t = 8 * 3600, allow_negative_numbers = true)]
    expires_in: i64,
    /// The issuer that it names; what the service is told
    #[arg(long, value_name = "ISS", env = "JOURNEY_API_ISSUER")]
    issuer: Option<String>,
    /// The audience that it names; what the service is told
    #[arg(long, value_name = "AUD", env = "JOURNEY_API_AUDIENCE")]
    audience: Option<String>,
}

/// Prints a token and nothing else.
///
/// # Errors
/// When there is no secret, or no such scope.
pub(super) fn print_token(arguments: &TokenArguments) -> Result<(), CommandError> {
    let known = |scope: &str| Scope::ALL.iter().any(|known| known.as_str() == scope);
    if let Some(scope) = arguments.scopes.iter().flatten().find(|scope| !known(scope)) {
        return Err(CommandError::Scope(scope.clone()));
    }
    let authority = Authority::from_secret(&secret()?).map_err(CommandError::Secret)?;
    let authority = authority.held_to(arguments.issuer.as_deref(), arguments.audience.as_deref());
    let lifetime = Duration::try_seconds(arguments.expires_in).ok_or(TokenError::Duration)?;
    let token = authority.issue(arguments.role, &arguments.organization, arguments.scopes.as_deref(), lifetime)?;
    println!("{}", token.text);
    Ok(())
}
