//! Pictures for a person to look at, and the faults of a layout that a program can see.
//!
//! The pictures go to `shots/`, which git ignores.

use std::fs;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

const FINISHED: &str = "#/lab?data=moons&net=64x3&batch=256&steps=1500&run=1&device=cpu&seed=1";
const WIDTHS: [u32; 2] = [1280, 360];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Link keys that have a control in the Lab.
const KEYS: [&str; 12] = [
    "data", "path", "net", "act", "batch", "lr", "steps", "solver", "n", "samples", "seed",
    "device",
];

/// Sets the window's width and the preferred colours.
async fn dress(lab: &Lab, width: u32, scheme: &str) {
    let height = if width < 600 { 740 } else { 900 };
    let size = json!({
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
    });
    lab.developer_tools("Emulation.setDeviceMetricsOverride", size).await;
    let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    lab.developer_tools("Emulation.setEmulatedMedia", scheme).await;
    sleep(Duration::from_millis(700)).await; // canvases follow in the next frames
}

/// Saves the whole page, not only what is in view.
async fn save(lab: &Lab, name: &str) {
    let params = json!({ "format": "png", "captureBeyondViewport": true });
    let shot = lab.developer_tools("Page.captureScreenshot", params).await;
    let encoded = shot["data"].as_str().expect("a screenshot");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shots");
    fs::create_dir_all(&folder).expect("shots/ can be written to");
    let picture = STANDARD.decode(encoded).expect("a screenshot in base64");
    fs::write(folder.join(name), picture).expect("shots/ can be written to");
}

/// Pixels by which the page is wider than its window, and what sticks out.
async fn overflow(lab: &Lab) -> String {
    let script = "const w = document.documentElement.clientWidth; \
        if (document.documentElement.scrollWidth <= w) return ''; \
        return [...document.querySelectorAll('body *')] \
        .filter((e) => w + 1 < e.getBoundingClientRect().right) \
        .map((e) => `${e.tagName}.${e.className} to ${e.getBoundingClientRect().right}`) \
        .slice(0, 5).join('; ') || 'the page'";
    lab.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

async fn look_at(lab: &Lab, page: &str) {
    let mut wide = Vec::new();
    for width in WIDTHS {
        for scheme in SCHEMES {
            dress(lab, width, scheme).await;
            save(lab, &format!("{page}-{width}-{scheme}.png")).await;
            let sticking_out = overflow(lab).await;
            if !sticking_out.is_empty() {
                wide.push(format!("{page} at {width}: {sticking_out}"));
            }
        }
    }
    assert!(wide.is_empty(), "sideways scrolling: {wide:?}");
}

#[tokio::test]
async fn home_fits_a_phone_and_a_screen_in_light_and_dark() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/").await;
    lab.wait_for("[data-figure]", "data-state", "running", 20).await;
    look_at(&lab, "home").await;
}

#[tokio::test]
async fn a_finished_lab_fits_a_phone_and_a_screen_in_light_and_dark() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(FINISHED, 120).await;
    look_at(&lab, "lab").await;
}

#[tokio::test]
async fn every_key_has_a_control_and_every_control_a_label() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    let script = "return [...document.querySelectorAll('[data-figure=lab] :is(input, select, textarea)')] \
        .filter((e) => !(e.labels?.length || e.ariaLabel)).map((e) => e.outerHTML.slice(0, 80))";
    assert_eq!(lab.script(script, vec![]).await, json!([]));
    let missing = "return [...arguments].filter((name) => \
        !document.querySelector(`[data-figure=lab] [name=${name}]`))";
    let keys = KEYS.map(|key| json!(key)).to_vec();
    assert_eq!(lab.script(missing, keys).await, json!([]));
    let unnamed = "return [...document.querySelectorAll('button')] \
        .filter((e) => !(e.textContent.trim() || e.ariaLabel || e.title)).map((e) => e.outerHTML.slice(0, 80))";
    assert_eq!(lab.script(unnamed, vec![]).await, json!([]));
}
