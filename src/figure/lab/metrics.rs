//! Numbers of the Lab, each with its meaning.

use crate::figure::Metric;

/// Those that are there by themselves, then those made on request.
pub(super) const METRICS: &[Metric] = &[
    Metric {
        name: "loss",
        label: "Loss",
        help: "Mean of the training loss over the last training steps.",
        noise_level: None,
    },
    Metric {
        name: "loss_floor",
        label: "Smallest loss",
        help: "The loss of the exact field; no network can do better, because pairs of noise and data cross.",
        noise_level: None,
    },
    Metric {
        name: "sliced_w2",
        label: "Distance to the data",
        help: "Sliced Wasserstein distance between the samples and fresh data, in plot units; the noise level is what two fresh data sets of this size are apart.",
        noise_level: Some("sliced_w2_noise"),
    },
    Metric {
        name: "sliced_w2_source",
        label: "Distance to the source",
        help: "Sliced Wasserstein distance between the data carried back and fresh points of the source, in plot units; the noise level is what two fresh sets of this size are apart.",
        noise_level: Some("sliced_w2_source_noise"),
    },
    Metric {
        name: "field_error",
        label: "Field error",
        help: "Mean squared distance between the learned and the exact velocity, where the path has its points.",
        noise_level: None,
    },
    Metric {
        name: "steps_per_s",
        label: "Steps per second",
        help: "Training steps that the device makes in a second.",
        noise_level: None,
    },
    Metric {
        name: "nfe",
        label: "Field calls",
        help: "How often the solver asks a field on the way; a guided step asks for two, of the label and of all data.",
        noise_level: None,
    },
    Metric {
        name: "accuracy",
        label: "Samples with the label",
        help: "Share of the samples that the data's own law gives the label that was asked for, by Bayes' rule from the exact densities.",
        noise_level: None,
    },
    Metric {
        name: "w2",
        label: "W2, best matching",
        help: "Root of the mean squared distance between samples and fresh data under the best pairing, of the first 512; in plot units.",
        noise_level: Some("w2_noise"),
    },
    Metric {
        name: "mmd",
        label: "MMD squared",
        help: "Biased squared maximum mean discrepancy to fresh data, with a Gaussian kernel as wide as a quarter of the data's spread.",
        noise_level: Some("mmd_noise"),
    },
    Metric {
        name: "w2_source",
        label: "W2 to the source",
        help: "Root of the mean squared distance between the data carried back and fresh points of the source under the best pairing, of the first 512; in plot units.",
        noise_level: Some("w2_source_noise"),
    },
    Metric {
        name: "mmd_source",
        label: "MMD squared to the source",
        help: "Biased squared maximum mean discrepancy to fresh points of the source, with a Gaussian kernel as wide as a quarter of their spread.",
        noise_level: Some("mmd_source_noise"),
    },
    Metric {
        name: "straightness",
        label: "Bend of the ways",
        help: "Mean squared distance between a sample's speed and that of the straight line from its start to its end; 0 means that one step would do.",
        noise_level: None,
    },
    Metric {
        name: "path_energy",
        label: "Path energy",
        help: "Mean squared speed of the samples on their way, from the kept times.",
        noise_level: None,
    },
    Metric {
        name: "npe",
        label: "Energy over the best",
        help: "How far the path energy is from the squared W2 distance between noise and data, as a share of it; the best transport has 0, and 512 points let it come out a little above.",
        noise_level: None,
    },
    Metric {
        name: "nll",
        label: "Surprise of the exact flow",
        help: "Mean of minus the log density of fresh data under the exact flow, in nats a point, found by carrying them back to the noise.",
        noise_level: None,
    },
    Metric {
        name: "entropy",
        label: "Surprise at best",
        help: "The same from the path's own density in closed form: what no model can beat on these points but by luck.",
        noise_level: None,
    },
];
