//! Exported rows as a table for people: headings and words of the agent's language, in CSV.

use chrono::Timelike;

use super::Language;
use journey::{ContactState, Record, Zone, push_line};

/// Which column says the platform. It is there only where there are several.
const PLATFORM: usize = 1;

impl Language {
    /// The table, for a spreadsheet. It begins with a byte order mark: without it Excel takes "Łukasz" for something else.
    /// `separator` is the one that spreadsheets of the agent's country split at.
    pub(crate) fn csv(&self, records: &[Record], zone: Zone, separator: char) -> String {
        let mut text = "\u{feff}".to_owned();
        let headings = [
            self.t("details.time"),
            self.t("filters.platform"),
            self.t("filters.kind"),
            self.t("export.title"),
            self.t("export.channel"),
            self.t("export.direction"),
            self.t("export.state"),
            self.t("details.wrap-up"),
            self.t("details.queue"),
            self.t("details.agent"),
            self.t("export.seconds"),
            self.t("export.sentiment"),
            self.t("details.identity"),
            self.t("export.id"),
            self.t("export.details"),
        ];
        let has_platforms = records.iter().any(|record| !record.platforms.is_empty());
        let mut push = |cells: [String; 15]| {
            let cells = cells.iter().enumerate().filter(|(place, _)| has_platforms || *place != PLATFORM);
            push_line(&mut text, separator, cells.map(|(_, cell)| cell.as_str()));
        };
        push(headings);
        records.iter().for_each(|record| push(self.row(record, zone)));
        text
    }

    fn row(&self, record: &Record, zone: Zone) -> [String; 15] {
        let words = |text: Option<String>| text.unwrap_or_default();
        let title = match (&record.title, &record.subtitle) {
            (Some(title), Some(subtitle)) => [title.as_str(), " · ", subtitle].concat(),
            (title, subtitle) => words(title.clone().or_else(|| subtitle.clone())),
        };
        let state = record.state.map(|state| match state {
            ContactState::Ongoing => self.t("contact.ongoing"),
            ContactState::Ended => self.t("export.ended"),
            ContactState::Silent => self.t("export.silent"),
        });
        [
            // As spreadsheets read a time: of the viewer's clock, to the second.
            words(record.time.and_then(|time| zone.local(time).with_nanosecond(0)).map(|time| time.to_string())),
            record.platforms.clone(),
            self.t(if record.is_contact { "contact.unknown.alone" } else { "event.unnamed" }),
            title,
            words(record.channel.as_ref().map(|of| self.channel(Some(of)))),
            words(record.direction.map(|way| self.contact_direction(way))),
            words(state),
            record.wrap_up.clone(),
            record.queues.clone(),
            record.agents.clone(),
            words(record.seconds.map(|seconds| seconds.to_string())),
            words(record.sentiment.map(|mood| self.sentiment(mood))),
            record.identities.clone(),
            record.id.clone(),
            record.details(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey::{Filter, Journey, Platform, Reported, parse_time};
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_table_has_a_heading_for_each_cell_and_times_that_a_spreadsheet_reads() {
        let mut journey = Journey::default();
        let data = json!({"uiData": {"title": "=1+1", "subTitle": "42"}, "note": "a, b"});
        journey.add([Reported {
            word: "shop".into(),
            source: "custom/7".into(),
            time: parse_time("2026-03-01T10:00:00.5Z"),
            identity: "+15550100".into(),
            data: data.as_object().cloned().expect("fields"),
            ..Reported::default()
        }]);
        let now = parse_time("2026-03-01T12:00:00Z").expect("a time");
        let records = Record::all(&journey, &Filter::default(), now, None);
        let text = Language::ENGLISH.csv(&records, Zone(|_| 60), ',');
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("\u{feff}Time,"), "{}", lines[0]);
        assert_eq!(lines[0].split(',').count(), 14);
        assert!(lines[1].starts_with("2026-03-01 11:00:00,Event,\"'=1+1 · 42\",,"), "{}", lines[1]);
        assert!(lines[1].contains("\"'+15550100\"") && lines[1].ends_with("\"Note: a, b\""), "{}", lines[1]);
    }

    #[wasm_bindgen_test]
    fn a_table_of_several_platforms_says_which_told_what() {
        let mut journey = Journey::default();
        journey.add([Platform::Webex, Platform::Avaya].map(|platform| Reported {
            platform,
            word: "shop".into(),
            time: parse_time("2026-03-01T10:00:00Z"),
            ..Reported::default()
        }));
        let now = parse_time("2026-03-01T12:00:00Z").expect("a time");
        let records = Record::all(&journey, &Filter::default(), now, None);
        let text = Language::ENGLISH.csv(&records, Zone(|_| 0), ',');
        let lines: Vec<_> = text.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Time,Platform,"), "{}", lines[0]);
        assert!(lines[1].starts_with("2026-03-01 10:00:00,Avaya,Event,"), "{}", lines[1]);
        assert!(lines[2].starts_with("2026-03-01 10:00:00,Webex,Event,"), "{}", lines[2]);
    }
}
