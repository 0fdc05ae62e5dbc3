//! Why a webhook's call did not go well, read from the log: that has one English sentence for each, also of calls that were made
//! before there were codes. [`super::deliver`] writes them; the log's answer gives them with their codes.

use crate::reason::Fault;

/// Those without a value.
const PLAIN: [Fault; 12] = [
    Fault::CallTimedOut,
    Fault::CallInside,
    Fault::CallNoConnection,
    Fault::CallNoUrl,
    Fault::CallNoMethod,
    // What was stored when other targets were allowed.
    Fault::UrlScheme,
    Fault::UrlCredentials,
    Fault::UrlPortOfHost,
    Fault::UrlPort,
    Fault::UrlHttps,
    Fault::UrlAddress,
    Fault::UrlName,
];

/// Why it did not go well; `None`: it did, or another version of the service says why.
pub(crate) fn fault_of(outcome: &str) -> Option<Fault> {
    if let Some(status) = outcome.strip_prefix("answered ") {
        return Some(Fault::CallAnswered { status: status.parse().ok()? });
    }
    if let Some(why) = outcome.strip_prefix("it cannot be signed: ") {
        return Some(Fault::CallNotSigned { why: why.to_owned() });
    }
    PLAIN.into_iter().find(|fault| fault.to_string() == outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_call_failed_is_known_again_by_what_the_log_has_of_it() {
        let with_values = [
            Fault::CallAnswered { status: 503 },
            Fault::CallNotSigned { why: "what is encrypted here was encrypted by another key".to_owned() },
        ];
        for fault in PLAIN.into_iter().chain(with_values) {
            assert_eq!(fault_of(&fault.to_string()), Some(fault));
        }
        for other in ["200", "204", "", "answered well", "so not"] {
            assert_eq!(fault_of(other), None, "{other}");
        }
    }
}
