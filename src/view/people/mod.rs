//! The customer as somebody who can be changed: name, identities, two persons made one, and what came of it.

mod comparison;
mod doubles;
mod identities;
mod identity_form;
mod outcome;
mod rename;

pub(super) use comparison::comparison;
pub(super) use identities::identities;
pub(super) use outcome::{OutcomeLine, outcome};
pub(super) use rename::rename;
