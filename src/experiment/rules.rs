//! Which parameters go together: what has a meaning beside what, and what gives way.

use crate::dataset::DatasetKind;
use crate::dataset::source::SourceKind;
use crate::experiment::choice::CondKind;
use crate::experiment::choice::DirectionKind;
use crate::experiment::images::choice::SweepKind;
use crate::experiment::param::Value;
use crate::experiment::settings::Settings;
use crate::experiment::shipped;
use crate::math::kind::Kind;
use crate::path::scheduler::SchedulerKind;
use crate::solver::Family;
use crate::solver::SolverKind;

/// Whether the parameter `key` has a meaning beside the others; controls of
/// what has none are hidden.
pub fn applies(key: &str, settings: &Settings) -> bool {
    match key {
        "points" => is(settings, "data", DatasetKind::Drawn),
        "mix" => is(settings, "data", DatasetKind::Mixture),
        "sigma" | "sched" => choice(settings, "solver")
            .is_none_or(|solver: SolverKind| solver.family() == Family::Noise),
        "dir" => runs_both_ways(settings),
        "predict" | "loss" | "under" => is_from_noise(settings),
        "cond" => is_from_noise(settings) && n_labels(settings).is_none_or(|n| 1 < n),
        // A table with a column for every class asks for no label of its own.
        "label" if is(settings, "sweep", SweepKind::WClass) => false,
        "eta" | "label" | "w" => {
            choice(settings, "cond").is_none_or(|cond: CondKind| cond == CondKind::On)
        }
        _ => true,
    }
}

/// The settings with what does not go together brought in line, and a sentence
/// for each thing that gave way.
pub fn settled(mut settings: Settings) -> (Settings, Vec<String>) {
    let mut notices = Vec::new();
    let source: Option<SourceKind> = choice(&settings, "source");
    let dim = choice(&settings, "data").map_or(2, DatasetKind::dim);
    if source.is_some_and(|source| !source.fits(dim)) {
        put(&mut settings, "source", SourceKind::Gaussian);
        notices.push(
            "That source lies on the plane and the data on a line; Gaussian noise is used."
                .to_owned(),
        );
    }
    if !is_from_noise(&settings) {
        settle_source(&mut settings, &mut notices);
    }
    settle_labels(&mut settings, &mut notices);
    settle_init(&mut settings, &mut notices);
    if is_backward(&settings) && !runs_both_ways(&settings) {
        put(&mut settings, "dir", DirectionKind::Forward);
        notices.push(
            "That solver goes from noise to data only; choose one without noise to go back."
                .to_owned(),
        );
    }
    (settings, notices)
}

/// Whether the solver follows the flow alone, which can be followed backward.
fn runs_both_ways(settings: &Settings) -> bool {
    choice(settings, "solver").is_none_or(|solver: SolverKind| solver.family() == Family::Flow)
}

/// From a source that is not Gaussian noise only the velocity of the linear
/// path is known: no score, no noise on the way, no other path.
fn settle_source(settings: &mut Settings, notices: &mut Vec<String>) {
    let path: Option<SchedulerKind> = choice(settings, "path");
    if path.is_some_and(|path| !path.takes_any_source()) {
        put(settings, "path", SchedulerKind::Linear);
        notices.push("This source is not Gaussian noise; the linear path is used.".to_owned());
    }
    let solver: Option<SolverKind> = choice(settings, "solver");
    if solver.is_some_and(|solver| solver.family() != Family::Flow) {
        put(settings, "solver", SolverKind::Heun);
        notices.push(
            "That solver needs a score, which this source does not have; Heun is used.".to_owned(),
        );
    }
    for key in ["predict", "loss", "under"] {
        let Some(param) = settings.param(key) else { continue };
        let default = param.default_value();
        if settings.get(key) != Some(&default) {
            notices.push(format!(
                "{} has no choice from a source that is not Gaussian noise; the default is used.",
                param.label
            ));
            settings.set(key, default);
        }
    }
}

/// A network is told labels where the data have some, and on paths from
/// Gaussian noise, on which guidance of velocity, score and predictions is one thing.
fn settle_labels(settings: &mut Settings, notices: &mut Vec<String>) {
    if !is(settings, "cond", CondKind::On) {
        return;
    }
    if !applies("cond", settings) {
        put(settings, "cond", CondKind::Off);
        notices.push(if is_from_noise(settings) {
            "These data have no labels; the network is told none.".to_owned()
        } else {
            "A network is told labels from Gaussian noise only; it is told none.".to_owned()
        });
        return;
    }
    let last = n_labels(settings).map(|n| n as u64 - 1);
    if let (Some(last), Some(&Value::Whole(label))) = (last, settings.get("label"))
        && last < label
    {
        settings.set("label", Value::Whole(last));
        notices.push(format!("These data have labels 0 to {last}; label {last} is used."));
    }
}

/// Number of labels of the data on the plane; 1 where they come without.
fn n_labels(settings: &Settings) -> Option<usize> {
    choice::<DatasetKind>(settings, "data").map(|_| settings.data().build().n_classes())
}

/// Shipped weights are of one network for one flow.
fn settle_init(settings: &mut Settings, notices: &mut Vec<String>) {
    let Some(shipped) = shipped::of(settings) else { return };
    let needs = shipped.needs(settings);
    if !needs.is_empty() {
        settings.set("init", Value::Choice(shipped::FRESH));
        notices.push(format!(
            "The shipped weights “{}” are for {}; fresh weights are used.",
            shipped.name,
            needs.join(", ")
        ));
    }
}

/// Whether samples go from data back to noise.
pub fn is_backward(settings: &Settings) -> bool {
    is(settings, "dir", DirectionKind::Backward)
}

/// Whether the flow starts from Gaussian noise.
pub fn is_from_noise(settings: &Settings) -> bool {
    choice(settings, "source").is_none_or(SourceKind::is_gaussian)
}

fn is<K: Kind>(settings: &Settings, key: &str, kind: K) -> bool {
    choice(settings, key) == Some(kind)
}

fn choice<K: Kind>(settings: &Settings, key: &str) -> Option<K> {
    match settings.get(key) {
        Some(Value::Choice(key)) => K::from_key(key),
        _ => None,
    }
}

fn put<K: Kind>(settings: &mut Settings, key: &str, kind: K) {
    settings.set(key, Value::Choice(kind.key()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;

    fn lab(changes: &[(&str, &str)]) -> Settings {
        Settings::with(catalogue::LAB, changes)
    }

    fn text(settings: &Settings, key: &str) -> String {
        settings.get(key).map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn what_goes_together_stays_as_it_is() {
        for changes in [
            &[][..],
            &[("source", "circles"), ("path", "linear"), ("solver", "rk4")],
            &[("solver", "em"), ("sigma", "2"), ("predict", "score")],
            &[("data", "two-points"), ("source", "gaussian")],
        ] {
            let settings = lab(changes);
            assert_eq!(settled(settings.clone()), (settings, Vec::new()));
        }
    }

    #[test]
    fn a_source_that_is_no_noise_takes_the_linear_path_and_a_flow() {
        let asked = [
            ("source", "moons"),
            ("path", "vp"),
            ("solver", "em"),
            ("predict", "score"),
            ("under", "ddpm"),
        ];
        let (settings, notices) = settled(lab(&asked));
        for (key, kept) in [
            ("path", "linear"),
            ("solver", "heun"),
            ("predict", "velocity"),
            ("under", "trained"),
            ("source", "moons"),
        ] {
            assert_eq!(text(&settings, key), kept);
        }
        assert_eq!(notices.len(), 4);
        assert_eq!(settled(settings.clone()), (settings, Vec::new()));
    }

    #[test]
    fn a_solver_with_noise_or_by_predictions_runs_forward_only() {
        for solver in ["em", "sheun", "ddim", "ancestral"] {
            let asked = lab(&[("dir", "backward"), ("solver", solver)]);
            assert!(!applies("dir", &asked), "{solver}");
            let (settings, notices) = settled(asked);
            assert_eq!((text(&settings, "dir").as_str(), notices.len()), ("forward", 1));
            assert_eq!(text(&settings, "solver"), solver);
        }
        let flow = lab(&[("dir", "backward"), ("solver", "euler")]);
        assert!(applies("dir", &flow));
        assert_eq!(settled(flow.clone()), (flow, Vec::new()));
    }

    #[test]
    fn labels_are_told_where_there_are_some_and_from_noise() {
        let told = lab(&[("data", "gmm5"), ("cond", "on"), ("label", "4"), ("w", "3")]);
        assert_eq!(settled(told.clone()), (told.clone(), Vec::new()));
        for key in ["cond", "eta", "label", "w"] {
            assert!(applies(key, &told), "{key}");
        }
        let plain = lab(&[("data", "gmm5")]);
        assert!(applies("cond", &plain) && !applies("w", &plain) && !applies("eta", &plain));
        assert!(!applies("cond", &lab(&[("data", "spiral")])));
        for (changes, kept) in [
            (&[("data", "spiral"), ("cond", "on")][..], ("cond", "off")),
            (&[("source", "circles"), ("path", "linear"), ("cond", "on")], ("cond", "off")),
            (&[("data", "moons"), ("cond", "on"), ("label", "7")], ("label", "1")),
        ] {
            let (settings, notices) = settled(lab(changes));
            assert_eq!((text(&settings, kept.0).as_str(), notices.len()), (kept.1, 1));
            assert_eq!(settled(settings.clone()), (settings, Vec::new()));
        }
    }

    #[test]
    fn data_on_the_line_has_a_source_on_the_line() {
        let (settings, notices) = settled(lab(&[("data", "two-points"), ("source", "circles")]));
        assert_eq!((text(&settings, "source").as_str(), notices.len()), ("gaussian", 1));
    }

    #[test]
    fn controls_without_a_meaning_are_hidden() {
        let plain = lab(&[]);
        for key in ["points", "mix", "sigma", "sched"] {
            assert!(!applies(key, &plain), "{key}");
        }
        assert!(applies("sigma", &lab(&[("solver", "sheun")])));
        assert!(applies("points", &lab(&[("data", "drawn")])));
        assert!(!applies("predict", &lab(&[("source", "uniform")])));
    }
}
