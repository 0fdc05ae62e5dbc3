//! Whether a stream that brings nothing is still there. A connection can die without a word: a laptop that changed its
//! network, a proxy that forgot it. Browsers notice late or never.
//!
//! The contract has no heartbeat, but services send comments on silent streams, lest proxies close them. One that has sent
//! some is expected to go on; one that never has may be silent for as long as it likes.

/// So many comments are a habit: one or two may be a greeting.
const A_HABIT: u32 = 3;
/// So many of its longest pauses without a sign of life, and the connection is taken for dead.
const MISSED: u32 = 3;
/// No pause is taken for shorter, ms: many come at once where the page had no time to read.
const SHORTEST_PAUSE_MS: f64 = 15_000.0;
/// And none for longer, ms: then it was the page that slept.
const LONGEST_PAUSE_MS: f64 = 300_000.0;

/// What one connection has let hear.
pub(super) struct Pulse {
    heard_at: f64,
    beats: u32,
    longest_pause: f64,
}

impl Pulse {
    /// A connection that is there `now`, ms.
    pub(super) fn new(now: f64) -> Self {
        Self { heard_at: now, beats: 0, longest_pause: SHORTEST_PAUSE_MS }
    }

    /// Something came, with a comment or without.
    pub(super) fn hear(&mut self, now: f64, is_beat: bool) {
        if is_beat {
            self.beats = self.beats.saturating_add(1);
            self.longest_pause = self.longest_pause.max((now - self.heard_at).min(LONGEST_PAUSE_MS));
        }
        self.heard_at = now;
    }

    /// How long the next sign of life may take, ms; `None`: for ever.
    pub(super) fn patience(&self) -> Option<u32> {
        (self.beats >= A_HABIT).then_some(self.longest_pause as u32 * MISSED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn heard(beats: &[(f64, bool)]) -> Option<u32> {
        let mut pulse = Pulse::new(0.0);
        beats.iter().for_each(|(second, is_beat)| pulse.hear(second * 1000.0, *is_beat));
        pulse.patience()
    }

    #[wasm_bindgen_test]
    fn only_who_has_the_habit_of_beating_is_missed() {
        assert_eq!(heard(&[]), None);
        assert_eq!(heard(&[(0.0, true), (0.1, true)]), None, "a greeting");
        assert_eq!(heard(&[(1.0, false), (2.0, false), (3.0, false), (4.0, false)]), None, "no comment");
        assert_eq!(heard(&[(15.0, true), (30.0, true), (45.0, true)]), Some(45_000));
    }

    #[wasm_bindgen_test]
    fn who_beats_slowly_is_waited_for_longer_and_who_beats_quickly_is_not_torn() {
        assert_eq!(heard(&[(60.0, true), (62.0, false), (120.0, true), (180.0, true)]), Some(180_000));
        assert_eq!(heard(&[(1.0, true), (2.0, true), (3.0, true)]), Some(45_000));
        assert_eq!(heard(&[(15.0, true), (30.0, true), (9_000.0, true)]), Some(900_000), "the computer slept");
    }
}
