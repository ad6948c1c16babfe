//! Measurements for a person to read: what training reaches, beside theory.
//!
//! They run by `cargo xtask bench learning`, optimized, and print their tables.

#![expect(clippy::print_stdout, reason = "tables for a person to read")]

use burn::tensor::Device;

use crate::experiment::run::Experiment;
use crate::job::distance::reference;
use crate::job::plan::exact_field;
use crate::job::plan::start_noise;
use crate::math::points::Points;
use crate::metric::exact;
use crate::metric::sliced::sliced_w2;
use crate::model::ready::now;
use crate::model::shape::Network;
use crate::path::floor::Floor;
use crate::sample::flow::FlowPlan;
use crate::sample::flow::FlowRun;
use crate::train::run::TrainRun;

fn trained(experiment: &Experiment) -> TrainRun {
    let mut run = TrainRun::new(experiment, &Device::flex());
    while !run.is_done() {
        run.advance();
        if run.n_unread() == 50 {
            now(run.read_losses()).expect("the run is sound");
        }
    }
    now(run.read_losses()).expect("the run is sound");
    run
}

fn floor_of(experiment: &Experiment) -> f64 {
    let field = exact_field(experiment, experiment.path);
    let mut floor = Floor::new(&field, experiment.train.loss, experiment.seed);
    while floor.advance() {}
    floor.value().value
}

fn samples(network: &Network, experiment: &Experiment) -> Points {
    let (device, noise) = (Device::flex(), start_noise(experiment));
    let dim = noise.dim();
    let mut flow = FlowRun::new(network, &device, noise, FlowPlan::of(experiment, 1));
    while now(flow.advance()).expect("the CPU is not lost") {}
    Points::from_f32(dim, flow.into_frames().end())
}

#[test]
#[ignore = "a measurement: cargo xtask bench learning"]
fn measure_losses_against_their_floors() {
    println!(
        "data path predict weight: loss of the last 100 steps +- standard error, floor, ratio"
    );
    for path in ["sqrt", "condot"] {
        for objective in [
            "predict=velocity",
            "predict=score",
            "predict=score&weight=beta2",
            "predict=noise",
            "predict=data&loss=velocity&tmax=0.99",
        ] {
            let link = format!(
                "data=gmm5&path={path}&{objective}&net=64x4&batch=1000&steps=3000&decay=cosine"
            );
            let experiment = Experiment::from_link(&link);
            let (loss, std_error) = trained(&experiment).recent_loss().expect("steps were made");
            let floor = floor_of(&experiment);
            println!(
                "gmm5 {path} {objective}: {loss:.4} +- {std_error:.4}, {floor:.4}, {:.3}",
                loss / floor
            );
        }
    }
}

#[test]
#[ignore = "a measurement: cargo xtask bench learning"]
fn measure_distances_by_steps() {
    println!("moons, 64x3, 3000 steps: W2 and sliced W2 of 1000 samples, mean +- spread, 3 seeds");
    let seeds = [1, 2, 3];
    let networks: Vec<Network> = seeds
        .iter()
        .map(|seed| trained(&Experiment::from_link(&format!("seed={seed}"))).network())
        .collect();
    for solver in ["euler", "heun"] {
        for n in [1, 2, 4, 8, 16, 100] {
            let (mut w2, mut sliced) = (Vec::new(), Vec::new());
            for (seed, network) in seeds.iter().zip(&networks) {
                let link = format!("solver={solver}&n={n}&seed={seed}");
                let experiment = Experiment::from_link(&link);
                let ours = samples(network, &experiment);
                let fresh = reference(&experiment.data.build(), experiment.seed, ours.n());
                w2.push(exact::w2(&ours, &fresh).expect("1000 points are few enough"));
                sliced.push(sliced_w2(&ours, &fresh));
            }
            println!("{solver} n={n}: {} / {}", summary(&w2), summary(&sliced));
        }
    }
}

fn summary(values: &[f64]) -> String {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    format!("{mean:.3} +- {:.3}", variance.sqrt())
}
