//! A list of which only a stretch is in the page: how high the rest is. Rows are taken in chunks, from the top; what a
//! chunk measured when it was in the page stands for it when it is not, and the average of those for one that never was.
//! Knows no page: the view measures, and asks which rows it needs.

use std::ops::Range;

/// So many rows are put into the page, or taken out, at once.
const CHUNK: usize = 10;
/// How high a closed row is about, px.
const ROW: f64 = 50.0;

/// The heights of a list, px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heights {
    chunks: Vec<Option<f64>>,
    /// How high a row is taken to be, once that is settled.
    row: Option<f64>,
}

impl Heights {
    /// So many rows are one chunk.
    pub const CHUNK: usize = CHUNK;

    /// A chunk measured so much.
    pub fn measured(&mut self, chunk: usize, height: f64) {
        if self.chunks.len() <= chunk {
            self.chunks.resize(chunk + 1, None);
        }
        if let Some(known) = self.chunks.get_mut(chunk).filter(|_| height > 0.0) {
            *known = Some(height);
        }
    }

    /// Whether a chunk was measured.
    pub fn knows(&self, chunk: usize) -> bool {
        self.chunks.get(chunk).is_some_and(Option::is_some)
    }

    /// How high these rows are, of `total`.
    pub fn of(&self, rows: Range<usize>, total: usize) -> f64 {
        let row = self.average();
        let last = rows.end.min(total).div_ceil(CHUNK);
        (rows.start / CHUNK..last).map(|chunk| self.chunk(chunk, total, row)).sum()
    }

    /// The rows, by whole chunks, that lie between two distances from the top of the list.
    pub fn between(&self, top: f64, bottom: f64, total: usize) -> Range<usize> {
        let row = self.average();
        let (mut start, mut end, mut at) = (None, 0, 0.0);
        for chunk in 0..total.div_ceil(CHUNK) {
            let height = self.chunk(chunk, total, row);
            let is_last = (chunk + 1) * CHUNK >= total;
            if start.is_none() && (at + height > top || is_last) {
                start = Some(chunk * CHUNK);
            }
            end = (chunk + 1) * CHUNK;
            at += height;
            if at >= bottom && start.is_some() {
                break;
            }
        }
        start.unwrap_or_default()..end.min(total)
    }

    /// The stretch of whole chunks around a row.
    pub fn around(place: usize, total: usize) -> Range<usize> {
        let chunk = place / CHUNK;
        chunk.saturating_sub(2) * CHUNK..((chunk + 3) * CHUNK).min(total)
    }

    /// Takes the average of what was measured so far for all that was not, from now on. If it went on changing, what is in
    /// sight would move whenever rows far above it are taken to be a little higher.
    pub fn settle(&mut self) {
        self.row = Some(self.average());
    }

    /// How high a row is, by what was measured.
    fn average(&self) -> f64 {
        if let Some(row) = self.row {
            return row;
        }
        let known = self.chunks.iter().flatten();
        let (count, sum) = known.fold((0.0, 0.0), |(count, sum), height| (count + 1.0, sum + height));
        if count > 0.0 { sum / count / CHUNK as f64 } else { ROW }
    }

    fn chunk(&self, chunk: usize, total: usize, row: f64) -> f64 {
        let rows = total.saturating_sub(chunk * CHUNK).min(CHUNK);
        let known = self.chunks.get(chunk).copied().flatten();
        known.unwrap_or(row * rows as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_in_the_page_is_as_high_as_what_was_on_average() {
        let mut heights = Heights::default();
        assert_eq!(heights.of(0..25, 25), 25.0 * ROW);
        heights.measured(0, 400.0);
        heights.measured(1, 600.0);
        assert_eq!(heights.of(0..20, 25), 1_000.0);
        assert_eq!(heights.of(20..25, 25), 250.0, "half a chunk, of 50 px a row");
    }

    #[test]
    fn the_rows_at_a_place_are_found_also_among_open_ones() {
        let mut heights = Heights::default();
        for (chunk, height) in [500.0, 3_000.0, 500.0, 500.0].into_iter().enumerate() {
            heights.measured(chunk, height);
        }
        assert_eq!(heights.between(0.0, 400.0, 40), 0..10);
        assert_eq!(heights.between(600.0, 3_400.0, 40), 10..20);
        assert_eq!(heights.between(3_400.0, 3_600.0, 40), 10..30);
        assert_eq!(heights.between(-900.0, -100.0, 40), 0..10, "above the list");
        assert_eq!(heights.between(90_000.0, 91_000.0, 38), 30..38, "below it");
        assert_eq!(heights.between(0.0, 100.0, 0), 0..0);
    }

    #[test]
    fn what_is_measured_later_does_not_move_what_is_in_sight() {
        let mut heights = Heights::default();
        heights.measured(0, 600.0);
        heights.settle();
        let before = heights.of(10..200, 400);
        heights.measured(30, 5_000.0);
        heights.settle();
        assert_eq!((before, heights.of(10..200, 400)), (11_400.0, 11_400.0));
    }

    #[test]
    fn what_is_hidden_measures_nothing() {
        let mut heights = Heights::default();
        heights.measured(0, 0.0);
        assert_eq!(heights.of(0..10, 10), 10.0 * ROW);
    }

    #[test]
    fn a_row_has_rows_around_it_at_both_ends_too() {
        assert_eq!(Heights::around(0, 100), 0..30);
        assert_eq!(Heights::around(55, 100), 30..80);
        assert_eq!(Heights::around(99, 100), 70..100);
    }
}
