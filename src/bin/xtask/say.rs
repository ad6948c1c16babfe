//! Words for the terminal: what is done, how long it usually takes, how long it took.

use std::time::Duration;
use std::time::Instant;

use crate::trouble::Trouble;

/// Does one step, announced with its usual time and closed with its real one.
///
/// # Errors
/// Those of the step.
pub(crate) fn step<T>(
    what: &str,
    usual: &str,
    work: impl FnOnce() -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    println!("\n== {what} (usually {usual})");
    let start = Instant::now();
    let done = work()?;
    println!("== {what}: done in {}", seconds(start.elapsed()));
    Ok(done)
}

/// A line about something that needed no work.
pub(crate) fn ready(what: &str) {
    println!("   {what}");
}

/// A duration as people say it.
pub(crate) fn seconds(duration: Duration) -> String {
    let secs = duration.as_secs_f64();
    if secs < 120.0 { format!("{secs:.1} s") } else { format!("{:.1} min", secs / 60.0) }
}
