//! The Lab's controls in groups: what a reader decides together stands together.

/// Controls that belong together, by link key.
#[derive(Debug)]
pub struct Group {
    /// What is decided.
    pub title: &'static str,
    /// Controls in view, at most four.
    pub in_view: &'static [&'static str],
    /// Controls under "more".
    pub more: &'static [&'static str],
}

/// Groups of the Lab, in order.
pub const LAB: &[Group] = &[
    Group {
        title: "Data and path",
        in_view: &["data", "path", "source"],
        more: &["points", "mix"],
    },
    Group {
        title: "Network and training",
        in_view: &["predict", "net", "steps", "batch"],
        more: &[
            "lr", "loss", "weight", "opt", "ema", "clip", "warm", "decay", "act", "time", "tmin",
            "tmax", "tdist", "device",
        ],
    },
    Group {
        title: "Sampling",
        in_view: &["solver", "n", "samples", "sigma"],
        more: &["sched", "grid", "under"],
    },
    Group { title: "In the picture", in_view: &["view"], more: &[] },
];

/// Keys whose place is elsewhere: time and seed in the transport, the start in links.
pub const ELSEWHERE: &[&str] = &["t", "seed", "run"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;

    #[test]
    fn every_parameter_of_the_lab_has_one_place() {
        for param in catalogue::LAB {
            let all = LAB.iter().flat_map(|group| group.in_view.iter().chain(group.more));
            let n_places = all.chain(ELSEWHERE).filter(|key| **key == param.key).count();
            assert_eq!(n_places, 1, "{} stands in {n_places} groups", param.key);
        }
    }

    #[test]
    fn groups_name_parameters_only_and_show_at_most_four() {
        for group in LAB {
            assert!(group.in_view.len() <= 4, "{}", group.title);
            for key in group.in_view.iter().chain(group.more) {
                assert!(catalogue::LAB.iter().any(|param| param.key == *key), "{key}");
            }
        }
    }
}
