//! From page to page of a history that does not stand still: nothing comes twice, nothing is left out. And a page far
//! into it is the page that counting there would give.

use std::collections::HashSet;
use std::process::Command;

use serde_json::{Value, json};

use super::harness::{TestService, event_at};
use crate::database::Database;

const NAMES: [&str; 4] = ["ann@example.com", "bob@example.com", "ann.p@example.com", "+12025550143"];

/// A number below `bound`; the same ones in each run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

/// An event at one of a thousand moments of two days, so that many share theirs.
fn some_event(dice: &mut Dice, number: usize) -> Value {
    let moment = dice.throw(1000);
    let time = format!("2026-03-{:02}T{:02}:{:02}:00Z", 1 + moment / 500, (moment / 25) % 20, moment % 25);
    let kind = ["Order", "Payment", "Visit"][dice.throw(3)];
    event_at(&number.to_string(), kind, NAMES[dice.throw(4)], &time, json!({"even": dice.throw(2)}))
}

fn ids(events: &[Value]) -> Vec<String> {
    events.iter().map(|event| event["id"].as_str().expect("an id").to_owned()).collect()
}

async fn page(service: &TestService, query: &[(&str, &str)], number: usize, size: usize) -> Vec<Value> {
    let (number, size) = (number.to_string(), size.to_string());
    service.history(&[query, &[("page", &number), ("pageSize", &size)]].concat()).await
}

#[tokio::test]
async fn a_walk_through_the_pages_meets_every_event_once_whatever_is_published_meanwhile() {
    let service = TestService::start().await;
    let body = json!({"email": ["ann@example.com", "ann.p@example.com"]});
    service.post("/admin/v1/api/person/merge-identities/workspace-id/{ws}", body).await.expect(200);
    let (mut dice, mut count) = (Dice(7), 0);
    let mut publish = async |dice: &mut Dice, events: usize| {
        for _ in 0..events {
            count += 1;
            service.publish(some_event(dice, count)).await;
        }
    };
    publish(&mut dice, 40).await;
    for (identity, filter, data) in [
        ("", "", ""),
        ("ann@example.com", "", ""),
        ("", "type=='Order'", ""),
        ("", "type=in=('Order','Visit')", "even==1"),
        ("", "time=ge='2026-03-01T05:00:00Z';time=lt='2026-03-02T15:00:00Z'", ""),
        ("12025550143", "", "even==0"),
    ] {
        for (by, sort) in [("time", "DESC"), ("time", "ASC"), ("type", "DESC"), ("identity", "ASC"), ("id", "ASC")] {
            let query = [("identity", identity), ("filter", filter), ("data", data), ("sortBy", by), ("sort", sort)];
            let there: HashSet<String> = ids(&page(&service, &query, 0, 10_000).await).into_iter().collect();
            let (mut walked, mut number, size) = (Vec::new(), 0, 5 + dice.throw(9));
            loop {
                let found = page(&service, &query, number, size).await;
                if found.is_empty() {
                    break;
                }
                walked.extend(found);
                // Newer and older than what was seen, and right beside it.
                publish(&mut dice, 2).await;
                number += 1;
            }
            let seen: HashSet<String> = ids(&walked).into_iter().collect();
            assert_eq!(seen.len(), walked.len(), "nothing twice: {query:?}");
            assert!(there.is_subset(&seen), "nothing left out: {query:?}: {:?}", there.difference(&seen));
            let key = |event: &Value| {
                let text = |key: &str| event[key].as_str().expect("text").to_owned();
                (text(by), text("time"))
            };
            let mut keys: Vec<_> = walked.iter().map(key).collect();
            if sort == "DESC" {
                keys.reverse();
            }
            assert!(keys.is_sorted(), "{query:?}: {keys:?}");
        }
    }
}

#[tokio::test]
async fn a_page_that_is_asked_for_again_is_the_same_and_the_first_page_is_always_the_newest() {
    let service = TestService::start().await;
    let mut dice = Dice(3);
    for number in 0..12 {
        service.publish(some_event(&mut dice, number)).await;
    }
    let (first, second) = (page(&service, &[], 0, 4).await, page(&service, &[], 1, 4).await);
    service.publish(event_at("new", "Order", NAMES[0], "2026-03-05T10:00:00Z", json!({}))).await;
    assert_eq!(page(&service, &[], 1, 4).await, second, "the answer was lost on its way");
    let third = page(&service, &[], 2, 4).await;
    assert_eq!(page(&service, &[], 0, 4).await[0]["id"], "new");
    // A new walk, and it has one event more: what followed on the old one is another place now.
    let whole = page(&service, &[], 0, 100).await;
    assert_eq!(page(&service, &[], 2, 4).await, whole[8..12], "a page out of turn is counted");
    assert_ne!(third, whole[8..12]);
    assert_eq!(first, whole[1..5]);
}

#[tokio::test]
async fn a_merge_in_the_middle_of_a_walk_doubles_nothing() {
    let service = TestService::start().await;
    for number in 0..20_usize {
        let time = format!("2026-03-01T10:00:{number:02}Z");
        service.publish(event_at(&number.to_string(), "Visit", NAMES[number % 2], &time, json!({}))).await;
    }
    let query = [("identity", NAMES[0])];
    let mut walked = page(&service, &query, 0, 4).await;
    let body = json!({"email": [NAMES[0], NAMES[1]]});
    service.post("/admin/v1/api/person/merge-identities/workspace-id/{ws}", body).await.expect(200);
    for number in 1..5 {
        walked.extend(page(&service, &query, number, 4).await);
    }
    let seen: HashSet<String> = ids(&walked).into_iter().collect();
    assert_eq!(seen.len(), walked.len());
    assert!((0..20).step_by(2).all(|number| seen.contains(&number.to_string())), "{seen:?}");
}

/// Imports events by the program. Meanwhile the service goes on: stopped in the middle of a transaction, it would have the
/// program wait for ever.
async fn import(database: &Database, workspace: &str, events: impl Iterator<Item = Value>) {
    let files = tempfile::tempdir().expect("a directory");
    let file = files.path().join("events.ndjson");
    std::fs::write(&file, events.map(|event| event.to_string() + "\n").collect::<String>()).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.arg("import-events").arg(&file).args(["--database", &database.url, "--workspace", workspace]);
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("ran").expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Pages far into a list are parts of all of it, which is read from its beginning; how many events the workspace has.
pub(crate) async fn assert_pages_are_parts_of_the_whole(service: &TestService) -> usize {
    let mut events = 0;
    for sort in ["DESC", "ASC"] {
        for (number, filter) in [
            "",
            "type=in=('Order','Visit')",
            "source=='custom/tests'",
            // Bounds in the middle of an hour, at both ends.
            "time=ge='2026-03-01T02:07:00Z';time=lt='2026-03-02T17:21:00Z'",
            "type=in=('Payment','Order','Visit');time=ge='2026-03-01T01:11:00Z';time=le='2026-03-02T18:03:00Z'",
            "source=='custom/tests';time=lt='1970-01-01T00:30:00Z'",
            "source=='custom/tests';time=ge='1970-01-01T00:30:00Z'",
            "type=='Refund'",
        ]
        .into_iter()
        .enumerate()
        {
            let query: &[(&str, &str)] = &[("sort", sort), ("filter", filter)][..2 - usize::from(number == 0)];
            let whole = page(service, query, 0, 10_000).await;
            events = events.max(whole.len());
            for (number, size) in
                [(1, 5_000), (52, 100), (5_003, 1), (700, 9), (60, 100), (63, 100), (2, 5_000), (99, 99)]
            {
                let expected: &[Value] =
                    whole.get(number * size..).map_or(&[], |rest| rest.get(..size).unwrap_or(rest));
                let found = page(service, query, number, size).await;
                assert_eq!(ids(&found), ids(expected), "page {number} of {size}, {sort}, {filter}, of {}", whole.len());
            }
        }
    }
    assert_every_event_is_counted(&service.database).await;
    events
}

/// What is not counted is found as well, but slowly. So the counts themselves are compared with the events: of a type or source
/// all are counted or none, and of the workspace all.
async fn assert_every_event_is_counted(database: &Database) {
    type Row = (String, String, i64, i64);
    let pool = sqlx::AnyPool::connect(&database.url).await.expect("open");
    let counted: Vec<Row> = sqlx::query_as(
        "SELECT list, value, hours, CAST(SUM(events) AS BIGINT) FROM event_counts GROUP BY 1, 2, 3 \
         HAVING SUM(events) <> 0 ORDER BY 3, 1, 2",
    )
    .fetch_all(&pool)
    .await
    .expect("counts");
    let mut expected: Vec<Row> = Vec::new();
    for hours in [1, 24] {
        for (list, value) in [("all", "''"), ("source", "source"), ("type", "type")] {
            let sql = format!(
                "SELECT CAST('{list}' AS TEXT), CAST({value} AS TEXT), CAST({hours} AS BIGINT), COUNT(*) FROM events \
                 WHERE '{list}' = 'all' OR {value} IN (SELECT value FROM counted_values WHERE list = '{list}') \
                 GROUP BY 2 ORDER BY 2"
            );
            let rows: Vec<Row> = sqlx::query_as(&sql).fetch_all(&pool).await.expect("events");
            expected.extend(rows);
        }
    }
    assert_eq!(counted, expected);
    pool.close().await;
}

#[tokio::test]
async fn a_page_far_into_a_list_is_found_by_counting_hours_and_is_the_same() {
    let service = TestService::start().await;
    let workspace = service.workspace.clone();
    let mut dice = Dice(11);
    import(&service.database, &workspace, (0..8_300).map(|number| some_event(&mut dice, number))).await;
    assert_eq!(assert_pages_are_parts_of_the_whole(&service).await, 8_300);
    // The same once more, and others: what was there is not counted again.
    let mut dice = Dice(11);
    import(&service.database, &workspace, (0..8_400).map(|number| some_event(&mut dice, number))).await;
    // Before there was time, and long ago: counted as well, and not kept.
    for (number, time) in ["1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"].iter().enumerate() {
        service.publish(event_at(&format!("old{number}"), "Order", NAMES[0], time, json!({}))).await;
    }
    assert_eq!(assert_pages_are_parts_of_the_whole(&service).await, 8_403);
    let mut again = restarted(service, 36_500).await;
    assert_eq!(assert_pages_are_parts_of_the_whole(&again).await, 8_403);
    // The service deletes them when it starts; what it says when is seen on the list.
    again = restarted(again, 15_000).await;
    while page(&again, &[], 0, 10_000).await.len() > 8_400 {
        tokio::task::yield_now().await;
    }
    assert_eq!(assert_pages_are_parts_of_the_whole(&again).await, 8_400);
}

async fn restarted(service: TestService, days: i64) -> TestService {
    let workspace = service.workspace.clone();
    let mut again = TestService::start_on(service.stop().await, |config| config.retention_days = Some(days)).await;
    again.workspace = workspace;
    again
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_are_published_all_at_once_are_all_counted() {
    let service = TestService::start_with(|config| config.publish_together = 3).await;
    let workspace = service.workspace.clone();
    let mut dice = Dice(5);
    let events: Vec<Value> = (0..8_000).map(|number| some_event(&mut dice, number)).collect();
    let (imported, published) = events.split_at(7_700);
    // Two imports of the same, as from another machine, while many publish: each is stored once, and counted once.
    let (one, two) = (imported.to_vec(), imported.to_vec());
    let publish = async |part: &[Value]| {
        for event in part {
            service.publish(event.clone()).await;
        }
    };
    tokio::join!(
        import(&service.database, &workspace, one.into_iter()),
        import(&service.database, &workspace, two.into_iter().rev()),
        publish(&published[..100]),
        publish(&published[100..200]),
        publish(&published[200..]),
        publish(&published[50..150])
    );
    assert_eq!(assert_pages_are_parts_of_the_whole(&service).await, 8_000);
}
