//! A class session: links in an order.

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;
use crate::present::press;

const SESSION: &str =
    "#/play?title=Week%202&i=data%3Dgmm5&i=moons&i=%23/figure/noise-to-data%3Fdata%3Dmoons";

async fn place(lab: &Lab) -> Option<String> {
    lab.attr("[data-place]", "data-place").await
}

#[tokio::test]
async fn a_session_is_stepped_through_by_buttons_and_keys() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(SESSION).await;
    lab.wait_for("[data-figure=lab]", "data-state", "idle", 20).await;
    assert_eq!(lab.text(".play-title").await, "Week 2");
    let data = "return document.querySelector('[data-figure] [name=data]')?.value ?? null";
    assert_eq!(lab.script(data, vec![]).await, json!("gmm5"));

    // A broken item is one sentence, and can be stepped over.
    press(&lab, char::from(Key::Right)).await;
    assert_eq!(place(&lab).await.as_deref(), Some("2"));
    let notice = lab.wait_for_notice(5).await;
    assert!(notice.contains("Item 2"), "{notice}");
    let next = "document.querySelector('button[name=next]').click()";
    lab.script(next, vec![]).await;
    let figure = "[data-figure=noise-to-data]";
    lab.wait_for(figure, "data-figure", "noise-to-data", 20).await;
    assert_eq!(lab.script(data, vec![]).await, json!("moons"));

    // The address is the session's, with the item that is shown.
    sleep(Duration::from_secs(1)).await;
    let hash = lab.script("return location.hash", vec![]).await;
    assert!(
        hash.as_str().is_some_and(|hash| hash.starts_with("#/play?") && hash.ends_with("&k=3")),
        "{hash}"
    );
    press(&lab, char::from(Key::Left)).await;
    assert_eq!(place(&lab).await.as_deref(), Some("2"));
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn odd_sessions_leave_a_living_page() {
    let lab = Lab::start(Gpu::Absent).await;
    for link in [
        "#/play",
        "#/play?i=",
        "#/play?k=9",
        "#/play?i=%23/play%3Fi=1",
        "#/play?title=%ZZ&x=1&i=%FF",
    ] {
        lab.open(link).await;
        lab.wait_for("[data-place]", "data-place", "1", 20).await;
        assert_eq!(lab.errors().await, Vec::<String>::new(), "{link}");
    }
}
