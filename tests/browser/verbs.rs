//! Train, pause, step, reset, stop.

use std::time::Duration;

use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

const LINK: &str = "#/lab?data=moons&net=64x3&batch=256&steps=4000&samples=500&device=cpu&seed=3";

/// Trains until some steps are made, whatever the machine's speed.
async fn train_a_while(lab: &Lab) {
    lab.click("train").await;
    lab.wait_for(LAB, "data-state", "running", 20).await;
    let made = "return document.querySelector('[data-figure=lab] progress').value";
    for _ in 0..600 {
        if lab.script(made, vec![]).await.as_f64().is_some_and(|made| 50.0 < made) {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("no steps within 30 s");
}

#[tokio::test]
async fn a_paused_run_rests_steps_once_and_ends_as_if_never_paused() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{LINK}&run=1"), 90).await;
    let undisturbed = lab.losses().await;
    assert_eq!(undisturbed.len(), 4000);

    lab.open(LINK).await;
    train_a_while(&lab).await;
    lab.click("pause").await;
    sleep(Duration::from_secs(1)).await;
    let n_paused = lab.losses().await.len();
    assert!(0 < n_paused && n_paused < 4000, "paused after {n_paused} steps");
    sleep(Duration::from_secs(1)).await;
    assert_eq!(lab.losses().await.len(), n_paused, "it went on while paused");

    lab.click("step").await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(lab.losses().await.len(), n_paused + 1);

    lab.click("train").await;
    lab.wait_for(LAB, "data-state", "done", 90).await;
    assert_eq!(lab.losses().await, undisturbed);
}

#[tokio::test]
async fn stop_ends_a_run_and_reset_forgets_it() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{LINK}&run=1"), 90).await;
    let undisturbed = lab.losses().await;

    lab.open(LINK).await;
    train_a_while(&lab).await;
    lab.click("stop").await;
    sleep(Duration::from_secs(2)).await;
    assert_ne!(lab.attr(LAB, "data-state").await.as_deref(), Some("running"));
    assert_eq!(lab.attr("body", "data-worker").await.as_deref(), Some("ready"));

    lab.click("reset").await;
    lab.wait_for(LAB, "data-state", "idle", 10).await;
    lab.click("train").await;
    lab.wait_for(LAB, "data-state", "done", 90).await;
    assert_eq!(lab.losses().await, undisturbed, "the run after a reset is the run of the link");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}
