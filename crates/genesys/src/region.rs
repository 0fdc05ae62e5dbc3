//! The regions of the platform: their names, and the domains of their hosts (`https://api.DOMAIN`, `https://login.DOMAIN`).

/// The platform's names of its regions, and their domains.
pub const REGIONS: [(&str, &str); 19] = [
    ("prod", "mypurecloud.com"),
    ("prod-usw2", "usw2.pure.cloud"),
    ("prod-cac1", "cac1.pure.cloud"),
    ("prod-mxc1", "mxc1.pure.cloud"),
    ("prod-sae1", "sae1.pure.cloud"),
    ("prod-euw1", "mypurecloud.ie"),
    ("prod-euw2", "euw2.pure.cloud"),
    ("prod-euc1", "mypurecloud.de"),
    ("prod-euc2", "euc2.pure.cloud"),
    ("prod-mec1", "mec1.pure.cloud"),
    ("prod-aps1", "aps1.pure.cloud"),
    ("prod-apse1", "apse1.pure.cloud"),
    ("prod-apse2", "mypurecloud.com.au"),
    ("prod-apne1", "mypurecloud.jp"),
    ("prod-apne2", "apne2.pure.cloud"),
    ("prod-apne3", "apne3.pure.cloud"),
    ("fedramp-use2-core", "use2.us-gov-pure.cloud"),
    ("eusc_de_east_1", "edee1.eusc-pure.cloud"),
    ("us-east-1", "mypurecloud.com"),
];

/// The domain of the region that is named by its name, its domain or one of its hosts; `None`: the platform has no such region.
pub fn region_domain(text: &str) -> Option<&'static str> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("https://").unwrap_or(&text).trim_end_matches('/');
    let text = ["api.", "login.", "apps."].iter().find_map(|part| text.strip_prefix(part)).unwrap_or(text);
    REGIONS.iter().find(|(name, domain)| *name == text || *domain == text).map(|(_, domain)| *domain)
}

#[cfg(test)]
mod tests {
    use super::region_domain;

    #[test]
    fn a_region_is_known_by_its_name_its_domain_and_its_hosts_and_by_nothing_else() {
        for text in ["prod-euc1", "mypurecloud.de", " https://api.mypurecloud.de/ ", "LOGIN.mypurecloud.de"] {
            assert_eq!(region_domain(text), Some("mypurecloud.de"), "{text}");
        }
        for text in ["", "prod-xx1", "example.com", "https://api.mypurecloud.de.example.com", "evil.mypurecloud.de"] {
            assert_eq!(region_domain(text), None, "{text}");
        }
    }
}
