//! Every experiment of the gallery, opened and looked at, not run.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

/// Links of the gallery, as the first page has them.
async fn presets(lab: &Lab) -> Vec<String> {
    lab.open("#/").await;
    lab.wait_for("[data-figure]", "data-state", "running", 20).await;
    let script =
        "return [...document.querySelectorAll('.preset a')].map((a) => a.getAttribute('href'))";
    let links = lab.script(script, vec![]).await;
    let links = links.as_array().cloned().unwrap_or_default();
    links.iter().filter_map(|link| link.as_str().map(str::to_owned)).collect()
}

/// Whether some pixels of the maps differ from the others.
async fn is_drawn(lab: &Lab) -> bool {
    let script = "const canvas = document.querySelector('[data-figure=lab] .card-picture canvas'); \
        if (!canvas || !canvas.width || !canvas.height) return false; \
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data; \
        const colors = new Set(); \
        for (let i = 0; i < data.length; i += 4 * 97) colors.add(data.slice(i, i + 4).join()); \
        return 3 < colors.size";
    lab.script(script, vec![]).await == json!(true)
}

#[tokio::test]
async fn every_preset_opens_and_draws_without_a_notice_or_an_error() {
    let lab = Lab::start(Gpu::Absent).await;
    let links = presets(&lab).await;
    assert!(20 <= links.len(), "{} presets", links.len());
    let mut wrong = Vec::new();
    for link in links {
        lab.open(&link).await;
        // Shipped weights show at once what they make.
        let state = if link.contains("init=") { "done" } else { "idle" };
        lab.wait_for(LAB, "data-state", state, 60).await;
        let mut has_picture = false;
        for _ in 0..100 {
            has_picture = is_drawn(&lab).await;
            if has_picture {
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
        let (notice, errors) = (lab.notices().await, lab.errors().await);
        if !has_picture || !notice.is_empty() || !errors.is_empty() {
            wrong.push(format!("{link}: drawn {has_picture}, notice {notice:?}, {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn thumbnails_are_made_when_they_come_near_and_not_before() {
    let lab = Lab::start(Gpu::Absent).await;
    let links = presets(&lab).await;
    let n_made = "return document.querySelectorAll('.thumbnail svg').length";
    let at_first = lab.script(n_made, vec![]).await.as_u64().unwrap_or(0);
    assert!(at_first < links.len() as u64, "{at_first} of {}", links.len());
    let down = "window.scrollTo(0, document.body.scrollHeight * arguments[0] / 20)";
    for step in 0..=20 {
        lab.script(down, vec![json!(step)]).await;
        sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(lab.script(n_made, vec![]).await, json!(links.len()));
}
