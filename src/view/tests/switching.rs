//! Going from customer to customer while the service is slow, fails, or never answers: nobody is ever shown in place of
//! somebody else, and nothing of those before is left under way.

use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::Desk;
use super::desk::{tick, until};

/// As many as a browser of a debug build draws in half a minute.
const SWITCHES: usize = 1_000;

/// A host that knows everybody: who is asked for by a number has that number in the name, and in an event. It answers at
/// once, late, with a failure or never, in turn, until it is told to be calm; and it counts the requests that are open, and
/// the page's timers.
const EVERYBODY: &str = r#"
(() => {
  const later = globalThis.setTimeout, forget = globalThis.clearTimeout, open = new Set(), timers = new Set();
  globalThis.setTimeout = (act, after, ...more) => {
    const timer = later(() => { timers.delete(timer); act(...more); }, after);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => { timers.delete(timer); forget(timer); };
  const real = globalThis.fetch;
  let count = 0, aborted = 0, calm = false;
  const body = (path, who) => {
    const name = `P${who.slice(-7)}Q`;
    if (path.includes("/aliases")) return [{ id: name, firstName: name, lastName: "", phone: [who] }];
    if (path.includes("/profile-view-template/")) return [{ id: "t", name: "journey-default-template" }];
    if (path.includes("/progressive-profile-view/")) return [{ attributes: [] }];
    const time = new Date(Date.now() - 60000).toISOString();
    return [{ id: name, type: "shop", source: "custom/7", time, identity: who, data: { uiData: { title: name } } }];
  };
  globalThis.fetch = (request, init) => {
    const url = new URL(request.url ?? request, location.href);
    if (url.host !== "everybody.test") return real(request, init);
    return new Promise((resolve, reject) => {
      const end = (act) => { if (open.delete(request)) act(); };
      open.add(request);
      request.signal.addEventListener("abort", () => end(() => {
        aborted += 1;
        reject(new DOMException("aborted", "AbortError"));
      }));
      if (url.pathname.includes("/stream/")) {
        const stream = new ReadableStream({ cancel: () => end(() => {}) });
        resolve(new Response(stream, { headers: { "content-type": "text/event-stream" } }));
        return;
      }
      const who = request.clone().text().then((sent) =>
        sent ? JSON.parse(sent).identities[0]
          : url.searchParams.get("identity") ?? decodeURIComponent(/identity\/([^/]+)/.exec(url.pathname)?.[1] ?? ""));
      const first = url.searchParams.get("page") ?? "0";
      const answer = (status) => who.then((who) => end(() => {
        const data = first === "0" ? body(url.pathname, who) : [];
        resolve(new Response(JSON.stringify({ data }), { status, headers: { "content-type": "application/json" } }));
      }));
      count += 1;
      const turn = calm ? 0 : count % 6;
      if (turn === 0) answer(200);
      else if (turn <= 2) later(() => answer(200), turn * 12);
      else if (turn === 3) later(() => answer(500), 6);
      else if (turn === 4) later(() => end(() => reject(new TypeError("failed"))), 6);
    });
  };
  return {
    calm: (is) => { calm = is; },
    open: () => open.size,
    timers: () => timers.size,
    aborted: () => aborted,
    end: () => { globalThis.fetch = real; globalThis.setTimeout = later; globalThis.clearTimeout = forget; },
  };
})()
"#;

#[wasm_bindgen]
extern "C" {
    type Everybody;
    #[wasm_bindgen(method)]
    fn calm(this: &Everybody, is: bool);
    #[wasm_bindgen(method)]
    fn open(this: &Everybody) -> usize;
    #[wasm_bindgen(method)]
    fn timers(this: &Everybody) -> usize;
    #[wasm_bindgen(method)]
    fn aborted(this: &Everybody) -> usize;
    #[wasm_bindgen(method)]
    fn end(this: &Everybody);
}

/// The numbers of all persons whose name or event can be read.
fn persons(text: &str) -> Vec<&str> {
    let is_number = |word: &&str| word.len() == 7 && word.bytes().all(|letter| letter.is_ascii_digit());
    text.split('P')
        .skip(1)
        .filter_map(|after| after.split_once('Q'))
        .map(|(number, _)| number)
        .filter(is_number)
        .collect()
}

#[wasm_bindgen_test]
async fn many_switches_never_show_a_word_of_another_customer_and_leave_nothing_open() {
    let everybody: Everybody = js_sys::eval(EVERYBODY).expect("a service").unchecked_into();
    let select = |number: usize| {
        // With what the contact is about in it: so the same change ends a customer and is read by what is drawn of them.
        let contact = json!({
            "ani": format!("+1555{number:07}"),
            "interactionId": number.to_string(),
            "callAssociatedData": {"JDSDefaultFilter": {"value": "Mortgage"}},
        });
        move |told: &mut crate::settings::Told| told.set_property("interactionData", contact)
    };
    let nobody = |told: &mut crate::settings::Told| told.set_property("interactionData", json!(null));
    let desk = Desk::on_host("everybody.test".to_owned(), &[], nobody, |_| {});
    desk.has(1, "empty").await;
    let timers = everybody.timers();
    for number in 0..SWITCHES {
        // Now and then somebody is waited for: those before must not come then.
        let is_waited_for = number % 10 == 9;
        everybody.calm(is_waited_for);
        desk.tell(select(number));
        if is_waited_for {
            desk.shows("name", &format!("P{number:07}Q")).await;
        }
        tick().await;
        let text = desk
            .all("[part~=header], [part~=timeline]")
            .iter()
            .filter_map(|part| part.text_content())
            .collect::<String>();
        let (own, shown) = (format!("{number:07}"), persons(&text));
        assert!(text.contains(&format!("+1555{own}")), "the customer of switch {number} is not there: {text}");
        assert!(shown.iter().all(|shown| *shown == own), "somebody else is shown to {own}: {text}");
    }
    assert!(everybody.aborted() > SWITCHES, "only {} requests were aborted", everybody.aborted());
    everybody.calm(true);
    desk.tell(select(SWITCHES));
    desk.shows("name", &format!("P{SWITCHES:07}Q")).await;
    desk.shows("event", &format!("P{SWITCHES:07}Q")).await;
    desk.tell(nobody);
    desk.has(1, "empty").await;
    until("no request to be open", || everybody.open() == 0).await;
    until("no timer to run", || everybody.timers() <= timers).await;
    everybody.end();
}

#[wasm_bindgen_test]
async fn person_history_and_profile_are_asked_for_at_once_when_the_widget_is_mounted() {
    let desk = Desk::with_history(&[]);
    // Nothing was waited for: not for a frame, not for each other's answers, not for a workspace that is named.
    for path in ["/aliases", "/v1/api/events/workspace-id/", "/profile-view-template/"] {
        assert_eq!(desk.asked(path), 1, "{path}");
    }
    assert_eq!(desk.asked("/admin/v1/api/workspace"), 0);
    desk.shows("name", "José").await;
}
