//! Home's figure: noise becomes data along the exact field of a few Gaussians.

use crate::experiment::catalogue;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::scene::Scene;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "noise-to-data",
    title: "Noise becomes data",
    caption: "",
    notice: "",
    params: &[
        &catalogue::DATA,
        &catalogue::PATH,
        &catalogue::SAMPLES,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("data", "8gaussians"), ("t", "0")],
    in_view: &["data", "path"],
    metrics: &[],
    has_time: true,
    train: None,
    tasks,
    scene,
};

fn tasks(_need: &Need<'_>) -> Vec<Task> {
    Vec::new()
}

fn scene(_view: &View<'_>) -> Scene {
    Scene::default()
}
