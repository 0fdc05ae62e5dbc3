//! Programs that run side by side until they are told to end: started in groups of their own, ended all together.
//! Ctrl-C, SIGTERM, an error, or the death of one of them ends them all. Programs that just end are `steps`' matter.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::steps;

const POLL: Duration = Duration::from_millis(100);
/// How long a program may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// Why waiting came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Waited {
    /// What was waited for is there.
    Ready,
    /// Someone pressed Ctrl-C or sent SIGTERM.
    Stopped,
}

/// The programs that run now; they end when this goes.
pub(crate) struct Processes {
    running: Vec<(&'static str, Child)>,
    stop: Arc<AtomicBool>,
}

impl Processes {
    /// From here on Ctrl-C and SIGTERM are answered by ending the programs; call it once.
    ///
    /// # Errors
    /// The signals cannot be listened to.
    pub(crate) fn new() -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        ctrlc::set_handler(move || told.store(true, Ordering::SeqCst)).context("Ctrl-C cannot be listened to")?;
        Ok(Self { running: Vec::new(), stop })
    }

    /// Starts a program with its output on the terminal.
    ///
    /// # Errors
    /// It could not be started.
    pub(crate) fn start(&mut self, name: &'static str, command: &mut Command) -> Result<()> {
        // A group of its own: the terminal's Ctrl-C reaches only us, and what it started in turn ends with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        println!("$ {}", steps::line_of(command));
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("{name} could not be started"))?;
        self.running.push((name, child));
        Ok(())
    }

    /// Waits until `ready` says so.
    ///
    /// # Errors
    /// A program ended, or it took longer than `limit`.
    pub(crate) fn wait_until(
        &mut self,
        what: &str,
        limit: Duration,
        mut ready: impl FnMut() -> bool,
    ) -> Result<Waited> {
        let start = Instant::now();
        loop {
            if self.stop.load(Ordering::SeqCst) {
                return Ok(Waited::Stopped);
            }
            self.all_alive()?;
            if ready() {
                return Ok(Waited::Ready);
            }
            if start.elapsed() > limit {
                bail!("{what} is not ready after {}", steps::duration(limit));
            }
            thread::sleep(POLL);
        }
    }

    /// Waits until someone stops us.
    ///
    /// # Errors
    /// A program ended by itself.
    pub(crate) fn wait_for_stop(&mut self) -> Result<()> {
        while !self.stop.load(Ordering::SeqCst) {
            self.all_alive()?;
            thread::sleep(POLL);
        }
        Ok(())
    }

    fn all_alive(&mut self) -> Result<()> {
        for (name, child) in &mut self.running {
            if let Some(status) = child.try_wait()? {
                bail!("{name} ended ({status}); what it said is above");
            }
        }
        Ok(())
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for (_, child) in self.running.iter().rev() {
            signal(child, Signal::End);
        }
        let deadline = Instant::now() + GRACE;
        for (name, child) in self.running.iter_mut().rev() {
            while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
                thread::sleep(POLL);
            }
            if matches!(child.try_wait(), Ok(None)) {
                eprintln!("{name} does not end; killing it.");
            }
            // Also after a good end: what it started may still be in its group.
            signal(child, Signal::Kill);
            if let Err(error) = child.wait() {
                eprintln!("{name} could not be waited for: {error}");
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Signal {
    End,
    Kill,
}

#[cfg(unix)]
fn signal(child: &Child, signal: Signal) {
    use rustix::process::{Pid, Signal as Unix, kill_process_group};
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let signal = match signal {
        Signal::End => Unix::TERM,
        Signal::Kill => Unix::KILL,
    };
    if let Some(group) = group {
        // An error means that nobody is left in the group.
        let _ = kill_process_group(group, signal);
    }
}

#[cfg(not(unix))]
fn signal(child: &Child, _: Signal) {
    // There is no gentle way here; /T takes what the program started with it.
    let _ = Command::new("taskkill").args(["/F", "/T", "/PID", &child.id().to_string()]).output();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn processes() -> Processes {
        Processes { running: Vec::new(), stop: Arc::default() }
    }

    #[test]
    fn a_program_that_dies_is_named() {
        let mut processes = processes();
        processes.start("the service", Command::new("sh").args(["-c", "exit 3"])).unwrap();
        let error = processes.wait_for_stop().unwrap_err().to_string();
        assert!(error.contains("the service ended") && error.contains('3'), "{error}");
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        let file = std::env::temp_dir().join(format!("xtask-grandchild-{}", std::process::id()));
        let mut processes = processes();
        let script = format!("sleep 600 & echo $! > {0}.new && mv {0}.new {0}; wait", file.display());
        processes.start("the parent", Command::new("sh").args(["-c", &script])).unwrap();
        let waited = processes.wait_until("the grandchild", Duration::from_secs(10), || file.exists()).unwrap();
        assert_eq!(waited, Waited::Ready);
        let pid = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();

        drop(processes);
        // The kill is sent; a busy machine takes a moment to carry it out.
        let is_gone = || {
            let state = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
            state.map_or(true, |state| state.contains(") Z "))
        };
        let deadline = std::time::Instant::now() + Duration::from_secs(10);
        while !is_gone() {
            assert!(std::time::Instant::now() < deadline, "{pid} still runs");
            std::thread::yield_now();
        }
    }
}
