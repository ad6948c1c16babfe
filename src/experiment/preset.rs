//! Experiments worth opening first: a Lab link each, and what to notice.

/// A link into the Lab with a reason to follow it.
#[derive(Debug)]
pub struct Preset {
    /// Name on the page.
    pub title: &'static str,
    /// Query of the Lab, canonical.
    pub query: &'static str,
    /// One sentence: what to notice.
    pub notice: &'static str,
}

/// The gallery, in its order.
pub const ALL: &[Preset] = &[
    Preset {
        title: "Two moons",
        query: "",
        notice: "The default run: watch the cloud split and bend within the first few hundred steps.",
    },
    Preset {
        title: "A checkerboard",
        query: "data=checkerboard&net=64x4&steps=4000",
        notice: "Sharp edges are hard for a smooth field; see which corners stay blurred.",
    },
    Preset {
        title: "Five Gaussians, another path",
        query: "data=gmm5&path=sqrt&net=64x4&batch=1000&view=samples,exact,density",
        notice: "The exact flow ends each point where the straight path (condot) ends it, by another route.",
    },
    Preset {
        title: "Eight Gaussians, one step",
        query: "data=8gaussians&solver=euler&n=1",
        notice: "One Euler step carries the whole exact flow to one point, the mean of the data; raise the solver steps and the eight islands appear.",
    },
    Preset {
        title: "Paths of a spiral",
        query: "data=spiral&net=128x3&view=samples,data,traj",
        notice: "Training pairs are joined by straight lines, yet the learned paths are curved: the field averages over all pairs.",
    },
    Preset {
        title: "Two circles, field error",
        query: "data=circles&t=0.8&view=samples,field,error",
        notice: "The learned field is worst where few training points pass; that costs least.",
    },
    Preset {
        title: "A tiny network",
        query: "net=16x1&steps=2000",
        notice: "Ten times as many steps would still leave the loss about a tenth above its floor: the network is the limit, not the training.",
    },
    Preset {
        title: "Half way",
        query: "data=8gaussians&t=0.5&view=exact,density",
        notice: "The law between noise and data is a mixture too: drag the time, and see its hills part long before the end.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::link;
    use crate::experiment::settings::Settings;

    #[test]
    fn presets_are_canonical_links_that_the_lab_takes_without_a_notice() {
        let base = Settings::defaults(catalogue::LAB);
        for preset in ALL {
            let parsed = link::parse(&base, preset.query);
            assert_eq!(parsed.notices, Vec::<String>::new(), "{}", preset.title);
            assert_eq!(link::print(&base, &parsed.settings), preset.query, "{}", preset.title);
        }
    }

    #[test]
    fn no_preset_starts_a_run_by_itself() {
        assert!(ALL.iter().all(|preset| !preset.query.contains("run=")));
    }
}
