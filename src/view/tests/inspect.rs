//! "Why do I see this?" for administrators: what leads there, what is said, and the file for whoever helps.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::desk::until;
use super::{Desk, call, event};
use crate::settings::Told;

const MENU: &str = "[aria-label='More actions']";
const TITLE: &str = "Why do I see this?";

fn history() -> Vec<Value> {
    let code = json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": "Refund for José", "agentName": "Ann Lee"});
    vec![
        event("Bought a kettle", 1, json!({"plan": "Gold", "customerName": "José Núñez", "mail": "jose@example.com"})),
        call("c", "task:new", 90, json!({"direction": "INBOUND", "origin": "+15550100"})),
        call("c", "agent:state_change", 80, code),
    ]
}

fn profile() -> Value {
    json!({"data": [{"attributes": [{"queryTemplate": {"displayName": "Calls", "event": "task:ended", "metaData": "id",
        "aggregationMode": "Count", "widgetAttributes": {"type": "table"}}, "result": "13"}]}]})
}

fn inspecting(more: impl FnOnce(&mut Told)) -> Desk {
    let tell = |told: &mut Told| {
        told.set_attribute("logs-on", Some(String::new()));
        told.set_property("flags", json!({"VIP": {"field": "plan", "is": "Gold"}, "Risk": {"field": "risk"}}));
        told.set_property("links", json!({"CRM": "https://crm.example.com/?phone={phone}"}));
        more(told);
    };
    Desk::new(&history(), tell, |desk| desk.answers("/progressive-profile-view/", 200, &profile()))
}

async fn part(desk: &Desk, name: &str) -> String {
    let selector = format!("[data-part={name}]");
    until(&selector, || !desk.all(&selector).is_empty()).await;
    let button = desk.all(&format!("{selector} button")).remove(0).unchecked_into::<HtmlElement>();
    if button.get_attribute("aria-expanded").as_deref() == Some("false") {
        button.click();
    }
    until("the part to be open", || !desk.all(&format!("{selector} :is(dl, .label)")).is_empty()).await;
    super::desk::words(&desk.all(&selector).remove(0))
}

async fn close(desk: &Desk) {
    desk.click("[part~=inspect] [aria-label=Cancel]", "").await;
    desk.has(0, "inspect").await;
}

/// The text of the next file that is saved.
fn files_are_kept() {
    let listen = "globalThis.saved = ''; globalThis.before = globalThis.before ?? URL.createObjectURL;
        URL.createObjectURL = (blob) => { blob.text().then((text) => { saved = text; }); return before.call(URL, blob); };";
    js_sys::eval(listen).expect("a page");
}

async fn saved() -> String {
    let text = || js_sys::eval("saved").ok().and_then(|text| text.as_string()).unwrap_or_default();
    until("a file", || !text().is_empty()).await;
    text()
}

#[wasm_bindgen_test]
async fn without_logs_on_nothing_leads_there() {
    let desk = Desk::new(
        &history(),
        |told| told.set_property("flags", json!({"VIP": {"field": "plan", "is": "Gold"}})),
        |desk| desk.answers("/progressive-profile-view/", 200, &profile()),
    );
    desk.has(1, "flag").await;
    desk.click("[part~=event] .row-head", "kettle").await;
    desk.has(1, "details").await;
    desk.has(1, "profile-attribute").await;
    desk.click(MENU, "").await;
    desk.shows("menu", "Refresh").await;
    assert!(!desk.text().contains(TITLE));
    desk.has(0, "why").await;
    desk.tell(|told| told.set_attribute("logs-on", Some("true".to_owned())));
    // The tile, the flag and the details.
    desk.has(3, "why").await;
    desk.shows("menu", TITLE).await;
}

#[wasm_bindgen_test]
async fn the_menu_leads_to_all_that_is_known_and_the_focus_comes_back() {
    let desk = inspecting(|told| told.set_attribute("limit", Some("7".to_owned())));
    desk.has(1, "flag").await;
    desk.click(MENU, "").await;
    desk.click("[role=menuitem]", TITLE).await;
    desk.has(1, "inspect").await;
    until("the dialog to be open", || !desk.all("dialog[open]").is_empty()).await;
    let settings = part(&desk, "settings").await;
    for wanted in ["limit 7 · attribute", "live-stream true · default", "flags property", "There is one."] {
        assert!(settings.contains(wanted), "{wanted}: {settings}");
    }
    assert!(!settings.contains("bearerToken"), "{settings}");
    let requests = part(&desk, "requests").await;
    for wanted in ["GET /v1/api/events/workspace-id/…", "200 ·", " ms"] {
        assert!(requests.contains(wanted), "{wanted}: {requests}");
    }
    assert!(!requests.contains("15550100"), "{requests}");
    let links = part(&desk, "links").await;
    assert!(links.contains("property links · https://crm.example.com/?phone={phone}"), "{links}");
    close(&desk).await;
    until("the focus", || desk.focus().is_some_and(|focus| focus.matches(MENU).unwrap_or(false))).await;
}

#[wasm_bindgen_test]
async fn an_opened_entry_says_which_field_of_which_event_each_part_of_it_is() {
    let desk = inspecting(|told| told.set_attribute("badge-keyword", Some("plan".to_owned())));
    desk.click("[part~=contact] .row-head", "").await;
    desk.click("[part~=details] [part~=why]", TITLE).await;
    desk.shows("inspect", "Refund for José · data.wrapUpAuxCodeName of event 2").await;
    desk.shows("inspect", "data.channelType of event 1").await;
    desk.shows("inspect", "agent:state_change").await;
    close(&desk).await;
    desk.click("[part~=event] .row-head", "kettle").await;
    desk.click("[part~=event] [part~=why]", TITLE).await;
    desk.shows("inspect", "Bought a kettle · data.uiData.title of event 1").await;
    desk.shows("inspect", "Gold · data.plan of event 1").await;
}

#[wasm_bindgen_test]
async fn a_tile_and_a_flag_lead_to_their_own_part() {
    let desk = inspecting(|_| {});
    desk.click("[part~=profile-attribute] [part~=why]", "").await;
    until("the tile", || desk.all("[data-part=tiles] [data-meant]").len() == 1).await;
    desk.shows("inspect", "event: task:ended; metaData: id; aggregationMode: Count").await;
    desk.shows("inspect", "Says 13").await;
    assert!(desk.all("[data-part=flags] dl").is_empty(), "the others are folded");
    close(&desk).await;
    desk.click("[part~=flag] [part~=why]", "VIP").await;
    until("the flag", || desk.all("[data-part=flags] [data-meant]").len() == 1).await;
    desk.shows("inspect", "property flags · field plan").await;
    desk.shows("inspect", "Compared is Gold").await;
    desk.shows("inspect", "Not shown: nobody says this.").await;
}

#[wasm_bindgen_test]
async fn the_support_file_has_nothing_of_the_customer_and_goes_nowhere() {
    files_are_kept();
    let desk = inspecting(|told| told.set_attribute("customer", Some("jose@example.com".to_owned())));
    desk.has(1, "flag").await;
    desk.has(1, "profile-attribute").await;
    desk.click(MENU, "").await;
    desk.click("[role=menuitem]", TITLE).await;
    let written = desk.written().await.len();
    desk.click("[part~=support-file]", "Save a support file").await;
    let file = saved().await;
    for secret in ["José", "Núñez", "5550100", "jose@", "kettle", "Refund", "Ann Lee", "Gold", "\"token\"", "Bearer"]
    {
        assert!(!file.contains(secret), "{secret}: {file}");
    }
    let file: Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!(file["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(file["flags"][0]["word"], "VIP");
    assert_eq!((&file["flags"][0]["shown"], &file["flags"][1]["why not"]), (&json!(true), &json!("nobody-says")));
    assert_eq!(file["tiles"][0]["template"]["aggregationMode"], "Count");
    assert!(file["requests"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(desk.written().await.len(), written, "nothing is sent");
}
