//! What a check found: how bad, where, what is wrong, and how to mend it.
//!
//! In English only: findings are for the administrator who writes the layout, and never reach an agent.

use std::fmt;

use super::path::{JsonPath, Position};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something will not show or not work.
    Error,
    /// Something is probably not what was meant.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The rule that was broken; [`Rule::id`] is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The text is not JSON.
    NotJson,
    /// The file is not written in UTF-8.
    NotUtf8,
    /// A value has a type that its place does not take.
    WrongType,
    /// No persona at the root, or only a part of a layout.
    NoPersona,
    /// A key that the desktop does not know.
    UnknownKey,
    /// A key that stands twice in one object.
    RepeatedKey,
    /// No customer-journey-widget.
    NoWidget,
    /// The desktop's own customer journey shows.
    BuiltIn,
    /// A component without `comp`, or one that nobody defines.
    UnknownComponent,
    /// A component of someone else's without its script.
    MissingScript,
    /// A script that the desktop cannot load, or two for one component.
    BadScript,
    /// An attribute that the widget does not know.
    UnknownAttribute,
    /// A property that the widget does not know.
    UnknownProperty,
    /// A property written as an attribute, or an attribute as a property.
    WrongPlace,
    /// A value that the attribute or property does not take.
    WrongValue,
    /// A `$STORE` path that the desktop does not have.
    UnknownStorePath,
    /// An address at which nobody answers any more.
    RetiredHost,
    /// A token in the file.
    TokenInFile,
    /// A widget that is told no contact and has no look-up.
    NoContact,
    /// A widget that is not told whom to ask, or with what token.
    NoConnection,
    /// Two pages with one `navigateTo`, or with one id.
    SamePage,
    /// A `navigateTo` that is the desktop's own.
    ReservedPage,
    /// A page that cannot be reached or is empty.
    BadPage,
    /// A widget of a page that its grid does not place, or the other way round.
    NotPlaced,
    /// A tab without a panel, or a panel without a tab.
    UnpairedTab,
    /// A wrapper that cannot be maximized.
    BadWrapper,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::NotJson,
        Self::NotUtf8,
        Self::WrongType,
        Self::NoPersona,
        Self::UnknownKey,
        Self::RepeatedKey,
        Self::NoWidget,
        Self::BuiltIn,
        Self::UnknownComponent,
        Self::MissingScript,
        Self::BadScript,
        Self::UnknownAttribute,
        Self::UnknownProperty,
        Self::WrongPlace,
        Self::WrongValue,
        Self::UnknownStorePath,
        Self::RetiredHost,
        Self::TokenInFile,
        Self::NoContact,
        Self::NoConnection,
        Self::SamePage,
        Self::ReservedPage,
        Self::BadPage,
        Self::NotPlaced,
        Self::UnpairedTab,
        Self::BadWrapper,
    ];

    /// What breaks the rule, in one sentence.
    pub const fn about(self) -> &'static str {
        match self {
            Self::NotJson => "The text is not JSON.",
            Self::NotUtf8 => "The file is not written in UTF-8.",
            Self::WrongType => "A value has a type that its place does not take.",
            Self::NoPersona => "No persona at the root, or only a part of a layout.",
            Self::UnknownKey => "A key that the desktop does not know.",
            Self::RepeatedKey => "A key that stands twice in one object.",
            Self::NoWidget => "No customer-journey-widget.",
            Self::BuiltIn => "The desktop's own customer journey shows.",
            Self::UnknownComponent => "A component without comp, or one that nobody defines.",
            Self::MissingScript => "A component of someone else's without its script.",
            Self::BadScript => "A script that the desktop cannot load, or two for one component.",
            Self::UnknownAttribute => "An attribute that the widget does not know.",
            Self::UnknownProperty => "A property that the widget does not know.",
            Self::WrongPlace => "A property written as an attribute, or an attribute as a property.",
            Self::WrongValue => "A value that the attribute or property does not take.",
            Self::UnknownStorePath => "A $STORE path that the desktop does not have.",
            Self::RetiredHost => "An address at which nobody answers any more.",
            Self::TokenInFile => "A token in the file.",
            Self::NoContact => "A widget that is told no contact and has no look-up.",
            Self::NoConnection => "A widget that is not told whom to ask, or with what token.",
            Self::SamePage => "Two pages with one navigateTo, or with one id.",
            Self::ReservedPage => "A navigateTo that is the desktop's own.",
            Self::BadPage => "A page that cannot be reached or is empty.",
            Self::NotPlaced => "A widget of a page that its grid does not place, or the other way round.",
            Self::UnpairedTab => "A tab without a panel, or a panel without a tab.",
            Self::BadWrapper => "A wrapper that cannot be maximized.",
        }
    }

    /// The rule's name in tests and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NotJson => "not-json",
            Self::NotUtf8 => "not-utf-8",
            Self::WrongType => "wrong-type",
            Self::NoPersona => "no-persona",
            Self::UnknownKey => "unknown-key",
            Self::RepeatedKey => "repeated-key",
            Self::NoWidget => "no-widget",
            Self::BuiltIn => "built-in",
            Self::UnknownComponent => "unknown-component",
            Self::MissingScript => "missing-script",
            Self::BadScript => "bad-script",
            Self::UnknownAttribute => "unknown-attribute",
            Self::UnknownProperty => "unknown-property",
            Self::WrongPlace => "wrong-place",
            Self::WrongValue => "wrong-value",
            Self::UnknownStorePath => "unknown-store-path",
            Self::RetiredHost => "retired-host",
            Self::TokenInFile => "token-in-file",
            Self::NoContact => "no-contact",
            Self::NoConnection => "no-connection",
            Self::SamePage => "same-page",
            Self::ReservedPage => "reserved-page",
            Self::BadPage => "bad-page",
            Self::NotPlaced => "not-placed",
            Self::UnpairedTab => "unpaired-tab",
            Self::BadWrapper => "bad-wrapper",
        }
    }
}

/// One thing that is wrong with a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The rule that was broken.
    pub rule: Rule,
    /// Where, from the root.
    pub path: JsonPath,
    /// Where in the text, when there was one.
    pub position: Option<Position>,
    /// What is wrong: a sentence.
    pub what: String,
    /// How to mend it: a sentence.
    pub fix: String,
}

impl Finding {
    /// Something that will not show or not work.
    pub fn error(rule: Rule, path: &JsonPath, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, path, what, fix)
    }

    /// Something that is probably not what was meant.
    pub fn warning(rule: Rule, path: &JsonPath, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, path, what, fix)
    }

    /// Something good to know.
    pub fn note(rule: Rule, path: &JsonPath, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Severity::Note, rule, path, what, fix)
    }

    fn new(severity: Severity, rule: Rule, path: &JsonPath, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { severity, rule, path: path.clone(), position: None, what: what.into(), fix: fix.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.position {
            write!(formatter, "{position} ")?;
        }
        write!(formatter, "{} at {}: {} {}", self.severity.as_str(), self.path, self.what, self.fix)
    }
}
