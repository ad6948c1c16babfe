//! Costly measures of a set of samples, made when somebody asks for them.
//!
//! One part after the other, each in pieces: distances to fresh data with their
//! levels of chance, the samples' way from noise to data, and what the exact
//! flow makes of fresh data.

mod accuracy;
mod judged;
mod likelihood;
mod way;

use std::collections::VecDeque;

use crate::experiment::condition::Condition;
use crate::experiment::run::Experiment;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::goal::Distance;
use crate::job::measure::accuracy::Accuracy;
use crate::job::measure::judged::Judged;
use crate::job::measure::likelihood::ExactLikelihood;
use crate::job::measure::way::Way;
use crate::math::points::Points;
use crate::protocol::buffer::Buffer;

/// Most samples that are looked at: the first ones.
pub const MAX_SAMPLES: usize = 1_024;
/// Most points whose best matching is searched: it can not be cut into pieces,
/// and twice as many would take eight times as long.
pub const MAX_MATCHED: usize = 512;

/// Every measure there is, one after the other.
pub(crate) struct Measures {
    parts: VecDeque<Box<dyn Work>>,
    n_parts: usize,
}

impl Measures {
    /// The measures before any is made; `points` holds all samples for each of
    /// `times`, which rise, whichever way the samples went.
    pub(crate) fn new(experiment: &Experiment, times: &Buffer, points: &Buffer) -> Self {
        let states = states_of(experiment.dim(), times.0.len(), &points.0);
        let mut parts: VecDeque<Box<dyn Work>> = VecDeque::new();
        let end = if experiment.is_backward() { states.first() } else { states.last() };
        if let Some(end) = end.filter(|end| 2 <= end.n()) {
            for distance in [Distance::Sliced, Distance::Exact, Distance::Kernel] {
                parts.push_back(Box::new(Judged::new(experiment, distance, end)));
            }
        }
        let drawn = states.last().filter(|_| !experiment.is_backward());
        if let Some((labels, drawn)) = experiment.labels.zip(drawn) {
            parts.push_back(Box::new(Accuracy::new(experiment, labels, drawn.clone())));
        }
        // A path with noise has neither length nor speed.
        if !experiment.sample.solver.is_stochastic() && 2 <= states.len() {
            let times = times.0.iter().map(|&t| f64::from(t)).collect();
            parts.push_back(Box::new(Way::new(experiment, times, states)));
        }
        // What is guided beyond a label has no law in closed form to compare with.
        if !matches!(experiment.condition(), Condition::Guided { .. }) {
            parts.push_back(Box::new(ExactLikelihood::new(experiment)));
        }
        Self { n_parts: parts.len(), parts }
    }
}

/// One set of points per time, of the first [`MAX_SAMPLES`]; none if the
/// numbers do not come out even.
fn states_of(dim: usize, n_times: usize, points: &[f32]) -> Vec<Points> {
    let len = points.len().checked_div(n_times).unwrap_or(0);
    if len == 0 || !len.is_multiple_of(dim) {
        return Vec::new();
    }
    let kept = len.min(MAX_SAMPLES * dim);
    points.chunks_exact(len).map(|state| Points::from_f32(dim, &state[..kept])).collect()
}

impl Work for Measures {
    fn piece(&mut self) -> Piece {
        let Some(part) = self.parts.front_mut() else {
            return Piece { is_last: true, ..Piece::default() };
        };
        let piece = part.piece();
        if piece.is_last {
            self.parts.pop_front();
        }
        Piece { is_last: self.parts.is_empty(), ..piece }
    }

    fn progress(&self) -> (usize, usize) {
        (self.n_parts - self.parts.len(), self.n_parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::flow::ExactFlow;
    use crate::protocol::event::Frame;

    /// Everything that is measured of the exact flow of `link`.
    fn measured(link: &str) -> Vec<(&'static str, f64)> {
        measured_until(link, "")
    }

    /// The same up to the number `last`.
    fn measured_until(link: &str, last: &str) -> Vec<(&'static str, f64)> {
        let experiment = Experiment::from_link(link);
        let mut flow = ExactFlow::new(&experiment, 61);
        let (times, points) = loop {
            if let Some(Frame::Flow { times, points, .. }) = flow.piece().frames.into_iter().next()
            {
                break (times, points);
            }
        };
        let mut work = Measures::new(&experiment, &times, &points);
        let mut found = Vec::new();
        loop {
            let piece = work.piece();
            found.extend(piece.metrics.into_iter().map(|number| (number.name, number.value)));
            if piece.is_last || found.iter().any(|(name, _)| *name == last) {
                return found;
            }
        }
    }

    #[track_caller]
    fn value(found: &[(&'static str, f64)], name: &str) -> f64 {
        found.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    #[test]
    fn exact_samples_are_as_far_from_the_data_as_other_data_are() {
        let found = measured("data=gmm5&samples=400&n=60&solver=rk4");
        for (distance, level) in
            [("sliced_w2", "sliced_w2_noise"), ("w2", "w2_noise"), ("mmd", "mmd_noise")]
        {
            let ratio = value(&found, distance) / value(&found, level);
            assert!(ratio < 2.0, "{distance}: {ratio}");
        }
    }

    #[test]
    fn the_exact_flow_finds_the_density_of_the_data_for_every_path() {
        for path in ["condot", "sqrt", "trig", "vp", "ddpm"] {
            let found = measured(&format!("data=gmm5&path={path}&samples=16&n=2"));
            let gap = value(&found, "nll") - value(&found, "entropy");
            // Starting from N(0, I) where the path does not quite costs a little.
            let slack = if matches!(path, "vp" | "ddpm") { 0.05 } else { 5e-3 };
            assert!(gap.abs() < slack, "{path}: {gap}");
        }
    }

    #[test]
    fn on_the_way_back_the_source_takes_the_place_of_the_data() {
        for link in ["data=gmm5", "data=checkerboard", "data=two-points"] {
            let of_seed = |seed: u32| {
                let link = format!("{link}&dir=backward&samples=300&n=40&solver=rk4&seed={seed}");
                measured_until(&link, "mmd_source_noise")
            };
            let found: Vec<_> = (1..5).map(of_seed).collect();
            for name in ["sliced_w2_source", "w2_source", "mmd_source"] {
                let level = format!("{name}_noise");
                let ratio = |found: &Vec<_>| value(found, name) / value(found, &level);
                let mean = found.iter().map(ratio).sum::<f64>() / 4.0;
                assert!((0.4..1.8).contains(&mean), "{link}: {name} {mean}");
            }
            let to_data = |name: &str| ["sliced_w2", "w2", "mmd"].contains(&name);
            assert!(found[0].iter().all(|(name, _)| !to_data(name)));
        }
    }

    #[test]
    fn there_and_back_the_exact_flow_costs_the_same() {
        let of = |dir: &str| measured(&format!("data=gmm5&samples=512&n=100&solver=rk4&dir={dir}"));
        let (there, back) = (of("forward"), of("backward"));
        for name in ["path_energy", "straightness"] {
            let ratio = value(&back, name) / value(&there, name);
            // Two independent draws of the same flow.
            assert!((ratio - 1.0).abs() < 0.15, "{name}: {ratio}");
        }
    }

    #[test]
    fn data_on_the_line_and_other_sources_are_measured_too() {
        for link in [
            "data=two-points&samples=64&n=20",
            "data=8gaussians&source=8gaussians&path=linear&samples=64&n=10",
        ] {
            let found = measured(link);
            for name in ["w2", "mmd", "straightness", "path_energy", "npe", "nll", "entropy"] {
                assert!(value(&found, name).is_finite(), "{link}: {name}");
            }
        }
    }

    #[test]
    fn paths_with_noise_have_no_length() {
        let found = measured("data=gmm5&samples=32&n=20&solver=em");
        assert!(found.iter().all(|(name, _)| *name != "straightness" && *name != "npe"));
        assert!(0.0 < value(&found, "w2"));
    }

    #[test]
    fn a_message_without_samples_still_ends() {
        let experiment = Experiment::from_link("data=gmm5");
        for (times, points) in [(vec![], vec![]), (vec![1.0], vec![0.5]), (vec![0.0, 1.0], vec![])]
        {
            let mut work = Measures::new(&experiment, &Buffer(times), &Buffer(points));
            while !work.piece().is_last {}
        }
    }
}
