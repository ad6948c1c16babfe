//! A figure with everything that its picture is made from, without a page: for
//! films and tests.

use crate::experiment::link;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::memo::Memo;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::probe::Touch;
use crate::figure::scene::Scene;

/// A figure at one moment.
#[derive(Debug)]
pub struct Stage {
    /// The figure.
    pub figure: &'static Figure,
    /// What is chosen.
    pub settings: Settings,
    /// What has been computed.
    pub outputs: Outputs,
    /// What is pointed at and dragged.
    pub probe: Probe,
    /// Cursor, as a share of the figure's time.
    pub t: f64,
    /// What was computed for earlier pictures.
    pub memo: Memo,
}

impl Stage {
    /// A figure with its defaults at the beginning of its time, nothing computed.
    pub fn of(figure: &'static Figure) -> Self {
        Self {
            figure,
            settings: figure.settings(),
            outputs: Outputs::default(),
            probe: Probe::default(),
            t: 0.0,
            memo: Memo::default(),
        }
    }

    /// The same with what a link changes.
    ///
    /// # Panics
    /// If the link has something to complain about; these are our own.
    #[must_use]
    pub fn with(mut self, query: &str) -> Self {
        let parsed = link::parse(&self.settings, query);
        assert!(parsed.notices.is_empty(), "{query}: {:?}", parsed.notices);
        self.settings = parsed.settings;
        self
    }

    /// The same with the cursor at a share of the time.
    #[must_use]
    pub fn at(self, t: f64) -> Self {
        Self { t, ..self }
    }

    /// The same with the pointer on a map.
    #[must_use]
    pub fn pointed(mut self, panel: usize, at: [f64; 2]) -> Self {
        self.probe = self.probe.after(Touch::Point { panel, at: Some(at) });
        self
    }

    /// The same after a handle was dragged.
    #[must_use]
    pub fn dragged(mut self, handle: &'static str, at: [f64; 2]) -> Self {
        self.probe = self.probe.after(Touch::Drag { panel: 0, handle, at });
        self
    }

    /// What the figure sees.
    pub fn view(&self) -> View<'_> {
        View {
            settings: &self.settings,
            outputs: &self.outputs,
            t: self.t,
            span: self.figure.time,
            probe: &self.probe,
            memo: &self.memo,
        }
    }

    /// The picture.
    pub fn scene(&self) -> Scene {
        (self.figure.scene)(&self.view())
    }

    /// The numbers that the figure computes itself.
    pub fn numbers(&self) -> Vec<Number> {
        (self.figure.numbers)(&self.view())
    }

    /// One of them by name.
    ///
    /// # Panics
    /// If the figure does not say it.
    pub fn number(&self, name: &str) -> f64 {
        let numbers = self.numbers();
        let found = numbers.iter().find(|number| number.name == name);
        found.unwrap_or_else(|| panic!("{} says no {name}: {numbers:?}", self.figure.id)).value
    }
}
