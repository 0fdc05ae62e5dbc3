//! The console at `/console/`: its files, and how people sign in to it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::get;
use journey_api::auth::{Provider, Role};
use journey_api::{ConsoleClient, StartError};
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, TestService};

/// A folder with a console of two files, one of them compressed, too.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "<!doctype html><title>Console</title>").expect("written");
    std::fs::create_dir(folder.path().join("locales")).expect("made");
    std::fs::write(folder.path().join("locales/de.json"), "{}").expect("written");
    std::fs::write(folder.path().join("console.wasm"), "plain").expect("written");
    std::fs::write(folder.path().join("console.wasm.br"), "compressed").expect("written");
    folder
}

/// A provider that says where people sign in, or what it is told to say.
struct Discovery {
    issuer: String,
    document: Arc<Mutex<Value>>,
    asked: Arc<Mutex<usize>>,
}

impl Discovery {
    async fn start() -> Self {
        let (document, asked) = (Arc::new(Mutex::new(Value::Null)), Arc::new(Mutex::new(0)));
        let (shown, counted) = (document.clone(), asked.clone());
        let answer = get(async move || {
            *counted.lock().expect("whole") += 1;
            shown.lock().expect("whole").to_string()
        });
        let router = Router::new().route("/realm/.well-known/openid-configuration", answer);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}/realm", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let discovery = Self { issuer, document, asked };
        discovery
            .says(json!({"issuer": discovery.issuer, "authorization_endpoint": "https://id.example.com/authorize",
            "token_endpoint": "https://tokens.example.com/token"}));
        discovery
    }

    fn says(&self, document: Value) {
        *self.document.lock().expect("whole") = document;
    }

    fn provider(&self) -> Provider {
        Provider {
            jwks_url: format!("{}/jwks", self.issuer),
            issuer: self.issuer.clone(),
            audience: Some("journeys".to_owned()),
            refresh: Provider::REFRESH,
        }
    }

    async fn service(&self) -> (TestService, tempfile::TempDir) {
        let folder = folder();
        let service = TestService::start_with(|config| {
            config.console = Some(folder.path().to_owned());
            config.provider = Some(self.provider());
            config.console_client =
                Some(ConsoleClient { id: "console".to_owned(), scope: "openid cjp:user".to_owned() });
        })
        .await;
        (service, folder)
    }
}

#[tokio::test]
async fn a_build_without_a_console_says_so_in_words() {
    let service = TestService::start().await;
    let answer = service.send(service.request(Method::GET, "/console")).await;
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    let words = answer.expect(200).to_string();
    assert!(words.contains("has no console") && words.contains("cargo xtask service"), "{words}");
}

#[tokio::test]
async fn the_consoles_files_come_with_a_policy_that_lets_nothing_else_run() {
    let folder = folder();
    let service = TestService::start_with(|config| config.console = Some(folder.path().to_owned())).await;
    let page = service.send(service.request(Method::GET, "/console/")).await;
    let policy = page.headers["content-security-policy"].to_str().expect("text").to_owned();
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval';",
        "style-src 'self';",
        "connect-src 'self';",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["cache-control"], "no-cache");
    let tag = page.headers["etag"].clone();
    assert!(page.expect(200).to_string().contains("<title>Console</title>"));
    let again = service.request(Method::GET, "/console/").header("if-none-match", tag);
    service.send(again).await.expect(304);
    let words = service.send(service.request(Method::GET, "/console/locales/de.json")).await;
    assert_eq!(words.headers["content-type"], "application/json");
    words.expect(200);
    for other in ["/console/other.js", "/console/../Cargo.toml", "/console/%2e%2e/Cargo.toml", "/console/locales"] {
        service.send(service.request(Method::GET, other)).await.refused(404);
    }
}

#[tokio::test]
async fn a_file_comes_compressed_to_whoever_takes_it_so() {
    let folder = folder();
    let service = TestService::start_with(|config| config.console = Some(folder.path().to_owned())).await;
    let path = "/console/console.wasm";
    let compressed = service.send(service.request(Method::GET, path).header("accept-encoding", "gzip, br;q=0.9")).await;
    assert_eq!(compressed.headers["content-encoding"], "br");
    assert_eq!(compressed.headers["content-type"], "application/wasm");
    assert_eq!(compressed.expect(200), json!("compressed"));
    let plain = service.send(service.request(Method::GET, path).header("accept-encoding", "gzip")).await;
    assert!(!plain.headers.contains_key("content-encoding"));
    assert_eq!(plain.expect(200), json!("plain"));
}

#[tokio::test]
async fn without_an_identity_provider_people_sign_in_by_a_token() {
    let service = TestService::start_with(|config| config.preview_tokens = true).await;
    let settings = service.send(service.request(Method::GET, "/console/settings.json")).await.expect(200);
    assert_eq!((&settings["provider"], &settings["previewTokens"]), (&Value::Null, &json!(true)));
    assert_eq!(settings["keepsSecrets"], false, "without a key for secrets no account of a contact center is stored");
}

#[tokio::test]
async fn where_people_sign_in_is_what_the_identity_provider_says_and_the_page_may_ask_it_for_tokens() {
    let discovery = Discovery::start().await;
    let (service, _folder) = discovery.service().await;
    let settings = service.send(service.request(Method::GET, "/console/settings.json")).await.expect(200);
    let expected = json!({"authorizationEndpoint": "https://id.example.com/authorize",
        "tokenEndpoint": "https://tokens.example.com/token", "clientId": "console", "scope": "openid cjp:user",
        "audience": "journeys"});
    assert_eq!((&settings["provider"], &settings["previewTokens"]), (&expected, &json!(false)));
    let page = service.send(service.request(Method::GET, "/console/")).await;
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("connect-src 'self' https://tokens.example.com;"), "{policy}");
    assert_eq!(*discovery.asked.lock().expect("whole"), 1, "what is known is not asked for again");
}

#[tokio::test]
async fn a_provider_that_is_another_one_or_sends_people_over_an_open_line_is_not_believed() {
    for document in [
        json!({"issuer": "https://other.example.com", "authorization_endpoint": "https://id.example.com/a",
            "token_endpoint": "https://id.example.com/t"}),
        json!({"issuer": "ISSUER", "authorization_endpoint": "http://id.example.com/a",
            "token_endpoint": "https://id.example.com/t"}),
        json!({"issuer": "ISSUER", "authorization_endpoint": "https://id.example.com/a",
            "token_endpoint": "javascript:alert(1)"}),
        json!("nothing"),
    ] {
        let discovery = Discovery::start().await;
        let mut document = document;
        if document["issuer"] == "ISSUER" {
            document["issuer"] = json!(discovery.issuer);
        }
        discovery.says(document);
        let (service, _folder) = discovery.service().await;
        let reasons = service.send(service.request(Method::GET, "/console/settings.json")).await.refused(503);
        assert!(reasons.contains("identity provider"), "{reasons}");
        // The page comes, to say so.
        service.send(service.request(Method::GET, "/console/")).await.expect(200);
    }
}

#[tokio::test]
async fn a_console_that_cannot_be_is_told_at_the_start() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut config = journey_api::Config::new("sqlite://nowhere.sqlite", super::harness::SECRET);
    config.console = Some("/nowhere/at/all".into());
    let refused = journey_api::serve(listener, config.clone()).await.expect_err("no such folder");
    assert!(matches!(refused, StartError::Console(..)), "{refused}");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    config.console = None;
    config.console_client = Some(ConsoleClient { id: "console".to_owned(), scope: String::new() });
    let refused = journey_api::serve(listener, config).await.expect_err("no provider");
    assert!(matches!(refused, StartError::ConsoleClient), "{refused}");
}

#[tokio::test]
async fn whoever_signed_in_is_told_what_the_token_may_do() {
    let service = TestService::start().await;
    let who = service.call(Method::GET, Role::Agent, "/admin/v1/api/caller", None).await.expect(200)["data"].clone();
    assert_eq!(who["scopes"], json!(["cjp:user", "cjp:config_read"]));
    assert_eq!(who["organizationId"], ORGANIZATION);
    assert!(who["subject"].is_string() && who["expiresAt"].is_string() && who["workspaceId"].is_null(), "{who}");
    let bound =
        service.request(Method::GET, "/admin/v1/api/caller").bearer_auth(service.bound_token(&service.workspace));
    assert_eq!(service.send(bound).await.expect(200)["data"]["workspaceId"], json!(service.workspace));
}
