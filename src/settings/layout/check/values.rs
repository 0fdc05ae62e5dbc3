//! Every text of the file, wherever it stands: `$STORE` paths and tokens.

use serde_json::Value;

use super::secrets::is_token;
use crate::settings::layout::WIDGET;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::journeys::tag_of_script;
use crate::settings::layout::path::JsonPath;
use crate::settings::layout::store_paths::{CONTACT_FIELDS, GROUPS, bindings};
use crate::settings::nearest::nearest;

pub(super) fn check(value: &Value, findings: &mut Vec<Finding>) {
    walk(value, &JsonPath::root(), "", false, findings);
}

fn walk(value: &Value, path: &JsonPath, key: &str, is_ours: bool, findings: &mut Vec<Finding>) {
    match value {
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            let is_ours = match fields.contains_key("comp") {
                true => text("comp") == WIDGET || tag_of_script(text("script")).is_some(),
                false => is_ours,
            };
            for (key, value) in fields {
                walk(value, &path.key(key), key, is_ours, findings);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                walk(value, &path.index(index), key, is_ours, findings);
            }
        }
        Value::String(text) => {
            token(text, path, key, is_ours, findings);
            host(text, path, findings);
            prefix(text, path, findings);
            for binding in bindings(text) {
                store_path(binding, path, findings);
            }
        }
        _ => {}
    }
}

/// The token itself never goes into the finding.
fn token(text: &str, path: &JsonPath, key: &str, is_ours: bool, findings: &mut Vec<Finding>) {
    if is_token(key, text, is_ours) {
        findings.push(Finding::error(
            Rule::TokenInFile,
            path,
            "A token is written into the file: everyone who can read the layout can use it, and it expires.",
            "Take it out, revoke it, and write \"$STORE.auth.accessToken\".",
        ));
    }
}

/// The host of an address, if nobody answers there any more.
fn host(text: &str, path: &JsonPath, findings: &mut Vec<Finding>) {
    let Some((_, rest)) = text.trim().split_once("://") else { return };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    if let Some(today) = retired(host) {
        findings.push(Finding::error(
            Rule::RetiredHost,
            path,
            format!("The journey service has left {host}: nobody answers there."),
            format!("Write {today}, or take it out: the data centre ($STORE.app.datacenter) says it."),
        ));
    }
}

/// The address of today for a host that is retired: `api-jds.prod-eu1.ciscowxdap.com` was that of the data centre prodeu1.
fn retired(host: &str) -> Option<String> {
    if !cjds::is_retired_host(host) {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let center = host.strip_prefix("api-jds.").and_then(|rest| rest.split('.').next()).unwrap_or_default();
    // The host says "prod-eu1", or "prodeu1" as the desktop does.
    let today = cjds::base_url(&center.replacen('-', "", 1));
    Some(today.unwrap_or_else(|| "https://api.wxcc-{region}.cisco.com".to_owned()))
}

/// `$Store.`, `STORE.` and `{STORE.…}` are texts to the desktop, not bindings.
fn prefix(text: &str, path: &JsonPath, findings: &mut Vec<Finding>) {
    let trimmed = text.trim();
    let upper = trimmed.to_ascii_uppercase();
    let meant = upper.starts_with("$STORE.") || upper.starts_with("STORE.") || upper.starts_with("$STORES.");
    if meant && !trimmed.starts_with("$STORE.") {
        let rest = trimmed.split_once('.').map_or("", |(_, rest)| rest);
        findings.push(Finding::error(
            Rule::UnknownStorePath,
            path,
            format!("\"{trimmed}\" is plain text to the desktop, not a binding."),
            format!("Did you mean \"$STORE.{rest}\"?"),
        ));
    }
}

fn store_path(binding: &str, path: &JsonPath, findings: &mut Vec<Finding>) {
    let mut steps = binding.split('.');
    let group = steps.next().unwrap_or_default();
    let Some((_, names)) = GROUPS.iter().find(|(known, _)| *known == group) else {
        let groups = GROUPS.iter().map(|(known, _)| *known);
        let fix = match nearest(group, groups.clone()) {
            Some(near) => format!("Did you mean \"$STORE.{}\"?", binding.replacen(group, near, 1)),
            None => format!("The store has {}.", groups.collect::<Vec<_>>().join(", ")),
        };
        let what = format!("\"$STORE.{binding}\" is nowhere in the desktop's store: the value will be undefined.");
        return findings.push(Finding::error(Rule::UnknownStorePath, path, what, fix));
    };
    let Some(name) = steps.next() else { return };
    if !names.is_empty() && !names.contains(&name) {
        return findings.push(unknown_name(binding, name, names, path));
    }
    if group == "agentContact"
        && name == "taskSelected"
        && let Some(field) = steps.next().filter(|field| !CONTACT_FIELDS.contains(field))
    {
        findings.push(unknown_name(binding, field, CONTACT_FIELDS, path));
    }
}

fn unknown_name(binding: &str, name: &str, known: &[&str], path: &JsonPath) -> Finding {
    match nearest(name, known.iter().copied()) {
        Some(near) => Finding::error(
            Rule::UnknownStorePath,
            path,
            format!("\"$STORE.{binding}\" is not in the desktop's store: the value will be undefined."),
            format!("Did you mean \"{near}\" instead of \"{name}\"? Upper and lower case matter."),
        ),
        None => Finding::note(
            Rule::UnknownStorePath,
            path,
            format!("\"$STORE.{binding}\" is not a path that we know."),
            "Check it against your desktop's documentation.",
        ),
    }
}
