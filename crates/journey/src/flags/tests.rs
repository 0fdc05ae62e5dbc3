use serde_json::{Value, json};

use super::FlagRules;
use crate::samples::{at, call, custom, journey, wire};
use crate::{Filter, ProfileAttribute, RuleProblem};

const NOW: &str = "2026-03-10T12:00:00Z";

fn rules(map: &Value) -> FlagRules {
    let mut rules = FlagRules::default();
    let problems = rules.add(map, |_| true).expect("a map");
    assert!(problems.is_empty(), "{problems:?}");
    rules
}

fn words(map: &Value, events: &[Value], attributes: &[ProfileAttribute]) -> Vec<String> {
    let flags = rules(map).flags(&journey(events), attributes, &Filter::default(), at(NOW));
    flags.into_iter().map(|flag| flag.word).collect()
}

fn said(data: Value) -> Vec<Value> {
    vec![custom("CRM", "2026-03-01T10:00:00Z", data)]
}

fn is_flagged(rule: &Value, data: Value) -> bool {
    !words(&json!({"Flag": rule}), &said(data), &[]).is_empty()
}

#[test]
fn a_customer_wears_the_flags_whose_rules_fit_in_the_rules_order() {
    let map = json!({
        "Do not call": {"field": "doNotCall", "is": true, "color": "red"},
        "VIP": {"field": "tier", "is": ["Gold", "Platinum"]},
        "Speaks {value}": {"field": "language"},
        "No consent": {"field": "consent", "is": false},
    });
    let data = json!({"Tier": " gold ", "do_not_call": "Yes", "language": "Polski", "consent": "true"});
    assert_eq!(words(&map, &said(data), &[]), ["Do not call", "VIP", "Speaks Polski"]);
    assert!(words(&map, &call("c", "2026-03-01", None), &[]).is_empty(), "nobody says anything of it");
}

#[test]
fn values_are_compared_as_people_mean_them() {
    for (rule, value, expected) in [
        (json!({"field": "x", "not": "Basic"}), json!("Gold"), true),
        (json!({"field": "x", "not": "Basic"}), json!("BASIC"), false),
        (json!({"field": "x", "not": "Basic"}), json!(["Gold", "Basic"]), false),
        (json!({"field": "x", "above": 70}), json!("70.5"), true),
        (json!({"field": "x", "above": 70}), json!(9), false),
        (json!({"field": "x", "below": "0"}), json!(-3), true),
        (json!({"field": "x", "above": 70}), json!("high"), false),
        (json!({"field": "x", "has": "churn"}), json!("Likely to Churn"), true),
        (json!({"field": "x"}), json!("no"), false),
        (json!({"field": "x"}), json!("since 2019"), true),
        (json!({"field": "x", "is": 7}), json!("7"), true),
        (json!({"field": "x", "is": true}), json!("maybe"), false),
        (json!({"field": "x", "is": false}), json!(0), true),
    ] {
        assert_eq!(is_flagged(&rule, json!({"x": value})), expected, "{rule} {value}");
    }
    assert!(
        !is_flagged(&json!({"field": "x", "not": "Basic"}), json!({"y": "Gold"})),
        "who says nothing is not flagged"
    );
}

#[test]
fn any_of_several_rules_makes_the_flag_once() {
    let map = json!({"VIP": [{"field": "tier", "is": "Gold"}, {"attribute": "Spent", "above": 1000}]});
    let spent = ProfileAttribute::new("Spent", &["2500".to_owned()], true);
    assert_eq!(words(&map, &said(json!({"tier": "Gold"})), std::slice::from_ref(&spent)), ["VIP"]);
    assert_eq!(words(&map, &[], std::slice::from_ref(&spent)), ["VIP"]);
    let failed = ProfileAttribute { error: Some("no".to_owned()), ..spent };
    assert!(words(&map, &[], &[failed]).is_empty(), "a tile that failed says nothing");
}

#[test]
fn what_was_said_last_counts_whatever_order_it_came_in() {
    let map = json!({"VIP": {"field": "tier", "is": "Gold"}});
    let at = |day: u32, tier: &str| custom("CRM", &format!("2026-03-{day:02}T10:00:00Z"), json!({"tier": tier}));
    let ahead = custom("CRM", "2031-03-01T10:00:00Z", json!({"tier": "Gold"}));
    let mut events = vec![at(3, "Basic"), at(1, "Gold"), ahead, at(2, "Gold")];
    assert!(words(&map, &events, &[]).is_empty());
    events.push(at(4, "Gold"));
    assert_eq!(words(&map, &events, &[]), ["VIP"]);
    events.reverse();
    assert_eq!(words(&map, &events, &[]), ["VIP"]);
}

#[test]
fn a_contact_variable_flags_and_a_secure_one_never_does() {
    let map = json!({"Risk": {"field": "Risk", "is": "high"}, "Pin {value}": {"field": "Pin"}});
    let cad = json!({"Risk": {"value": "High"}, "Pin": {"value": "4711", "isSecure": true}});
    let held = wire("c", "task:new", "2026-03-01T10:00:00Z", json!({"callAssociatedData": cad}));
    assert_eq!(words(&map, &[held], &[]), ["Risk"]);
}

#[test]
fn what_is_in_another_division_flags_nobody_here() {
    let map = json!({"VIP": {"field": "tier", "is": "Gold"}});
    let of = |division: &str| said(json!({"tier": "Gold", "uiData": {"division": division}}));
    let filter = Filter { division: Some("Sales".to_owned()), ..Filter::default() };
    let count = |division: &str| rules(&map).flags(&journey(&of(division)), &[], &filter, at(NOW)).len();
    assert_eq!((count("Sales"), count("Debts")), (1, 0));
}

#[test]
fn a_word_is_short_and_there_are_only_so_many() {
    let map =
        Value::Object((0..30).map(|number| (format!("{number}{}", "x".repeat(90)), json!({"field": "x"}))).collect());
    let found = words(&map, &said(json!({"x": "y".repeat(900)})), &[]);
    assert_eq!(found.len(), 8);
    assert!(found.iter().all(|word| word.chars().count() <= 41));
}

fn named_place(problem: RuleProblem) -> String {
    let place = problem.place.map(|place| place.to_string());
    [Some(problem.word), place, problem.part].into_iter().flatten().collect::<Vec<_>>().join(".")
}

#[test]
fn an_odd_rule_is_named_with_its_place_and_a_way_to_mend_it() {
    let place = |rule: Value| {
        let mut rules = FlagRules::default();
        let map = json!({"Odd": rule, "VIP": {"field": "tier", "is": "Gold"}});
        let problems = rules.add(&map, |colour| colour == "red").expect("a map");
        assert!(problems.iter().all(|problem| !problem.what.is_empty() && problem.fix.ends_with('.')));
        let flags = rules.flags(&journey(&said(json!({"tier": "Gold", "x": "1"}))), &[], &Filter::default(), at(NOW));
        assert!(flags.iter().any(|flag| flag.word == "VIP"), "the other rule stands");
        let shown = flags.iter().any(|flag| flag.word == "Odd");
        (problems.into_iter().map(named_place).collect::<Vec<_>>(), shown)
    };
    let named = |place: &str| vec![place.to_owned()];
    assert_eq!(place(json!(7)), (named("Odd"), false));
    assert_eq!(place(json!({"is": "Gold"})), (named("Odd"), false));
    assert_eq!(place(json!({"field": "x", "attribute": "y"})), (named("Odd"), false));
    assert_eq!(place(json!({"field": "x", "is": 1, "above": 0})), (named("Odd"), false));
    assert_eq!(place(json!({"field": "x", "above": "much"})), (named("Odd.above"), false));
    assert_eq!(place(json!({"field": "x", "is": {}})), (named("Odd.is"), false));
    assert_eq!(place(json!({"field": "x", "is": []})), (named("Odd.is"), false));
    assert_eq!(place(json!({"field": "x", "color": "url(x)"})), (named("Odd.color"), true));
    assert_eq!(place(json!({"field": "x", "equals": "y"})), (named("Odd.equals"), true));
    assert_eq!(place(json!([{"field": "x"}, {"field": ""}])), (named("Odd.1"), true));
    assert_eq!(place(json!({"field": "x", "color": "red"})), (vec![], true));
    assert!(FlagRules::default().add(&json!([]), |_| true).is_err());
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|flag| json!(flag)),
            any::<i64>().prop_map(|number| json!(number)),
            any::<String>().prop_map(|text| json!(text)),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let key = prop_oneof!["field|attribute|is|not|has|above|below|color", any::<String>()];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((key, inner), 0..5).prop_map(|all| Value::Object(all.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_rule_the_others_hold(odd in any_json(), value in any::<String>()) {
            let mut rules = FlagRules::default();
            let map = json!({"Odd": odd, "VIP": {"field": "tier", "is": "Gold"}});
            prop_assert!(rules.add(&map, |_| true).is_ok());
            let events = said(json!({"tier": "Gold", "field": value.clone(), "x": value}));
            let flags = rules.flags(&journey(&events), &[], &Filter::default(), at(NOW));
            prop_assert!(flags.iter().any(|flag| flag.word == "VIP"));
        }
    }
}
