//! What the page makes of a lecture's text: symbols, derivations, notation, paper, and at what cost.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;
use crate::lecture::lectures;
use crate::lecture::open;
use crate::lecture::wait_until;

/// Opens the first lecture that has something; none if no lecture has it.
async fn open_first_with(lab: &Lab, css: &str) -> Option<String> {
    let has = "return !!document.querySelector(arguments[0])";
    for link in lectures(lab).await {
        open(lab, &link).await;
        if lab.script(has, vec![json!(css)]).await == json!(true) {
            return Some(link);
        }
    }
    None
}

#[tokio::test]
async fn a_symbol_says_what_it_is_and_raises_its_marks() {
    let lab = Lab::start(Gpu::Absent).await;
    let css = ".step:has(.step-figure) [data-sym]";
    let link = open_first_with(&lab, css).await.expect("a lecture explains its symbols");
    let point = "const symbol = document.querySelector(arguments[0]); symbol.scrollIntoView(); \
        symbol.dispatchEvent(new PointerEvent(arguments[1], { bubbles: true })); \
        return [symbol.dataset.sym, symbol.dataset.says]";
    lab.script("document.querySelector('.lecture-bar button[name=next]').click()", vec![]).await;
    lab.script(point, vec![json!(css), json!("pointerout")]).await;
    sleep(Duration::from_secs(1)).await; // its figure is made ready
    let symbol = lab.script(point, vec![json!(css), json!("pointerover")]).await;
    sleep(Duration::from_millis(300)).await;
    let shown = "const symbol = document.querySelector(arguments[0]); \
        const says = document.getElementById(symbol.getAttribute('aria-describedby') ?? ''); \
        const figure = symbol.closest('.step').querySelector('section[data-figure]'); \
        return [figure.dataset.highlight ?? null, says?.checkVisibility() ? says.innerText : null]";
    assert_eq!(lab.script(shown, vec![json!(css)]).await, symbol, "{link}");
    lab.script(point, vec![json!(css), json!("pointerout")]).await;
    sleep(Duration::from_millis(300)).await;
    assert_eq!(lab.script(shown, vec![json!(css)]).await, json!([null, null]));
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_derivation_unfolds_line_by_line() {
    let lab = Lab::start(Gpu::Absent).await;
    let css = ".derive .derive-acts";
    let link = open_first_with(&lab, css).await.expect("a lecture derives something");
    let count = "const lines = [...document.querySelector('.derive').querySelectorAll('[data-line]')]; \
        return [lines.filter((it) => it.checkVisibility()).length, lines.length]";
    let press = "document.querySelector(`.derive button[name=${arguments[0]}]`).click()";
    let all = lab.script(count, vec![]).await[1].clone();
    assert_eq!(lab.script(count, vec![]).await, json!([1, all]), "{link}");
    for (button, n) in [("next-line", json!(2)), ("all-lines", all.clone()), ("fold", json!(1))] {
        // Two lines are all lines: the button for all has gone by then.
        let is_there = "return !!document.querySelector(`.derive button[name=${arguments[0]}]`)";
        if lab.script(is_there, vec![json!(button)]).await == json!(true) {
            lab.script(press, vec![json!(button)]).await;
            sleep(Duration::from_millis(150)).await;
        }
        assert_eq!(lab.script(count, vec![]).await, json!([n, all]), "{button}");
    }
}

#[tokio::test]
async fn another_notation_writes_other_symbols_and_gives_ours_back() {
    let lab = Lab::start(Gpu::Absent).await;
    let css = ".step-text [data-n=z]";
    let link = open_first_with(&lab, css).await.expect("a lecture has a data point");
    let choose = "const box = document.querySelector(`input[name=notation][value=${arguments[0]}]`); \
        box.checked = true; box.dispatchEvent(new Event('change', { bubbles: true }))";
    let text = "return document.querySelector('article').textContent";
    let letter = "return document.querySelector('.step-text [data-n=z]').textContent";
    let ours = lab.script(text, vec![]).await;
    for (notation, z) in [("lipman", "x1"), ("jit", "x"), ("mit", "z")] {
        lab.script(choose, vec![json!(notation)]).await;
        sleep(Duration::from_millis(400)).await;
        assert_eq!(lab.script(letter, vec![]).await, json!(z), "{link}, {notation}");
    }
    assert_eq!(lab.script(text, vec![]).await, ours);
    lab.script(choose, vec![json!("jit")]).await;
    open(&lab, &link).await;
    sleep(Duration::from_millis(400)).await;
    assert_eq!(lab.script(letter, vec![]).await, json!("x"), "kept for the next visit");
}

#[tokio::test]
async fn paper_has_every_figure_and_the_answer_to_every_check() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &link).await;
    let print = "window.print = () => { window.printed = [ \
          [...document.querySelectorAll('.slot-still')].filter((it) => 0 < it.naturalWidth).length, \
          document.querySelectorAll('[data-answers] li').length, \
          document.documentElement.dataset.theme] }; \
        document.querySelector('button[name=print]').click(); \
        return [document.querySelectorAll('section[data-figure]').length, \
          document.querySelectorAll('form.check').length, 'light']";
    let expected = lab.script(print, vec![]).await;
    wait_until(&lab, "return !!window.printed", 60).await;
    assert_eq!(lab.script("return window.printed", vec![]).await, expected, "{link}");
    wait_until(&lab, "return !document.querySelector('.slot-still')", 10).await;
    // What only paper shows.
    let media = json!({ "media": "print" });
    lab.developer_tools("Emulation.setEmulatedMedia", media).await;
    let seen = "return ['[data-answers]', '.lecture-bar', '.header', '.card-tools'] \
        .map((css) => !!document.querySelector(css)?.checkVisibility())";
    assert_eq!(lab.script(seen, vec![]).await, json!([true, false, false, false]));
    let folded =
        "return [...document.querySelectorAll('[data-line]')].every((it) => it.checkVisibility())";
    assert_eq!(lab.script(folded, vec![]).await, json!(true));
}

#[tokio::test]
#[ignore = "a measurement, not a test: cargo xtask bench page"]
async fn measure_scrolling_through_every_lecture() {
    let lab = Lab::start(Gpu::Absent).await;
    for link in lectures(&lab).await {
        open(&lab, &link).await;
        sleep(Duration::from_secs(2)).await;
        let watch = "self.longTasks = []; new PerformanceObserver((list) => \
            self.longTasks.push(...list.getEntries().map((it) => Math.round(it.duration)))) \
            .observe({ entryTypes: ['longtask'] })";
        lab.script(watch, vec![]).await;
        let scroll = "window.scrollTo(0, arguments[0] * document.documentElement.scrollHeight)";
        for share in (0..=60).map(|i| f64::from(i) / 60.0) {
            lab.script(scroll, vec![json!(share)]).await;
            sleep(Duration::from_millis(150)).await;
        }
        let tasks = lab.script("return self.longTasks", vec![]).await;
        println!("{link}: tasks over 50 ms while scrolling through, in ms: {tasks}");
    }
}
