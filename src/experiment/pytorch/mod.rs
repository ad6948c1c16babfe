//! An experiment as a `PyTorch` script with the class names of the MIT labs.
//!
//! The script is put together from the blocks of `script.py` that the
//! experiment needs, between its numbers and a few lines that run it. Schedules,
//! losses, schemes and defaults are those of this program; random numbers are
//! `PyTorch`'s, so that a run is another draw of the same law.

mod law;

#[cfg(test)]
mod tests;

use crate::dataset::source::SourceKind;
use crate::experiment::choice::ActivationKind;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::condition::Condition;
use crate::experiment::condition::Labels;
use crate::experiment::pytorch::law::Law;
use crate::experiment::run::Experiment;
use crate::experiment::shipped::Shipped;
use crate::math::kind::Kind;
use crate::path::convert::PredictKind;
use crate::path::scheduler::SchedulerKind;
use crate::solver::Family;
use crate::solver::SolverKind;

/// All blocks, each after a line `#: name` or `#: name` of several.
const BLOCKS: &str = include_str!("script.py");

/// Where a script comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Address of the experiment.
    pub link: &'a str,
    /// Name of the program's build.
    pub build: &'a str,
}

/// The experiment as a script for Python 3.9 or later and `PyTorch` 2.
pub fn script(experiment: &Experiment, origin: Origin<'_>) -> String {
    let data = Law::of_data(experiment);
    let source = Law::of_source(experiment);
    let mut parts = vec![header(experiment.init, origin)];
    let mut names = vec!["head"];
    for name in source.blocks().into_iter().chain(data.blocks()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.extend(schedule_blocks(experiment));
    names.extend(["path", "net"]);
    if experiment.init.is_some() {
        names.push("shipped");
    }
    names.push("train");
    if experiment.labels.is_some() {
        names.push("labels");
    }
    names.push("ode");
    let mut texts: Vec<String> = names.into_iter().map(block).collect();
    // After the imports, before the classes that read them.
    texts.insert(1, settings(experiment));
    if experiment.path != experiment.sample.under {
        texts.push(block(format!("trained_time {}", experiment.path.key())));
    }
    texts.extend(solver_blocks(experiment.sample.solver).into_iter().map(block));
    texts.push(block(format!("grid {}", experiment.sample.grid.key())));
    texts.push(block("distance"));
    parts.push(texts.join("\n\n"));
    parts.push(run(experiment, &data, &source));
    parts.join("\n")
}

/// Text of the block of that name.
fn block(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    let is_it = |head: &str| {
        let Some((topic, keys)) = head.split_once(' ') else { return head == name };
        keys.split(' ').any(|key| name.strip_prefix(topic).is_some_and(|n| n.trim() == key))
    };
    let mut blocks = BLOCKS.split("#: ").filter_map(|text| text.split_once('\n'));
    let found = blocks.find(|(head, _)| is_it(head.trim()));
    found.map_or_else(String::new, |(_, text)| format!("{}\n", text.trim_end()))
}

fn header(init: Option<&Shipped>, origin: Origin<'_>) -> String {
    let Origin { link, build } = origin;
    // What is typed in a link must not end the comment.
    let link: String = link.chars().filter(|c| !c.is_control()).collect();
    let first = match init {
        None => String::new(),
        Some(Shipped { name, .. }) => format!(
            "\
#
# Training begins with shipped weights, not with fresh ones: put the page's file
# weights/{name}.safetensors beside this script.
"
        ),
    };
    format!(
        "\
# A Flow Lab experiment in PyTorch.
# {link}
# build {build}
#
# Time runs from noise (t = 0) to data (t = 1), x_t = alpha_t z + beta_t eps.
# Same laws, path, loss, network, first weights' law, optimizer and solver as in
# the page. What differs: the random numbers (PyTorch's own generator), and the
# precision of what surrounds the network (here 32 bits, there 64).
{first}"
    )
}

/// The experiment's numbers.
fn settings(experiment: &Experiment) -> String {
    let Experiment { net, train, sample, .. } = experiment;
    let [tmin, tmax] = experiment.time_range();
    let optimizer = train.optimizer;
    let activation = match net.activation {
        ActivationKind::Silu => "nn.SiLU",
        ActivationKind::Relu => "nn.ReLU",
        ActivationKind::Gelu => "nn.GELU",
        ActivationKind::Tanh => "nn.Tanh",
        ActivationKind::Elu => "nn.ELU",
        ActivationKind::Selu => "nn.SELU",
    };
    let n_pairs = match net.time {
        TimeFeaturesKind::Raw => 0,
        TimeFeaturesKind::Fourier4 => 4,
        TimeFeaturesKind::Fourier8 => 8,
        TimeFeaturesKind::Fourier16 => 16,
    };
    let make_optimizer = match optimizer.kind {
        OptimizerKind::Adam => "torch.optim.Adam(parameters, lr=LR)",
        OptimizerKind::AdamW => "torch.optim.AdamW(parameters, lr=LR, weight_decay=0.01)",
        OptimizerKind::Sgd => "torch.optim.SGD(parameters, lr=LR)",
    };
    let lines = [
        format!("DIM = {}", experiment.dim()),
        format!("PATH, UNDER = \"{}\", \"{}\"", experiment.path.key(), sample.under.key()),
        format!("PREDICT, LOSS = \"{}\", \"{}\"", net.predict.key(), train.loss.space.key()),
        format!("WEIGHT = \"{}\"", train.loss.weight.key()),
        format!("TIMES, TMIN, TMAX = \"{}\", {tmin:?}, {tmax:?}", train.loss.times.kind().key()),
        format!("WIDTH, NUM_HIDDEN = {}, {}", net.layers.width(), net.layers.n_hidden()),
        format!("ACTIVATION, TIME_PAIRS = {activation}, {n_pairs}"),
        format!("BATCH, STEPS, LR = {}, {}, {:?}", train.batch, train.n_steps, optimizer.lr),
        format!("WARM, DECAY = {}, \"{}\"", optimizer.n_warm, optimizer.decay.key()),
        format!("EMA, CLIP = {:?}, {:?}", optimizer.ema, optimizer.clip),
        format!("NUM_SAMPLES, NUM_STEPS = {}, {}", sample.n_samples, sample.n_steps),
        format!(
            "SIGMA, SIGMA_SHAPE = {:?}, \"{}\"",
            sample.sigma.level(),
            sample.sigma.kind().key()
        ),
        format!("SEED = {}", experiment.seed),
    ];
    let labels = experiment.labels.map(|Labels { n_classes, eta, label, w }| {
        format!("NUM_CLASSES, ETA, LABEL, W = {n_classes}, {eta:?}, {label}, {w:?}")
    });
    let rest = [
        String::new(),
        String::new(),
        "def make_optimizer(parameters):".to_owned(),
        format!("    return {make_optimizer}"),
        String::new(),
    ];
    lines.into_iter().chain(labels).chain(rest).collect::<Vec<_>>().join("\n")
}

/// Classes of a schedule: its `Alpha` and its `Beta`.
fn schedule(path: SchedulerKind) -> [&'static str; 2] {
    match path {
        SchedulerKind::CondOt | SchedulerKind::Linear => ["LinearAlpha", "LinearBeta"],
        SchedulerKind::Sqrt => ["LinearAlpha", "SquareRootBeta"],
        SchedulerKind::Trig => ["SineAlpha", "CosineBeta"],
        SchedulerKind::Vp => ["SquareRootAlpha", "SquareRootBeta"],
        SchedulerKind::Ddpm => ["DDPMAlpha", "DDPMBeta"],
    }
}

fn schedule_blocks(experiment: &Experiment) -> Vec<&'static str> {
    let mut names = vec!["schedule"];
    let paths = [experiment.path, experiment.sample.under];
    for name in paths.into_iter().flat_map(schedule) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The scheme and what keeps off the end of time for it.
fn solver_blocks(solver: SolverKind) -> Vec<&'static str> {
    let mut names = vec!["simulator"];
    if solver.family() == Family::Noise {
        names.insert(0, "sde");
    }
    for kind in [solver.without_end(), solver] {
        if !names.contains(&kind.key()) {
            names.push(kind.key());
        }
    }
    names
}

fn simulator(solver: SolverKind) -> &'static str {
    match solver {
        SolverKind::Euler => "EulerSimulator",
        SolverKind::Midpoint => "MidpointSimulator",
        SolverKind::Heun => "HeunSimulator",
        SolverKind::Rk4 => "RungeKutta4Simulator",
        SolverKind::EulerMaruyama => "EulerMaruyamaSimulator",
        SolverKind::StochasticHeun => "StochasticHeunSimulator",
        SolverKind::Ddim => "DDIMSimulator",
        SolverKind::Ancestral => "AncestralSimulator",
    }
}

/// First time of the samples' grid, and whether the network is asked at t = 1:
/// as for the page's own samples of a network.
fn ends(experiment: &Experiment) -> (f64, bool) {
    let (under, predict) = (experiment.sample.under, experiment.net.predict);
    let tmin = experiment.time_range()[0];
    let needs_signal = matches!(predict, PredictKind::Score | PredictKind::Noise);
    let is_blind = needs_signal && under.start_alpha() <= 0.0;
    let start = if is_blind { tmin } else { under.start_time(tmin) };
    let is_own = predict == PredictKind::Velocity && under == experiment.path;
    (start, is_own && experiment.sample.solver.family() != Family::Noise)
}

/// The lines that draw samples and say how far they are from where they should end.
fn sampling(experiment: &Experiment) -> String {
    let solver = experiment.sample.solver;
    let (start, asks_at_end) = ends(experiment);
    let is_backward = experiment.is_backward();
    let aim = match experiment.condition() {
        Condition::Null => "p_data",
        Condition::Given(_) | Condition::Guided { .. } => "OfLabel(p_data, LABEL)",
    };
    // The way back ends in noise, where every scheme may ask the network.
    let last = if asks_at_end || is_backward { solver } else { solver.without_end() };
    let (scheme, last) = (simulator(solver), simulator(last));
    let of = if solver.family() == Family::Noise { "LearnedSDE(field)" } else { "field" };
    let way = if is_backward {
        let end = experiment.last_regular_time();
        format!(
            "    # Backward: from the path's points at the last regular time to the source.
    z, eps = {aim}.sample(NUM_SAMPLES), p_simple.sample(NUM_SAMPLES)
    t1 = torch.full((NUM_SAMPLES, 1), {end:?})
    x1 = under.alpha(t1) * z + under.beta(t1) * eps
    ts = time_grid({start:?}, NUM_STEPS, {end:?}).flip(0)
    samples = simulator.simulate(x1, ts, last)
    p_end, name = p_simple, \"the source\""
        )
    } else {
        format!(
            "    x0 = p_simple.sample(NUM_SAMPLES)
    samples = simulator.simulate(x0, time_grid({start:?}, NUM_STEPS), last)
    p_end, name = {aim}, \"the data\""
        )
    };
    format!("    simulator, last = {scheme}({of}), {last}({of})\n{way}")
}

/// The lines that run it all.
fn run(experiment: &Experiment, data: &Law, source: &Law) -> String {
    let [alpha, beta] = schedule(experiment.path);
    let [alpha_under, beta_under] = schedule(experiment.sample.under);
    let sampling = sampling(experiment);
    let first = experiment.init.map_or_else(String::new, |shipped| {
        format!("\n    load_shipped_weights(model, \"{}.safetensors\")", shipped.name)
    });
    let (size, trainer, read) = match experiment.labels {
        None => ("", "ConditionalFlowMatchingTrainer", "model"),
        Some(_) => (", NUM_CLASSES + 1", "CFGTrainer", "CFGVectorField(model, LABEL, W)"),
    };
    let note = match experiment.source {
        SourceKind::Gaussian => "",
        _ => "\n    # The source is not Gaussian: eps is its point, and there is no score.",
    };
    format!(
        "
if __name__ == \"__main__\":
    torch.manual_seed(SEED){note}
    p_simple = {source}
    p_data = {data}
    path = GaussianConditionalProbabilityPath(p_simple, p_data, {alpha}(), {beta}())
    under = GaussianConditionalProbabilityPath(p_simple, p_data, {alpha_under}(), {beta_under}())
    model = MLPVectorField(DIM, WIDTH, NUM_HIDDEN{size}){first}

    losses = {trainer}(path, model).train()
    last = losses[-100:]
    print(f\"loss, mean of the last {{len(last)}} steps: {{sum(last) / len(last):.4f}}\")

    field = LearnedField(path, under, {read})
{sampling}
    fresh, other = p_end.sample(NUM_SAMPLES), p_end.sample(NUM_SAMPLES)
    print(f\"sliced W2 to fresh points of {{name}}: {{sliced_w2(samples, fresh):.4f}}\")
    print(f\"of two fresh sets of it (one pair): {{sliced_w2(other, fresh):.4f}}\")
    torch.save({{\"samples\": samples, \"losses\": losses, \"model\": model.state_dict()}}, \"flow_lab.pt\")
",
        source = source.call(),
        data = data.call(),
    )
}
