//! The sample connector of a preview's journey service: made and given an access, but not switched on. Whoever switches it on sees
//! calls come in.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::state::{CLIENT, CLIENT_SECRET, ORGANIZATION, REFRESH_TOKEN};

/// What the connector is called.
const NAME: &str = "Sample contact center";

/// Makes it, if it is not there, and gives it an access to this platform, whose tokens are new ones each time it starts.
///
/// # Errors
/// The service does not answer, or refuses; in words.
pub async fn connect(service: &str) -> Result<(), String> {
    let calls = Calls { client: Client::new(), service: service.trim_end_matches('/') };
    let asked = json!({"role": "admin"});
    let signed_in = calls.ask("", Method::POST, "/preview/v1/token", Some(asked)).await?;
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned).ok_or(format!("{key} is missing"));
    let (token, workspace) = (text(&signed_in, "token")?, text(&signed_in, "workspaceId")?);
    let list = "/admin/v1/api/connectors";
    let known = calls.ask(&token, Method::GET, list, None).await?;
    let known = known["data"].as_array().into_iter().flatten().find(|one| one["name"] == NAME).cloned();
    let id = match known {
        Some(known) => text(&known, "id")?,
        None => {
            let body = json!({"name": NAME, "kind": "webex", "workspaceId": workspace});
            let made = calls.ask(&token, Method::POST, list, Some(body)).await?;
            let id = text(&made["data"]["connector"], "id")?;
            let off = json!({"isOn": false});
            calls.ask(&token, Method::PATCH, &format!("{list}/{id}"), Some(off)).await?;
            id
        }
    };
    let access = json!({"region": "eu1", "orgId": ORGANIZATION, "clientId": CLIENT, "clientSecret": CLIENT_SECRET,
        "refreshToken": REFRESH_TOKEN});
    calls.ask(&token, Method::PUT, &format!("{list}/{id}/webex"), Some(access)).await?;
    Ok(())
}

struct Calls<'a> {
    client: Client,
    service: &'a str,
}

impl Calls<'_> {
    async fn ask(&self, token: &str, method: Method, path: &str, body: Option<Value>) -> Result<Value, String> {
        let mut request = self.client.request(method, format!("{}{path}", self.service)).bearer_auth(token);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let status = answer.status();
        let text = answer.text().await.map_err(|error| error.to_string())?;
        if !status.is_success() {
            return Err(format!("{path}: {status} {text}"));
        }
        serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
    }
}
