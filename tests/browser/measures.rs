//! Measurements for a person to read; they run by `cargo xtask bench page`.

use std::fs;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

const DEFAULT_RUN: &str = "#/lab?device=cpu";
const LONG_TASKS: &str = "self.longTasks = []; new PerformanceObserver((list) => \
    self.longTasks.push(...list.getEntries().map((e) => e.duration))).observe({ entryTypes: ['longtask'] })";

/// Median and largest duration of every kind of performance measure of the page.
const MARKS: &str = "const kinds = {}; \
    for (const e of performance.getEntriesByType('measure')) (kinds[e.name] ??= []).push(e.duration); \
    return Object.entries(kinds).map(([name, all]) => { all.sort((a, b) => a - b); \
    return `${name}: median ${all[all.length >> 1].toFixed(2)} ms, most ${all.at(-1).toFixed(2)} ms, \
of ${all.length}` }).join('\\n')";

#[tokio::test]
#[ignore = "a measurement, not a test: cargo xtask bench page"]
async fn measure_the_default_run() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(DEFAULT_RUN).await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    lab.script(LONG_TASKS, vec![]).await;
    let start = Instant::now();
    lab.click("train").await;
    let mut next_picture = [1, 5, 10].into_iter().peekable();
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
    println!(
        "long tasks while training, ms: {}",
        lab.script("return self.longTasks", vec![]).await
    );
    let marks = lab.script(MARKS, vec![]).await;
    println!("{}", marks.as_str().unwrap_or_default());
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shots");
    fs::create_dir_all(&folder).expect("shots/ can be written to");
    fs::write(folder.join(format!("training-{secs}s.png")), shot)
        .expect("shots/ can be written to");
}
