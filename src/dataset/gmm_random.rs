//! Random Gaussians: a mixture whose means were drawn once (MIT labs 1 and 2).
//!
//! Means are `SCALE (U - 1/2)` with `U` uniform on the unit square, drawn from
//! the stream `Law` of the fixed seed 0: a link always means the same law, and
//! an experiment's seed changes what is drawn from it, not the law.

use crate::dataset::Dataset;
use crate::math::mixture::Component;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

const N_MODES: usize = 5;
const SCALE: f64 = 15.0;
const STD: f64 = 0.75;
const SEED: u64 = 0;

pub(super) fn dataset() -> Dataset {
    let mut rng = Rng::stream(SEED, Stream::Law, 0);
    let mut mode = || {
        let mean = (0..2).map(|_| SCALE * (rng.uniform() - 0.5)).collect();
        Component::Isotropic { mean, variance: STD * STD }
    };
    let modes = (0..N_MODES).map(|_| mode()).collect();
    let description = format!("{N_MODES} modes, scale {SCALE}, std {STD}, means from seed {SEED}");
    Dataset::of_components(modes, Window::centered(10.5), description).with_classes()
}
