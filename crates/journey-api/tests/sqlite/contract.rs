//! The generated OpenAPI document against the vendor's: every path, method, parameter and field of it is here. The
//! expectation is written by hand from the vendor's document; where this service differs, the reason stands beside it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::suite::TestService;

/// Parameters of every list.
const LIST: &str = "sortBy sort page pageSize";

/// Method, path, query parameters, status and fields of what is answered (in `data`, where there is an envelope).
const CALLS: &str = "
get    /admin/v1/api/workspace | filter LIST | 200 | workspace
post   /admin/v1/api/workspace | | 200 | organization
get    /admin/v1/api/workspace/workspace-id/{workspaceId} | | 200 | workspace
put    /admin/v1/api/workspace/workspace-id/{workspaceId} | | 200 | workspace
delete /admin/v1/api/workspace/workspace-id/{workspaceId} | | 200 | workspace
get    /admin/v1/api/wxcc-subscription/workspace-id/{workspaceId} | | 200 | subscription
post   /admin/v1/api/wxcc-subscription/workspace-id/{workspaceId} | | 201 | subscription
delete /admin/v1/api/wxcc-subscription/workspace-id/{workspaceId} | | 200 |
get    /admin/v1/api/person/workspace-id/{workspaceId} | personId filter LIST | 200 | person
post   /admin/v1/api/person/workspace-id/{workspaceId} | | 201 | person
delete /admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId} | | 200 | person
patch  /admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId} | | 202 | person
patch  /admin/v1/api/person/add-identities/workspace-id/{workspaceId}/person-id/{personId} | | 200 | person
patch  /admin/v1/api/person/remove-identities/workspace-id/{workspaceId}/person-id/{personId} | | 200 | person
post   /admin/v1/api/person/merge/workspace-id/{workspaceId}/primary-person-id/{primaryPersonId} | | 202 | person
post   /admin/v1/api/person/merge-identities/workspace-id/{workspaceId} | | 200 | person
get    /admin/v1/api/person/workspace-id/{workspaceId}/aliases/{aliases} | LIST | 200 | person
post   /publish/v1/api/event | workspaceId | 200 | message
get    /admin/v1/api/profile-view-template/workspace-id/{workspaceId} | filter LIST | 200 | template
post   /admin/v1/api/profile-view-template/workspace-id/{workspaceId} | | 201 | template
get    /admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-id/{templateId} | | 200 | template
put    /admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-id/{templateId} | | 200 | template
delete /admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-id/{templateId} | | 200 | template
get    /admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-name/{templateName} | | 200 | template
get    /v1/api/progressive-profile-view/workspace-id/{workspaceId}/person-id/{personId}/template-name/{templateName} | | 200 | view
get    /v1/api/progressive-profile-view/workspace-id/{workspaceId}/person-id/{personId}/template-id/{templateId} | | 200 | view
get    /v1/api/progressive-profile-view/workspace-id/{workspaceId}/identity/{identity}/template-name/{templateName} | | 200 | view
get    /v1/api/progressive-profile-view/workspace-id/{workspaceId}/identity/{identity}/template-id/{templateId} | | 200 | view
get    /v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/{identity}/template-name/{templateName} | | 200 | view
get    /v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/{identity}/template-id/{templateId} | | 200 | view
get    /v1/api/events/workspace-id/{workspaceId} | identity filter data LIST | 200 | event
get    /v1/api/events/stream/workspace-id/{workspaceId}/identity/{identity} | filter data | 200 | event
get    /admin/v1/api/journey-actions/workspace-id/{workspaceId} | LIST | 200 | action
get    /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId} | | 200 | action
post   /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId} | | 201 | action
get    /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-name/{actionName} | | 200 | action
get    /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-id/{actionId} | | 200 | action
put    /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-id/{actionId} | | 201 | action
delete /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-id/{actionId} | | 200 | action
";

/// What each kind of answer holds.
const FIELDS: [(&str, &str); 10] = [
    ("workspace", "id name description wxccSubscriptionIds"),
    (
        "organization",
        "createdAt createdBy updatedAt updatedBy organizationId name isActive workspaces enabledFeatureIds settings",
    ),
    ("subscription", "id name description eventTypes destinationUrl createdTime status lastUpdatedTime"),
    ("person", "id firstName lastName phone email temporaryId customerId aliases"),
    ("template", "createdAt createdBy updatedAt updatedBy id name workspaceId organizationId attributes"),
    ("view", "workspaceId organizationId personId templateId attributes timestamp"),
    ("event", "id specversion type source time identity identitytype previousidentity datacontenttype data"),
    (
        "action",
        "createdAt createdBy updatedAt updatedBy id name organizationId workspaceId isActive templateId \
         cooldownPeriodInMinutes rules actionTriggers",
    ),
    ("message", "message"),
    ("", ""),
];

/// Where this service answers another status, and why.
const OTHER_STATUS: [(&str, &str, &str); 1] = [(
    "post /publish/v1/api/event",
    "202",
    "the flow node takes nothing but 202 for success, and what is answered is accepted for processing",
)];

/// Calls that the vendor's document does not have, and why they are here.
const MORE: &[(&str, &str)] = &[
    (
        "post /admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/tests/person-id/{personId}",
        "whoever composes an action sees whether it would act, and why",
    ),
    (
        "post /admin/v1/api/journey-actions/workspace-id/{workspaceId}/webhook-tests",
        "whoever composes an action sees whether its target answers",
    ),
    ("get /v1/api/events/types/workspace-id/{workspaceId}", "whoever composes a template chooses from what there is"),
    ("get /v1/api/events/fields/workspace-id/{workspaceId}", "whoever composes a template chooses from what there is"),
    (
        "post /v1/api/progressive-profile-view/preview/workspace-id/{workspaceId}/person-id/{personId}",
        "whoever composes a template sees what it would say before it is stored",
    ),
    (
        "post /admin/v1/api/person/import/workspace-id/{workspaceId}",
        "tables are imported in Control Hub, by its own page",
    ),
    (
        "get /admin/v1/api/person/export/workspace-id/{workspaceId}",
        "tables are imported in Control Hub, by its own page",
    ),
    ("get /admin/v1/api/caller", "the console offers what a token may do, and the service says what that is"),
    ("get /admin/v1/api/workspace/workspace-id/{workspaceId}/counts", "the console shows how much a project holds"),
    ("get /admin/v1/api/health", "the console says how the service is"),
    (
        "get /admin/v1/api/retention/workspace-id/{workspaceId}",
        "Control Hub sets the retention of a project by its own page",
    ),
    (
        "put /admin/v1/api/retention/workspace-id/{workspaceId}",
        "Control Hub sets the retention of a project by its own page",
    ),
    ("get /admin/v1/api/retention", "the console says what a shorter retention would delete"),
    (
        "post /admin/v1/api/person/workspace-id/{workspaceId}/aliases/search",
        "the vendor's newer look-up, with identities in no address",
    ),
    (
        "post /admin/v1/api/person/workspace-id/{workspaceId}/parts/search",
        "agents remember a part of an identity, and that stands in no address",
    ),
    ("post /v1/api/note/workspace-id/{workspaceId}/search", "agents read notes, with identities in no address"),
    ("post /v1/api/note/workspace-id/{workspaceId}", "agents write notes, who may not publish"),
    ("patch /v1/api/note/workspace-id/{workspaceId}/note-id/{noteId}", "agents change and take back their own"),
    ("post /v1/api/events/stream/workspace-id/{workspaceId}/identity", "clients that keep identities out of paths"),
    (
        "post /v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/template-id/{templateId}",
        "the same",
    ),
    (
        "post /v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/template-name/{templateName}",
        "the same",
    ),
    (
        "post /admin/v1/api/live/workspace-id/{workspaceId}",
        "the console shows what arrives in a project; the vendor's streams are of one person each",
    ),
    ("get /admin/v1/api/connectors", "connectors are this service's own"),
    ("post /admin/v1/api/connectors", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}", "connectors are this service's own"),
    ("patch /admin/v1/api/connectors/{connectorId}", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/keys", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/keys/{keyId}", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}/failures", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/failures/{failureId}/replay", "connectors are this service's own"),
    ("post /connectors/cloudevents/{connectorId}", "connectors are this service's own"),
    ("post /connectors/track/{connectorId}", "connectors are this service's own"),
    ("post /connectors/track/{connectorId}/v1/{call}", "connectors are this service's own"),
    ("post /connectors/webex/{connectorId}", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}/webex", "connectors are this service's own"),
    ("put /admin/v1/api/connectors/{connectorId}/webex", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/webex", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}/webex/subscriptions", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/webex/subscriptions", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/webex/subscriptions", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/webex/reconciliations", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/webex/filling", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}/genesys", "connectors are this service's own"),
    ("put /admin/v1/api/connectors/{connectorId}/genesys", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/genesys", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/genesys/filling", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/genesys/filling", "connectors are this service's own"),
    ("post /connectors/avaya/{connectorId}/{key}", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}/avaya", "connectors are this service's own"),
    ("put /admin/v1/api/connectors/{connectorId}/avaya", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/avaya", "connectors are this service's own"),
    ("get /admin/v1/api/connectors/{connectorId}/avaya/subscriptions", "connectors are this service's own"),
    ("post /admin/v1/api/connectors/{connectorId}/avaya/subscriptions", "connectors are this service's own"),
    ("delete /admin/v1/api/connectors/{connectorId}/avaya/subscriptions", "connectors are this service's own"),
    (
        "post /admin/v1/api/journey-actions/workspace-id/{workspaceId}/webhook-secrets",
        "signing, the log and calling again are this service's own",
    ),
    (
        "get /admin/v1/api/journey-actions/workspace-id/{workspaceId}/deliveries",
        "signing, the log and calling again are this service's own",
    ),
    (
        "post /admin/v1/api/journey-actions/workspace-id/{workspaceId}/deliveries/{deliveryId}/replay",
        "signing, the log and calling again are this service's own",
    ),
    (
        "post /admin/v1/api/person/split/workspace-id/{workspaceId}/person-id/{personId}",
        "splitting and the change log are this service's own",
    ),
    (
        "get /admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId}/changes",
        "splitting and the change log are this service's own",
    ),
    ("post /admin/v1/api/person/erasures/workspace-id/{workspaceId}", "erasing and handing out are this service's own"),
    ("get /admin/v1/api/person/erasures/workspace-id/{workspaceId}", "erasing and handing out are this service's own"),
    (
        "get /admin/v1/api/person/erasures/workspace-id/{workspaceId}/erasure-id/{erasureId}",
        "erasing and handing out are this service's own",
    ),
    (
        "get /admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId}/export",
        "erasing and handing out are this service's own",
    ),
];

// Two fields of the vendor's view are in no answer of this service: `searchFilter` and `systemMetdata` are internals of
// the vendor's store.

async fn document() -> Value {
    let service = TestService::start().await;
    service.send(service.request(reqwest::Method::GET, "/openapi.json")).await.expect(200)
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect(reference),
        None => schema,
    }
}

/// The fields of an answer's content: inside its envelope and its list, if it has them.
fn fields(document: &Value, schema: &Value) -> BTreeSet<String> {
    let schema = resolved(document, schema);
    if schema["type"] == "array" {
        return fields(document, &schema["items"]);
    }
    let Some(properties) = schema["properties"].as_object() else { return BTreeSet::new() };
    match properties.get("data").filter(|_| properties.contains_key("meta")) {
        Some(data) => fields(document, data),
        None => properties.keys().cloned().collect(),
    }
}

fn words(text: &str) -> BTreeSet<String> {
    text.replace("LIST", LIST).split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_call_of_the_vendors_document_is_here_with_its_parameters_and_fields() {
    let document = document().await;
    for line in CALLS.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [call, query, status, kind] = parts[..] else { panic!("{line}") };
        let (method, path) = call.split_once(' ').expect(call);
        let (path, name) = (path.trim(), format!("{method} {}", path.trim()));
        let operation = &document["paths"][path][method];
        assert!(operation.is_object(), "{name} is missing");
        let parameters = operation["parameters"].as_array().expect("parameters");
        let of = |place: &str| -> BTreeSet<String> {
            let there = parameters.iter().filter(|parameter| parameter["in"] == place);
            there.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect()
        };
        let in_path: BTreeSet<String> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}').map(str::to_owned)).collect();
        assert_eq!(of("path"), in_path, "{name}");
        assert!(words(query).is_subset(&of("query")), "{name}: {:?}", of("query"));
        let other = OTHER_STATUS.iter().find(|(call, ..)| *call == name);
        let status = other.map_or(status, |(_, status, _)| status);
        let answer = &operation["responses"][status];
        assert!(answer.is_object(), "{name} does not answer {status}");
        for refusal in ["400", "401", "403", "404", "409", "429", "500"] {
            assert!(operation["responses"][refusal].is_object(), "{name} does not refuse with {refusal}");
        }
        let content = answer["content"].as_object().and_then(|content| content.values().next()).expect(&name);
        let expected = FIELDS.iter().find(|(name, _)| *name == kind).expect(kind).1;
        let found = fields(&document, &content["schema"]);
        assert!(words(expected).is_subset(&found), "{name}: {found:?}");
    }
}

#[tokio::test]
async fn calls_beyond_the_vendors_document_are_listed_with_their_reason() {
    let document = document().await;
    let known: BTreeSet<String> = CALLS
        .lines()
        .filter_map(|line| line.split('|').next())
        .map(|call| call.split_whitespace().collect::<Vec<_>>().join(" "))
        .chain(MORE.iter().map(|(call, _)| (*call).to_owned()))
        .collect();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("an item").keys() {
            let call = format!("{method} {path}");
            assert!(known.contains(&call), "{call} is in neither list");
        }
    }
    assert_eq!(CALLS.lines().filter(|line| !line.is_empty()).count(), 39);
}

#[tokio::test]
async fn the_page_shows_the_document() {
    let service = TestService::start().await;
    let page = service.send(service.request(reqwest::Method::GET, "/docs")).await.expect(200);
    assert!(page.as_str().is_some_and(|page| page.contains("openapi.json")));
}

/// Every `$ref` of a part of the document, and where it stands.
fn references(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match field.as_str().filter(|_| key == "$ref") {
                    Some(reference) => found.push((place.to_owned(), reference.to_owned())),
                    None => references(field, &format!("{place}/{key}"), found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, place, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_refers_to_nothing_that_is_not_in_it() {
    let document = document().await;
    let mut found = Vec::new();
    references(&document, "", &mut found);
    assert!(found.len() > 50, "{found:?}");
    let is_there = |reference: &str| {
        let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        target.is_some_and(Value::is_object)
    };
    let missing: BTreeSet<&str> =
        found.iter().map(|(_, reference)| reference.as_str()).filter(|reference| !is_there(reference)).collect();
    let places: Vec<_> = found.iter().filter(|(_, reference)| missing.contains(reference.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}: {places:?}");
    // What a generator of clients makes names from is there, and is no other call's.
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            let name = operation["operationId"].as_str().expect("a name").to_owned();
            assert!(names.insert(name.clone()), "{method} {path} is called {name}, as another call is");
            assert!(operation["responses"].as_object().is_some_and(|all| !all.is_empty()), "{method} {path}");
            let body = operation["requestBody"]["content"].as_object();
            assert_eq!(body.is_some(), operation["requestBody"].is_object(), "{method} {path}");
        }
    }
}
