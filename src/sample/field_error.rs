//! `field_error`: how far a learned field is from the exact one, in slices.

use burn::tensor::Device;

use crate::experiment::run::Experiment;
use crate::job::aim::AimedField;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::convert::Conversion;
use crate::path::convert::PredictKind;
use crate::path::gaussian::GaussianPath;
use crate::path::under::Under;
use crate::sample::field::MlpField;

/// Equal parts that the time range is cut into, one time in each.
const N_TIMES: usize = 64;

/// Points at each time.
const N_POINTS: usize = 64;

/// `E ||u_theta - u||^2` under `p_t`, `t` uniform in the run's
/// `[tmin, tmax]`: mean over points of the sum over coordinates.
///
/// Random: stream `Metric` number 1 of the seed. 64 times, one uniform in each
/// of 64 equal parts of the range, and 64 points `x_t` at each.
pub struct FieldErrorRun {
    field: MlpField,
    exact: AimedField,
    /// From what the network says to the velocity, time by time.
    to_velocity: Vec<Conversion>,
    times: Vec<f64>,
    points: Points,
    learned: Vec<f32>,
    errors: Vec<f64>,
}

/// A mean and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldError {
    /// The mean.
    pub value: f64,
    /// Its standard error.
    pub std_error: f64,
}

impl FieldErrorRun {
    /// Points drawn, nothing measured yet. The network lies on the CPU.
    pub fn new(network: &Network, experiment: &Experiment) -> Self {
        let mut rng = Rng::stream(experiment.seed, Stream::Metric, 1);
        let (dataset, source) = (experiment.aim(), experiment.source());
        let [tmin, tmax] = experiment.time_range();
        let path = GaussianPath { scheduler: experiment.path };
        let part = (tmax - tmin) / N_TIMES as f64;
        let mut times = Vec::with_capacity(N_TIMES);
        let mut data = Vec::new();
        for i in 0..N_TIMES {
            let t = tmin + part * (i as f64 + rng.uniform());
            times.push(t);
            let z = dataset.sample(N_POINTS, &mut rng);
            let mut x_t = vec![0.0; z.data().len()];
            let eps = source.sample(z.n(), &mut rng);
            path.interpolate(t, z.data(), eps.data(), &mut x_t);
            data.extend(x_t);
        }
        let dim = data.len() / (N_TIMES * N_POINTS);
        let under = Under { trained: experiment.path, sampled: experiment.path };
        Self {
            field: MlpField::new(network, experiment.condition(), under, &Device::flex()),
            exact: AimedField::new(experiment, experiment.path),
            to_velocity: times
                .iter()
                .map(|&t| {
                    let schedule = experiment.path.at(t);
                    schedule.conversion(experiment.net.predict, PredictKind::Velocity)
                })
                .collect(),
            times,
            points: Points::new(dim, data),
            learned: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Measures at one more time; the error after the last.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn advance(&mut self) -> Result<Option<FieldError>, DeviceLost> {
        if self.learned.is_empty() {
            let all = self.times.iter().flat_map(|&t| std::iter::repeat_n(t, N_POINTS));
            let times: Vec<f64> = all.collect();
            self.learned =
                read(vec![self.field.predictions_at(&times, &self.points)]).await?.concat();
            return Ok(None);
        }
        let idx = self.errors.len();
        if idx < N_TIMES {
            let x = self.points.slice(idx * N_POINTS..(idx + 1) * N_POINTS);
            let exact = self.exact.velocity(self.times[idx], &x);
            let len = exact.data().len();
            let learned = &self.learned[idx * len..(idx + 1) * len];
            let said = Points::from_f32(x.dim(), learned);
            let mut learned = Points::zeros(x.n(), x.dim());
            self.to_velocity[idx].apply(said.data(), x.data(), learned.data_mut());
            self.errors.push(crate::metric::field_error::field_error(&learned, &exact));
        }
        Ok((self.errors.len() == N_TIMES).then(|| self.summary()))
    }

    fn summary(&self) -> FieldError {
        let n = self.errors.len() as f64;
        let value = self.errors.iter().sum::<f64>() / n;
        let sum: f64 = self.errors.iter().map(|e| (e - value) * (e - value)).sum();
        FieldError { value, std_error: (sum / (n - 1.0) / n).sqrt() }
    }
}
