//! What each program links: the page no engine, the workers no page, and the
//! CPU worker no GPU.

use std::collections::BTreeSet;
use std::process::Command;

use crate::repository;

/// Names of all crates that a program with `features` links into its wasm.
fn linked(features: &str) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--target", "wasm32-unknown-unknown", "--edges", "normal"])
        .args(["--no-default-features", "--features", features])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(repository::root())
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
    names(&String::from_utf8_lossy(&tree.stdout))
}

/// Crate names in lines like `burn v0.22.1 (*)`.
fn names(tree: &str) -> BTreeSet<String> {
    tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Crates among `linked` that belong to one of the families `stems`:
/// `burn` and `burn-flex` to `burn`.
fn family<'a>(linked: &'a BTreeSet<String>, stems: &[&str]) -> Vec<&'a str> {
    let belongs = |name: &str, stem: &str| {
        name.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let is_member = |name: &&str| stems.iter().any(|stem| belongs(name, stem));
    linked.iter().map(String::as_str).filter(is_member).collect()
}

#[track_caller]
fn check_without(features: &str, stems: &[&str]) {
    let linked = linked(features);
    let strangers = family(&linked, stems);
    assert!(strangers.is_empty(), "a program with {features} links {strangers:?}");
}

#[track_caller]
fn check_with(features: &str, stem: &str) {
    assert!(!family(&linked(features), &[stem]).is_empty(), "{features} does not link {stem}");
}

#[test]
fn the_page_links_no_engine() {
    check_with("bin-app", "leptos");
    check_without("bin-app", &["burn", "cubecl", "gemm", "wgpu", "naga"]);
}

#[test]
fn lectures_are_compiled_when_the_page_is_built_and_not_in_it() {
    check_with("bin-prose", "pulldown");
    check_without("bin-app", &["pulldown"]);
    check_without("bin-prose", &["burn", "leptos", "web-sys", "plotters"]);
}

#[test]
fn the_cpu_worker_links_no_page_and_no_gpu() {
    check_with("bin-worker", "burn");
    check_without("bin-worker", &["leptos", "reactive_graph", "plotters"]);
    check_without("bin-worker", &["wgpu", "naga", "burn-wgpu", "cubecl-wgpu"]);
}

#[test]
fn the_gpu_worker_links_no_page() {
    check_with("bin-worker,webgpu", "wgpu");
    check_without("bin-worker,webgpu", &["leptos", "reactive_graph", "plotters"]);
}

#[test]
fn what_the_native_tests_share_links_neither_browser_nor_engine() {
    // `web-time` brings `js-sys`, and hides it.
    check_without("plain", &["burn", "leptos", "web-sys", "plotters"]);
}

#[test]
fn crates_are_told_by_family() {
    let linked =
        names("flow-lab v0.1.0 (/x)\nburn v0.22.1\nburn-flex v0.22.1 (*)\nburnish v1.0.0\n");
    assert_eq!(family(&linked, &["burn"]), ["burn", "burn-flex"]);
    assert_eq!(family(&linked, &["wgpu"]), [""; 0]);
}
