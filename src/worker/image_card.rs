//! Cards of image networks and judges: how each was made and how good it is.

use std::fmt::Write;

use serde::Deserialize;
use serde::Serialize;

use crate::worker::pretrain::Told;

/// Everything there is to know of a file of weights of an image network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageCard {
    /// Name of the file, and of the weights in links.
    pub name: String,
    /// One sentence: what it is for.
    pub about: String,
    /// The experiment.
    pub link: String,
    /// Seed of everything random in the run.
    pub seed: u64,
    /// Training steps.
    pub steps: u32,
    /// Images a step.
    pub batch: u32,
    /// Number of weights.
    pub n_params: usize,
    /// Mean loss of the last 100 steps and its standard error.
    pub loss: Told,
    /// Numbers of samples at several guidance scales.
    pub at_scales: Vec<AtScale>,
    /// Mean pairwise distance within a class of as many held-out images.
    pub diversity_held_out: f64,
    /// Mean distance of held-out images to the nearest training image.
    pub nearest_train_held_out: f64,
    /// How those samples were drawn.
    pub samples: String,
    /// What trains it again.
    pub command: String,
    /// Version of the program.
    pub program: String,
    /// Seconds of training; 0 where the weights were judged apart from it.
    pub secs: f64,
}

/// Samples at one guidance scale, judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AtScale {
    /// Guidance scale.
    pub w: f64,
    /// Share of images that the judge takes for their label, and its standard error.
    pub label_accuracy: Told,
    /// Mean probability that the judge gives to the label it says.
    pub confidence: f64,
    /// Mean pairwise distance within a class.
    pub diversity: f64,
    /// Mean distance to the nearest training image.
    pub nearest_train: f64,
}

/// What there is to know of a judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgeCard {
    /// Name of the file.
    pub name: String,
    /// Share of the held-out images whose label it says, and its standard error.
    pub held_out_accuracy: Told,
    /// Number of held-out images.
    pub n_held_out: usize,
    /// Mean probability that it gives to the label it says, on those.
    pub confidence: f64,
    /// Training steps.
    pub steps: u32,
    /// Number of weights.
    pub n_params: usize,
    /// What trains it again.
    pub command: String,
    /// Version of the program.
    pub program: String,
    /// Seconds of training.
    pub secs: f64,
}

/// The cards of judges and image networks as tables for people.
pub fn tables(judges: &[JudgeCard], cards: &[ImageCard]) -> String {
    let mut text = String::from(
        "\n## Images\n\nJudges say which label an image shows; `held out` is the share that they get right of images that no network has seen.\n\n| judge | weights | held out | images |\n|---|---|---|---|\n",
    );
    for card in judges {
        // Writing into a string can not fail.
        let _ = writeln!(
            text,
            "| [`{}`]({}.json) | {} | {} | {} |",
            card.name, card.name, card.n_params, card.held_out_accuracy, card.n_held_out
        );
    }
    text.push_str(
        "\nImage networks: share of images judged to show the label that was asked for, and diversity within a class (mean root mean square difference of two images) over its value for held-out images, at several guidance scales.\n\n| name | for | weights | steps x batch | w = 0 | w = 1 | w = 2 | w = 3 | w = 5 | w = 8 |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for card in cards {
        let at = card.at_scales.iter().map(|at| {
            let share = at.diversity / card.diversity_held_out;
            format!("{:.3}, {share:.2}", at.label_accuracy.value)
        });
        let _ = writeln!(
            text,
            "| [`{}`]({}.json) | {} | {} | {} x {} | {} |",
            card.name,
            card.name,
            card.about,
            card.n_params,
            card.steps,
            card.batch,
            at.collect::<Vec<_>>().join(" | ")
        );
    }
    text.push_str("\nThe runs:\n\n");
    for card in cards {
        let _ = writeln!(text, "- `{}`: `{}`, samples: {}", card.name, card.link, card.samples);
    }
    text
}
