//! Where a webhook may lead. The service calls it from inside its own network, so what others may not reach from
//! outside they may not reach through it either: the name is judged here, and what it resolves to by [`super::guard`] at each
//! connection.

use crate::reason::{Fault, Reason};
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use cjds::ActionTrigger;
use ipnet::IpNet;
use reqwest::Url;
use url::Host;

use super::addresses::is_public;

/// The ports to which webhooks may lead where nothing else is allowed.
const PORTS: [u16; 2] = [80, 443];
/// The field of a trigger that says where it leads.
const URL: &str = "webhookURL";

/// Where webhooks may lead.
#[derive(Clone, Debug)]
pub(crate) enum Targets {
    /// To public hosts, by https, and to what is allowed besides.
    Public(Arc<[AllowedTarget]>),
    /// Anywhere: for development and tests.
    Any,
}

/// Where webhooks may lead although it is inside, or by a port that others are not: `crm.internal`, `crm.internal:8443`,
/// `10.1.2.3:8080`, `10.1.0.0/16`, or `:8443` for a port everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedTarget {
    host: Option<AllowedHost>,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum AllowedHost {
    Name(String),
    Network(IpNet),
}

/// What was given as an allowed target is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a host, an address or a network such as 10.1.0.0/16; a host or an address may have a port")]
pub struct NoTarget;

impl FromStr for AllowedTarget {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        let text = text.trim();
        if let Ok(network) = text.parse::<IpNet>() {
            return Ok(Self { host: Some(AllowedHost::Network(network)), port: None });
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self { host: Some(AllowedHost::Network(address.into())), port: None });
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().map_err(|_| NoTarget)?)),
            None => (text, None),
        };
        if host.is_empty() {
            return port.map(|port| Self { host: None, port: Some(port) }).ok_or(NoTarget);
        }
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self { host: Some(AllowedHost::Network(address.into())), port });
        }
        // As a URL has it: in lower case, and other scripts in ASCII.
        let url = Url::parse(&format!("https://{host}/")).map_err(|_| NoTarget)?;
        let name = url.domain().filter(|_| !host.contains(['/', '@', '?', '#', '*'])).ok_or(NoTarget)?;
        Ok(Self { host: Some(AllowedHost::Name(plain(name).to_owned())), port })
    }
}

/// What is wrong with a trigger that somebody wants to store.
pub(crate) fn check_trigger(trigger: &ActionTrigger, targets: &Targets) -> Vec<Reason> {
    let mut faults = Vec::new();
    if !trigger.kind.eq_ignore_ascii_case("webhook") {
        faults.push(Reason::at("type", "must be Webhook"));
    }
    let verb = trigger.attributes.get("httpverb").map_or(Some("post"), serde_json::Value::as_str);
    let is_known =
        verb.is_some_and(|verb| ["post", "put", "patch", "get"].contains(&verb.to_ascii_lowercase().as_str()));
    if !is_known {
        faults.push(Reason::at("attributes.httpverb", "must be post, put, patch or get"));
    }
    match trigger.webhook_url.as_deref().map(Url::parse) {
        None => faults.push(Reason::at(URL, Fault::Missing)),
        Some(Err(_)) => faults.push(Reason::at(URL, Fault::UrlUnreadable)),
        Some(Ok(url)) => faults.extend(targets.fault_of(&url).map(|fault| Reason::at(URL, fault))),
    }
    faults
}

impl Targets {
    /// Why a URL may not be called, as far as it tells itself.
    pub(super) fn fault_of(&self, url: &Url) -> Option<Fault> {
        if !matches!(url.scheme(), "http" | "https") {
            return Some(Fault::UrlScheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Some(Fault::UrlCredentials);
        }
        let Self::Public(allowed) = self else { return None };
        let Some(port) = url.port_or_known_default() else { return Some(Fault::UrlPort) };
        let is_usual = PORTS.contains(&port) || allowed.iter().any(|it| it.host.is_none() && it.port == Some(port));
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            _ => None,
        };
        let name = plain(url.domain().unwrap_or_default());
        let mut about = allowed
            .iter()
            .filter(|it| match &it.host {
                Some(AllowedHost::Name(allowed)) => allowed == name,
                Some(AllowedHost::Network(network)) => address.is_some_and(|address| network.contains(&address)),
                None => false,
            })
            .peekable();
        if about.peek().is_some() {
            let fits = about.any(|it| it.port.map_or(is_usual, |allowed| allowed == port));
            return (!fits).then_some(Fault::UrlPortOfHost);
        }
        if !is_usual {
            return Some(Fault::UrlPort);
        }
        if url.scheme() != "https" {
            return Some(Fault::UrlHttps);
        }
        match address {
            Some(address) if !is_public(address) => Some(Fault::UrlAddress),
            // A name inside may lead to a network that is allowed; whether it does is known when it is resolved.
            None if !is_public_name(name) && !allowed.iter().any(AllowedTarget::is_network) => Some(Fault::UrlName),
            _ => None,
        }
    }

    /// Whether a name may be connected to at that address.
    pub(super) fn admits(&self, name: &str, address: IpAddr) -> bool {
        let Self::Public(allowed) = self else { return true };
        is_public(address)
            || allowed.iter().any(|allowed| match &allowed.host {
                // Its port was judged with the URL.
                Some(AllowedHost::Name(allowed)) => allowed == plain(name),
                Some(AllowedHost::Network(network)) => allowed.port.is_none() && network.contains(&address),
                None => false,
            })
    }
}

impl AllowedTarget {
    const fn is_network(&self) -> bool {
        matches!(self.host, Some(AllowedHost::Network(_)))
    }
}

/// A name that can be one of the internet. It may lead inside all the same.
fn is_public_name(name: &str) -> bool {
    const INSIDE: [&str; 8] =
        [".internal", ".local", ".localhost", ".localdomain", ".lan", ".home.arpa", ".intranet", ".corp"];
    name.contains('.') && !INSIDE.iter().any(|end| name.ends_with(end))
}

/// A name without the dot that may end it.
fn plain(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(allowed: &[&str]) -> Targets {
        Targets::Public(allowed.iter().map(|text| text.parse().expect("a target")).collect())
    }

    fn fault(targets: &Targets, url: &str) -> Option<Fault> {
        targets.fault_of(&Url::parse(url).expect("a URL"))
    }

    #[test]
    fn webhooks_lead_to_public_hosts_by_https_only() {
        let targets = targets(&[]);
        for url in [
            "https://hooks.example.com/events/6M?x=1",
            "https://hooks.example.com:443/",
            "https://hooks.example.com:80/",
            "https://hooks.example.com./",
            "https://8.8.8.8/",
            "https://[2606:4700::1111]/",
            "https://BÜCHER.example/",
        ] {
            assert_eq!(fault(&targets, url), None, "{url}");
        }
        for url in [
            "http://hooks.example.com/",
            "https://hooks.example.com:8443/",
            "https://hooks.example.com:22/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://0/",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/",
            "https://100.100.100.200/",
            "https://[::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://[fd00:ec2::254]/",
            "https://localhost/",
            "https://localhost./",
            "https://x.localhost/",
            "https://LOCALHOST.localdomain/",
            "https://database/",
            "https://db.internal/",
            "https://metadata.google.internal./",
            "https://me:secret@hooks.example.com/",
            "https://me@hooks.example.com/",
            "file:///etc/passwd",
            "ftp://hooks.example.com/",
            "gopher://hooks.example.com/",
        ] {
            assert!(fault(&targets, url).is_some(), "{url}");
        }
    }

    #[test]
    fn what_is_allowed_may_be_called_and_its_neighbours_may_not() {
        let targets =
            targets(&["crm.corp", "hooks.internal:8443", "10.1.2.3:8080", "10.2.0.0/16", "[fd00::7]:81", ":9443"]);
        for url in [
            "http://crm.corp/",
            "https://CRM.corp./",
            "https://crm.corp:9443/",
            "https://hooks.internal:8443/",
            "http://10.1.2.3:8080/",
            "http://10.2.200.1/",
            "http://[fd00::7]:81/",
            "https://hooks.example.com:9443/",
        ] {
            assert_eq!(fault(&targets, url), None, "{url}");
        }
        for url in [
            "http://crm.corp:8080/",
            "https://hooks.internal/",
            "http://x.crm.corp/",
            "http://10.1.2.3/",
            "http://10.1.2.4:8080/",
            "http://10.3.0.1/",
            "http://10.2.0.1:8080/",
            "http://[fd00::7]/",
            "https://hooks.example.com:8080/",
            "http://hooks.example.com/",
        ] {
            assert!(fault(&targets, url).is_some(), "{url}");
        }
        for (name, address, admitted) in [
            ("crm.corp", "10.9.9.9", true),
            ("hooks.example.com", "10.2.3.4", true),
            ("hooks.example.com", "10.1.2.3", false),
            ("hooks.example.com", "127.0.0.1", false),
            ("hooks.example.com", "8.8.8.8", true),
        ] {
            assert_eq!(targets.admits(name, address.parse().expect("an address")), admitted, "{name} {address}");
        }
    }

    #[test]
    fn an_allowed_target_that_is_none_is_refused() {
        for text in
            ["", " ", ":", ":x", "crm.corp:x", "crm.corp:70000", "https://crm.corp", "crm.corp/path", "a@b", "*", "a b"]
        {
            assert_eq!(text.parse::<AllowedTarget>(), Err(NoTarget), "{text}");
        }
    }
}
