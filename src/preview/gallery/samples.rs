//! Sample journeys of the gallery, in the contract's shapes, up to the moment at which its clock stands. Pure.

use serde_json::{Map, Value, json};

/// Whose journey it is.
pub(super) const IDENTITY: &str = "+12025550143";

/// A token that may only read: `{"sub":"reader","scopes":["cjp:config_read"]}`, signed by nobody.
pub(super) const READER: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyZWFkZXIiLCJzY29wZXMiOlsiY2pwOmNvbmZpZ19yZWFkIl19.x";

/// The selected contact.
pub(super) fn contact() -> Value {
    json!({"interactionId": "now", "ani": IDENTITY, "dnis": "+18005550199", "contactDirection": "INBOUND", "mediaType": "telephony"})
}

/// Who that is.
pub(super) fn person() -> Value {
    json!({"data": [{"id": "p-1", "firstName": "José", "lastName": "Núñez", "phone": [IDENTITY, "+12025550188"],
        "email": ["jose.nunez@example.com"], "customerId": ["C-4711"], "socialId": [], "temporaryId": []}]})
}

/// Persons of the same name, one with a number of the first one's.
pub(super) fn alike() -> Value {
    json!({"data": [
        {"id": "p-2", "firstName": "José", "lastName": "Núñez", "phone": [], "email": ["jnunez@example.org"],
            "customerId": [], "socialId": [], "temporaryId": []},
        {"id": "p-3", "firstName": "Carmen", "lastName": "Núñez de la Fuente", "phone": ["+12025550188"], "email": [],
            "customerId": ["C-5120"], "socialId": [], "temporaryId": []},
    ]})
}

/// What the service itself says of somebody whom it does not know.
pub(super) fn not_found() -> Value {
    json!({"status": "404 NOT_FOUND", "message": "Not found", "errors": ["Not found"], "timestamp": "2026-03-04T10:30:00Z",
        "trackingId": "CJDS_7f3a-404"})
}

/// The same person after a change of the name.
pub(super) fn renamed() -> Value {
    let mut person = person();
    person["data"][0]["firstName"] = json!("José María");
    person
}

/// Another person, who has an identity that one would add.
pub(super) fn other_person() -> Value {
    json!({"data": [{"id": "p-2", "firstName": "Jose", "lastName": "Nunez", "phone": ["+12025550177"],
        "email": ["j.nunez@example.org"], "customerId": [], "socialId": [], "temporaryId": []}]})
}

/// The profile's tiles: numbers, words, a channel, a long value, none, and one that failed.
pub(super) fn profile() -> Value {
    let tile = |name: &str, key: &str, result: Value| json!({"queryTemplate": {"displayName": name, "metaData": key, "widgetAttributes": {"type": "table"}}, "result": result});
    let mut failed = tile("Open orders", "orderNumber", Value::Null);
    failed["error"] = json!("no such field");
    let computed = |mut tile: Value, how: &str, kind: &str| {
        tile["queryTemplate"]["aggregationMode"] = json!(how);
        tile["queryTemplate"]["metaDataType"] = json!(kind);
        tile
    };
    json!({"data": [{"attributes": [
        computed(tile("Contacts in the last 10 days", "origin", json!("4")), "Count", "string"),
        computed(tile("Lifetime value", "amount", json!("12480.5")), "Sum", "double"),
        tile("Last channel", "channelType", json!("telephony")),
        tile("Last wrap-up code", "wrapUpAuxCodeName", json!("Technician booked")),
        tile("Plan", "plan", json!("")),
        failed,
    ]}]})
}

/// What each page of a history is filled with that never ends.
pub(super) fn endless() -> Vec<Value> {
    vec![custom(
        "Read a guide",
        "2026-03-01T08:00:00Z",
        json!({"subTitle": "Heating · Guides", "iconType": "document"}),
    )]
}

/// A history with everything in it, the newest last.
pub(super) fn history() -> Vec<Value> {
    let mut events = vec![
        custom(
            "Read the heat pump guide",
            "2026-02-20T19:04:00Z",
            json!({"subTitle": "Heating · Guides", "iconType": "document", "channelTypeTag": "web", "filterTags": ["web"]}),
        ),
        custom(
            "Order 20831 placed",
            "2026-02-21T08:15:00Z",
            json!({"subTitle": "Smart thermostat, 2 pieces", "iconType": "cart", "auxiliary": "218.00 EUR", "filterTags": ["order"],
            "listItem": [{"Status": "Shipped"}, {"Tracking": "[Carrier](https://carrier.example/track/20831)"}]}),
        ),
    ];
    events.extend(call("call-1", "2026-02-23T14", "Technical Support", "Ann Archer", "Technician booked"));
    events.extend(chat("chat-1", "2026-03-02T09", "Deliveries", "Łukasz Żak", "Delivery rebooked"));
    events.push(custom(
        "NPS survey answered",
        "2026-03-02T18:40:00Z",
        json!({"subTitle": "9 of 10", "iconType": "star", "filterTags": ["survey"]}),
    ));
    events.extend(mail("mail-1", "2026-03-03T07"));
    events.extend(call("call-2", "2026-03-03T16", "Billing", "Ann Archer", "Bill explained"));
    events.push(custom(
        "Signed in to the portal",
        "2026-03-04T09:58:00Z",
        json!({"iconType": "login", "channelTypeTag": "web", "filterTags": ["web"]}),
    ));
    events.extend(ongoing());
    events
}

/// The same, with next steps of the last contact and an appointment.
pub(super) fn planned() -> Vec<Value> {
    let steps = json!({"taskId": "call-2", "sections": {"initialContactReason": "A bill that was higher than the last one",
        "nextSteps": "Send the corrected bill by Friday"}});
    let mut events = history();
    events.push(task("call-2", "task:wrapup-summary", "2026-03-03T16:09:00Z", steps));
    events.push(custom(
        "Technician comes",
        "2026-03-06T08:00:00Z",
        json!({"subTitle": "Heat pump", "iconType": "calendar"}),
    ));
    events
}

/// What is arranged with the customer.
pub(super) fn callbacks() -> Value {
    json!({"data": [{"id": "cb-1", "customerName": "José Núñez", "callbackNumber": IDENTITY, "timezone": "America/New_York",
        "scheduleDate": "2026-03-05", "startTime": "15:00", "endTime": "16:00", "callbackReason": "Smart thermostat offer",
        "assigneeAgent": "Ann Archer"}]})
}

/// The same history with reasons, moods and a next step that nobody took.
pub(super) fn repeated() -> Vec<Value> {
    let mut events = history();
    for (id, time, mood) in [
        ("call-1", "2026-02-23T14:09:00Z", "positive"),
        ("chat-1", "2026-03-02T09:20:00Z", "neutral"),
        ("mail-1", "2026-03-03T07:37:00Z", "neutral"),
        ("call-2", "2026-03-03T16:09:00Z", "negative"),
    ] {
        let reason = if id == "call-2" { "Billing" } else { "Delivery" };
        events.push(task(id, "empath:data", time, json!({"customerSentiment": mood, "contactReason": reason})));
    }
    events
}

/// The same history with contact variables.
pub(super) fn with_variables() -> Vec<Value> {
    let mut events = history();
    for event in events.iter_mut().filter(|event| event["type"] == "task:ended") {
        event["data"]["callAssociatedData"] = json!({"Product": {"value": "Heat pump"}, "Risk": {"value": "High"},
            "Pin": {"value": "4711", "isSecure": true}});
    }
    events
}

/// The call that goes on now.
pub(super) fn ongoing() -> Vec<Value> {
    vec![
        task("now", "task:new", "2026-03-04T10:26:10Z", json!({"origin": IDENTITY, "destination": "+18005550199"})),
        task("now", "task:connect", "2026-03-04T10:27:00Z", json!({"queueName": "Technical Support"})),
        task(
            "now",
            "task:connected",
            "2026-03-04T10:28:20Z",
            json!({"queueName": "Technical Support", "agentName": "Robin Vale"}),
        ),
    ]
}

/// Events that do not hold what the contract promises.
pub(super) fn broken() -> Vec<Value> {
    vec![
        json!(["not an event"]),
        json!({"id": "x", "type": "task:new", "source": "wxcc", "time": "yesterday", "identity": IDENTITY, "data": "not JSON"}),
    ]
}

/// Values as hostile as data gets without being an attack.
pub(super) fn unruly() -> Vec<Value> {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    vec![
        custom(
            long,
            "2026-03-03T11:00:00Z",
            json!({"subTitle": "https://shop.example/".to_owned() + &"very-long-path/".repeat(12), "filterTags": [long]}),
        ),
        custom(
            "شراء حذاء رياضي ABC-123",
            "2026-03-03T12:00:00Z",
            json!({"subTitle": "متجر الإنترنت · 218.00 EUR", "iconType": "cart"}),
        ),
        custom(
            "👩‍👩‍👧‍👦 <b>not bold</b> & “quoted”",
            "2026-03-03T13:00:00Z",
            json!({"auxiliary": "[link](javascript:alert(1))"}),
        ),
    ]
}

/// A web shop's event.
pub(super) fn custom(title: &str, time: &str, ui: Value) -> Value {
    let data = json!({"uiData": merged(json!({"title": title}), ui), "orderNumber": "20831", "customer": {"tier": "Gold", "since": "2019"}});
    json!({"id": title, "specversion": "1.0", "type": "shop:event", "source": "custom/shop", "time": time,
        "identity": IDENTITY, "identitytype": "phone", "datacontenttype": "application/json", "data": data})
}

fn call(id: &str, hour: &str, queue: &str, agent: &str, code: &str) -> Vec<Value> {
    let time = |clock: &str| format!("{hour}:{clock}Z");
    let turn = |clock: &str, role: &str, text: &str, mood: &str| json!({"participantRole": role, "text": text, "timestamp": time(clock), "sentiment": mood});
    let transcript = json!([
        turn("03:10", "AGENT", "Good afternoon, you are speaking with Ann. What can I do for you?", "neutral"),
        turn("03:22", "CUSTOMER", "The boiler shows E28 and there is no hot water since this morning.", "negative"),
        turn(
            "03:40",
            "AGENT",
            "E28 means it tries to light and fails. Please hold the reset button for ten seconds.",
            "neutral"
        ),
        turn("04:30", "CUSTOMER", "It clicks a few times, then the code is back.", "negative"),
        turn(
            "06:05",
            "AGENT",
            "Then it is the ignition lead. A technician comes on Thursday morning; your plan covers it.",
            "neutral"
        ),
        turn("06:30", "CUSTOMER", "Great, thank you. That was quick.", "positive"),
    ]);
    let agent = json!({"queueName": queue, "agentName": agent, "teamName": "Home Service"});
    vec![
        task(id, "task:new", &time("00:00"), json!({"origin": IDENTITY, "destination": "+18005550199"})),
        task(id, "task:connect", &time("01:05"), json!({"queueName": queue})),
        task(id, "task:connected", &time("03:00"), agent.clone()),
        task(id, "task:hold", &time("04:50"), agent.clone()),
        task(id, "task:unhold", &time("05:50"), agent.clone()),
        task(id, "task:wrapup", &time("07:10"), agent.clone()),
        task(
            id,
            "agent:state_change",
            &time("08:00"),
            merged(agent.clone(), json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": code})),
        ),
        task(
            id,
            "task:ended",
            &time("08:01"),
            merged(
                agent,
                json!({"reason": "Agent Left", "terminatingParty": "Agent", "csatScore": "4", "transcript": transcript}),
            ),
        ),
        task(
            id,
            "task:wrapup-summary",
            &time("08:05"),
            json!({"summary": "Boiler error E28: ignition fails; gas supply checked, reset tried.", "sections": {
                "initialContactReason": "No hot water, code E28", "keyActionsTaken": "Gas valve checked, reset, visit offered",
                "nextSteps": "Technician on Thursday morning"}}),
        ),
    ]
}

fn chat(id: &str, hour: &str, queue: &str, agent: &str, code: &str) -> Vec<Value> {
    let time = |clock: &str| format!("{hour}:{clock}Z");
    let agent = json!({"channelType": "chat", "queueName": queue, "agentName": agent});
    let transcript = "Customer: My parcel did not come.\nAgent: I am sorry. I book a new slot for Thursday, 8 to 10.\nCustomer: Thank you!";
    vec![
        task(id, "task:new", &time("10:00"), json!({"channelType": "chat", "origin": "jose.nunez@example.com"})),
        task(id, "task:connected", &time("10:40"), agent.clone()),
        task(id, "task:wrapup", &time("19:10"), agent.clone()),
        task(
            id,
            "agent:state_change",
            &time("19:40"),
            merged(agent.clone(), json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": code})),
        ),
        task(id, "task:ended", &time("19:41"), merged(agent, json!({"transcript": transcript}))),
    ]
}

fn mail(id: &str, hour: &str) -> Vec<Value> {
    let time = |clock: &str| format!("{hour}:{clock}Z");
    let more =
        json!({"channelType": "email", "direction": "OUTBOUND", "queueName": "Deliveries", "agentName": "Łukasz Żak"});
    vec![
        task(id, "task:new", &time("30:00"), more.clone()),
        task(id, "task:connected", &time("30:10"), more.clone()),
        task(id, "task:ended", &time("36:00"), more),
    ]
}

fn task(id: &str, kind: &str, time: &str, data: Value) -> Value {
    let data = merged(json!({"taskId": id, "channelType": "telephony", "direction": "INBOUND"}), data);
    json!({"id": format!("{id}-{kind}"), "specversion": "1.0", "type": kind, "source": "wxcc", "time": time,
        "identity": IDENTITY, "identitytype": "phone", "datacontenttype": "application/json", "data": data})
}

fn merged(first: Value, second: Value) -> Value {
    let fields = |value: Value| match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let mut all = fields(first);
    all.extend(fields(second));
    Value::Object(all)
}

/// The customer's journey at Avaya: a call that Webex tells of, too, a chat and an e-mail.
pub(super) fn engagements() -> Value {
    let engagement = |id: &str, channel: &str, start: &str, end: &str, agent: &str, queue: &str| {
        json!({"id": id, "status": "COMPLETED", "direction": "INBOUND", "startDate": start, "endDate": end,
            "channels": [{"id": channel, "type": channel.to_uppercase()}], "identifiers": {"phoneNumbers": [IDENTITY]},
            "conversations": ["Heat pump"], "attributes": ["Language.English"],
            "queues": [{"queueId": "q", "queueName": queue, "channelId": channel, "priority": 1, "queuedAt": start}],
            "participants": [
                {"id": format!("{id} c"), "type": "EXTERNAL", "joinedAt": start, "leftAt": end, "channelId": channel, "callingNumber": IDENTITY},
                {"id": format!("{id} a"), "type": "AGENT", "agentDisplayName": agent, "joinedAt": start, "leftAt": end, "channelId": channel}]})
    };
    let engagements = [
        engagement("e3", "Voice", "2026-03-03T16:00:20Z", "2026-03-03T16:11:00Z", "Ann Archer", "Billing"),
        engagement("e2", "Chat", "2026-03-02T09:10:00Z", "2026-03-02T09:24:00Z", "Mei Tan", "Service Plans"),
        engagement("e1", "Email", "2026-02-20T08:00:00Z", "2026-02-20T11:30:00Z", "Mei Tan", "Service Plans"),
    ];
    json!({"pagination": {"pageNumber": 1, "pageSize": 50, "total": 3}, "engagements": engagements,
        "identifiers": {"phoneNumbers": [IDENTITY], "emailAddresses": ["jose.nunez@example.com"], "accountIds": ["A-100"]}})
}

/// How surely Avaya's identifiers tell who somebody is.
pub(super) fn identifier_types() -> Value {
    let kind = |name: &str, strength: &str| json!({"identifierId": name, "name": name, "displayName": name, "identifierStrength": strength});
    json!([kind("phoneNumbers", "WEAK"), kind("emailAddresses", "STRONG"), kind("accountIds", "VERY_STRONG")])
}

/// The customer's conversations at Genesys Cloud.
pub(super) fn conversations() -> Value {
    let segment = |kind: &str, start: &str, end: &str, more: Value| {
        let mut segment = json!({"segmentType": kind, "segmentStart": start, "segmentEnd": end});
        if let (Some(segment), Some(more)) = (segment.as_object_mut(), more.as_object()) {
            segment.extend(more.clone());
        }
        segment
    };
    let conversation = |id: &str, day: &str, media: &str| {
        let at = |time: &str| format!("{day}T{time}Z");
        json!({"conversationId": id, "conversationStart": at("12:00:00.000"), "conversationEnd": at("12:14:00.000"),
            "originatingDirection": "inbound", "participants": [
            {"participantId": "c", "purpose": "customer", "sessions": [{"mediaType": media, "direction": "inbound", "ani": format!("tel:{IDENTITY}"),
                "segments": [segment("interact", &at("12:00:00.000"), &at("12:14:00.000"), json!({}))]}]},
            {"participantId": "q", "purpose": "acd", "sessions": [{"mediaType": media, "direction": "inbound",
                "segments": [segment("interact", &at("12:01:00.000"), &at("12:03:00.000"), json!({"queueId": "q1"}))]}]},
            {"participantId": "a", "purpose": "agent", "userId": "u1", "sessions": [{"mediaType": media, "direction": "inbound",
                "segments": [segment("interact", &at("12:03:00.000"), &at("12:13:00.000"), json!({"queueId": "q1"})),
                    segment("wrapup", &at("12:13:00.000"), &at("12:14:00.000"), json!({"wrapUpCode": "w1", "queueId": "q1"}))]}]}]})
    };
    json!({"totalHits": 2, "conversations": [conversation("g2", "2026-03-01", "voice"), conversation("g1", "2026-02-24", "message")]})
}

/// Names at Genesys Cloud.
pub(super) fn wrap_up_codes() -> Value {
    json!({"entities": [{"id": "w1", "name": "Replacement sent"}], "pageSize": 25, "pageNumber": 1, "total": 1, "pageCount": 1})
}

/// The same of queues.
pub(super) fn genesys_queues() -> Value {
    json!({"entities": [{"id": "q1", "name": "Deliveries"}], "pageSize": 25, "pageNumber": 1, "total": 1, "pageCount": 1})
}

/// The same of users.
pub(super) fn genesys_users() -> Value {
    json!({"entities": [{"id": "u1", "name": "Yusuf Demir"}], "pageSize": 25, "pageNumber": 1, "total": 1, "pageCount": 1})
}

/// The customer as an external contact.
pub(super) fn external_contact() -> Value {
    json!({"id": "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "firstName": "José", "lastName": "Núñez",
        "cellPhone": {"e164": IDENTITY, "display": IDENTITY}, "type": "Curated"})
}

/// Two contacts with one number.
pub(super) fn namesakes() -> Value {
    let contact = |id: &str, first: &str, mail: &str| json!({"id": id, "firstName": first, "lastName": "Núñez", "workEmail": mail, "cellPhone": {"e164": IDENTITY, "display": IDENTITY}});
    json!({"contacts": [
        contact("0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "José", "jose.nunez@example.com"),
        contact("1a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "Carmen", "carmen.nunez@example.com")]})
}

/// What Genesys Cloud says to a token that may not read conversations.
pub(super) fn missing_permission() -> Value {
    json!({"message": "Unable to perform the requested action. You are missing the following permission(s): analytics:conversationDetail:view",
        "code": "missing.any.permissions", "status": 403, "contextId": "4f0c-1", "details": [], "errors": []})
}
