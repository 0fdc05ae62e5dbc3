//! Names that must not be taken for one another. Each is the service's or the desktop's own text, trimmed.

use std::fmt;
use std::sync::Arc;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name of this text, without the blanks around it; `None` if nothing is left.
            pub fn new(text: &str) -> Option<Self> {
                let text = text.trim();
                (!text.is_empty()).then(|| Self(text.into()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// By what a customer is known: a phone number, an e-mail address, a customer number …
    Identity
}
name! {
    /// One contact ("task", "interaction") of the contact center.
    TaskId
}
name! {
    /// A workspace ("project") of the journey service.
    WorkspaceId
}
name! {
    /// A person of the journey service.
    PersonId
}
name! {
    /// A template of the progressive profile.
    TemplateId
}
name! {
    /// What the service's support asks for after a failure.
    TrackingId
}
name! {
    /// One row of the timeline, for as long as its journey lives and after it is loaded again.
    EntryId
}
