//! Agents' notes: written, changed by their author alone, heard of by streams, erased with the customer.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::deleting::until_few;
use super::harness::{Answer, ORGANIZATION, SECRET, TestService, encoded, event};

const NOTES: &str = "/v1/api/note/workspace-id/{ws}";

/// The token of an agent with that subject.
fn agent(subject: &str, name: Option<&str>) -> String {
    let mut claims =
        json!({"sub": subject, "org": ORGANIZATION, "exp": 4_102_444_800_u32, "scope": "cjp:user cjp:config_read"});
    if let Some(name) = name {
        claims["name"] = json!(name);
    }
    let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).expect("signed")
}

async fn ask(service: &TestService, token: &str, method: Method, path: &str, body: Value) -> Answer {
    service.send(service.request(method, &format!("{NOTES}{path}")).bearer_auth(token).json(&body)).await
}

async fn write(service: &TestService, token: &str, body: Value) -> Value {
    ask(service, token, Method::POST, "", body).await.expect(201)["data"].clone()
}

async fn change(service: &TestService, token: &str, note: &Value, text: &str) -> Answer {
    let path = format!("/note-id/{}", note["id"].as_str().expect("an id"));
    ask(service, token, Method::PATCH, &path, json!({"identity": "ann@example.com", "text": text})).await
}

async fn listed(service: &TestService, token: &str, body: Value) -> Vec<Value> {
    let answer = ask(service, token, Method::POST, "/search", body).await.expect(200);
    answer["data"].as_array().expect("a list").clone()
}

fn texts(notes: &[Value]) -> Vec<&str> {
    notes.iter().filter_map(|note| note["text"].as_str()).collect()
}

#[tokio::test]
async fn an_agent_writes_a_note_and_changes_it_and_everybody_reads_the_newest() {
    let service = TestService::start().await;
    let (bo, cleo) = (agent("bo", Some("Bo Berg")), agent("cleo", None));
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    let note =
        write(&service, &bo, json!({"identity": "Ann@Example.com", "contact": "task-1", "text": " Wants a call "}))
            .await;
    assert_eq!((note["text"].as_str(), note["author"].as_str()), (Some("Wants a call"), Some("bo")));
    assert_eq!((note["authorName"].as_str(), &note["isOwn"]), (Some("Bo Berg"), &json!(true)));
    let changed = change(&service, &bo, &note, "Wants a call on Friday").await.expect(200)["data"].clone();
    assert_eq!((&changed["id"], &changed["createdAt"]), (&note["id"], &note["createdAt"]));
    assert!(
        cjds::parse_time(changed["changedAt"].as_str().expect("a time"))
            > cjds::parse_time(note["changedAt"].as_str().expect("a time"))
    );

    let whole = json!({"identity": "ann@example.com"});
    let seen = listed(&service, &cleo, whole.clone()).await;
    assert_eq!(texts(&seen), ["Wants a call on Friday"]);
    assert_eq!((&seen[0]["isOwn"], &seen[0]["contact"]), (&json!(false), &json!("task-1")));
    assert_eq!(listed(&service, &bo, whole.clone()).await, [changed]);

    change(&service, &bo, &note, "  ").await.expect(200);
    assert!(listed(&service, &bo, whole).await.is_empty(), "an emptied note is taken back");
    let gone = change(&service, &bo, &note, "Once more").await.refused(404);
    assert!(gone.contains("taken back"), "{gone}");
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 4, "every event of it stays");
}

#[tokio::test]
async fn nobody_changes_the_note_of_another_and_no_body_says_whose_it_is() {
    let service = TestService::start().await;
    let (bo, cleo) = (agent("bo", None), agent("cleo", None));
    let forged = json!({"identity": "ann@example.com", "text": "Mine", "author": "cleo", "authorName": "Cleo",
        "time": "2020-01-01T00:00:00Z", "createdAt": "2020-01-01T00:00:00Z"});
    let note = write(&service, &bo, forged).await;
    assert_eq!((note["author"].as_str(), &note["authorName"]), (Some("bo"), &Value::Null));
    assert!(!note["createdAt"].as_str().expect("a time").starts_with("2020"));
    let refused = change(&service, &cleo, &note, "Hers").await.refused(403);
    assert!(refused.contains("another agent's"), "{refused}");
    assert_eq!(texts(&listed(&service, &cleo, json!({"identity": "ann@example.com"})).await), ["Mine"]);
    // Known by its id alone, it is nobody else's customer's.
    let path = format!("/note-id/{}", note["id"].as_str().expect("an id"));
    let elsewhere = json!({"identity": "bob@example.com", "text": "Elsewhere"});
    ask(&service, &bo, Method::PATCH, &path, elsewhere).await.refused(404);
    let nobody = agent(" ", None);
    let body = json!({"identity": "ann@example.com", "text": "Whose?"});
    assert!(ask(&service, &nobody, Method::POST, "", body.clone()).await.refused(403).contains("sub"));
    let sender = service.token_of(Role::Admin, ORGANIZATION, Some(&["cjp:config_write".to_owned()]), 60);
    assert!(ask(&service, &sender, Method::POST, "", body).await.refused(403).contains("cjp:user"));
}

#[tokio::test]
async fn nobody_publishes_what_could_pass_for_an_agents_note() {
    let service = TestService::start().await;
    let data = json!({"noteId": "n", "text": "Forged", "author": "bo", "writtenAt": "2026-03-01T10:00:00Z"});
    for kind in ["journey:note", "Journey:Note ", "JOURNEY:NOTE"] {
        let mut forged = event("1", kind, "ann@example.com", data.clone());
        forged["source"] = json!("journey-notes");
        let refused = service.post("/publish/v1/api/event?workspaceId={ws}", forged).await.refused(400);
        assert!(refused.contains("type: journey:note"), "{refused}");
    }
    assert!(service.history(&[]).await.is_empty());
}

#[tokio::test]
async fn notes_are_of_all_identities_of_the_person_and_of_one_contact_where_that_is_asked() {
    let service = TestService::start().await;
    let bo = agent("bo", None);
    service.create_person(json!({"email": ["ann@example.com"], "customerId": ["0044207946"]})).await;
    let by_number = write(&service, &bo, json!({"identity": "0044207946", "text": "By number"})).await;
    write(&service, &bo, json!({"identity": "ann@example.com", "contact": "task-1", "text": "On a contact"})).await;
    let both = listed(&service, &bo, json!({"identity": "ann@example.com"})).await;
    assert_eq!(texts(&both), ["On a contact", "By number"]);
    let one = listed(&service, &bo, json!({"identity": "0044207946", "contact": "task-1"})).await;
    assert_eq!(texts(&one), ["On a contact"]);
    // It stays with the identity that it was written for.
    change(&service, &bo, &by_number, "Changed").await.expect(200);
    let kept = service.history(&[("filter", "type=='journey:note'")]).await;
    let of_number = kept.iter().filter(|event| event["identity"] == "0044207946").count();
    assert_eq!(of_number, 2, "{kept:?}");
    assert_eq!(kept[0]["identitytype"], "customerId");
}

#[tokio::test]
async fn streams_hear_of_a_note_and_of_its_change() {
    let service = TestService::start().await;
    let bo = agent("bo", Some("Bo Berg"));
    let path = format!("/v1/api/events/stream/workspace-id/{{ws}}/identity/{}", encoded("ann@example.com"));
    let mut ann = service.open(&path).await;
    let note = write(&service, &bo, json!({"identity": "ann@example.com", "contact": "task-1", "text": "First"})).await;
    change(&service, &bo, &note, "Second").await.expect(200);
    let (first, second) = (ann.data().await, ann.data().await);
    assert_eq!((&first["type"], &first["source"]), (&json!("journey:note"), &json!("journey-notes")));
    let said = |event: &Value| (event["data"]["noteId"].clone(), event["data"]["text"].clone());
    assert_eq!(said(&first), (note["id"].clone(), json!("First")));
    assert_eq!(said(&second), (note["id"].clone(), json!("Second")));
    assert_eq!(second["data"]["writtenAt"], note["createdAt"]);
    assert_eq!((&second["data"]["authorName"], &second["data"]["taskId"]), (&json!("Bo Berg"), &json!("task-1")));
    assert_ne!(first["id"], second["id"]);
}

#[tokio::test]
async fn who_is_erased_has_no_notes_left() {
    let service = TestService::start().await;
    let bo = agent("bo", None);
    write(&service, &bo, json!({"identity": "ann@example.com", "text": "Wants a call"})).await;
    write(&service, &bo, json!({"identity": "bob@example.com", "text": "Somebody else's"})).await;
    let erased = json!({"identity": "ann@example.com"});
    service
        .call(Method::POST, Role::Admin, "/admin/v1/api/person/erasures/workspace-id/{ws}", Some(erased))
        .await
        .expect(202);
    let pool = service.database.open().await;
    until_few(&pool, "events", &service.workspace, 1).await;
    assert!(listed(&service, &bo, json!({"identity": "ann@example.com"})).await.is_empty());
    assert_eq!(listed(&service, &bo, json!({"identity": "bob@example.com"})).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_a_note_is_refused_with_words() {
    let service = TestService::start().await;
    let bo = agent("bo", None);
    for (body, said) in [
        (json!({"identity": "ann@example.com"}), "text: is missing"),
        (json!({"identity": "ann@example.com", "text": " \n"}), "text: is missing"),
        (json!({"text": "Whose?"}), "identity: is missing"),
        (json!({"identity": "ann@example.com", "text": "x".repeat(2_001)}), "2000 at the most"),
        (json!({"identity": "ann@example.com", "text": "a\0b"}), "U+0000"),
        (json!({"identity": "ann@example.com", "text": "x", "contact": "c".repeat(300)}), "contact: is longer"),
        (json!({"identity": "Anonymous", "identityType": "phone", "text": "x"}), "identity: "),
        (json!({"identity": "ann@example.com", "identityType": "shoe", "text": "x"}), "identityType: must be"),
        (json!({"identity": {"a": 1}, "text": "x"}), "identity"),
    ] {
        let refused = ask(&service, &bo, Method::POST, "", body.clone()).await.refused(400);
        assert!(refused.contains(said), "{body}: {refused}");
    }
    let longest = "é".repeat(2_000);
    let note = write(&service, &bo, json!({"identity": "ann@example.com", "text": longest})).await;
    assert!(change(&service, &bo, &note, &"é".repeat(2_001)).await.refused(400).contains("2001 characters"));
}
