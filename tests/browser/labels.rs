//! A network that is told labels draws the one that it is asked for, guided or not.

use serde_json::json;

use crate::harness::cloud;
use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

const SHIPPED: &str = "#/lab?data=gmm5&cond=on&init=gmm5-labels&label=1&w=3&samples=500&device=cpu";

/// Mean of the smallest loss for t in [0.001, 0.999] with one label in ten
/// dropped: of one unit Gaussian the integral of `2/(t^2 + (1 - t)^2)`, which is
/// `4 atan(0.998)`, and of all five that of the reference table.
fn floor() -> f64 {
    (0.9 * 4.0 * 0.998_f64.atan() + 0.1 * (18.1940 - 0.102)) / 0.998
}

/// How many samples are nearest to the middle of each of the five Gaussians.
async fn counts(lab: &Lab) -> [usize; 5] {
    let mut counts = [0; 5];
    for [x, y] in cloud::cloud_of(&lab.samples_csv().await) {
        let turn = y.atan2(x) / std::f64::consts::TAU * 5.0;
        counts[turn.round().rem_euclid(5.0) as usize] += 1;
    }
    counts
}

async fn set(lab: &Lab, name: &str, value: &str) {
    let script = "const field = document.querySelector(`[data-figure=lab] [name=${arguments[0]}]`); \
                  field.value = arguments[1]; \
                  for (const kind of ['input', 'change']) \
                  field.dispatchEvent(new Event(kind, { bubbles: true }))";
    lab.script(script, vec![json!(name), json!(value)]).await;
}

#[tokio::test]
async fn one_network_draws_the_label_that_is_asked_for_and_without_one_all() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(SHIPPED, 60).await;
    assert_eq!(counts(&lab).await, [0, 500, 0, 0, 0]);
    assert_eq!(lab.metric("nfe").await.round() as u32, 80, "Heun's 40 calls, of two fields");

    lab.run(&SHIPPED.replace("label=1&w=3", "label=4&w=1"), 60).await;
    let given = counts(&lab).await;
    assert!(495 <= given[4], "{given:?}");
    let ratio = lab.metric("sliced_w2").await / lab.metric("sliced_w2_noise").await;
    assert!(ratio < 3.0, "{ratio} noise levels");

    set(&lab, "w", "0").await;
    lab.wait_for(LAB, "data-state", "done", 60).await;
    let all = counts(&lab).await;
    // A fifth each, within four standard errors of 500 draws and a little.
    assert!(all.iter().all(|n| (55..=145).contains(n)), "{all:?}");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn labels_are_learned_in_the_page_down_to_their_floor() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = "#/lab?data=gmm5&cond=on&batch=512&steps=1500&lr=0.003&decay=cosine&samples=400&device=cpu&run=1";
    lab.run(link, 180).await;
    let (loss, least) = (lab.metric("loss").await, lab.metric("loss_floor").await);
    assert!((least / floor() - 1.0).abs() < 0.01, "{least}, not {}", floor());
    assert!((loss / least - 1.0).abs() < 0.25, "{loss} {least}");
    let counts = counts(&lab).await;
    assert!(390 <= counts[0], "{counts:?}");
}

#[tokio::test]
async fn labels_of_data_without_any_are_one_sentence() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?data=spiral&cond=on&w=3&device=cpu").await;
    let notice = lab.wait_for_notice(20).await;
    assert!(notice.contains("no labels") && !notice.contains('\n'), "{notice}");
    lab.wait_for(LAB, "data-state", "idle", 20).await;
}
