//! The few values that somebody chose. A list and not a tree: it holds a handful.

/// Different values, in the order in which they were chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<T>(Vec<T>);

impl<T> Default for Chosen<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Chosen<T> {
    /// Chooses a value; `false`: it was chosen before.
    pub fn insert(&mut self, value: T) -> bool {
        let is_new = !self.contains(&value);
        if is_new {
            self.0.push(value);
        }
        is_new
    }

    /// Gives a value up; `false`: it was not chosen.
    pub fn remove(&mut self, value: &T) -> bool {
        match self.0.iter().position(|chosen| chosen == value) {
            Some(place) => {
                self.0.remove(place);
                true
            }
            None => false,
        }
    }

    /// Chooses a value, or gives it up if it was chosen.
    pub fn toggle(&mut self, value: T) {
        if !self.remove(&value) {
            self.0.push(value);
        }
    }

    /// Whether a value is chosen.
    pub fn contains(&self, value: &T) -> bool {
        self.0.contains(value)
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The chosen values.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Gives everything up.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<T: PartialEq> FromIterator<T> for Chosen<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut chosen = Self::default();
        values.into_iter().for_each(|value| {
            chosen.insert(value);
        });
        chosen
    }
}

impl<T: PartialEq, const N: usize> From<[T; N]> for Chosen<T> {
    fn from(values: [T; N]) -> Self {
        values.into_iter().collect()
    }
}
