//! Every parameter there is, and the list that the Lab takes.
//!
//! Bounds are what one core and a screen can bear, not what the mathematics
//! allows. Defaults are frozen by the link's version.

mod data;
mod label;
mod picture;
mod sample;
mod train;

pub use crate::experiment::catalogue::data::DATA;
pub use crate::experiment::catalogue::data::MIX;
pub use crate::experiment::catalogue::data::PATH;
pub use crate::experiment::catalogue::data::POINTS;
pub use crate::experiment::catalogue::data::SEED;
pub use crate::experiment::catalogue::data::SOURCE;
pub use crate::experiment::catalogue::label::COND;
pub use crate::experiment::catalogue::label::ETA;
pub use crate::experiment::catalogue::label::LABEL;
pub use crate::experiment::catalogue::label::W;
pub use crate::experiment::catalogue::picture::RUN;
pub use crate::experiment::catalogue::picture::T;
pub use crate::experiment::catalogue::picture::VIEW;
pub use crate::experiment::catalogue::sample::DIR;
pub use crate::experiment::catalogue::sample::GRID;
pub use crate::experiment::catalogue::sample::N;
pub use crate::experiment::catalogue::sample::SAMPLES;
pub use crate::experiment::catalogue::sample::SCHED;
pub use crate::experiment::catalogue::sample::SIGMA;
pub use crate::experiment::catalogue::sample::SOLVER;
pub use crate::experiment::catalogue::sample::UNDER;
pub use crate::experiment::catalogue::train::ACT;
pub use crate::experiment::catalogue::train::BATCH;
pub use crate::experiment::catalogue::train::CLIP;
pub use crate::experiment::catalogue::train::DECAY;
pub use crate::experiment::catalogue::train::DEVICE;
pub use crate::experiment::catalogue::train::EMA;
pub use crate::experiment::catalogue::train::INIT;
pub use crate::experiment::catalogue::train::LOSS;
pub use crate::experiment::catalogue::train::LR;
pub use crate::experiment::catalogue::train::NET;
pub use crate::experiment::catalogue::train::OPT;
pub use crate::experiment::catalogue::train::PREDICT;
pub use crate::experiment::catalogue::train::STEPS;
pub use crate::experiment::catalogue::train::TDIST;
pub use crate::experiment::catalogue::train::TIME;
pub use crate::experiment::catalogue::train::TMAX;
pub use crate::experiment::catalogue::train::TMIN;
pub use crate::experiment::catalogue::train::WARM;
pub use crate::experiment::catalogue::train::WEIGHT;
use crate::experiment::param::Param;

/// Parameters of the Lab, in the order of its link.
pub const LAB: &[&Param] = &[
    &DATA, &POINTS, &MIX, &SOURCE, &PATH, &PREDICT, &LOSS, &WEIGHT, &NET, &ACT, &TIME, &COND, &ETA,
    &OPT, &BATCH, &LR, &STEPS, &EMA, &CLIP, &WARM, &DECAY, &TMIN, &TMAX, &TDIST, &INIT, &SOLVER,
    &N, &DIR, &GRID, &UNDER, &SIGMA, &SCHED, &LABEL, &W, &SAMPLES, &SEED, &T, &VIEW, &DEVICE, &RUN,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_of_its_parameter() {
        for param in LAB {
            assert_eq!(param.default_value().to_string(), param.default, "{}", param.key);
        }
    }

    #[test]
    fn keys_are_unique_and_fit_for_links() {
        for (i, param) in LAB.iter().enumerate() {
            assert!(param.key.bytes().all(|b| b.is_ascii_lowercase()), "{}", param.key);
            assert!(LAB[..i].iter().all(|other| other.key != param.key), "{}", param.key);
        }
    }
}
