//! Links for jobs: only what a job depends on, so that nothing else repeats it.

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::run::lab_link;
use crate::experiment::settings::Settings;

/// The law of the data.
const DATA: &[&str] = &["data", "points", "mix"];
/// The path, and where a network of it may be asked.
const PATH: &[&str] = &["source", "path", "predict", "tmin", "tmax"];
/// What a field is asked for.
const CONDITION: &[&str] = &["cond", "label", "w"];
/// What a flow depends on besides its field.
const SAMPLING: &[&str] =
    &["solver", "n", "dir", "grid", "under", "sigma", "sched", "samples", "seed"];
/// What a loss is besides its path.
const LOSS: &[&str] = &["loss", "weight", "tdist"];

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
    with(settings, &[DATA, &["seed"]].concat())
}

/// What data are drawn of the label that samples are asked to have.
pub fn asked_data(settings: &Settings) -> String {
    with(settings, &[DATA, CONDITION, &["seed"]].concat())
}

/// The field of the path, exact or learned.
pub fn field(settings: &Settings) -> String {
    with(settings, &[DATA, PATH, CONDITION].concat())
}

/// What samples the flow of a field draws.
pub fn flow(settings: &Settings) -> String {
    with(settings, &[DATA, PATH, CONDITION, SAMPLING].concat())
}

/// The flow of given points, by one good scheme whatever the samples are drawn with.
pub fn carried(settings: &Settings) -> String {
    format!("{}&{CARRIED}", field(settings))
}

/// What the smallest reachable loss depends on.
pub fn floor(settings: &Settings) -> String {
    with(settings, &[DATA, PATH, LOSS, &["cond", "eta"]].concat())
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
    fn another_scale_repeats_what_is_guided_and_neither_data_nor_floor() {
        let told = |w| lab(&[("data", "gmm5"), ("cond", "on"), ("w", w)]);
        for link in [flow, field, carried] {
            assert_ne!(link(&told("1")), link(&told("3")));
        }
        for link in [data, floor] {
            assert_eq!(link(&told("1")), link(&told("3")));
        }
        assert_ne!(floor(&told("1")), floor(&lab(&[("data", "gmm5")])));
    }

    #[test]
    fn another_law_repeats_everything() {
        let (plain, other) = (lab(&[]), lab(&[("data", "gmm5")]));
        for link in [data, field, flow, floor, training] {
            assert_ne!(link(&plain), link(&other));
        }
    }
}
