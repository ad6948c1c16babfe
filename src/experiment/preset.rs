//! Experiments worth opening first: a Lab link each, and what to notice.
//!
//! What they claim in numbers about exact flows is measured in `tests/it/presets.rs`.

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

/// Presets about one matter.
#[derive(Debug)]
pub struct PresetGroup {
    /// What they are about.
    pub title: &'static str,
    /// Its presets, in order.
    pub presets: &'static [Preset],
}

/// The gallery, in its order.
pub const GROUPS: &[PresetGroup] = &[
    PresetGroup {
        title: "Paths",
        presets: &[
            Preset {
                title: "Two moons",
                query: "",
                notice: "The default run: watch the cloud split and bend within the first few hundred steps.",
            },
            Preset {
                title: "Half way",
                query: "data=8gaussians&t=0.5&view=exact,density",
                notice: "The law between noise and data is a mixture too: drag the time, and see its hills part long before the end.",
            },
            Preset {
                title: "Another path, the same ends",
                query: "data=gmm5&path=sqrt&net=64x4&init=gmm5-flow&view=samples,exact,density",
                notice: "The exact flow ends each point where the straight path (condot) ends it, by another route.",
            },
            Preset {
                title: "A path of even size",
                query: "data=8gaussians&path=vp&t=0.5&view=exact,density",
                notice: "On this path the mean squared distance from the middle goes from the noise's to the data's in equal shares of time; on the straight path it dips first.",
            },
            Preset {
                title: "From shape to shape",
                query: "source=8gaussians&path=linear&view=samples,data,traj",
                notice: "The flow may start from any law: pairs of eight Gaussians and moons cross everywhere, yet two points carried by one field never meet at the same time.",
            },
        ],
    },
    PresetGroup {
        title: "Data",
        presets: &[
            Preset {
                title: "A checkerboard",
                query: "data=checkerboard&net=64x4&init=checkerboard",
                notice: "Sharp edges are hard for a smooth field; see which corners stay blurred.",
            },
            Preset {
                title: "Circles into a checkerboard",
                query: "data=checkerboard&source=circles&path=linear&net=100x4&init=circles-checkerboard",
                notice: "No Gaussian noise anywhere: then there is a velocity but no score, and the choices that need one are gone.",
            },
            Preset {
                title: "A face",
                query: "data=smiley&net=128x3&init=smiley",
                notice: "No point has a label: how many points end on eyes and mouth is learned together with their shape.",
            },
            Preset {
                title: "Draw your own",
                query: "data=drawn",
                notice: "Paint over the heart: the exact flow follows when the stroke ends, before any training.",
            },
            Preset {
                title: "Place your own",
                query: "data=mixture&view=exact,density",
                notice: "Drag a component or its handles: field and density of a mixture are known in closed form, so nothing has to be trained.",
            },
            Preset {
                title: "One Gaussian",
                query: "data=mixture&mix=1,0,0,2.5,0.4,45&t=0.5&view=exact,field",
                notice: "Around a single Gaussian the exact velocity is a matrix times x: twice as far from the middle on the same line is twice as fast.",
            },
            Preset {
                title: "Two points on a line",
                query: "data=two-points",
                notice: "By symmetry nothing crosses 0: noise above it ends in +2, noise below it in -2, and the border gets sharper to the end.",
            },
            Preset {
                title: "One hill becomes two",
                query: "data=two-points&t=0.33&view=exact,density",
                notice: "Up to t = 1/3 the density has one hill, after it two: there 2 t outgrows the width 1 - t.",
            },
        ],
    },
    PresetGroup {
        title: "Predictions",
        presets: &[
            Preset {
                title: "Predict the data",
                query: "data=spiral&predict=data",
                notice: "The velocity is (prediction - x) / (1 - t): the same error of the prediction weighs more the later it is.",
            },
            Preset {
                title: "Predict the noise",
                query: "data=8gaussians&predict=noise",
                notice: "The velocity is (x - prediction) / t: now errors weigh most at the start, where the sampler keeps off t = 0.",
            },
            Preset {
                title: "A score weighted",
                query: "predict=score&weight=beta2",
                notice: "Weighted with beta squared, the loss of the score is the loss of the noise at every point; without the weight, late times outweigh all others.",
            },
            Preset {
                title: "A score alone",
                query: "data=gmm5&path=sqrt&predict=score&weight=beta2&net=64x4&tmin=0.02&init=gmm5-score&solver=em&n=299&sigma=2&view=samples,exact,traj",
                notice: "This network says the score and nothing else; velocity and drift follow from it. They divide by alpha, which is 0 at t = 0: so training and samples begin at 0.02.",
            },
            Preset {
                title: "One thing said, another judged",
                query: "data=spiral&predict=data&loss=velocity",
                notice: "Judged as a velocity, an error of the data counts 1 / (1 - t)^2 times: the end of time rules the training.",
            },
        ],
    },
    PresetGroup {
        title: "Sampling",
        presets: &[
            Preset {
                title: "One step",
                query: "data=8gaussians&solver=euler&n=1",
                notice: "One Euler step carries the whole exact flow to one point, the mean of the data; raise the solver steps and the eight islands appear.",
            },
            Preset {
                title: "Equal or crowded steps",
                query: "n=8&grid=late",
                notice: "With only eight steps points of the exact flow miss their ends by more when the steps crowd near the data than when they are equal; change the step grid and compare.",
            },
            Preset {
                title: "Trained on one path, sampled along another",
                query: "data=gmm5&under=trig",
                notice: "Gaussian paths differ by time and scale alone: with enough steps every point of the exact flow ends where it does on the trained path.",
            },
            Preset {
                title: "Noise on the way",
                query: "data=gmm5&solver=em&n=200&sigma=2&view=samples,exact,traj",
                notice: "Every path is rough and ends elsewhere, yet the law at the end stays: the drift balances the noise with the score.",
            },
            Preset {
                title: "Too much noise",
                query: "solver=em&sigma=5",
                notice: "Twenty steps are too few for constant noise of level 5: points of the exact process fly out by millions. Choose the linear shape, and the same level does no harm.",
            },
            Preset {
                title: "DDIM is Euler",
                query: "data=8gaussians&solver=ddim&n=10",
                notice: "On the straight path a step of DDIM is a step of Euler: choose the other, and no point of the exact flow moves; on the path vp they differ.",
            },
            Preset {
                title: "Ancestral steps",
                query: "data=8gaussians&path=ddpm&solver=ancestral&n=200",
                notice: "Noise is predicted, taken away and in part drawn anew at each step, so points wander where DDIM goes smoothly.",
            },
        ],
    },
    PresetGroup {
        title: "Labels and guidance",
        presets: &[
            Preset {
                title: "One network for every label",
                query: "data=gmm5&cond=on&init=gmm5-labels&label=1",
                notice: "Change the label, and the same network draws another of the five; at w = 0 it draws all of them, because one label in ten was dropped.",
            },
            Preset {
                title: "Guided beyond the label",
                query: "data=gmm5&cond=on&init=gmm5-labels&label=1&w=4&view=samples,data,exact,traj",
                notice: "At w = 4 the exact samples gather on the far side of their Gaussian and spread half as wide as the data with that label. The network's go farther out: guidance multiplies what its two fields miss by 3 and by 4.",
            },
            Preset {
                title: "Half a moon",
                query: "cond=on&init=moons-labels&label=1&w=3",
                notice: "Guided to the second moon, samples keep away from the first: most of the arm that reaches into it stays empty.",
            },
            Preset {
                title: "No label ever dropped",
                query: "data=gmm5&cond=on&eta=0&w=3",
                notice: "Training never shows this network the null label, so guidance mixes in a field that nobody taught: after Train the learned samples leave the exact ones.",
            },
        ],
    },
    PresetGroup {
        title: "Training",
        presets: &[
            Preset {
                title: "Paths of a spiral",
                query: "data=spiral&net=128x3&init=spiral&view=samples,data,traj",
                notice: "Training pairs are joined by straight lines, yet the learned paths are curved: the field averages over all pairs.",
            },
            Preset {
                title: "Trained for longer",
                query: "init=moons",
                notice: "Thirteen times the default run's training points leave about a quarter of its field error, yet the samples look alike: both clouds were near their noise level already.",
            },
            Preset {
                title: "Where it errs",
                query: "data=circles&t=0.8&view=samples,field,error",
                notice: "The learned field is worst where few training points pass; that costs least.",
            },
            Preset {
                title: "A tiny network",
                query: "net=16x1&steps=2000",
                notice: "Ten times as many steps would still leave the loss about a tenth above its floor: the network is the limit, not the training.",
            },
            Preset {
                title: "Too large a rate",
                query: "opt=sgd&lr=1",
                notice: "Plain gradient descent at rate 1 oversteps farther each time until the loss is infinite, within a few steps; at 0.1 it learns.",
            },
            Preset {
                title: "Small batches",
                query: "batch=16",
                notice: "The losses of single steps scatter about four times as wide as with 256 points: the spread falls with the root of the batch.",
            },
            Preset {
                title: "Averaged weights",
                query: "lr=0.01&ema=0.999",
                notice: "Samples are drawn with a moving average over about the last thousand sets of weights, the loss is that of the latest.",
            },
            Preset {
                title: "Warm up, cool down",
                query: "lr=0.01&warm=200&decay=cosine",
                notice: "The rate rises from 0 for 200 steps and ends at 0, so that the last weights stand almost still.",
            },
        ],
    },
];

/// Every preset, in the order of the gallery.
pub fn all() -> impl Iterator<Item = &'static Preset> {
    GROUPS.iter().flat_map(|group| group.presets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::link;
    use crate::experiment::page;
    use crate::experiment::settings::Settings;

    #[test]
    fn presets_are_canonical_links_that_the_lab_takes_without_a_notice() {
        let base = Settings::defaults(catalogue::LAB);
        for preset in all() {
            let opened = page::open(&base, preset.query);
            assert_eq!(opened.notices, Vec::<String>::new(), "{}", preset.title);
            assert_eq!(link::print(&base, &opened.settings), preset.query, "{}", preset.title);
        }
    }

    #[test]
    fn no_preset_starts_a_run_by_itself() {
        assert!(all().all(|preset| !preset.query.contains("run=")));
    }

    #[test]
    fn every_preset_is_an_experiment_of_its_own_and_says_what_to_notice() {
        assert!(20 <= all().count());
        for (i, preset) in all().enumerate() {
            assert!(preset.notice.ends_with('.'), "{}", preset.title);
            let is_other =
                |other: &Preset| other.query != preset.query && other.title != preset.title;
            assert!(all().take(i).all(is_other), "{}", preset.title);
        }
    }
}
