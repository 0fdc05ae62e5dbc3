//! Judges desktop layouts by the rules of the preview page, for editors and for CI: `cargo xtask layout-check FILE…`
//! calls it. It reads files, or standard input (`-`), and writes findings as lines, as JSON or as SARIF (`reports`).

mod options;
mod reports;
mod sarif;

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

use customer_journey_widget::settings::layout::{Checked, Severity, check_bytes};

use options::{Format, Options};

/// All is well, but for notes.
const FINE: u8 = 0;
/// A layout has an error; or a warning, where those are denied.
const WRONG: u8 = 1;
/// A file could not be read, none was named, or nothing could be written.
const NOT_CHECKED: u8 = 2;

/// A file, and what came of it.
struct Judged {
    /// As it is shown.
    name: String,
    /// The findings, or why it could not be read.
    result: Result<Checked, String>,
}

impl Judged {
    fn read(file: &str) -> Self {
        let is_stdin = file == "-";
        let read = if is_stdin { read_all(io::stdin().lock()) } else { fs::read(file) };
        let result = read.map(|bytes| check_bytes(&bytes)).map_err(|error| format!("it could not be read: {error}"));
        Self { name: if is_stdin { "stdin".to_owned() } else { file.to_owned() }, result }
    }

    fn count(&self, severity: Severity) -> usize {
        let findings = self.result.iter().flat_map(|checked| &checked.findings);
        findings.filter(|finding| finding.severity == severity).count()
    }

    fn personas(&self) -> Vec<&'static str> {
        let layouts = self.result.iter().filter_map(|checked| checked.layout.as_ref());
        layouts.flat_map(|layout| &layout.desktops).map(|desktop| desktop.persona.as_str()).collect()
    }

    fn code(&self, denies_warnings: bool) -> u8 {
        match self.result {
            Err(_) => NOT_CHECKED,
            Ok(_) if self.count(Severity::Error) > 0 => WRONG,
            Ok(_) if denies_warnings && self.count(Severity::Warning) > 0 => WRONG,
            Ok(_) => FINE,
        }
    }
}

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            complain(&format!("layout-check: {why}"));
            return ExitCode::from(NOT_CHECKED);
        }
    };
    let judged: Vec<Judged> = options.files.iter().map(|file| Judged::read(file)).collect();
    for file in &judged {
        if let Err(why) = &file.result {
            complain(&format!("{}: {why}", file.name));
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match options.format {
        Format::Text => reports::text(&judged, &mut out),
        Format::Json => reports::json(&judged, &mut out),
        Format::Sarif => sarif::write(&judged, &mut out),
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(judged.iter().map(|file| file.code(options.denies_warnings)).max().unwrap_or(FINE)),
        // Whoever reads has read enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => quiet(out),
        Err(error) => {
            complain(&format!("layout-check: the findings could not be written: {error}"));
            quiet(out);
            ExitCode::from(NOT_CHECKED)
        }
    }
}

/// What is still to be written goes nowhere.
fn quiet(out: BufWriter<io::StdoutLock<'_>>) -> ExitCode {
    drop(out.into_parts());
    ExitCode::from(FINE)
}

fn read_all(mut source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says it where errors go; where those go nowhere, there is nobody to tell.
fn complain(what: &str) {
    let _ = writeln!(io::stderr(), "{what}");
}
