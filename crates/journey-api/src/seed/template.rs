//! The templates of the sample workspace. The default one counts contacts first, as the vendor's does.

use cjds::TemplateAttribute;
use serde_json::{Value, json};

use super::writer::fields;
use crate::error::Error;

/// The template that the contract's clients ask for without being told one.
pub(crate) const DEFAULT: &str = "journey-default-template";

/// The attributes of the default template in a workspace that is new: contacts, and what they came to.
pub(crate) fn default() -> Result<Vec<TemplateAttribute>, Error> {
    Ok(serde_json::from_value(Value::Array(contacts()))?)
}

fn contacts() -> Vec<Value> {
    vec![
        attribute("Contacts in the last 10 days", "task:new", "origin", "string", "Count", ("days", 10), 1000),
        attribute("Contacts in the last 24 hours", "task:new", "origin", "string", "Count", ("hours", 24), 1000),
        attribute("Last wrap-up code", "agent:state_change", "wrapUpAuxCodeName", "string", "Value", ("days", 365), 1),
        attribute("Last channel", "task:new", "channelType", "string", "Value", ("days", 365), 1),
    ]
}

/// Names and attributes.
pub(super) fn all() -> Result<Vec<(&'static str, Vec<TemplateAttribute>)>, Error> {
    let orders = [
        ruled("Open orders", "Order", "orderNumber", "Count", "Order,state,string,Value EQ open"),
        ruled("Failed payments", "Payment", "amount", "Count", "Payment,state,string,Value EQ Failed"),
    ];
    let default = Value::Array(contacts().into_iter().chain(orders).collect());
    let satisfaction = json!([
        attribute("Average survey score", "Survey", "score", "integer", "Average", ("days", 365), 1000),
        attribute("Lowest survey score", "Survey", "score", "integer", "Min", ("days", 365), 1000),
        attribute("Paid in a year", "Payment", "amount", "double", "Sum", ("days", 365), 1000),
        attribute("Largest order", "Order", "total", "double", "Max", ("days", 365), 1000),
        attribute("Queues", "task:connect", "queueName", "string", "Distinct", ("days", 365), 1000),
    ]);
    Ok(vec![
        (DEFAULT, serde_json::from_value(default)?),
        ("satisfaction-and-value", serde_json::from_value(satisfaction)?),
    ])
}

fn attribute(
    name: &str,
    event: &str,
    key: &str,
    kind: &str,
    mode: &str,
    (unit, period): (&str, i64),
    limit: i64,
) -> Value {
    json!({"version": "0.1", "event": event, "metaDataType": kind, "metaData": key, "limit": limit, "displayName": name,
        "lookBackDurationType": unit, "lookBackPeriod": period, "aggregationMode": mode,
        "widgetAttributes": {"type": "table"}, "verbose": false})
}

fn ruled(name: &str, event: &str, key: &str, mode: &str, condition: &str) -> Value {
    let mut fields = fields(attribute(name, event, key, "string", mode, ("days", 365), 1000));
    fields.insert("rules".to_owned(), json!({"logic": "SINGLE", "condition": condition}));
    Value::Object(fields)
}
