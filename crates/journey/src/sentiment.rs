//! How somebody felt, as far as the contact center's analysis says.

/// A sentiment in three steps; the services' scores between them are shown as fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sentiment {
    /// Content.
    Positive,
    /// Neither.
    Neutral,
    /// Displeased.
    Negative,
}

impl Sentiment {
    /// Reads the sender's word in any case (`POSITIVE`, `Very negative`); `None` for one that says none of the three.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        [("positive", Self::Positive), ("neutral", Self::Neutral), ("negative", Self::Negative)]
            .into_iter()
            .find_map(|(known, sentiment)| word.contains(known).then_some(sentiment))
    }

    /// A stable word for it, for style sheets and for keys of words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Neutral => "neutral",
            Self::Negative => "negative",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentiment_is_read_in_any_casing() {
        assert_eq!(Sentiment::from_word("POSITIVE"), Some(Sentiment::Positive));
        assert_eq!(Sentiment::from_word("Very Negative"), Some(Sentiment::Negative));
        assert_eq!(Sentiment::from_word("neutral"), Some(Sentiment::Neutral));
        assert_eq!(Sentiment::from_word("unknown"), None);
    }
}
