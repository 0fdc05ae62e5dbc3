//! Identities that are none: variables that nothing resolved, a plus without a number, lists in one value, callers who
//! withhold theirs. And numbers as people write them, which are one identity.

use serde_json::{Value, json};

use super::harness::{TestService, encoded, event};

const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";
const MERGE: &str = "/admin/v1/api/person/merge-identities/workspace-id/{ws}";
const PUBLISH: &str = "/publish/v1/api/event?workspaceId={ws}";

/// Values that are no identity, and a kind that they claim to be of.
const NONE: [(&str, &str); 17] = [
    ("phone", "{{NewPhoneContact.ANI}}"),
    ("phone", "$(n2.aiAgent.phone)"),
    ("phone", "${phone}"),
    ("customerId", "{{ customer.id }}"),
    ("customerId", "C-$(n1.id)"),
    ("email", "${mail}@example.com"),
    ("email", "{{first}}.{{last}}@example.com"),
    ("socialId", "$(n2.social)"),
    ("temporaryId", "web-${session}"),
    ("phone", "+"),
    ("phone", " + "),
    ("phone", "unknown"),
    ("phone", "n/a"),
    ("phone", "+12025550143,+12025550144"),
    ("phone", "+12025550143; +12025550144"),
    ("phone", "+0"),
    ("phone", "Anonymous"),
];

async fn nobody_is_there(service: &TestService) {
    let all = service.get(PERSONS).await.expect(200);
    assert_eq!(all["data"], json!([]), "nobody was made");
    assert!(service.history(&[]).await.is_empty(), "nothing was stored");
}

#[tokio::test]
async fn what_is_no_identity_is_refused_with_the_field_and_never_becomes_a_person() {
    let service = TestService::start().await;
    let person: Value =
        serde_json::from_str(include_str!("../../../../tests/cases/23-placeholder-identities/person.json"))
            .expect("JSON");
    let reasons = service.post(PERSONS, person).await.refused(400);
    assert!(reasons.contains("phone: \"+\""), "{reasons}");
    let sent: Value =
        serde_json::from_str(include_str!("../../../../tests/cases/23-placeholder-identities/event.json"))
            .expect("JSON");
    let reasons = service.post(PUBLISH, sent).await.refused(400);
    assert!(reasons.contains("identity: ") && reasons.contains("{{NewPhoneContact.ANI}}"), "{reasons}");
    for (kind, value) in NONE {
        for path in [PERSONS, MERGE] {
            let reasons = service.post(path, json!({kind: [value], "customerId2": "x"})).await.refused(400);
            assert!(reasons.contains(&format!("{kind}: ")), "{kind} {value}: {reasons}");
        }
        let mut sent = event("1", "Order", "x", json!({}));
        (sent["identity"], sent["identitytype"]) = (json!(value), json!(kind));
        let reasons = service.post(PUBLISH, sent).await.refused(400);
        assert!(reasons.contains("identity: "), "{kind} {value}: {reasons}");
        let mut sent = event("1", "Order", "ann@example.com", json!({}));
        sent["previousidentity"] = json!(value);
        if value.contains(['{', '$']) || value.trim() == "+" {
            let reasons = service.post(PUBLISH, sent).await.refused(400);
            assert!(reasons.contains("previousidentity: "), "{value}: {reasons}");
        }
    }
    nobody_is_there(&service).await;
}

#[tokio::test]
async fn what_is_no_identity_is_not_given_to_a_person_who_is_there() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"customerId": ["7"]})).await;
    let add = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    let patch = format!("{PERSONS}/person-id/{id}");
    for (kind, value) in NONE {
        let reasons = service.patch(&add, json!({kind: [value]})).await.refused(400);
        assert!(reasons.contains(&format!("{kind}: ")), "{kind} {value}: {reasons}");
        let operation = json!([{"op": "add", "path": format!("/{kind}/-"), "value": value}]);
        let reasons = service.patch(&patch, operation).await.refused(400);
        assert!(reasons.contains(&format!("{kind}: ")), "{kind} {value}: {reasons}");
    }
    assert_eq!(service.person("7").await["aliases"], json!(["7"]));
    // What is empty is nothing, and no reason to refuse the rest.
    service.patch(&add, json!({"phone": ["", " "], "email": ["ann@example.com"]})).await.expect(200);
}

#[tokio::test]
async fn callers_who_withhold_their_number_are_not_one_person() {
    let service = TestService::start().await;
    for caller in [
        "anonymous",
        "Anonymous",
        "Private Number",
        "Restricted",
        "unavailable",
        "No Caller ID",
        "+266696687",
        "00000000",
        "N/A",
    ] {
        let mut sent = event("1", "task:new", caller, json!({}));
        sent["identitytype"] = json!("phone");
        let reasons = service.post(PUBLISH, sent).await.refused(400);
        assert!(reasons.contains("identity: "), "{caller}: {reasons}");
    }
    nobody_is_there(&service).await;
}

#[tokio::test]
async fn a_number_is_one_identity_however_it_is_written() {
    let service = TestService::start().await;
    let london = service.create_person(json!({"firstName": "Ada", "phone": ["+44 (0)20 7946 0018"]})).await;
    assert_eq!(service.person("+442079460018").await["phone"], json!(["+442079460018"]));
    let mut forms: Vec<&str> =
        include_str!("../../../../tests/cases/15-trunk-zero/identities.txt").lines().take(2).collect();
    forms.extend([
        "0044 (0)20 7946 0018",
        "442079460018",
        "+44 20\u{a0}7946\u{a0}0018",
        "\u{202a}+44 20 7946 0018\u{202c}",
        "+44\u{2011}20\u{2011}7946\u{2011}0018",
        "\u{ff0b}\u{ff14}\u{ff14}\u{ff12}\u{ff10}\u{ff17}\u{ff19}\u{ff14}\u{ff16}\u{ff10}\u{ff10}\u{ff11}\u{ff18}",
        "tel:+44-20-7946-0018",
        "\u{200b}+442079460018",
    ]);
    for (number, form) in forms.iter().enumerate() {
        assert_eq!(service.person(form).await["id"], json!(london), "looked up as {form:?}");
        let mut sent = event(&number.to_string(), "Call", form, json!({}));
        sent["identitytype"] = json!("phone");
        service.post(PUBLISH, sent).await.expect(202);
        assert_eq!(service.history(&[("identity", form)]).await.len(), number + 1, "published as {form:?}");
        let add = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{london}");
        let added = service.patch(&add, json!({"phone": [form]})).await.expect(200);
        assert_eq!(added["data"]["phone"], json!(["+442079460018"]), "added as {form:?}");
    }
    let exact = service.history(&[("filter", "identity=='+442079460018'")]).await;
    assert_eq!(
        exact.len(),
        forms.len() - 1,
        "events carry the number in one form; one did not say that it has a country"
    );
    let remove = format!("/admin/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{london}");
    service.patch(&remove, json!(["0044 20 7946 0018"])).await.refused(400);
    let berlin = service.create_person(json!({"phone": ["+49 (0) 30 12345678"]})).await;
    assert_eq!(service.person("+493012345678").await["id"], json!(berlin));
    let path = format!("/v1/api/events/stream/workspace-id/{{ws}}/identity/{}", encoded("0044 (0)20 7946 0018"));
    let mut live = service.open(&path).await;
    service.publish(event("live", "Call", "+442079460018", json!({}))).await;
    assert_eq!(live.data().await["id"], "live");
}

#[tokio::test]
async fn an_address_is_one_identity_however_it_was_pasted() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    for form in ["Ann <ann@example.com>", "\u{200b}ann@example.com", "mailto:Ann@Example.com", " ann@example.com\u{a0}"]
    {
        assert_eq!(service.person(form).await["id"], json!(ann), "{form:?}");
    }
    // Other channels' names stay as they are, dashes and all.
    let work = service.create_person(json!({"customerId": ["2024-000123"]})).await;
    assert_eq!(service.person("2024-000123").await["id"], json!(work));
    service.get(&format!("{PERSONS}/aliases/2024000123")).await.refused(404);
}
