//! What the service counts for itself, however senders name their events.

use serde_json::json;
use sqlx::AnyPool;

use super::harness::{TestService, event_at};
use super::walks::assert_pages_are_parts_of_the_whole;

async fn rows(pool: &AnyPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.expect("counted")
}

/// Publishes that many events with that source, many at once; a minute between each two.
async fn publish(service: &TestService, numbers: std::ops::Range<i64>, source: impl Fn(i64) -> String) {
    let numbers: Vec<i64> = numbers.collect();
    for together in numbers.chunks(64) {
        let published = together.iter().map(|number| {
            let time = chrono::DateTime::from_timestamp(1_772_359_200 + number * 60, 0).expect("a time");
            let mut event =
                event_at(&number.to_string(), "Order", "ann@example.com", &cjds::write_time(time), json!({}));
            event["source"] = json!(source(*number));
            service.publish(event)
        });
        futures_util::future::join_all(published).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_gives_each_event_its_own_source_has_no_rows_counted_for_each() {
    let service = TestService::start().await;
    let pool = service.database.open().await;
    let of_sources = "SELECT COUNT(*) FROM event_counts WHERE list = 'source'";
    publish(&service, 0..900, |number| format!("visit-{number}")).await;
    assert_eq!(rows(&pool, of_sources).await, 0, "each source has one event");
    // One that many events have is counted, all of them, also those from before it was known for that.
    publish(
        &service,
        900..1_900,
        |number| if number % 11 == 0 { format!("visit-{number}") } else { "shop".to_owned() },
    )
    .await;
    assert_eq!(rows(&pool, of_sources).await, 0, "not frequent yet");
    publish(&service, 1_900..2_300, |_| "shop".to_owned()).await;
    let counted = "SELECT CAST(SUM(events) AS BIGINT) FROM event_counts WHERE list = 'source' AND hours =";
    let shop = rows(&pool, "SELECT COUNT(*) FROM events WHERE source = 'shop'").await;
    for hours in ["1", "24"] {
        assert_eq!(rows(&pool, &format!("{counted} {hours} AND value = 'shop'")).await, shop);
        assert_eq!(rows(&pool, &format!("{counted} {hours}")).await, shop, "only the frequent one is counted");
    }
    // The types are counted likewise, and the whole workspace always.
    let all = "SELECT CAST(SUM(events) AS BIGINT) FROM event_counts WHERE hours = 24 AND list =";
    assert_eq!(rows(&pool, &format!("{all} 'type'")).await, 2_300);
    assert_eq!(rows(&pool, &format!("{all} 'all'")).await, 2_300);
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_far_into_a_list_of_which_only_a_part_is_counted_are_parts_of_the_whole() {
    let service = TestService::start().await;
    publish(&service, 0..6_300, |number| if number % 7 == 0 { "rare".to_owned() } else { "shop".to_owned() }).await;
    let pool = service.database.open().await;
    let counted = "SELECT COUNT(*) FROM counted_values WHERE list = 'source'";
    assert_eq!(rows(&pool, counted).await, 1, "one source is frequent, the other is not");
    pool.close().await;
    let both = [("filter", "source=in=('shop','rare')"), ("pageSize", "100"), ("page", "55")];
    let whole = [("pageSize", "100"), ("page", "55")];
    assert_eq!(service.history(&both).await, service.history(&whole).await);
    let ascending = [("sort", "ASC"), ("pageSize", "100"), ("page", "55")];
    let both = [("filter", "source=in=('shop','rare')"), ("sort", "ASC"), ("pageSize", "100"), ("page", "55")];
    assert_eq!(service.history(&both).await, service.history(&ascending).await);
    assert_eq!(assert_pages_are_parts_of_the_whole(&service).await, 6_300);
}
