//! Images in the real page: drawn from shipped weights, trained, and what happens
//! without their files.

use crate::harness::driver::Gpu;
use crate::harness::exports::Table;
use crate::harness::lab::Lab;
use crate::harness::patch::Patched;

const GENERATE: &str = "[data-figure=generate-digits]";
const TRAIN: &str = "[data-figure=train-digits]";

/// A small grid of the small digits.
const GRID: &str = "#/figure/generate-digits?init=digits8&each=4&n=12&w=2";

#[tokio::test]
async fn a_grid_of_digits_from_shipped_weights_shows_what_was_asked_for() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(GRID).await;
    lab.wait_for(GENERATE, "data-state", "done", 180).await;
    let file = lab.saved_in(GENERATE, "export-csv").await;
    let table = Table::parse(&file);
    let (labels, judged) = (table.column("label"), table.column("judged"));
    assert_eq!(labels.len(), 40);
    let n_right = labels.iter().zip(&judged).filter(|(a, b)| (*a - *b).abs() < 0.5).count();
    assert!(36 <= n_right, "{n_right} of 40 show their label");
    // The number on the page is the file's.
    let said = figure_metric(&lab, GENERATE, "label_accuracy").await;
    assert!((said - n_right as f64 / 40.0).abs() < 1e-6, "{said}");
    // Pixels are of images, not of noise: most are black or nearly.
    let corner = table.column("pixel0");
    assert!(corner.iter().all(|v| *v < -0.5), "{corner:?}");
    // Not forty copies: as various as held-out digits within a third.
    let diversity = figure_metric(&lab, GENERATE, "diversity").await;
    let level = figure_metric(&lab, GENERATE, "diversity_noise").await;
    assert!(0.66 < diversity / level && diversity / level < 1.2, "{diversity} {level}");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_network_of_images_trains_in_the_page_stops_and_draws() {
    let lab = Lab::start(Gpu::Absent).await;
    // The Lab's own address for images leads to their bench.
    lab.open("#/lab?data=digits8&steps=2000&batch=16&each=1&n=4&run=1&device=cpu").await;
    lab.wait_for(TRAIN, "data-state", "running", 60).await;
    for _ in 0..200 {
        if figure_metric(&lab, TRAIN, "loss").await.is_finite() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    lab.click_in(TRAIN, "stop").await;
    lab.wait_for(TRAIN, "data-state", "done", 60).await;
    let loss = figure_metric(&lab, TRAIN, "loss").await;
    // The first loss is that of a network that says nothing: 64 pixels, each
    // with E u^2 = E z^2 + 1 below 2.
    assert!(0.0 < loss && loss < 128.0, "{loss}");
    assert!((0.0..=1.0).contains(&figure_metric(&lab, TRAIN, "label_accuracy").await));
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_same_seed_draws_the_same_images() {
    let lab = Lab::start(Gpu::Absent).await;
    let mut files = Vec::new();
    for _ in 0..2 {
        lab.open("#/figure/generate-digits?init=digits8&each=1&n=3&seed=5").await;
        lab.wait_for(GENERATE, "data-state", "done", 120).await;
        files.push(lab.saved_in(GENERATE, "export-csv").await);
    }
    assert!(files[0] == files[1]);
}

#[tokio::test]
async fn a_missing_or_damaged_file_of_images_is_one_sentence() {
    let missing = Patched::copy().remove("data/digits8.bin");
    let damaged = Patched::copy().truncate("data/digits8.bin");
    for (page, says) in [(missing, "could not be fetched"), (damaged, "can not be used")] {
        let lab = Lab::start_with(Gpu::Absent, page.path()).await;
        lab.open(GRID).await;
        lab.wait_for(GENERATE, "data-state", "failed", 60).await;
        let script = "return [...document.querySelectorAll('[data-figure] [data-notice]')] \
                      .map((e) => e.textContent)";
        let said = lab.script(script, vec![]).await.to_string();
        assert!(said.contains(says), "{said}");
    }
}

/// A number of a figure; NaN before it is there.
async fn figure_metric(lab: &Lab, figure: &str, name: &str) -> f64 {
    let css = format!("{figure} [data-metric={name}]");
    let value = lab.attr(&css, "data-value").await;
    value.and_then(|value| value.parse().ok()).unwrap_or(f64::NAN)
}

#[tokio::test]
async fn a_forced_software_gpu_trains_the_same_network_of_images() {
    let link = "#/figure/train-digits?data=digits8&steps=2&batch=2&each=1&n=1&w=1&run=1&seed=3";
    let mut losses = Vec::new();
    for (gpu, device) in [(Gpu::Absent, "cpu"), (Gpu::Software, "webgpu-force")] {
        let lab = Lab::start(gpu).await;
        lab.open(&format!("{link}&device={device}")).await;
        lab.wait_for(TRAIN, "data-state", "done", 400).await;
        losses.push(figure_metric(&lab, TRAIN, "loss").await);
        // The device's own self test, forward and backward, has not sent it to the CPU.
        let used = lab.attr("body", "data-device").await;
        let expected = if device == "cpu" { "cpu" } else { "webgpu" };
        assert_eq!(used.as_deref(), Some(expected), "{}", lab.device_reason().await);
    }
    assert!((losses[1] / losses[0] - 1.0).abs() < 1e-3, "{losses:?}");
}

/// Seconds until a figure is done.
async fn secs_until_done(lab: &Lab, figure: &str, link: &str) -> f64 {
    let begun = std::time::Instant::now();
    lab.open(link).await;
    lab.wait_for(figure, "data-state", "done", 600).await;
    begun.elapsed().as_secs_f64()
}

#[tokio::test]
#[ignore = "a measurement, not a test: cargo xtask bench page"]
async fn measure_what_images_cost() {
    let lab = Lab::start(Gpu::Absent).await;
    for (data, nets) in
        [("digits8", ["unet-s", "unet-m", "dit-s"]), ("digits16", ["unet-s", "unet-m", "dit-s"])]
    {
        for net in nets {
            let link = |steps| {
                format!(
                    "#/lab?data={data}&net={net}&steps={steps}&batch=64&each=1&n=1&w=1&run=1&device=cpu"
                )
            };
            // The difference of two runs leaves out loading and the images at the end.
            let short = secs_until_done(&lab, TRAIN, &link(4)).await;
            let long = secs_until_done(&lab, TRAIN, &link(24)).await;
            println!("{data} {net}: {:.0} ms a step of 64", 50.0 * (long - short));
        }
    }
    let grid = |each| format!("#/figure/generate-digits?each={each}&n=20&w=2");
    let small = secs_until_done(&lab, GENERATE, &grid(1)).await;
    let large = secs_until_done(&lab, GENERATE, &grid(10)).await;
    println!("100 guided digits of 16 x 16 by 20 Heun steps: {:.1} s", large - small * 0.1);
    println!("from opening the page {large:.1} s, 10 of them {small:.1} s");
    let link = "#/lab?data=digits8&run=1&device=cpu";
    let taught = secs_until_done(&lab, TRAIN, link).await;
    let share = figure_metric(&lab, TRAIN, "label_accuracy").await;
    println!(
        "8 x 8 digits from nothing, default run and its grid: {taught:.0} s, {share:.3} right"
    );
}
