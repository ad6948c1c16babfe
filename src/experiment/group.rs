//! The Lab's controls in groups: what a reader decides together stands together.

/// Controls that belong together, by link key.
#[derive(Debug)]
pub struct Group {
    /// What is decided.
    pub title: &'static str,
    /// Controls in view, at most four of them at a time.
    pub in_view: &'static [&'static str],
    /// Controls under "more".
    pub more: &'static [&'static str],
}

/// Groups of the Lab, in order.
pub const LAB: &[Group] = &[
    Group {
        title: "Data and path",
        // The drawing and the mixture belong to data of their own.
        in_view: &["data", "points", "mix", "source", "path"],
        more: &[],
    },
    Group {
        title: "Network and loss",
        in_view: &["predict", "loss", "net", "init"],
        more: &["weight", "tdist", "tmin", "tmax", "act", "time"],
    },
    // Of labelled data alone.
    Group { title: "Labels and guidance", in_view: &["cond", "eta", "label", "w"], more: &[] },
    Group {
        title: "Training",
        in_view: &["steps", "batch", "lr", "opt"],
        more: &["warm", "decay", "clip", "ema", "device"],
    },
    Group {
        title: "Sampling",
        // The noise's level and shape belong to solvers that add noise, the
        // direction to those that do not.
        in_view: &["solver", "n", "dir", "sigma", "sched"],
        more: &["samples", "grid", "under"],
    },
    Group { title: "In the picture", in_view: &["view"], more: &[] },
];

/// Keys whose place is elsewhere: time and seed in the transport, the start in links.
pub const ELSEWHERE: &[&str] = &["t", "seed", "run"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::experiment::catalogue;
    use crate::experiment::rules;
    use crate::experiment::settings::Settings;
    use crate::math::kind::Kind;
    use crate::solver::SolverKind;

    #[test]
    fn every_parameter_of_the_lab_has_one_place() {
        for param in catalogue::LAB {
            let all = LAB.iter().flat_map(|group| group.in_view.iter().chain(group.more));
            let n_places = all.chain(ELSEWHERE).filter(|key| **key == param.key).count();
            assert_eq!(n_places, 1, "{} stands in {n_places} groups", param.key);
        }
    }

    #[test]
    fn groups_name_parameters_only() {
        for group in LAB {
            for key in group.in_view.iter().chain(group.more) {
                assert!(catalogue::LAB.iter().any(|param| param.key == *key), "{key}");
            }
        }
    }

    #[test]
    fn at_most_four_controls_of_a_group_are_in_view_whatever_is_chosen() {
        for data in DatasetKind::ALL {
            for solver in SolverKind::ALL {
                let changes = [("data", data.key()), ("solver", solver.key())];
                let settings = Settings::with(catalogue::LAB, &changes);
                for group in LAB {
                    let in_view = group.in_view.iter();
                    let n_in_view = in_view.filter(|key| rules::applies(key, &settings)).count();
                    assert!(n_in_view <= 4, "{}: {changes:?}", group.title);
                }
            }
        }
    }
}
