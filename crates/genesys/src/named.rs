//! What has a name: records hold ids. Who reads them asks for the names beforehand.

use std::collections::HashMap;

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// A queue of the routing.
    Queue,
    /// An agent, or another user.
    User,
    /// A wrap-up code.
    WrapUpCode,
}

impl Named {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Queue, Self::User, Self::WrapUpCode];
    /// So many are asked for at once: the address holds their ids.
    pub const BATCH: usize = 50;

    /// Where they are asked for, by `id` in the query.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Queue => "/api/v2/routing/queues",
            Self::User => "/api/v2/users",
            Self::WrapUpCode => "/api/v2/routing/wrapupcodes",
        }
    }

    /// The permission that it takes, in the platform's words.
    pub const fn permission(self) -> &'static str {
        match self {
            Self::Queue => "routing:queue:view",
            Self::User => "directory:user:view",
            Self::WrapUpCode => "routing:wrapupCode:view",
        }
    }
}

/// Names by ids, as far as somebody has asked for them.
pub trait Names {
    /// The name; `None`: it is not known.
    fn name_of(&self, of: Named, id: &str) -> Option<String>;
}

/// Nobody was asked.
impl Names for () {
    fn name_of(&self, _: Named, _: &str) -> Option<String> {
        None
    }
}

impl Names for HashMap<(Named, String), String> {
    fn name_of(&self, of: Named, id: &str) -> Option<String> {
        self.get(&(of, id.to_owned())).cloned()
    }
}
