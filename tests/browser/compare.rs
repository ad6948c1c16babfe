//! Two experiments beside each other, and samples that go back to the noise.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

/// The card of two experiments.
const BOTH: &str = "[data-figure=compare]";

/// A run of a second or two.
const QUICK: &str = "data=gmm5&net=16x2&batch=64&steps=300&samples=300&device=cpu&seed=5";

/// Presses the button of that name on the card of both.
async fn press(lab: &Lab, name: &str) {
    let script = "document.querySelector(`${arguments[0]} button[name=${arguments[1]}]`).click()";
    lab.script(script, vec![json!(BOTH), json!(name)]).await;
}

/// Chooses from the menu that fits.
async fn choose(lab: &Lab, css: &str, value: &str) {
    let script = "const menu = document.querySelector(arguments[0]); menu.value = arguments[1]; \
                  menu.dispatchEvent(new Event('change', { bubbles: true }))";
    lab.script(script, vec![json!(css), json!(value)]).await;
    sleep(Duration::from_millis(200)).await;
}

/// A number of one side.
async fn number(lab: &Lab, name: &str, side: &str) -> f64 {
    let css = format!("{BOTH} output[data-metric={name}][data-side={side}]");
    let raw = lab.attr(&css, "data-value").await;
    raw.as_deref().and_then(|raw| raw.parse().ok()).unwrap_or_else(|| panic!("{css}: {raw:?}"))
}

async fn hash(lab: &Lab) -> String {
    // The address is written when settings rest.
    sleep(Duration::from_secs(1)).await;
    lab.script("return location.hash", vec![]).await.as_str().unwrap_or_default().to_owned()
}

async fn cursor(lab: &Lab, figure: &str) -> f64 {
    let script = "return Number(document.querySelector(`${arguments[0]} [name=t]`).value)";
    lab.script(script, vec![json!(figure)]).await.as_f64().expect("a time")
}

#[tokio::test]
async fn both_train_on_one_line_of_time_and_their_link_restores_everything() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(&format!("#/lab?{QUICK}")).await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    lab.click("compare").await;
    lab.wait_for(BOTH, "data-state", "idle", 20).await;
    assert!(lab.attr(LAB, "data-state").await.is_none(), "the Lab's card has made room");

    choose(&lab, &format!("{BOTH} [name=differ]"), "path").await;
    choose(&lab, &format!("{BOTH} [data-side=b] [name=path]"), "sqrt").await;
    let said = lab.text(&format!("{BOTH} [data-differences]")).await;
    assert!(said.contains("path Square root instead of Straight (CondOT)"), "{said}");
    let n_cursors = "return document.querySelectorAll('[name=t], [name=seed]').length";
    assert_eq!(lab.script(n_cursors, vec![]).await, json!(2), "one time and one seed for both");

    press(&lab, "train").await;
    lab.wait_for(BOTH, "data-state", "running", 20).await;
    lab.wait_for(BOTH, "data-state", "done", 120).await;
    let mut found = Vec::new();
    for name in ["loss", "sliced_w2", "field_error"] {
        for side in ["a", "b"] {
            found.push((name, side, number(&lab, name, side).await));
        }
    }
    assert!(found[0].2 < found[1].2, "the smallest loss of sqrt is the larger one: {found:?}");
    let css = format!("{BOTH} [data-metric=sliced_w2_difference]");
    let difference = lab.attr(&css, "data-value").await;
    let difference: f64 = difference.and_then(|raw| raw.parse().ok()).expect("a difference");
    assert!((difference - (found[3].2 - found[2].2)).abs() < 1e-12);

    let link = hash(&lab).await;
    assert!(link.starts_with("#/compare?a=") && link.contains("&b="), "{link}");
    lab.open(&format!("{link}&run=1")).await;
    lab.wait_for(BOTH, "data-state", "done", 120).await;
    for (name, side, value) in found {
        let again = number(&lab, name, side).await;
        assert_eq!(again.to_bits(), value.to_bits(), "{name} of {side}: {again} is not {value}");
    }
    assert_eq!(lab.notices().await, "");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn swapping_and_leaving_keep_what_was_learned() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/compare?a=steps%3D300&b=steps%3D200%26net%3D8x1&samples=300&device=cpu&run=1")
        .await;
    lab.wait_for(BOTH, "data-state", "done", 120).await;
    let of_b = number(&lab, "loss", "b").await;
    press(&lab, "swap").await;
    sleep(Duration::from_millis(500)).await;
    assert_eq!(number(&lab, "loss", "a").await.to_bits(), of_b.to_bits());
    let said = lab.text(&format!("{BOTH} [data-differences]")).await;
    assert!(said.contains("network 64x3 instead of 8x1"), "{said}");

    press(&lab, "leave").await;
    lab.wait_for(LAB, "data-state", "done", 10).await;
    assert_eq!(lab.metric("loss").await.to_bits(), of_b.to_bits());
    let link = hash(&lab).await;
    assert!(link.starts_with("#/lab?") && link.contains("net=8x1"), "{link}");

    lab.click("compare").await;
    lab.wait_for(BOTH, "data-state", "done", 10).await;
    press(&lab, "leave").await;
    lab.wait_for(LAB, "data-state", "done", 10).await;
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_both_share_is_changed_for_both_and_a_copy_is_alike() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/compare?a=data%3Dgmm5&b=data%3Dgmm5%26n%3D5&seed=3").await;
    lab.wait_for(BOTH, "data-state", "idle", 20).await;
    choose(&lab, &format!("{BOTH} .shared [name=data]"), "spiral").await;
    assert_eq!(hash(&lab).await, "#/compare?a=data%3Dspiral&b=data%3Dspiral%26n%3D5&seed=3");
    choose(&lab, &format!("{BOTH} [name=differ]"), "source").await;
    choose(&lab, &format!("{BOTH} [data-side=b] [name=source]"), "moons").await;
    let link = hash(&lab).await;
    assert!(link.contains("source%3Dmoons%26path%3Dlinear"), "{link}");
    press(&lab, "copy-a-to-b").await;
    assert_eq!(hash(&lab).await, "#/compare?a=data%3Dspiral&seed=3");
    let said = lab.text(&format!("{BOTH} [data-differences]")).await;
    assert!(said.contains("alike"), "{said}");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_flow_runs_back_to_the_noise_and_is_compared_with_it() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("#/lab?{QUICK}&dir=backward&run=1"), 90).await;
    let (distance, level) =
        (lab.metric("sliced_w2_source").await, lab.metric("sliced_w2_source_noise").await);
    // 300 steps learn roughly; what starts as data ends far nearer to N(0, I).
    assert!(0.0 < level && distance < 3.0, "{distance} {level}");
    let to_data = lab.attr(&format!("{LAB} output[data-metric=sliced_w2]"), "data-value").await;
    assert_eq!(to_data, None, "no distance to the data on the way back");

    sleep(Duration::from_secs(6)).await; // it plays once by itself
    lab.click("play").await;
    sleep(Duration::from_millis(500)).await;
    let early = cursor(&lab, LAB).await;
    sleep(Duration::from_millis(800)).await;
    let late = cursor(&lab, LAB).await;
    assert!(late < early && early < 1.0, "time runs backward: {early}, then {late}");

    let has = "return !!document.querySelector('[data-figure=lab] [name=dir]')";
    assert_eq!(lab.script(has, vec![]).await, json!(true));
    choose(&lab, &format!("{LAB} [name=solver]"), "em").await;
    assert!(lab.wait_for_notice(5).await.contains("from noise to data only"));
    assert_eq!(lab.script(has, vec![]).await, json!(false));
}

#[tokio::test]
async fn who_comes_back_finds_the_settings_and_is_told_of_the_network() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(&format!("#/lab?{QUICK}")).await;
    lab.click("train").await;
    lab.wait_for(LAB, "data-state", "done", 60).await;
    let link = hash(&lab).await;
    lab.script("location.hash = '#/'", vec![]).await;
    sleep(Duration::from_secs(1)).await;
    lab.script("history.back()", vec![]).await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    assert!(lab.wait_for_notice(5).await.contains("was not kept"));
    assert_eq!(hash(&lab).await, link);
}
