//! Studies: heavy plain computations of single figures, by name.
//!
//! A new one is a file with a [`StudyKind`] and a line in [`ALL`]. A figure asks
//! for it with [`StudyKind::job`]; the page or the worker for exact work does it
//! in slices, and results never depend on how it was cut.

pub mod annealed;
mod film;
pub mod guidance;
pub mod langevin;
pub mod ou_paths;
#[cfg(test)]
mod proof;

use crate::experiment::link;
use crate::experiment::param::Param;
use crate::experiment::settings::Settings;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::protocol::event::Frame;
use crate::protocol::job::Job;

/// Every study there is.
pub const ALL: &[&StudyKind] =
    &[&annealed::KIND, &guidance::KIND, &langevin::KIND, &ou_paths::KIND];

/// A computation under way.
pub trait Study {
    /// Does a slice of a few milliseconds; not asked again once it said it is done.
    fn advance(&mut self) -> Slice;
}

/// What came of one slice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// Something to draw.
    pub frames: Vec<Frame>,
    /// Numbers to show: name, value, standard error or spread.
    pub metrics: Vec<(&'static str, f64, Option<f64>)>,
    /// Pieces done and pieces in all.
    pub progress: Option<(u32, u32)>,
    /// Whether this was the last slice.
    pub is_done: bool,
}

/// A computation that figures can ask for.
#[derive(Debug)]
pub struct StudyKind {
    /// Stable name at the seam.
    pub name: &'static str,
    /// What it depends on.
    pub params: &'static [&'static Param],
    /// Defaults that differ from the parameters' own, in link notation.
    pub defaults: &'static [(&'static str, &'static str)],
    /// The computation before its first slice.
    pub start: fn(&Settings) -> Box<dyn Study>,
}

impl StudyKind {
    /// Settings when nothing is chosen.
    pub fn settings(&self) -> Settings {
        Settings::with(self.params, self.defaults)
    }

    /// The job with the values that a figure's settings have for the study's
    /// parameters; whatever else the figure has starts no new one.
    pub fn job(&self, from: &Settings) -> Job {
        let base = self.settings();
        let mut chosen = base.clone();
        for param in self.params {
            if let Some(value) = from.get(param.key) {
                chosen.set(param.key, value.clone());
            }
        }
        Job::Study { name: self.name.to_owned(), link: link::print(&base, &chosen) }
    }
}

/// A study as exact work.
pub(crate) struct Studied {
    study: Result<Box<dyn Study>, String>,
    progress: (u32, u32),
}

impl Studied {
    /// The study `name` with the parameters of `link`, before its first slice.
    pub(crate) fn new(name: &str, link: &str) -> Self {
        let kind = ALL.iter().find(|kind| kind.name == name);
        let study = kind.map(|kind| {
            let chosen = link::parse(&kind.settings(), link).settings;
            (kind.start)(&chosen)
        });
        let message = "This page asks for a computation that its worker does not know; reload it.";
        Self { study: study.ok_or_else(|| message.to_owned()), progress: (0, 1) }
    }
}

impl Work for Studied {
    fn piece(&mut self) -> Piece {
        let study = match &mut self.study {
            Ok(study) => study,
            Err(message) => {
                let failure = Some(std::mem::take(message));
                return Piece { failure, ..Piece::default() };
            }
        };
        let Slice { frames, metrics, progress, is_done } = study.advance();
        self.progress = progress.unwrap_or(self.progress);
        let number = |(name, value, spread)| Number { name, value, spread };
        let metrics = metrics.into_iter().map(number).collect();
        Piece { frames, metrics, is_last: is_done, failure: None }
    }

    fn progress(&self) -> (usize, usize) {
        (self.progress.0 as usize, self.progress.1 as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::exact::ExactJob;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;

    #[test]
    fn names_are_unique() {
        for (i, kind) in ALL.iter().enumerate() {
            assert!(ALL[..i].iter().all(|other| other.name != kind.name), "{}", kind.name);
        }
    }

    #[test]
    fn a_study_of_no_name_fails_with_one_sentence() {
        let job = Job::Study { name: "elephants".to_owned(), link: String::new() };
        let mut job = ExactJob::new(RunId(1), job).expect("exact work");
        let events = job.advance();
        assert!(job.is_done());
        let is_failed = |event: &Event| matches!(event, Event::Failed { message, .. } if message.ends_with('.'));
        assert!(events.iter().any(is_failed), "{events:?}");
    }

    #[test]
    fn a_job_holds_what_the_study_depends_on_and_nothing_else() {
        use crate::experiment::catalogue;
        let from = Settings::with(
            &[&langevin::SIGMA, &catalogue::SAMPLES],
            &[("sigma", "2"), ("samples", "99")],
        );
        let job = langevin::KIND.job(&from);
        assert_eq!(job, Job::Study { name: "langevin".to_owned(), link: "sigma=2".to_owned() });
    }
}
