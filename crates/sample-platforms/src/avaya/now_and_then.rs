//! For a preview: a sample customer calls now and then, an agent takes the call, writes a note on it, and it ends.

use std::time::Duration;

use serde_json::{Value, json};

use crate::random::Random;
use crate::server::{Everything, Shared};

/// Who takes the calls.
const AGENT: &str = "Sam Rivera";

/// Has somebody call that often, for as long as notifications are subscribed; the call before ends then.
pub(crate) async fn now_and_then(shared: Shared, every: Duration) {
    let mut random = Random::new(fastrand::u64(..));
    let mut goes_on: Option<Value> = None;
    loop {
        tokio::time::sleep(every).await;
        if !shared.avaya.is_subscribed() {
            continue;
        }
        let happen = |mut what: Value| {
            what["platform"] = json!("avaya");
            Everything::happen(&shared, &what)
        };
        let ended = goes_on.take().map(|call| {
            happen(json!({"engagement": call["id"], "note": "Wants a call back next week.", "ended": true}))
        });
        let numbers: Vec<&String> =
            shared.world.customers.iter().filter_map(|customer| customer.identities.phone.first()).collect();
        let called = random.one_of(&numbers).map(|number| {
            let begun = happen(json!({"customer": number}))?;
            happen(json!({"engagement": begun["id"], "agent": AGENT}))
        });
        for why in [ended.and_then(Result::err), called.clone().and_then(Result::err)].into_iter().flatten() {
            eprintln!("sample-platforms: nobody calls: {why}");
        }
        goes_on = called.and_then(Result::ok);
    }
}
