//! Figures whose picture comes from a study: how they ask for it, and what they read.

use crate::experiment::link;
use crate::experiment::settings::Settings;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::output::Flow;
use crate::job::study::StudyKind;
use crate::protocol::job::Job;

/// The task of a study with the figure's settings, some of them replaced.
pub(in crate::figure) fn task(
    slot: &'static str,
    kind: &'static StudyKind,
    settings: &Settings,
    changes: &[(&'static str, &str)],
) -> Task {
    let base = kind.settings();
    let mut here = base.clone();
    for param in kind.params {
        let replaced = changes.iter().find(|(key, _)| *key == param.key);
        let replaced = replaced.and_then(|(_, text)| param.read(text)).map(|reading| reading.value);
        if let Some(value) = replaced.or_else(|| settings.get(param.key).cloned()) {
            here.set(param.key, value);
        }
    }
    let job = Job::Study { name: kind.name.to_owned(), link: link::print(&base, &here) };
    Task { slot, job, place: Place::Exact, learned: None }
}

/// The points of a study, once they have come.
pub(in crate::figure) fn flow<'a>(view: &View<'a>, slot: &str) -> Option<&'a Flow> {
    view.outputs.slot(slot)?.flow.as_ref()
}

/// Number of the kept time nearest to `t`.
pub(in crate::figure) fn nearest(flow: &Flow, t: f64) -> usize {
    let far = |idx: &usize| (f64::from(flow.times[*idx]) - t).abs();
    (0..flow.times.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
}
