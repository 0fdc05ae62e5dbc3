//! Tokens of an identity provider.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journey_api::auth::{Provider, Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::{Method, StatusCode};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, SECRET, TestService};

const PATH: &str = "/admin/v1/api/workspace";
const ISSUER: &str = "https://id.example.com/";

/// The public half of a key that was used once, for [`RSA_TOKEN`], and thrown away.
const RSA_MODULUS: &str = "tkE01bnBdj2FuYbNZdX2oW6inulpZm3dgl15Ih8Hj8ca0i1gS8eXWYPbC8B6GOEp7x8h7GaMcvsBW9s-_ekElOE_Gm9mRXu6QjCC2snAuToxaf4ULhl-r7VjIM2Sd-TGf-ais0HB40FRi0d3Nqruk-t5bH8SOQy0DctD3ziDqnkYXMqz6fvoTOQ3w6kBI-z9s3CwES10atJKREMGJHl_DUJGhxUZxgvcDM4LE24Q4Z1ZsRstCppcUirbC8b321Sfg7MuAWe3NdA5pfJ390WA9N2ktwwvs_viBrTSF-cVzy5KtYVev5JyjuTsMQr1FIbUng2ROW3BQn0L5rTgjUC1bw";
/// Signed by RS256, good until 2100.
const RSA_TOKEN: &str = "eyJhbGciOiAiUlMyNTYiLCAia2lkIjogInJzYS0xIiwgInR5cCI6ICJKV1QifQ.eyJzdWIiOiAiYW5uIiwgIm9yZyI6ICIxMTExMTExMS0yMjIyLTQzMzMtODQ0NC01NTU1NTU1NTU1NTUiLCAiaXNzIjogImh0dHBzOi8vaWQuZXhhbXBsZS5jb20vIiwgImF1ZCI6ICJqb3VybmV5cyIsICJzY29wZSI6ICJjanA6dXNlciBjanA6Y29uZmlnX3JlYWQiLCAiZXhwIjogNDEwMjQ0NDgwMH0.KZx1EdDbkHPwCY-nLELzqAYIKSjQbz93jtxMrNI8ZMCAqUIpEDucvaZnuXtzUpDSrJu9Gm7LjkIg7IhxiId2VoU49kRinE80wzuqr8IowVirKdRy51G9LSzzIZecm4LQ2WuCy-Vy3gh5FSq_r9BLApNG2JMjkU86a7uCfRydBf6hzZVjGkkGs4lOdoJU0EKaMK9UcxSm6ZRBhIHxT44YXFkHGafW3iD9L99a1X2qc3oI8I11z0gsSqwaX0O94m82ORgpn4vRVsvIxO592VtK2fBRcIrYKA51D3e7oCPGXPaTQmq-rdB0pflHSeBOXrTqcM0RlsPhxzOyphSbGGiLPg";

/// A provider with a fresh ES256 key.
struct Identities {
    url: String,
    key: EncodingKey,
    /// The key, as the document has it.
    public: Value,
    /// What is answered for the document, as long as it is JSON.
    document: Arc<Mutex<Document>>,
}

/// What the provider answers.
struct Document {
    text: String,
    status: u16,
    asked: usize,
}

impl Identities {
    async fn start() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("a key");
        let point = pair.public_key().as_ref().to_vec();
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let public = json!({"kty": "EC", "crv": "P-256", "kid": "ec-1", "use": "sig", "x": encode(&point[1..33]),
            "y": encode(&point[33..])});
        let key = EncodingKey::from_ec_der(document.as_ref());
        let document = Arc::new(Mutex::new(Document { text: String::new(), status: 200, asked: 0 }));
        let shown = document.clone();
        let router = Router::new().route(
            "/jwks",
            get(async move || {
                let mut document = shown.lock().expect("whole");
                document.asked += 1;
                (StatusCode::from_u16(document.status).expect("a status"), document.text.clone())
            }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/jwks", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let identities = Self { url, key, public, document };
        let rsa = json!({"kty": "RSA", "kid": "rsa-1", "use": "sig", "alg": "RS256", "n": RSA_MODULUS, "e": "AQAB"});
        identities.answer(200, &json!({"keys": [identities.public, rsa]}).to_string());
        identities
    }

    fn answer(&self, status: u16, text: &str) {
        let mut document = self.document.lock().expect("whole");
        (document.status, document.text) = (status, text.to_owned());
    }

    fn asked(&self) -> usize {
        self.document.lock().expect("whole").asked
    }

    fn token(&self, key_id: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(key_id.to_owned());
        let mut claims = json!({"sub": "ann", "organizationId": ORGANIZATION, "iss": ISSUER, "aud": ["journeys", "other"],
            "scope": "cjp:user cjp:config_read", "exp": chrono::Utc::now().timestamp() + 300});
        change(&mut claims);
        encode(&header, &claims, &self.key).expect("signed")
    }

    async fn service(&self) -> TestService {
        self.service_that_reads_every(Provider::REFRESH).await
    }

    async fn service_that_reads_every(&self, refresh: Duration) -> TestService {
        let provider = Provider {
            jwks_url: self.url.clone(),
            issuer: ISSUER.to_owned(),
            audience: Some("journeys".to_owned()),
            refresh,
        };
        TestService::start_with(|config| config.provider = Some(provider)).await
    }
}

#[tokio::test]
async fn a_providers_tokens_are_taken_by_es256_and_rs256() {
    let identities = Identities::start().await;
    let service = identities.service().await;
    for token in [identities.token("ec-1", |_| ()), RSA_TOKEN.to_owned()] {
        let answer = service.send(service.request(Method::GET, PATH).bearer_auth(token)).await.expect(200);
        assert_eq!(answer["meta"]["organizationId"], ORGANIZATION);
    }
    service.send(service.request(Method::GET, PATH).bearer_auth(service.token(Role::Agent))).await.expect(200);
}

#[tokio::test]
async fn a_token_of_another_issuer_audience_key_or_time_is_not() {
    let identities = Identities::start().await;
    let service = identities.service().await;
    let now = chrono::Utc::now().timestamp();
    let taken = |claims: &mut Value| claims["exp"] = json!(now - 30);
    let skewed = service.request(Method::GET, PATH).bearer_auth(identities.token("ec-1", taken));
    service.send(skewed).await.expect(200);
    for token in [
        identities.token("ec-1", |claims| claims["exp"] = json!(now - 90)),
        identities.token("ec-1", |claims| claims["nbf"] = json!(now + 90)),
        identities.token("ec-1", |claims| claims["iss"] = json!("https://evil.example.com/")),
        identities.token("ec-1", |claims| claims["aud"] = json!("another")),
        identities.token("ec-1", |claims| drop(claims.as_object_mut().expect("claims").remove("aud"))),
        identities.token("ec-1", |claims| drop(claims.as_object_mut().expect("claims").remove("organizationId"))),
        identities.token("rsa-1", |_| ()),
        identities.token("unknown", |_| ()),
    ] {
        service.send(service.request(Method::GET, PATH).bearer_auth(token)).await.refused(401);
    }
    let without = TestService::start().await;
    without.send(without.request(Method::GET, PATH).bearer_auth(RSA_TOKEN)).await.refused(401);
}

/// The status that a token gets.
async fn status(service: &TestService, token: &str) -> u16 {
    service.send(service.request(Method::GET, PATH).bearer_auth(token)).await.status.as_u16()
}

#[tokio::test]
async fn an_answer_without_usable_keys_does_not_lock_everybody_out() {
    let identities = Identities::start().await;
    let service = identities.service_that_reads_every(Duration::from_millis(1)).await;
    let token = identities.token("ec-1", |_| ());
    assert_eq!(status(&service, &token).await, 200);
    let encrypting = json!({"keys": [{"kty": "RSA", "kid": "ec-1", "use": "enc", "n": RSA_MODULUS, "e": "AQAB"}]});
    for (answer, text) in [
        (200, "<html>Maintenance</html>".to_owned()),
        (200, String::new()),
        (200, "{}".to_owned()),
        (200, "[]".to_owned()),
        (200, json!({"keys": []}).to_string()),
        (200, json!({"keys": [{"kty": "oct", "kid": "ec-1", "k": "c2VjcmV0"}]}).to_string()),
        (200, json!({"keys": [{"kty": "new", "kid": "ec-1"}]}).to_string()),
        (200, encrypting.to_string()),
        (200, format!("{}{}", json!({"keys": [identities.public]}), " ".repeat(2_000_000))),
        (500, json!({"keys": [identities.public]}).to_string()),
        (404, String::new()),
    ] {
        identities.answer(answer, &text);
        let before = identities.asked();
        // Until the provider was asked again, and once more with what it said.
        let started = Instant::now();
        while identities.asked() < before + 2 {
            assert_eq!(status(&service, &token).await, 200, "{answer} {:.80}", text);
            assert!(started.elapsed() < Duration::from_secs(20), "the keys are read again");
        }
        assert_eq!(status(&service, &token).await, 200, "{answer} {:.80}", text);
    }
}

#[tokio::test]
async fn a_key_that_the_provider_withdrew_is_no_longer_taken() {
    let identities = Identities::start().await;
    let service = identities.service_that_reads_every(Duration::from_millis(20)).await;
    let token = identities.token("ec-1", |_| ());
    assert_eq!(status(&service, &token).await, 200);
    assert_eq!(status(&service, RSA_TOKEN).await, 200);
    let rsa = json!({"kty": "RSA", "kid": "rsa-1", "use": "sig", "n": RSA_MODULUS, "e": "AQAB"});
    identities.answer(200, &json!({"keys": [rsa]}).to_string());
    let started = Instant::now();
    while status(&service, &token).await != 401 {
        assert!(started.elapsed() < Duration::from_secs(20), "it is still taken");
    }
    assert_eq!(status(&service, RSA_TOKEN).await, 200, "the other one stays");
}

#[tokio::test]
async fn a_key_for_encryption_or_of_another_algorithm_verifies_nothing() {
    for change in [
        json!({"use": "enc"}),
        json!({"use": "tls"}),
        json!({"alg": "ES384"}),
        json!({"alg": "RSA-OAEP"}),
        json!({"key_ops": ["encrypt", "wrapKey"]}),
        json!({"key_ops": []}),
    ] {
        let identities = Identities::start().await;
        let mut key = identities.public.clone();
        let object = key.as_object_mut().expect("a key");
        object.remove("use");
        object.extend(change.as_object().expect("fields").clone());
        let other = json!({"kty": "RSA", "kid": "rsa-1", "n": RSA_MODULUS, "e": "AQAB"});
        identities.answer(200, &json!({"keys": [key, {"kty": "AKP", "kid": "pq", "pub": "AA"}, other]}).to_string());
        let service = identities.service().await;
        assert_eq!(status(&service, &identities.token("ec-1", |_| ())).await, 401, "{change}");
        assert_eq!(status(&service, RSA_TOKEN).await, 200, "a key of an unknown kind spoils no other");
    }
}

#[tokio::test]
async fn made_up_key_ids_do_not_have_the_provider_asked_each_time() {
    let identities = Identities::start().await;
    let service = identities.service().await;
    for number in 0..50 {
        assert_eq!(status(&service, &identities.token(&format!("made-up-{number}"), |_| ())).await, 401);
    }
    assert_eq!(identities.asked(), 1);
    assert_eq!(status(&service, &identities.token("ec-1", |_| ())).await, 200, "known keys are taken meanwhile");
}

#[tokio::test]
async fn tokens_with_fractions_of_a_second_and_an_organization_named_twice_are_taken() {
    let identities = Identities::start().await;
    let service = identities.service().await;
    let end = f64::from(u32::try_from(chrono::Utc::now().timestamp()).expect("a time")) + 300.5;
    let token = identities.token("ec-1", |claims| {
        claims["exp"] = json!(end);
        claims["iat"] = json!(end - 600.0);
        claims["nbf"] = json!(end - 600.0);
        claims["org"] = json!(ORGANIZATION);
        claims["orgId"] = json!(ORGANIZATION);
        claims["scopes"] = json!(["cjp:user"]);
    });
    assert_eq!(status(&service, &token).await, 200);
    let ended = identities.token("ec-1", |claims| claims["exp"] = json!(end - 400.25));
    assert_eq!(status(&service, &ended).await, 401);
}

#[tokio::test]
async fn tokens_of_the_secret_are_held_to_their_beginning_audience_and_issuer() {
    let service = TestService::start_with(|config| {
        (config.issuer, config.audience) = (Some(ISSUER.to_owned()), Some("journeys".to_owned()));
    })
    .await;
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let now = chrono::Utc::now().timestamp();
    let token = |change: &dyn Fn(&mut Value)| {
        let mut claims = json!({"sub": "ann", "org": ORGANIZATION, "iss": ISSUER, "aud": "journeys", "nbf": now - 1,
            "scope": "cjp:user", "exp": now + 300});
        change(&mut claims);
        encode(&Header::default(), &claims, &key).expect("signed")
    };
    assert_eq!(status(&service, &token(&|_| ())).await, 200);
    assert_eq!(status(&service, &token(&|claims| claims["aud"] = json!(["other", "journeys"]))).await, 200);
    assert_eq!(status(&service, &service.token(Role::Agent)).await, 200, "those of the command line say both");
    let changes: [(&str, Value); 6] = [
        ("nbf", json!(now + 60)),
        ("aud", json!("other")),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("iss", json!("https://evil.example.com/")),
        ("iss", Value::Null),
    ];
    for (name, value) in changes {
        let changed = token(&|claims| {
            if value.is_null() {
                claims.as_object_mut().expect("claims").remove(name);
            } else {
                claims[name] = value.clone();
            }
        });
        assert_eq!(status(&service, &changed).await, 401, "{name} {value}");
    }
}
