//! Where a webhook may lead. The service calls it from inside its own network, so what others may not reach from
//! outside they may not reach through it either.

use cjds::ActionTrigger;
use reqwest::Url;

/// Where webhooks may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Targets {
    /// To public hosts, by https.
    Public,
    /// Anywhere: for development and tests.
    Any,
}

/// What is wrong with a trigger that somebody wants to store.
pub(crate) fn check_trigger(trigger: &ActionTrigger, targets: Targets) -> Vec<String> {
    let mut faults = Vec::new();
    if !trigger.kind.eq_ignore_ascii_case("webhook") {
        faults.push("type: must be Webhook".to_owned());
    }
    let verb = trigger.attributes.get("httpverb").map_or(Some("post"), serde_json::Value::as_str);
    let is_known =
        verb.is_some_and(|verb| ["post", "put", "patch", "get"].contains(&verb.to_ascii_lowercase().as_str()));
    if !is_known {
        faults.push("attributes.httpverb: must be post, put, patch or get".to_owned());
    }
    match trigger.webhook_url.as_deref().map(Url::parse) {
        None => faults.push("webhookURL: is missing".to_owned()),
        Some(Err(_)) => faults.push("webhookURL: is not a URL".to_owned()),
        Some(Ok(url)) => faults.extend(targets.fault_of(&url).map(|fault| format!("webhookURL: {fault}"))),
    }
    faults
}

impl Targets {
    /// Why a URL may not be called.
    pub(super) fn fault_of(self, url: &Url) -> Option<&'static str> {
        if !matches!(url.scheme(), "http" | "https") {
            return Some("must be http or https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Some("must not hold a name or password");
        }
        match self {
            Self::Any => None,
            Self::Public if url.scheme() != "https" => Some("must be https"),
            Self::Public => match url.domain() {
                Some(name) if name.contains('.') && ![".internal", ".local"].iter().any(|end| name.ends_with(end)) => {
                    None
                }
                _ => Some("must name a public host"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_lead_to_public_hosts_by_https_only() {
        let fault = |url: &str| Targets::Public.fault_of(&Url::parse(url).expect("a URL"));
        assert_eq!(fault("https://hooks.example.com/events/6M?x=1"), None);
        for url in [
            "http://hooks.example.com/",
            "https://127.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/",
            "https://localhost/",
            "https://database/",
            "https://db.internal/",
            "https://me:secret@hooks.example.com/",
            "file:///etc/passwd",
        ] {
            assert!(fault(url).is_some(), "{url}");
        }
    }
}
