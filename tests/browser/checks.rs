//! Checks of the lectures: each takes its right answer and refuses a wrong one;
//! what was done is kept where there is storage, and missed by nobody where there is none.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;
use crate::lecture::lectures;
use crate::lecture::open;
use crate::lecture::wait_until;

/// Answers the check of that number, right or wrong by its own specification,
/// with the elements that a reader uses.
const ANSWER: &str = "const [idx, isRight] = arguments; \
    const form = document.querySelectorAll('form.check')[idx]; \
    const spec = JSON.parse(form.dataset.spec); \
    const field = form.querySelector('input:not([type=radio])'); \
    const type = (text) => { field.value = String(text); \
      field.dispatchEvent(new Event('input', { bubbles: true })); }; \
    const check = () => form.querySelector('button[name=check]').click(); \
    const press = (name, value) => \
      [...form.querySelectorAll(`button[name=${name}]`)].find((it) => it.value === String(value)).click(); \
    const other = (list, isWrong) => list.find(isWrong); \
    switch (spec.kind) { \
      case 'choose': { \
        const at = spec.options.findIndex((it) => it.is_right === isRight); \
        form.querySelectorAll('input[type=radio]')[at].click(); check(); break; } \
      case 'number': type(isRight ? spec.answer : spec.answer + 10 * spec.tolerance + 1); check(); break; \
      case 'formula': type(isRight ? spec.answer : `(${spec.answer}) + 1`); check(); break; \
      case 'predict': { \
        const shown = spec.metric && form.closest('[data-step]') \
          .querySelector(`output[data-metric=\"${spec.metric}\"]`)?.dataset.value; \
        const value = shown ? Number(shown) : spec.answer; \
        const far = Math.abs(value - spec.min) < Math.abs(value - spec.max) ? spec.max : spec.min; \
        type(isRight ? value : far); check(); break; } \
      case 'bug': press('line', isRight ? spec.line : spec.line === 1 ? 2 : 1); break; \
      case 'match': press('item', isRight ? spec.answer \
        : other(spec.items, (it) => it.key !== spec.answer).key); break; \
      default: throw new Error(spec.kind); }";

const VERDICT: &str = "const it = document.querySelectorAll('form.check')[arguments[0]] \
    .querySelector('output.check-verdict'); \
    return `${it.dataset.verdict ?? ''} ${it.innerText.length < 8 ? 'without words' : ''}`.trim()";

async fn verdict(lab: &Lab, idx: u64, is_right: bool) -> String {
    lab.script(ANSWER, vec![json!(idx), json!(is_right)]).await;
    sleep(Duration::from_millis(150)).await;
    let verdict = lab.script(VERDICT, vec![json!(idx)]).await;
    verdict.as_str().unwrap_or_default().to_owned()
}

async fn n_checks(lab: &Lab) -> u64 {
    let script = "return document.querySelectorAll('form.check').length";
    lab.script(script, vec![]).await.as_u64().unwrap_or(0)
}

#[tokio::test]
async fn every_check_refuses_a_wrong_answer_and_then_takes_the_right_one() {
    let lab = Lab::start(Gpu::Absent).await;
    let mut wrong = Vec::new();
    for link in lectures(&lab).await {
        open(&lab, &link).await;
        for idx in 0..n_checks(&lab).await {
            // In view, so that a figure that is asked for its number has it.
            let show = "const form = document.querySelectorAll('form.check')[arguments[0]]; \
                form.scrollIntoView(); const { metric } = JSON.parse(form.dataset.spec); \
                return metric ?? null";
            let metric = lab.script(show, vec![json!(idx)]).await;
            if let Some(metric) = metric.as_str() {
                let is_there = format!(
                    "return !!document.querySelectorAll('form.check')[{idx}].closest('[data-step]') \
                     .querySelector('output[data-metric=\"{metric}\"][data-value]')"
                );
                wait_until(&lab, &is_there, 60).await;
            }
            for (is_right, word) in [(false, "wrong"), (true, "right")] {
                let said = verdict(&lab, idx, is_right).await;
                if said != word {
                    wrong.push(format!("{link}, check {}: {said:?}, not {word}", idx + 1));
                }
            }
        }
        let errors = lab.errors().await;
        if !errors.is_empty() {
            wrong.push(format!("{link}: {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_was_read_and_solved_is_kept_for_the_next_visit() {
    let lab = Lab::start(Gpu::Absent).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &link).await;
    assert_eq!(verdict(&lab, 0, true).await, "right");
    lab.script("document.querySelector('.lecture-bar button[name=next]').click()", vec![]).await;
    sleep(Duration::from_secs(3)).await;
    lab.open("#/").await;
    wait_until(&lab, "return !!document.querySelector('[data-lectures] [data-progress]')", 10)
        .await;
    let progress = lab.text("[data-lectures] [data-progress]").await;
    assert!(progress.contains("1 step") && progress.contains("1 check"), "{progress}");
    open(&lab, &link).await;
    let again = "return document.querySelector('form.check .check-verdict').innerText";
    let again = lab.script(again, vec![]).await;
    assert!(again.as_str().is_some_and(|text| text.contains("solved")), "{again}");
    // Whatever stands in the storage, the page lives.
    let spoil = "for (const key of Object.keys(localStorage)) localStorage.setItem(key, '\\u0000{]~9'.repeat(50))";
    lab.script(spoil, vec![]).await;
    open(&lab, &link).await;
    assert_eq!(lab.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_browser_without_storage_misses_nothing_else() {
    let lab = Lab::start(Gpu::Absent).await;
    let forbid = "Object.defineProperty(window, 'localStorage', \
        { get() { throw new DOMException('denied', 'SecurityError'); } })";
    let params = json!({ "source": forbid });
    lab.developer_tools("Page.addScriptToEvaluateOnNewDocument", params).await;
    let link = lectures(&lab).await.remove(0);
    open(&lab, &link).await;
    let is_forbidden = "try { localStorage; return false } catch { return true }";
    assert_eq!(lab.script(is_forbidden, vec![]).await, json!(true));
    assert_eq!(verdict(&lab, 0, true).await, "right");
    lab.script("document.querySelector('.lecture-bar button[name=next]').click()", vec![]).await;
    sleep(Duration::from_secs(3)).await;
    let seen = "return !!document.querySelector('.contents-seen')";
    assert_eq!(lab.script(seen, vec![]).await, json!(true));
    assert_eq!(lab.errors().await, Vec::<String>::new());
}
