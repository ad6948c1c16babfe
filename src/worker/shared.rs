//! What the runs of one worker have in common: pace and noise levels.

use std::collections::BTreeMap;

use web_time::Duration;
use web_time::Instant;

use crate::dataset::source::SourceKind;
use crate::dataset::spec::DataSpec;
use crate::sample::judge::Level;

/// Longest that work goes on before messages are looked at.
pub const SLICE: Duration = Duration::from_millis(8);

/// Longest that work is queued on a device before its losses are read.
pub const SETTLE: Duration = Duration::from_millis(45);

/// The same for Firefox, whose buffer mapping answers ten times a second.
pub const SLOW_SETTLE: Duration = Duration::from_millis(120);

/// Common to all runs of a worker.
#[derive(Debug)]
pub struct Shared {
    /// How long work is queued on a device before it is waited for.
    pub settle: Duration,
    levels: BTreeMap<LevelKey, Level>,
}

/// What a noise level depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LevelKey {
    /// Law of the data.
    pub data: DataSpec,
    /// The label that samples are asked to have, where they are.
    pub label: Option<usize>,
    /// The source, where samples go back to it.
    pub source: Option<SourceKind>,
    /// Seed of the experiment.
    pub seed: u64,
    /// Points a set.
    pub n: usize,
}

impl Shared {
    /// Nothing known yet.
    pub fn new(settle: Duration) -> Self {
        Self { settle, levels: BTreeMap::new() }
    }

    /// Noise level measured before.
    pub fn level(&self, key: &LevelKey) -> Option<Level> {
        self.levels.get(key).copied()
    }

    /// Keeps a noise level.
    pub fn keep_level(&mut self, key: LevelKey, level: Level) {
        self.levels.insert(key, level);
    }
}

/// Says when a slice is over.
#[derive(Clone, Copy, Debug)]
pub struct SliceClock(Instant);

impl SliceClock {
    /// A slice that begins now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Whether the slice has lasted long enough.
    pub fn is_over(self) -> bool {
        SLICE <= self.0.elapsed()
    }
}
