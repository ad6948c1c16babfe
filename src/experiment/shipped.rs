//! Networks that come with the page, trained before: the list, and what each fits.
//!
//! `cargo xtask pretrain` trains every line of [`ALL`] and writes
//! `public/weights/<name>.safetensors` and its card; a link takes one up with
//! `init=<name>`.

use crate::experiment::catalogue;
use crate::experiment::link;
use crate::experiment::param::Value;
use crate::experiment::run::as_lab;
use crate::experiment::settings::Settings;
use crate::math::kind::Choice;

/// A network that was trained before.
#[derive(Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Name in links and of its files; never changes once published.
    pub name: &'static str,
    /// Name on the page.
    pub label: &'static str,
    /// Query of the Lab that trains it, canonical.
    pub query: &'static str,
    /// One sentence: what it is for.
    pub about: &'static str,
}

/// Every shipped network, in menu order.
pub const ALL: &[Shipped] = &[
    Shipped {
        name: "moons",
        label: "Two moons",
        query: "batch=1000&steps=10000&decay=cosine",
        about: "The Lab's own network on two moons, with thirteen times the points of its default run.",
    },
    Shipped {
        name: "gmm5-flow",
        label: "Five Gaussians, flow",
        query: "data=gmm5&path=sqrt&net=64x4&batch=1000&steps=5000",
        about: "Flow matching as in the second MIT lab: five Gaussians, square root path.",
    },
    Shipped {
        name: "gmm5-score",
        label: "Five Gaussians, score",
        // A velocity out of a score divides by alpha, which is 0 at t = 0: from
        // t = 0.001 on the samples would be five noise levels off.
        query: "data=gmm5&path=sqrt&predict=score&weight=beta2&net=64x4&batch=1000&steps=5000&decay=cosine&tmin=0.02&solver=em&n=299&sigma=2",
        about: "Score matching for the same five Gaussians, weighted with beta squared, from t = 0.02 on; sampled with noise on the way, as in the lab.",
    },
    Shipped {
        name: "checkerboard",
        label: "Checkerboard",
        query: "data=checkerboard&net=64x4&batch=2000&steps=10000",
        about: "From noise to a checkerboard, with the second MIT lab's network and steps.",
    },
    Shipped {
        name: "circles-checkerboard",
        label: "Circles to checkerboard",
        query: "data=checkerboard&source=circles&path=linear&net=100x4&batch=2000&steps=20000",
        about: "From circles to a checkerboard on the linear path, as the second MIT lab ends.",
    },
    Shipped {
        name: "gmm5-labels",
        label: "Five Gaussians, labels",
        query: "data=gmm5&cond=on&batch=1000&steps=8000&decay=cosine",
        about: "Told which of the five Gaussians each point belongs to, with one label in ten dropped: ready to be guided.",
    },
    Shipped {
        name: "moons-labels",
        label: "Two moons, labels",
        query: "cond=on&batch=1000&steps=8000&decay=cosine",
        about: "Told which of the two moons each point belongs to, with one label in ten dropped: ready to be guided.",
    },
    Shipped {
        name: "smiley",
        label: "A face",
        query: "data=smiley&net=128x3&batch=1000&steps=10000&decay=cosine",
        about: "A face, by a network wide enough for its eyes.",
    },
    Shipped {
        name: "spiral",
        label: "Spiral",
        query: "data=spiral&net=128x3&batch=1000&steps=10000&decay=cosine",
        about: "A spiral, whose learned paths are curved.",
    },
];

/// Key of weights that are drawn from the seed.
pub const FRESH: &str = "fresh";

/// The choices of `init`, in menu order.
pub const CHOICES: &[Choice] = &with_fresh();

const fn with_fresh() -> [Choice; ALL.len() + 1] {
    let fresh = Choice { key: FRESH, label: "Fresh, from the seed" };
    let mut choices = [fresh; ALL.len() + 1];
    let mut i = 0;
    while i < ALL.len() {
        choices[i + 1] = Choice { key: ALL[i].name, label: ALL[i].label };
        i += 1;
    }
    choices
}

/// What a network is, for which flow, and what its loss is the mean of; the
/// steps that taught it are another matter.
///
/// Data made by hand have keys of their own, which no shipped network needs.
const IDENTITY: &[&str] = &[
    "data", "source", "path", "predict", "loss", "weight", "net", "act", "time", "cond", "tmin",
    "tmax", "tdist",
];

/// The shipped network of that name.
pub fn by_name(name: &str) -> Option<&'static Shipped> {
    ALL.iter().find(|shipped| shipped.name == name)
}

/// The shipped network that `settings` begin with; none for fresh weights.
pub fn of(settings: &Settings) -> Option<&'static Shipped> {
    match settings.get("init") {
        Some(Value::Choice(name)) => by_name(name),
        _ => None,
    }
}

/// The settings after a reader's choice: where shipped weights were chosen that
/// `before` did not begin with, the network and its flow become theirs.
pub fn followed(before: Option<&'static Shipped>, settings: Settings) -> Settings {
    match of(&settings) {
        Some(chosen) if before != Some(chosen) => chosen.adopted(settings),
        _ => settings,
    }
}

impl Shipped {
    /// Settings of the Lab that it was trained with.
    pub fn settings(&self) -> Settings {
        link::parse(&Settings::defaults(catalogue::LAB), self.query).settings
    }

    /// What `settings` would have to be instead, as `key=value`; nothing if it fits.
    pub fn needs(&self, settings: &Settings) -> Vec<String> {
        let (own, asked) = (self.settings(), as_lab(settings));
        let differs = IDENTITY.iter().filter(|key| own.get(key) != asked.get(key));
        differs.filter_map(|key| Some(format!("{key}={}", own.get(key)?))).collect()
    }

    /// `settings` with the network and the flow that these weights are for.
    fn adopted(&self, mut settings: Settings) -> Settings {
        let own = self.settings();
        for key in IDENTITY {
            if let Some(value) = own.get(key) {
                settings.set(key, value.clone());
            }
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::experiment::rules;

    fn lab(query: &str) -> Settings {
        link::parse(&Settings::defaults(catalogue::LAB), query).settings
    }

    #[test]
    fn the_links_of_shipped_networks_are_canonical_and_go_together() {
        let base = Settings::defaults(catalogue::LAB);
        for shipped in ALL {
            let parsed = link::parse(&base, shipped.query);
            assert_eq!(parsed.notices, Vec::<String>::new(), "{}", shipped.name);
            assert_eq!(link::print(&base, &parsed.settings), shipped.query, "{}", shipped.name);
            let (settled, notices) = rules::settled(parsed.settings.clone());
            assert_eq!((settled, notices), (parsed.settings, Vec::new()), "{}", shipped.name);
        }
    }

    #[test]
    fn names_are_unique_and_fit_for_links_and_files() {
        for (i, shipped) in ALL.iter().enumerate() {
            let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(shipped.name.bytes().all(is_plain), "{}", shipped.name);
            assert!(ALL[..i].iter().all(|other| other.name != shipped.name), "{}", shipped.name);
            assert!(shipped.about.ends_with('.'), "{}", shipped.name);
            assert_ne!(shipped.name, FRESH);
        }
    }

    #[test]
    fn no_shipped_network_is_of_data_made_by_hand() {
        for shipped in ALL {
            let data: DatasetKind = shipped.settings().choice("data");
            let is_by_hand = matches!(data, DatasetKind::Drawn | DatasetKind::Mixture);
            assert!(!is_by_hand, "{}", shipped.name);
        }
    }

    #[test]
    fn shipped_weights_stay_where_they_fit_and_say_what_they_are_for_elsewhere() {
        for shipped in ALL {
            let own = lab(&format!("{}&init={}&seed=9&n=7&lr=0.01", shipped.query, shipped.name));
            assert_eq!(rules::settled(own.clone()), (own, Vec::new()), "{}", shipped.name);
        }
        let (settings, notices) = rules::settled(lab("net=32x2&init=gmm5-flow"));
        assert_eq!(of(&settings), None);
        assert_eq!(notices.len(), 1);
        assert!(notices[0].contains("data=gmm5, path=sqrt, net=64x4"), "{}", notices[0]);
    }

    #[test]
    fn shipped_weights_chosen_in_the_menu_bring_their_network_and_flow_along() {
        let chosen = followed(None, lab("lr=0.01&solver=rk4&init=gmm5-score"));
        let expected = "data=gmm5&path=sqrt&predict=score&weight=beta2&net=64x4&lr=0.01&tmin=0.02&init=gmm5-score&solver=rk4";
        assert_eq!(chosen, lab(expected));
        // Later choices are the reader's own; the weights give way to them.
        let later = lab("net=32x2&init=gmm5-score");
        assert_eq!(followed(by_name("gmm5-score"), later.clone()), later);
    }
}
