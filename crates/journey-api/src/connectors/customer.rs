//! Whom a contact is with, as connectors know it.

use cjds::IdentityType;

/// A customer: an identity, and of which kind it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Customer {
    pub(crate) identity: String,
    pub(crate) kind: IdentityType,
}
