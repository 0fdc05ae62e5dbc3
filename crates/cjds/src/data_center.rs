//! Which hosts answer for the data centre that the desktop passes (contracts/cjds.md, "Hosts"). All of the hosts' names are
//! here.

/// Data centres that are not for production have one host each.
const OTHERS: [(&str, &str); 5] = [
    ("devus1", "https://api-jds.wxdap-devus1.webex.com"),
    ("intgus1", "https://api-jds.wxdap-devus1.webex.com"),
    ("qaus1", "https://api-jds.wxdap-stgus1.webex.com"),
    ("load", "https://api-jds.wxdap-stgus1.webex.com"),
    ("appstaging", "https://api-jds.wxdap-stgus1.webex.com"),
];

/// Before the region in the name of a data centre for production: `prodeu1` is that of `eu1`.
const PRODUCTION: &str = "prod";

/// The base URLs of the journey API for a data centre, in the order in which they are to be asked; none for a data centre that
/// the contract does not know. The next one is for where the one before cannot be reached.
pub fn hosts_of(data_center: &str) -> Vec<String> {
    let name = data_center.trim().to_ascii_lowercase();
    if let Some((_, url)) = OTHERS.iter().find(|(other, _)| *other == name) {
        return vec![(*url).to_owned()];
    }
    let region = name.strip_prefix(PRODUCTION).unwrap_or_default();
    if region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    // The contact center's own host of the region, and the one that was the journey API's alone.
    vec![format!("https://api.wxcc-{region}.cisco.com"), format!("https://api-jds.wxdap-{name}.webex.com")]
}

/// The first of [`hosts_of`].
pub fn base_url(data_center: &str) -> Option<String> {
    hosts_of(data_center).into_iter().next()
}

/// Whether a host is one that answered for the journey API once and does so no more: `api-jds.prod-*.ciscowxdap.com`.
pub fn is_retired_host(host: &str) -> bool {
    let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
    host.strip_prefix("api-jds.")
        .and_then(|rest| rest.strip_suffix(".ciscowxdap.com"))
        .is_some_and(|center| center.starts_with(PRODUCTION))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_asks_the_regions_host_first_and_the_former_one_next() {
        for (center, region) in [("produs1", "us1"), ("ProdEU1", "eu1"), (" prodanz1 ", "anz1"), ("prodsg1", "sg1")] {
            let hosts = hosts_of(center);
            let former = format!("https://api-jds.wxdap-prod{region}.webex.com");
            assert_eq!(hosts, [format!("https://api.wxcc-{region}.cisco.com"), former], "{center}");
            assert_eq!(base_url(center).as_ref(), hosts.first());
        }
    }

    #[test]
    fn other_data_centers_have_one_host() {
        assert_eq!(hosts_of("intgus1"), ["https://api-jds.wxdap-devus1.webex.com"]);
        assert_eq!(hosts_of("AppStaging"), ["https://api-jds.wxdap-stgus1.webex.com"]);
    }

    #[test]
    fn an_unknown_data_center_has_none_and_cannot_choose_a_host() {
        for name in
            ["moon1", "", "prod", "prod.evil.example/", "prod-eu1", "prodeu1@evil.example", "prod\u{e9}u1", "eu1"]
        {
            assert!(hosts_of(name).is_empty() && base_url(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_retired_host_is_known_and_none_of_the_table_is_one() {
        for host in
            ["api-jds.prod-us1.ciscowxdap.com", "API-JDS.prod-eu1.ciscowxdap.com.", "api-jds.prodeu2.ciscowxdap.com"]
        {
            assert!(is_retired_host(host), "{host}");
        }
        for host in
            ["api-jds.dev-us1.ciscowxdap.com", "ciscowxdap.com", "api-jds.prod-us1.ciscowxdap.com.evil.example", ""]
        {
            assert!(!is_retired_host(host), "{host}");
        }
        for center in ["produs1", "prodeu1", "devus1", "load"] {
            let is_retired = |url: &String| is_retired_host(url.trim_start_matches("https://"));
            assert!(!hosts_of(center).iter().any(is_retired), "{center}");
        }
    }
}
