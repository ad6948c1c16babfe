//! What the tests of studies need: a study run to its end.

use crate::experiment::settings::Settings;
use crate::job::study::StudyKind;
use crate::protocol::event::Frame;

/// Name, value and spread of a number.
pub(super) type Metric = (&'static str, f64, Option<f64>);

/// Frames and numbers of a study with some settings changed.
pub(super) fn finished(kind: &StudyKind, changes: &[(&str, &str)]) -> (Vec<Frame>, Vec<Metric>) {
    let mut study = (kind.start)(&Settings::with(kind.params, changes));
    let (mut frames, mut metrics) = (Vec::new(), Vec::new());
    loop {
        let slice = study.advance();
        frames.extend(slice.frames);
        metrics.extend(slice.metrics);
        if slice.is_done {
            return (frames, metrics);
        }
    }
}
