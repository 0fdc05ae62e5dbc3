//! Journeys of several platforms in one timeline: each tells, lacks and fails for itself.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::time;
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
async fn when_every_platform_lacks_a_setting_each_says_so_and_nothing_is_awaited() {
    let desk = desk("avaya genesys", &[("avaya-base-url", "https://eu.api.avayacloud.com")], |_| {});
    desk.has(2, "source-error").await;
    desk.has(0, "loading").await;
    desk.has(0, "error").await;
    desk.shows("name", "Name not loaded").await;
    assert_eq!(desk.texts("empty"), Vec::<String>::new(), "nobody was asked, so nobody says that there is no history");
}

#[wasm_bindgen_test]
async fn when_the_only_platform_that_was_asked_fails_that_is_said_once() {
    let host = format!("avaya-{}.test", js_sys::Math::random());
    let address = format!("https://{host}");
    let mut more = AVAYA.to_vec();
    more[0].1 = &address;
    let desk = desk("avaya genesys", &more, |desk| {
        desk.host_answers(&host, "/identifiers", 403, &json!({}));
        desk.host_answers(
            &host,
            SEARCH,
            403,
            &json!({"title": "Forbidden", "status": 403, "detail": "Agent role needed"}),
        );
    });
    desk.shows("source-error", "Agent role needed").await;
    desk.has(2, "source-error").await;
    desk.has(0, "loading").await;
    desk.has(0, "error").await;
    assert_eq!(desk.text().matches("Agent role needed").count(), 1);
}

#[wasm_bindgen_test]
async fn that_there_is_no_history_is_only_said_of_the_platforms_that_answered() {
    let refused = json!({"title": "Forbidden", "status": 403});
    let desk =
        avaya_with("cjds avaya", 403, &refused, |desk| desk.answers("/v1/api/events/", 200, &json!({"data": []})));
    desk.shows("empty", "The platforms that answered have no history").await;
    let host = desk.told_host("avaya-base-url");
    desk.host_answers(&host, SEARCH, 200, &journey(&[]));
    desk.click("[part~=source-error] [part~=retry]", "Try again").await;
    desk.shows("empty", "No history yet").await;
}

#[wasm_bindgen_test]
async fn where_older_events_were_not_read_it_is_not_said_that_there_is_no_history() {
    let host = format!("genesys-{}.test", js_sys::Math::random());
    let address = format!("https://{host}");
    let desk = desk("genesys", &[("genesys-base-url", &address), ("genesys-token", "g")], |desk| {
        desk.host_answers(&host, "/details/query", 200, &json!({"conversations": [], "totalHits": 0}));
        desk.host_answers(&host, "/identifierlookup/contacts", 404, &json!({}));
        desk.host_answers(&host, "/reversewhitepageslookup", 200, &json!({"contacts": []}));
    });
    desk.has(1, "load-older").await;
    desk.shows("empty", "There may be older ones.").await;
    assert!(!desk.text().contains("No history yet"), "{}", desk.text());
}

#[wasm_bindgen_test]
async fn a_platform_that_knows_nothing_of_the_customer_has_no_tiles() {
    let desk = avaya("cjds avaya", 200, &journey(&[]));
    desk.has(1, "event").await;
    desk.has(0, "loading").await;
    assert!(!desk.text().contains("Contacts in 24 hours"), "{}", desk.text());
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

const AVAYA: [(&str, &str); 3] =
    [("avaya-base-url", "https://avaya.test"), ("avaya-account-id", "ABCDEF"), ("avaya-token", "a.b.c")];
const SEARCH: &str = "/journeys:search";

/// A call that ended so many minutes ago, as Avaya tells of it.
fn engagement(id: &str, minutes_ago: i64, agent: &str) -> Value {
    let at = |minutes: i64| time(minutes_ago + minutes);
    json!({"id": id, "status": "COMPLETED", "direction": "INBOUND", "startDate": at(5), "endDate": at(0),
        "channels": [{"id": "Voice", "type": "VOICE"}], "identifiers": {"phoneNumbers": ["+15550100"]},
        "participants": [
            {"id": "c", "type": "EXTERNAL", "joinedAt": at(5), "leftAt": at(0), "channelId": "Voice", "callingNumber": "+15550100"},
            {"id": "a", "type": "AGENT", "agentDisplayName": agent, "joinedAt": at(4), "leftAt": at(0), "channelId": "Voice"}]})
}

fn journey(engagements: &[Value]) -> Value {
    json!({"pagination": {"pageNumber": 1, "pageSize": 50, "total": engagements.len()},
        "identifiers": {"phoneNumbers": ["+15550100"], "emailAddresses": ["ann@example.com"]}, "engagements": engagements})
}

/// A widget that reads these sources, and Avaya answers this.
fn avaya(sources: &str, status: u16, answer: &Value) -> Desk {
    avaya_with(sources, status, answer, |_| {})
}

fn avaya_with(sources: &str, status: u16, answer: &Value, change: impl FnOnce(&Desk)) -> Desk {
    let host = format!("avaya-{}.test", js_sys::Math::random());
    let address = format!("https://{host}");
    let mut more = AVAYA.to_vec();
    more[0].1 = &address;
    desk(sources, &more, |desk| {
        desk.host_answers(&host, "/identifiers", 403, &json!({}));
        desk.host_answers(&host, SEARCH, status, answer);
        change(desk);
    })
}

#[wasm_bindgen_test]
async fn contacts_of_a_second_platform_stand_among_the_first_ones_with_its_mark() {
    let desk = avaya("cjds avaya", 200, &journey(&[engagement("e2", 3, "Bo"), engagement("e1", 30, "Di")]));
    desk.has(2, "contact").await;
    desk.has(1, "event").await;
    let marks = desk.texts("platform");
    assert_eq!(marks, ["Avaya", "Webex", "Avaya"], "the newest of all first");
    desk.shows("contact", "Bo").await;
    desk.shows("platform-filter", "Avaya 2").await;
    desk.click("[data-platform=avaya] [part~=platform-filter]", "Avaya").await;
    desk.has(0, "event").await;
    desk.has(2, "contact").await;
}

#[wasm_bindgen_test]
async fn a_platform_without_a_template_has_tiles_of_its_own() {
    let desk = avaya("avaya", 200, &journey(&[engagement("e2", 3, "Bo"), engagement("e1", 30, "Di")]));
    desk.shows("profile-attribute", "Contacts in 24 hours 2").await;
    desk.shows("profile-attribute", "Last channel Voice").await;
    desk.has(0, "platform").await;
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn a_platform_that_refuses_says_so_in_its_own_words_and_comes_back_by_itself_or_when_asked() {
    let refusal = json!({"type": "x#forbidden", "title": "Forbidden", "status": 403, "detail": "Agent role needed"});
    let desk = avaya("cjds avaya", 403, &refusal);
    desk.shows("source-error", "Agent role needed").await;
    desk.has(1, "event").await;
    desk.shows("name", "José").await;
    let host = desk.told_host("avaya-base-url");
    desk.host_answers(&host, SEARCH, 200, &journey(&[engagement("e1", 30, "Di")]));
    desk.click("[part~=source-error] [part~=retry]", "Try again").await;
    desk.has(1, "contact").await;
    desk.has(0, "source-error").await;
}

#[wasm_bindgen_test]
async fn a_conversation_that_the_host_shows_says_who_the_customer_is_to_all_platforms() {
    let host = format!("genesys-{}.test", js_sys::Math::random());
    let address = format!("https://{host}");
    let contact = json!({"id": "c1", "firstName": "Ann", "lastName": "Genesys",
        "cellPhone": {"e164": "+15550100", "display": "+1 555 0100"}});
    let conversation = json!({"id": "conv-1", "participants": [
        {"purpose": "customer", "externalContactId": "c1", "address": "tel:+15550100"}]});
    let desk = Desk::new(
        &[event("Order", 9, json!({}))],
        |told| {
            told.set_property("interactionData", json!(null));
            for (name, value) in [
                ("sources", "genesys cjds"),
                ("genesys-base-url", address.as_str()),
                ("genesys-token", "g"),
                ("conversation-id", "conv-1"),
            ] {
                told.set_attribute(name, Some(value.to_owned()));
            }
        },
        |desk| {
            desk.host_answers(&host, "/details/query", 200, &json!({"conversations": [], "totalHits": 0}));
            desk.host_answers(&host, "/journey/sessions", 200, &json!({"entities": []}));
            desk.host_answers(&host, "/api/v2/conversations/conv-1", 200, &conversation);
            desk.host_answers(&host, "/externalcontacts/contacts/c1", 200, &contact);
            desk.host_answers(&host, "/identifierlookup/contacts", 200, &contact);
        },
    );
    desk.shows("name", "Ann Genesys").await;
    desk.has(1, "event").await;
    desk.shows("header", "+15550100").await;
    desk.has(0, "source-error").await;
}

#[wasm_bindgen_test]
async fn a_note_is_written_where_the_platform_keeps_one_and_a_second_one_opens_the_first() {
    let desk = avaya("avaya", 200, &journey(&[engagement("e1", 30, "Di")]));
    let host = desk.told_host("avaya-base-url");
    let note = json!({"id": "n1", "note": "Called back", "createdBy": {"name": "Bo"}, "updatedAt": time(1)});
    desk.host_answers(&host, "/agent-note", 201, &note);
    desk.host_answers(&host, "/agent-notes", 200, &json!({"agentNotes": []}));
    desk.click("[part~=contact] > button", "").await;
    desk.click("[part~=write-note]", "Write a note").await;
    desk.types("[part~=note-form] textarea", "Called back").await;
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.shows("note", "Called back").await;
    desk.shows("note", "Bo").await;

    // Somebody else was quicker at another one.
    desk.click("[part~=contact] > button", "").await;
    desk.has(0, "notes").await;
    desk.host_answers(&host, "/agent-note", 422, &json!({"title": "Constraint Violation", "status": 422}));
    desk.host_answers(&host, "/agent-notes", 200, &json!({"agentNotes": []}));
    desk.click("[part~=contact] > button", "").await;
    desk.click("[part~=write-note]", "Write a note").await;
    desk.host_answers(&host, "/agent-notes", 200, &json!({"agentNotes": [{"id": "n2", "note": "Was first"}]}));
    desk.types("[part~=note-form] textarea", "Came second").await;
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.shows("notes", "already").await;
    desk.has(1, "note-form").await;
    desk.shows("note", "Was first").await;
}

#[wasm_bindgen_test]
async fn of_several_persons_with_one_number_the_agent_chooses() {
    let host = format!("genesys-{}.test", js_sys::Math::random());
    let address = format!("https://{host}");
    let contact = |id: &str, first: &str| json!({"id": id, "firstName": first, "lastName": "Núñez", "cellPhone": {"e164": "+15550100", "display": "+15550100"}});
    let (one, two) = ("0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "1a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f");
    let more = [("genesys-base-url", address.as_str()), ("genesys-token", "g")];
    let desk = desk("genesys cjds", &more, |desk| {
        desk.host_answers(&host, "/details/query", 200, &json!({"conversations": [], "totalHits": 0}));
        desk.host_answers(&host, "/journey/sessions", 200, &json!({"entities": []}));
        desk.host_answers(&host, &format!("/contacts/{two}"), 200, &contact(two, "Carmen"));
        desk.host_answers(&host, "/identifierlookup/contacts", 404, &json!({}));
        let both = json!({"contacts": [contact(one, "José"), contact(two, "Carmen")]});
        desk.host_answers(&host, "/reversewhitepageslookup", 200, &both);
    });
    desk.has(2, "choice").await;
    desk.shows("source-status", "Genesys 0 Polling").await;
    desk.click("[part~=choice]", "Carmen").await;
    desk.shows("name", "Carmen Núñez").await;
    desk.has(0, "choice").await;
}
