//! A view of the progressive profile, as the contract has it. Of its attributes only tables are for widgets.

use cjds::{ProfileView, TemplateAttribute, read_result};
use journey::{Profile, ProfileAttribute, words};

/// The tiles of a view.
pub(in crate::sources::cjds) fn profile(view: &ProfileView) -> Profile {
    let shown = view.attributes.iter().filter(|attribute| attribute.query_template.is_shown());
    Profile { attributes: shown.map(tile).collect() }
}

fn tile(attribute: &cjds::ProfileAttribute) -> ProfileAttribute {
    let template = &attribute.query_template;
    let label = [&template.display_name, &template.meta_data, &template.event]
        .into_iter()
        .find(|name| !name.trim().is_empty())
        .map(|name| if *name == template.display_name { name.trim().to_owned() } else { words(name) })
        .unwrap_or_default();
    let is_computed = !matches!(template.aggregation_mode.as_str(), "" | "Value" | "Max" | "Min")
        || ["integer", "long", "double", "float", "number", "decimal"]
            .iter()
            .any(|kind| template.meta_data_type.eq_ignore_ascii_case(kind));
    let names_channels = |key: &&str| template.meta_data.trim().eq_ignore_ascii_case(key);
    let is_channel = ["channelType", "channel", "mediaType", "mediaChannel"].iter().any(names_channels);
    let tile = ProfileAttribute::new(&label, &read_result(&attribute.result), is_computed);
    ProfileAttribute { is_channel, error: attribute.error.clone(), asked: asked(template), ..tile }
}

/// What the template says of a tile, for whoever wonders about it.
fn asked(template: &TemplateAttribute) -> Vec<(&'static str, String)> {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let rules = template.rules.as_ref().map(|rules| {
        let args = rules.args.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        [&rules.logic, " ", rules.condition.as_deref().unwrap_or(&args)].concat()
    });
    let all = [
        ("event", template.event.clone()),
        ("metaData", template.meta_data.clone()),
        ("metaDataType", template.meta_data_type.clone()),
        ("aggregationMode", template.aggregation_mode.clone()),
        ("lookBackPeriod", number(template.look_back_period)),
        ("lookBackDurationType", template.look_back_duration_type.clone()),
        ("rules", rules.unwrap_or_default()),
    ];
    all.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(view: Value) -> Profile {
        profile(&ProfileView::read(&view))
    }

    #[test]
    fn only_tables_are_tiles_and_an_error_stays_in_its_own() {
        let view = json!({"attributes": [
            {"queryTemplate": {"displayName": "Calls in 10 days", "widgetAttributes": {"type": "table"}}, "result": "13"},
            {"queryTemplate": {"displayName": "Hidden", "widgetAttributes": {"type": "chart"}}, "result": "1"},
            {"queryTemplate": {"displayName": "No widget"}, "result": "1"},
            {"queryTemplate": {"metaData": "lastPlan", "widgetAttributes": {"type": "table"}}, "result": ["a", "b"]},
            {"queryTemplate": {"displayName": "Odd", "widgetAttributes": {"type": "table"}}, "error": "no such field"},
        ]});
        let attributes = read(view).attributes;
        let labels: Vec<_> = attributes.iter().map(|attribute| attribute.label.as_str()).collect();
        assert_eq!(labels, ["Calls in 10 days", "Last plan", "Odd"]);
        assert_eq!(attributes[1].values, ["a", "b"]);
        assert_eq!((attributes[2].values.len(), attributes[2].error.as_deref()), (0, Some("no such field")));
    }

    #[test]
    fn a_tile_says_what_its_template_asked_for() {
        let view = json!({"attributes": [{"queryTemplate": {"displayName": "Calls", "event": "task:ended", "metaData": "channelType",
            "lookBackPeriod": 10, "lookBackDurationType": "days", "aggregationMode": "Count",
            "widgetAttributes": {"type": "table"}}, "result": "13"}]});
        let asked = |key: &str, text: &str| (key.to_owned(), text.to_owned());
        let found: Vec<_> = read(view).attributes[0].asked.iter().map(|(key, text)| asked(key, text)).collect();
        assert_eq!(
            found,
            [
                asked("event", "task:ended"),
                asked("metaData", "channelType"),
                asked("aggregationMode", "Count"),
                asked("lookBackPeriod", "10"),
                asked("lookBackDurationType", "days"),
            ]
        );
    }

    #[test]
    fn a_tile_of_channels_is_known_by_the_field_that_it_is_made_from() {
        let view = json!({"attributes": [
            {"queryTemplate": {"displayName": "Last channel", "metaData": "channelType", "widgetAttributes": {"type": "table"}}, "result": "telephony"},
            {"queryTemplate": {"displayName": "Last words", "metaData": "note", "widgetAttributes": {"type": "table"}}, "result": "telephony"},
        ]});
        let are_channels: Vec<_> = read(view).attributes.iter().map(|attribute| attribute.is_channel).collect();
        assert_eq!(are_channels, [true, false]);
    }

    #[test]
    fn a_code_of_digits_is_no_number() {
        for (mode, kind, value, is_number) in [
            ("Count", "", "1234", true),
            ("Value", "", "1234", false),
            ("Value", "Integer", "1234", true),
            ("Sum", "", "007", false),
            ("Average", "", "2.5", true),
            ("Count", "", "many", false),
        ] {
            let asked = json!({"displayName": "X", "aggregationMode": mode, "metaDataType": kind, "widgetAttributes": {"type": "table"}});
            let tiles = read(json!({"attributes": [{"queryTemplate": asked, "result": value}]})).attributes;
            assert_eq!(tiles[0].is_number, is_number, "{mode} {kind} {value}");
        }
    }
}
