//! Workers that fall, hang or lose their device; programs that arrive broken.

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;
use crate::harness::patch::Patched;

/// Long enough that no machine has ended it when the worker is struck.
const LINK: &str =
    "#/lab?data=moons&net=64x3&batch=256&steps=12000&samples=500&run=1&device=cpu&seed=8";

/// Runs the link with a worker that this script strikes in its first life, four
/// seconds old, and wants the losses of an undisturbed run.
async fn check_recovery(fault: &str) {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(LINK, 120).await;
    let (undisturbed, loss) = (lab.losses().await, lab.metric("loss").await);
    drop(lab);

    let strike = format!("if (life === 0) setTimeout(() => {{ {fault} }}, 4000);");
    let page = Patched::copy().before_worker(&strike);
    let lab = Lab::start_with(Gpu::Absent, page.path()).await;
    lab.open(LINK).await;
    let notice = lab.wait_for_notice(60).await;
    println!("{fault}: {notice}");
    lab.wait_for(LAB, "data-state", "done", 180).await;
    assert_eq!(lab.metric("loss").await.to_bits(), loss.to_bits());
    assert_eq!(lab.losses().await, undisturbed);
}

#[tokio::test]
async fn a_worker_that_throws_is_replaced_and_ends_with_the_same_loss() {
    check_recovery("throw new Error('struck down')").await;
}

#[tokio::test]
async fn a_worker_that_hangs_is_replaced_and_ends_with_the_same_loss() {
    check_recovery("for (;;) {}").await;
}

#[tokio::test]
async fn a_worker_that_vanishes_is_replaced_and_ends_with_the_same_loss() {
    check_recovery("self.close()").await;
}

#[tokio::test]
async fn a_destroyed_device_hands_its_run_to_the_cpu() {
    let page = Patched::copy().before_worker(
        "const request = self.GPUAdapter?.prototype.requestDevice;
         if (request) GPUAdapter.prototype.requestDevice = async function (...args) {
           const device = await request.apply(this, args);
           new BroadcastChannel('fault').addEventListener('message', () => device.destroy());
           return device;
         };",
    );
    let lab = Lab::start_with(Gpu::Software, page.path()).await;
    lab.open("#/lab?data=moons&net=16x2&batch=64&steps=4000&run=1&device=webgpu-force&seed=8")
        .await;
    lab.wait_for("body", "data-device", "webgpu", 240).await;
    lab.script("new BroadcastChannel('fault').postMessage('destroy')", vec![]).await;
    lab.wait_for("body", "data-device", "cpu", 240).await;
    assert_ne!(lab.notices().await, "");
    lab.wait_for(LAB, "data-state", "done", 120).await;
    assert!(lab.metric("loss").await.is_finite());
}

#[tokio::test]
async fn a_worker_program_cut_off_in_its_middle_ends_in_one_sentence() {
    let page = Patched::copy().truncate("worker_cpu_bg.wasm");
    check_no_start(&page).await;
}

#[tokio::test]
async fn a_worker_program_that_is_missing_ends_in_one_sentence() {
    let page = Patched::copy().remove("worker_cpu.js");
    check_no_start(&page).await;
}

async fn check_no_start(page: &Patched) {
    let lab = Lab::start_with(Gpu::Absent, page.path()).await;
    lab.open(LINK).await;
    let notice = lab.wait_for_notice(60).await;
    assert!(notice.contains("could not be loaded"), "{notice}");
    assert!(!notice.contains('\n'), "more than one notice: {notice}");
    let state = lab.attr(LAB, "data-state").await;
    assert_ne!(state.as_deref(), Some("running"), "it still waits for a worker that cannot come");
}
