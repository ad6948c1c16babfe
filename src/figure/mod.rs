//! Figures as data: parameters, jobs, a scene. One file per figure; no Leptos, no web types.
//!
//! A figure says which controls it has (`params`), what must be computed
//! (`tasks`) and what the outputs look like (`scene`). One generic card draws
//! any figure, so that a new one costs a file and a line in [`ALL`].

pub mod agenda;
pub mod draw;
pub mod export;
pub mod film;
pub mod flows;
pub mod lab;
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
pub mod probe;
pub mod scene;
pub mod solver_bench;
pub mod stage;
pub mod thin;
pub mod thumb;
pub mod time;
pub mod window;

#[cfg(test)]
mod tests;

use crate::experiment::param::Param;
use crate::experiment::settings::Settings;
use crate::figure::memo::Memo;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::scene::Scene;
use crate::figure::time::TimeSpan;
use crate::protocol::command::RunId;
use crate::protocol::job::Job;

/// Every figure there is.
pub const ALL: &[&Figure] =
    &[&noise_to_data::FIGURE, &lab::FIGURE, &solver_bench::FIGURE, &flows::linear_flow::FIGURE];

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
    /// Time that can be played and scrubbed; such a figure has the parameter
    /// `catalogue::T`, the cursor's share.
    pub time: Option<TimeSpan>,
    /// The training job, if the figure trains (Train, Pause, Step, Reset).
    pub train: Option<fn(&Settings) -> Job>,
    /// Jobs whose outputs the picture needs now; training apart.
    pub tasks: fn(&Need<'_>) -> Vec<Task>,
    /// Numbers that the figure computes itself from what it sees.
    pub numbers: fn(&View<'_>) -> Vec<Number>,
    /// The picture of what is there.
    pub scene: fn(&View<'_>) -> Scene,
    /// What is exported as numbers; without it the dots and curves of the picture.
    pub csv: Option<fn(&View<'_>) -> String>,
    /// Query of the Lab with the same experiment, if the Lab can show it.
    pub lab_query: Option<fn(&Settings) -> String>,
}

/// A figure with nothing; a figure names what it has and takes the rest from here.
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
    lab_query: None,
};

/// Tasks of a figure that computes everything itself.
pub fn no_tasks(_: &Need<'_>) -> Vec<Task> {
    Vec::new()
}

/// Numbers of a figure that computes none itself.
pub fn no_numbers(_: &View<'_>) -> Vec<Number> {
    Vec::new()
}

/// A number that a figure computed itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Name of its metric.
    pub name: &'static str,
    /// The value.
    pub value: f64,
    /// Standard error or spread over seeds, where chance has a part in it.
    pub spread: Option<f64>,
}

/// A number that a figure shows.
#[derive(Debug)]
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

/// What a figure may ask for its jobs.
#[derive(Debug)]
pub struct Need<'a> {
    /// Current settings.
    pub settings: &'a Settings,
    /// Time cursor at rest, as a share of the figure's time.
    pub t: f64,
    /// What that time is.
    pub span: Option<TimeSpan>,
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
    /// Time cursor, as a share of the figure's time.
    pub t: f64,
    /// What that time is.
    pub span: Option<TimeSpan>,
    /// Where the pointer is and what has been dragged.
    pub probe: &'a Probe,
    /// What was computed for earlier pictures.
    pub memo: &'a Memo,
}

impl View<'_> {
    /// Time of the cursor in the figure's own range.
    pub fn time(&self) -> f64 {
        self.span.map_or(self.t, |span| span.at(self.settings, self.t))
    }

    /// Step of the cursor, from 0; always 0 in time without steps.
    pub fn step(&self) -> u32 {
        self.span.map_or(0, |span| span.step(self.settings, self.t))
    }
}

impl Need<'_> {
    /// Time of the cursor in the figure's own range.
    pub fn time(&self) -> f64 {
        self.span.map_or(self.t, |span| span.at(self.settings, self.t))
    }

    /// Step of the cursor, from 0; always 0 in time without steps.
    pub fn step(&self) -> u32 {
        self.span.map_or(0, |span| span.step(self.settings, self.t))
    }
}

impl Metric {
    /// A number without a level of chance.
    pub const fn plain(name: &'static str, label: &'static str, help: &'static str) -> Self {
        Self { name, label, help, noise_level: None }
    }
}

impl Number {
    /// A number that chance has no part in.
    pub const fn exact(name: &'static str, value: f64) -> Self {
        Self { name, value, spread: None }
    }
}

impl Task {
    /// Work that needs no network.
    pub const fn exact(slot: &'static str, job: Job, place: Place) -> Self {
        Self { slot, job, place, learned: None }
    }
}

impl Figure {
    /// Settings when a reader has chosen nothing.
    pub fn settings(&self) -> Settings {
        Settings::with(self.params, self.defaults)
    }
}
