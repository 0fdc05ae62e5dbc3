//! The same question asked at the same time is asked once: ten widgets of one page that show the same customer cost the
//! service and the browser's few connections what one costs.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};

use super::client::Header;
use super::{HttpError, Json};
use crate::settings::Token;

type Answer = Pin<Box<dyn Future<Output = Result<Json, HttpError>>>>;

/// Which question it is.
#[derive(Clone, PartialEq)]
pub(super) struct Question {
    /// What is asked for.
    pub(super) url: String,
    /// What stands in the body, if the question has one.
    pub(super) body: Option<String>,
    /// By whom.
    pub(super) token: Token,
    /// With what beside the token.
    pub(super) header: Option<Header>,
    /// Of no earlier time than the opening of this stream; 0: any.
    pub(super) since: u32,
}

thread_local! {
    static UNDERWAY: RefCell<Vec<(Question, WeakShared<Answer>)>> = const { RefCell::new(Vec::new()) };
}

/// The answer that is on its way for somebody else, or else what `ask` gives. It is given up when nobody waits for it
/// any more.
pub(super) async fn once(question: Question, ask: impl FnOnce() -> Answer) -> Result<Json, HttpError> {
    let answer = UNDERWAY.with_borrow_mut(|underway| {
        let mut same = None;
        underway.retain(|(other, answer)| {
            let Some(answer) = answer.upgrade().filter(|answer| answer.peek().is_none()) else { return false };
            if *other == question {
                same = Some(answer);
            }
            true
        });
        same.unwrap_or_else(|| {
            let answer: Shared<Answer> = ask().shared();
            underway.extend(answer.downgrade().map(|answer| (question, answer)));
            answer
        })
    });
    answer.await
}

/// Whoever asks from now on asks anew: something was changed, or may have been, and what was asked before does not know.
/// Who waits for an answer already still gets it.
pub(super) fn ask_anew() {
    UNDERWAY.with_borrow_mut(Vec::clear);
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use futures_util::future::join;
    use gloo_timers::future::TimeoutFuture;
    use serde_json::{Value, json};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    use crate::http::{Access, Client, Hosts, Path};

    /// A service that answers a question with how many it was asked by then, when it is told to, and changes at once.
    const SERVICE: &str = r#"
(() => {
  const real = globalThis.fetch, waiting = [];
  let asked = 0;
  globalThis.fetch = (request, init) => {
    if (new URL(request.url ?? request, location.href).host !== "changed.invalid") return real(request, init);
    if (request.method !== "GET") return Promise.resolve(new Response("{}"));
    const answer = new Response(JSON.stringify(++asked));
    return new Promise((open) => waiting.push(() => open(answer)));
  };
  return {
    asked: () => asked,
    release: () => waiting.splice(0).forEach((open) => open()),
    end: () => { globalThis.fetch = real; },
  };
})()
"#;

    #[wasm_bindgen]
    extern "C" {
        type Service;
        #[wasm_bindgen(method)]
        fn asked(this: &Service) -> u32;
        #[wasm_bindgen(method)]
        fn release(this: &Service);
        #[wasm_bindgen(method)]
        fn end(this: &Service);
    }

    #[wasm_bindgen_test]
    async fn what_was_asked_before_a_change_does_not_answer_who_asks_after_it() {
        let service: Service = js_sys::eval(SERVICE).expect("the service").unchecked_into();
        let client = Client::new(Hosts::new("https://changed.invalid", None), Rc::new(Access::default()));
        let path = Path::new("/person");
        let asked = async || client.get(&path, 0).await.and_then(|answer| answer.read(basics::json::parse));
        let all_asked = async |count| {
            while service.asked() < count {
                TimeoutFuture::new(1).await;
            }
        };
        let (together, before, after) = {
            let change = async {
                all_asked(1).await;
                client.patch(&path, &json!([])).await.expect("changed");
                join(asked(), async {
                    all_asked(2).await;
                    service.release();
                })
                .await
                .0
            };
            let (together, (before, after)) = join(asked(), join(asked(), change)).await;
            (together, before, after)
        };
        service.end();
        assert_eq!((together, before), (Ok(Value::from(1)), Ok(Value::from(1))), "asked once for two");
        assert_eq!(after, Ok(Value::from(2)));
    }
}
