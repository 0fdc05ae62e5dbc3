//! Where the searched words stand in a text, to mark them.

/// The text in pieces, each with whether it is one of the words that `search` asks for; the pieces in order are the
/// text again.
pub fn highlights<'a>(text: &'a str, search: &str) -> Vec<(bool, &'a str)> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() || text.is_empty() {
        return vec![(false, text)];
    }
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match words.iter().filter_map(|word| prefix(rest, word)).max() {
            Some(length) => {
                pieces.extend(text.get(plain..at).filter(|piece| !piece.is_empty()).map(|piece| (false, piece)));
                pieces.extend(rest.get(..length).map(|piece| (true, piece)));
                at += length;
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.extend(text.get(plain..).filter(|piece| !piece.is_empty()).map(|piece| (false, piece)));
    pieces
}

/// How many bytes of the beginning of `text` are `word`, which is in lower case.
fn prefix(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars();
    let mut length = 0;
    for letter in text.chars() {
        if wanted.as_str().is_empty() {
            break;
        }
        if letter.is_ascii() {
            if wanted.next() != Some(letter.to_ascii_lowercase()) {
                return None;
            }
        } else if !letter.to_lowercase().all(|lower| wanted.next() == Some(lower)) {
            return None;
        }
        length += letter.len_utf8();
    }
    wanted.as_str().is_empty().then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searched_words_are_found_in_any_case_and_script() {
        assert_eq!(highlights("Blue Kettle", "kettle"), [(false, "Blue "), (true, "Kettle")]);
        assert_eq!(
            highlights("ŁUKASZ called", "łuk al"),
            [(true, "ŁUK"), (false, "ASZ c"), (true, "al"), (false, "led")]
        );
        assert_eq!(highlights("aaa", "a aa"), [(true, "aa"), (true, "a")]);
        assert_eq!(highlights("İİ x", "x"), [(false, "İİ "), (true, "x")]);
        assert_eq!(highlights("nothing", " "), [(false, "nothing")]);
        assert_eq!(highlights("short", "shorter"), [(false, "short")]);
    }
}
