//! Country codes: where one ends, and what becomes of a zero after it.
//!
//! Most countries dial a zero before a number and leave it away after the country code; signatures write it all the same, in
//! brackets. Some have no such zero, or keep it: there it belongs to the number.

/// Two-digit country codes (ITU-T E.164). Codes that begin with 1 or 7 have one digit, all others three.
const OF_TWO: [&str; 43] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95",
];

/// Numbers of these countries may begin with a zero after the country code: Italy, San Marino, the Vatican; Ivory
/// Coast, Gabon, Congo.
const KEEP_ZERO: [&str; 6] = ["39", "378", "379", "225", "241", "242"];

/// No number of these countries begins with a zero after the country code; before it they dial one.
const DIAL_ZERO: [&str; 52] = [
    "20", "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "51", "60", "61", "62", "63", "64", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "212", "213", "233", "234", "254", "255", "256", "353",
    "355", "358", "359", "380", "381", "385", "386", "387", "421", "880", "886", "962", "966", "971", "972",
];

/// The country code that these digits begin with; `None` where there are too few of them, or none begins so.
pub(super) fn code(digits: &str) -> Option<&str> {
    let length = match digits.bytes().next()? {
        b'0' => return None,
        b'1' | b'7' => 1,
        _ if digits.get(..2).is_some_and(|two| two == "98" || OF_TWO.contains(&two)) => 2,
        _ => 3,
    };
    digits.get(..length)
}

/// What a zero after a country code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zero {
    /// Part of the number.
    Kept,
    /// Dialled inside the country only.
    Trunk,
    /// Nothing that can be known here.
    Unknown,
}

pub(super) fn zero_after(code: &str) -> Zero {
    if KEEP_ZERO.contains(&code) {
        Zero::Kept
    } else if DIAL_ZERO.contains(&code) {
        Zero::Trunk
    } else {
        Zero::Unknown
    }
}

/// Whether `digits` in brackets right after this country code are what is dialled before a number inside the country: a
/// zero nearly everywhere, an eight in Russia, Kazakhstan, Belarus and Lithuania, 06 in Hungary.
pub(super) fn is_trunk(code: &str, digits: &str) -> bool {
    match digits {
        "0" => zero_after(code) != Zero::Kept,
        "8" => matches!(code, "7" | "370" | "375"),
        "06" => code == "36",
        _ => false,
    }
}
