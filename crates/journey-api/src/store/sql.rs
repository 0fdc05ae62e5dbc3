//! A statement while it is written: its text comes from constants alone, and every value is bound.

use sqlx::Any;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::{Query, QueryAs, QueryScalar};

/// The values of a statement, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Values(Vec<Value>);

/// A value to bind.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The most rows of one statement that writes several.
const PORTION: usize = 64;

/// A list in portions of few different sizes (64, 32, … 1), so that few different statements are prepared.
pub(super) fn in_portions<T>(mut list: &[T]) -> Vec<&[T]> {
    let mut portions = Vec::new();
    let mut size = PORTION;
    while !list.is_empty() {
        while size > list.len() {
            size /= 2;
        }
        let (portion, rest) = list.split_at(size);
        portions.push(portion);
        list = rest;
    }
    portions
}

impl Values {
    /// Takes a value; its placeholder.
    pub(super) fn put(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// Takes several; their placeholders with commas between.
    pub(super) fn put_all<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        let placeholders: Vec<String> = values.into_iter().map(|value| self.put(value)).collect();
        placeholders.join(", ")
    }

    /// The statement with its values, reading rows.
    pub(super) fn query<'q, R>(&'q self, sql: &'q str) -> QueryAs<'q, Any, R, AnyArguments<'q>>
    where
        R: for<'r> sqlx::FromRow<'r, AnyRow>,
    {
        self.0.iter().fold(sqlx::query_as(sql), |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(*number),
        })
    }

    /// The statement with its values, reading nothing.
    pub(super) fn execute<'q>(&'q self, sql: &'q str) -> Query<'q, Any, AnyArguments<'q>> {
        self.0.iter().fold(sqlx::query(sql), |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(*number),
        })
    }

    /// The statement with its values, reading one number.
    pub(super) fn number<'q>(&'q self, sql: &'q str) -> QueryScalar<'q, Any, i64, AnyArguments<'q>> {
        self.0.iter().fold(sqlx::query_scalar(sql), |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(*number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::in_portions;

    #[test]
    fn portions_are_whole_and_of_few_sizes() {
        let list: Vec<u32> = (0..150).collect();
        let portions = in_portions(&list);
        assert_eq!(portions.iter().map(|it| it.len()).collect::<Vec<_>>(), [64, 64, 16, 4, 2]);
        assert_eq!(portions.concat(), list);
        assert!(in_portions::<u32>(&[]).is_empty());
    }
}
