//! What taught the network at hand, and whether it is the one that is asked for.

use crate::experiment::run::lab_link;
use crate::experiment::settings::Settings;
use crate::experiment::shipped;
use crate::experiment::shipped::Shipped;
use crate::figure::agenda;

/// Where the network at hand has its weights from.
#[derive(Clone, Debug, PartialEq)]
pub enum Taught {
    /// A run with these settings.
    Run(Settings),
    /// A file of a run with these settings.
    File(Settings),
    /// They came with the page and were not trained on.
    Shipped(&'static Shipped),
}

impl Taught {
    /// Whether `settings` ask for another network.
    pub fn is_stale(&self, settings: &Settings) -> bool {
        match self {
            Self::Run(of) | Self::File(of) => agenda::is_stale(settings, of),
            // How training would go on from them changes nothing yet.
            Self::Shipped(weights) => shipped::of(settings) != Some(weights),
        }
    }

    /// `settings` as the samples of this network are drawn with.
    pub fn drawn_with(&self, settings: &Settings) -> Settings {
        match self {
            Self::Run(of) | Self::File(of) => agenda::with_training_of(settings, of),
            Self::Shipped(_) => settings.clone(),
        }
    }

    /// Query of the Lab that trains this network.
    pub fn query(&self) -> String {
        match self {
            Self::Run(of) | Self::File(of) => lab_link(of),
            Self::Shipped(weights) => weights.query.to_owned(),
        }
    }

    /// What there is to say of weights from elsewhere that `n_steps` were made for.
    pub fn describe(&self, n_steps: u32) -> Option<String> {
        match self {
            Self::Run(_) => None,
            Self::File(_) => Some(format!("Weights of {n_steps} steps, out of a file.")),
            Self::Shipped(weights) => Some(format!(
                "Shipped weights, trained with {n_steps} steps of {} points; Train goes on from them.",
                weights.settings().whole("batch")
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::link;

    fn lab(query: &str) -> Settings {
        link::parse(&Settings::defaults(catalogue::LAB), query).settings
    }

    #[test]
    fn shipped_weights_are_asked_for_until_others_are_chosen() {
        let weights = shipped::by_name("gmm5-flow").expect("shipped");
        let taught = Taught::Shipped(weights);
        let own = format!("{}&init=gmm5-flow", weights.query);
        for change in ["", "&seed=7", "&lr=0.1&steps=50", "&solver=rk4&n=9", "&device=cpu"] {
            assert!(!taught.is_stale(&lab(&format!("{own}{change}"))), "{change}");
        }
        assert!(taught.is_stale(&lab(weights.query)));
        assert!(taught.is_stale(&lab("init=moons")));
        assert_eq!(taught.query(), weights.query);
    }

    #[test]
    fn a_network_trained_on_from_them_is_of_all_its_settings() {
        let of = lab("data=gmm5&path=sqrt&net=64x4&steps=50&init=gmm5-flow");
        for taught in [Taught::Run(of.clone()), Taught::File(of.clone())] {
            assert!(!taught.is_stale(&of));
            for change in ["steps=51", "seed=7", "init=fresh"] {
                let query = format!("{}&{change}", taught.query());
                assert!(taught.is_stale(&lab(&query)), "{change}");
            }
        }
    }
}
