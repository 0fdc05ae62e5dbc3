//! Names as people enter them, and a person under another name. Names are validated on length and control characters
//! only: "José", "Łukasz", "李" and "O’Neil-Ó Súilleabháin" are names, and so is what nobody here has thought of.

use super::Person;

/// A name of more characters is no name but a mistake (a pasted text).
pub const LONGEST_NAME: usize = 128;

/// Why a text cannot be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// More than [`LONGEST_NAME`] characters.
    TooLong,
    /// A tab, a line break or another control character.
    Control,
}

/// Given name and family name; `None`: there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Given name.
    pub first: Option<String>,
    /// Family name.
    pub last: Option<String>,
}

impl Names {
    /// The names of a person.
    pub fn of(person: &Person) -> Self {
        Self { first: person.first_name.clone(), last: person.last_name.clone() }
    }

    /// Reads what was entered; a blank name is none.
    ///
    /// # Errors
    /// What is wrong with the first of the two that cannot be a name.
    pub fn read(first: &str, last: &str) -> Result<Self, NameProblem> {
        Ok(Self { first: read(first)?, last: read(last)? })
    }
}

fn read(text: &str) -> Result<Option<String>, NameProblem> {
    let text = text.trim_matches(' ');
    if text.chars().any(char::is_control) {
        return Err(NameProblem::Control);
    }
    if text.chars().count() > LONGEST_NAME {
        return Err(NameProblem::TooLong);
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

impl Person {
    /// The same person under these names. Whoever was named by somebody is not new any more.
    #[must_use]
    pub fn named(&self, names: &Names) -> Self {
        Self { first_name: names.first.clone(), last_name: names.last.clone(), is_new: false, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_of_any_script() {
        for name in
            ["José", "Łukasz", "李", "محمد", "O’Neil-Ó Súilleabháin", "नरेन्द्र", "X Æ A-12", "می\u{200c}خواهم", "👩‍🚀"]
        {
            assert_eq!(Names::read(name, "").map(|names| names.first), Ok(Some(name.to_owned())), "{name}");
        }
        assert_eq!(Names::read(" José ", "  "), Ok(Names { first: Some("José".to_owned()), last: None }));
    }

    #[test]
    fn only_control_characters_and_endless_texts_are_refused() {
        for name in ["a\tb", "a\nb", "\u{0}", "a\u{7f}", "\u{85}x"] {
            assert_eq!(Names::read("", name), Err(NameProblem::Control), "{name:?}");
        }
        // Characters count, not bytes.
        assert!(Names::read(&"李".repeat(LONGEST_NAME), "").is_ok());
        assert_eq!(Names::read(&"李".repeat(LONGEST_NAME + 1), ""), Err(NameProblem::TooLong));
    }
}
