//! Identities as people, trunks and flows write them, and what is meant by them: one reading for everything that takes an
//! identity, in the widget and in the service.
//!
//! - [`normal`]: the text in its one form, by what it is known to be. Asked twice, it changes nothing.
//! - [`phone`]: a telephone number, however it is written; or why it is not certain which one.
//! - [`nobody`]: callers who withheld their number, keypad words, placeholders: never an identity, since all who have it
//!   would be one customer.
//! - [`Part`]: a part of an identity, by which somebody is found who has it.
//! - [`is_same`]: whether two are one identity. A customer number and a phone of the same digits are not.
//!
//! Nothing here looks anything up, and nothing knows whether a number is in use.

mod country;
mod kind;
mod nobody;
mod part;
mod phone;
mod placeholder;
mod reduced;
mod tidy;
mod words;

pub use kind::IdentityType;
pub use nobody::{Nobody, nobody};
pub use part::{Hit, LONGEST_PART, Part, Place, Way};
pub use phone::{Phone, PhoneProblem, phone};
pub use placeholder::has_variable;
pub use tidy::tidy;

use reduced::{email, reduced};

/// The identity in its one form.
///
/// `kind` is what it is known to be. A phone is [`phone`], where it is certain which number is meant, and a SIP address
/// loses its scheme. An e-mail address loses the name beside it (`Ann <ann@example.com>`, `mailto:`), also where the kind is
/// not known. Everything else stays as it is, dashes and all, but for marks that nobody sees. Capitals stay:
/// [`is_same`] knows where they do not count.
pub fn normal(text: &str, kind: Option<IdentityType>) -> String {
    let mut text = tidy(text);
    loop {
        // What stands around an identity may stand around it twice; each time it gets shorter.
        let shorter = normal_once(&text, kind);
        if shorter.len() >= text.len() {
            return shorter;
        }
        text = shorter;
    }
}

fn normal_once(text: &str, kind: Option<IdentityType>) -> String {
    let text = tidy(text);
    match kind {
        Some(IdentityType::Phone) => match phone(&text) {
            Ok(phone) => phone.into(),
            Err(_) => reduced(&text).address,
        },
        Some(IdentityType::Email) => email(&text).unwrap_or(text),
        None if phone(&text).is_err() => reduced(&text).sip_address().or_else(|| email(&text)).unwrap_or(text),
        _ => text,
    }
}

/// Whether both are the same identity. Phones are compared without their plus and what is written between their digits,
/// e-mail addresses without case, all else as it stands.
///
/// Two that are known to be of different kinds are two identities, whatever they look like. Where one's kind is not known
/// it is taken for the other's; where neither is, by its looks.
pub fn is_same(one: &str, kind: Option<IdentityType>, other: &str, other_kind: Option<IdentityType>) -> bool {
    match (kind, other_kind) {
        (Some(kind), Some(other_kind)) if kind != other_kind => false,
        _ => {
            let kind = kind.or(other_kind);
            comparable(one, kind) == comparable(other, kind)
        }
    }
}

/// What [`is_same`] compares: of two texts for one identity it is the same.
pub fn comparable(text: &str, kind: Option<IdentityType>) -> String {
    let normal = normal(text, kind);
    let is_phone = match kind {
        Some(kind) => kind == IdentityType::Phone,
        None => phone(&normal).is_ok_and(|phone| phone.is_international() || phone.is_unmistakable()),
    };
    let is_email = matches!(kind, None | Some(IdentityType::Email | IdentityType::Phone)) && normal.contains('@');
    if is_email {
        normal.to_lowercase()
    } else if is_phone {
        let phone = phone(&normal).map_or(normal, String::from);
        phone.strip_prefix('+').map_or_else(|| phone.clone(), str::to_owned)
    } else {
        normal
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
