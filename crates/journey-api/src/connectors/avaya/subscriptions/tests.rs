//! Of several who want a connector's subscription looked after, on a store and at an account that the sample platforms play.

use sample_platforms::avaya::{ACCOUNT, APP_KEY, CLIENT, CLIENT_SECRET};
use sample_platforms::{Server, serve};

use super::*;
use crate::connectors::avaya::api::Access;
use crate::connectors::keys;
use crate::store::Connector;

const ORGANIZATION: &str = "an organization";

/// A connector with an access and a key, and who looks after it.
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

    /// How often the account was asked since somebody asked this.
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
        let made = write.create_connector(ORGANIZATION, &workspace, Kind::Avaya, "Calls", "a test").await;
        let id = made.expect("made").expect("a connector");
        let key = keys::new().expect("a key");
        let sealed = self.vault.seal(&purpose(&id), &key).expect("sealed");
        let known_by = (keys::digest_of(&key), keys::hint_of(&key));
        let added = write.add_connector_key(&id, (&known_by.0, &known_by.1), Some(&sealed), "a test").await;
        added.expect("added");
        write.commit().await.expect("written");
        let access = Access {
            host: "https://eu.api.avayacloud.com",
            account: ACCOUNT,
            client_id: CLIENT,
            client_secret: CLIENT_SECRET,
            app_key: APP_KEY,
            identifiers: "[]",
            wants_notifications: true,
        };
        self.api.connect(&id, &access, "a test").await.expect("connected");
        self.store.any_connector(&id).await.expect("read").expect("a connector")
    }
}

#[tokio::test]
async fn whoever_waited_while_another_looked_after_the_subscription_leaves_it_as_it_is() {
    let place = Place::connected().await;
    let (subscriptions, id) = (&place.subscriptions, place.connector.id.as_str());
    let since = now();
    assert!(subscriptions.is_due(id, since).await.expect("read"), "nobody has yet");
    assert_eq!(subscriptions.ensure(id).await.expect("ensured").len(), 1);
    place.asked();
    // It was due when the wait began, and is not when it ends.
    assert!(subscriptions.ensure_in_turn(id, Some(since)).await.expect("its turn").is_none());
    assert_eq!(place.asked(), 0);
    // Whoever is asked by a person looks in any case.
    assert_eq!(subscriptions.ensure(id).await.expect("ensured")[0].outcome, AvayaOutcome::Good);
}

#[tokio::test]
async fn whoever_waited_while_another_removed_the_subscription_does_not_make_it_again() {
    let place = Place::connected().await;
    let (subscriptions, id) = (&place.subscriptions, place.connector.id.as_str());
    subscriptions.ensure(id).await.expect("ensured");
    place.switch(0).await;
    assert_eq!(subscriptions.remove(id).await.expect("removed").len(), 1);
    place.asked();
    let off = subscriptions.ensure(id).await.expect_err("the connector is off");
    assert!(matches!(off, AvayaError::Here(Error::Conflict(_))), "{off}");
    subscriptions.ensure_if_due(id, i64::MAX).await.expect("nothing to do");
    assert_eq!((place.asked(), place.center.avaya().subscriptions().len()), (0, 0));
    place.switch(1).await;
    assert_eq!(subscriptions.ensure(id).await.expect("ensured").len(), 1);
}
