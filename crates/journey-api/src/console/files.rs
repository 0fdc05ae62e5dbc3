//! The files of the console: those that this program was built with (build.rs), or those of a folder, which are read once,
//! at the start.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use axum::body::Bytes;
use axum::http::HeaderValue;
use ring::digest::{SHA256, digest};

/// What this program was built with: path and content.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/console.rs"));

/// How a file is called that is another one, compressed.
const BROTLI: &str = ".br";

/// The files by their path below `/console/`.
#[derive(Debug, Default)]
pub(crate) struct Files(BTreeMap<String, File>);

/// A file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) content: Bytes,
    /// The same, compressed, where the build has it.
    pub(crate) brotli: Option<Bytes>,
    /// Another one as soon as the content is.
    pub(crate) tag: HeaderValue,
    pub(crate) media_type: &'static str,
}

impl Files {
    /// Those of this build.
    pub(crate) fn built_in() -> Self {
        Self::of(BUILT_IN.iter().map(|(name, content)| ((*name).to_owned(), Bytes::from_static(content))))
    }

    /// Those of a folder.
    ///
    /// # Errors
    /// It cannot be read, or holds no console.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Self> {
        let mut found = Vec::new();
        gather(folder, "", &mut found)?;
        let files = Self::of(found);
        if files.get("index.html").is_none() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "there is no index.html in it"));
        }
        Ok(files)
    }

    fn of(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let (compressed, plain): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name.ends_with(BROTLI));
        let mut compressed: BTreeMap<String, Bytes> = compressed.into_iter().collect();
        let plain = plain.into_iter().map(|(name, content)| {
            let file = File {
                brotli: compressed.remove(&format!("{name}{BROTLI}")),
                tag: tag(&content),
                media_type: media_type(&name),
                content,
            };
            (name, file)
        });
        Self(plain.collect())
    }

    /// The file of that path.
    pub(crate) fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    /// Whether this build has no console.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn gather(folder: &Path, before: &str, found: &mut Vec<(String, Bytes)>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let name = format!("{before}{name}");
        if path.is_dir() {
            gather(&path, &format!("{name}/"), found)?;
        } else {
            found.push((name, std::fs::read(&path)?.into()));
        }
    }
    Ok(())
}

fn tag(content: &[u8]) -> HeaderValue {
    let hash = digest(&SHA256, content);
    let hash: String = hash.as_ref().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
