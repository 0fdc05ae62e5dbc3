//! Server-sent events: from the bytes of a stream, however they are cut, to the data of its messages.

/// Reads a stream of server-sent events (HTML Living Standard, "Server-sent events"). Comments and fields other than
/// `data` are passed over: the contract uses none.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// The message that is not at its end yet.
    data: Option<String>,
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

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.data.take();
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
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
}
