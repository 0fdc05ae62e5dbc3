//! Which of an administrator's two maps a rule stands in: what explains a flag or a link says so.

/// Where rules were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleMap {
    /// In the element's property.
    #[default]
    Property,
    /// In the file that an attribute names.
    File,
}
