//! The Lab: train a network on the plane and see what it learned.

use crate::experiment::catalogue;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::scene::Scene;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lab",
    title: "The Lab",
    caption: "",
    notice: "",
    params: catalogue::LAB,
    defaults: &[],
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
