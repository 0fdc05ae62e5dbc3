//! What the token of whoever signed in may do: what it may not do is not offered. The service checks it all the same.

use crate::wire::Who;

/// A kind of call, by the scopes of which one will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// To see connectors, numbers and retention.
    ReadOrganization,
    /// To make, change and delete projects and connectors; to erase persons and to hand out what is kept of them.
    WriteOrganization,
    /// To see persons.
    ReadPersons,
    /// To change the names of persons.
    PatchNames,
    /// To make, change, merge, split and import persons.
    WritePersons,
    /// To see profile templates.
    ReadTemplates,
    /// To watch what arrives; to see journey actions, and to try out whether they would act.
    ReadConfig,
    /// To make, change and delete profile templates and journey actions, and to call their targets.
    WriteConfig,
}

impl Right {
    const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::ReadOrganization => {
                &["cjp:config_read", "cjp:config_write", "cjds:admin_org_read", "cjds:admin_org_write"]
            }
            Self::ReadConfig => &["cjp:config_read", "cjp:config_write"],
            Self::WriteOrganization => &["cjp:config_write", "cjds:admin_org_write"],
            Self::ReadPersons | Self::ReadTemplates => &["cjp:user", "cjp:config_read", "cjp:config_write"],
            Self::PatchNames => &["cjp:user", "cjp:config_write"],
            Self::WritePersons | Self::WriteConfig => &["cjp:config_write"],
        }
    }
}

impl Who {
    /// Whether the token may do that.
    pub(crate) fn may(&self, right: Right) -> bool {
        right.scopes().iter().any(|scope| self.scopes.iter().any(|held| held == scope))
    }

    /// Whether it may make projects: one that is bound to a project makes no other.
    pub(crate) fn may_make_projects(&self) -> bool {
        self.may(Right::WriteOrganization) && self.workspace_id.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(scopes: &[&str]) -> Who {
        Who { scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(), ..Who::default() }
    }

    #[test]
    fn an_agent_sees_persons_and_changes_nothing_but_names() {
        let agent = who(&["cjp:user", "cjp:config_read"]);
        assert!(agent.may(Right::ReadPersons) && agent.may(Right::ReadOrganization));
        assert!(
            agent.may(Right::PatchNames) && !agent.may(Right::WritePersons) && !agent.may(Right::WriteOrganization)
        );
    }

    #[test]
    fn an_agent_sees_templates_and_changes_none() {
        let agent = who(&["cjp:user"]);
        assert!(agent.may(Right::ReadTemplates) && !agent.may(Right::ReadConfig) && !agent.may(Right::WriteConfig));
        assert!(who(&["cjp:config_read"]).may(Right::ReadConfig) && who(&["cjp:config_write"]).may(Right::WriteConfig));
    }

    #[test]
    fn an_administrator_of_the_organization_alone_sees_no_persons() {
        let admin = who(&["cjds:admin_org_write"]);
        assert!(admin.may(Right::WriteOrganization) && admin.may_make_projects());
        assert!(!admin.may(Right::ReadPersons) && !admin.may(Right::ReadConfig) && !admin.may(Right::WritePersons));
    }

    #[test]
    fn a_token_of_one_project_makes_no_other() {
        let bound = Who { workspace_id: Some("w".to_owned()), ..who(&["cjp:config_write"]) };
        assert!(bound.may(Right::WriteOrganization) && !bound.may_make_projects());
    }
}
