//! Journeys of several platforms in one timeline: each tells, lacks and fails for itself.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Desk, event};

/// A widget that reads these sources, told what they need by `more`.
fn desk(sources: &str, more: &[(&str, &str)], change: impl FnOnce(&Desk)) -> Desk {
    let sources = sources.to_owned();
    let more: Vec<(String, String)> =
        more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Desk::new(
        &[event("Order", 9, json!({}))],
        move |told| {
            told.set_attribute("sources", Some(sources));
            for (name, value) in more {
                told.set_attribute(&name, Some(value));
            }
        },
        change,
    )
}

#[wasm_bindgen_test]
async fn with_one_platform_there_is_nothing_to_tell_apart() {
    let desk = desk("cjds", &[], |_| {});
    desk.has(1, "event").await;
    for part in ["platform", "source-status", "source-error"] {
        desk.has(0, part).await;
    }
}

#[wasm_bindgen_test]
async fn what_one_platform_lacks_is_said_by_its_name_and_the_others_show() {
    let desk = desk("cjds avaya genesys", &[("avaya-base-url", "https://eu.api.avayacloud.com")], |_| {});
    desk.has(1, "event").await;
    desk.has(2, "source-error").await;
    desk.shows("source-error", "avaya-account-id").await;
    desk.shows("source-error", "genesys-domain").await;
    desk.shows("platform", "Webex").await;
    desk.has(3, "source-status").await;
    desk.shows("source-status", "Webex").await;
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn a_platform_whose_token_is_missing_waits_and_says_so() {
    let all = [("avaya-base-url", "https://eu.api.avayacloud.com"), ("avaya-account-id", "ABCDEF")];
    let desk = desk("cjds avaya", &all, |_| {});
    desk.has(1, "source-error").await;
    desk.shows("source-error", "avayaToken").await;
    desk.shows("name", "José").await;
}

#[wasm_bindgen_test]
async fn a_word_that_names_no_platform_is_said_with_what_was_meant() {
    let desk = desk("cjds genysis", &[], |_| {});
    desk.has(1, "event").await;
    desk.shows("notice", "genesys").await;
    desk.has(0, "source-error").await;
}

#[wasm_bindgen_test]
async fn one_of_several_that_fails_says_so_on_its_own_line_and_is_tried_again_alone() {
    let away = |desk: &Desk| desk.answers("/v1/api/events/", 403, &json!({"message": "Not yours"}));
    let desk = desk("cjds genesys", &[], away);
    desk.shows("source-error", "Not yours").await;
    desk.has(0, "error").await;
    desk.answers("/v1/api/events/", 200, &json!({"data": [event("Order", 9, json!({}))]}));
    desk.click("[part~=source-error][data-platform=webex] [part~=retry]", "Try again").await;
    desk.has(1, "event").await;
    desk.has(1, "source-error").await;
}

#[wasm_bindgen_test]
async fn another_list_of_platforms_begins_anew() {
    let desk = desk("cjds", &[], |_| {});
    desk.has(1, "event").await;
    desk.tell(|told| told.set_attribute("sources", Some("genesys cjds".to_owned())));
    desk.shows("source-error", "genesys-domain").await;
    desk.has(1, "event").await;
    desk.shows("platform", "Webex").await;
    desk.tell(|told| told.set_attribute("sources", None));
    desk.has(0, "source-error").await;
    desk.has(1, "event").await;
    desk.has(0, "platform").await;
}
