//! Of several who want a connector's subscriptions looked after, on a store and at a contact center that the sample platforms play.

use sample_platforms::webex::{CLIENT, CLIENT_SECRET, ORGANIZATION, REFRESH_TOKEN};
use sample_platforms::{Server, serve};

use super::*;
use crate::connectors::keys;
use crate::connectors::webex::tokens::App;
use crate::store::{Connector, now};

/// A connector with an access and a secret, and who looks after it.
struct Place {
    center: Server,
    subscriptions: Subscriptions,
    connector: Connector,
    _directory: tempfile::TempDir,
}

impl Place {
    async fn connected() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let center = serve(listener, sample_platforms::Config::default()).await.expect("started");
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        let store = Store::connect(&url).await.expect("open");
        let vault = Vault::of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").expect("a key");
        let api = Api::new(store.clone(), vault.clone(), Some(center.url())).expect("a client");
        let subscriptions = Subscriptions { store, vault, api, public_url: "https://journey.example.com".to_owned() };
        let connector = subscriptions.make().await;
        Self { center, subscriptions, connector, _directory: directory }
    }

    async fn switch(&self, is_on: i64) {
        let mut write = self.subscriptions.store.write().await.expect("a turn");
        let switched = Connector { is_on, ..self.connector.clone() };
        write.update_connector(&switched, "a test").await.expect("switched");
        write.commit().await.expect("written");
    }

    /// How often the contact center was asked since somebody asked this.
    fn asked(&self) -> usize {
        let asked = self.center.control().requests().len();
        self.center.control().forget_requests();
        asked
    }
}

impl Subscriptions {
    async fn make(&self) -> Connector {
        let mut write = self.store.write().await.expect("a turn");
        let workspace = write.create_workspace(ORGANIZATION, None, "Main", "", "a test").await.expect("made");
        let workspace = workspace.expect("a workspace");
        let made = write.create_connector(ORGANIZATION, &workspace, Kind::Webex, "Calls", "a test").await;
        let id = made.expect("made").expect("a connector");
        write.commit().await.expect("written");
        self.add_secret(&id).await;
        let app = App { client_id: CLIENT, client_secret: CLIENT_SECRET, refresh_token: REFRESH_TOKEN };
        self.api.connect(&id, ("eu1", ORGANIZATION), &app, "a test").await.expect("connected");
        self.store.any_connector(&id).await.expect("read").expect("a connector")
    }

    async fn add_secret(&self, connector: &str) {
        let secret = keys::new().expect("a secret");
        let sealed = self.vault.seal(&purpose(connector), &secret).expect("sealed");
        let known_by = (keys::digest_of(&secret), keys::hint_of(&secret));
        let mut write = self.store.write().await.expect("a turn");
        let added = write.add_connector_key(connector, (&known_by.0, &known_by.1), Some(&sealed), "a test").await;
        let added = added.expect("added");
        write.end_other_keys(connector, &added, now()).await.expect("ended");
        write.commit().await.expect("written");
    }
}

#[tokio::test]
async fn whoever_waited_while_another_looked_after_the_subscriptions_leaves_them_as_they_are() {
    let place = Place::connected().await;
    let (subscriptions, id) = (&place.subscriptions, place.connector.id.as_str());
    let since = now();
    assert!(subscriptions.is_due(id, since).await.expect("read"), "nobody has yet");
    assert_eq!(subscriptions.ensure(id).await.expect("ensured").len(), 2);
    place.asked();
    // It was due when the wait began, and is not when it ends.
    assert!(subscriptions.ensure_in_turn(id, Some(since)).await.expect("its turn").is_none());
    assert_eq!(place.asked(), 0);
    // What was told meanwhile is told once; a secret that is newer is told by whoever comes next.
    subscriptions.add_secret(id).await;
    for outcomes in [Some(2), None] {
        let ensured = subscriptions.ensure_in_turn(id, Some(since)).await.expect("its turn");
        assert_eq!(ensured.map(|ensured| ensured.len()), outcomes);
    }
    // Whoever is asked by a person looks in any case.
    assert!(subscriptions.ensure(id).await.expect("ensured").iter().all(|one| one.outcome == Outcome::Good));
}

#[tokio::test]
async fn whoever_waited_while_another_removed_the_subscriptions_does_not_make_them_again() {
    let place = Place::connected().await;
    let (subscriptions, id) = (&place.subscriptions, place.connector.id.as_str());
    subscriptions.ensure(id).await.expect("ensured");
    place.switch(0).await;
    assert_eq!(subscriptions.remove(id).await.expect("removed").len(), 2);
    place.asked();
    let off = subscriptions.ensure(id).await.expect_err("the connector is off");
    assert!(matches!(off, ApiError::Here(Error::Conflict(_))), "{off}");
    subscriptions.add_secret(id).await;
    subscriptions.ensure_if_due(id, i64::MAX).await.expect("nothing to do");
    assert_eq!((place.asked(), place.center.webex().subscriptions().len()), (0, 0));
    place.switch(1).await;
    assert_eq!(subscriptions.ensure(id).await.expect("ensured").len(), 2);
}
