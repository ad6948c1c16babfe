//! Figures as data: parameters, jobs, a scene. One file per figure; no Leptos, no web types.
//!
//! A figure says which controls it has (`params`), what must be computed
//! (`tasks`) and what the outputs look like (`scene`). One generic card draws
//! any figure, so that a new one costs a file and a line in [`ALL`].

pub mod agenda;
pub mod compare;
pub mod diffusions;
pub mod draw;
pub mod export;
pub mod film;
pub mod flows;
pub mod generation;
pub mod given;
pub mod guidance;
pub mod highlight;
pub mod images;
pub mod lab;
pub mod lab1;
pub mod legend;
pub mod lines;
pub mod links;
pub mod marks;
pub mod measure;
pub mod memo;
pub mod noise_to_data;
pub mod number;
pub mod output;
pub mod phase;
pub mod probability;
pub mod probe;
pub mod scene;
pub mod solver_bench;
pub mod span;
pub mod taught;
pub mod thin;
pub mod thumb;
pub mod training;
pub mod window;

#[cfg(test)]
mod tests;

use crate::dataset::DatasetKind;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::figure::memo::Memo;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::scene::Scene;
pub use crate::figure::span::TimeSpan;
use crate::math::kind::Kind;
use crate::protocol::command::RunId;
use crate::protocol::job::Job;

/// Every figure there is.
pub const ALL: &[&Figure] = &[
    &noise_to_data::FIGURE,
    &lab::FIGURE,
    &solver_bench::FIGURE,
    &training::slow_motion::FIGURE,
    &generation::objects_as_vectors::FIGURE,
    &generation::sampling_a_density::FIGURE,
    &generation::dataset_as_proxy::FIGURE,
    &generation::guided_generation::FIGURE,
    &probability::region_probability::FIGURE,
    &probability::gaussian_bell::FIGURE,
    &probability::lotus::FIGURE,
    &probability::mean_as_minimizer::FIGURE,
    &probability::joint::FIGURE,
    &probability::bayes::FIGURE,
    &probability::conditional_expectation::FIGURE,
    &probability::function_or_variable::FIGURE,
    &probability::tower::FIGURE,
    &flows::field_and_trajectories::FIGURE,
    &flows::grid_deformation::FIGURE,
    &flows::linear_flow::FIGURE,
    &flows::non_unique::FIGURE,
    &flows::lipschitz::FIGURE,
    &flows::derivative_to_step::FIGURE,
    &flows::euler_steps::FIGURE,
    &flows::euler_vs_heun::FIGURE,
    &flows::order_plot::FIGURE,
    &flows::flow_model::FIGURE,
    &diffusions::process_two_ways::FIGURE,
    &diffusions::random_walk_limit::FIGURE,
    &diffusions::brownian::FIGURE,
    &diffusions::scaling::FIGURE,
    &diffusions::ode_to_sde::FIGURE,
    &diffusions::no_flow_map::FIGURE,
    &diffusions::ou::FIGURE,
    &diffusions::ou_scaled::FIGURE,
    &diffusions::langevin::FIGURE,
    &diffusions::annealed_langevin::FIGURE,
    &diffusions::sde_model::FIGURE,
    &lab1::densities::FIGURE,
    &lab1::ou::FIGURE,
    &lab1::langevin_ou::FIGURE,
    &guidance::classifier_guidance::FIGURE,
    &guidance::clean_classifier::FIGURE,
    &guidance::guidance_arrows::FIGURE,
    &guidance::guided_law::FIGURE,
    &guidance::null_label::FIGURE,
    &images::time_embedding::FIGURE,
    &images::dit_block::FIGURE,
    &images::state_of_the_art::FIGURE,
    &guidance::two_nets_or_one::FIGURE,
    &guidance::eta::FIGURE,
    &guidance::cfg_sweep_2d::FIGURE,
    &guidance::cfg_sweep_digits::FIGURE,
    &images::digits_path::FIGURE,
    &images::unet_anatomy::FIGURE,
    &images::train_digits::FIGURE,
    &images::generate_digits::FIGURE,
    &images::memorization::FIGURE,
    &images::latent::FIGURE,
];

/// Figure of that id.
pub fn by_id(id: &str) -> Option<&'static Figure> {
    ALL.iter().copied().find(|figure| figure.id == id)
}

/// A live picture with its controls, jobs and numbers.
#[derive(Debug)]
pub struct Figure {
    /// Stable name in links and in the page's markup.
    pub id: &'static str,
    /// Title in plain words; the accessible name.
    pub title: &'static str,
    /// One sentence that says what is drawn.
    pub caption: &'static str,
    /// What a reader should notice.
    pub notice: &'static str,
    /// Parameters in the order of their controls.
    pub params: &'static [&'static Param],
    /// Defaults that differ from the catalogue's, in link notation.
    pub defaults: &'static [(&'static str, &'static str)],
    /// Keys of the controls in view; the others stand under "more".
    pub in_view: &'static [&'static str],
    /// Numbers that the figure shows, in order.
    pub metrics: &'static [Metric],
    /// The time that can be played and scrubbed, if there is one.
    pub time: Option<TimeSpan>,
    /// The training job, if the figure trains (Train, Pause, Step, Reset).
    pub train: Option<fn(&Settings) -> Job>,
    /// Jobs whose outputs the picture needs now; training apart.
    pub tasks: fn(&Need<'_>) -> Vec<Task>,
    /// Numbers that the figure works out itself, from what its picture is made of.
    pub numbers: fn(&View<'_>) -> Vec<Number>,
    /// The picture of what is there.
    pub scene: fn(&View<'_>) -> Scene,
    /// The figure's own table, with a line of names first; without it the dots
    /// and curves of the picture, or the samples of a figure that trains.
    pub csv: Option<fn(&View<'_>) -> String>,
}

/// What most figures have in common: no training, no jobs, no numbers.
pub const BLANK: Figure = Figure {
    id: "",
    title: "",
    caption: "",
    notice: "",
    params: &[],
    defaults: &[],
    in_view: &[],
    metrics: &[],
    time: None,
    train: None,
    tasks: no_tasks,
    numbers: no_numbers,
    scene: |_| Scene::default(),
    csv: None,
};

/// A figure without jobs.
pub fn no_tasks(_: &Need<'_>) -> Vec<Task> {
    Vec::new()
}

/// A figure without numbers of its own.
pub fn no_numbers(_: &View<'_>) -> Vec<Number> {
    Vec::new()
}

/// A number that a figure shows.
#[derive(Debug, PartialEq)]
pub struct Metric {
    /// Name in the public contract.
    pub name: &'static str,
    /// Name on the page.
    pub label: &'static str,
    /// One sentence that says what it means.
    pub help: &'static str,
    /// Metric whose value is this one's level of chance, if any.
    pub noise_level: Option<&'static str>,
}

impl Metric {
    /// What its level is the value of: two draws of the data, or real images
    /// that nobody drew.
    pub fn level_words(&self) -> &'static str {
        match self.noise_level {
            Some("diversity_noise" | "nearest_train_noise") => "held-out images",
            _ => "noise level",
        }
    }
}

/// A number that a figure works out itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Name of one of its metrics.
    pub name: &'static str,
    /// The value.
    pub value: f64,
    /// Standard error or spread, where there is one.
    pub spread: Option<f64>,
}

/// What a figure may ask for its jobs.
#[derive(Debug)]
pub struct Need<'a> {
    /// Current settings.
    pub settings: &'a Settings,
    /// Time cursor, at rest.
    pub t: f64,
    /// Network to use, if one has been trained.
    pub learned: Option<Learned>,
}

/// A trained network, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learned {
    /// Its training run.
    pub run: RunId,
    /// Steps made when it was last at rest; a job is repeated when this changes.
    pub step: u32,
}

/// A job that a picture needs; the same task is not started twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Where its output is kept, such as `data` or `exact-flow`.
    pub slot: &'static str,
    /// What to compute.
    pub job: Job,
    /// Where.
    pub place: Place,
    /// State of the network that it uses.
    pub learned: Option<Learned>,
}

/// Where a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the page, a few milliseconds at a time: light work that must show at once.
    Page,
    /// In the worker for exact work.
    Exact,
    /// In the worker that holds the network.
    Engine,
}

/// What a picture is made from.
#[derive(Debug)]
pub struct View<'a> {
    /// Current settings.
    pub settings: &'a Settings,
    /// Everything computed so far.
    pub outputs: &'a Outputs,
    /// Time cursor.
    pub t: f64,
    /// Where the pointer is and what has been dragged.
    pub probe: Probe,
    /// The figure's time, which the cursor is a share of.
    pub span: Option<TimeSpan>,
}

impl View<'_> {
    /// The cursor in the figure's own time.
    pub fn time(&self) -> f64 {
        self.span.map_or(self.t, |span| span.time(self.settings, self.t))
    }

    /// Steps made at the cursor, where time runs in steps.
    pub fn step(&self) -> u32 {
        self.span.map_or(0, |span| span.step(self.settings, self.t))
    }

    /// What was worked out before and need not be again.
    pub fn memo(&self) -> &Memo {
        self.outputs.memo()
    }
}

impl Figure {
    /// Whether the Lab has the figure's data, so that it can be opened there.
    pub fn opens_in_lab(&self) -> bool {
        let data = self.params.iter().find(|param| param.key == "data");
        data.is_some_and(|param| match param.kind {
            ParamKind::Choice(choices) => {
                choices.iter().all(|choice| DatasetKind::from_key(choice.key).is_some())
            }
            _ => false,
        })
    }

    /// Settings when a reader has chosen nothing.
    pub fn settings(&self) -> Settings {
        Settings::with(self.params, self.defaults)
    }
}
