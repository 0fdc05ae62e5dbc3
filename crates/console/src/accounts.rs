//! Accounts of contact centers, as the service tells of them, and what a page says of one: which facts in which order, and how it goes.
//! Read leniently: what one contact center lacks, or an older service does not tell, is empty.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::reason::Reason;

/// A contact center whose account a connector uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vendor {
    Webex,
    Genesys,
    Avaya,
}

impl Vendor {
    /// That of a kind of connectors; `None`: it needs no account.
    pub(crate) fn of(kind: &str) -> Option<Self> {
        [Self::Webex, Self::Genesys, Self::Avaya].into_iter().find(|vendor| vendor.word() == kind)
    }

    /// The word in addresses of the service.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Webex => "webex",
            Self::Genesys => "genesys",
            Self::Avaya => "avaya",
        }
    }

    /// The key of the words for what an account needs.
    pub(crate) const fn lead(self) -> &'static str {
        match self {
            Self::Webex => "account.lead.webex",
            Self::Genesys => "account.lead.genesys",
            Self::Avaya => "account.lead.avaya",
        }
    }

    /// The key of the words for what goes with an account.
    pub(crate) const fn farewell(self) -> &'static str {
        match self {
            Self::Webex => "account.disconnect.webex",
            Self::Genesys => "account.disconnect.genesys",
            Self::Avaya => "account.disconnect.avaya",
        }
    }

    /// Whether it tells the service what happens, so that something has to be subscribed; else it is asked.
    pub(crate) const fn tells(self) -> bool {
        !matches!(self, Self::Genesys)
    }
}

/// The account of a connector, without what is secret.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Account {
    pub(crate) is_connected: bool,
    pub(crate) region: String,
    pub(crate) org_id: String,
    pub(crate) host: String,
    pub(crate) account_id: String,
    pub(crate) client_id: String,
    pub(crate) identifiers: BTreeMap<String, String>,
    pub(crate) is_renewed: bool,
    pub(crate) access_expires_at: Option<String>,
    pub(crate) checked_at: Option<String>,
    pub(crate) reconciled_to: Option<String>,
    pub(crate) asked_at: Option<String>,
    pub(crate) reached: Option<String>,
    pub(crate) unsettled: i64,
    pub(crate) lacking: Vec<String>,
    pub(crate) wants_notifications: bool,
    pub(crate) is_notified: bool,
    pub(crate) notified_until: Option<String>,
    pub(crate) waiting: i64,
    pub(crate) problems: Vec<Trouble>,
    pub(crate) filling: Option<Filling>,
    pub(crate) updated_at: String,
    pub(crate) updated_by: String,
}

/// What goes wrong with something that the service does for a connector by itself.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Trouble {
    /// What the service does: `tokens`, `subscriptions` …
    pub(crate) task: String,
    pub(crate) reason: Reason,
    pub(crate) since: String,
}

impl Trouble {
    /// The key of the words for what the service does; one of a later service has none.
    pub(crate) fn task(&self) -> Option<&'static str> {
        Some(match self.task.as_str() {
            "tokens" => "account.task.tokens",
            "subscriptions" => "account.task.subscriptions",
            "events" => "account.task.events",
            "asking" => "account.task.asking",
            "lookups" => "account.task.lookups",
            _ => return None,
        })
    }
}

/// What is filled in afterwards, or was last, and how far that is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Filling {
    pub(crate) since: String,
    pub(crate) until: String,
    pub(crate) percent: i64,
    pub(crate) tasks: i64,
    pub(crate) conversations: i64,
    pub(crate) events: i64,
    pub(crate) is_dry_run: bool,
    pub(crate) goes_on: Option<bool>,
    pub(crate) problem: Option<Reason>,
    pub(crate) begun_at: String,
    pub(crate) begun_by: String,
    pub(crate) ended_at: Option<String>,
}

impl Filling {
    /// Whether somebody is at it. Where the service does not say so it goes on until it ends.
    pub(crate) fn goes_on(&self) -> bool {
        self.goes_on.unwrap_or(true) && self.ended_at.is_none()
    }

    /// The key of the words for how it is.
    pub(crate) fn state(&self) -> &'static str {
        match &self.ended_at {
            _ if self.goes_on() => "filling.goes-on",
            None => "filling.broke-off",
            Some(_) if self.percent >= 100 => "filling.done",
            Some(_) if self.problem.is_none() => "filling.stopped",
            Some(_) => "filling.failed",
        }
    }
}

/// A subscription at a contact center, with what is or was to be done with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) event_types: Vec<String>,
    pub(crate) family: String,
    pub(crate) events: Vec<String>,
    pub(crate) expires_at: Option<String>,
    pub(crate) outcome: String,
    pub(crate) faults: Vec<String>,
    pub(crate) fault: Option<String>,
}

impl Subscription {
    /// What it is called.
    pub(crate) fn title(&self) -> &str {
        if self.name.is_empty() { &self.family } else { &self.name }
    }

    /// What it tells, in the contact center's words.
    pub(crate) fn tells(&self) -> String {
        let all = if self.event_types.is_empty() { &self.events } else { &self.event_types };
        all.join(", ")
    }

    /// How it is: a class for its mark, and the key of the words.
    pub(crate) fn state(&self) -> (&'static str, &'static str) {
        match self.outcome.as_str() {
            "good" => ("tag good", "subscription.good"),
            "made" => ("tag wrong", "subscription.made"),
            "renewed" => ("tag wrong", "subscription.renewed"),
            "removed" => ("tag quiet", "subscription.removed"),
            _ => ("tag wrong", "subscription.repaired"),
        }
    }

    /// The keys of the words for what is wrong with it.
    pub(crate) fn faults(&self) -> Vec<&'static str> {
        let word = |fault: &String| match fault.as_str() {
            "inactive" => "subscription.fault.inactive",
            "wrongEvents" => "subscription.fault.events",
            "wrongAddress" | "oldAddress" => "subscription.fault.address",
            "oldSecret" => "subscription.fault.secret",
            "double" | "otherVersion" => "subscription.fault.double",
            "ending" => "subscription.fault.ending",
            _ => "subscription.fault.other",
        };
        self.faults.iter().chain(&self.fault).map(word).collect()
    }
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    /// As it is: an id, an address.
    Text(String),
    /// A point in time; `None`: not yet.
    Time(Option<String>),
    Number(i64),
    /// The key of its words.
    Words(&'static str),
    /// The key of words with a `{time}`.
    Until(&'static str, String),
    /// The key of words with a `{time}` and a `{name}`.
    By(&'static str, String, String),
}

impl Account {
    /// How it goes: a class for its mark, and the key of the words.
    pub(crate) fn state(&self) -> (&'static str, &'static str) {
        match (self.is_connected, self.problems.is_empty()) {
            (false, _) => ("tag quiet", "account.not-connected"),
            (true, false) => ("tag wrong", "account.trouble"),
            (true, true) => ("tag good", "account.connected"),
        }
    }

    /// What is to be known of one that is connected: keys of names, and facts.
    pub(crate) fn facts(&self, vendor: Vendor) -> Vec<(&'static str, Fact)> {
        let text = |text: &str| Fact::Text(text.to_owned());
        let mut facts = match vendor {
            Vendor::Webex => vec![
                ("account.region", text(&self.region)),
                ("account.organization", text(&self.org_id)),
                ("account.client", text(&self.client_id)),
                ("account.renewal", self.renewal()),
                ("account.checked", Fact::Time(self.checked_at.clone())),
                ("account.reconciled", Fact::Time(self.reconciled_to.clone())),
            ],
            Vendor::Genesys => vec![
                ("account.region", text(&self.region)),
                ("account.client", text(&self.client_id)),
                ("account.asked", Fact::Time(self.asked_at.clone())),
                ("account.reached", Fact::Time(self.reached.clone())),
                ("account.unsettled", Fact::Number(self.unsettled)),
                ("account.lacking", text(&self.lacking.join(", "))),
            ],
            Vendor::Avaya => vec![
                ("account.host", text(&self.host)),
                ("account.id", text(&self.account_id)),
                ("account.client", text(&self.client_id)),
                ("account.notified", self.notified()),
                ("account.checked", Fact::Time(self.checked_at.clone())),
            ],
        };
        if self.waiting > 0 {
            facts.push(("account.waiting", Fact::Number(self.waiting)));
        }
        facts.push(("account.made", Fact::By("key.made.by", self.updated_at.clone(), self.updated_by.clone())));
        facts.retain(|(_, fact)| *fact != Fact::Text(String::new()));
        facts
    }

    fn renewal(&self) -> Fact {
        match &self.access_expires_at {
            _ if self.is_renewed => Fact::Words("account.renewed"),
            Some(time) => Fact::Until("account.until", time.clone()),
            None => Fact::Words("account.until-told"),
        }
    }

    fn notified(&self) -> Fact {
        match &self.notified_until {
            Some(time) if self.is_notified => Fact::Until("account.notified.until", time.clone()),
            _ if self.wants_notifications => Fact::Words("account.notified.not"),
            _ => Fact::Words("account.notified.unwanted"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn account(value: serde_json::Value) -> Account {
        serde_json::from_value(value).expect("an account")
    }

    #[test]
    fn a_kind_of_connectors_that_needs_no_account_has_no_vendor() {
        assert_eq!(Vendor::of("genesys"), Some(Vendor::Genesys));
        assert_eq!((Vendor::of("track"), Vendor::of("")), (None, None));
        assert!(Vendor::Webex.tells() && Vendor::Avaya.tells() && !Vendor::Genesys.tells());
    }

    #[test]
    fn an_account_of_webex_says_until_when_it_is_good() {
        let fact = |account: &Account, key: &str| {
            account.facts(Vendor::Webex).into_iter().find(|(name, _)| *name == key).map(|(_, fact)| fact)
        };
        let app = account(json!({"isConnected": true, "region": "eu1", "clientId": "c", "isRenewed": true,
            "accessExpiresAt": "2026-12-14T00:00:00Z", "updatedBy": "Ann"}));
        assert_eq!(fact(&app, "account.renewal"), Some(Fact::Words("account.renewed")));
        assert_eq!(fact(&app, "account.checked"), Some(Fact::Time(None)), "not yet");
        assert_eq!((app.state().1, fact(&app, "account.waiting")), ("account.connected", None));
        let token = account(
            json!({"isConnected": true, "accessExpiresAt": "2026-12-14T00:00:00Z", "problems": [{"task": "tokens"}]}),
        );
        let until = Fact::Until("account.until", "2026-12-14T00:00:00Z".to_owned());
        assert_eq!((fact(&token, "account.renewal"), token.state().1), (Some(until), "account.trouble"));
        assert_eq!(fact(&token, "account.client"), None, "there is none to name");
        assert_eq!(Account::default().state().1, "account.not-connected");
    }

    #[test]
    fn whether_notifications_come_is_said_in_words() {
        let notified = |value| account(value).notified();
        let until = json!({"wantsNotifications": true, "isNotified": true, "notifiedUntil": "2026-12-14T00:00:00Z"});
        assert_eq!(notified(until), Fact::Until("account.notified.until", "2026-12-14T00:00:00Z".to_owned()));
        assert_eq!(notified(json!({"wantsNotifications": true})), Fact::Words("account.notified.not"));
        assert_eq!(notified(json!({})), Fact::Words("account.notified.unwanted"));
    }

    #[test]
    fn how_a_filling_is_is_told_also_where_it_broke_off() {
        let state = |value| serde_json::from_value::<Filling>(value).expect("a filling").state();
        assert_eq!(state(json!({"percent": 10})), "filling.goes-on", "of Genesys Cloud");
        assert_eq!(state(json!({"percent": 10, "goesOn": true})), "filling.goes-on");
        assert_eq!(state(json!({"percent": 10, "goesOn": false})), "filling.broke-off");
        assert_eq!(state(json!({"percent": 100, "endedAt": "2026-12-14T00:00:00Z"})), "filling.done");
        assert_eq!(state(json!({"percent": 10, "endedAt": "2026-12-14T00:00:00Z"})), "filling.stopped");
        assert_eq!(
            state(json!({"endedAt": "2026-12-14T00:00:00Z", "problem": {"code": "filling.cut"}})),
            "filling.failed"
        );
    }

    #[test]
    fn a_subscription_says_how_it_is_and_what_is_wrong_with_it() {
        let of = |value| serde_json::from_value::<Subscription>(value).expect("a subscription");
        let webex = of(json!({"name": "journey task", "eventTypes": ["task:new", "task:ended"], "outcome": "repaired",
            "faults": ["inactive", "oldSecret", "something new"]}));
        assert_eq!((webex.title(), webex.tells().as_str()), ("journey task", "task:new, task:ended"));
        assert_eq!(webex.state().1, "subscription.repaired");
        let faults = ["subscription.fault.inactive", "subscription.fault.secret", "subscription.fault.other"];
        assert_eq!(webex.faults(), faults);
        let avaya = of(json!({"family": "AGENT_ENGAGEMENT", "events": ["ALL"], "outcome": "good"}));
        assert_eq!((avaya.title(), avaya.tells().as_str(), avaya.faults().len()), ("AGENT_ENGAGEMENT", "ALL", 0));
        assert_eq!(of(json!({"outcome": "renewed", "fault": "ending"})).faults(), ["subscription.fault.ending"]);
    }
}
