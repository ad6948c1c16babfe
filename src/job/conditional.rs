//! What figures with learned guidance on the plane ask for: which networks are
//! taught, and what is measured of them.

use crate::dataset::Dataset;
use crate::experiment::catalogue;
use crate::experiment::link;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::settings::Settings;
use crate::job::study::guidance;
use crate::job::study::guidance::LabelledKind;
use crate::job::study::guidance::label_of;
use crate::kinds;
use crate::path::convert::PredictKind;
use crate::solver::sigma::Sigma;
use crate::solver::sigma::SigmaKind;

kinds! {
    /// What is compared.
    pub enum LessonKind {
        /// Label drop probabilities from 0 to 0.9.
        Etas = "etas", "Label drop probabilities";
        /// Two networks beside one with a null label.
        Networks = "networks", "Two networks or one";
        /// Scales by solver steps.
        Sweep = "sweep", "w by steps";
    }
}

kinds! {
    /// Whose field is swept.
    pub enum ByKind {
        /// The exact fields.
        Exact = "exact", "Exact fields";
        /// A network with a null label.
        Learned = "learned", "A trained network";
    }
}

/// What is compared.
pub const LESSON: Param = Param {
    key: "lesson",
    label: "Compare",
    help: "What is compared.",
    kind: ParamKind::Choice(LessonKind::CHOICES),
    default: "etas",
    effect: Effect::Sampling,
};

/// Whose field is swept.
pub const BY: Param = Param {
    key: "by",
    label: "Guided by",
    help: "The exact fields of the mixture, or a network that is trained here with a null label.",
    kind: ParamKind::Choice(ByKind::CHOICES),
    default: "exact",
    effect: Effect::Sampling,
};

/// Guidance scales.
pub const WS: Param = Param {
    key: "w",
    label: "Guidance w",
    help: "Guidance scales to compare, with commas between them.",
    kind: ParamKind::Reals { min: 0.0, max: 10.0, n_most: 6 },
    default: "0,1,2,4",
    effect: Effect::Sampling,
};

/// Training steps of each network.
pub const STEPS: Param = Param {
    key: "steps",
    label: "Training steps",
    help: "Training steps of each network.",
    kind: ParamKind::Whole { min: 100, max: 10_000, scale: Scale::Log },
    default: "2000",
    effect: Effect::Sampling,
};

/// Every parameter.
pub const PARAMS: &[&Param] = &[
    &LESSON,
    &guidance::DATA,
    &guidance::LABEL,
    &BY,
    &WS,
    &STEPS,
    &catalogue::PREDICT,
    &guidance::SIGMA,
    &catalogue::SEED,
];

/// Numbers of solver steps that a sweep compares.
pub const STEP_COUNTS: [usize; 3] = [2, 6, 40];

/// Label drop probabilities that are compared, with the names of their networks.
pub const ETAS: [(&str, f64); 5] =
    [("eta0", 0.0), ("eta10", 0.1), ("eta25", 0.25), ("eta50", 0.5), ("eta90", 0.9)];

/// Guidance scale at which the error of a guided field is measured.
pub const ERROR_W: f64 = 3.0;

/// Drop probability of the one network with a null label.
pub const ETA: f64 = 0.1;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// What is compared.
    pub lesson: LessonKind,
    /// Which data.
    pub kind: LabelledKind,
    /// The data.
    pub data: Dataset,
    /// Label that samples are asked for.
    pub label: usize,
    /// Whose field is swept.
    pub by: ByKind,
    /// Guidance scales.
    pub ws: Vec<f64>,
    /// Training steps.
    pub n_steps: u32,
    /// What networks say.
    pub predict: PredictKind,
    /// Noise on the way.
    pub sigma: Sigma,
    /// Seed of everything random.
    pub seed: u64,
}

/// A network to be taught.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pupil {
    /// Name of its curves and numbers.
    pub name: &'static str,
    /// Label drop probability; 1 for a network that is told none.
    pub eta: f64,
}

impl Conditional {
    /// What the settings of a figure or a link ask for.
    pub fn from_link(query: &str) -> Self {
        Self::from_settings(&link::parse(&Settings::defaults(PARAMS), query).settings)
    }

    fn from_settings(settings: &Settings) -> Self {
        let kind: LabelledKind = settings.choice("data");
        let data = kind.dataset();
        let sigma = Sigma::new(SigmaKind::Const, settings.real("sigma"));
        Self {
            lesson: settings.choice("lesson"),
            label: label_of(&data, settings.whole("label")),
            kind,
            data,
            by: settings.choice("by"),
            ws: settings.reals("w"),
            n_steps: settings.whole("steps") as u32,
            predict: settings.choice("predict"),
            sigma: sigma.unwrap_or(Sigma::ZERO),
            seed: settings.whole("seed"),
        }
    }

    /// Time at which learned samples begin: a velocity out of a score or of noise
    /// divides by alpha, which is 0 at t = 0, so that those begin a little later.
    pub fn start(&self) -> f64 {
        match self.predict {
            PredictKind::Score | PredictKind::Noise => 0.02,
            PredictKind::Velocity | PredictKind::Data => 0.001,
        }
    }

    /// The networks that it takes.
    pub fn pupils(&self) -> Vec<Pupil> {
        let pupil = |name, eta| Pupil { name, eta };
        match self.lesson {
            LessonKind::Etas => ETAS.map(|(name, eta)| pupil(name, eta)).to_vec(),
            LessonKind::Networks => {
                vec![pupil("null-alone", 1.0), pupil("given-alone", 0.0), pupil("both", ETA)]
            }
            LessonKind::Sweep if self.by == ByKind::Learned => vec![pupil("both", ETA)],
            LessonKind::Sweep => Vec::new(),
        }
    }
}
