//! Training against theory: gradients, losses of networks that are known, floors.

use burn::tensor::Device;

use crate::experiment::run::Experiment;
use crate::model::batch::BatchSource;
use crate::model::mlp::Mlp;
use crate::model::ready::now;
use crate::model::shape::Network;
use crate::train::optimizer::Optimizer;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::train::step::Learner;
use crate::train::step::loss_and_gradient;
use crate::train::step::train_step;

/// Losses of a zero network over `n` batches: mean and standard error.
fn zero_network_loss(link: &str, n: u32) -> (f64, f64) {
    let experiment = Experiment::from_link(link);
    let source = BatchSource::of(&experiment);
    let mlp = Mlp::new(&experiment.net, 2);
    let zeros = vec![0.0; mlp.layout().n_params()];
    let device = Device::flex();
    let network = Network::with_params(mlp, zeros, &device);
    let losses: Vec<f64> = (0..n)
        .map(|step| {
            let batch = source.batch(step);
            let (loss, _) = loss_and_gradient(&network.shape, &network.params, &batch, &device);
            f64::from(loss.into_data().try_to_vec::<f32>().unwrap()[0])
        })
        .collect();
    let mean = losses.iter().sum::<f64>() / f64::from(n);
    let variance = losses.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / f64::from(n - 1);
    (mean, (variance / f64::from(n)).sqrt())
}

#[test]
fn a_zero_network_has_the_loss_104_on_five_gaussians() {
    let (mean, std_error) = zero_network_loss("data=gmm5&path=condot&net=1x1&batch=500", 100);
    assert!((mean - 104.0).abs() < 4.0 * std_error, "{mean} +- {std_error}");
}

#[test]
fn a_zero_network_has_the_known_losses_of_straight_paths() {
    for (data, exact, of_oracle) in [("checkerboard", 18.6667, 0.0), ("moons", 18.068, 0.005)] {
        let link = format!("data={data}&path=condot&net=1x1&batch=500");
        let (mean, std_error) = zero_network_loss(&link, 100);
        let bound = 4.0 * std_error + of_oracle;
        assert!((mean - exact).abs() < bound, "{data}: {mean} +- {std_error}, {exact}");
    }
}

/// The loss in double precision, from the formulas alone.
fn loss_by_hand(widths: &[usize], params: &[f64], batch: &crate::model::batch::Batch) -> f64 {
    let (n_in, dim) = (widths[0], widths[widths.len() - 1]);
    let rows = batch.input.chunks_exact(n_in).zip(batch.target.chunks_exact(dim));
    let sum: f64 = rows
        .map(|(input, target)| {
            let mut x: Vec<f64> = input.iter().map(|&v| f64::from(v)).collect();
            let mut start = 0;
            for (l, pair) in widths.windows(2).enumerate() {
                if 0 < l {
                    for a in &mut x {
                        *a /= 1.0 + libm::exp(-*a);
                    }
                }
                let (n_in, n_out) = (pair[0], pair[1]);
                let bias = start + n_in * n_out;
                let out = |j: usize| {
                    let terms =
                        x.iter().enumerate().map(|(i, x)| x * params[start + i * n_out + j]);
                    params[bias + j] + terms.sum::<f64>()
                };
                x = (0..n_out).map(out).collect();
                start = bias + n_out;
            }
            x.iter().zip(target).map(|(a, &b)| (a - f64::from(b)) * (a - f64::from(b))).sum::<f64>()
        })
        .sum();
    sum / batch.n as f64
}

#[test]
fn loss_and_gradient_are_those_of_the_formulas() {
    let experiment = Experiment::from_link("data=moons&net=5x2&batch=7&seed=3");
    let device = Device::flex();
    let network = Network::first(Mlp::new(&experiment.net, 2), 3, &device);
    let batch = BatchSource::of(&experiment).batch(0);
    let (loss, grad) = loss_and_gradient(&network.shape, &network.params, &batch, &device);
    let loss = f64::from(loss.into_data().try_to_vec::<f32>().unwrap()[0]);
    let grad: Vec<f32> = grad.into_data().try_to_vec::<f32>().unwrap();
    let params: Vec<f32> = network.params.into_data().try_to_vec::<f32>().unwrap();
    let params: Vec<f64> = params.iter().map(|&v| f64::from(v)).collect();
    let at = |params: &[f64]| loss_by_hand(&[3, 5, 5, 2], params, &batch);
    assert!((loss - at(&params)).abs() < 1e-5 * loss, "{loss} against {}", at(&params));
    let h = 1e-5;
    for (i, &ours) in grad.iter().enumerate() {
        let mut moved = params.clone();
        moved[i] += h;
        let above = at(&moved);
        moved[i] -= 2.0 * h;
        let slope = (above - at(&moved)) / (2.0 * h);
        let scale = 1.0_f64.max(slope.abs());
        assert!((f64::from(ours) - slope).abs() < 1e-4 * scale, "{i}: {ours} against {slope}");
    }
}

#[test]
fn batches_depend_on_seed_and_step_alone() {
    let source = |seed| BatchSource::of(&Experiment::from_link(&format!("batch=8&seed={seed}")));
    assert_eq!(source(1).batch(5), source(1).batch(5));
    assert_ne!(source(1).batch(5), source(1).batch(6));
    assert_ne!(source(1).batch(5), source(2).batch(5));
    let batch = source(1).batch(0);
    assert_eq!((batch.n, batch.input.len(), batch.target.len()), (8, 24, 16));
    let times = batch.input.chunks_exact(3).map(|row| row[2]);
    assert!(times.into_iter().all(|t| (0.001..=0.999).contains(&t)));
}

#[test]
fn a_learner_comes_down_to_the_loss_floor_and_not_below() {
    // Mean floor over [0.001, 0.999] for gmm5 under condot: the oracles give
    // the integral over [0, 0.999] as 18.1940; the first thousandth adds
    // little more than its zero-network part and is bounded by it.
    let floor = 18.1940 / 0.999;
    let experiment =
        Experiment::from_link("data=gmm5&path=condot&net=64x2&batch=512&steps=700&lr=0.003");
    let mut run = TrainRun::new(&experiment, &Device::flex());
    while !run.is_done() {
        run.advance();
    }
    let losses = now(run.read_losses()).unwrap().values;
    assert_eq!(losses.len(), 700);
    let (mean, std_error) = run.recent_loss().unwrap();
    assert!(floor - 5.0 * std_error < mean, "{mean} +- {std_error} is below the floor {floor}");
    assert!(mean < 1.25 * floor, "{mean} is far from the floor {floor}");
    assert!(60.0 < losses[0], "an untrained network is near the zero network");
}

#[test]
fn a_loss_that_is_no_number_ends_the_run_with_its_step_and_advice() {
    let experiment = Experiment::from_link("data=gmm5&net=4x1&batch=4&lr=0.5");
    let mut run = TrainRun::new(&experiment, &Device::flex());
    run.advance();
    assert_eq!(now(run.read_losses()).unwrap().values.len(), 1);
    run.spoil();
    run.advance();
    let error = now(run.read_losses()).unwrap_err();
    let TrainError::Diverged { step: 2, .. } = error else {
        panic!("{error}");
    };
    assert!(error.to_string().contains("at step 2. Try a learning rate below 0.5."), "{error}");
    let params: Vec<f32> = run.network().params.clone().into_data().try_to_vec::<f32>().unwrap();
    assert!(params.iter().all(|v| v.is_finite()), "the sound network is kept");
}

#[test]
fn a_step_takes_a_learner_and_gives_a_better_one() {
    let experiment = Experiment::from_link("data=moons&net=16x2&batch=64");
    let (device, source) = (Device::flex(), BatchSource::of(&experiment));
    let network = Network::first(Mlp::new(&experiment.net, 2), 1, &device);
    let n_params = network.shape.layout().n_params();
    let optimizer = Optimizer::fresh(experiment.train.optimizer, 2, n_params, &device);
    let batch = source.batch(0);
    let value = |loss: burn::tensor::Tensor<1>| loss.into_data().try_to_vec::<f32>().unwrap()[0];
    let (learner, before) = train_step(Learner::first(network, optimizer), &batch, &device);
    let (learner, after) = train_step(learner, &batch, &device);
    assert!(value(after) < value(before));
    assert_eq!(learner.optimizer.n_updates, 2);
}

#[test]
fn the_average_of_the_weights_is_the_running_mean_of_its_decay() {
    let experiment = Experiment::from_link("net=2x1&batch=8&ema=0.5&steps=3");
    let device = Device::flex();
    let network = Network::first(Mlp::new(&experiment.net, 2), 1, &device);
    let numbers =
        |network: &Network| network.params.clone().into_data().try_to_vec::<f32>().unwrap();
    let n_params = network.shape.layout().n_params();
    let optimizer = Optimizer::fresh(experiment.train.optimizer, 3, n_params, &device);
    let mut expected = numbers(&network);
    let mut learner = Learner::first(network, optimizer);
    for step in 0..3 {
        let batch = BatchSource::of(&experiment).batch(step);
        (learner, _) = train_step(learner, &batch, &device);
        for (mean, weight) in expected.iter_mut().zip(numbers(&learner.network)) {
            *mean = 0.5 * *mean + 0.5 * weight;
        }
    }
    for (ours, exact) in numbers(&learner.sampled()).iter().zip(&expected) {
        assert!((ours - exact).abs() < 1e-6);
    }
}

#[test]
fn every_prediction_and_loss_is_learned_by_going_downhill() {
    for link in [
        "predict=score",
        "predict=noise",
        "predict=data&loss=velocity&tmax=0.9",
        "predict=velocity&loss=noise",
        "predict=score&weight=beta2&tdist=logit-normal",
        "source=circles&path=linear",
        "data=two-points&opt=adamw&clip=1&warm=20&decay=cosine&ema=0.9",
        "opt=sgd&lr=0.01",
    ] {
        let experiment = Experiment::from_link(&format!("{link}&net=16x2&batch=128&steps=150"));
        let mut run = TrainRun::new(&experiment, &Device::flex());
        while !run.is_done() {
            run.advance();
        }
        let losses = now(run.read_losses()).unwrap().values;
        let mean = |part: &[f32]| part.iter().map(|&v| f64::from(v)).sum::<f64>() / 30.0;
        assert!(mean(&losses[120..]) < mean(&losses[..30]), "{link}");
    }
}
