//! What the reader has read and solved, kept in the browser where it has storage.

use std::time::Duration;

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::RwSignal;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::provide_context;
use leptos::prelude::set_timeout;

use crate::lecture::progress::Progress;
use crate::ui::lecture::reading::Reading;
use crate::ui::store;

const STORAGE_KEY: &str = "flow-lab-progress";

/// A step has been read when it was in view for so long.
const READS: Duration = Duration::from_millis(1500);

/// The reader's progress in all lectures; one for the whole page, in its context.
#[derive(Clone, Copy)]
pub struct Record {
    progress: RwSignal<Progress>,
}

impl Record {
    /// Reads what an earlier visit kept, and puts it into the context.
    pub fn provide() -> Self {
        let kept = store::get(STORAGE_KEY).unwrap_or_default();
        let record = Self { progress: RwSignal::new(Progress::parse(&kept)) };
        provide_context(record);
        record
    }

    /// Notes that a step has been read.
    pub fn see(self, slug: &str, step: &str) {
        self.note(|progress| progress.see(slug, step));
    }

    /// Notes that a check has been solved.
    pub fn solve(self, slug: &str, check: &str) {
        self.note(|progress| progress.solve(slug, check));
    }

    /// Whether a step has been read, tracked.
    pub fn has_seen(self, slug: &str, step: &str) -> bool {
        self.progress.with(|progress| progress.has_seen(slug, step))
    }

    /// Whether a check has been solved, tracked.
    pub fn has_solved(self, slug: &str, check: &str) -> bool {
        self.progress.with(|progress| progress.has_solved(slug, check))
    }

    /// Number of steps that have been read, tracked.
    pub fn n_seen(self, slug: &str) -> usize {
        self.progress.with(|progress| progress.n_seen(slug))
    }

    /// Number of checks that have been solved, tracked.
    pub fn n_solved(self, slug: &str) -> usize {
        self.progress.with(|progress| progress.n_solved(slug))
    }

    fn note(self, change: impl FnOnce(&mut Progress)) {
        let mut progress = self.progress.get_untracked();
        change(&mut progress);
        if self.progress.with_untracked(|known| *known != progress) {
            store::set(STORAGE_KEY, &progress.to_string());
            self.progress.update(|known| *known = progress);
        }
    }
}

impl Reading {
    /// Notes steps that stay in view for a while.
    pub fn follow_progress(self, record: Record) {
        Effect::new(move |_| {
            let at = self.at.get();
            let note = move || {
                let is_still = self.at.try_get_untracked() == Some(at);
                let step = at.filter(|_| is_still).and_then(|at| {
                    self.steps.with_untracked(|steps| steps.get(at).map(|step| step.id.clone()))
                });
                if let Some(step) = step {
                    record.see(self.lecture.slug, &step);
                }
            };
            set_timeout(note, READS);
        });
    }
}
