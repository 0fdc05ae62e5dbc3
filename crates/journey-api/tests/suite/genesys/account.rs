//! The OAuth client of a connector: tried, kept encrypted, replaced; and who may see it.

use reqwest::Method;
use sample_platforms::genesys::{SERVICE_CLIENT, SERVICE_SECRET};
use serde_json::json;

use super::{CALLER, Place, WHOLE, call_of, journey, until};

#[tokio::test]
async fn a_client_is_tried_and_its_secret_is_told_nobody_and_stored_encrypted() {
    let place = Place::made().await;
    assert_eq!(place.state().await["isConnected"], false);
    let refused = place.connect("wrong").await.refused(409);
    assert!(refused.starts_with("clientSecret: ") && refused.contains("client not found or secret wrong"), "{refused}");
    for (region, said) in [("https://evil.example.com", "region"), ("prod-xx9", "region")] {
        let body = json!({"region": region, "clientId": SERVICE_CLIENT, "clientSecret": SERVICE_SECRET});
        let refused = place.call(Method::PUT, "/genesys", Some(body)).await.refused(400);
        assert!(refused.contains(said), "{refused}");
    }
    let connected = place.connect(SERVICE_SECRET).await.expect(200);
    assert_eq!(connected["data"]["region"], "mypurecloud.de");
    assert!(!connected.to_string().contains(SERVICE_SECRET), "{connected}");
    let pool = place.service.database.open().await;
    let sql = "SELECT client_secret FROM genesys_accounts";
    let (stored,): (String,) = sqlx::query_as(sql).fetch_one(&pool).await.expect("a row");
    assert!(stored.starts_with("v1.") && !stored.contains(SERVICE_SECRET), "{stored}");
    let gone = place.call(Method::DELETE, "/genesys", None).await.expect(200);
    assert_eq!(gone["data"]["isConnected"], false);
}

#[tokio::test]
async fn a_connector_that_is_asked_for_has_no_key_and_other_kinds_have_no_client() {
    let place = Place::made().await;
    let connector = place.connector().await;
    assert_eq!((connector["keys"].as_array().map(Vec::len), connector.get("url")), (Some(0), None), "{connector}");
    place.call(Method::POST, "/keys", Some(json!({}))).await.refused(409);
    let body = json!({"name": "Shop", "kind": "track", "workspaceId": place.service.workspace});
    let path = "/admin/v1/api/connectors";
    let made = place.service.call(Method::POST, super::Role::Admin, path, Some(body)).await.expect(201);
    let id = made["data"]["connector"]["id"].as_str().expect("an id");
    let path = format!("{path}/{id}/genesys");
    place.service.call(Method::GET, super::Role::Admin, &path, None).await.refused(409);
}

#[tokio::test]
async fn tokens_are_renewed_ahead_of_their_end_and_when_they_are_refused_one_at_a_time() {
    let place = Place::connected().await;
    let given = place.asked("/oauth/token");
    place.happen(json!({"kind": "service", "endTokens": true}));
    place.know(&call_of("c-1", 300));
    journey(&place.service, CALLER, WHOLE.len()).await;
    assert_eq!(place.asked("/oauth/token"), given + 1);
    assert_eq!(place.state().await["problems"], json!([]));
    // From now on they are good for ten seconds: nobody waits until one is refused.
    place.happen(json!({"kind": "service", "endTokens": true, "expiresIn": 1}));
    until(async || {
        let asked = place.asked("/oauth/token");
        if asked >= given + 4 { Ok(()) } else { Err(asked.to_string()) }
    })
    .await;
    let refused = place.state().await;
    assert_eq!(refused["problems"], json!([]), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_connects_and_has_something_filled_and_says_how_it_goes() {
    let place = Place::made().await;
    let program = |more: &[&str], secret: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(["connect", "genesys", "--database", &place.service.database.url, "--connector", &place.id]);
        command.args(["--organization", super::super::harness::ORGANIZATION, "--genesys-api", &place.tenant.url()]);
        command.args(more).env("JOURNEY_API_GENESYS_CLIENT_SECRET", secret);
        command.env("JOURNEY_API_SECRETS_KEY", super::super::webex::SECRETS_KEY);
        let output = command.output().expect("started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.success(), text(output.stdout) + &text(output.stderr))
    };
    let client = ["--region", "prod-euc1", "--client-id", SERVICE_CLIENT];
    let (is_done, said) = tokio::task::block_in_place(|| program(&client, "wrong"));
    assert!(!is_done && said.contains("its id or secret is wrong"), "{said}");
    let (is_done, said) = tokio::task::block_in_place(|| program(&["--since", "1999-01-01"], ""));
    assert!(!is_done && said.contains("more than 400 days ago"), "{said}");
    let since = super::ago(86_400);
    let all = [&client[..], &["--since", &since]].concat();
    let (is_done, said) = tokio::task::block_in_place(|| program(&all, SERVICE_SECRET));
    assert!(is_done && said.contains("asks Genesys Cloud in mypurecloud.de"), "{said}");
    assert!(said.contains("Filling since"), "{said}");
    until(async || {
        let state = place.state().await;
        if state["filling"]["percent"] == 100 { Ok(()) } else { Err(state.to_string()) }
    })
    .await;
}
