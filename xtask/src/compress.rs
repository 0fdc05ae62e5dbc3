//! How large a file is on the way to the browser, and its integrity hash. No outside tool is needed for it.

use std::io::Write;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha384};

/// One file's sizes in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

/// Compresses `content` as a static host does once, at the highest levels.
///
/// # Errors
/// None in practice: it writes to memory.
pub(crate) fn sizes(content: &[u8]) -> Result<Sizes> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(content)?;
    Ok(Sizes { raw: content.len(), gzip: gzip.finish()?.len(), brotli: brotli(content)?.len() })
}

/// The content by brotli, as small as it gets.
///
/// # Errors
/// None in practice: it is written to memory.
pub(crate) fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &settings)?;
    Ok(compressed)
}

/// The value of a script tag's `integrity` attribute.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_gets_smaller_and_the_raw_size_is_told_as_it_is() {
        let sizes = sizes(&b"journey ".repeat(1_000)).unwrap();
        assert_eq!(sizes.raw, 8_000);
        assert!(sizes.gzip < 200 && sizes.brotli < sizes.gzip);
    }

    #[test]
    fn the_integrity_value_is_the_one_that_browsers_compute() {
        // The example of the W3C's Subresource Integrity specification.
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
