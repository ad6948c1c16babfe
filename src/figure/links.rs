//! Links for jobs: only what a job depends on, so that nothing else repeats it.

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::run::lab_link;
use crate::experiment::settings::Settings;

/// What a law of data depends on.
const LAW: &[&str] = &["data", "points", "mix"];
/// What an exact field depends on besides.
const FIELD: &[&str] = &["source", "path"];
/// What samples of a field depend on besides; the prediction says where a
/// network can be asked, the first training time where a path begins that
/// cannot begin at 0.
const SAMPLING: &[&str] =
    &["predict", "tmin", "solver", "n", "grid", "under", "sigma", "sched", "samples", "seed"];

/// The scheme that carries given points.
const CARRIED: &str = "solver=rk4&n=60";

/// Link with the values of `keys`; everything else at the Lab's default.
pub fn with(settings: &Settings, keys: &[&str]) -> String {
    let mut kept = Settings::defaults(catalogue::LAB);
    for key in keys {
        if let Some(value) = settings.get(key) {
            kept.set(key, value.clone());
        }
    }
    lab_link(&kept)
}

/// What data are drawn.
pub fn data(settings: &Settings) -> String {
    with(settings, &[LAW, &["seed"]].concat())
}

/// The exact marginal field.
pub fn field(settings: &Settings) -> String {
    with(settings, &[LAW, FIELD].concat())
}

/// What samples the flow of a field draws.
pub fn flow(settings: &Settings) -> String {
    with(settings, &[LAW, FIELD, SAMPLING].concat())
}

/// The flow of given points, by one good scheme whatever the samples are drawn with.
pub fn carried(settings: &Settings) -> String {
    format!("{}&{CARRIED}", with(settings, &[LAW, FIELD, &["predict", "tmin"]].concat()))
}

/// What the smallest reachable loss depends on.
pub fn floor(settings: &Settings) -> String {
    with(settings, &[LAW, &["path", "tmin", "tmax"]].concat())
}

/// The training run with the samples that it shows on its way; the device is
/// no part of it.
pub fn training(settings: &Settings) -> String {
    let params = settings.params().iter().filter(|param| param.effect != Effect::Picture);
    let keys: Vec<&str> = params.map(|param| param.key).filter(|key| *key != "device").collect();
    with(settings, &keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab(changes: &[(&str, &str)]) -> Settings {
        Settings::with(catalogue::LAB, changes)
    }

    #[test]
    fn the_picture_repeats_no_job() {
        let (plain, other) = (lab(&[]), lab(&[("t", "0.3"), ("view", "traj"), ("device", "cpu")]));
        for link in [data, field, flow, floor, training] {
            assert_eq!(link(&plain), link(&other));
        }
    }

    #[test]
    fn sampling_repeats_the_flow_and_nothing_exact() {
        let (plain, other) = (lab(&[]), lab(&[("solver", "euler"), ("n", "5")]));
        assert_ne!(flow(&plain), flow(&other));
        for link in [data, field, carried, floor] {
            assert_eq!(link(&plain), link(&other));
        }
    }

    #[test]
    fn another_law_repeats_everything() {
        let (plain, other) = (lab(&[]), lab(&[("data", "gmm5")]));
        for link in [data, field, flow, floor, training] {
            assert_ne!(link(&plain), link(&other));
        }
    }
}
