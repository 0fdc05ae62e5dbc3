//! Persons by name, as a filter of the contract's call for persons (RSQL). For whoever looks people up: widget and console.

/// The filter for whoever is called like this, or begins so; `None` for what is no name. Identities have a digit or an `@` in
/// them, and names have not: an identity is asked for in a body, since it does not belong into addresses.
pub fn name_filter(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains(|letter: char| letter.is_numeric() || letter == '@') {
        return None;
    }
    let named = |typed: &str| {
        // One part: the beginning of either name. Two: the first is whole, and of the second somebody may have typed the
        // beginning; in either order.
        let both = parts(typed);
        let is_one_word = !typed.contains(|letter: char| letter.is_whitespace() || letter == ',');
        let begins =
            (is_one_word || both.is_none()).then(|| format!("firstName=={0},lastName=={0}", quoted(typed, "*")));
        let both = both.map(|(one, other)| {
            let (one, other) = (quoted(&one, ""), quoted(&other, "*"));
            format!("firstName=={one};lastName=={other},lastName=={one};firstName=={other}")
        });
        begins.into_iter().chain(both).collect::<Vec<_>>().join(",")
    };
    // The service compares letter by letter, and people are in a hurry.
    let capitalized = capitalized(typed);
    let filter = named(typed);
    Some(if capitalized == typed { filter } else { format!("{filter},{}", named(&capitalized)) })
}

/// The two parts of a whole name, as they stand. A name in Chinese characters has no blank: its first one is the family's.
fn parts(typed: &str) -> Option<(String, String)> {
    if let Some((one, other)) = typed.split_once(',').filter(|(_, other)| !other.trim().is_empty()) {
        return Some((one.trim().to_owned(), other.trim().to_owned()));
    }
    if let Some((one, other)) = typed.rsplit_once(char::is_whitespace) {
        return Some((one.trim().to_owned(), other.to_owned()));
    }
    let is_han = |letter: char| matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3134F}');
    let first = typed.chars().next().filter(|_| typed.chars().count() > 1 && typed.chars().all(is_han))?;
    Some((first.to_string(), typed.chars().skip(1).collect()))
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
        // As registers and some languages have it: the family name first.
        assert!(matches("Smith, Ann", "Ann", "Smith") && matches("smith ann", "Ann", "Smith"));
        assert!(matches("王小明", "小明", "王") && !matches("王小明", "大明", "王"));
        assert!(matches("小明", "小明", "王") && matches("王", "小明", "王"));
        assert!(
            matches("Smith,", "Ann", "Smith,")
                && name_filter(",").is_some_and(|filter| Expression::parse(&filter).is_ok())
        );
        assert!(matches("an", "Ann", "Smith") && matches("ann smi", "Ann", "Smith") && matches("de", "", "de Vries"));
    }
}
