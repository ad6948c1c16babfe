//! Data made by hand: painted and placed with pointer and keys.

use fantoccini::actions::InputSource;
use fantoccini::actions::MOUSE_BUTTON_LEFT;
use fantoccini::actions::MouseActions;
use fantoccini::actions::PointerAction;
use fantoccini::key::Key;
use serde_json::json;

use crate::harness::driver::Gpu;
use crate::harness::lab::LAB;
use crate::harness::lab::Lab;
use crate::present::press;

/// The text of what was made, as in the link.
async fn text(lab: &Lab, key: &str) -> String {
    let script =
        "return document.querySelector(`[data-figure=lab] [name=${arguments[0]}]`)?.value ?? ''";
    let text = lab.script(script, vec![json!(key)]).await;
    text.as_str().unwrap_or_default().to_owned()
}

/// Presses, drags and lifts the mouse between two shares of the pad.
async fn drag(lab: &Lab, from: [f64; 2], to: [f64; 2]) {
    let script = "const pad = document.querySelector('.pad'); pad.scrollIntoView({ block: 'center' }); \
                  const r = pad.getBoundingClientRect(); return [r.left, r.top, r.width, r.height]";
    let rect = lab.script(script, vec![]).await;
    let edge = |i: usize| rect[i].as_f64().expect("a rectangle");
    let at = |p: [f64; 2], millis| PointerAction::MoveTo {
        duration: Some(std::time::Duration::from_millis(millis)),
        x: edge(0) + p[0] * edge(2),
        y: edge(1) + p[1] * edge(3),
    };
    let stroke = MouseActions::new("mouse".to_owned())
        .then(at(from, 0))
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
        .then(at(to, 200))
        .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    lab.client.perform_actions(stroke).await.expect("the mouse moves");
}

#[tokio::test]
async fn a_stroke_adds_points_and_undo_takes_them_back() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?data=drawn&points=-").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    assert_eq!(text(&lab, "points").await, "-");
    drag(&lab, [0.2, 0.5], [0.8, 0.5]).await;
    let painted = text(&lab, "points").await;
    assert!(4 * 20 < painted.len(), "{painted}");
    lab.click("draw-undo").await;
    assert_eq!(text(&lab, "points").await, "-");
    lab.click("draw-redo").await;
    assert_eq!(text(&lab, "points").await, painted);
    lab.click("draw-clear").await;
    lab.script("document.querySelector('.pad').focus()", vec![]).await;
    press(&lab, ' ').await;
    assert_eq!(text(&lab, "points").await.len(), 4, "one dab in the middle");
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_component_is_dragged_weighed_and_removed() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?data=mixture&mix=1,0,0,1,1,0").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    drag(&lab, [0.5, 0.5], [0.75, 0.5]).await;
    let moved = text(&lab, "mix").await;
    let x: f64 = moved.split(',').nth(1).and_then(|x| x.parse().ok()).unwrap_or(0.0);
    assert!((x - 3.0).abs() < 0.1, "{moved}");
    lab.script("document.querySelector('.pad').focus()", vec![]).await;
    press(&lab, '+').await;
    press(&lab, char::from(Key::Up)).await;
    assert!(text(&lab, "mix").await.starts_with("2,"), "{}", text(&lab, "mix").await);
    lab.click("mix-add").await;
    assert_eq!(text(&lab, "mix").await.matches(';').count(), 1);
    press(&lab, char::from(Key::Tab)).await;
    lab.click("mix-remove").await;
    assert_eq!(text(&lab, "mix").await.matches(';').count(), 0);
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn controls_come_and_go_with_what_they_belong_to_and_sources_bring_settings_in_line() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab").await;
    lab.wait_for(LAB, "data-state", "idle", 20).await;
    let has = "return !!document.querySelector(`[data-figure=lab] [name=${arguments[0]}]`)";
    let choose = "const e = document.querySelector(`[data-figure=lab] [name=${arguments[0]}]`); \
                  e.value = arguments[1]; e.dispatchEvent(new Event('change', { bubbles: true }))";
    for (key, value, name) in
        [("solver", "em", "sigma"), ("data", "drawn", "points"), ("data", "mixture", "mix")]
    {
        assert_eq!(lab.script(has, vec![json!(name)]).await, json!(false), "{name}");
        lab.script(choose, vec![json!(key), json!(value)]).await;
        assert_eq!(lab.script(has, vec![json!(name)]).await, json!(true), "{name}");
    }
    lab.script(choose, vec![json!("source"), json!("circles")]).await;
    let notice = lab.wait_for_notice(5).await;
    assert!(notice.contains("linear path") && notice.contains("Heun"), "{notice}");
    assert_eq!(lab.script(has, vec![json!("predict")]).await, json!(false));
}
