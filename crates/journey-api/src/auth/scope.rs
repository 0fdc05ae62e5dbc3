//! The scopes of the contract, which of them each kind of call asks for, and which each role has.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `cjp:user`: an agent's reads, the patch of a person's names, and the agent's own notes.
    User,
    /// `cjp:config_read`.
    ConfigRead,
    /// `cjp:config_write`.
    ConfigWrite,
    /// `cjds:admin_org_read`.
    AdminRead,
    /// `cjds:admin_org_write`.
    AdminWrite,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::User, Self::ConfigRead, Self::ConfigWrite, Self::AdminRead, Self::AdminWrite];

    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "cjp:user",
            Self::ConfigRead => "cjp:config_read",
            Self::ConfigWrite => "cjp:config_write",
            Self::AdminRead => "cjds:admin_org_read",
            Self::AdminWrite => "cjds:admin_org_write",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a kind of call asks for: one of these scopes.
pub(crate) trait Asks {
    /// Any of them will do.
    const FOR: &'static [Scope];
}

/// Reading journeys, profiles and workspaces: the administrator's scopes too, and `cjp:user`.
#[derive(Debug)]
pub(crate) enum ReadJourney {}

impl Asks for ReadJourney {
    const FOR: &'static [Scope] = &Scope::ALL;
}

/// Reading subscriptions.
#[derive(Debug)]
pub(crate) enum ReadOrganization {}

impl Asks for ReadOrganization {
    const FOR: &'static [Scope] = &[Scope::ConfigRead, Scope::ConfigWrite, Scope::AdminRead, Scope::AdminWrite];
}

/// Reading journey actions.
#[derive(Debug)]
pub(crate) enum ReadConfig {}

impl Asks for ReadConfig {
    const FOR: &'static [Scope] = &[Scope::ConfigRead, Scope::ConfigWrite];
}

/// Reading persons and templates.
#[derive(Debug)]
pub(crate) enum ReadPerson {}

impl Asks for ReadPerson {
    const FOR: &'static [Scope] = &[Scope::User, Scope::ConfigRead, Scope::ConfigWrite];
}

/// Patching the names of a person: agents may.
#[derive(Debug)]
pub(crate) enum PatchNames {}

impl Asks for PatchNames {
    const FOR: &'static [Scope] = &[Scope::User, Scope::ConfigWrite];
}

/// Writing a note, and changing one's own: whoever works with customers, and no sender of events.
#[derive(Debug)]
pub(crate) enum WriteNote {}

impl Asks for WriteNote {
    const FOR: &'static [Scope] = &[Scope::User];
}

/// Changing identities, persons, templates and journey actions.
#[derive(Debug)]
pub(crate) enum WriteConfig {}

impl Asks for WriteConfig {
    const FOR: &'static [Scope] = &[Scope::ConfigWrite];
}

/// Publishing, and changing workspaces and subscriptions.
#[derive(Debug)]
pub(crate) enum WriteOrganization {}

impl Asks for WriteOrganization {
    const FOR: &'static [Scope] = &[Scope::ConfigWrite, Scope::AdminWrite];
}

/// Whom a development token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads, and may patch a person's names.
    Agent,
    /// Also publishes, and changes persons, identities and templates.
    Supervisor,
    /// Also administers the organization.
    Admin,
}

impl Role {
    /// What the role may do where its token does not say otherwise.
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Agent => &[Scope::User, Scope::ConfigRead],
            Self::Supervisor => &[Scope::User, Scope::ConfigRead, Scope::ConfigWrite],
            Self::Admin => &Scope::ALL,
        }
    }

    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Admin => "admin",
        }
    }
}
