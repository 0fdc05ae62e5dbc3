//! The sample connectors of a preview's journey service: made and given an access, but not switched on. Whoever switches one on sees
//! calls come in.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::{avaya, genesys, webex};

/// A connector: what it is called, of which kind it is, and its access to this platform.
struct Sample {
    name: &'static str,
    kind: &'static str,
    access: Value,
}

fn samples() -> [Sample; 3] {
    let of_webex = json!({"region": "eu1", "orgId": webex::ORGANIZATION, "clientId": webex::CLIENT,
        "clientSecret": webex::CLIENT_SECRET, "refreshToken": webex::REFRESH_TOKEN});
    let of_genesys = json!({"region": "prod-euc1", "clientId": genesys::SERVICE_CLIENT,
        "clientSecret": genesys::SERVICE_SECRET});
    let of_avaya = json!({"host": "eu", "accountId": avaya::ACCOUNT, "clientId": avaya::CLIENT,
        "clientSecret": avaya::CLIENT_SECRET, "appKey": avaya::APP_KEY});
    [
        Sample { name: "Sample contact center", kind: "webex", access: of_webex },
        Sample { name: "Sample Genesys Cloud", kind: "genesys", access: of_genesys },
        Sample { name: "Sample Avaya", kind: "avaya", access: of_avaya },
    ]
}

/// Makes those that are not there, and gives each an access to this platform, whose tokens are new ones each time it starts.
///
/// # Errors
/// The service does not answer, or refuses; in words.
pub async fn connect(service: &str) -> Result<(), String> {
    let calls = Calls { client: Client::new(), service: service.trim_end_matches('/') };
    let asked = json!({"role": "admin"});
    let signed_in = calls.ask("", Method::POST, "/preview/v1/token", Some(asked)).await?;
    let (token, workspace) = (text(&signed_in, "token")?, text(&signed_in, "workspaceId")?);
    for sample in samples() {
        make(&calls, &token, &workspace, sample).await?;
    }
    Ok(())
}

async fn make(calls: &Calls<'_>, token: &str, workspace: &str, sample: Sample) -> Result<(), String> {
    let Sample { name, kind, access } = sample;
    let list = "/admin/v1/api/connectors";
    let known = calls.ask(token, Method::GET, list, None).await?;
    let known = known["data"].as_array().into_iter().flatten().find(|one| one["name"] == name).cloned();
    let id = match known {
        Some(known) => text(&known, "id")?,
        None => {
            let body = json!({"name": name, "kind": kind, "workspaceId": workspace});
            let made = calls.ask(token, Method::POST, list, Some(body)).await?;
            let id = text(&made["data"]["connector"], "id")?;
            let off = json!({"isOn": false});
            calls.ask(token, Method::PATCH, &format!("{list}/{id}"), Some(off)).await?;
            id
        }
    };
    calls.ask(token, Method::PUT, &format!("{list}/{id}/{kind}"), Some(access)).await?;
    Ok(())
}

fn text(value: &Value, key: &str) -> Result<String, String> {
    value[key].as_str().map(str::to_owned).ok_or(format!("{key} is missing"))
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
