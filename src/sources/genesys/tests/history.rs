//! How a history is read: windows, pages, names, and what is refused.

use super::tenant::{call, contact, merge, status, viewed, visit};
use super::*;
use crate::sources::genesys::ask::Question;
use serde_json::{Value, json};

fn tenant() -> Tenant {
    let contacts = vec![contact("c1", "+12025550143", json!({"mergeSet": [{"id": "c0"}, {"id": "c1"}]}))];
    Tenant { contacts, ..Tenant::default() }
}

fn with_calls(calls: &[(&str, &str)]) -> Tenant {
    let tenant = tenant();
    tenant.conversations.replace(calls.iter().map(|(id, start)| call(id, start)).collect());
    tenant
}

fn intervals(tenant: &Tenant) -> Vec<String> {
    let asked = tenant.asked.borrow();
    let queries = asked.iter().filter_map(|question| match question {
        Question::Conversations(query) => query["interval"].as_str().map(str::to_owned),
        _ => None,
    });
    queries.collect()
}

#[test]
fn three_months_come_by_themselves_and_older_ones_when_somebody_wants_them() {
    let tenant = with_calls(&[
        ("new", "2026-05-01T10:00:00Z"),
        ("march", "2026-03-10T10:00:00Z"),
        ("october", "2025-10-10T10:00:00Z"),
        ("last-year", "2025-05-20T10:00:00Z"),
        ("too-old", "2025-01-01T10:00:00Z"),
    ]);
    let source = source(&tenant);
    let (read, rest) = pages(&source, &jose());
    assert_eq!((read.len(), rest), (3, Rest::OnDemand));
    assert_eq!(rows(&journey(read.into_iter().flatten())), ["new", "march"]);
    let (older, rest) = page(&source, &jose(), 3).expect("a page");
    assert_eq!((rows(&journey(older)), rest), (vec!["october".to_owned()], Rest::OnDemand), "empty months are skipped");
    let (oldest, rest) = page(&source, &jose(), 4).expect("a page");
    assert_eq!((rows(&journey(oldest)), rest), (vec!["last-year".to_owned()], Rest::OnDemand));
    let (nothing, rest) = page(&source, &jose(), 5).expect("a page");
    assert_eq!((nothing.len(), rest), (0, Rest::Nothing));
    let intervals = intervals(&tenant);
    assert_eq!(intervals.len(), 13);
    assert_eq!(intervals[0], "2026-04-01T02:00:00.000Z/2026-05-02T02:00:00.000Z");
    assert!(intervals.windows(2).all(|pair| pair[0].split('/').next() == pair[1].split('/').nth(1)), "{intervals:?}");
}

#[test]
fn merged_contacts_are_one_customer() {
    let tenant = with_calls(&[("new", "2026-05-01T10:00:00Z")]);
    page(&source(&tenant), &jose(), 0).expect("a page");
    let asked = tenant.asked.borrow();
    let query = asked
        .iter()
        .find_map(|question| if let Question::Conversations(query) = question { Some(query) } else { None });
    let predicates = &query.expect("a query")["segmentFilters"][0]["predicates"];
    let values: Vec<_> =
        predicates.as_array().expect("a list").iter().map(|one| one["value"].as_str().expect("text")).collect();
    assert_eq!((values, &predicates[0]["dimension"]), (vec!["c1", "c0"], &json!("externalContactId")));
}

#[test]
fn a_month_of_many_calls_is_read_page_by_page_even_while_new_ones_come() {
    let starts: Vec<(String, String)> = (0..120)
        .map(|minute| (format!("c{minute:03}"), format!("2026-05-01T{:02}:{:02}:00Z", 10 + minute / 60, minute % 60)))
        .collect();
    let calls: Vec<(&str, &str)> = starts.iter().map(|(id, start)| (id.as_str(), start.as_str())).collect();
    let tenant = with_calls(&calls);
    let source = source(&tenant);
    let mut all = journey(page(&source, &jose(), 0).expect("a page").0);
    all.add(page(&source, &jose(), 1).expect("a page").0);
    tenant.conversations.borrow_mut().push(call("d", "2026-05-01T20:00:00Z"));
    // Polled between the pages.
    all.add(page(&source, &jose(), 0).expect("a page").0);
    all.add(page(&source, &jose(), 2).expect("a page").0);
    assert_eq!(all.len(), 121, "no gap");
    // The customer is shown again: reading begins anew behind what the newest page brought now.
    let (again, _) = pages(&source, &jose());
    assert_eq!(journey(again.into_iter().flatten()), all);
}

#[test]
fn whom_no_contact_stands_for_is_found_by_the_conversations_addresses() {
    let mut tenant = with_calls(&[("new", "2026-05-01T10:00:00Z")]);
    tenant.contacts.clear();
    let (read, _) = pages(&source(&tenant), &jose());
    assert_eq!(rows(&journey(read.into_iter().flatten())), ["new"]);
    assert_eq!(tenant.asked_for("Sessions"), 0);
    let nothing = Sought::of_kind(Identity::new("LH-1").expect("one"), Some(IdentityType::CustomerId));
    let before = intervals(&tenant).len();
    assert_eq!(page(&source(&tenant), &nothing, 0), Ok((vec![], Rest::Nothing)));
    assert_eq!(intervals(&tenant).len(), before, "nothing finds conversations by a customer number");
    // Who may not read contacts sees the conversations all the same.
    tenant.refused = vec!["Identifier"];
    let (read, _) = pages(&source(&tenant), &jose());
    assert_eq!(rows(&journey(read.into_iter().flatten())), ["new"]);
}

#[test]
fn names_are_asked_for_once_in_batches() {
    let tenant = tenant();
    let calls = (0..60).map(|number| {
        let mut call = call(&format!("c{number}"), "2026-05-01T10:00:00Z");
        call["participants"][3]["userId"] = json!(format!("u{number:02}"));
        call
    });
    tenant.conversations.replace(calls.collect());
    let source = source(&tenant);
    let (read, _) = pages(&source, &jose());
    let all = journey(read.into_iter().flatten());
    let contact = all.contacts().find(|contact| contact.task.as_str() == "c7").expect("a contact").clone();
    assert_eq!((contact.agents, contact.queues), (vec!["User u07".into()], vec!["Queue q1".into()]));
    let asked = |begins| tenant.asked_for(begins);
    assert_eq!([asked("Names(Queue"), asked("Names(WrapUpCode"), asked("Names(User")], [1, 1, 2]);
    page(&source, &jose(), 0).expect("a page");
    assert_eq!(asked("Names"), 4, "none is asked for again");
}

#[test]
fn a_name_that_is_refused_stays_an_id_and_is_said_once() {
    let mut tenant = with_calls(&[("b", "2026-05-01T10:00:00Z"), ("a", "2026-04-01T10:00:00Z")]);
    tenant.refused = vec!["Names(WrapUpCode"];
    let source = source(&tenant);
    let (read, _) = pages(&source, &jose());
    let mut all = journey(read.into_iter().flatten());
    assert_eq!(rows(&all), ["b", "a", "routing:wrapupCode:view"]);
    let contact = all.contacts().next().expect("a contact");
    assert_eq!((contact.wrap_up.code.as_ref(), contact.wrap_up.id.as_deref()), (None, Some("w1")));
    let before = all.clone();
    let tenant = Tenant { refused: vec!["Names(WrapUpCode"], ..with_calls(&[("b", "2026-05-01T10:00:00Z")]) };
    all.add(page(&self::source(&tenant), &jose(), 0).expect("a page").0);
    assert_eq!(all, before, "what is read again says the same");
}

#[test]
fn names_that_were_refused_are_asked_for_again_after_a_while_for_another_customer() {
    thread_local! {
        static MINUTES: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
    }
    let mut tenant = with_calls(&[("b", "2026-05-01T10:00:00Z")]);
    tenant.contacts.extend(["+12025550199", "+12025550188"].map(|phone| contact("c1", phone, json!({}))));
    let clock = || time() + chrono::Duration::minutes(MINUTES.get());
    let source = Genesys::new(&tenant, &place(None), clock);
    let code = |sought: &journey::Sought| {
        let all = journey(page(&source, sought, 0).expect("a page").0);
        let code = all.contacts().next().expect("a contact").wrap_up.code.clone();
        (code.map(|code| code.as_str().to_owned()), rows(&all).len(), tenant.asked_for("Names(WrapUpCode"))
    };
    tenant.failing.set(Some(("Names(WrapUpCode", 403)));
    assert_eq!(code(&jose()), (None, 2, 1), "and the permission is named");
    assert_eq!(code(&caller("+12025550199")), (None, 2, 1), "without asking for it with each customer");
    tenant.failing.set(None);
    MINUTES.set(6);
    assert_eq!(code(&jose()), (None, 2, 1), "who is shown says the same");
    assert_eq!(code(&caller("+12025550188")), (Some("Code w1".to_owned()), 1, 2));
    assert_eq!(code(&jose()), (None, 2, 2), "and goes on saying it");
}

#[test]
fn a_visit_is_one_entry_with_its_pages_however_often_it_is_read() {
    let tenant = tenant();
    let visits = ["2026-05-01T09:00:00Z", "2026-04-20T09:00:00Z", "2026-04-19T09:00:00Z", "2026-02-01T09:00:00Z"];
    tenant.sessions.replace((0..4).map(|number| visit(&format!("s{number}"), "c1", visits[number], 3)).collect());
    let titles = ["Kettles", "Basket", "Checkout"];
    let page_of = |session: usize, number: usize| {
        let time = visits[session].replace(":00:00Z", &format!(":0{number}:00Z"));
        viewed(&format!("s{session}"), number as u32, &time, titles[number])
    };
    tenant.events.replace((0..4).flat_map(|session| (0..3).map(move |number| page_of(session, number))).collect());
    let source = source(&tenant);
    let (read, _) = pages(&source, &jose());
    let mut all = journey(read.into_iter().flatten());
    assert_eq!(rows(&all), ["s0", "s1", "s2", "s3"]);
    let first = all.contacts().next().expect("a contact").clone();
    assert_eq!((first.channel.clone(), first.is_visit()), (Some(journey::Channel::Web), true));
    let fields = journey::Fields::of_events(&first.events, 100).rows;
    let of = |name: &str| fields.iter().find(|row| row.path == [name]).map(|row| row.values.join(", "));
    assert_eq!(of("Page").as_deref(), Some("Kettles, Basket, Checkout"));
    assert_eq!((of("Referrer").as_deref(), of("Cart").as_deref()), (Some("https://search.example/"), Some("2")));
    let asked = tenant.asked_for("SessionEvents");
    page(&source, &jose(), 0).expect("a page");
    assert_eq!(tenant.asked_for("SessionEvents"), asked, "nothing happened in it");
    tenant.events.borrow_mut().push(viewed("s0", 3, "2026-05-01T09:05:00Z", "Thank you"));
    tenant.sessions.borrow_mut()[0]["eventCount"] = json!("4");
    let added = all.add(page(&source, &jose(), 0).expect("a page").0);
    assert_eq!((added.new, added.rows), (1, 0), "one page more in the same row");
}

#[test]
fn each_part_that_is_refused_names_its_permission_and_the_others_stay() {
    let mut tenant = with_calls(&[("call", "2026-05-01T10:00:00Z")]);
    tenant.sessions.replace(vec![
        json!({"id": "s1", "type": "conversation", "createdDate": "2026-05-01T10:00:00Z", "endedDate": "2026-05-01T10:05:00Z",
            "externalContact": {"id": "c1"}, "conversation": {"id": "call"}, "eventCount": 2, "originatingDirection": "Inbound",
            "conversationChannels": [{"type": "Voice"}], "lastUserDisposition": {"code": "w1", "notes": "n"}}),
        visit("s2", "c1", "2026-05-01T09:00:00Z", 1),
    ]);
    tenant.events.replace(vec![viewed("s2", 1, "2026-05-01T09:01:00Z", "Kettles")]);
    let rows_of = |tenant: &Tenant| rows(&journey(pages(&source(tenant), &jose()).0.into_iter().flatten()));
    assert_eq!(rows_of(&tenant), ["call", "s2"], "a conversation's session only repeats it");
    tenant.refused = vec!["Conversations"];
    assert_eq!(rows_of(&tenant), ["call", "s2", "analytics:conversationDetail:view"]);
    tenant.refused = vec!["SessionEvents"];
    assert_eq!(rows_of(&tenant), ["call", "s2", "journey:event:view"]);
    tenant.refused = vec!["Sessions"];
    assert_eq!(rows_of(&tenant), ["call", "externalContacts:session:view"]);
    tenant.refused = vec!["Conversations", "Sessions"];
    let missing = SourceError::Permission("analytics:conversationDetail:view".into());
    assert_eq!(page(&source(&tenant), &jose(), 0), Err(missing));
}

#[test]
fn a_page_that_fails_is_asked_for_again_and_nothing_is_skipped() {
    let tenant = with_calls(&[("b", "2026-05-01T10:00:00Z"), ("a", "2026-03-10T10:00:00Z")]);
    let source = source(&tenant);
    for code in [401, 404, 422, 429, 500] {
        tenant.failing.set(Some(("Conversations", code)));
        let expected = SourceError::Http(status(code, json!({"message": "no", "status": code})));
        assert_eq!(page(&source, &jose(), 0), Err(expected));
    }
    tenant.failing.set(None);
    page(&source, &jose(), 0).expect("a page");
    tenant.failing.set(Some(("Conversations", 500)));
    assert!(page(&source, &jose(), 1).is_err());
    tenant.failing.set(None);
    let (read, rest) = pages(&source, &jose());
    assert_eq!((rows(&journey(read.into_iter().flatten())), rest), (vec!["b".into(), "a".into()], Rest::OnDemand));
}

#[test]
fn an_answer_of_another_shape_is_none() {
    for answer in [json!([]), json!("x"), json!({"conversations": "none"}), Value::Null] {
        struct Odd(Value);
        impl crate::sources::genesys::ask::Ask for Odd {
            type Line = super::live::Wire;

            async fn ask(&self, question: &Question) -> Result<Value, crate::http::HttpError> {
                match question {
                    Question::Conversations(_) => Ok(self.0.clone()),
                    _ => Err(status(404, json!({}))),
                }
            }

            async fn connect(&self, _: &str) -> Result<Self::Line, crate::http::HttpError> {
                Err(crate::http::HttpError::Unreachable)
            }
        }
        let source = Genesys::new(Odd(answer.clone()), &place(None), time);
        let found = page(&source, &jose(), 0);
        assert!(
            matches!(found, Err(SourceError::Http(crate::http::HttpError::NotTheContract(_)))),
            "{answer}: {found:?}"
        );
    }
}

#[test]
fn the_history_of_a_customer_has_no_end_of_its_own() {
    // A listing that says the same cursor for ever, and one that says none but has more.
    let tenant = tenant();
    let mut endless = visit("s", "c1", "2026-05-01T09:00:00Z", 0);
    merge(&mut endless, json!({"id": "s"}));
    tenant.sessions.replace(vec![endless; 9]);
    let (read, rest) = pages(&source(&tenant), &jose());
    assert_eq!((rows(&journey(read.into_iter().flatten())), rest), (vec!["s".to_owned()], Rest::OnDemand));
}
