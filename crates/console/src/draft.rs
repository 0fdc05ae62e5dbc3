//! An attribute of a profile template while somebody fills it in: texts as they were typed, what is wrong with them, and the
//! wire's attribute when nothing is.

use cjds::{AggregationMode, LookBackUnit, TemplateAttribute, WidgetAttributes};

use crate::rules::{Group, is_numeric_kind, mode_word};

/// The longest look-back that the service takes.
const LONGEST: i64 = 1_000_000_000;
/// What a widget shows.
const SHOWN: &str = "table";
/// The units of a look-back, as the wire has them, with the key of their name.
pub(crate) const UNITS: [(&str, &str); 3] =
    [("minutes", "unit.minutes"), ("hours", "unit.hours"), ("days", "unit.days")];
/// The kinds of values, as the wire has them, with the key of their name.
pub(crate) const KINDS: [(&str, &str); 4] =
    [("string", "kind.string"), ("integer", "kind.integer"), ("double", "kind.double"), ("boolean", "kind.boolean")];

/// An attribute that is being filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AttributeDraft {
    /// As it was stored: what no page shows stays as it is.
    pub(crate) stored: TemplateAttribute,
    pub(crate) name: String,
    pub(crate) event: String,
    pub(crate) key: String,
    pub(crate) kind: String,
    pub(crate) mode: String,
    pub(crate) unit: String,
    pub(crate) period: String,
    pub(crate) limit: String,
    pub(crate) is_shown: bool,
    pub(crate) is_verbose: bool,
    /// Which events count. An empty type of events in a condition is the attribute's own.
    pub(crate) rules: Group,
}

/// What somebody fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Event,
    Key,
    Period,
    Limit,
}

impl Field {
    /// What the service calls it.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Name => "displayName",
            Self::Event => "event",
            Self::Key => "metaData",
            Self::Period => "lookBackPeriod",
            Self::Limit => "limit",
        }
    }

    /// All of them, as the service calls them.
    pub(crate) const WIRE: [&str; 5] = ["displayName", "event", "metaData", "lookBackPeriod", "limit"];
}

impl Default for AttributeDraft {
    /// A new one: how many events of ten days.
    fn default() -> Self {
        Self::of(&TemplateAttribute {
            version: "0.1".to_owned(),
            meta_data_type: "string".to_owned(),
            limit: Some(1000),
            look_back_duration_type: "days".to_owned(),
            look_back_period: Some(10),
            aggregation_mode: "Count".to_owned(),
            widget_attributes: Some(WidgetAttributes { kind: SHOWN.to_owned(), tag: None }),
            ..TemplateAttribute::default()
        })
    }
}

impl AttributeDraft {
    /// The stored attribute, to be changed.
    pub(crate) fn of(stored: &TemplateAttribute) -> Self {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let rules = stored.rules.as_ref().and_then(Group::read).unwrap_or_default();
        let own = |event: &str| if event == stored.event { String::new() } else { event.to_owned() };
        Self {
            name: stored.display_name.clone(),
            event: stored.event.clone(),
            key: stored.meta_data.clone(),
            kind: stored.meta_data_type.clone(),
            mode: stored.mode().map_or_else(|| stored.aggregation_mode.clone(), |mode| mode_word(mode).to_owned()),
            unit: unit_word(&stored.look_back_duration_type),
            period: number(stored.look_back_period),
            limit: number(stored.limit),
            is_shown: stored.is_shown(),
            is_verbose: stored.verbose,
            rules: rules.with_events(&own),
            stored: stored.clone(),
        }
    }

    /// Whether it has rules that cannot be shown.
    pub(crate) fn has_unreadable_rules(stored: &TemplateAttribute) -> bool {
        stored.rules.as_ref().is_some_and(|rules| Group::read(rules).is_none())
    }

    /// Its rules, each condition with its type of events.
    pub(crate) fn whole_rules(&self) -> Group {
        let whole = |event: &str| if event.trim().is_empty() { self.event.trim().to_owned() } else { event.to_owned() };
        self.rules.clone().with_events(&whole)
    }

    /// What is wrong with it, with the key of the words for it; that of its rules stands with them.
    pub(crate) fn faults(&self) -> Vec<(Field, &'static str)> {
        let mut faults = Vec::new();
        for (field, text) in [(Field::Name, &self.name), (Field::Event, &self.event), (Field::Key, &self.key)] {
            if text.trim().is_empty() {
                faults.push((field, "form.required"));
            }
        }
        if self.event.contains(',') && !self.rules.parts.is_empty() {
            faults.push((Field::Event, "rules.wrong.comma"));
        }
        if !self.period().is_some_and(|period| (1..=LONGEST).contains(&period)) {
            faults.push((Field::Period, "attribute.wrong.period"));
        }
        if self.limit().is_none_or(|limit| limit < 0) {
            faults.push((Field::Limit, "attribute.wrong.limit"));
        }
        faults
    }

    /// Whether the service can take it.
    pub(crate) fn is_good(&self) -> bool {
        self.faults().is_empty() && self.whole_rules().is_good()
    }

    fn period(&self) -> Option<i64> {
        self.period.trim().parse().ok()
    }

    fn limit(&self) -> Option<i64> {
        self.limit.trim().parse().ok()
    }

    /// The wire's attribute.
    pub(crate) fn write(&self) -> TemplateAttribute {
        let stored = &self.stored;
        let widget_attributes = match (self.is_shown, stored.is_shown()) {
            (true, true) | (false, false) => stored.widget_attributes.clone(),
            (true, false) => {
                let tag = stored.widget_attributes.as_ref().and_then(|attributes| attributes.tag.clone());
                Some(WidgetAttributes { kind: SHOWN.to_owned(), tag })
            }
            (false, true) => None,
        };
        TemplateAttribute {
            version: if stored.version.trim().is_empty() { "0.1".to_owned() } else { stored.version.clone() },
            event: self.event.trim().to_owned(),
            meta_data_type: self.kind.clone(),
            meta_data: self.key.trim().to_owned(),
            limit: self.limit(),
            display_name: self.name.trim().to_owned(),
            look_back_duration_type: self.unit.clone(),
            look_back_period: self.period(),
            aggregation_mode: self.mode.clone(),
            rules: self.whole_rules().write(),
            widget_attributes,
            verbose: self.is_verbose,
        }
    }
}

/// The wire's word of a unit, in whatever case and number it came.
fn unit_word(word: &str) -> String {
    match LookBackUnit::from_word(word) {
        Some(LookBackUnit::Minutes) => "minutes".to_owned(),
        Some(LookBackUnit::Hours) => "hours".to_owned(),
        Some(LookBackUnit::Days) => "days".to_owned(),
        None => word.to_owned(),
    }
}

/// Whether a mode makes a number of numbers: of texts it makes none.
pub(crate) fn needs_numbers(mode: &str, kind: &str) -> bool {
    use AggregationMode::{Average, Max, Min, Sum};
    matches!(AggregationMode::from_word(mode), Some(Sum | Average | Max | Min)) && !is_numeric_kind(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn stored(changes: Value) -> TemplateAttribute {
        let mut attribute = json!({"version": "0.1", "event": "Order", "metaDataType": "double", "metaData": "price", "limit": 100,
            "displayName": "Paid", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Sum",
            "rules": {"logic": "AND", "args": ["Order,state,string,Value EQ paid", "Visit,page,string,Count GT 2"]},
            "widgetAttributes": {"type": "table", "tag": "money"}, "verbose": true});
        for (key, value) in changes.as_object().expect("an object") {
            attribute[key] = value.clone();
        }
        TemplateAttribute::read(&attribute)
    }

    #[test]
    fn an_attribute_that_nobody_changed_is_written_as_it_was() {
        let attribute = stored(json!({}));
        let draft = AttributeDraft::of(&attribute);
        assert!(draft.is_good());
        assert_eq!(draft.write(), attribute);
        let odd = stored(json!({"lookBackDurationType": "HOUR", "aggregationMode": "COUNT", "widgetAttributes": null}));
        let written = AttributeDraft::of(&odd).write();
        assert_eq!((written.look_back_duration_type.as_str(), written.aggregation_mode.as_str()), ("hours", "Count"));
        assert_eq!(written.widget_attributes, None);
    }

    #[test]
    fn conditions_go_with_the_attributes_type_of_events_and_others_keep_theirs() {
        let mut draft = AttributeDraft::of(&stored(json!({})));
        draft.event = "Purchase".to_owned();
        let rules = serde_json::to_value(draft.write().rules).expect("rules");
        assert_eq!(rules["args"], json!(["Purchase,state,string,Value EQ paid", "Visit,page,string,Count GT 2"]));
        draft.event = "Purchase, large".to_owned();
        assert_eq!(draft.faults(), [(Field::Event, "rules.wrong.comma")]);
        draft.rules = Group::default();
        assert!(draft.is_good());
    }

    #[test]
    fn what_the_service_would_refuse_is_told_before_anything_is_sent() {
        let empty = AttributeDraft::default();
        let missing = [(Field::Name, "form.required"), (Field::Event, "form.required"), (Field::Key, "form.required")];
        assert_eq!(empty.faults(), missing);
        for (period, limit, faults) in
            [("0", "-1", 2), ("1.5", "", 2), ("ten", "many", 2), ("1000000001", "0", 1), ("1", "0", 0)]
        {
            let (period, limit) = (period.to_owned(), limit.to_owned());
            let draft = AttributeDraft { period, limit, ..AttributeDraft::of(&stored(json!({}))) };
            assert_eq!(draft.faults().len(), faults, "{draft:?}");
        }
    }

    #[test]
    fn what_a_widget_does_not_show_keeps_its_label_when_it_is_shown_again() {
        let draft = AttributeDraft::of(&stored(json!({"widgetAttributes": {"type": "", "tag": "money"}})));
        assert!(!draft.is_shown);
        let shown = AttributeDraft { is_shown: true, ..draft }.write();
        assert_eq!(shown.widget_attributes.and_then(|attributes| attributes.tag).as_deref(), Some("money"));
    }

    #[test]
    fn a_sum_of_texts_is_worth_a_word() {
        assert!(
            needs_numbers("Sum", "string") && !needs_numbers("Sum", "integer") && !needs_numbers("Count", "string")
        );
    }
}
