//! What stands around an identity: a name and angle brackets, a scheme and its parameters, a word like "Tel.".

/// An identity without what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reduced {
    /// What may be a telephone number: of a SIP address what stands before the `@`.
    pub(super) user: String,
    /// The address without its scheme and parameters.
    pub(super) address: String,
    /// Only a telephone number is written so.
    pub(super) is_phone: bool,
}

const PHONE_SCHEMES: [&str; 6] = ["tel", "callto", "sms", "smsto", "fax", "phone"];
const SIP_SCHEMES: [&str; 2] = ["sip", "sips"];
/// Words before a number in signatures and on cards.
const LABELS: [&str; 14] =
    ["tel", "telefon", "telephone", "phone", "ph", "mobile", "mobil", "mob", "cell", "fax", "handy", "t", "m", "電話"];

impl Reduced {
    /// The address of a text that is a SIP one.
    pub(super) fn sip_address(self) -> Option<String> {
        (self.is_phone && self.address.contains('@') && !self.address.contains(':')).then_some(self.address)
    }
}

pub(super) fn reduced(text: &str) -> Reduced {
    let text = in_brackets(text).unwrap_or(text);
    let plain = |is_phone, text: &str| Reduced { user: text.to_owned(), address: text.to_owned(), is_phone };
    if let Some((scheme, rest)) = scheme(text) {
        if PHONE_SCHEMES.contains(&scheme.as_str()) {
            let user = decoded(rest.split([';', '?']).next().unwrap_or(rest)).trim().to_owned();
            // What is no number there ("callto:jose.smith") is a name of that network's.
            let address = if has_digit(&user) { user.clone() } else { text.to_owned() };
            return Reduced { user, address, is_phone: true };
        }
        if SIP_SCHEMES.contains(&scheme.as_str()) {
            return sip(rest);
        }
    }
    match without_label(text) {
        Some(number) => plain(true, number),
        None => {
            let mut reduced = plain(false, text);
            reduced.user = text.trim_matches(QUOTES).trim().to_owned();
            reduced
        }
    }
}

/// Excel writes an apostrophe before a number that shall stay text.
const QUOTES: [char; 9] = ['\'', '"', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}'];

fn sip(rest: &str) -> Reduced {
    let address = rest.split('?').next().unwrap_or(rest);
    let (user, host) = match address.rsplit_once('@') {
        Some((user, host)) => (user, Some(host.split(';').next().unwrap_or(host))),
        None => (address, None),
    };
    let user = user.split([';', ':']).next().unwrap_or(user);
    let user = decoded(user).trim().to_owned();
    let address = host.map_or_else(|| user.clone(), |host| [&user, "@", host.trim()].concat());
    Reduced { user, address, is_phone: true }
}

/// The e-mail address in a text that is one with a name beside it, or `mailto:`; `None`: it is none.
pub(super) fn email(text: &str) -> Option<String> {
    let text = in_brackets(text).unwrap_or(text);
    let address = match scheme(text) {
        Some((scheme, rest)) if scheme == "mailto" => decoded(rest.split('?').next().unwrap_or(rest)),
        _ => text.to_owned(),
    };
    let address = address.trim();
    let is_one = address.matches('@').count() == 1 && !address.contains([' ', '<', '>', ',', ';']);
    is_one.then(|| address.to_owned())
}

/// What stands between `<` and `>` at the end of a text, where it is an address or a number.
fn in_brackets(text: &str) -> Option<&str> {
    let inner = text.trim_end_matches([';', ',', ' ']).strip_suffix('>')?;
    let (_, inner) = inner.rsplit_once('<')?;
    let inner = inner.trim();
    let is_number = has_digit(inner) && !inner.chars().any(char::is_alphabetic);
    (inner.contains('@') || scheme(inner).is_some() || is_number).then_some(inner)
}

/// A scheme that is known here, in lower case, and what follows it.
fn scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.trim().to_ascii_lowercase();
    let is_known =
        PHONE_SCHEMES.contains(&scheme.as_str()) || SIP_SCHEMES.contains(&scheme.as_str()) || scheme == "mailto";
    is_known.then(|| (scheme, rest.trim_start_matches('/').trim()))
}

/// The number after "Tel.", "Phone:".
fn without_label(text: &str) -> Option<&str> {
    let end = text.find([' ', '.', ':', '\u{ff1a}'])?;
    let (word, rest) = text.split_at(end);
    let number = rest.trim_start_matches([' ', '.', ':', '\u{ff1a}']);
    let begins = number
        .starts_with(|letter| super::tidy::is_plus(letter) || letter == '(' || super::tidy::digit(letter).is_some());
    // "M 17" is a customer number; "M +44 …" is a mobile phone.
    let says_it = word.chars().nth(1).is_some() || number.starts_with(super::tidy::is_plus);
    (begins && says_it && LABELS.contains(&word.to_lowercase().as_str())).then_some(number)
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|letter| super::tidy::digit(letter).is_some())
}

/// `%2B` and its like; what is no such thing stays.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
        match after {
            [high, low, beyond @ ..] if *first == b'%' && hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or_default() * 16 + hex(low).unwrap_or_default());
                rest = beyond;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or_else(|_| text.to_owned(), |text| super::tidy(&text))
}
