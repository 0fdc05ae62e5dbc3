//! Aggregation against a plain model of it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::tests::{now, purchase};
use super::{CloudEvent, compute};

const MODES: [&str; 7] = ["Value", "Count", "Sum", "Max", "Min", "Average", "Distinct"];

/// Hours ago, and the price, if there is one.
type Sale = (i64, Option<i64>);

fn expected(mode: &str, sales: &[Sale], days: i64, limit: usize, at_least: i64) -> Value {
    let mut sales: Vec<&Sale> = sales.iter().filter(|(hours, _)| *hours <= days * 24).collect();
    sales.sort_by_key(|(hours, _)| *hours);
    let prices: Vec<i64> =
        sales.into_iter().filter_map(|(_, price)| *price).filter(|price| *price >= at_least).take(limit).collect();
    let text = |price: Option<i64>| price.map_or(Value::Null, |price| json!(price.to_string()));
    match mode {
        "Value" => text(prices.first().copied()),
        "Count" => json!(prices.len().to_string()),
        "Sum" => text(Some(prices.iter().sum())),
        "Max" => text(prices.iter().max().copied()),
        "Min" => text(prices.iter().min().copied()),
        "Average" if prices.is_empty() => Value::Null,
        "Average" => json!(prices.iter().sum::<i64>() as f64 / prices.len() as f64),
        _ => {
            let mut distinct = Vec::new();
            for price in prices {
                if !distinct.contains(&price.to_string()) {
                    distinct.push(price.to_string());
                }
            }
            json!(distinct)
        }
    }
}

proptest! {
    #[test]
    fn a_result_is_what_a_plain_reading_of_the_template_gives(
        sales in prop::collection::btree_map(0_i64..400, prop::option::of(-50_i64..50), 0..30),
        mode in prop::sample::select(MODES.to_vec()),
        days in 1_i64..15,
        limit in 1_usize..20,
        at_least in -60_i64..60,
    ) {
        let sales: Vec<Sale> = sales.into_iter().collect();
        let mut events: Vec<CloudEvent> = sales
            .iter()
            .map(|(hours, price)| purchase(*hours, price.map_or(json!({"note": "free"}), |price| json!({"price": price}))))
            .collect();
        events.sort_by_key(|event| std::cmp::Reverse(event.time));
        let template = json!({"version": "0.1", "event": "Purchase", "metaDataType": "integer", "metaData": "price", "limit": limit,
            "displayName": "x", "lookBackDurationType": "days", "lookBackPeriod": days, "aggregationMode": mode,
            "rules": {"logic": "SINGLE", "condition": format!("Purchase,price,integer,Value GE {at_least}")}});
        let computed = compute(&serde_json::from_value(template).expect("an attribute"), &events, now());
        prop_assert_eq!(&computed.error, &None);
        let expected = expected(mode, &sales, days, limit, at_least);
        match expected.as_f64() {
            Some(mean) => {
                let found: f64 = computed.result.as_str().expect("text").parse().expect("a number");
                prop_assert!((found - mean).abs() < 1e-5, "{found} {mean}");
            }
            None => prop_assert_eq!(computed.result, expected),
        }
    }
}
