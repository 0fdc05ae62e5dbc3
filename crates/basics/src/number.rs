//! Decimal numbers as texts, read without floats: exactly, and without the ten kilobytes of tables that reading a float takes.

/// A number in thousandths: `1.2` is 1200. `None`: it is no number, or too large.
pub fn thousandths(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = decimal(digits)?;
    whole.checked_mul(1_000)?.checked_add(billionths(&fraction) / 1_000_000)?.checked_mul(sign)
}

/// The digits before the point and those behind it, the exponent worked in.
pub(crate) fn decimal(text: &str) -> Option<(i64, String)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= 30)?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let is_number = |digits: &str| digits.len() <= 60 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    // `25e-4` begins with zeros that nobody wrote, `25e2` ends with some.
    let before = usize::try_from(point.saturating_neg()).unwrap_or(0);
    let point = usize::try_from(point).unwrap_or(0);
    let mut digits = ["0".repeat(before).as_str(), whole, fraction].concat();
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at_checked(point)?;
    let whole = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some((whole, fraction.to_owned()))
}

/// Digits behind a point, as billionths.
pub(crate) fn billionths(fraction: &str) -> i64 {
    let digits = fraction.bytes().map(|digit| i64::from(digit.wrapping_sub(b'0'))).chain(std::iter::repeat(0));
    digits.take(9).fold(0, |sum, digit| sum * 10 + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_thousandths() {
        for (text, expected) in [
            ("1.2", Some(1_200)),
            ("05", Some(5_000)),
            ("-0.25", Some(-250)),
            ("1e3", Some(1_000_000)),
            (".5", Some(500)),
            ("5.", Some(5_000)),
            ("+1.5", Some(1_500)),
            ("1e-5", Some(0)),
            ("25e-1", Some(2_500)),
            ("12.34567", Some(12_345)),
            ("", None),
            (".", None),
            ("1.2.3", None),
            ("12 s", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }
}
