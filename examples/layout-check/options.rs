//! The command line: `[--format text|json|sarif] [--deny-warnings] FILE…`.

/// How findings are written.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// Lines for people and editors.
    #[default]
    Text,
    /// One object for scripts.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// What was asked for.
#[derive(Default)]
pub(crate) struct Options {
    /// Files; `-` is standard input.
    pub(crate) files: Vec<String>,
    /// How findings are written.
    pub(crate) format: Format,
    /// A warning fails, too.
    pub(crate) denies_warnings: bool,
}

impl Options {
    /// Reads them.
    ///
    /// # Errors
    /// In words: an option that there is not, or no file.
    pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments;
        let mut only_files = false;
        while let Some(argument) = arguments.next() {
            match argument.split_once('=').unwrap_or((&argument, "")) {
                _ if only_files || argument == "-" || !argument.starts_with('-') => options.files.push(argument),
                ("--", "") => only_files = true,
                ("--deny-warnings", "") => options.denies_warnings = true,
                ("--format", "") => options.format = format(&arguments.next().unwrap_or_default())?,
                ("--format", word) => options.format = format(word)?,
                _ => {
                    return Err(format!(
                        "there is no option \"{argument}\"; --format text|json|sarif and --deny-warnings are."
                    ));
                }
            }
        }
        if options.files.is_empty() {
            return Err("which files? Give one or more desktop layouts, or - for standard input.".to_owned());
        }
        Ok(options)
    }
}

fn format(word: &str) -> Result<Format, String> {
    match word {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "sarif" => Ok(Format::Sarif),
        other => Err(format!("there is no format \"{other}\"; text, json and sarif are.")),
    }
}
