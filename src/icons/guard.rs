//! Which expressions of an icon map may be tried on what a customer's events say.
//!
//! The browser's expressions step back when they fail, and some need longer than a lifetime for forty letters
//! (`(a+)+$`). Those are refused by how they look: nothing that repeats or chooses may be repeated, and only a few things
//! may repeat or choose at all. With the length that is tried bounded too, the worst that remains is a few thousand steps.

/// Longer expressions are not read.
const LONGEST: usize = 200;
/// So many things may repeat (`*`, `+`, `{…}`).
const REPEATS: usize = 3;
/// In so many ways may it be read by its choices: `(a|b)(c|d)?` in eight.
const WAYS: usize = 200;
/// So often may something be said to repeat (`{…}`).
const TIMES: u32 = 100;

/// Whether a key of the map is more than words: it holds a sign that means something in an expression.
pub fn is_expression(key: &str) -> bool {
    key.contains(['\\', '^', '$', '.', '|', '?', '*', '+', '(', ')', '[', ']', '{', '}'])
}

/// Whether trying this expression is sure to end soon. Says nothing of whether it is one: the browser does.
pub fn is_harmless(expression: &str) -> bool {
    if expression.len() > LONGEST {
        return false;
    }
    let mut letters = expression.chars().peekable();
    // For each open group: whether something in it repeats or is a choice, and of how many.
    let mut groups = vec![(false, 1_usize)];
    // Whether what stands before is a group with such a thing in it.
    let mut before = false;
    let (mut repeats, mut ways) = (0, 1_usize);
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                // Looking back at what was found is never cheap.
                if letters.next().is_some_and(|next| matches!(next, '1'..='9' | 'k')) {
                    return false;
                }
                before = false;
            }
            '[' => {
                while let Some(inside) = letters.next() {
                    match inside {
                        '\\' => _ = letters.next(),
                        ']' => break,
                        _ => {}
                    }
                }
                before = false;
            }
            '(' => {
                // `(?:`, `(?=` …: this sign repeats nothing.
                if letters.peek() == Some(&'?') {
                    letters.next();
                }
                groups.push((false, 1));
                before = false;
            }
            ')' => {
                let (inside, choices) = groups.pop().unwrap_or_default();
                before = inside;
                ways = ways.saturating_mul(choices);
                if let (true, Some(outer)) = (inside, groups.last_mut()) {
                    outer.0 = true;
                }
            }
            '|' => {
                if let Some((inside, choices)) = groups.last_mut() {
                    *inside = true;
                    *choices += 1;
                }
                before = false;
            }
            '*' | '+' | '?' | '{' => {
                if letter == '?' {
                    ways = ways.saturating_mul(2);
                } else {
                    repeats += 1;
                    if before || (letter == '{' && !few_times(&mut letters)) {
                        return false;
                    }
                }
                // `a*?` repeats once, and reluctantly.
                if letters.peek() == Some(&'?') {
                    letters.next();
                }
                if let Some(group) = groups.last_mut() {
                    group.0 = true;
                }
            }
            _ => before = false,
        }
    }
    let root = groups.pop().map_or(1, |(_, choices)| choices);
    repeats <= REPEATS && ways.saturating_mul(root) <= WAYS
}

/// Reads `3}`, `3,}` or `3,7}`.
fn few_times(letters: &mut impl Iterator<Item = char>) -> bool {
    let times: String = letters.by_ref().take_while(|letter| *letter != '}').collect();
    times.split(',').all(|number| number.trim().is_empty() || number.trim().parse::<u32>().is_ok_and(|n| n <= TIMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_administrators_write_is_harmless() {
        for key in [
            "NPS.*",
            "^task:",
            "(chat|sms)$",
            "call(back|er)?s?",
            r"order\s+\d{1,6}",
            "[a-z]+ing",
            "(?:in|out)bound",
            ".*survey.*",
            "a*?b",
        ] {
            assert!(is_harmless(key), "{key}");
        }
        assert!(!is_expression("Page Visit") && !is_expression("outbound-call"));
        assert!(is_expression("NPS.*"));
    }

    #[test]
    fn what_could_take_for_ever_is_refused() {
        for key in [
            "(a+)+$",
            "(a*)*b",
            "(a|aa)+$",
            "((a+)b)*",
            "(.*)*",
            "([a-z]+)*!",
            "(?:a+)+",
            "(?=(a+))+",
            "(a{1,30}){1,30}",
            r"(a+)\1",
            r"(?<x>a+)\k<x>",
            "a?a?a?a?a?a?a?a?a?a?aaaaaaaaaa",
            ".*.*.*.*.*x",
            "a{5000}",
            "(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)x",
        ] {
            assert!(!is_harmless(key), "{key}");
        }
        assert!(!is_harmless(&"a".repeat(1_000)));
    }
}
