//! Server-sent events, read from the bytes of an answer as they come (HTML Living Standard, 9.2.6): what the service sends,
//! which is one line of data for each message.

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    /// Where to take the stream up behind it.
    pub(crate) id: Option<String>,
    pub(crate) data: String,
}

/// Reads messages from pieces of any length.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// The line that has begun.
    line: Vec<u8>,
    message: Message,
}

impl Reader {
    /// The messages that a piece completes.
    pub(crate) fn read(&mut self, piece: &[u8]) -> Vec<Message> {
        let mut messages = Vec::new();
        for byte in piece {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                messages.extend(self.take(String::from_utf8_lossy(&line).trim_end_matches('\r')));
            } else {
                self.line.push(*byte);
            }
        }
        messages
    }

    /// Takes a line; the message, if it ends one that says something.
    fn take(&mut self, line: &str) -> Option<Message> {
        if line.is_empty() {
            let message = std::mem::take(&mut self.message);
            return (message != Message::default()).then_some(message);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                if !self.message.data.is_empty() {
                    self.message.data.push('\n');
                }
                self.message.data.push_str(value);
            }
            "id" => self.message.id = Some(value.to_owned()),
            // Comments, and what the service does not use.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_wherever_the_pieces_are_cut() {
        let text = ": begins\n\nid: 7\ndata: {\"a\": \"é\"}\n\n:\n\ndata: x\r\ndata:y\r\n\r\nretry: 2000\n\nid: 8\n\n";
        let message = |id: Option<&str>, data: &str| Message { id: id.map(str::to_owned), data: data.to_owned() };
        let expected = [message(Some("7"), "{\"a\": \"é\"}"), message(None, "x\ny"), message(Some("8"), "")];
        for cut in 1..text.len() {
            let mut reader = Reader::default();
            let read: Vec<Message> = text.as_bytes().chunks(cut).flat_map(|piece| reader.read(piece)).collect();
            assert_eq!(read, expected, "{cut}");
        }
    }
}
