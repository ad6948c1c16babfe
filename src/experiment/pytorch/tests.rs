//! Scripts are whole, and Python takes them where there is a Python.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::experiment::catalogue;
use crate::experiment::link;
use crate::experiment::param::ParamKind;
use crate::experiment::preset;
use crate::experiment::settings::Settings;
use crate::experiment::shipped;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

const ORIGIN: Origin<'_> = Origin { link: "https://example.org/#/lab", build: "test" };

/// Every preset, every choice of every menu, and some links by chance.
fn queries() -> BTreeSet<String> {
    let mut queries: BTreeSet<String> = preset::all().map(|p| p.query.to_owned()).collect();
    let mut rng = Rng::stream(9, Stream::Figure, 0);
    let menus: Vec<(&str, Vec<&str>)> = catalogue::LAB
        .iter()
        .filter_map(|param| match param.kind {
            ParamKind::Choice(choices) => {
                Some((param.key, choices.iter().map(|c| c.key).collect()))
            }
            _ => None,
        })
        .collect();
    for (key, choices) in &menus {
        queries.extend(choices.iter().map(|choice| format!("{key}={choice}")));
    }
    queries.extend(shipped::ALL.iter().map(|s| format!("{}&init={}", s.query, s.name)));
    for _ in 0..200 {
        let chosen = menus
            .iter()
            .map(|(key, choices)| format!("{key}={}", choices[rng.below(choices.len())]));
        let query: Vec<String> = chosen.collect();
        queries.insert(format!("{}&ema=0.99&clip=1&warm=10", query.join("&")));
    }
    queries
}

fn of(query: &str) -> String {
    script(&Experiment::from_link(query), ORIGIN)
}

#[test]
fn every_block_that_is_asked_for_is_there() {
    for query in queries() {
        let experiment = Experiment::from_link(&query);
        let sample = experiment.sample;
        let laws = [Law::of_data(&experiment), Law::of_source(&experiment)];
        let mut names: Vec<String> = vec!["head".to_owned(), "ode".to_owned(), "net".to_owned()];
        names.extend(laws.iter().flat_map(Law::blocks).map(ToOwned::to_owned));
        names.extend(schedule_blocks(&experiment).into_iter().map(ToOwned::to_owned));
        names.extend(solver_blocks(sample.solver).into_iter().map(ToOwned::to_owned));
        names.extend(experiment.init.map(|_| "shipped".to_owned()));
        names.push(format!("trained_time {}", experiment.path.key()));
        names.push(format!("grid {}", sample.grid.key()));
        for name in names {
            assert!(!block(&name).is_empty(), "{query}: {name}");
        }
    }
}

#[test]
fn a_script_says_where_it_comes_from_and_what_differs() {
    let link = "https://example.org/#/lab?x=1\nimport os";
    let text = script(&Experiment::from_link(""), Origin { link, build: "abc" });
    assert!(text.contains("# build abc") && text.contains("What differs"));
    assert!(text.lines().all(|line| !line.starts_with("import os")), "a link is no code");
}

#[test]
fn numbers_are_those_of_the_experiment() {
    let text = of("net=100x4&lr=0.002&opt=adamw&solver=em&sigma=0.5&path=vp&tmin=0.01");
    for line in [
        "WIDTH, NUM_HIDDEN = 100, 4",
        "LR = 256, 3000, 0.002",
        "weight_decay=0.01",
        "SIGMA, SIGMA_SHAPE = 0.5, \"const\"",
        "time_grid(0.01, NUM_STEPS)",
        "EulerMaruyamaSimulator(LearnedSDE(field))",
    ] {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn labels_are_told_dropped_and_guided() {
    let text = of("data=moons&cond=on&eta=0.2&label=1&w=3");
    for line in [
        "NUM_CLASSES, ETA, LABEL, W = 2, 0.2, 1, 3.0",
        "model = MLPVectorField(DIM, WIDTH, NUM_HIDDEN, NUM_CLASSES + 1)",
        "losses = CFGTrainer(path, model).train()",
        "LearnedField(path, under, CFGVectorField(model, LABEL, W))",
        "p_end, name = OfLabel(p_data, LABEL)",
    ] {
        assert!(text.contains(line), "{line}");
    }
    // At w = 0 samples are those of all data.
    assert!(of("data=moons&cond=on&w=0").contains("p_end, name = p_data"));
    assert!(!of("data=moons").contains("CFG"));
}

#[test]
fn shipped_weights_are_loaded_and_that_is_said() {
    let text = of("data=gmm5&path=sqrt&net=64x4&init=gmm5-flow");
    for line in [
        "# weights/gmm5-flow.safetensors beside this script",
        "def load_shipped_weights",
        "    load_shipped_weights(model, \"gmm5-flow.safetensors\")",
    ] {
        assert!(text.contains(line), "{line}");
    }
    assert!(!of("data=gmm5").contains("shipped"));
    // Weights that do not fit have given way to fresh ones.
    assert!(!of("data=spiral&init=gmm5-flow").contains("shipped"));
}

#[test]
fn the_way_back_is_the_pages() {
    let text = of("data=checkerboard&dir=backward&solver=rk4&n=30&grid=late");
    for line in [
        "t1 = torch.full((NUM_SAMPLES, 1), 0.999)",
        "ts = time_grid(0.0, NUM_STEPS, 0.999).flip(0)",
        "simulator, last = RungeKutta4Simulator(field), RungeKutta4Simulator(field)",
        "p_end, name = p_simple",
    ] {
        assert!(text.contains(line), "{line}");
    }
    assert!(of("solver=em&dir=backward").contains("p_end, name = p_data"));
}

#[test]
fn python_can_read_every_script() {
    let is_there =
        Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if !is_there {
        return;
    }
    let folder = std::env::temp_dir().join(format!("flow-lab-scripts-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (i, query) in queries().iter().enumerate() {
        let text = of(query);
        assert!(text.is_ascii(), "{query}");
        fs::write(folder.join(format!("script_{i}.py")), text).unwrap();
    }
    // One Python for all; it names the file it can not read.
    let check = "import pathlib, sys\nfor p in sorted(pathlib.Path(sys.argv[1]).glob('*.py')):\n    compile(p.read_text(), str(p), 'exec')\n";
    let said = Command::new("python3").args(["-c", check]).arg(&folder).output().unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}

/// What a script prints, run beside the files of `folder`; its numbers by the
/// sentence before the colon.
fn numbers_of(folder: &Path, query: &str) -> Vec<(String, f64)> {
    fs::write(folder.join("run.py"), of(query)).unwrap();
    let said = Command::new("python3").arg("run.py").current_dir(folder).output().unwrap();
    assert!(said.status.success(), "{query}: {}", String::from_utf8_lossy(&said.stderr));
    let printed = String::from_utf8(said.stdout).unwrap();
    let number = |line: &str| {
        let (what, value) = line.rsplit_once(": ")?;
        Some((what.to_owned(), value.trim().parse().ok()?))
    };
    printed.lines().filter_map(number).collect()
}

#[test]
fn scripts_run_where_pytorch_is_and_shipped_weights_draw_the_data_there_too() {
    let is_there = Command::new("python3")
        .args(["-c", "import torch"])
        .output()
        .is_ok_and(|o| o.status.success());
    if !is_there {
        return; // their syntax is checked above
    }
    let folder = std::env::temp_dir().join(format!("flow-lab-torch-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/weights");
    for shipped in shipped::ALL {
        let file = format!("{}.safetensors", shipped.name);
        fs::copy(weights.join(&file), folder.join(&file)).unwrap();
    }
    for preset in preset::all() {
        let query = format!("{}&steps=12&batch=32&samples=64&n=8", preset.query);
        let numbers = numbers_of(&folder, &query);
        assert!(3 <= numbers.len(), "{query}: {numbers:?}");
    }
    for shipped in shipped::ALL {
        let name = shipped.name;
        let card: serde_json::Value = serde_json::from_str(
            &fs::read_to_string(weights.join(format!("{name}.json"))).unwrap(),
        )
        .unwrap();
        // One step with a tiny learning rate: the network stays what it is.
        let query = format!("{}&init={name}&steps=1&lr=0.000001&samples=1000", shipped.query);
        let numbers = numbers_of(&folder, &query);
        let (_, distance) =
            numbers.iter().find(|(what, _)| what.starts_with("sliced W2")).expect("a distance");
        let expected = card["sliced_w2"]["value"].as_f64().unwrap();
        let noise = card["sliced_w2_noise"]["value"].as_f64().unwrap();
        assert!(*distance < expected + 2.0 * noise, "{name}: {distance}, not {expected}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_is_made_by_hand_travels_as_numbers() {
    let base = Settings::defaults(catalogue::LAB);
    let parsed = link::parse(&base, "data=mixture&mix=1,2.5,0,0.4,0.4,0;3,-1,2,1.5,0.3,45");
    assert!(parsed.notices.is_empty());
    let text = of("data=mixture&mix=1,2.5,0,0.4,0.4,0;3,-1,2,1.5,0.3,45");
    assert!(text.contains("GaussianMixture([0.25, 0.75], [[2.5, 0.0], [-1.0, 2.0]]"));
}
