//! Training on a software WebGPU adapter against training on the CPU.

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;

const LINK: &str = "#/lab?data=moons&net=16x2&batch=64&steps=100&seed=5&run=1&samples=256";

#[tokio::test]
async fn a_tiny_network_loses_the_same_on_webgpu_as_on_the_cpu() {
    let lab = Lab::start(Gpu::Software).await;
    lab.run(&format!("{LINK}&device=cpu"), 60).await;
    let on_cpu = lab.losses().await;
    drop(lab);

    let lab = Lab::start(Gpu::Software).await;
    lab.run(&format!("{LINK}&device=webgpu-force"), 400).await;
    lab.wait_for("body", "data-device", "webgpu", 1).await;
    let on_gpu = lab.losses().await;

    assert_eq!((on_cpu.len(), on_gpu.len()), (100, 100));
    for (step, (cpu, gpu)) in on_cpu.iter().zip(&on_gpu).enumerate() {
        let apart = (cpu - gpu).abs() / cpu.abs();
        assert!(apart <= 1e-4, "step {step}: {cpu} on the CPU, {gpu} on WebGPU");
    }
}
