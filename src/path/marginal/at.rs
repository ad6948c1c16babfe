//! A marginal at one time: posterior weights of a point, and sums under them.

use crate::math::exp;
use crate::path::marginal::isotropic::IsotropicAt;
use crate::path::marginal::shaped::Saying;
use crate::path::marginal::shaped::ShapedAt;
use crate::path::scheduler::ScheduleAt;

/// Everything that depends on the time alone, with room to work in.
///
/// Asking about a point allocates nothing. All sums run over the isotropic
/// components first, then over those with a shape.
pub(crate) struct MarginalAt<'a> {
    pub(crate) schedule: ScheduleAt,
    isotropic: IsotropicAt<'a>,
    shaped: Vec<ShapedAt<'a>>,
    /// Posterior weights of the last point: isotropic first.
    weights: Vec<f64>,
    sayings: Vec<Saying>,
    /// Mean or score of the last point, where a sum needs it first.
    center: Vec<f64>,
}

impl<'a> MarginalAt<'a> {
    pub(super) fn new(
        dim: usize,
        schedule: ScheduleAt,
        isotropic: IsotropicAt<'a>,
        shaped: Vec<ShapedAt<'a>>,
    ) -> Self {
        let weights = vec![0.0; isotropic.n() + shaped.len()];
        let sayings = vec![Saying::blank(dim); shaped.len()];
        Self { schedule, isotropic, shaped, weights, sayings, center: vec![0.0; dim] }
    }

    /// `log p_t(x)`; leaves the posterior weights of `x`.
    pub(crate) fn log_density(&mut self, x: &[f64]) -> f64 {
        let n = self.isotropic.n();
        self.isotropic.log_terms(x, &mut self.weights[..n]);
        let shaped = self.shaped.iter().zip(&mut self.sayings).zip(&mut self.weights[n..]);
        for ((component, saying), weight) in shaped {
            component.say(x, saying);
            *weight = saying.log_term;
        }
        let largest = exp::max(&self.weights);
        let total = exp::exp_all(&mut self.weights, largest);
        let scale = 1.0 / total;
        self.weights.iter_mut().for_each(|w| *w *= scale);
        // Outside every box at `t = 1` there is no density, and no total either.
        if largest == f64::NEG_INFINITY { largest } else { largest + libm::log(total) }
    }

    /// Posterior weights in the order of the law's components.
    pub(crate) fn posterior(&mut self, x: &[f64]) -> Vec<f64> {
        self.log_density(x);
        let places =
            self.isotropic.of.places.iter().copied().chain(self.shaped.iter().map(|s| s.place));
        let mut ordered = vec![0.0; self.weights.len()];
        for (place, weight) in places.zip(&self.weights) {
            ordered[place] = *weight;
        }
        ordered
    }

    /// `u_t(x) = sum g_k u_k(x)`.
    pub(crate) fn velocity(&mut self, x: &[f64], out: &mut [f64]) {
        self.log_density(x);
        out.fill(0.0);
        let [flat, rest] = self.split_weights();
        self.isotropic.add_velocity(x, flat, out);
        add_sayings(rest, &self.sayings, |saying| &saying.velocity, out);
    }

    /// `s_t(x) = sum g_k s_k(x)`.
    pub(crate) fn score(&mut self, x: &[f64], out: &mut [f64]) {
        self.log_density(x);
        out.fill(0.0);
        let [flat, rest] = self.split_weights();
        self.isotropic.add_score(x, flat, out);
        add_sayings(rest, &self.sayings, |saying| &saying.score, out);
    }

    /// `E[z given x]`.
    pub(crate) fn posterior_mean(&mut self, x: &[f64], out: &mut [f64]) {
        self.log_density(x);
        self.posterior_mean_again(x, out);
    }

    /// `div u_t(x) = sum g_k (div u_k + (s_k - s_t) . u_k)`.
    pub(crate) fn divergence(&mut self, x: &[f64]) -> f64 {
        let mut score = std::mem::take(&mut self.center);
        self.score(x, &mut score);
        let [flat, rest] = self.split_weights();
        let of = |saying: &Saying| -> f64 {
            let along = saying
                .score
                .iter()
                .zip(&score)
                .zip(&saying.velocity)
                .map(|((s, t), u)| (s - t) * u);
            saying.divergence + along.sum::<f64>()
        };
        let shaped: f64 = rest.iter().zip(&self.sayings).map(|(g, saying)| g * of(saying)).sum();
        let sum = self.isotropic.divergence(x, flat, &score) + shaped;
        self.center = score;
        sum
    }

    /// `tr Cov[z given x]`, a sum of terms none of which is negative.
    pub(crate) fn posterior_variance(&mut self, x: &[f64]) -> f64 {
        self.log_density(x);
        self.posterior_variance_again(x)
    }

    /// The same at the point `x` that was asked about last.
    pub(crate) fn posterior_variance_again(&mut self, x: &[f64]) -> f64 {
        let mut mean = std::mem::take(&mut self.center);
        self.posterior_mean_again(x, &mut mean);
        let [flat, rest] = self.split_weights();
        let of = |saying: &Saying| -> f64 {
            let away = saying.mean.iter().zip(&mean).map(|(a, b)| (a - b) * (a - b));
            saying.variance + away.sum::<f64>()
        };
        let shaped: f64 = rest.iter().zip(&self.sayings).map(|(g, saying)| g * of(saying)).sum();
        let sum = self.isotropic.posterior_variance(x, flat, &mean) + shaped;
        self.center = mean;
        sum
    }

    /// `E[z given x]` at the point `x` that was asked about last.
    fn posterior_mean_again(&self, x: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        let [flat, rest] = self.split_weights();
        self.isotropic.add_posterior_mean(x, flat, out);
        add_sayings(rest, &self.sayings, |saying| &saying.mean, out);
    }

    /// Weights of the isotropic components and of the others.
    fn split_weights(&self) -> [&[f64]; 2] {
        let (flat, rest) = self.weights.split_at(self.isotropic.n());
        [flat, rest]
    }
}

/// Adds `sum g_k v_k` for one vector of every saying.
fn add_sayings(
    g: &[f64],
    sayings: &[Saying],
    vector: impl Fn(&Saying) -> &Vec<f64>,
    out: &mut [f64],
) {
    for (g, saying) in g.iter().zip(sayings) {
        for (o, v) in out.iter_mut().zip(vector(saying)) {
            *o += g * v;
        }
    }
}
