//! Which base URL belongs to the data centre that the desktop passes (contracts/cjds.md, "Hosts").

/// Data centres that do not follow the rule of `prod*`.
const EXCEPTIONS: [(&str, &str); 5] = [
    ("devus1", "https://api-jds.wxdap-devus1.webex.com"),
    ("intgus1", "https://api-jds.wxdap-devus1.webex.com"),
    ("qaus1", "https://api-jds.wxdap-stgus1.webex.com"),
    ("load", "https://api-jds.wxdap-stgus1.webex.com"),
    ("appstaging", "https://api-jds.wxdap-stgus1.webex.com"),
];

/// The journey API's base URL for a data centre; `None` for one that the contract does not know.
pub fn base_url(data_center: &str) -> Option<String> {
    let name = data_center.trim().to_ascii_lowercase();
    if let Some((_, url)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == name) {
        return Some((*url).to_owned());
    }
    let is_production = name.starts_with("prod") && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_production.then(|| format!("https://api-jds.wxdap-{name}.webex.com"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_center_has_its_host() {
        assert_eq!(base_url("produs1").as_deref(), Some("https://api-jds.wxdap-produs1.webex.com"));
        assert_eq!(base_url("ProdEU1").as_deref(), Some("https://api-jds.wxdap-prodeu1.webex.com"));
        assert_eq!(base_url("intgus1").as_deref(), Some("https://api-jds.wxdap-devus1.webex.com"));
        assert_eq!(base_url("appstaging").as_deref(), Some("https://api-jds.wxdap-stgus1.webex.com"));
    }

    #[test]
    fn an_unknown_data_center_has_none_and_cannot_choose_a_host() {
        assert_eq!(base_url("moon1"), None);
        assert_eq!(base_url(""), None);
        assert_eq!(base_url("prod.evil.example/"), None);
    }
}
