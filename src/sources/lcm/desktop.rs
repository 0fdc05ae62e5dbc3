//! The platform as the page's script reaches it: the property `lcmRequest`, a function from a message to a promise of its
//! answer.

use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Error, Function, JSON, Promise};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::source::Ask;
use crate::http::HttpError;
use crate::settings::Settings;
use crate::sources::SourceError;
use journey::Zone;

/// The platform gives no answer after so long, s.
const DEADLINE_S: u32 = 10;

/// The desktop around the element, as far as the platform is asked through it. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Desktop {
    /// The page's function.
    pub(crate) request: RwSignal<Option<Function>, LocalStorage>,
    /// What the element was told, the contact that is open among it.
    pub(crate) settings: Memo<Settings>,
    /// On whose clock the platform's times are.
    pub(crate) zone: Zone,
}

impl Ask for Desktop {
    async fn ask(&self, question: &Value) -> Result<Value, SourceError> {
        let request = self.request.get_untracked().ok_or(HttpError::Unreachable)?;
        // The widget writes JSON, so it can be read.
        let message = JSON::parse(&question.to_string()).unwrap_or(JsValue::NULL);
        let answer = match request.call1(&JsValue::UNDEFINED, &message) {
            Ok(promise) => JsFuture::from(Promise::resolve(&promise)),
            Err(thrown) => return Err(said(&thrown)),
        };
        match select(pin!(answer), TimeoutFuture::new(DEADLINE_S * 1_000)).await {
            Either::Left((Ok(answer), _)) => read(&answer),
            Either::Left((Err(thrown), _)) => Err(said(&thrown)),
            Either::Right(_) => Err(HttpError::TimedOut(DEADLINE_S).into()),
        }
    }

    fn call(&self) -> String {
        let open = self.settings.with_untracked(|settings| Some(settings.contact.as_ref()?.task.as_ref()?.to_string()));
        open.unwrap_or_else(|| format!("journey-{}", js_sys::Date::now() as u64))
    }
}

fn read(answer: &JsValue) -> Result<Value, SourceError> {
    let json = match answer.as_string() {
        Some(text) => Some(text),
        None => JSON::stringify(answer).ok().and_then(|json| json.as_string()),
    };
    let not_json = |why| SourceError::Http(HttpError::NotTheContract(why));
    json.map_or(Ok(Value::Null), |json| basics::json::parse(&json).map_err(not_json))
}

/// What the page's script says went wrong.
fn said(thrown: &JsValue) -> SourceError {
    match thrown.dyn_ref::<Error>() {
        Some(error) if error.name() == "TimeoutError" => HttpError::TimedOut(DEADLINE_S).into(),
        error => {
            let message = error.map(|error| String::from(error.message())).or_else(|| thrown.as_string());
            SourceError::Answered(message.into_iter().filter(|message| !message.trim().is_empty()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Told;
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// A desktop whose page has this function of `message`.
    fn desktop(body: &str, told: Told) -> Desktop {
        let request = RwSignal::new_local(Some(Function::new_with_args("message", body)));
        let settings = Memo::new(move |_| Settings::read(&told));
        Desktop { request, settings, zone: Zone::UTC }
    }

    async fn asked(body: &str) -> Result<Value, SourceError> {
        let owner = Owner::new();
        let desktop = owner.with(|| desktop(body, Told::default()));
        desktop.ask(&json!({"subtopic": "GetCustomerJourney", "data": {"callid": "7"}})).await
    }

    #[wasm_bindgen_test]
    async fn the_pages_function_gets_the_message_and_its_answer_is_read() {
        let expected = Ok(json!({"message": {"callid": "7", "response": []}}));
        let answer = "{message: {callid: message.data.callid, response: []}}";
        for body in [
            format!("return Promise.resolve({answer})"),
            format!("return Promise.resolve(JSON.stringify({answer}))"),
            // One that answers at once.
            format!("return {answer}"),
        ] {
            assert_eq!(asked(&body).await, expected, "{body}");
        }
        assert_eq!(asked("").await, Ok(Value::Null));
        let broken = asked("return 'soon'").await;
        assert!(matches!(broken, Err(SourceError::Http(HttpError::NotTheContract(_)))), "{broken:?}");
    }

    #[wasm_bindgen_test]
    async fn what_the_page_says_went_wrong_is_told() {
        let said = |words: &[&str]| Err(SourceError::Answered(words.iter().map(|word| (*word).to_owned()).collect()));
        assert_eq!(asked("throw new Error('no subscriber-id')").await, said(&["no subscriber-id"]));
        assert_eq!(asked("return Promise.reject('not registered')").await, said(&["not registered"]));
        assert_eq!(asked("return Promise.reject()").await, said(&[]));
        let late = asked("return Promise.reject(new DOMException('10 s', 'TimeoutError'))").await;
        assert_eq!(late, Err(HttpError::TimedOut(10).into()));
    }

    #[wasm_bindgen_test]
    fn a_question_has_the_id_of_the_contact_that_is_open() {
        let owner = Owner::new();
        owner.with(|| {
            let mut told = Told::default();
            assert!(desktop("", told.clone()).call().starts_with("journey-"));
            told.set_property("interactionData", json!({"interactionId": "i-1", "ani": "+12025550143"}));
            assert_eq!(desktop("", told).call(), "i-1");
        });
    }
}
