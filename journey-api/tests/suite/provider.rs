//! Tokens of an identity provider.

use axum::routing::get;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journey_api::auth::{Provider, Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, TestService};

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
}

impl Identities {
    async fn start() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("a key");
        let point = pair.public_key().as_ref().to_vec();
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let keys = json!({"keys": [
            {"kty": "EC", "crv": "P-256", "kid": "ec-1", "use": "sig", "x": encode(&point[1..33]), "y": encode(&point[33..])},
            {"kty": "RSA", "kid": "rsa-1", "use": "sig", "alg": "RS256", "n": RSA_MODULUS, "e": "AQAB"},
        ]});
        let router = Router::new().route("/jwks", get(async move || Json(keys.clone())));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/jwks", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, key: EncodingKey::from_ec_der(document.as_ref()) }
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
        let provider = Provider {
            jwks_url: self.url.clone(),
            issuer: Some(ISSUER.to_owned()),
            audience: Some("journeys".to_owned()),
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
