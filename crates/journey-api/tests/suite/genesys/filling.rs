//! What was before is filled by jobs and, where the lake is behind, by queries; once, through restarts, and of nobody who was erased.

use reqwest::Method;
use sample_platforms::Platform;
use sample_platforms::control::Fault;
use serde_json::{Value, json};

use super::{CALLER, Place, WHOLE, ago, by, call_of, journey, until};

const DAY: i64 = 86_400;

async fn filled(place: &Place) -> Value {
    until(async || {
        let filling = place.state().await["filling"].clone();
        if filling["endedAt"].is_string() { Ok(filling) } else { Err(filling.to_string()) }
    })
    .await
}

async fn assert_stored_once(place: &Place, numbers: &[String]) {
    for number in numbers {
        assert_eq!(place.service.history(&[("identity", number)]).await.len(), WHOLE.len(), "{number}");
    }
}

/// Forty calls of ten days, each by another number, the last one of an hour ago.
fn know_ten_days(place: &Place) -> Vec<String> {
    let numbers: Vec<String> = (0..40).map(|number| format!("+120255501{number:02}")).collect();
    for (place_of, number) in (0_i64..).zip(&numbers) {
        let mut record = call_of(&format!("c-{place_of}"), 3_600 + place_of * DAY / 4);
        by(&mut record, &format!("tel:{number}"));
        place.know(&record);
    }
    numbers
}

#[tokio::test]
async fn ten_days_are_filled_by_jobs_and_the_newest_hours_by_queries_and_a_restart_goes_on_where_it_was() {
    let place = Place::connected().await;
    let numbers = know_ten_days(&place);
    let body = json!({"since": ago(11 * DAY)});
    let begun = place.call(Method::POST, "/genesys/filling", Some(body.clone())).await.expect(202);
    assert_eq!(begun["data"]["filling"]["percent"], 0);
    until(async || {
        let percent = place.state().await["filling"]["percent"].as_i64().unwrap_or_default();
        if percent >= 60 { Ok(()) } else { Err(percent.to_string()) }
    })
    .await;
    // The second job is not answered.
    let away = Fault { path: Some("/details/jobs".to_owned()), status: Some(503), ..Fault::default() };
    place.tenant.control().add_fault(away);
    until(async || {
        let filling = place.state().await["filling"].clone();
        if filling["problem"]["code"] == "vendor.away" { Ok(()) } else { Err(filling.to_string()) }
    })
    .await;
    place.call(Method::POST, "/genesys/filling", Some(body)).await.refused(409);
    let place = place.restarted().await;
    place.tenant.control().clear_faults();
    let before = place.state().await["filling"]["percent"].as_i64().unwrap_or_default();
    assert!((60..100).contains(&before), "{before}");
    // Where it failed it is tried again after a while; a restart does not wait for that.
    let done = filled(&place).await;
    assert_eq!((done["percent"].as_i64(), &done["problem"]), (Some(100), &json!(null)));
    assert_stored_once(&place, &numbers).await;
    assert!(place.asked("/details/jobs") > 4 && done["events"].as_i64().unwrap_or_default() > 0);
    // Once more there is nothing new.
    let body = json!({"since": ago(11 * DAY)});
    place.call(Method::POST, "/genesys/filling", Some(body)).await.expect(202);
    let again = filled(&place).await;
    assert_eq!((again["events"].as_i64(), again["percent"].as_i64()), (Some(0), Some(100)), "{again}");
    assert_stored_once(&place, &numbers).await;
}

#[tokio::test]
async fn a_job_that_the_platform_has_forgotten_is_begun_anew() {
    let place = Place::connected().await;
    place.know(&call_of("c-1", 3 * DAY));
    let lost = Fault {
        platform: Some(Platform::Genesys),
        path: Some("/results".to_owned()),
        status: Some(404),
        times: Some(1),
        ..Fault::default()
    };
    place.tenant.control().add_fault(lost);
    place.call(Method::POST, "/genesys/filling", Some(json!({"since": ago(4 * DAY)}))).await.expect(202);
    filled(&place).await;
    assert_eq!(journey(&place.service, CALLER, WHOLE.len()).await.len(), WHOLE.len());
}

#[tokio::test]
async fn who_was_erased_is_not_filled_again() {
    let place = Place::connected().await;
    place.know(&call_of("c-1", 3 * DAY));
    let mut other = call_of("c-2", 2 * DAY);
    by(&mut other, "tel:+12025550144");
    place.know(&other);
    let fill = async || {
        place.call(Method::POST, "/genesys/filling", Some(json!({"since": ago(4 * DAY)}))).await.expect(202);
        filled(&place).await
    };
    fill().await;
    let path = "/admin/v1/api/person/erasures/workspace-id/{ws}";
    let whom = json!({"identity": CALLER, "dryRun": false});
    place.service.call(Method::POST, super::Role::Admin, path, Some(whom)).await.expect(202);
    until(async || {
        let left = place.service.history(&[]).await.len();
        if left == WHOLE.len() { Ok(()) } else { Err(left.to_string()) }
    })
    .await;
    let pool = place.service.database.open().await;
    until(async || {
        let sql = "SELECT COUNT(*) FROM genesys_conversations WHERE is_erased = 1";
        let (erased,): (i64,) = sqlx::query_as(sql).fetch_one(&pool).await.expect("a number");
        if erased == 1 { Ok(()) } else { Err(erased.to_string()) }
    })
    .await;
    assert_eq!(fill().await["events"], 0);
    assert_eq!(place.service.history(&[]).await.len(), WHOLE.len());
}

#[tokio::test]
async fn a_filling_can_be_ended_and_wrong_days_are_refused() {
    let place = Place::connected().await;
    let running = Fault {
        path: Some("/details/jobs/".to_owned()),
        method: Some("GET".to_owned()),
        status: Some(503),
        ..Fault::default()
    };
    place.tenant.control().add_fault(running);
    for since in ["yesterday", "2999-01-01", "2001-01-01"] {
        place.call(Method::POST, "/genesys/filling", Some(json!({"since": since}))).await.refused(400);
    }
    place.call(Method::POST, "/genesys/filling", Some(json!({"since": ago(DAY)}))).await.expect(202);
    let ended = place.call(Method::DELETE, "/genesys/filling", None).await.expect(200);
    assert!(ended["data"]["filling"]["endedAt"].is_string(), "{ended}");
    place.call(Method::DELETE, "/genesys/filling", None).await.refused(404);
}
