//! An identity provider that a test plays: discovery, authorization by code with PKCE (RFC 7636), and tokens that the
//! service takes. Who signs in there is signed in at once, unless the test says that the provider refuses.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode, Uri, header};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// For whom its tokens are.
pub(crate) const AUDIENCE: &str = "journeys";
/// The console's client id there.
pub(crate) const CLIENT: &str = "console";

/// What a token is made of, given when somebody signs in.
type Tokens = Box<dyn Fn() -> String + Send>;

#[derive(Default)]
struct Told {
    refuses: bool,
    tokens: Option<Tokens>,
    /// The challenges of codes that were given and not used.
    codes: HashMap<String, String>,
    /// What the last sign-in asked for.
    asked: HashMap<String, String>,
}

#[derive(Clone)]
struct Shared {
    issuer: String,
    told: Arc<Mutex<Told>>,
}

/// A running provider.
pub struct Provider {
    shared: Shared,
    server: JoinHandle<()>,
}

impl Provider {
    /// Starts one.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let issuer = format!("http://{}", listener.local_addr()?);
        let shared = Shared { issuer, told: Arc::default() };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(async || r#"{"keys": []}"#))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(shared.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the identity provider ended: {error}");
            }
        });
        Ok(Self { shared, server })
    }

    /// Its name, which is its address.
    pub fn issuer(&self) -> &str {
        &self.shared.issuer
    }

    /// Whoever signs in from now on gets such a token.
    pub fn gives(&self, tokens: impl Fn() -> String + Send + 'static) {
        self.told().tokens = Some(Box::new(tokens));
    }

    /// Whether it refuses whoever signs in.
    pub fn refuses(&self, refuses: bool) {
        self.told().refuses = refuses;
    }

    /// A parameter of the last sign-in.
    pub fn asked(&self, name: &str) -> String {
        self.told().asked.get(name).cloned().unwrap_or_default()
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.shared.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn discovery(State(shared): State<Shared>) -> String {
    let issuer = &shared.issuer;
    json!({"issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token")})
        .to_string()
}

async fn authorize(State(shared): State<Shared>, uri: Uri) -> Response<Body> {
    let asked = parameters(uri.query().unwrap_or_default());
    let of = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let mut told = shared.told.lock().unwrap_or_else(PoisonError::into_inner);
    told.asked = asked.clone();
    let is_good = of("client_id") == CLIENT && of("response_type") == "code" && of("code_challenge_method") == "S256";
    let answer = if told.refuses || !is_good {
        "error=access_denied&error_description=Not+today".to_owned()
    } else {
        let code = format!("code-{}", told.codes.len());
        told.codes.insert(code.clone(), of("code_challenge"));
        format!("code={code}")
    };
    let back = format!("{}?{answer}&state={}", of("redirect_uri"), of("state"));
    let response = Response::builder().status(StatusCode::FOUND).header(header::LOCATION, back);
    response.body(Body::empty()).unwrap_or_default()
}

async fn token(State(shared): State<Shared>, body: String) -> Response<Body> {
    let given = parameters(&body);
    let of = |name: &str| given.get(name).cloned().unwrap_or_default();
    let mut told = shared.told.lock().unwrap_or_else(PoisonError::into_inner);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(of("code_verifier").as_bytes()));
    // A code is good once.
    let is_good = told.codes.remove(&of("code")) == Some(challenge) && of("grant_type") == "authorization_code";
    let is_same = of("redirect_uri") == told.asked.get("redirect_uri").cloned().unwrap_or_default();
    let token = told.tokens.as_ref().filter(|_| is_good && is_same).map(|tokens| tokens());
    let (status, body) = match token {
        Some(token) => (StatusCode::OK, json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600})),
        None => (StatusCode::BAD_REQUEST, json!({"error": "invalid_grant"})),
    };
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    let response = response.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    response.body(Body::from(body.to_string())).unwrap_or_default()
}

/// What a query or a form says.
fn parameters(text: &str) -> HashMap<String, String> {
    let base = format!("http://localhost/?{text}");
    let Ok(url) = reqwest::Url::parse(&base) else { return HashMap::new() };
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}
