//! The first seconds: what is loaded, and from where.

use serde_json::json;

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;
use crate::harness::patch::Patched;

#[tokio::test]
async fn home_has_a_running_figure_though_no_worker_can_be_had() {
    let page = Patched::copy().remove("worker_cpu_bg.wasm").remove("worker_gpu_bg.wasm");
    let lab = Lab::start_with(Gpu::Absent, page.path()).await;
    lab.open("#/").await;
    lab.wait_for("[data-figure]", "data-state", "running", 20).await;
}

#[tokio::test]
async fn home_loads_without_complaint_and_from_its_own_site_alone() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/").await;
    lab.wait_for("[data-figure]", "data-state", "running", 20).await;
    assert_eq!(lab.errors().await, Vec::<String>::new());
    let foreign = "return performance.getEntriesByType('resource').map((e) => e.name) \
                   .filter((name) => !name.startsWith(arguments[0]) && !name.startsWith('blob:'))";
    assert_eq!(lab.script(foreign, vec![json!(lab.site.address())]).await, json!([]));
    assert!(!lab.site.was_asked_for("worker_gpu"), "the GPU program, with no adapter in sight");
}

#[tokio::test]
async fn a_page_whose_program_is_cut_off_says_so() {
    let page = Patched::copy();
    let program = page.file_like("app-", "_bg.wasm");
    let page = page.truncate(&program);
    let lab = Lab::start_with(Gpu::Absent, page.path()).await;
    lab.open("#/").await;
    let notice = lab.wait_for_notice(20).await;
    assert!(notice.contains("could not start"), "{notice}");
}
