//! Requests that change something. Each is sent once, whatever comes of it: after a lost answer nobody knows whether it
//! was done, so whoever asked must look before it is asked again.

use gloo_net::http::Method;
use serde_json::Value;

use super::abort::AbortOnDrop;
use super::client::{Carried, JSON, answered, read_text, request, within_deadline};
use super::{Client, HttpError, Json, Path, shared};

impl Client {
    /// Changes what is there.
    pub(crate) async fn patch(&self, path: &Path, body: &Value) -> Result<Json, HttpError> {
        self.change(Method::PATCH, "application/json-patch+json", path, body).await
    }

    /// Sends something new.
    pub(crate) async fn post(&self, path: &Path, body: &Value) -> Result<Json, HttpError> {
        self.change(Method::POST, JSON, path, body).await
    }

    /// Puts something in the place of what is there.
    #[allow(dead_code, reason = "CJDS patches")]
    pub(crate) async fn put(&self, path: &Path, body: &Value) -> Result<Json, HttpError> {
        self.change(Method::PUT, JSON, path, body).await
    }

    /// Sends something that changes nothing for anybody else, as a channel that is made: with the next token, where this one
    /// is refused.
    #[allow(dead_code, reason = "CJDS has no channels")]
    pub(crate) async fn set_up(&self, method: Method, path: &Path, body: &Value) -> Result<Value, HttpError> {
        let answer = self.with_pass(async |_| self.change(method.clone(), JSON, path, body).await).await?;
        answer.read(basics::json::parse)
    }

    /// The answer; one without rows where it has no body ("accepted for processing").
    async fn change(&self, method: Method, kind: &str, path: &Path, body: &Value) -> Result<Json, HttpError> {
        let abort = AbortOnDrop::new();
        let (url, token, header) = self.address(path);
        let carried = Carried { token: Some(&token), header, accept: JSON };
        let name = match method {
            Method::PATCH => "PATCH",
            Method::PUT => "PUT",
            Method::DELETE => "DELETE",
            _ => "POST",
        };
        let request = request(method, &url, carried, &abort)
            .header("Content-Type", kind)
            .body(body.to_string())
            .map_err(|_| HttpError::Unreachable)?;
        let sent = within_deadline(async { read_text(answered(request.send().await).await?).await });
        let answer = self.logged(name, path, sent).await;
        shared::ask_anew();
        answer
    }
}
