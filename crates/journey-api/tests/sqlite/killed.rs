//! A process was killed while it had a turn: on SQLite the next one does not wait for that.

use reqwest::Method;
use serde_json::json;

use crate::suite::TestService;
use crate::suite::avaya::{self, Place};
use crate::suite::webex::contact_center;

/// Years from now.
const LATE: i64 = 4_000_000_000_000;

#[tokio::test]
async fn subscriptions_are_looked_after_right_after_a_process_was_killed_amid_that() {
    let place = Place::notified().await;
    let pool = place.service.database.open().await;
    sqlx::query("UPDATE avaya_accounts SET subscribing_until = $1").bind(LATE).execute(&pool).await.expect("written");
    pool.close().await;
    let Place { center, service, id } = place;
    let service = TestService::start_on(service.stop().await, avaya::with_center(&center)).await;
    let place = Place { center, service, id };
    place.ask(Method::POST, "/avaya/subscriptions", None).await.expect(200);

    let contact_center::Place { center, service, webex } = contact_center::Place::connected().await;
    let pool = service.database.open().await;
    let sql = "UPDATE webex_accounts SET subscribing_until = $1, reconciling_until = $1, leased_until = $1";
    sqlx::query(sql).bind(LATE).execute(&pool).await.expect("written");
    pool.close().await;
    let service = TestService::start_on(service.stop().await, contact_center::with_center(&center)).await;
    webex.ask(&service, Method::POST, "/webex/subscriptions", None).await.expect(200);
    webex.ask(&service, Method::POST, "/webex/reconciliations", Some(json!({"hours": 1}))).await.expect(200);
    center.webex().end_tokens();
    webex.ask(&service, Method::GET, "/webex/subscriptions", None).await.expect(200);
}
