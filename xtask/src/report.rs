//! How the steps of `cargo xtask test` went, one by one and in all.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::outcome::Counts;
use crate::steps;

/// How one step went.
pub(crate) struct Report {
    pub(crate) name: &'static str,
    pub(crate) counts: Counts,
    time: Duration,
    pub(crate) verdict: Verdict,
}

/// How a step ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// Nothing is wrong.
    Passed,
    /// It failed; why.
    Failed(String),
    /// It was not run, and that is no failure; why, and what to do.
    Skipped(String),
}

/// Runs `work` under a heading, and reports how it went.
pub(crate) fn report(name: &'static str, work: impl FnOnce(&mut Counts) -> Result<Verdict>) -> Report {
    let mut counts = Counts::default();
    let start = Instant::now();
    let result = steps::named(name, || work(&mut counts));
    let verdict = result.unwrap_or_else(|error| Verdict::Failed(format!("{error:#}")));
    match &verdict {
        // A check is one test; a runner that fails without a failing test (it did not compile) is one failure.
        Verdict::Passed if counts == Counts::default() => counts.passed = 1,
        Verdict::Failed(_) if counts.failed == 0 => counts.failed = 1,
        _ => {}
    }
    match &verdict {
        Verdict::Failed(why) => eprintln!("{why}"),
        Verdict::Skipped(why) => println!("Skipped: {why}"),
        Verdict::Passed => {}
    }
    Report { name, counts, time: start.elapsed(), verdict }
}

impl Report {
    /// Whether it counts against the run.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.verdict, Verdict::Failed(_))
    }
}

/// Prints how each step went, and the counts as the last line; ends the process where a step failed.
pub(crate) fn summary(reports: &[Report]) {
    let mut total = Counts::default();
    println!("\n== Summary");
    for Report { name, counts, time, verdict } in reports {
        let Counts { passed, failed } = *counts;
        let time = steps::duration(*time);
        match verdict {
            Verdict::Passed => println!("{name:<32}{passed:>6} passed{failed:>6} failed   {time}"),
            Verdict::Failed(why) => {
                println!("{name:<32}{passed:>6} passed{failed:>6} failed   {time}");
                println!("    {}", why.lines().next().unwrap_or_default());
            }
            Verdict::Skipped(why) => println!("{name:<32}SKIPPED: {why}"),
        }
        total += *counts;
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    // The counts are the last line: no error message after them.
    if reports.iter().any(Report::has_failed) {
        std::process::exit(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_counts_nothing_is_one_test() {
        assert_eq!(report("Format", |_| Ok(Verdict::Passed)).counts, Counts { passed: 1, failed: 0 });
        let failed = report("Format", |_| anyhow::bail!("no"));
        assert_eq!(
            (failed.counts, failed.verdict),
            (Counts { passed: 0, failed: 1 }, Verdict::Failed("no".to_owned()))
        );
    }
}
