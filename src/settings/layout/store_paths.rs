//! The `$STORE` paths that a desktop is known to have, and the bindings that a layout's text may hold.
//!
//! From the vendor's SDK types and layouts. Only names: the preview's own store holds the values.

/// What a binding begins with.
pub const PREFIX: &str = "$STORE";

/// Groups with what is known in them. A group without names may hold anything.
pub const GROUPS: &[(&str, &[&str])] = &[
    (
        "app",
        &[
            "darkMode",
            "datacenter",
            "language",
            "selectedLanguage",
            "userModel",
            "featureFlags",
            "isStationLoginSuccess",
            "isOffline",
        ],
    ),
    ("auth", &["accessToken"]),
    (
        "agent",
        &[
            "orgId",
            "agentId",
            "agentDbId",
            "agentName",
            "agentEmailId",
            "agentPhoto",
            "agentProfileID",
            "agentStatus",
            "channels",
            "lastStateChangeTimestamp",
            "siteId",
            "siteName",
            "teams",
            "teamId",
            "teamName",
            "dnNumber",
            "subStatus",
            "idleCodes",
            "wrapUpData",
            "tenantTimezone",
            "outDialEp",
            "userSelectedRole",
            "selectedQueueList",
            "managedQueues",
            "isManagedQueueLoading",
            "isManagedQueuesError",
            "selectedChannelList",
            "selectedTeamList",
            "managedTeams",
            "isManagedTeamLoading",
            "isManagedTeamsError",
            "analyzerInteractionFilter",
            "tpwConfigs",
        ],
    ),
    (
        "agentContact",
        &[
            "taskSelected",
            "taskMap",
            "selectedTaskId",
            "interactionIds",
            "lastCompletedTask",
            "isActiveCall",
            "contact",
        ],
    ),
    ("page", &["getDefaultPageTitle"]),
    ("generalNotifications", &[]),
    ("dynamic", &[]),
];

/// The fields of the selected contact, `$STORE.agentContact.taskSelected.*`.
pub const CONTACT_FIELDS: &[&str] = &[
    "ani",
    "dnis",
    "phoneNumber",
    "contactDirection",
    "mediaType",
    "mediaChannel",
    "interactionId",
    "agentId",
    "ownerName",
    "virtualTeamName",
    "state",
    "isTerminated",
    "isWrapUp",
    "callAssociatedData",
    "callAssociatedDetails",
    "outboundType",
    "queueId",
    "mediaResourceId",
];

/// The store paths in a text, without the prefix: the whole text, or those in braces.
///
/// `$STORE.app.darkMode` gives `app.darkMode`; `Hey {$STORE.agent.agentName}` gives `agent.agentName`.
pub fn bindings(text: &str) -> Vec<&str> {
    text.match_indices(PREFIX)
        .filter_map(|(start, _)| {
            let rest = text.get(start + PREFIX.len()..)?.strip_prefix('.')?;
            let end = rest.find(|letter: char| !(letter.is_alphanumeric() || "._-".contains(letter)));
            rest.get(..end.unwrap_or(rest.len())).map(|path| path.trim_end_matches('.'))
        })
        .filter(|path| !path.is_empty())
        .collect()
}

/// The path when the text is one binding and nothing else: such a value is passed as it is, not as text.
pub fn whole_binding(text: &str) -> Option<&str> {
    let path = text.trim().strip_prefix(PREFIX)?.strip_prefix('.')?;
    (bindings(text) == [path]).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_is_the_whole_text_or_stands_in_braces() {
        assert_eq!(whole_binding("$STORE.agentContact.taskSelected.ani"), Some("agentContact.taskSelected.ani"));
        assert_eq!(whole_binding("Hey {$STORE.agent.agentName}"), None);
        assert_eq!(
            bindings("Hey {$STORE.agent.agentName}, of {$STORE.agent.teamName}!"),
            ["agent.agentName", "agent.teamName"]
        );
        assert_eq!(bindings("$STORE."), [""; 0]);
    }
}
