//! Failures and missing settings in words: what did not work, and what a person can do about it.

use super::Language;
use crate::session::{Cause, Failure};
use crate::settings::Missing;
use journey::Platform;

/// What a card says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    /// What did not work, in one line.
    pub(crate) title: String,
    /// Why, and what to do.
    pub(crate) advice: String,
}

impl Language {
    /// A failure in words.
    pub(crate) fn failure(&self, failure: &Failure) -> Words {
        let title = match &failure.cause {
            Cause::NoWorkspace => self.t("failure.no-workspace.title"),
            Cause::NoTemplate | Cause::NoSuchTemplate(_) => self.t("failure.no-template.title"),
            Cause::Unauthorized => self.t("failure.unauthorized.title"),
            Cause::Several(_) => self.t("failure.several.title"),
            // Whole sentences: in most languages what failed decides the form of the other words.
            Cause::Forbidden | Cause::Permission(_) => self.t(&["failure.forbidden.", failure.part.name()].concat()),
            _ => self.t(&["failure.title.", failure.part.name()].concat()),
        };
        Words { title, advice: self.advice(failure) }
    }

    /// What a person can do about a failure.
    pub(super) fn advice(&self, failure: &Failure) -> String {
        match &failure.cause {
            Cause::Unreachable => self.t("failure.unreachable"),
            Cause::TimedOut => self.t("failure.timed-out"),
            Cause::Unauthorized => self.t("failure.unauthorized"),
            // The names of permissions are the platform's own, and what it said stands below.
            Cause::Forbidden if failure.platform != Platform::Webex => {
                self.t_with("failure.forbidden.elsewhere", &[("platform", failure.platform.name())])
            }
            Cause::Forbidden => self.t("failure.forbidden"),
            Cause::Several(_) => self.t("failure.several"),
            Cause::Permission(name) => self.t_with("failure.permission", &[("name", name)]),
            Cause::NotFound => self.t("failure.not-found"),
            Cause::TooManyRequests(None) => self.t("failure.too-many"),
            Cause::TooManyRequests(Some(seconds)) => {
                self.t_with("failure.too-many.wait", &[("seconds", &seconds.to_string())])
            }
            Cause::Refused(status) => self.t_with("failure.refused", &[("status", &status.to_string())]),
            Cause::Server(status) => self.t_with("failure.server", &[("status", &status.to_string())]),
            Cause::NotTheContract(what) => self.t_with("failure.not-the-contract", &[("found", what)]),
            Cause::Answered => self.t("failure.answered"),
            Cause::NoWorkspace => self.t("failure.no-workspace"),
            Cause::NoTemplate => self.t("failure.no-template"),
            Cause::NoSuchTemplate(name) => self.t_with("failure.no-such-template", &[("name", name)]),
        }
    }

    /// Something that the element was not told, in words.
    pub(crate) fn missing(&self, missing: &Missing) -> Words {
        let (key, value) = match missing {
            Missing::Token => ("missing.token", ""),
            Missing::Organization => ("missing.organization", ""),
            Missing::BaseUrl => ("missing.base-url", ""),
            Missing::UsableBaseUrl(url) => ("missing.usable-base-url", url.as_str()),
            Missing::KnownDataCenter(name) => ("missing.data-center", name.as_str()),
            Missing::Identity => ("missing.identity", ""),
            Missing::Withheld => ("missing.withheld", ""),
            Missing::Layout => ("missing.layout", ""),
            Missing::Attribute(name) => ("missing.attribute", *name),
            Missing::Property(name) => ("missing.property", *name),
            Missing::Source(words) => ("missing.source", words.as_str()),
            Missing::Usable(name, value) => {
                let advice = self.t_with("missing.usable", &[("name", name), ("value", value)]);
                return Words { title: self.t("missing.usable.title"), advice };
            }
        };
        Words { title: self.t(&[key, ".title"].concat()), advice: self.t_with(key, &[("value", value)]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Part;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn every_failure_says_what_failed_and_what_to_do() {
        let parts = [Part::Workspace, Part::Template, Part::Person, Part::History, Part::Profile, Part::Live];
        for part in parts {
            for cause in [
                Cause::Unreachable,
                Cause::TimedOut,
                Cause::Unauthorized,
                Cause::Forbidden,
                Cause::Permission("journey:event:view".to_owned()),
                Cause::NotFound,
                Cause::TooManyRequests(None),
                Cause::TooManyRequests(Some(7)),
                Cause::Refused(418),
                Cause::Server(503),
                Cause::NotTheContract("HTML".to_owned()),
                Cause::Answered,
                Cause::NoWorkspace,
                Cause::NoTemplate,
                Cause::NoSuchTemplate("gold".to_owned()),
            ] {
                let words = Language::ENGLISH.failure(&Failure {
                    platform: Platform::Webex,
                    part,
                    cause,
                    tracking_id: None,
                    messages: Vec::new(),
                });
                for text in [&words.title, &words.advice] {
                    assert!(!text.contains('{') && text.contains(' '), "{text}");
                }
            }
        }
    }

    #[wasm_bindgen_test]
    fn what_another_platform_does_not_allow_is_no_scope_of_webex() {
        let refused = |platform| {
            let (part, cause) = (Part::History, Cause::Forbidden);
            let failure = Failure { platform, part, cause, tracking_id: None, messages: Vec::new() };
            Language::ENGLISH.failure(&failure).advice
        };
        assert!(refused(Platform::Webex).contains("cjp:"));
        assert!(
            refused(Platform::Avaya).contains("An administrator of Avaya") && !refused(Platform::Avaya).contains("cjp")
        );
    }

    #[wasm_bindgen_test]
    fn what_is_missing_is_said_by_its_name() {
        for (case, word) in [
            (Missing::Token, "bearerToken"),
            (Missing::Organization, "organizationId"),
            (Missing::BaseUrl, "base-url"),
            (Missing::UsableBaseUrl("x:y".to_owned()), "x:y"),
            (Missing::KnownDataCenter("moon7".to_owned()), "moon7"),
            (Missing::Attribute("avaya-account-id"), "avaya-account-id"),
            (Missing::Property("avayaToken"), "avayaToken"),
            (Missing::Usable("genesys-domain", "x y".to_owned()), "x y"),
            (Missing::Source("zendesk".to_owned()), "zendesk"),
        ] {
            assert!(Language::ENGLISH.missing(&case).advice.contains(word), "{case:?}");
        }
        assert!(Language::ENGLISH.missing(&Missing::Identity).advice.contains("cad-variable-lookup"));
    }
}
