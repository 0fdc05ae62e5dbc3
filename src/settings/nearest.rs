//! The nearest known word to a misspelt one, for "did you mean …".
//!
//! Knows no list of its own; the attribute list, the layout checks and the element's console hints bring theirs.

/// The word of `known` that `word` was most likely meant to be: at most a third of its letters off, in any case and
/// with or without dashes. `None` when nothing is near, or when `word` is one of them.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = plain(word);
    if plain.is_empty() {
        return None;
    }
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        if candidate == word {
            return None;
        }
        let distance = distance(&plain, &self::plain(candidate));
        let allowed = (plain.len().min(candidate.len()) / 3).clamp(1, 4);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Lower case letters and digits only: `showAliasIcon` and `show_alias_icon` are `show-alias-icon` written otherwise.
fn plain(word: &str) -> Vec<char> {
    word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Insertions, removals, replacements and swaps of neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(letter != other);
            let mut least = replaced.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            let swapped = row > 0 && column > 0 && a.get(row - 1) == Some(other) && b.get(column - 1) == Some(letter);
            if swapped {
                least = least.min(at(&before_last, column - 1) + 1);
            }
            current.push(least);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] = ["show-alias-icon", "limit", "base-url", "time-frame"];

    #[test]
    fn a_slip_of_the_finger_finds_the_word_that_was_meant() {
        assert_eq!(nearest("show-alais-icon", KNOWN), Some("show-alias-icon"));
        assert_eq!(nearest("limits", KNOWN), Some("limit"));
        assert_eq!(nearest("baseurl", KNOWN), Some("base-url"));
        assert_eq!(nearest("timeFrame", KNOWN), Some("time-frame"));
    }

    #[test]
    fn a_word_of_its_own_is_not_bent_into_another() {
        assert_eq!(nearest("theme", KNOWN), None);
        assert_eq!(nearest("", KNOWN), None);
        assert_eq!(nearest("limit", KNOWN), None, "it is spelt right");
    }
}
