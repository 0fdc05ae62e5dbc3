//! For a preview: a sample customer calls now and then, is with an agent for a while, and the agent writes up how it went.

use std::time::Duration;

use chrono::Utc;
use serde_json::{Value, json};

use crate::control::held;
use crate::random::Random;
use crate::server::Shared;

/// Has somebody call that often, for as long as a connector asks for conversations; the call before ends then.
pub(crate) async fn now_and_then(shared: Shared, every: Duration) {
    let mut random = Random::new(fastrand::u64(..));
    let mut goes_on: Option<Value> = None;
    loop {
        tokio::time::sleep(every).await;
        if !held(&shared.genesys.service).take_asked() {
            continue;
        }
        let happen = |what: Value| shared.genesys.happen(&shared.world, &what, Utc::now());
        let ended = goes_on.take().map(|call| happen(json!({"kind": "end", "conversation": call["conversationId"]})));
        let numbers: Vec<&String> =
            shared.world.customers.iter().filter_map(|customer| customer.identities.phone.first()).collect();
        let called = random.one_of(&numbers).map(|number| happen(json!({"kind": "call", "customer": number})));
        for why in [ended.and_then(Result::err), called.clone().and_then(Result::err)].into_iter().flatten() {
            eprintln!("sample-platforms: nobody calls: {why}");
        }
        goes_on = called.and_then(Result::ok);
    }
}
