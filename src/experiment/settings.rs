//! The values of a figure's parameters.

use crate::dataset::DatasetKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::layers::Layers;
use crate::experiment::param::Param;
use crate::experiment::param::Value;
use crate::math::kind::Kind;

/// A value for each of a list of parameters.
#[derive(Clone, Debug)]
pub struct Settings {
    params: &'static [&'static Param],
    values: Vec<Value>,
}

impl Settings {
    /// Every parameter at its default.
    pub fn defaults(params: &'static [&'static Param]) -> Self {
        Self { params, values: params.iter().map(|param| param.default_value()).collect() }
    }

    /// Defaults with some of them replaced, in link notation.
    ///
    /// # Panics
    /// If a key or a text is not one of the parameters'; these are our own.
    pub fn with(params: &'static [&'static Param], changes: &[(&str, &str)]) -> Self {
        let mut settings = Self::defaults(params);
        for (key, text) in changes {
            let reading = settings.param(key).and_then(|param| param.read(text));
            match reading {
                Some(reading) if reading.notice.is_none() => settings.set(key, reading.value),
                _ => panic!("settings: {key}={text} is no value"),
            }
        }
        settings
    }

    /// Parameters in the order of their controls.
    pub fn params(&self) -> &'static [&'static Param] {
        self.params
    }

    /// Parameter of that key.
    pub fn param(&self, key: &str) -> Option<&'static Param> {
        self.params.iter().copied().find(|param| param.key == key)
    }

    /// Value of the parameter of that key, if the figure has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let idx = self.params.iter().position(|param| param.key == key)?;
        self.values.get(idx)
    }

    /// Replaces a value; a key that the figure does not have changes nothing.
    pub fn set(&mut self, key: &str, value: Value) {
        if let Some(idx) = self.params.iter().position(|param| param.key == key) {
            self.values[idx] = value;
        }
    }

    /// Choice of the parameter `key`.
    ///
    /// # Panics
    /// If the figure has no such choice.
    pub fn choice<K: Kind>(&self, key: &str) -> K {
        match self.get(key) {
            Some(Value::Choice(choice)) => {
                K::from_key(choice).unwrap_or_else(|| panic!("settings: {key}={choice}"))
            }
            other => panic!("settings: {key} is {other:?}, not a choice"),
        }
    }

    /// Whole number of the parameter `key`.
    ///
    /// # Panics
    /// If the figure has no such number.
    pub fn whole(&self, key: &str) -> u64 {
        match self.get(key) {
            Some(Value::Whole(n)) => *n,
            other => panic!("settings: {key} is {other:?}, not a whole number"),
        }
    }

    /// Real number of the parameter `key`.
    ///
    /// # Panics
    /// If the figure has no such number.
    pub fn real(&self, key: &str) -> f64 {
        match self.get(key) {
            Some(Value::Real(v)) => *v,
            other => panic!("settings: {key} is {other:?}, not a number"),
        }
    }

    /// Real numbers of the parameter `key`, increasing.
    ///
    /// # Panics
    /// If the figure has no such list.
    pub fn reals(&self, key: &str) -> Vec<f64> {
        match self.get(key) {
            Some(Value::Reals(values)) => values.clone(),
            other => panic!("settings: {key} is {other:?}, not numbers"),
        }
    }

    /// Hidden layers of the parameter `key`.
    ///
    /// # Panics
    /// If the figure has no such layers.
    pub fn layers(&self, key: &str) -> Layers {
        match self.get(key) {
            Some(Value::Net(layers)) => *layers,
            other => panic!("settings: {key} is {other:?}, not layers"),
        }
    }

    /// The choice of data with what is made by hand; without parameters for
    /// that, the default drawing and mixture, and the default data.
    pub fn data(&self) -> DataSpec {
        let kind = match self.get("data") {
            Some(Value::Choice(key)) => DatasetKind::from_key(key),
            _ => None,
        };
        let mut data = DataSpec::from(kind.unwrap_or(DatasetKind::Moons));
        if let Some(Value::Drawn(points)) = self.get("points") {
            data.points = points.clone();
        }
        if let Some(Value::Mix(mix)) = self.get("mix") {
            data.mix = mix.clone();
        }
        data.trimmed()
    }

    /// Whether the set of the parameter `key` holds `choice`.
    pub fn has(&self, key: &str, choice: &str) -> bool {
        matches!(self.get(key), Some(Value::Set(keys)) if keys.contains(&choice))
    }
}

impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.params, other.params) && self.values == other.values
    }
}
