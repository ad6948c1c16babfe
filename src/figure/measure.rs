//! Measures that are made only when somebody asks: they cost seconds.
//!
//! They are of the samples in the picture at that moment, and go when other
//! samples come.

use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::links;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::Flow;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::output::Outputs;
use crate::job::measure::MAX_SAMPLES;
use crate::protocol::buffer::Buffer;
use crate::protocol::job::Job;

/// Slot of the measures.
pub const MEASURES: &str = "measures";

/// Numbers that are known only after somebody asked.
const ON_REQUEST: &[&str] = &[
    "w2",
    "mmd",
    "w2_source",
    "mmd_source",
    "straightness",
    "path_energy",
    "npe",
    "nll",
    "entropy",
];

/// Distances of samples to the data; those to the source have the same names
/// with `_source` behind.
const TO_DATA: &[&str] = &["sliced_w2", "w2", "mmd"];

/// Whether a metric is made on request.
pub fn is_on_request(name: &str) -> bool {
    ON_REQUEST.contains(&name)
}

/// Whether a number has a meaning with these settings: samples are compared
/// with the data, or with the source if they go back to it.
pub fn has_meaning(name: &str, settings: &Settings) -> bool {
    let is_backward = rules::is_backward(settings);
    match name.strip_suffix("_source") {
        Some(_) => is_backward,
        None => !(is_backward && TO_DATA.contains(&name)),
    }
}

/// Whether a figure has such measures.
pub fn is_offered(figure: &Figure) -> bool {
    figure.metrics.iter().any(|metric| is_on_request(metric.name))
}

/// Samples that would be measured now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurable<'a> {
    /// Their way.
    flow: &'a Flow,
    /// Whether they are the network's.
    pub is_learned: bool,
}

impl<'a> Measurable<'a> {
    /// The network's samples, or else those of the exact flow; none before
    /// there are any.
    pub fn of(outputs: &'a Outputs) -> Option<Self> {
        let is_learned = outputs.has_current_flow();
        let slot = if is_learned { LEARNED_FLOW } else { EXACT_FLOW };
        let flow = outputs.slot(slot)?.flow.as_ref()?;
        Some(Self { flow, is_learned })
    }

    /// The job that measures them; `settings` are those they were drawn with.
    pub fn job(&self, settings: &Settings) -> Job {
        let kept = self.n_kept() * self.flow.dim;
        let states = (0..self.flow.times.len()).flat_map(|idx| &self.flow.frame(idx)[..kept]);
        Job::Measure {
            link: links::training(settings),
            times: Buffer(self.flow.times.clone()),
            points: Buffer(states.copied().collect()),
        }
    }

    /// What is measured, in words.
    pub fn describe(&self) -> String {
        let whose = if self.is_learned { "the network's" } else { "the exact flow's" };
        match self.n_kept() {
            n if n < self.flow.n_points() => format!("Of the first {n} of {whose} samples."),
            n => format!("Of {whose} {n} samples."),
        }
    }

    fn n_kept(&self) -> usize {
        self.flow.n_points().min(MAX_SAMPLES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::lab;
    use crate::figure::noise_to_data;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    fn flow(n: usize) -> Event {
        let points = [0.0, 1.0].map(|t| (0..2 * n).map(move |i| t * i as f32));
        let points = Buffer(points.into_iter().flatten().collect());
        let frame = Frame::Flow { times: Buffer(vec![0.0, 1.0]), dim: 2, points };
        Event::Frame { run: RunId(1), frame }
    }

    #[test]
    fn the_lab_has_measures_and_other_figures_have_none() {
        assert!(is_offered(&lab::FIGURE) && !is_offered(&noise_to_data::FIGURE));
        for name in ON_REQUEST {
            assert!(lab::FIGURE.metrics.iter().any(|metric| metric.name == *name), "{name}");
        }
    }

    #[test]
    fn every_distance_is_to_the_data_or_to_the_source() {
        let [forward, backward] =
            ["forward", "backward"].map(|dir| Settings::with(lab::FIGURE.params, &[("dir", dir)]));
        for name in TO_DATA {
            let to_source = format!("{name}_source");
            assert!(lab::FIGURE.metrics.iter().any(|metric| metric.name == to_source), "{name}");
            assert!(has_meaning(name, &forward) && !has_meaning(name, &backward), "{name}");
            assert!(has_meaning(&to_source, &backward) && !has_meaning(&to_source, &forward));
        }
        assert!(has_meaning("loss", &forward) && has_meaning("loss", &backward));
    }

    #[test]
    fn samples_of_the_network_are_measured_before_those_of_the_exact_flow() {
        let mut outputs = Outputs::default();
        assert_eq!(Measurable::of(&outputs), None);
        outputs.absorb(EXACT_FLOW, flow(10));
        assert!(Measurable::of(&outputs).is_some_and(|found| !found.is_learned));
        outputs.absorb(LEARNED_FLOW, flow(10));
        assert!(Measurable::of(&outputs).is_some_and(|found| found.is_learned));
    }

    #[test]
    fn a_large_set_is_cut_at_every_time_and_that_is_said() {
        let mut outputs = Outputs::default();
        outputs.absorb(EXACT_FLOW, flow(2_000));
        let found = Measurable::of(&outputs).expect("samples");
        let Job::Measure { times, points, .. } = found.job(&lab::FIGURE.settings()) else {
            panic!("a measure")
        };
        assert_eq!((times.0.len(), points.0.len()), (2, 2 * 2 * MAX_SAMPLES));
        assert_eq!(points.0[2 * MAX_SAMPLES..][..3], [0.0, 1.0, 2.0]);
        assert_eq!(found.describe(), "Of the first 1024 of the exact flow's samples.");
    }
}
