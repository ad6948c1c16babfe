//! What a lecturer's link hides, and the presenter view.

use std::time::Duration;

use fantoccini::actions::InputSource;
use fantoccini::actions::KeyAction;
use fantoccini::actions::KeyActions;
use fantoccini::key::Key;
use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

/// Presses a key where the focus is.
pub(crate) async fn press(lab: &Lab, key: char) {
    let keys = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value: key })
        .then(KeyAction::Up { value: key });
    lab.client.perform_actions(keys).await.expect("a key can be pressed");
}

async fn has(lab: &Lab, css: &str) -> bool {
    lab.script("return !!document.querySelector(arguments[0])", vec![json!(css)]).await
        == json!(true)
}

async fn is_in_view(lab: &Lab, css: &str) -> bool {
    let script = "return !!document.querySelector(arguments[0])?.checkVisibility()";
    lab.script(script, vec![json!(css)]).await == json!(true)
}

#[tokio::test]
async fn named_controls_are_hidden_and_stay_so_in_the_link() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?data=gmm5&hide=data,net,seed").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    for key in ["data", "net", "seed"] {
        assert!(!has(&lab, &format!("{LAB} [name={key}]")).await, "{key}");
    }
    assert!(has(&lab, &format!("{LAB} [name=n]")).await);
    assert_eq!(lab.notices().await, "");
    sleep(Duration::from_secs(1)).await;
    let hash = lab.script("return location.hash", vec![]).await;
    assert_eq!(hash, json!("#/lab?data=gmm5&hide=data,net,seed"));
}

#[tokio::test]
async fn all_hides_every_control_and_leaves_time_and_the_run() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/figure/lab?hide=all").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    let names = "return [...document.querySelectorAll('[data-figure=lab] :is(input, select)')] \
                 .map((e) => e.name)";
    assert_eq!(lab.script(names, vec![]).await, json!(["t", "speed"]));
    assert!(has(&lab, &format!("{LAB} button[name=train]")).await);
    assert!(!is_in_view(&lab, ".header").await);
}

#[tokio::test]
async fn arrow_keys_and_space_move_a_presenters_time() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/figure/lab?t=0.5&present=1").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    assert!(!is_in_view(&lab, ".card-controls").await && !is_in_view(&lab, ".card-notice").await);
    let t = "return Number(document.querySelector('[data-figure=lab] [name=t]').value)";
    for (key, value) in [(Key::Right, 0.55), (Key::Right, 0.6), (Key::Left, 0.55)] {
        press(&lab, char::from(key)).await;
        assert_eq!(lab.script(t, vec![]).await.as_f64(), Some(value));
    }
    press(&lab, ' ').await;
    sleep(Duration::from_millis(600)).await;
    let moved = lab.script(t, vec![]).await.as_f64().unwrap_or(0.0);
    assert!(0.55 < moved, "{moved}");
}
