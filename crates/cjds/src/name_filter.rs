//! Persons by name, as a filter of the contract's call for persons (RSQL). For whoever looks people up: widget and console.

/// The filter for whoever is called like this, or begins so; `None` for what is no name. Identities have a digit or an `@` in
/// them, and names have not: an identity is asked for in a body, since it does not belong into addresses.
pub fn name_filter(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains(|letter: char| letter.is_numeric() || letter == '@') {
        return None;
    }
    let named = |typed: &str| match typed.rsplit_once(char::is_whitespace) {
        // The first part is whole; of the second somebody may have typed the beginning.
        Some((first, last)) => format!("firstName=={};lastName=={}", quoted(first.trim(), ""), quoted(last, "*")),
        None => format!("firstName=={0},lastName=={0}", quoted(typed, "*")),
    };
    // The service compares letter by letter, and people are in a hurry.
    let capitalized = capitalized(typed);
    let filter = named(typed);
    Some(if capitalized == typed { filter } else { format!("{filter},{}", named(&capitalized)) })
}

/// With a capital at the beginning of each word.
fn capitalized(text: &str) -> String {
    let mut is_first = true;
    let each = text.chars().flat_map(|letter| {
        let letters: String = if is_first { letter.to_uppercase().collect() } else { letter.to_string() };
        is_first = letter.is_whitespace() || letter == '-';
        letters.chars().collect::<Vec<_>>()
    });
    each.collect()
}

/// A value in quotes, with what stands unescaped behind it.
fn quoted(value: &str, behind: &str) -> String {
    let mut text = String::from("'");
    for letter in value.chars() {
        if matches!(letter, '\\' | '\'' | '*') {
            text.push('\\');
        }
        text.push(letter);
    }
    text.push_str(behind);
    text.push('\'');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rsql::Expression;

    #[test]
    fn what_looks_like_an_identity_is_no_name() {
        for typed in ["+1 202 555 0100", " ann@example.com ", "C-1001", "@ann", "٠٥٠", "  "] {
            assert_eq!(name_filter(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_name_is_found_by_its_beginning_whatever_letters_it_has() {
        let matches = |typed: &str, first: &str, last: &str| {
            let filter = name_filter(typed).expect("a name");
            let person = serde_json::json!({"firstName": first, "lastName": last});
            Expression::parse(&filter).expect("a filter").matches(&|selector| selector.find(&person))
        };
        assert!(matches("An", "Ann", "Smith") && matches("Smi", "Ann", "Smith"));
        assert!(matches("Ann Smi", "Ann", "Smith") && !matches("An Smith", "Ann", "Smith"));
        assert!(matches("O'Br", "Mary", "O'Brien") && matches("a\\b", "a\\bc", ""));
        assert!(matches("*", "*a", "") && !matches("*", "Ann", "Smith"));
        assert!(matches("Anna Maria Sm", "Anna Maria", "Smith"));
        assert!(matches("an", "Ann", "Smith") && matches("ann smi", "Ann", "Smith") && matches("de", "", "de Vries"));
    }
}
