//! No adapter, or one that is forced: the device is chosen, and the reason shown.

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;

const TINY: &str = "#/lab?data=moons&net=16x2&batch=64&steps=50&run=1&samples=256";

#[tokio::test]
async fn without_an_adapter_auto_trains_on_the_cpu_and_says_why() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{TINY}&device=auto"), 60).await;
    lab.wait_for("body", "data-device", "cpu", 1).await;
    let reason = lab.device_reason().await;
    assert!(reason.contains("GPU"), "the reason shown is {reason:?}");
    assert!(!lab.site.was_asked_for("worker_gpu"), "the GPU program was fetched for nothing");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_software_adapter_is_refused_by_auto_with_the_reason() {
    let lab = Lab::start(Gpu::Software).await;
    lab.run(&format!("{TINY}&device=auto"), 90).await;
    lab.wait_for("body", "data-device", "cpu", 1).await;
    let reason = lab.device_reason().await;
    assert!(reason.contains("software"), "the reason shown is {reason:?}");
    assert!(!lab.site.was_asked_for("worker_gpu"), "the GPU program was fetched for nothing");
}

#[tokio::test]
async fn a_webgpu_that_was_asked_for_and_is_not_there_is_explained() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{TINY}&device=webgpu"), 60).await;
    lab.wait_for("body", "data-device", "cpu", 1).await;
    let reason = lab.device_reason().await;
    assert!(reason.contains("GPU"), "the reason shown is {reason:?}");
}
