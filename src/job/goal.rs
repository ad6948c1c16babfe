//! The law that an experiment's samples should end in, and how that is judged.

use crate::dataset::Dataset;
use crate::dataset::source::Source;
use crate::experiment::run::Experiment;
use crate::job::distance::reference;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Where samples go: to the data that they aim at, or back to the source.
#[derive(Clone, Debug)]
pub enum Goal {
    /// The data.
    Data(Dataset),
    /// The source.
    Source(Source),
}

/// How far two sets are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Sliced W2.
    Sliced,
    /// W2 by the best matching.
    Exact,
    /// Squared MMD.
    Kernel,
}

impl Goal {
    /// The goal of an experiment's samples.
    pub fn of(experiment: &Experiment) -> Self {
        if experiment.is_backward() {
            Self::Source(experiment.source())
        } else {
            Self::Data(experiment.aim())
        }
    }

    /// `n` fresh points.
    ///
    /// Shapes: `[n, dim]`. Random: as the data's or the source's own.
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        match self {
            Self::Data(data) => data.sample(n, rng),
            Self::Source(source) => source.sample(n, rng),
        }
    }

    /// The set of fresh points that samples are compared with.
    ///
    /// Shapes: `[n, dim]`. Random: `Stream::Metric` of the seed, as [`reference()`].
    pub fn reference(&self, seed: u64, n: usize) -> Points {
        match self {
            Self::Data(data) => reference(data, seed, n),
            Self::Source(source) => source.sample(n, &mut Rng::stream(seed, Stream::Metric, 0)),
        }
    }

    /// Names, in the public contract, of a distance to this goal and of its
    /// level of chance.
    pub fn names(&self, distance: Distance) -> [&'static str; 2] {
        match (self, distance) {
            (Self::Data(_), Distance::Sliced) => ["sliced_w2", "sliced_w2_noise"],
            (Self::Data(_), Distance::Exact) => ["w2", "w2_noise"],
            (Self::Data(_), Distance::Kernel) => ["mmd", "mmd_noise"],
            (Self::Source(_), Distance::Sliced) => ["sliced_w2_source", "sliced_w2_source_noise"],
            (Self::Source(_), Distance::Exact) => ["w2_source", "w2_source_noise"],
            (Self::Source(_), Distance::Kernel) => ["mmd_source", "mmd_source_noise"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_go_to_the_data_or_back_to_the_source() {
        let goal = |link: &str| Goal::of(&Experiment::from_link(link));
        let data = Experiment::from_link("data=gmm5").data.build();
        assert_eq!(goal("data=gmm5").reference(3, 50), reference(&data, 3, 50));
        let noise = goal("data=gmm5&dir=backward").reference(3, 4_000);
        let mean_square =
            noise.data().iter().map(|v| v * v).sum::<f64>() / noise.data().len() as f64;
        // Of 8,000 standard normal numbers; its standard error is 0.016.
        assert!((mean_square - 1.0).abs() < 0.08, "{mean_square}");
        let line = goal("data=two-points&dir=backward").reference(3, 5);
        assert_eq!((line.n(), line.dim()), (5, 1));
    }

    #[test]
    fn names_say_what_the_samples_are_compared_with() {
        for distance in [Distance::Sliced, Distance::Exact, Distance::Kernel] {
            let [forward, backward] = ["", "dir=backward"]
                .map(|link| Goal::of(&Experiment::from_link(link)).names(distance));
            assert_eq!(backward[0], format!("{}_source", forward[0]));
            assert_eq!(backward[1], format!("{}_source_noise", forward[0]));
        }
    }
}
