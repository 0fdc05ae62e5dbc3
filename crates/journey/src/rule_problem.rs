//! What is odd in the rules that an administrator writes: of flags, and of links.

/// Something odd in the rules: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleProblem {
    /// The word that the rule is for: what a flag says, what a link is called.
    pub word: String,
    /// Of several rules for it which one, from 0.
    pub place: Option<usize>,
    /// What of the rule, if not all of it.
    pub part: Option<String>,
    /// What is odd, and what comes of it.
    pub what: &'static str,
    /// How to mend it.
    pub fix: &'static str,
}
