//! RSQL, the language of the `filter` and `data` parameters: `type=='Payment';(amount=gt=100,'Order State'=in=('open','late'))`.
//!
//! Parsing and the meaning of a filter on one value. It knows no database: the service narrows by its indexes first,
//! and lets [`Expression::matches`] decide.

mod evaluate;
mod parse;

use std::fmt;

/// A filter: one comparison, or several joined by `;` (and) or `,` (or).
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// All must hold: `a;b`.
    All(Vec<Expression>),
    /// One must hold: `a,b`. Binds less tightly than `;`.
    Any(Vec<Expression>),
    /// `selector operator values`.
    Comparison(Comparison),
}

/// One comparison of a filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Which value is looked at.
    pub selector: Selector,
    /// How it is compared.
    pub operator: Operator,
    /// With what: one value, two for `Between`, none for `IsNull` and `NotNull`, one or more for `In` and `Out`.
    pub values: Vec<Operand>,
}

/// Names a value: the keys on the way to it. `uiData.title` has two, `'Order State'` one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    keys: Vec<String>,
}

/// What a value is compared with: text, cut at each `*` that was not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    pieces: Vec<String>,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`, with `*` for any text.
    Equal,
    /// `!=`, true also where there is no value.
    NotEqual,
    /// `=gt=` or `>`.
    Greater,
    /// `=ge=` or `>=`.
    GreaterOrEqual,
    /// `=lt=` or `<`.
    Less,
    /// `=le=` or `<=`.
    LessOrEqual,
    /// `=in=`: equal to one of the list.
    In,
    /// `=out=`: equal to none of the list.
    Out,
    /// `=like=` or `=ke=`: contains the text.
    Like,
    /// `=between=` or `=bt=`: from the first to the second, both included.
    Between,
    /// `=isnull=` or `=na=`: there is no value.
    IsNull,
    /// `=notnull=` or `=nn=`: there is one.
    NotNull,
}

/// A filter that does not parse, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {}: expected {expected}, found {found}", position + 1)]
pub struct SyntaxError {
    /// The character where reading stopped, counted from 0.
    pub position: usize,
    /// What could have stood there.
    pub expected: String,
    /// What stands there: a character in quotes, or [`SyntaxError::END`].
    pub found: String,
}

impl SyntaxError {
    /// What is found where nothing follows.
    pub const END: &str = "the end";
}

impl Expression {
    /// Reads a filter.
    ///
    /// # Errors
    /// When it does not parse; the error points at the character.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        parse::Parser::new(text).filter()
    }

    /// The same filter with other names for values. Only the first key of each selector is renamed; `None`: it stays.
    #[must_use]
    pub fn renamed(self, name: &dyn Fn(&str) -> Option<&'static str>) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(|part| part.renamed(name)).collect();
        match self {
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Comparison(mut comparison) => {
                if let Some(first) = comparison.selector.keys.first_mut()
                    && let Some(renamed) = name(first)
                {
                    *first = renamed.to_owned();
                }
                Self::Comparison(comparison)
            }
        }
    }

    /// The comparisons that must all hold whatever else does: those an index may narrow by.
    pub fn required(&self) -> Vec<&Comparison> {
        match self {
            Self::All(parts) => parts.iter().flat_map(Self::required).collect(),
            Self::Any(_) => Vec::new(),
            Self::Comparison(comparison) => vec![comparison],
        }
    }
}

impl Selector {
    /// The keys on the way to the value; never empty.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// The selector as one name.
    pub fn name(&self) -> String {
        self.keys.join(".")
    }
}

impl Operand {
    /// The text, if it holds no wildcard.
    pub fn exact(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [text] => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Greater => "=gt=",
            Self::GreaterOrEqual => "=ge=",
            Self::Less => "=lt=",
            Self::LessOrEqual => "=le=",
            Self::In => "=in=",
            Self::Out => "=out=",
            Self::Like => "=like=",
            Self::Between => "=between=",
            Self::IsNull => "=isnull=",
            Self::NotNull => "=notnull=",
        })
    }
}
