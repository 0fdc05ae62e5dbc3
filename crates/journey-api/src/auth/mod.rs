//! Who calls, and what the token allows. Tokens are JWTs; their scopes are the contract's (contracts/cjds.md).

mod caller;
mod claims;
mod gate;
mod keys;
mod scope;
mod token;

pub(crate) use caller::Allowed;
pub use caller::Caller;
pub(crate) use gate::Gate;
pub(crate) use keys::Keys;
pub use keys::Provider;
pub(crate) use scope::{
    Asks, PatchNames, ReadConfig, ReadJourney, ReadOrganization, ReadPerson, WriteConfig, WriteNote, WriteOrganization,
};
pub use scope::{Role, Scope};
pub use token::{Authority, Claims, SecretError, Token, TokenError};
