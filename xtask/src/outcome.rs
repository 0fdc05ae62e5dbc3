//! What the test runners counted: reads the result lines of libtest, which wasm-bindgen's runner prints too.

use std::ops::AddAssign;

/// Tests that passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`; nothing for any other line.
pub(crate) fn counts_in(line: &str) -> Option<Counts> {
    let (_, tail) = line.split_once("test result: ")?;
    let (_, numbers) = tail.split_once(". ")?;
    let number = |word: &str| {
        let part = numbers.split("; ").find_map(|part| part.trim().strip_suffix(word))?;
        part.trim().parse::<u32>().ok()
    };
    Some(Counts { passed: number("passed")?, failed: number("failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_gives_its_numbers() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.02s";
        assert_eq!(counts_in(line), Some(Counts { passed: 12, failed: 3 }));
    }

    #[test]
    fn other_lines_give_nothing() {
        assert_eq!(counts_in("test journey::merge ... ok"), None);
        assert_eq!(counts_in("test result: "), None);
    }
}
