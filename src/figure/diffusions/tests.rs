//! What the tests of this lecture's figures need: a figure with settings, time and handles.

use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::probe::Touch;
use crate::figure::scene::Scene;
use crate::job::exact::ExactJob;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;

/// A figure as a reader would have it before him.
pub(in crate::figure) struct Stage {
    figure: &'static Figure,
    settings: Settings,
    outputs: Outputs,
    share: f64,
    probe: Probe,
}

impl Stage {
    /// The figure with some settings changed, at the beginning of its time.
    pub(in crate::figure) fn of(figure: &'static Figure, changes: &[(&'static str, &str)]) -> Self {
        let mut settings = figure.settings();
        for (key, text) in changes {
            let reading = settings.param(key).and_then(|param| param.read(text));
            settings.set(key, reading.expect("a value of the figure").value);
        }
        let (outputs, probe) = (Outputs::default(), Probe::default());
        Self { figure, settings, outputs, share: 0.0, probe }
    }

    /// At a share of its time.
    pub(in crate::figure) fn at(self, share: f64) -> Self {
        Self { share, ..self }
    }

    /// With a handle moved.
    pub(in crate::figure) fn dragged(self, handle: &'static str, at: [f64; 2]) -> Self {
        let probe = self.probe.after(Touch::Drag { panel: 0, handle, at });
        Self { probe, ..self }
    }

    /// With everything computed that the figure asks for.
    pub(in crate::figure) fn computed(mut self) -> Self {
        let need = crate::figure::Need { settings: &self.settings, t: self.share, learned: None };
        for task in (self.figure.tasks)(&need) {
            let mut job = ExactJob::new(RunId(1), task.job).expect("exact work");
            while !job.is_done() {
                for event in job.advance() {
                    self.outputs.absorb(task.slot, event);
                }
            }
        }
        self
    }

    /// With something that a task has said.
    pub(in crate::figure) fn absorb(&mut self, slot: &'static str, event: Event) {
        self.outputs.absorb(slot, event);
    }

    /// What the figure's own functions see.
    pub(in crate::figure) fn see<T>(&self, look: impl FnOnce(&View<'_>) -> T) -> T {
        look(&View {
            settings: &self.settings,
            outputs: &self.outputs,
            t: self.share,
            probe: self.probe,
            span: self.figure.time,
        })
    }

    /// Numbers that the figure computes itself.
    pub(in crate::figure) fn numbers(&self) -> Vec<Number> {
        self.see(|view| (self.figure.numbers)(view))
    }

    /// Value of the number `name`, computed by the figure or by its tasks.
    pub(in crate::figure) fn number(&self, name: &str) -> f64 {
        let own = self.numbers().into_iter().find(|number| number.name == name);
        let measured = || self.outputs.metric(name).map(|measured| measured.value);
        own.map(|number| number.value).or_else(measured).expect("a number of that name")
    }

    /// The picture.
    pub(in crate::figure) fn scene(&self) -> Scene {
        self.see(|view| (self.figure.scene)(view))
    }
}
