//! Shipped weights and weights of a reader's file: shown at once, trained on, refused.

use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;
use crate::harness::patch::Patched;

const SHIPPED: &str = "#/lab?data=gmm5&path=sqrt&net=64x4&batch=1000&steps=50&init=gmm5-flow\
                       &samples=500&device=cpu&seed=5";

/// The smallest loss of that link for t in [0.001, 0.999]: the integral over
/// [0, 0.999] of the reference table, 20.3575, less 0.001 of the data's
/// variance 102 at `t = 0`, over 0.998.
const FLOOR: f64 = (20.3575 - 0.102) / 0.998;

const SMALL: &str = "#/lab?data=gmm5&net=16x2&batch=64&steps=200&samples=200&n=8&device=cpu&seed=4";

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[tokio::test]
async fn a_shipped_network_shows_at_once_and_training_goes_on_from_it() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(SHIPPED, 60).await;
    let distance = lab.metric("sliced_w2").await;
    assert!(distance / lab.metric("sliced_w2_noise").await < 3.0, "{distance}");
    assert!(lab.metric("field_error").await < 1.0);
    assert!((lab.metric("loss").await / FLOOR - 1.0).abs() < 0.05);
    assert_eq!(lab.notices().await, "");

    lab.click("train").await;
    lab.wait_for(LAB, "data-state", "running", 20).await;
    lab.wait_for(LAB, "data-state", "done", 60).await;
    let losses = lab.losses().await;
    assert_eq!(losses.len(), 50);
    // A fresh network would begin at a loss of about 105.
    assert!((mean(&losses) / FLOOR - 1.0).abs() < 0.1, "{losses:?}");

    lab.click("reset").await;
    lab.wait_for(LAB, "data-state", "done", 60).await;
    assert_eq!(lab.metric("sliced_w2").await.to_bits(), distance.to_bits());

    lab.run(&format!("{SHIPPED}&run=1"), 60).await;
    assert_eq!(lab.losses().await, losses, "the same link gives the same numbers");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn shipped_weights_that_are_missing_or_damaged_end_in_one_sentence() {
    let file = "weights/gmm5-flow.safetensors";
    let missing = Patched::copy().remove(file);
    let damaged = Patched::copy().truncate(file);
    for (page, says) in [(missing, "could not be fetched"), (damaged, "can not be used")] {
        let lab = Lab::start_with(Gpu::Absent, page.path()).await;
        lab.open(SHIPPED).await;
        lab.wait_for(LAB, "data-state", "failed", 60).await;
        let notice = lab.notices().await;
        assert!(notice.contains(says) && !notice.contains('\n'), "{notice}");
    }
}

#[tokio::test]
async fn a_link_that_the_weights_do_not_fit_starts_fresh_and_says_so() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?data=gmm5&net=32x2&init=gmm5-flow&device=cpu").await;
    let notice = lab.wait_for_notice(20).await;
    assert!(notice.contains("fresh weights are used"), "{notice}");
    lab.wait_for(LAB, "data-state", "idle", 20).await;
}

#[tokio::test]
async fn weights_chosen_in_the_menu_bring_their_network_and_leave_with_it() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?samples=200&n=8&device=cpu").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    choose(&lab, "init", "spiral").await;
    lab.wait_for(LAB, "data-state", "done", 60).await;
    assert_eq!(shown(&lab, &["data", "net", "init"]).await, json!(["spiral", "128x3", "spiral"]));
    assert!(lab.metric("field_error").await < 1.0);
    assert_eq!(lab.notices().await, "");

    choose(&lab, "data", "circles").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    assert_eq!(shown(&lab, &["data", "net", "init"]).await, json!(["circles", "128x3", "fresh"]));
    let notices = lab.notices().await;
    assert!(notices.contains("fresh weights are used") && !notices.contains('\n'), "{notices}");
}

/// Chooses in a menu of the Lab.
async fn choose(lab: &Lab, name: &str, value: &str) {
    let script = "const menu = document.querySelector(`[data-figure=lab] [name=${arguments[0]}]`); \
                  menu.value = arguments[1]; \
                  menu.dispatchEvent(new Event('change', { bubbles: true }))";
    lab.script(script, vec![json!(name), json!(value)]).await;
}

/// Values of controls of the Lab.
async fn shown(lab: &Lab, names: &[&str]) -> Value {
    let script = "return arguments[0].map((name) => \
                  document.querySelector(`[data-figure=lab] [name=${name}]`)?.value)";
    lab.script(script, vec![json!(names)]).await
}

#[tokio::test]
async fn saved_weights_are_loaded_back_and_show_what_they_showed() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{SMALL}&run=1"), 60).await;
    let names = ["loss", "sliced_w2", "field_error"];
    let mut before = Vec::new();
    for name in names {
        before.push(lab.metric(name).await);
    }
    let samples = lab.samples_csv().await;
    let file = lab.saved_by("export-weights").await;

    lab.open("#/lab?data=spiral&samples=200&n=8&device=cpu").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    lab.load("load-weights", "mine.safetensors", &file).await;
    lab.wait_for(LAB, "data-state", "done", 60).await;
    for (name, before) in names.into_iter().zip(before) {
        let after = lab.metric(name).await;
        assert!((after / before - 1.0).abs() < 1e-6, "{name}: {after}, was {before}");
    }
    assert!(lab.samples_csv().await == samples, "other samples");
    let names = ["data", "net", "steps", "seed"];
    assert_eq!(shown(&lab, &names).await, json!(["gmm5", "16x2", "200", "4"]));

    lab.load("load-weights", "broken.safetensors", &file[..file.len() / 2]).await;
    let mut notice = String::new();
    for _ in 0..100 {
        notice = lab.notices().await;
        if notice.contains("can not be shown") {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    assert!(notice.contains("can not be shown"), "{notice}");
    assert_eq!(lab.attr(LAB, "data-state").await.as_deref(), Some("done"));
    assert_eq!(lab.errors().await, Vec::<String>::new());
}
