//! The order in which people put texts with numbers in them: "order 9" before "order 10".
//!
//! Senders number what they send. Where nothing else tells which of two events was first, their ids do, and this reads
//! them; a hash, or plain text order, would put event 10 before event 9.

use std::cmp::Ordering;

/// Compares two texts, each run of digits as a number.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.chars().next(), right.chars().next()) {
            // The same number with more zeros before it is still another text.
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(one), Some(other)) if one.is_ascii_digit() && other.is_ascii_digit() => {
                let (number, rest) = number(left);
                let (other_number, other_rest) = self::number(right);
                let order = number.len().cmp(&other_number.len()).then_with(|| number.cmp(other_number));
                if order.is_ne() {
                    return order;
                }
                (left, right) = (rest, other_rest);
            }
            (Some(one), Some(other)) if one == other => {
                left = left.get(one.len_utf8()..).unwrap_or_default();
                right = right.get(other.len_utf8()..).unwrap_or_default();
            }
            (Some(one), Some(other)) => return one.cmp(&other),
        }
    }
}

/// The digits at the beginning, without zeros before them, and what follows.
fn number(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or_default();
    (digits.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_texts_count_as_numbers() {
        let sorted = ["", "7", "08", "9", "10", "a", "a1", "a2b", "a10", "a10a", "a100000000000000000000000", "b", "é"];
        for (place, one) in sorted.iter().enumerate() {
            for (other_place, other) in sorted.iter().enumerate() {
                assert_eq!(natural(one, other), place.cmp(&other_place), "{one} {other}");
            }
        }
        assert_eq!(natural("a01", "a1"), Ordering::Less, "another text");
    }
}
