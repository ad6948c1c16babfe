//! No adapter, or one that is forced: the device is chosen, and the reason shown.

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

const TINY: &str = "#/lab?data=moons&net=16x2&batch=64&steps=50&run=1&samples=256";

#[tokio::test]
async fn without_an_adapter_auto_trains_on_the_cpu_and_says_why() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{TINY}&device=auto"), 60).await;
    lab.wait_for("body", "data-device", "cpu", 1).await;
    let reason = lab.text("[data-device-reason]").await;
    assert!(reason.contains("WebGPU"), "the reason shown is {reason:?}");
    assert!(!lab.site.was_asked_for("worker_gpu"), "the GPU program was fetched for nothing");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_software_adapter_is_refused_by_auto_with_the_reason() {
    let lab = Lab::start(Gpu::Software).await;
    lab.run(&format!("{TINY}&device=auto"), 90).await;
    lab.wait_for("body", "data-device", "cpu", 1).await;
    assert_ne!(lab.text("[data-device-reason]").await, "");
}

#[tokio::test]
async fn a_forced_webgpu_that_is_not_there_ends_in_a_sentence() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(&format!("{TINY}&device=webgpu")).await;
    let notice = lab.wait_for_notice(60).await;
    assert!(notice.contains("WebGPU"), "{notice}");
    let state = lab.attr(LAB, "data-state").await;
    assert!(state.is_some(), "the page is gone");
}
