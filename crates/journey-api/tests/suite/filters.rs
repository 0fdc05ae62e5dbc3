//! RSQL over HTTP against a plain model of it: whatever the filter, the service answers what the model lets through.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::harness::{TestService, event};

/// A filter as the model understands it.
#[derive(Clone, Debug)]
enum Filter {
    Compare(&'static str, &'static str, Vec<String>),
    All(Vec<Filter>),
    Any(Vec<Filter>),
}

const WORDS: [&str; 6] = ["a", "ab", "Ab c", "x'y", "1", "*"];

fn comparison() -> impl Strategy<Value = Filter> {
    let word = prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned);
    let number = (-3_i64..6).prop_map(|number| number.to_string());
    prop_oneof![
        (
            prop::sample::select(vec!["data.text", "data.'odd key'", "data.deep.text", "type"]),
            prop::sample::select(vec!["==", "!="]),
            word.clone()
        )
            .prop_map(|(key, operator, word)| Filter::Compare(key, operator, vec![word])),
        (Just("data.number"), prop::sample::select(vec!["==", "!=", "=gt=", "=ge=", "=lt=", "=le="]), number.clone())
            .prop_map(|(key, operator, number)| Filter::Compare(key, operator, vec![number])),
        (Just("data.text"), prop::sample::select(vec!["=in=", "=out="]), prop::collection::vec(word, 1..3))
            .prop_map(|(key, operator, words)| Filter::Compare(key, operator, words)),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    comparison().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Filter::All),
            prop::collection::vec(inner, 1..4).prop_map(Filter::Any),
        ]
    })
}

fn written(filter: &Filter) -> String {
    let quoted = |word: &String| format!("'{}'", word.replace('\'', "\\'").replace('*', "\\*"));
    match filter {
        Filter::Compare(key, operator @ ("=in=" | "=out="), words) => {
            format!("{key}{operator}({})", words.iter().map(quoted).collect::<Vec<_>>().join(","))
        }
        Filter::Compare(key, operator, words) => format!("{key}{operator}{}", quoted(&words[0])),
        Filter::All(parts) => format!("({})", parts.iter().map(written).collect::<Vec<_>>().join(";")),
        Filter::Any(parts) => format!("({})", parts.iter().map(written).collect::<Vec<_>>().join(",")),
    }
}

fn admits(filter: &Filter, event: &Value) -> bool {
    match filter {
        Filter::All(parts) => parts.iter().all(|part| admits(part, event)),
        Filter::Any(parts) => parts.iter().any(|part| admits(part, event)),
        Filter::Compare(key, operator, words) => {
            let value = match *key {
                "data.text" => &event["data"]["text"],
                "data.'odd key'" => &event["data"]["odd key"],
                "data.deep.text" => &event["data"]["deep"]["text"],
                "data.number" => &event["data"]["number"],
                _ => &event["type"],
            };
            let is_one = words.iter().any(|word| match value {
                Value::String(text) => text == word,
                Value::Number(number) => Some(number.to_string()) == word.parse::<i64>().ok().map(|it| it.to_string()),
                _ => false,
            });
            let number = |than: fn(i64, i64) -> bool| {
                value.as_i64().is_some_and(|it| than(it, words[0].parse().expect("a number")))
            };
            match *operator {
                "==" | "=in=" => is_one,
                "!=" | "=out=" => !is_one,
                "=gt=" => number(|a, b| a > b),
                "=ge=" => number(|a, b| a >= b),
                "=lt=" => number(|a, b| a < b),
                _ => number(|a, b| a <= b),
            }
        }
    }
}

fn samples() -> Vec<Value> {
    let mut samples = Vec::new();
    for (index, word) in WORDS.iter().enumerate() {
        let number = i64::try_from(index).expect("small") - 2;
        samples.push(event(&format!("a{index}"), word, "ann@example.com", json!({"text": word, "number": number})));
        samples.push(event(&format!("b{index}"), "a", "ann@example.com", json!({"odd key": word, "number": null})));
        samples.push(event(
            &format!("c{index}"),
            "ab",
            "ann@example.com",
            json!({"deep": {"text": word}, "text": number}),
        ));
    }
    samples
}

#[test]
fn the_service_answers_what_a_plain_reading_of_the_filter_lets_through() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let service = runtime.block_on(async {
        let service = TestService::start().await;
        for sample in samples() {
            service.publish(sample).await;
        }
        service
    });
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    runner
        .run(&filter(), |filter| {
            let text = written(&filter);
            let query = [("identity", "ann@example.com"), ("filter", text.as_str()), ("pageSize", "100")];
            let mut found: Vec<String> =
                runtime.block_on(service.history(&query)).iter().map(|event| event["id"].to_string()).collect();
            let mut expected: Vec<String> =
                samples().iter().filter(|event| admits(&filter, event)).map(|event| event["id"].to_string()).collect();
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected, "{}", text);
            Ok(())
        })
        .expect("as the model");
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_fail_otherwise_than_by_pointing_into_it(text in "[ab =!;,()'\"*\\\\.<>~é1-9]{0,40}") {
        if let Err(error) = cjds::rsql::Expression::parse(&text) {
            prop_assert!(error.position <= text.chars().count());
        }
    }
}
