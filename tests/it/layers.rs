//! Who may use whom: the table, and the rule that reads it.

use std::collections::BTreeMap;

use crate::repository::Breach;
use crate::scan;
use crate::scan::Name;
use crate::scan::Used;

/// A top module of the library and all it may know.
struct Layer {
    module: &'static str,
    /// Modules it may use beside itself.
    below: &'static [&'static str],
    /// Modules that its tests may use as well.
    in_tests: &'static [&'static str],
    /// Foreign worlds it may know.
    worlds: &'static [World],
}

/// Crates that most of the library must not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum World {
    Burn,
    Leptos,
    Browser,
    Plotters,
}

const NONE: &[&str] = &[];
const MATH: &[&str] = &["math"];
const LAWS: &[&str] = &["math", "path", "solver", "dataset", "metric"];
const CHOICES: &[&str] = &["math", "path", "solver", "dataset", "metric", "experiment"];
const SEAM: &[&str] = &["math", "path", "solver", "dataset", "metric", "experiment", "protocol"];
const WORK: &[&str] =
    &["math", "path", "solver", "dataset", "metric", "experiment", "protocol", "job"];
const FIGURES: &[&str] = &[
    "math",
    "path",
    "solver",
    "dataset",
    "metric",
    "experiment",
    "protocol",
    "job",
    "lecture",
    "figure",
];
const MODELS: &[&str] =
    &["math", "path", "solver", "dataset", "metric", "experiment", "protocol", "job", "model"];
const ENGINE: &[&str] = &[
    "math",
    "path",
    "solver",
    "dataset",
    "metric",
    "experiment",
    "protocol",
    "job",
    "model",
    "train",
    "sample",
];

const PAGE: &[World] = &[World::Leptos, World::Browser, World::Plotters];
const BURN: &[World] = &[World::Burn];

/// The layers, bottom up. Neighbors do not know each other, but for what
/// their tests need; path and solver not even there.
const LAYERS: &[Layer] = &[
    layer("math", NONE),
    layer("path", MATH).testing_with(&["dataset", "metric"]),
    layer("solver", MATH).testing_with(&["dataset", "metric"]),
    layer("dataset", MATH).testing_with(&["path", "solver", "metric"]),
    layer("metric", MATH).testing_with(&["path", "solver", "dataset"]),
    layer("experiment", LAWS),
    layer("protocol", CHOICES),
    layer("job", SEAM),
    layer("lecture", &["math", "experiment"]),
    layer("figure", WORK),
    layer("prose", FIGURES),
    layer("ui", FIGURES).knowing(PAGE),
    layer("model", WORK).knowing(BURN),
    layer("train", MODELS).knowing(BURN),
    layer("sample", MODELS).knowing(BURN),
    layer("worker", ENGINE).knowing(BURN),
];

const fn layer(module: &'static str, below: &'static [&'static str]) -> Layer {
    Layer { module, below, in_tests: NONE, worlds: &[] }
}

/// Files that know a browser though their module does not: the one end of the
/// message port that is not in `ui`.
const AT_THE_PORT: &str = "src/worker/serve";

/// Breaches in one file of the library; `macros` are those at the crate's root.
pub(crate) fn breaches(file: &str, source: &str, macros: &BTreeMap<String, String>) -> Vec<Breach> {
    let breach = |line, what: String| Breach { file: file.to_owned(), line, what };
    let module = module_path(file);
    let Some(top) = module.first() else {
        return Vec::new();
    };
    let Some(layer) = LAYERS.iter().find(|layer| layer.module == *top) else {
        return vec![breach(1, format!("module `{top}` has no place in tests/it/layers.rs"))];
    };
    let used = match scan::uses(&module, source) {
        Ok(used) => used,
        Err(message) => return vec![breach(1, message)],
    };
    let complaint = |used: &Used| match &used.name {
        Name::Root(name) => {
            layer.complaint_about_module(macros.get(name).unwrap_or(name), used.in_tests)
        }
        Name::Head(name) => layer.complaint_about_crate(name, file),
    };
    used.iter().filter_map(|used| Some(breach(used.line, complaint(used)?))).collect()
}

/// Where each exported macro lives: its name and its top module.
pub(crate) fn macro_homes(files: &[(String, String)]) -> BTreeMap<String, String> {
    let mut homes = BTreeMap::new();
    for (file, source) in files {
        let Some(top) = module_path(file).first().map(|top| (*top).to_owned()) else { continue };
        for name in scan::exported_macros(source) {
            homes.insert(name, top.clone());
        }
    }
    homes
}

impl Layer {
    const fn testing_with(mut self, in_tests: &'static [&'static str]) -> Self {
        self.in_tests = in_tests;
        self
    }

    const fn knowing(mut self, worlds: &'static [World]) -> Self {
        self.worlds = worlds;
        self
    }

    fn complaint_about_module(&self, name: &str, in_tests: bool) -> Option<String> {
        let is_allowed = name == self.module
            || self.below.contains(&name)
            || (in_tests && self.in_tests.contains(&name));
        (!is_allowed).then(|| format!("`{}` must not use `{name}`", self.module))
    }

    fn complaint_about_crate(&self, name: &str, file: &str) -> Option<String> {
        let world = world(name)?;
        let is_at_the_port = world == World::Browser && file.starts_with(AT_THE_PORT);
        let is_allowed = self.worlds.contains(&world) || is_at_the_port;
        (!is_allowed).then(|| format!("`{}` must not know {world:?} (crate `{name}`)", self.module))
    }
}

/// World of the crate `name`; nothing for one that all may know.
fn world(name: &str) -> Option<World> {
    let family = |stem: &str| {
        name == stem || name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('_'))
    };
    let is_any_of = |stems: &[&str]| stems.iter().any(|stem| family(stem));
    if is_any_of(&["burn", "cubecl", "wgpu"]) {
        Some(World::Burn)
    } else if is_any_of(&["leptos", "leptos_router", "reactive_graph", "tachys"]) {
        Some(World::Leptos)
    } else if is_any_of(&["web_sys", "js_sys", "wasm_bindgen", "gloo", "console_error_panic_hook"])
    {
        Some(World::Browser)
    } else if is_any_of(&["plotters"]) {
        Some(World::Plotters)
    } else {
        None
    }
}

/// `["path", "gaussian"]` for `src/path/gaussian.rs`, `["path"]` for
/// `src/path/mod.rs`, nothing for `src/lib.rs`.
fn module_path(file: &str) -> Vec<&str> {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    let stem = inside.strip_suffix(".rs").unwrap_or(inside);
    stem.split('/').filter(|name| !matches!(*name, "mod" | "lib")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(file: &str, source: &str) -> Vec<String> {
        let macros = BTreeMap::from([("kinds".to_owned(), "math".to_owned())]);
        breaches(file, source, &macros).iter().map(Breach::to_string).collect()
    }

    #[track_caller]
    fn check_refused(file: &str, source: &str, why: &str) {
        assert_eq!(complaints(file, source), [format!("{file}:1: {why}")]);
    }

    #[track_caller]
    fn check_allowed(file: &str, source: &str) {
        assert_eq!(complaints(file, source), [""; 0]);
    }

    #[test]
    fn paths_and_solvers_do_not_know_each_other() {
        check_refused("src/path/x.rs", "use crate::solver::x;", "`path` must not use `solver`");
        check_refused("src/solver/x.rs", "use crate::path::x;", "`solver` must not use `path`");
        let in_test = "#[cfg(test)] mod tests { use crate::solver::x; }";
        check_refused("src/path/x.rs", in_test, "`path` must not use `solver`");
        check_allowed(
            "src/solver/mod.rs",
            "use crate::math::x; use crate::solver::y; use crate::kinds;",
        );
    }

    #[test]
    fn layers_do_not_look_up() {
        check_refused("src/math/x.rs", "use crate::path::x;", "`math` must not use `path`");
        check_refused("src/protocol/x.rs", "use crate::job::x;", "`protocol` must not use `job`");
        check_refused("src/train/x.rs", "use crate::sample::x;", "`train` must not use `sample`");
        check_allowed("src/job/x.rs", "use crate::protocol::x; use crate::path::x;");
    }

    #[test]
    fn the_page_and_the_engine_meet_only_below() {
        check_refused("src/ui/x.rs", "use crate::worker::x;", "`ui` must not use `worker`");
        check_refused("src/figure/x.rs", "use crate::model::x;", "`figure` must not use `model`");
        check_refused("src/worker/x.rs", "use crate::figure::x;", "`worker` must not use `figure`");
        check_allowed("src/ui/x.rs", "use crate::protocol::x; use crate::job::x;");
        check_refused("src/ui/x.rs", "use crate::prose::x;", "`ui` must not use `prose`");
    }

    #[test]
    fn only_the_engine_knows_burn() {
        let burn = "use burn::tensor::Tensor;";
        check_refused("src/job/x.rs", burn, "`job` must not know Burn (crate `burn`)");
        check_refused(
            "src/ui/x.rs",
            "use burn_flex::x;",
            "`ui` must not know Burn (crate `burn_flex`)",
        );
        for file in ["src/model/x.rs", "src/train/x.rs", "src/sample/x.rs", "src/worker/x.rs"] {
            check_allowed(file, burn);
        }
    }

    #[test]
    fn only_the_page_and_the_port_know_a_browser() {
        let browser = "use web_sys::Window;";
        check_refused(
            "src/figure/x.rs",
            browser,
            "`figure` must not know Browser (crate `web_sys`)",
        );
        check_refused(
            "src/worker/session.rs",
            browser,
            "`worker` must not know Browser (crate `web_sys`)",
        );
        check_refused(
            "src/math/x.rs",
            "use wasm_bindgen_futures::x;",
            "`math` must not know Browser (crate `wasm_bindgen_futures`)",
        );
        check_allowed("src/worker/serve.rs", browser);
        check_allowed("src/ui/plot/x.rs", browser);
        check_refused(
            "src/worker/serve.rs",
            "use leptos::x;",
            "`worker` must not know Leptos (crate `leptos`)",
        );
        check_refused(
            "src/figure/x.rs",
            "use plotters::x;",
            "`figure` must not know Plotters (crate `plotters`)",
        );
    }

    #[test]
    fn tests_may_lean_on_neighbors_that_the_code_may_not() {
        check_refused("src/path/x.rs", "use crate::dataset::x;", "`path` must not use `dataset`");
        check_allowed("src/path/x.rs", "#[cfg(test)] mod tests { use crate::dataset::x; }");
    }

    #[test]
    fn a_new_module_must_take_its_place() {
        check_refused("src/extra/mod.rs", "", "module `extra` has no place in tests/it/layers.rs");
        check_refused("src/extra.rs", "", "module `extra` has no place in tests/it/layers.rs");
        check_refused("src/path/x.rs", "use crate::extra::x;", "`path` must not use `extra`");
    }
}
