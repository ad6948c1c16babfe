//! Lectures: every one opens, every figure is drawn, steps are turned and linked to.

use std::time::Duration;
use std::time::Instant;

use fantoccini::key::Key;
use serde_json::Value;
use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;
use crate::harness::patch::Patched;
use crate::present::press;

/// Links of all lectures, as their list has them.
pub(crate) async fn lectures(lab: &Lab) -> Vec<String> {
    lab.open("#/lecture").await;
    wait_until(lab, "return !!document.querySelector('[data-lectures]')", 20).await;
    let script = "return [...document.querySelectorAll('[data-lectures] a')].map((a) => a.getAttribute('href'))";
    let links = strings(&lab.script(script, vec![]).await);
    assert!(!links.is_empty(), "no lecture is listed");
    links
}

/// Opens a lecture or one of its steps, and waits until its last step is live.
pub(crate) async fn open(lab: &Lab, link: &str) {
    lab.open(link).await;
    let is_live = "const last = [...document.querySelectorAll('[data-step]')].at(-1); \
        return !!last && !!document.querySelector('[data-contents] a') \
        && !last.querySelector('section[data-figure]:not(.card)') \
        && [...document.querySelectorAll('form.check')].every((f) => f.querySelector('.check-verdict'))";
    wait_until(lab, is_live, 30).await;
}

/// Waits until a script says true; panics with what the browser complained about.
pub(crate) async fn wait_until(lab: &Lab, script: &str, secs: u64) {
    let end = Instant::now() + Duration::from_secs(secs);
    while lab.script(script, vec![]).await != json!(true) {
        if end < Instant::now() {
            let page = lab.script("return document.body.innerText.slice(0, 600)", vec![]).await;
            panic!("not within {secs} s: {script}\n{page}\n{:?}", lab.errors().await);
        }
        sleep(Duration::from_millis(100)).await;
    }
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

async fn step_here(lab: &Lab) -> Option<u64> {
    lab.attr("[data-step-here]", "data-step-here").await?.parse().ok()
}

async fn n_steps(lab: &Lab) -> u64 {
    let script = "return document.querySelectorAll('section[data-step]').length";
    lab.script(script, vec![]).await.as_u64().unwrap_or(0)
}

async fn turn(lab: &Lab, name: &str) {
    let script = "document.querySelector(`.lecture-bar button[name=${arguments[0]}]`).click()";
    lab.script(script, vec![json!(name)]).await;
    sleep(Duration::from_millis(200)).await;
}

/// What is wrong with the figures of the step in view, one line each; empty when
/// all are at rest, drawn and with finite numbers.
const FIGURE_FAULTS: &str = "const step = document.querySelectorAll('section[data-step]')[arguments[0]]; \
    const isDrawn = (canvas) => { if (!canvas?.width || !canvas.height) return false; \
      const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data; \
      const colors = new Set(); \
      for (let i = 0; i < data.length; i += 4 * 97) colors.add(data.slice(i, i + 4).join()); \
      return 3 < colors.size; }; \
    return [...step.querySelectorAll('section[data-figure]')].map((figure) => { \
      const faults = []; \
      if (!['done', 'idle'].includes(figure.dataset.state)) faults.push(figure.dataset.state); \
      if (![...figure.querySelectorAll('.card-picture canvas')].some(isDrawn)) faults.push('blank'); \
      for (const it of figure.querySelectorAll('output[data-metric][data-value]')) \
        if (!Number.isFinite(Number(it.dataset.value))) faults.push(`${it.dataset.metric}=${it.dataset.value}`); \
      return faults.length ? `${figure.dataset.figure}: ${faults}` : ''; }).filter(Boolean)";

async fn wait_for_figures(lab: &Lab, step: u64, secs: u64) -> Vec<String> {
    let end = Instant::now() + Duration::from_secs(secs);
    loop {
        let faults = strings(&lab.script(FIGURE_FAULTS, vec![json!(step)]).await);
        if faults.is_empty() || end < Instant::now() {
            return faults;
        }
        sleep(Duration::from_millis(250)).await;
    }
}

#[tokio::test]
async fn every_lecture_opens_and_every_figure_is_drawn_without_an_error() {
    let lab = Lab::start(Gpu::Absent).await;
    let mut wrong = Vec::new();
    for link in lectures(&lab).await {
        open(&lab, &link).await;
        for step in 0..n_steps(&lab).await {
            turn(&lab, "next").await;
            if step_here(&lab).await != Some(step + 1) {
                wrong.push(format!(
                    "{link}: {:?} instead of step {}",
                    step_here(&lab).await,
                    step + 1
                ));
            }
            let faults = wait_for_figures(&lab, step, 60).await;
            wrong.extend(faults.iter().map(|fault| format!("{link}, step {}: {fault}", step + 1)));
        }
        let (notices, errors) = (lab.notices().await, lab.errors().await);
        if !notices.is_empty() || !errors.is_empty() {
            wrong.push(format!("{link}: notices {notices:?}, errors {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn who_leaves_a_lecture_leaves_nothing_of_it_behind() {
    let lab = Lab::start(Gpu::Absent).await;
    let links = lectures(&lab).await;
    let go = "location.hash = arguments[0]";
    for link in links.iter().take(3).chain(&["#/lecture".to_owned(), "#/".to_owned()]) {
        lab.script(go, vec![json!(link)]).await;
        // Its figures are ready, and those of the page before are gone.
        sleep(Duration::from_secs(3)).await;
        lab.script("window.scrollBy(0, 2000)", vec![]).await;
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn all_figures_are_in_the_document_at_once_and_only_near_ones_are_ready() {
    let lab = Lab::start(Gpu::Absent).await;
    let count = "return [...document.querySelectorAll('section[data-figure]')] \
        .map((it) => `${it.dataset.figure} ${it.dataset.instance ?? ''}`)";
    let ready = "return document.querySelectorAll('section[data-figure] canvas').length";
    for link in lectures(&lab).await {
        open(&lab, &link).await;
        let figures = strings(&lab.script(count, vec![]).await);
        let distinct: std::collections::BTreeSet<&String> = figures.iter().collect();
        assert_eq!(distinct.len(), figures.len(), "{link}: {figures:?}");
        let in_text = "const slug = document.querySelector('[data-lecture-page]').dataset.lecturePage; \
            return fetch(`./lecture/${slug}.html`).then((it) => it.text()) \
            .then((text) => text.split('<section data-figure').length - 1)";
        assert_eq!(lab.script(in_text, vec![]).await, json!(figures.len()), "{link}");
        // To the end and to the top again: what was ready far below is dropped.
        for _ in 0..n_steps(&lab).await {
            turn(&lab, "next").await;
        }
        lab.script("window.scrollTo(0, 0)", vec![]).await;
        sleep(Duration::from_secs(2)).await;
        assert_eq!(strings(&lab.script(count, vec![]).await), figures, "{link}");
        let height = "return document.documentElement.scrollHeight / innerHeight";
        let screens = lab.script(height, vec![]).await.as_f64().unwrap_or(0.0);
        let n_ready = lab.script(ready, vec![]).await.as_u64().unwrap_or(0);
        if 8.0 < screens && 5 < figures.len() {
            assert!(n_ready < figures.len() as u64, "{link}: {n_ready} of {}", figures.len());
        }
    }
}

#[tokio::test]
async fn a_figure_comes_back_as_it_was_left() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &link).await;
    turn(&lab, "next").await;
    wait_for_figures(&lab, 0, 30).await;
    let change = "const box = document.querySelector('section[data-figure] [name=seed]'); \
        box.value = '4711'; \
        box.dispatchEvent(new Event('input', { bubbles: true })); \
        box.dispatchEvent(new Event('change', { bubbles: true }))";
    lab.script(change, vec![]).await;
    sleep(Duration::from_secs(1)).await;
    lab.script("window.scrollTo(0, document.body.scrollHeight)", vec![]).await;
    sleep(Duration::from_secs(2)).await;
    lab.script("window.scrollTo(0, 0)", vec![]).await;
    sleep(Duration::from_secs(2)).await;
    let seed = "return document.querySelector('section[data-figure] [name=seed]')?.value ?? null";
    assert_eq!(lab.script(seed, vec![]).await, json!("4711"));
}

#[tokio::test]
async fn arrow_keys_turn_unless_a_control_has_the_focus() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &link).await;
    let entries = lab.script("return history.length", vec![]).await;
    for here in 1..=3 {
        press(&lab, char::from(Key::Right)).await;
        sleep(Duration::from_millis(200)).await;
        assert_eq!(step_here(&lab).await, Some(here));
    }
    press(&lab, char::from(Key::Left)).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(step_here(&lab).await, Some(2));
    let focused = "return document.activeElement.closest('[data-step]')?.dataset.step ?? null";
    let second = "return document.querySelectorAll('[data-step]')[1].dataset.step";
    assert_eq!(lab.script(focused, vec![]).await, lab.script(second, vec![]).await);

    lab.script("document.querySelector('.lecture-bar button[name=next]').focus()", vec![]).await;
    press(&lab, char::from(Key::Right)).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(step_here(&lab).await, Some(2), "a button had the focus");

    sleep(Duration::from_secs(1)).await;
    let hash = lab.script("return location.hash", vec![]).await;
    let step = lab.script(second, vec![]).await;
    assert_eq!(hash, json!(format!("{link}/{}", step.as_str().unwrap_or_default())));
    assert_eq!(lab.script("return history.length", vec![]).await, entries);
}

#[tokio::test]
async fn a_step_has_an_address_that_opens_it_and_that_links_turn_to() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &link).await;
    let ids = "return [...document.querySelectorAll('[data-step]')].map((it) => it.dataset.step)";
    let ids = strings(&lab.script(ids, vec![]).await);
    let third = ids.get(2).expect("three steps");
    open(&lab, &format!("{link}/{third}")).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(step_here(&lab).await, Some(3));
    let top = "return document.querySelectorAll('[data-step]')[2].getBoundingClientRect().top";
    let at = lab.script(top, vec![]).await.as_f64().unwrap_or(f64::NAN);
    assert!(at.abs() < 80.0, "the step's top is at {at}");

    // By a link of the contents, and back by the browser's button.
    lab.script("document.querySelectorAll('.lecture-bar [data-contents] a')[0].click()", vec![])
        .await;
    sleep(Duration::from_millis(500)).await;
    assert_eq!(step_here(&lab).await, Some(1));
    lab.client.back().await.expect("the browser goes back");
    sleep(Duration::from_millis(500)).await;
    assert_eq!(step_here(&lab).await, Some(3));
    assert_eq!(lab.errors().await, Vec::<String>::new());

    open(&lab, &format!("{link}/no-such-step")).await;
    assert!(lab.wait_for_notice(5).await.contains("no-such-step"));
    lab.open("#/lecture/no-such-lecture").await;
    assert!(lab.wait_for_notice(5).await.contains("no-such-lecture"));
}

#[tokio::test]
async fn a_text_that_can_not_be_had_is_one_sentence_and_another_try() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    drop(lab);
    let slug = link.rsplit('/').next().unwrap_or_default();
    let page = Patched::copy().remove(&format!("lecture/{slug}.html"));
    let lab = Lab::start_with(Gpu::Absent, page.path()).await;
    lab.open(&link).await;
    let notice = lab.wait_for_notice(20).await;
    assert!(notice.contains("404"), "{notice}");
    let whole = crate::harness::lab::built_page().join(format!("lecture/{slug}.html"));
    std::fs::copy(whole, page.path().join(format!("lecture/{slug}.html")))
        .expect("the copy is ours");
    lab.script("document.querySelector('button[name=try-again]').click()", vec![]).await;
    wait_until(&lab, "return !!document.querySelector('[data-contents] a')", 20).await;
}

#[tokio::test]
async fn a_presenter_sees_one_figure_at_a_time() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &format!("{link}?present=1")).await;
    press(&lab, char::from(Key::Right)).await;
    sleep(Duration::from_millis(500)).await;
    let seen = "return [...document.querySelectorAll('section[data-step]')] \
        .filter((it) => it.checkVisibility()).map((it) => it.dataset.step)";
    assert_eq!(strings(&lab.script(seen, vec![]).await).len(), 1);
    let here = step_here(&lab).await.expect("a step is in view");
    assert_eq!(wait_for_figures(&lab, here - 1, 30).await, Vec::<String>::new());
    press(&lab, char::from(Key::Escape)).await;
    sleep(Duration::from_millis(500)).await;
    assert_eq!(strings(&lab.script(seen, vec![]).await).len() as u64, n_steps(&lab).await);
}
