//! What stands in an identity's place where a flow or a page had no value: variables that nobody filled in, and the words
//! by which programs say "nothing".

/// Words for "no value", in lower case.
const NO_VALUE: [&str; 12] = [
    "null",
    "(null)",
    "undefined",
    "nil",
    "none",
    "nan",
    "n/a",
    "#n/a",
    "n.a.",
    "na",
    "[object object]",
    "not_available",
];

/// Whether it is a variable that was not filled in, or says that there is no value. `text` is tidy.
pub(super) fn is_placeholder(text: &str) -> bool {
    has_variable(text) || is_whole_variable(text) || NO_VALUE.contains(&text.to_lowercase().as_str())
}

/// Whether a variable stands in a text that nothing was put in for: `{{…}}`, `$(…)`, `${…}`, `#{…}`, `@{…}`, `{!…}`, `<%…%>`,
/// also beside other text, as in `+{{ani}}`.
pub fn has_variable(text: &str) -> bool {
    ["{{", "}}", "$(", "${", "#{", "@{", "{!", "<%", "%>", "$STORE."].iter().any(|mark| text.contains(mark))
}

/// `{ani}`, `<ani>`, `%ANI%`, `[[ani]]`, `$ani`, `:ani`: only as the whole of it, since customer numbers hold such marks too;
/// a GUID in braces is one.
fn is_whole_variable(text: &str) -> bool {
    let between = |open: &str, close: &str| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let is_empty_or = |is: fn(&str) -> bool, name: &str| name.trim().is_empty() || is(name.trim());
    between("{", "}").is_some_and(|name| is_empty_or(is_name, name))
        || between("[[", "]]").is_some()
        || between("<", ">").is_some()
        || between("%", "%").is_some_and(is_name)
        || text.strip_prefix('$').is_some_and(is_name)
        || text.strip_prefix(':').is_some_and(is_name)
}

/// `NewPhoneContact.ANI`
fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_. []".contains(letter))
}
