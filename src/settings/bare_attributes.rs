//! The attributes without the words about them, which weigh more than all else: for code that the element carries
//! (`origins.rs`). Made from the one list while compiling.

use super::attributes::{ATTRIBUTES, Attribute, Kind};

/// An attribute without the words about it, which weigh more than all else of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BareAttribute {
    /// Its name.
    pub(super) name: &'static str,
    /// What its text must be.
    pub(super) kind: Kind,
    /// What holds without it.
    pub(super) default: Option<&'static str>,
}

/// All attributes, without the words about them.
#[allow(clippy::indexing_slicing, reason = "computed while compiling, where a mistake is a compile error")]
pub(super) const BARE_ATTRIBUTES: [BareAttribute; ATTRIBUTES.len()] = {
    let mut bare = [BareAttribute { name: "", kind: Kind::Text, default: None }; ATTRIBUTES.len()];
    let mut place = 0;
    while place < bare.len() {
        let Attribute { name, kind, default, .. } = ATTRIBUTES[place];
        bare[place] = BareAttribute { name, kind, default };
        place += 1;
    }
    bare
};
