//! What Acqueon's List & Campaign Manager is asked for.

use super::{Missing, Told};

/// A channel of a campaign manager, asked through the desktop's own script (property `lcmRequest`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LcmPlace {
    /// `-1` all, `1` SMS, `2` voice, `3` e-mail.
    pub channel: String,
    /// How many months: `3`, `6`, `9`, `12`.
    pub months: String,
    /// Only this campaign.
    pub campaign: Option<String>,
    /// The record's key (`2|3|3|0|0|44|1`); it goes before the customer's number.
    pub account_number: Option<String>,
}

impl LcmPlace {
    pub(super) fn read(told: &Told) -> Result<Self, Missing> {
        if !told.is_set("lcmRequest", false) {
            return Err(Missing::Property("lcmRequest"));
        }
        let one_of = |name: &'static str, words: &[&str], default: &str| {
            let text = told.words(&[name]).unwrap_or_else(|| default.to_owned());
            if words.contains(&text.as_str()) { Ok(text) } else { Err(Missing::Usable(name, text)) }
        };
        Ok(Self {
            channel: one_of("lcm-channel", &["-1", "1", "2", "3"], "-1")?,
            months: one_of("lcm-months", &["3", "6", "9", "12"], "12")?,
            campaign: told.words(&["lcm-campaign"]),
            account_number: told.words(&["lcm-account-number"]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_is_asked_for_all_channels_and_a_year_unless_something_else_is_said() {
        let mut told = Told::default();
        assert_eq!(LcmPlace::read(&told), Err(Missing::Property("lcmRequest")));
        told.set_property("lcmRequest", json!(true));
        let place = LcmPlace::read(&told).expect("a place");
        assert_eq!((place.channel.as_str(), place.months.as_str(), place.campaign), ("-1", "12", None));
        told.set_property("lcmChannel", json!(2));
        told.set_attribute("lcm-account-number", Some("2|3|3|0|0|44|1".to_owned()));
        let place = LcmPlace::read(&told).expect("a place");
        assert_eq!((place.channel.as_str(), place.account_number.as_deref()), ("2", Some("2|3|3|0|0|44|1")));
        told.set_property("lcmMonths", json!(5));
        assert_eq!(LcmPlace::read(&told), Err(Missing::Usable("lcm-months", "5".to_owned())));
    }
}
