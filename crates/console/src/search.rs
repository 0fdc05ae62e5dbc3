//! What somebody typed to find persons, as the service can be asked for it.

/// Whom to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Search {
    /// Nothing was typed.
    Everybody,
    /// Whoever has this identity, or one of which this is a part. It is sent in a body: identities do not belong into
    /// addresses.
    Identity(String),
    /// Whoever is called so.
    Name {
        /// As RSQL.
        filter: String,
        /// As it was typed.
        typed: String,
    },
}

impl Search {
    /// A name where it looks like one, else an identity.
    pub(crate) fn of(typed: &str) -> Self {
        let typed = typed.trim();
        match cjds::name_filter(typed) {
            _ if typed.is_empty() => Self::Everybody,
            Some(filter) => Self::Name { filter, typed: typed.to_owned() },
            None => Self::Identity(typed.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_identity_is_looked_up_as_one() {
        for typed in ["+1 202 555 0100", " ann@example.com "] {
            assert_eq!(Search::of(typed), Search::Identity(typed.trim().to_owned()), "{typed}");
        }
        assert_eq!(Search::of("  "), Search::Everybody);
        assert!(matches!(Search::of("Ann"), Search::Name { .. }));
    }
}
