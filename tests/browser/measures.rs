//! Measurements for a person to read; they run by `cargo xtask bench page`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;
use crate::lecture::wait_until;

const DEFAULT_RUN: &str = "#/lab?device=cpu";
const LONG_TASKS: &str = "self.longTasks = []; new PerformanceObserver((list) => \
    self.longTasks.push(...list.getEntries())).observe({ entryTypes: ['longtask'] })";

/// Every long task with its start after the click, and the measures of ours within it.
const LONG_TASKS_NAMED: &str = "const of = performance.getEntriesByType('measure'); \
    return self.longTasks.map((task) => { const end = task.startTime + task.duration; \
    const inside = of.filter((e) => task.startTime <= e.startTime && e.startTime < end) \
    .map((e) => `${e.name} ${e.duration.toFixed(0)}`); \
    return `${task.duration} ms at ${((task.startTime - self.clickedAt) / 1000).toFixed(1)} s \
(${inside.join(', ')})` }).join('\\n')";

/// Median and largest duration of every kind of performance measure of the page.
const MARKS: &str = "const kinds = {}; \
    for (const e of performance.getEntriesByType('measure')) (kinds[e.name] ??= []).push(e.duration); \
    return Object.entries(kinds).map(([name, all]) => { all.sort((a, b) => a - b); \
    return `${name}: median ${all[all.length >> 1].toFixed(2)} ms, most ${all.at(-1).toFixed(2)} ms, \
of ${all.length}` }).join('\\n')";

/// Layers that the page offers.
const LAYERS: &str =
    "return [...document.querySelectorAll('[data-figure=lab] [name=view]')].map((e) => e.value)";

/// Turns on the layers that are named, and all others off.
const ONLY: &str = "for (const e of document.querySelectorAll('[data-figure=lab] [name=view]')) \
    if (e.checked !== arguments[0].includes(e.value)) e.click()";

/// Median duration of every kind of performance measure of the page.
const MEDIANS: &str = "const kinds = {}; \
    for (const e of performance.getEntriesByType('measure')) (kinds[e.name] ??= []).push(e.duration); \
    for (const all of Object.values(kinds)) all.sort((a, b) => a - b); \
    return Object.fromEntries(Object.entries(kinds).map(([name, all]) => [name, all[all.length >> 1]]))";

#[tokio::test]
#[ignore = "a measurement, not a test: cargo xtask bench page"]
async fn measure_the_default_run() {
    default_run(&[]).await;
}

#[tokio::test]
#[ignore = "pictures, not a test: cargo xtask bench page"]
async fn measure_how_the_samples_look_on_the_way() {
    default_run(&[1, 5, 10]).await;
}

/// One run, with pictures after so many seconds; a picture holds the page up.
async fn default_run(pictures: &[u32]) {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(DEFAULT_RUN).await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    sleep(Duration::from_secs(2)).await;
    lab.script(LONG_TASKS, vec![]).await;
    lab.script("self.clickedAt = performance.now()", vec![]).await;
    let start = Instant::now();
    lab.click("train").await;
    let mut next_picture = pictures.iter().copied().peekable();
    let mut reached = None;
    while lab.attr(LAB, "data-state").await.as_deref() != Some("done") {
        let secs = start.elapsed().as_secs_f64();
        assert!(secs < 180.0, "the default run takes more than three minutes");
        if next_picture.peek().is_some_and(|at| f64::from(*at) <= secs) {
            picture(&lab, next_picture.next().unwrap_or_default()).await;
        }
        if reached.is_none() && ratio(&lab).await.is_some_and(|ratio| ratio <= 1.3) {
            reached = Some(secs);
        }
        sleep(Duration::from_millis(100)).await;
    }
    let done = start.elapsed().as_secs_f64();
    let speed = lab.attr("output[data-metric=steps_per_s]", "data-value").await;
    println!("sliced W2 at 1.3 noise levels after {reached:?} s; done after {done:.1} s");
    println!("steps per second: {speed:?}; sliced W2 at the end: {:?} levels", ratio(&lab).await);
    let long = lab.script(LONG_TASKS_NAMED, vec![]).await;
    println!("tasks over 50 ms while training:\n{}", long.as_str().unwrap_or_default());
    let marks = lab.script(MARKS, vec![]).await;
    println!("{}", marks.as_str().unwrap_or_default());
}

/// While 2 x 5,000 samples and 2,000 points of data play, on a plain and on a dense screen.
#[tokio::test]
#[ignore = "a measurement, not a test: cargo xtask bench page"]
async fn measure_the_paint_of_5000_particles() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run("#/lab?steps=300&samples=5000&run=1&device=cpu", 120).await;
    sleep(Duration::from_secs(6)).await; // it plays once by itself
    for density in [1, 2] {
        let size = json!({
            "width": 1280, "height": 900, "deviceScaleFactor": density, "mobile": false,
        });
        lab.developer_tools("Emulation.setDeviceMetricsOverride", size).await;
        sleep(Duration::from_secs(1)).await;
        lab.script("performance.clearMeasures()", vec![]).await;
        lab.click("play").await;
        sleep(Duration::from_secs(5)).await;
        let marks = lab.script(MARKS, vec![]).await;
        println!("{density} pixels a CSS pixel:\n{}", marks.as_str().unwrap_or_default());
    }
}

/// A redraw of the Lab by layer, each alone on both maps of 5,000 particles, at
/// rest and while time plays, on a plain and on a dense screen.
#[tokio::test]
#[ignore = "a measurement, not a test: cargo xtask bench page"]
async fn measure_a_redraw_by_layer() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run("#/lab?steps=300&samples=5000&run=1&device=cpu", 120).await;
    sleep(Duration::from_secs(6)).await; // it plays once by itself
    let layers = lab.script(LAYERS, vec![]).await;
    let layers: Vec<&str> =
        layers.as_array().expect("chips").iter().filter_map(Value::as_str).collect();
    println!("median ms of scene + paint while 2 x 5,000 samples play");
    println!("{:12}{:>22}{:>22}", "layer", "1 pixel a CSS pixel", "2 pixels");
    for layer in layers {
        // The exact flow is the second map: it is there whatever is drawn on both.
        lab.script(ONLY, vec![json!([layer, "exact"])]).await;
        sleep(Duration::from_secs(3)).await; // films of fields take a while
        let mut cells = String::new();
        for density in [1, 2] {
            let size = json!({
                "width": 1280, "height": 900, "deviceScaleFactor": density, "mobile": false,
            });
            lab.developer_tools("Emulation.setDeviceMetricsOverride", size).await;
            sleep(Duration::from_secs(1)).await;
            lab.script("performance.clearMeasures()", vec![]).await;
            lab.click("play").await;
            sleep(Duration::from_secs(5)).await;
            let times = lab.script(MEDIANS, vec![]).await;
            let [scene, paint] = ["scene", "paint"].map(|name| times[name].as_f64().unwrap_or(0.0));
            let _ = write!(cells, "{:>22}", format!("{scene:.1} + {paint:.1}"));
        }
        println!("{layer:12}{cells}");
    }
}

/// Every preset after its run, for a person to compare with its sentence.
#[tokio::test]
#[ignore = "pictures, not a test: cargo xtask bench page"]
async fn measure_presets_after_their_run() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/").await;
    sleep(Duration::from_secs(2)).await;
    let links =
        "return [...document.querySelectorAll('.preset a')].map((a) => a.getAttribute('href'))";
    let links = lab.script(links, vec![]).await;
    let links = links.as_array().expect("a list");
    assert!(!links.is_empty(), "no preset is on the first page");
    for (idx, link) in links.iter().enumerate() {
        let link = link.as_str().expect("a link");
        let joint = if link.contains('?') { '&' } else { '?' };
        lab.open(&format!("{link}{joint}run=1&device=cpu")).await;
        // One of them diverges, and says so.
        let has_ended = "return ['done', 'failed'].includes(\
            document.querySelector('[data-figure=lab]')?.dataset.state)";
        wait_until(&lab, has_ended, 180).await;
        sleep(Duration::from_secs(2)).await;
        let shot = lab.client.screenshot().await.expect("a screenshot");
        println!("preset-{idx}.png: {link}");
        keep(&shot, &format!("preset-{idx}.png"));
    }
}

async fn ratio(lab: &Lab) -> Option<f64> {
    let value = async |name: &str| -> Option<f64> {
        let css = format!("{LAB} output[data-metric={name}]");
        lab.attr(&css, "data-value").await?.parse().ok()
    };
    Some(value("sliced_w2").await? / value("sliced_w2_noise").await?)
}

async fn picture(lab: &Lab, secs: u32) {
    let shot = lab.client.screenshot().await.expect("a screenshot");
    keep(&shot, &format!("training-{secs}s.png"));
}

fn keep(picture: &[u8], name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shots");
    fs::create_dir_all(&folder).expect("shots/ can be written to");
    fs::write(folder.join(name), picture).expect("shots/ can be written to");
}
