//! How long pages take, one after the other on one connection.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::client::{Api, Connection};
use super::fill::{HEAVY, HEAVY_EVENTS, customers, identity, mixed};
use super::servers::Service;

/// What was asked, and how long each answer took.
pub(super) struct Timed {
    pub(super) what: &'static str,
    pub(super) times: Vec<Duration>,
}

/// One kind of question: the status of its answer, and the path of the nth.
pub(super) type Question<'a> = (&'static str, u32, u16, Box<dyn Fn(u64) -> String + 'a>);

/// Everything that is asked of a store of that size, each kind so often, the slow ones less often.
pub(super) fn questions(api: &Api, size: u64, (many, few): (u32, u32)) -> Vec<Question<'_>> {
    let whole = size + HEAVY_EVENTS;
    let somebody = move |number: u64| encoded(&identity(mixed(number) % customers(size)));
    let heavy = encoded(HEAVY);
    let of_heavy = |query: &str| -> Box<dyn Fn(u64) -> String> {
        let path = api.history(&format!("identity={heavy}&{query}"));
        Box::new(move |_| path.clone())
    };
    let person = format!("/admin/v1/api/person/workspace-id/{}", api.workspace);
    let persons = person.clone();
    let profile = format!("/v1/api/progressive-profile-view/workspace-id/{}/identity", api.workspace);
    vec![
        (
            "a customer's history (25 events)",
            many,
            200,
            Box::new(move |n| api.history(&format!("identity={}&pageSize=100", somebody(n)))),
        ),
        ("the first 50 of a customer's 2,000", many, 200, of_heavy("pageSize=50")),
        ("the same, page 30", many, 200, of_heavy("pageSize=50&page=30")),
        ("the same, filtered by its data", many, 200, of_heavy("pageSize=50&data=category%3D%3D'Water'")),
        ("the workspace's newest 100", many, 200, Box::new(|_| api.history("pageSize=100"))),
        ("the same of one type", many, 200, Box::new(|_| api.history("pageSize=100&filter=type%3D%3D'Payment'"))),
        ("the same, page 9", many, 200, Box::new(|_| api.history("pageSize=100&page=9"))),
        (
            "the page in the middle of the workspace",
            few,
            200,
            // Each time the page before the last one, so that none goes on from another.
            Box::new(move |n| api.history(&format!("pageSize=100&page={}", (whole / 200).saturating_sub(n)))),
        ),
        (
            "from there from page to page",
            many,
            200,
            Box::new(move |n| api.history(&format!("pageSize=100&page={}", whole / 200 + n))),
        ),
        (
            "the page in the middle of one type",
            few,
            200,
            Box::new(move |n| {
                let page = (whole / 2000).saturating_sub(n);
                api.history(&format!("pageSize=100&filter=type%3D%3D'Payment'&page={page}"))
            }),
        ),
        (
            "from there from page to page",
            few,
            200,
            Box::new(move |n| {
                api.history(&format!("pageSize=100&filter=type%3D%3D'Payment'&page={}", whole / 2000 + n))
            }),
        ),
        ("a person by alias", many, 200, Box::new(move |n| format!("{person}/aliases/{}", somebody(n)))),
        (
            "100 persons sorted by last name",
            many,
            200,
            Box::new(move |_| format!("{persons}?sortBy=lastName&pageSize=100")),
        ),
        (
            "a profile of three attributes",
            many,
            200,
            Box::new(move |n| format!("{profile}/{}/template-name/bench", somebody(n))),
        ),
        (
            "a search that no index knows, to its limit",
            few,
            if whole > 50_000 { 400 } else { 200 },
            Box::new(|_| api.history("data=category%3D%3D'None'")),
        ),
    ]
}

pub(super) fn measure(service: &Service, api: &Api, size: u64, quick: bool) -> Result<Vec<Timed>> {
    let questions = questions(api, size, if quick { (50, 3) } else { (500, 20) });
    let mut connection = api.connection(service)?;
    let mut all = Vec::new();
    for (what, count, status, path) in questions {
        // Once unmeasured: the first pays for what is kept from then on.
        ask(&mut connection, &path(0), status)?;
        let times = (1..=u64::from(count)).map(|number| ask(&mut connection, &path(number), status));
        all.push(Timed { what, times: times.collect::<Result<_>>()? });
    }
    Ok(all)
}

pub(super) fn ask(connection: &mut Connection, path: &str, expected: u16) -> Result<Duration> {
    let start = Instant::now();
    let (status, answer) = connection.call("GET", path, "")?;
    let time = start.elapsed();
    ensure!(status == expected, "{path}: {status} {}", String::from_utf8_lossy(&answer));
    Ok(time)
}

fn encoded(identity: &str) -> String {
    identity.replace('@', "%40")
}
