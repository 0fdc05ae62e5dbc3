//! Journeys of Avaya Experience Platform alone: paged, refused, changed, in the shipped element and against a server that
//! answers as the platform does.

use std::collections::HashMap;

use anyhow::{Context, Result};
use browser_tests::{Desk, Mount, Platforms, Seen, Widget, avaya, on_a_desk, until};
use sample_platforms::control::Request;
use serde_json::{Value, json};

const JOSE: &str = "+12025550143";
/// Runs nine guest houses, and calls a lot.
const AMARA: &str = "+12125550108";

/// A widget that reads Avaya's journeys of this customer with this token, and no others.
async fn shown<'a>(
    desk: &'a Desk,
    platforms: &Platforms,
    customer: &str,
    token: avaya::Token,
    more: impl FnOnce(Mount) -> Mount,
) -> Result<Widget<'a>> {
    let (script, others) = (desk.host.origin(), platforms.url());
    let policy = format!(
        "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {script} {others}; img-src data:; base-uri 'none'"
    );
    desk.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy)).await?;
    let mount = platforms.avaya(Mount::default(), token).attribute("sources", "avaya").attribute("customer", customer);
    desk.mount("journey", more(mount)).await
}

async fn started(desk: &Desk) -> Result<Platforms> {
    Platforms::start(vec![desk.desktop.origin()]).await
}

/// What the platform answers about a customer of this number; asking for it is not noted.
async fn answer(platforms: &Platforms, account: &str) -> Result<Value> {
    let url = format!("{}/api/journey/v1/accounts/{}/journeys:search", platforms.url(), avaya::ACCOUNT);
    let request = reqwest::Client::new().post(url).bearer_auth(avaya::Token::Agent.text());
    let request = request.header("appkey", avaya::APP_KEY).json(&json!({"identifiers": {"accountIds": [account]}}));
    let answer: Value = request.send().await?.error_for_status()?.json().await?;
    platforms.control().forget_requests();
    Ok(answer)
}

#[tokio::test]
async fn a_long_journey_is_read_page_by_page_and_every_page_once() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = started(desk).await?;
        let total = answer(&platforms, "LH-900012").await?["pagination"]["total"].as_u64().context("a total")?;
        assert!(total > 100, "{total}");
        let widget = shown(desk, &platforms, AMARA, avaya::Token::Agent, |mount| mount).await?;
        widget.shows("show-all", &total.to_string()).await?;
        let mut pages: HashMap<String, usize> = HashMap::new();
        for request in platforms.requests().iter().filter(|request| request.path.ends_with("journeys:search")) {
            *pages.entry(request.query.clone()).or_default() += 1;
        }
        assert_eq!(pages.len(), usize::try_from(total.div_ceil(50))?, "{pages:?}");
        let mut later = pages.iter().filter(|(query, _)| !query.ends_with("pageNumber=1"));
        assert!(later.all(|(_, times)| *times == 1), "{pages:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_a_token_may_not_is_said_in_words() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = started(desk).await?;
        let widget = shown(desk, &platforms, JOSE, avaya::Token::NoRole, |mount| mount).await?;
        widget.shows("error", "Not allowed").await
    })
    .await
}

#[tokio::test]
async fn identifiers_say_how_surely_they_tell_who_somebody_is_to_whom_may_know_it() -> Result<()> {
    on_a_desk(async |desk| {
        for (token, knows) in [(avaya::Token::Administrator, true), (avaya::Token::Agent, false)] {
            let platforms = started(desk).await?;
            let widget = shown(desk, &platforms, JOSE, token, |mount| mount).await?;
            widget.press_on("[aria-label=Identities]").await?;
            widget.shows("identity", "jose.alvarez@example.com").await?;
            let identities = widget.texts("identity").await?.join("; ");
            assert_eq!(identities.contains("very strong"), knows, "{identities}");

            // Neither the next customer nor the next widget asks once more; least of all who may not know it.
            widget.set_attribute("customer", AMARA).await?;
            widget.shows("contact", "").await?;
            widget.remove().await?;
            let mount = platforms.avaya(Mount::default(), token).attribute("sources", "avaya");
            let widget = desk.mount("another", mount.attribute("customer", JOSE)).await?;
            widget.shows("contact", "").await?;
            widget.shows("name", "").await?;
            let asked = platforms.requests();
            let kinds = asked.iter().filter(|request| request.path.ends_with("/identifiers")).count();
            assert_eq!(kinds, 1, "{knows}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_identity_is_added_at_the_platform_and_taken_away_there() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = started(desk).await?;
        let widget = shown(desk, &platforms, JOSE, avaya::Token::Agent, |mount| mount).await?;
        widget.press_on("[aria-label=Identities]").await?;
        widget.shows("identity", "jose.alvarez@example.com").await?;
        widget.press_on(".add-identity").await?;
        widget.write("[part~=identity-form] input", "+12025550777").await?;
        widget.press_on("[part~=identity-form] [type=submit]").await?;
        widget.shows("identity", "+12025550777").await?;
        let last = async |end: &str| {
            until(&format!("{end} to be asked"), async || {
                let asked = platforms.requests();
                let found = asked.iter().rev().find(|request| request.path.ends_with(end)).cloned();
                Ok(found.map_or_else(|| Seen::NotYet(format!("{asked:?}")), Seen::This))
            })
            .await
        };
        let appended = last(":appendIdentifiers").await?;
        assert_eq!(appended.body, json!({"identifiers": {"phoneNumbers": ["+12025550777"]}}));

        // What is taken back is unlinked.
        widget.press_on("[part~=outcome] .link").await?;
        let unlinked = last("journeys:unlinkIdentifier").await?;
        assert_eq!(unlinked.body["unlinkIdentifier"], json!({"phoneNumbers": "+12025550777"}));
        assert!(unlinked.body["identifiers"]["emailAddresses"].is_array());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_may_only_read_is_told_so_and_offered_no_more_changes() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = started(desk).await?;
        let widget = shown(desk, &platforms, JOSE, avaya::Token::Reader, |mount| mount).await?;
        widget.press_on("[aria-label=Identities]").await?;
        widget.press_on(".add-identity").await?;
        widget.write("[part~=identity-form] input", "+12025550777").await?;
        widget.press_on("[part~=identity-form] [type=submit]").await?;
        widget.shows("outcome", "").await?;
        until("the identity to be gone again", async || {
            let text = widget.texts("identity").await?.join("; ");
            Ok(Seen::when(!text.contains("0777"), (), text))
        })
        .await?;
        until("no more changes to be offered", async || {
            let offered =
                widget.run("return root.querySelectorAll('.add-identity, [aria-label^=Remove]').length;", vec![]);
            let offered = offered.await?;
            Ok(Seen::when(offered == json!(0), (), offered))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn an_identifier_that_the_account_does_not_have_costs_nothing_of_the_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let identities = json!([{"type": "phone", "value": JOSE}, {"type": "socialId", "value": "@jose"}]);
        let platforms = started(desk).await?;
        let widget = shown(desk, &platforms, JOSE, avaya::Token::Agent, |mount| {
            mount.attribute("avaya-identifiers", "socialId:twitterHandles").property("identities", identities)
        })
        .await?;
        widget.shows("contact", "").await?;
        widget.has_no("error").await?;
        let asked = platforms.requests();
        let names = |request: &Request| request.body["identifiers"].as_object().map_or(0, |all| all.len());
        assert!(asked.iter().any(|request| names(request) == 2), "{asked:?}");
        assert!(asked.iter().any(|request| names(request) == 1), "{asked:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_contact_that_both_platforms_tell_of_is_one_entry() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![desk.desktop.origin()]).await?;
        let engagements = answer(&platforms, "LH-204817").await?["engagements"].as_array().cloned().context("a list")?;
        let contacts = &platforms.world().customer(JOSE).context("José")?.contacts;
        let start = |engagement: &Value| {
            let text = engagement["startDate"].as_str().and_then(|text| text.get(..19)).unwrap_or_default().to_owned();
            chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S").map(|time| time.and_utc())
        };
        let mut shared = 0;
        for engagement in &engagements {
            let start = start(engagement)?;
            let is = |contact: &sample_platforms::Contact| {
                engagement["id"] == contact.id.as_str() || (start - contact.start).num_seconds().abs() < 30
            };
            shared += usize::from(contacts.iter().any(is));
        }
        assert!(shared > 5, "{shared}");

        let (script, api, others) = (desk.host.origin(), desk.api.url(), platforms.url());
        let policy = format!("default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {script} {api} {others}; img-src data:");
        desk.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy)).await?;
        let mount = platforms.avaya(desk.settings()?, avaya::Token::Agent).attribute("sources", "cjds avaya");
        let mount = mount.attribute("limit", "500").attribute("customer", JOSE);
        let widget = desk.mount("journey", mount).await?;
        let expected = contacts.len() + engagements.len() - shared;
        let count = "return root.querySelectorAll('[part~=timeline] [part~=contact]').length + ' '
            + [...root.querySelectorAll('[part~=timeline] [part~=contact]')].filter((row) => row.querySelectorAll('[part~=platform]').length == 2).length;";
        until(&format!("{expected} contacts"), async || {
            let text = widget.text().await?;
            let (lines, marks) = (text.split_whitespace().collect::<Vec<_>>(), widget.run(count, vec![]).await?);
            let is_there = lines.windows(2).any(|two| two == ["Contacts", &expected.to_string()]);
            let some_of_both = marks.as_str().is_some_and(|marks| !marks.ends_with(" 0"));
            Ok(Seen::when(is_there && some_of_both, (), (marks, text)))
        })
        .await
    })
    .await
}
