//! Server-sent events: from the bytes of a stream, however they are cut, to its messages (HTML Living Standard, "Server-sent
//! events"). Pure. Written here, since well-known readers bound no line and keep signs of life to themselves (docs/decisions/0010).

/// So many bytes a line, or the data of one message, may have: who sends more without an end would fill the page's memory.
const LONGEST: usize = 1_000_000;
/// The bounds within which a service may say how long to wait before the stream is opened again, ms: at once would be a
/// storm of all agents, and what happens meanwhile must not stay unseen for hours.
const WAITS: std::ops::RangeInclusive<u32> = 500..=300_000;

/// Reads a stream. `id` is passed over: the contract's services know no `Last-Event-ID`, a page may not send that header to
/// one that does not allow it, and what was missed is read from the history.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// The message that is not at its end yet.
    data: Option<String>,
    /// Its type, if it was given one.
    event: String,
    has_comment: bool,
    /// Whether the stream has begun: a byte order mark stands at its beginning only.
    has_begun: bool,
    /// The last byte was a carriage return: a line feed after it belongs to the same end of line.
    after_return: bool,
    retry: Option<u32>,
    is_broken: bool,
}

impl Decoder {
    /// Takes some bytes, and gives out the messages that they complete. What is no message but an event of another type
    /// (`event: heartbeat`) is a sign of life, as a comment is.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut messages = Vec::new();
        for byte in bytes {
            if self.is_broken {
                break;
            }
            let is_rest_of_end = self.after_return && *byte == b'\n';
            self.after_return = *byte == b'\r';
            match byte {
                _ if is_rest_of_end => {}
                b'\n' | b'\r' => messages.extend(self.end_line()),
                _ if self.line.len() >= LONGEST => self.give_up(),
                byte => self.line.push(*byte),
            }
        }
        messages
    }

    /// Whether there was a comment or an event of another type since this was asked before: a sign of life.
    pub(super) fn take_beat(&mut self) -> bool {
        std::mem::take(&mut self.has_comment)
    }

    /// How long to wait before the stream is opened again, ms, if the service has said so since this was asked before.
    pub(super) fn take_retry(&mut self) -> Option<u32> {
        self.retry.take()
    }

    /// Whether a line or a message had no end. Nothing more is read of such a stream.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    fn give_up(&mut self) {
        self.is_broken = true;
        self.line = Vec::new();
        self.data = None;
    }

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        let line = if std::mem::replace(&mut self.has_begun, true) {
            &line
        } else {
            line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line)
        };
        if line.is_empty() {
            return self.end_message();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" => self.has_comment = true,
            "data" if self.data.as_ref().map_or(0, String::len) + value.len() >= LONGEST => self.give_up(),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => value.clone_into(&mut self.event),
            // Digits and nothing else; a number beyond all bounds is the longest wait.
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let wait = value.parse().unwrap_or(u32::MAX);
                self.retry = Some(wait.clamp(*WAITS.start(), *WAITS.end()));
            }
            _ => {}
        }
        None
    }

    fn end_message(&mut self) -> Option<String> {
        let event = std::mem::take(&mut self.event);
        let is_message = matches!(event.as_str(), "" | "message");
        self.has_comment |= !is_message;
        // Data without anything in it (`data` alone on its line) is a message of the standard's, but no entry.
        self.data.take().filter(|data| is_message && !data.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// The messages of a stream that comes in one piece.
    fn messages(stream: &str) -> Vec<String> {
        Decoder::default().take(stream.as_bytes())
    }

    #[test]
    fn messages_are_the_same_wherever_the_stream_is_cut() {
        let stream = "\u{feff}: hello\r\n\r\nid: 7\nevent: message\ndata: {\"a\":\ndata: \"ü😀\"}\n\ndata:2\r\rretry: 1000\n\
            event: heartbeat\ndata: {}\n\nid: 8\ndata: 3\r\n\r\ndata\ndata:  4\nunknown: x\n\ndata: never ended";
        let expected = ["{\"a\":\n\"ü😀\"}", "2", "3", "\n 4"];
        assert_eq!(messages(stream), expected);
        let bytes = stream.as_bytes();
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let mut decoder = Decoder::default();
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                let read: Vec<String> = pieces.into_iter().flat_map(|piece| decoder.take(piece)).collect();
                assert_eq!(read, expected, "cut at {first} and {second}");
                assert_eq!(decoder.take_retry(), Some(1000));
            }
        }
        let mut decoder = Decoder::default();
        let read: Vec<String> = bytes.chunks(1).flat_map(|byte| decoder.take(byte)).collect();
        assert_eq!(read, expected, "byte by byte");
    }

    #[test]
    fn only_messages_are_entries() {
        assert!(messages("event: heartbeat\ndata: {\"type\":\"ping\"}\n\n").is_empty());
        assert!(messages("event: Message\ndata: 1\n\n").is_empty(), "names are exact");
        assert!(
            messages("data\n\n").is_empty()
                && messages("event: message\n\n").is_empty()
                && messages("\n\n\n").is_empty()
        );
        assert!(messages("id: 7\nretry: 10\n\n").is_empty());
        // The type is that of one event: the next is a message again.
        assert_eq!(messages("event: ping\ndata: 1\n\ndata: 2\n\n"), ["2"]);
        assert_eq!(messages("event: ping\nevent:\ndata: 1\n\n"), ["1"]);
        assert_eq!(messages("event: message\ndata: 1\n\nevent:message\ndata:2\n\n"), ["1", "2"]);
        assert_eq!(messages("Data: 1\n data: 2\ndatas: 3\ndata : 4\ndata: 5\n\n"), ["5"]);
        assert_eq!(messages("data: 1\n\u{feff}data: 2\n\n"), ["1"], "a mark in the middle belongs to a name");
        assert_eq!(messages("data: a:b: c\n\ndata:\u{a0}x\n\n"), ["a:b: c", "\u{a0}x"]);
    }

    #[test]
    fn a_comment_and_a_heartbeat_are_signs_of_life_and_no_messages() {
        let mut decoder = Decoder::default();
        assert!(decoder.take(b"data: 1\n\n").len() == 1 && !decoder.take_beat());
        assert!(decoder.take(b":\n\n").is_empty() && decoder.take_beat());
        assert!(!decoder.take_beat(), "each is told once");
        assert!(decoder.take(b": half a com").is_empty() && !decoder.take_beat());
        assert!(decoder.take(b"ment\n").is_empty() && decoder.take_beat());
        assert!(decoder.take(b"event: heartbeat\ndata: {}\n\n").is_empty() && decoder.take_beat());
        assert!(decoder.take(b"event: ping\n\n").is_empty() && decoder.take_beat());
    }

    #[test]
    fn the_service_says_when_to_come_back_within_reason() {
        let retry = |line: &str| {
            let mut decoder = Decoder::default();
            decoder.take(line.as_bytes());
            decoder.take_retry()
        };
        assert_eq!(retry("retry: 3000\n"), Some(3000));
        assert_eq!(retry("retry:0\n"), Some(500));
        assert_eq!(retry("retry: 86400000\n"), Some(300_000));
        assert_eq!(retry("retry: 99999999999999999999\n"), Some(300_000));
        for odd in ["retry\n", "retry: \n", "retry: soon\n", "retry: -1\n", "retry: 1.5\n", "retry:  3\n", "retry: 3"] {
            assert_eq!(retry(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn what_has_no_end_is_bounded() {
        let endless: [(&str, &str); 4] = [("", "x"), ("data: ", "x"), (": ", "."), ("", "data: 0123456789\n")];
        for (beginning, more) in endless {
            let mut decoder = Decoder::default();
            decoder.take(beginning.as_bytes());
            let piece = more.repeat(10_000);
            for _ in 0..300 {
                assert!(decoder.take(piece.as_bytes()).is_empty());
                assert!(decoder.line.capacity() + decoder.data.as_ref().map_or(0, String::capacity) < 5 * LONGEST);
            }
            assert!(decoder.is_broken(), "{beginning}{more}");
            assert!(decoder.take(b"\n\ndata: 1\n\n").is_empty(), "nothing more is read");
        }
        // A large message is read as long as it ends.
        let large = format!("data: {}\n\n", "x".repeat(LONGEST - 10));
        assert_eq!(messages(&large).len(), 1);
    }
}
