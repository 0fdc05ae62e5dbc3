//! How the platform is asked over HTTP: paths and bodies of the contract, A.2.

use serde_json::{Value, json};

use super::ask::{Ask, Deed, Question, Told};
use super::source::Avaya;
use crate::http::{Client, HttpError, Json, Path};
use basics::IdentityType;

/// An account of the platform, as the browser asks it.
#[derive(Clone)]
pub(in crate::sources) struct Wire {
    client: Client,
    account: String,
}

impl Avaya<Wire> {
    /// An account; `identifiers`: which of its identifiers is which kind of identity, where that is not the platform's own.
    /// The application key, if there is one, is a header of the client's: `appkey`.
    pub(crate) fn new(client: Client, base_url: &str, account: &str, identifiers: &[(IdentityType, String)]) -> Self {
        let address = [base_url, "/", account].concat();
        Self::of(Wire { client, account: account.to_owned() }, &address, identifiers)
    }

    /// The same, for one part of the widget that wants to say so when the token is refused ([`Client::telling`]).
    pub(crate) fn telling(&self, refused: impl Fn(Option<&HttpError>) + 'static) -> Self {
        let asked = Wire { client: self.asked.client.telling(refused), ..self.asked.clone() };
        Self { asked, ..self.clone() }
    }
}

impl Wire {
    fn path(&self, literal: &str) -> Path {
        Path::new("/api/journey/v1").with("accounts", &self.account).then(literal)
    }

    fn engagement(&self, id: &str) -> Path {
        Path::new("/api/journey/v1").with("accounts", &self.account).with("engagements", id)
    }
}

impl Ask for Wire {
    async fn ask(&self, question: Question<'_>) -> Result<Told, HttpError> {
        told(match question {
            Question::Search(identifiers, page) => {
                let path = self.path("journeys:search").query("pageSize", "50").query("pageNumber", &page.to_string());
                self.client.search(&path, &json!({"identifiers": identifiers})).await?
            }
            Question::Kinds => self.client.get(&self.path("identifiers"), 0).await?,
            Question::Notes(engagement) => self.client.get(&self.engagement(engagement).then("agent-notes"), 0).await?,
        })
    }

    async fn tell(&self, deed: Deed<'_>) -> Result<Told, HttpError> {
        told(match deed {
            Deed::Append(engagement, identifiers) => {
                let path = self.engagement(engagement).verb("appendIdentifiers");
                self.client.post(&path, &json!({"identifiers": identifiers})).await?
            }
            // The schema would nest the identifiers once more; the contract's examples do not.
            Deed::Unlink(identifiers, (name, value)) => {
                let body = json!({"identifiers": identifiers, "unlinkIdentifier": {name: value}});
                self.client.post(&self.path("journeys:unlinkIdentifier"), &body).await?
            }
            Deed::WriteNote(engagement, note) => {
                let path = self.engagement(engagement).then("agent-note");
                self.client.post(&path, &json!({"note": note})).await?
            }
            Deed::EditNote(engagement, id, note) => {
                let path = self.engagement(engagement).with("agent-note", id);
                self.client.put(&path, &json!({"note": note})).await?
            }
        })
    }
}

fn told(answer: Json) -> Result<Told, HttpError> {
    let value = if answer.is_empty() { Value::Null } else { answer.read(basics::json::parse)? };
    Ok(Told { value, letters: answer.letters() })
}
