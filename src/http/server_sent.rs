//! Server-sent events: from the bytes of a stream, however they are cut, to the data of its messages.

/// Reads a stream of server-sent events (HTML Living Standard, "Server-sent events"). Fields other than `data` are passed
/// over: the contract uses none. Of comments it is remembered that there was one.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// The message that is not at its end yet.
    data: Option<String>,
    has_comment: bool,
    /// The last byte was a carriage return: a line feed after it belongs to the same end of line.
    after_return: bool,
}

impl Decoder {
    /// Takes some bytes, and gives out the messages that they complete.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut messages = Vec::new();
        for byte in bytes {
            let is_rest_of_end = self.after_return && *byte == b'\n';
            self.after_return = *byte == b'\r';
            match byte {
                _ if is_rest_of_end => {}
                b'\n' | b'\r' => messages.extend(self.end_line()),
                byte => self.line.push(*byte),
            }
        }
        messages
    }

    /// Whether there was a comment since this was asked before: a sign of life.
    pub(super) fn take_comment(&mut self) -> bool {
        std::mem::take(&mut self.has_comment)
    }

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.data.take();
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        self.has_comment |= field.is_empty();
        if field == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn messages_are_the_same_however_the_stream_is_cut() {
        let stream =
            ": hello\r\n\r\nevent: x\ndata: {\"a\":\ndata: \"ü\"}\n\ndata:2\r\rid: 7\ndata: 3\n\ndata: never ended"
                .as_bytes();
        for size in [1, 2, 3, 7, stream.len()] {
            let mut decoder = Decoder::default();
            let messages: Vec<String> = stream.chunks(size).flat_map(|chunk| decoder.take(chunk)).collect();
            assert_eq!(messages, ["{\"a\":\n\"ü\"}", "2", "3"], "in pieces of {size}");
        }
    }

    #[wasm_bindgen_test]
    fn a_comment_is_a_sign_of_life_and_no_message() {
        let mut decoder = Decoder::default();
        assert!(decoder.take(b"data: 1\n\n").len() == 1 && !decoder.take_comment());
        assert!(decoder.take(b":\n\n").is_empty() && decoder.take_comment());
        assert!(!decoder.take_comment(), "each is told once");
        assert!(decoder.take(b": half a com").is_empty() && !decoder.take_comment());
        assert!(decoder.take(b"ment\n").is_empty() && decoder.take_comment());
    }
}
