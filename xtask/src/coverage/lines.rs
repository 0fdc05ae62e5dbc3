//! Which lines of the widget were run: read from lcov's format, counted by room. Pure text in, text out, but for the source
//! lines that nothing runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// For each file (`src/http/client.rs`) its lines that are code, and whether they were run.
pub(super) type Lines = BTreeMap<String, BTreeMap<usize, bool>>;

/// What hands out the counters is no part of what is shipped.
const OWN: &str = "src/element/counters.rs";

/// What the widget is made of: its own code, and its domain.
const WIDGET: [&str; 2] = ["src", "crates/journey/src"];

/// Reads what llvm-cov exports; only of the widget's own code.
pub(super) fn read(lcov: &str, root: &Path) -> Lines {
    let mut files = Lines::new();
    let mut file = None;
    for entry in lcov.lines() {
        if let Some(path) = entry.strip_prefix("SF:") {
            let own = Path::new(path)
                .strip_prefix(root)
                .ok()
                .filter(|path| WIDGET.iter().any(|folder| path.starts_with(folder)) && *path != Path::new(OWN));
            file = own.map(|path| path.to_string_lossy().replace('\\', "/"));
        } else if let (Some(file), Some((line, count))) =
            (&file, entry.strip_prefix("DA:").and_then(|numbers| numbers.split_once(',')))
            && let Ok(line) = line.parse()
        {
            *files.entry(file.clone()).or_default().entry(line).or_default() |= count != "0";
        }
    }
    files
}

/// The lines that count. The browser tests' widget has no tests in it: where it was looked at, only its lines are code.
fn code(counted: &[(&str, Lines)]) -> BTreeMap<String, BTreeSet<usize>> {
    let plain: Vec<&Lines> = match counted.iter().find(|(name, _)| *name == "browser tests") {
        Some((_, lines)) => vec![lines],
        None => counted.iter().map(|(_, lines)| lines).collect(),
    };
    let mut code: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (file, lines) in plain.into_iter().flatten() {
        code.entry(file.clone()).or_default().extend(lines.keys());
    }
    code
}

fn is_run(lines: &Lines, file: &str, line: usize) -> bool {
    lines.get(file).and_then(|lines| lines.get(&line)).is_some_and(|is_run| *is_run)
}

/// `src/http` of `src/http/client.rs`; the files beside the rooms are one, `src`.
fn room(file: &str) -> &str {
    match file.match_indices('/').nth(1) {
        Some((end, _)) => &file[..end],
        None => "src",
    }
}

/// The table by rooms, as Markdown.
pub(super) fn table(counted: &[(&str, Lines)]) -> String {
    // Of each room all its lines, those that anything runs, and those that each kind of tests runs.
    let mut rooms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (file, lines) in code(counted) {
        let figures = rooms.entry(room(&file).to_owned()).or_insert_with(|| vec![0; counted.len() + 2]);
        for line in lines {
            let by: Vec<bool> = counted.iter().map(|(_, lines)| is_run(lines, &file, line)).collect();
            let which = [true, by.contains(&true)].into_iter().chain(by);
            figures.iter_mut().zip(which).for_each(|(figure, is_run)| *figure += usize::from(is_run));
        }
    }
    let names: Vec<&str> = counted.iter().map(|(name, _)| *name).collect();
    let mut table =
        format!("| room | lines | run by any | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len() + 2));
    for (room, figures) in rooms {
        let all = figures[0];
        let shares = figures[1..].iter().map(|run| format!("{run}, {:.1} %", 100.0 * *run as f64 / all.max(1) as f64));
        // To a String nothing fails.
        let _ = writeln!(table, "| `{room}` | {all} | {} |", shares.collect::<Vec<_>>().join(" | "));
    }
    table
}

/// The lines that no test runs, each with its place.
///
/// # Errors
/// A file of the widget cannot be read.
pub(super) fn never(counted: &[(&str, Lines)], root: &Path) -> Result<String> {
    let mut never = String::new();
    for (file, lines) in code(counted) {
        let text = fs::read_to_string(root.join(&file)).with_context(|| format!("{file} cannot be read"))?;
        let text: Vec<&str> = text.lines().collect();
        for line in lines.into_iter().filter(|line| !counted.iter().any(|(_, lines)| is_run(lines, &file, *line))) {
            let _ = writeln!(never, "{file}:{line}: {}", text.get(line - 1).unwrap_or(&""));
        }
    }
    Ok(never)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lcov: &str) -> Lines {
        read(lcov, Path::new("/house"))
    }

    #[test]
    fn a_line_is_run_if_any_test_runs_it_and_tests_are_no_code() {
        let unit = lines("SF:/house/src/http/retry.rs\nDA:1,7\nDA:2,0\nDA:90,1\nend_of_record\n");
        let browser = lines("SF:/house/src/http/retry.rs\nDA:1,0\nDA:2,1\nDA:3,0\nend_of_record\n");
        let table = table(&[("plain tests", unit), ("browser tests", browser)]);
        assert!(table.ends_with("| `src/http` | 3 | 2, 66.7 % | 1, 33.3 % | 1, 33.3 % |\n"), "{table}");
    }

    #[test]
    fn other_peoples_code_is_left_out() {
        let lcov =
            "SF:/cargo/leptos/src/lib.rs\nDA:1,1\nend_of_record\nSF:/house/cjds/src/lib.rs\nDA:1,1\nend_of_record\n";
        assert_eq!(lines(lcov), Lines::new());
        assert_eq!(room("src/later.rs"), "src");
        assert_eq!(room("src/view/tests/leak.rs"), "src/view");
    }
}
