//! Signing in by an identity provider: authorization code with PKCE (RFC 6749, 7636), in a window of its own, so that the
//! page and what was typed in it stay. What comes back there is told by a channel of this origin (page/signed-in.js).

use futures_channel::oneshot;
use js_sys::{Object, Reflect};
use serde::Deserialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, Url, UrlSearchParams};

use crate::pkce::{challenge, verifier};
use crate::wire::Provider;

/// By which page/signed-in.js tells what came.
const CHANNEL: &str = "journey-console-sign-in";

/// Why nobody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignInError {
    /// The browser lets the page open no window.
    NoWindow,
    /// The provider refused, in its words.
    Refused(String),
    /// The provider gave no token for the code.
    NoToken,
}

/// A sign-in under way.
pub(crate) struct SigningIn {
    provider: Provider,
    redirect: String,
    verifier: String,
    came: oneshot::Receiver<Came>,
    _channel: Channel,
}

/// What came back.
struct Came {
    code: String,
    error: String,
}

/// Closed with whoever waited for it.
struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}

impl SigningIn {
    /// Opens the provider's page. Only a click may do that.
    ///
    /// # Errors
    /// The browser lets it not.
    pub(crate) fn begin(provider: Provider) -> Result<Self, SignInError> {
        Self::try_begin(provider).map_err(|_| SignInError::NoWindow)?
    }

    fn try_begin(provider: Provider) -> Result<Result<Self, SignInError>, JsValue> {
        let window = leptos::prelude::window();
        let (verifier, state) = (verifier(random(&window)?), verifier(random(&window)?));
        let redirect = Url::new_with_base("signed-in.html", &window.location().href()?)?;
        redirect.set_hash("");
        redirect.set_search("");
        let redirect = redirect.href();
        let address = Url::new(&provider.authorization_endpoint)?;
        let query = address.search_params();
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", &provider.client_id),
            ("redirect_uri", &redirect),
            ("scope", &provider.scope),
            ("state", &state),
            ("code_challenge", &challenge(&verifier)),
            ("code_challenge_method", "S256"),
        ] {
            query.set(name, value);
        }
        if let Some(audience) = &provider.audience {
            query.set("audience", audience);
        }
        let (sender, came) = oneshot::channel();
        let mut sender = Some(sender);
        let heard = Closure::new(move |event: MessageEvent| {
            let said = |name: &str| Reflect::get(&event.data(), &name.into()).ok()?.as_string();
            // Of another sign-in, in another tab.
            if said("state").as_deref() != Some(state.as_str()) {
                return;
            }
            if let Some(sender) = sender.take() {
                let came = Came { code: said("code").unwrap_or_default(), error: said("error").unwrap_or_default() };
                // Whoever began it may have gone.
                let _ = sender.send(came);
            }
        });
        let channel = BroadcastChannel::new(CHANNEL)?;
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let channel = Channel { channel, _heard: heard };
        let opened =
            window.open_with_url_and_target_and_features(&address.href(), "_blank", "popup,width=520,height=720")?;
        if opened.is_none() {
            return Ok(Err(SignInError::NoWindow));
        }
        Ok(Ok(Self { provider, redirect, verifier, came, _channel: channel }))
    }

    /// The token, once somebody has signed in.
    ///
    /// # Errors
    /// The provider refused.
    pub(crate) async fn token(self) -> Result<String, SignInError> {
        #[derive(Deserialize)]
        struct Given {
            access_token: String,
        }
        let came = self.came.await.map_err(|_| SignInError::NoToken)?;
        if came.code.is_empty() {
            return Err(SignInError::Refused(came.error));
        }
        let form =
            UrlSearchParams::new_with_record_from_str_to_str(&Object::new()).map_err(|_| SignInError::NoToken)?;
        for (name, value) in [
            ("grant_type", "authorization_code"),
            ("code", &came.code),
            ("redirect_uri", &self.redirect),
            ("client_id", &self.provider.client_id),
            ("code_verifier", &self.verifier),
        ] {
            form.append(name, value);
        }
        let request = gloo_net::http::Request::post(&self.provider.token_endpoint)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(String::from(form.to_string()))
            .map_err(|_| SignInError::NoToken)?;
        let answer = request.send().await.map_err(|_| SignInError::NoToken)?;
        let given: Given = answer.json().await.map_err(|_| SignInError::NoToken)?;
        Ok(given.access_token)
    }
}

fn random(window: &web_sys::Window) -> Result<[u8; 32], JsValue> {
    let mut bytes = [0; 32];
    window.crypto()?.get_random_values_with_u8_array(&mut bytes)?;
    Ok(bytes)
}
