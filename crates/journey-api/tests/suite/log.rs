//! The log of the test process. It is kept from before the first call of any test: `tracing` asks for each place that
//! logs once whether anybody listens, and a test that begins to listen while others are running may come too late.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

static LOG: OnceLock<Log> = OnceLock::new();

/// What was logged so far.
#[derive(Clone, Default)]
pub(crate) struct Log(pub(crate) Arc<Mutex<Vec<u8>>>);

/// The log, which begins with the first call. Statements and wire bytes that drivers write at TRACE are theirs, and off by
/// default; they are left out.
pub(crate) fn kept() -> &'static Log {
    LOG.get_or_init(|| {
        let log = Log::default();
        let own = EnvFilter::new("journey_api=trace");
        let subscriber = tracing_subscriber::fmt().with_env_filter(own).with_ansi(false).with_writer(log.clone());
        tracing::subscriber::set_global_default(subscriber.finish()).expect("nobody else listens");
        log
    })
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
