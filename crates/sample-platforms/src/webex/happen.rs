//! What happens now: `{"platform": "webex", "what": "call"}`, with
//! - `customer`: by whom, a number; `outbound`: the customer is called;
//! - `lose`: types of webhooks that nobody gets, or `true` for all; `repeat`: how often each comes again; `shuffle`: in any order;
//! - `msAgo`: how long ago it began;
//! - `seconds`: how long the call takes, told as it goes on; without it all of it is told at once, and was a while ago.
//!
//! `"what": "late"` tells what was lost until now after all, and `end-tokens` has all access tokens end.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use serde_json::{Value, json};

use super::call::{Call, Happening};
use super::deliver::deliver;
use crate::random::Random;
use crate::server::Shared;

/// A call that is told at once began so long ago, in ms.
const AGO: i64 = 120_000;
/// How long a call takes, in ms.
const LENGTH: i64 = 90_000;

/// Lets it happen; what did, before anybody is told.
pub(crate) fn happen(shared: &Shared, what: &Value) -> Result<Value, String> {
    match what.get("what").and_then(Value::as_str).unwrap_or("call") {
        "call" => call(shared, what),
        "late" => {
            let lost = shared.webex.with(|state| std::mem::take(&mut state.lost));
            let told = json!({"webhooks": lost.len()});
            let shared = Arc::clone(shared);
            tokio::spawn(async move {
                for happening in &lost {
                    deliver(&shared, happening, 0).await;
                }
            });
            Ok(told)
        }
        "end-tokens" => {
            shared.webex.end_tokens();
            Ok(json!({}))
        }
        other => Err(format!("what: {other} cannot happen")),
    }
}

fn call(shared: &Shared, what: &Value) -> Result<Value, String> {
    let mut random = Random::new(fastrand::u64(..));
    let customer = match what.get("customer").and_then(Value::as_str) {
        Some(customer) => customer.to_owned(),
        None => somebody(shared, &mut random).ok_or("customer: is missing")?,
    };
    let is_outbound = what.get("outbound").and_then(Value::as_bool).unwrap_or_default();
    let seconds = what.get("seconds").and_then(Value::as_i64).filter(|seconds| *seconds > 0);
    let ago = what.get("msAgo").and_then(Value::as_i64).unwrap_or(AGO);
    let start = Utc::now().timestamp_millis() - if seconds.is_some() { 0 } else { ago };
    let mut call = Call::of(&customer, is_outbound, start, &mut random);
    if let Some(seconds) = seconds {
        for happening in &mut call.happenings {
            happening.time = start + (happening.time - start) * seconds * 1000 / LENGTH;
            happening.data["createdTime"] = json!(happening.time);
        }
    }
    let told = json!({"taskId": call.task, "customer": customer, "webhooks": call.happenings.len()});
    let lost = what.get("lose").cloned().unwrap_or_default();
    let is_lost = |kind: &str| lost == true || lost.as_array().is_some_and(|lost| lost.iter().any(|one| one == kind));
    let (unheard, mut happenings): (Vec<Happening>, Vec<Happening>) =
        call.happenings.iter().cloned().partition(|happening| is_lost(happening.kind));
    if what.get("shuffle").and_then(Value::as_bool).unwrap_or_default() {
        fastrand::shuffle(&mut happenings);
    }
    let repeats = what.get("repeat").and_then(Value::as_u64).unwrap_or_default();
    shared.webex.with(|state| {
        state.calls.push(call);
        state.lost.extend(unheard);
    });
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        for happening in &happenings {
            let wait = if seconds.is_some() { happening.time - Utc::now().timestamp_millis() } else { 0 };
            tokio::time::sleep(Duration::from_millis(u64::try_from(wait).unwrap_or_default())).await;
            deliver(&shared, happening, repeats).await;
        }
    });
    Ok(told)
}

/// The number of a sample customer.
fn somebody(shared: &Shared, random: &mut Random) -> Option<String> {
    let numbers: Vec<&String> =
        shared.world.customers.iter().filter_map(|customer| customer.identities.phone.first()).collect();
    random.one_of(&numbers).map(|number| (*number).clone())
}

/// Has a sample customer call now and then, for as long as somebody wants to know of it.
pub(crate) async fn now_and_then(shared: Shared, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let is_wanted = shared.webex.with(|state| state.subscriptions.iter().any(|one| one.wants("task:new")));
        if is_wanted && let Err(why) = happen(&shared, &json!({"what": "call", "seconds": 30})) {
            eprintln!("sample-platforms: nobody calls: {why}");
        }
    }
}
