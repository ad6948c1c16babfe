//! One training step taken apart: what is drawn, predicted, and changed in it.

use burn::tensor::Device;

use crate::experiment::run::Experiment;
use crate::math::points::Points;
use crate::model::batch::Batch;
use crate::model::batch::Draws;
use crate::model::batch::answers;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::protocol::event::Curve;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::train::step::loss_and_gradient;

/// A training run on its way to the step that is taken apart.
pub struct SlowRun {
    run: TrainRun,
    after: u32,
    n_shown: usize,
}

/// What happened in the step.
#[derive(Clone, Debug, PartialEq)]
pub struct SlowStep {
    /// Of the shown rows, one curve over their numbers for each coordinate:
    /// `z/0`, `eps/0`, `x/0`, `target/0`, `before/0`, `after/0` and so on; and
    /// `t`, `row_loss` (weighted, before the step) and `weight`.
    pub curves: Vec<Curve>,
    /// Numbers of the whole batch and of one weight, by name.
    pub numbers: Vec<(&'static str, f64)>,
}

impl SlowRun {
    /// The run of `experiment` that stops before step `after + 1`; at the last
    /// step of the run if it has fewer. On the CPU.
    pub fn new(experiment: &Experiment, after: u32, n_shown: u32) -> Self {
        let run = TrainRun::new(experiment, &Device::flex());
        let after = after.min(run.n_steps().saturating_sub(1));
        Self { run, after, n_shown: n_shown as usize }
    }

    /// Steps made and steps to make before the one that is taken apart.
    pub fn progress(&self) -> (u32, u32) {
        (self.run.n_made(), self.after)
    }

    /// Makes one step, unless all before the slow one are made.
    ///
    /// # Errors
    /// [`TrainError`] if the loss is no longer finite.
    pub async fn advance(&mut self) -> Result<bool, TrainError> {
        if self.after <= self.run.n_made() {
            return Ok(false);
        }
        self.run.advance();
        self.run.read_losses().await?;
        Ok(true)
    }

    /// Takes the next step apart; the run itself does not move.
    ///
    /// The loss is the mean over the batch of the sum over coordinates, once
    /// before and once after the update, on the same batch. The one weight that
    /// is told is the one with the largest gradient.
    ///
    /// # Errors
    /// [`DeviceLost`] never on the CPU.
    pub async fn step(&self) -> Result<SlowStep, DeviceLost> {
        let device = self.run.device();
        let learner = self.run.learner().clone();
        let source = self.run.source();
        let draws = source.draws(self.run.n_made());
        let batch = source.mixed(draws.clone());
        let Network { shape: mlp, params } = learner.network.clone();
        let (loss, grad) = loss_and_gradient(&mlp, &params, &batch, device);
        let rate = learner.optimizer.rate(learner.optimizer.n_updates + 1);
        let (updated, _) = learner.optimizer.updated(params.clone(), grad.clone());
        let (loss_after, _) = loss_and_gradient(&mlp, &updated, &batch, device);
        let flat = read(vec![loss, loss_after, params, updated.clone(), grad]).await?;
        let before = answers(&learner.network, &batch).await?;
        let after = answers(&Network { shape: mlp, params: updated }, &batch).await?;
        let told = Told { draws, batch, before, after, n: self.n_shown };
        Ok(SlowStep { curves: told.curves(), numbers: numbers(&flat, rate) })
    }
}

/// `[loss], [loss after], parameters, parameters after, gradient`.
fn numbers(flat: &[Vec<f32>], rate: f64) -> Vec<(&'static str, f64)> {
    let [loss, loss_after, params, updated, grad] = flat else { return Vec::new() };
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>().sqrt();
    let moves = params.iter().zip(updated).map(|(a, b)| f64::from(b - a));
    let largest = |best: usize, i: usize| if grad[best].abs() < grad[i].abs() { i } else { best };
    let idx = (0..grad.len()).fold(0, largest);
    vec![
        ("loss_before", f64::from(loss[0])),
        ("loss_after", f64::from(loss_after[0])),
        ("grad_norm", norm(&mut grad.iter().map(|&g| f64::from(g)))),
        ("step_norm", norm(&mut moves.clone())),
        ("n_params", params.len() as f64),
        ("rate", rate),
        ("weight_before", f64::from(params[idx])),
        ("weight_grad", f64::from(grad[idx])),
        ("weight_after", f64::from(updated[idx])),
    ]
}

/// The rows of the batch that are told.
struct Told {
    draws: Draws,
    batch: Batch,
    before: Vec<f32>,
    after: Vec<f32>,
    n: usize,
}

impl Told {
    fn curves(&self) -> Vec<Curve> {
        let n = self.n.min(self.batch.n);
        let dim = self.draws.z.dim();
        let n_in = self.batch.input.len() / self.batch.n;
        let coordinate = |points: &Points, k: usize| {
            points.rows().take(n).map(|row| row[k] as f32).collect::<Vec<f32>>()
        };
        let column = |flat: &[f32], width: usize, k: usize| {
            flat.chunks_exact(width).take(n).map(|row| row[k]).collect::<Vec<f32>>()
        };
        let mut curves = Vec::new();
        for k in 0..dim {
            let all = [
                ("z", coordinate(&self.draws.z, k)),
                ("eps", coordinate(&self.draws.eps, k)),
                ("x", column(&self.batch.input, n_in, k)),
                ("target", column(&self.batch.target, dim, k)),
                ("before", column(&self.before, dim, k)),
                ("after", column(&self.after, dim, k)),
            ];
            curves.extend(all.map(|(name, values)| curve(format!("{name}/{k}"), values)));
        }
        let times = self.batch.times.iter().take(n).map(|&t| t as f32).collect();
        let weights: Vec<f32> =
            (0..n).map(|i| self.batch.weights.get(i).copied().unwrap_or(1.0)).collect();
        let rows = self.before.chunks_exact(dim).zip(self.batch.target.chunks_exact(dim));
        let losses = rows.zip(&weights).map(|((said, target), weight)| {
            let miss = said.iter().zip(target).map(|(a, b)| (a - b) * (a - b));
            weight * miss.sum::<f32>()
        });
        curves.push(curve("row_loss".to_owned(), losses.collect()));
        curves.push(curve("t".to_owned(), times));
        curves.push(curve("weight".to_owned(), weights));
        curves
    }
}

fn curve(name: String, values: Vec<f32>) -> Curve {
    let mut curve = Curve { name, ..Curve::default() };
    curve.x.0 = (0..values.len()).map(|i| i as f32).collect();
    curve.spread.0 = vec![0.0; values.len()];
    curve.y.0 = values;
    curve
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ready::now;

    fn slow(link: &str, after: u32, n_shown: u32) -> SlowStep {
        let mut run = SlowRun::new(&Experiment::from_link(link), after, n_shown);
        while now(run.advance()).unwrap() {}
        assert_eq!(run.progress(), (after, after));
        now(run.step()).unwrap()
    }

    #[track_caller]
    fn values(step: &SlowStep, name: &str) -> Vec<f64> {
        let curve = step.curves.iter().find(|curve| curve.name == name).unwrap();
        curve.y.0.iter().map(|&v| f64::from(v)).collect()
    }

    #[track_caller]
    fn number(step: &SlowStep, name: &str) -> f64 {
        step.numbers.iter().find(|(of, _)| *of == name).unwrap().1
    }

    #[test]
    fn points_lie_on_the_straight_path_and_targets_are_its_velocity() {
        let step = slow("data=gmm5&batch=32", 0, 32);
        let t = values(&step, "t");
        for k in 0..2 {
            let of = |name: &str| values(&step, &format!("{name}/{k}"));
            let (z, eps, x, target) = (of("z"), of("eps"), of("x"), of("target"));
            for (i, t) in t.iter().enumerate() {
                assert!((x[i] - (t * z[i] + (1.0 - t) * eps[i])).abs() < 1e-5);
                assert!((target[i] - (z[i] - eps[i])).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn the_loss_is_the_mean_of_the_rows_and_the_same_as_in_a_run() {
        let link = "data=gmm5&batch=64&net=16x2&steps=40";
        let step = slow(link, 30, 64);
        let rows = values(&step, "row_loss");
        let mean = rows.iter().sum::<f64>() / rows.len() as f64;
        assert!((mean / number(&step, "loss_before") - 1.0).abs() < 1e-5);
        let mut run = TrainRun::new(&Experiment::from_link(link), &Device::flex());
        (0..31).for_each(|_| run.advance());
        let losses = now(run.read_losses()).unwrap().values;
        assert!((f64::from(losses[30]) - number(&step, "loss_before")).abs() < 1e-9);
    }

    #[test]
    fn a_short_step_down_the_gradient_lowers_the_loss_as_calculus_says() {
        // Plain descent: the loss falls by lr |g|^2 to first order, and the
        // step is lr |g| long.
        let step = slow("data=gmm5&batch=64&net=16x1&opt=sgd&lr=0.00001", 0, 8);
        let (g, lr) = (number(&step, "grad_norm"), 1e-5);
        assert!((number(&step, "step_norm") / (lr * g) - 1.0).abs() < 0.02);
        let fall = number(&step, "loss_before") - number(&step, "loss_after");
        assert!((fall / (lr * g * g) - 1.0).abs() < 0.05, "{fall}");
        let weight = number(&step, "weight_after") - number(&step, "weight_before");
        assert!((weight + lr * number(&step, "weight_grad")).abs() < 1e-6);
    }

    #[test]
    fn the_first_step_of_adam_moves_every_weight_by_the_rate() {
        let step = slow("data=gmm5&batch=64&net=16x1&lr=0.001", 0, 8);
        let n = number(&step, "n_params").sqrt();
        let length = number(&step, "step_norm");
        assert!((length / (1e-3 * n) - 1.0).abs() < 1e-3, "{length}");
    }
}
