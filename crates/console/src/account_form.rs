//! What an account of a contact center is connected by: which fields there are, what is wrong with what stands in them, and the
//! service's body. A page keeps no secret once it was sent.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::accounts::{Account, Vendor};

/// As long as an access token can be said to be good, in hours: a year.
const MOST_HOURS: i64 = 8_784;
const SECONDS_OF_AN_HOUR: i64 = 3_600;

/// By what Webex Contact Center is asked. The others have one way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    /// A service app, whose tokens the service renews.
    #[default]
    App,
    /// An access token alone.
    Token,
}

/// What is typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// A text that may be seen.
    Text,
    /// A text that nobody may see, and that is forgotten when it was sent.
    Secret,
    /// A whole number of hours, or nothing.
    Hours,
    /// A region that is typed, with some that there are.
    Region,
    /// One of the regions that there are.
    OneRegion,
}

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// What the service calls it; `identifiers.phone` is within another.
    pub(crate) wire: &'static str,
    /// The key of its label.
    pub(crate) label: &'static str,
    /// The key of its hint.
    pub(crate) hint: Option<&'static str>,
    pub(crate) input: Input,
    pub(crate) is_required: bool,
}

impl Field {
    const fn of(wire: &'static str, label: &'static str, input: Input) -> Self {
        Self { wire, label, hint: None, input, is_required: true }
    }

    const fn hinted(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    const fn optional(self) -> Self {
        Self { is_required: false, ..self }
    }
}

const CLIENT: Field = Field::of("clientId", "account.client", Input::Text);
const SECRET: Field = Field::of("clientSecret", "account.secret", Input::Secret);
const WEBEX_REGION: Field = Field::of("region", "account.region", Input::Region).hinted("account.region.hint");
const ORGANIZATION: Field = Field::of("orgId", "account.organization", Input::Text).hinted("account.organization.hint");

const BY_APP: [Field; 5] = [
    WEBEX_REGION,
    ORGANIZATION,
    CLIENT,
    SECRET,
    Field::of("refreshToken", "account.refresh-token", Input::Secret).hinted("account.refresh-token.hint"),
];
const BY_TOKEN: [Field; 4] = [
    WEBEX_REGION,
    ORGANIZATION,
    Field::of("accessToken", "account.token", Input::Secret),
    Field::of("accessExpiresInSeconds", "account.hours", Input::Hours).hinted("account.hours.hint").optional(),
];
const GENESYS: [Field; 3] = [Field::of("region", "account.region", Input::OneRegion), CLIENT, SECRET];
const AVAYA: [Field; 8] = [
    Field::of("host", "account.host", Input::Text).hinted("account.host.hint"),
    Field::of("accountId", "account.id", Input::Text).hinted("account.id.hint"),
    CLIENT,
    SECRET,
    Field::of("appKey", "account.app-key", Input::Secret),
    Field::of("identifiers.phone", "account.identifier.phone", Input::Text).optional(),
    Field::of("identifiers.email", "account.identifier.email", Input::Text).optional(),
    Field::of("identifiers.customerId", "account.identifier.customer", Input::Text).optional(),
];

/// All that the service calls fields by, of whichever form: what it says of one stands beside it.
pub(crate) const WIRES: [&str; 9] =
    ["region", "orgId", "clientId", "clientSecret", "refreshToken", "accessToken", "host", "accountId", "appKey"];

/// Regions of Webex Contact Center that the contract names; there may be more.
pub(crate) const WEBEX_REGIONS: [&str; 9] = ["us1", "us2", "eu1", "eu2", "anz1", "ca1", "jp1", "in1", "sg1"];

/// The fields of a form, in their order.
pub(crate) const fn fields(vendor: Vendor, way: Way) -> &'static [Field] {
    match (vendor, way) {
        (Vendor::Webex, Way::App) => &BY_APP,
        (Vendor::Webex, Way::Token) => &BY_TOKEN,
        (Vendor::Genesys, _) => &GENESYS,
        (Vendor::Avaya, _) => &AVAYA,
    }
}

/// What was typed, by the service's names of the fields.
pub(crate) type Typed = BTreeMap<&'static str, String>;

/// What stands in the fields before anything is typed: what is known of the account, and no secret.
pub(crate) fn known(vendor: Vendor, account: &Account) -> Typed {
    let mut typed = Typed::new();
    for (wire, text) in [
        ("region", &account.region),
        ("orgId", &account.org_id),
        ("clientId", &account.client_id),
        ("host", &account.host),
        ("accountId", &account.account_id),
    ] {
        typed.insert(wire, text.clone());
    }
    for (wire, kind) in
        [("identifiers.phone", "phone"), ("identifiers.email", "email"), ("identifiers.customerId", "customerId")]
    {
        typed.insert(wire, account.identifiers.get(kind).cloned().unwrap_or_default());
    }
    if vendor == Vendor::Genesys && account.region.is_empty() {
        typed.insert("region", genesys::REGIONS.first().map(|(_, domain)| (*domain).to_owned()).unwrap_or_default());
    }
    typed
}

/// What is wrong with what was typed: fields, with the keys of the words for it.
pub(crate) fn faults(fields: &[Field], typed: &Typed) -> Vec<(&'static str, &'static str)> {
    let fault = |field: &Field| {
        let text = typed.get(field.wire).map_or("", |text| text.trim());
        let key = match field.input {
            _ if text.is_empty() => field.is_required.then_some("form.required"),
            Input::Hours => hours(text).is_none().then_some("account.hours.wrong"),
            _ => None,
        };
        key.map(|key| (field.wire, key))
    };
    fields.iter().filter_map(fault).collect()
}

fn hours(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours))
}

/// The service's body. What this form does not ask for stays as it is in `account`.
pub(crate) fn body(vendor: Vendor, fields: &[Field], typed: &Typed, account: &Account, notifications: bool) -> Value {
    let mut body = Map::new();
    // Kinds of identities that the form has no field for.
    let mut identifiers: BTreeMap<&str, &str> =
        account.identifiers.iter().map(|(kind, name)| (kind.as_str(), name.as_str())).collect();
    for field in fields {
        let text = typed.get(field.wire).map_or("", |text| text.trim());
        match (field.wire.split_once('.'), field.input) {
            (Some((_, kind)), _) if text.is_empty() => {
                identifiers.remove(kind);
            }
            (Some((_, kind)), _) => {
                identifiers.insert(kind, text);
            }
            (None, _) if text.is_empty() => {}
            (None, Input::Hours) => {
                let seconds = hours(text).map(|hours| hours.saturating_mul(SECONDS_OF_AN_HOUR));
                body.insert(field.wire.to_owned(), json!(seconds));
            }
            (None, _) => {
                body.insert(field.wire.to_owned(), json!(text));
            }
        }
    }
    if vendor == Vendor::Avaya {
        body.insert("identifiers".to_owned(), json!(identifiers));
        body.insert("wantsNotifications".to_owned(), json!(notifications));
    }
    Value::Object(body)
}

/// The regions of Genesys Cloud: their domains, and what they are called.
pub(crate) fn genesys_regions() -> Vec<(String, String)> {
    let mut regions: Vec<(String, String)> = Vec::new();
    for (name, domain) in genesys::REGIONS {
        // Some have two names.
        if !regions.iter().any(|(known, _)| known == domain) {
            regions.push((domain.to_owned(), format!("{name} ({domain})")));
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&'static str, &str)]) -> Typed {
        pairs.iter().map(|(wire, text)| (*wire, (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_missing_is_told_before_anything_is_sent() {
        let fields = fields(Vendor::Webex, Way::App);
        let some = typed(&[("region", "eu1"), ("orgId", " "), ("clientId", "c"), ("clientSecret", "s")]);
        assert_eq!(faults(fields, &some), [("orgId", "form.required"), ("refreshToken", "form.required")]);
        let token = super::fields(Vendor::Webex, Way::Token);
        let with = |hours| {
            typed(&[("region", "eu1"), ("orgId", "o"), ("accessToken", "t"), ("accessExpiresInSeconds", hours)])
        };
        assert_eq!(faults(token, &with("")), []);
        assert_eq!(faults(token, &with("12")), []);
        for wrong in ["0", "1.5", "a day", "99999"] {
            assert_eq!(faults(token, &with(wrong)), [("accessExpiresInSeconds", "account.hours.wrong")], "{wrong}");
        }
    }

    #[test]
    fn an_access_token_is_sent_by_itself_and_a_service_app_as_the_three_that_it_has() {
        let all = typed(&[
            ("region", " eu1 "),
            ("orgId", "o"),
            ("clientId", "c"),
            ("clientSecret", "s"),
            ("refreshToken", "r"),
            ("accessToken", "t"),
            ("accessExpiresInSeconds", "12"),
        ]);
        let account = Account::default();
        let app = body(Vendor::Webex, fields(Vendor::Webex, Way::App), &all, &account, true);
        assert_eq!(
            app,
            json!({"region": "eu1", "orgId": "o", "clientId": "c", "clientSecret": "s", "refreshToken": "r"})
        );
        let token = body(Vendor::Webex, fields(Vendor::Webex, Way::Token), &all, &account, true);
        assert_eq!(token, json!({"region": "eu1", "orgId": "o", "accessToken": "t", "accessExpiresInSeconds": 43_200}));
    }

    #[test]
    fn identifiers_that_the_form_does_not_know_stay_and_those_that_are_emptied_go() {
        let identifiers = [("email", "mails"), ("socialId", "handles")];
        let identifiers = identifiers.map(|(kind, name)| (kind.to_owned(), name.to_owned())).into();
        let account = Account { identifiers, host: "https://eu.api.avayacloud.com".to_owned(), ..Account::default() };
        let mut typed = known(Vendor::Avaya, &account);
        assert_eq!((typed["identifiers.email"].as_str(), typed["host"].as_str()), ("mails", account.host.as_str()));
        typed.insert("identifiers.email", String::new());
        typed.insert("identifiers.customerId", "universalIds".to_owned());
        let sent = body(Vendor::Avaya, fields(Vendor::Avaya, Way::App), &typed, &account, false);
        assert_eq!(sent["identifiers"], json!({"customerId": "universalIds", "socialId": "handles"}));
        assert_eq!(sent["wantsNotifications"], false);
    }

    #[test]
    fn a_new_account_of_genesys_begins_with_a_region_and_no_secret_is_ever_known() {
        assert_eq!(known(Vendor::Genesys, &Account::default())["region"], "mypurecloud.com");
        let of_germany = Account { region: "mypurecloud.de".to_owned(), ..Account::default() };
        assert_eq!(known(Vendor::Genesys, &of_germany)["region"], "mypurecloud.de");
        let regions = genesys_regions();
        assert_eq!(regions.iter().filter(|(domain, _)| domain == "mypurecloud.com").count(), 1);
        for vendor in [Vendor::Webex, Vendor::Genesys, Vendor::Avaya] {
            for field in [Way::App, Way::Token].iter().flat_map(|way| fields(vendor, *way)) {
                let is_known = known(vendor, &of_germany).contains_key(field.wire);
                assert!(!(is_known && field.input == Input::Secret), "{field:?}");
            }
        }
    }
}
