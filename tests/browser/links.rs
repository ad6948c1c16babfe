//! Links that people mistype, cut off or make up.

use std::time::Duration;

use tokio::time::sleep;

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;

/// Fifty links with something wrong in each; none may start work or harm the page.
const MALFORMED: [&str; 50] = [
    "#/lab?data=",
    "#/lab?data=sun",
    "#/lab?data=MOONS",
    "#/lab?data=moons%00",
    "#/lab?data=%F0%9F%8C%99",
    "#/lab?data=moons&data=suns",
    "#/lab?data=%ZZ",
    "#/lab?data=%E0%A4%A",
    "#/lab?path=straight",
    "#/lab?path=%3Cscript%3Ealert(1)%3C/script%3E",
    "#/lab?net=",
    "#/lab?net=64",
    "#/lab?net=x4",
    "#/lab?net=64x",
    "#/lab?net=0x0",
    "#/lab?net=-64x4",
    "#/lab?net=99999999x99999999",
    "#/lab?net=64x4x4",
    "#/lab?batch=0",
    "#/lab?batch=-1",
    "#/lab?batch=1e9",
    "#/lab?batch=abc",
    "#/lab?batch=18446744073709551616",
    "#/lab?lr=-1",
    "#/lab?lr=NaN",
    "#/lab?lr=inf",
    "#/lab?lr=1e999",
    "#/lab?lr=0,001",
    "#/lab?steps=-5",
    "#/lab?steps=999999999999",
    "#/lab?steps=12.5.1",
    "#/lab?seed=-1",
    "#/lab?seed=seven",
    "#/lab?seed=99999999999999999999999999",
    "#/lab?solver=euler2",
    "#/lab?solver=&n=20",
    "#/lab?n=0",
    "#/lab?n=100000000",
    "#/lab?n=0x10",
    "#/lab?t=2",
    "#/lab?t=-0.5",
    "#/lab?samples=1e12",
    "#/lab?device=toaster",
    "#/lab?unknown=1",
    "#/lab?constructor=1&__proto__=2",
    "#/lab?&&&===&=&",
    "#/lab?data=moons;path=condot",
    "#/lab??data=moons",
    "#/nowhere",
    "#/lab/../../etc/passwd?x=%2e%2e",
];

#[tokio::test]
async fn fifty_malformed_links_leave_a_living_page_with_a_notice() {
    let lab = Lab::start(Gpu::Absent).await;
    let mut wrong = Vec::new();
    for link in MALFORMED {
        lab.open(link).await;
        let (mut is_alive, mut notice) = (false, String::new());
        for _ in 0..100 {
            is_alive = lab.attr("[data-figure]", "data-state").await.is_some();
            notice = lab.notices().await;
            if is_alive && !notice.is_empty() {
                break;
            }
            sleep(Duration::from_millis(50)).await;
        }
        let errors = lab.errors().await;
        if !is_alive || notice.is_empty() || !errors.is_empty() {
            wrong.push(format!("{link}: figure {is_alive}, notice {notice:?}, errors {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of 50:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn a_link_of_enormous_length_is_survived() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open(&format!("#/lab?data={}", "moons,".repeat(20_000))).await;
    lab.wait_for_notice(20).await;
    assert!(lab.attr("[data-figure]", "data-state").await.is_some());
}

#[tokio::test]
async fn a_sound_link_raises_no_notice_and_starts_nothing_unasked() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.open("#/lab?data=gmm5&path=sqrt&net=32x2&batch=128&steps=700&solver=rk4&n=12&seed=9").await;
    lab.wait_for("[data-figure=lab]", "data-state", "idle", 20).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(lab.notices().await, "");
    assert_eq!(lab.attr("[data-figure=lab]", "data-state").await.as_deref(), Some("idle"));
    for (name, value) in [("data", "gmm5"), ("path", "sqrt"), ("solver", "rk4"), ("seed", "9")] {
        let script = "return document.querySelector(`[data-figure=lab] [name=${arguments[0]}]`) \
                      ?.value ?? null";
        let shown = lab.script(script, vec![name.into()]).await;
        assert_eq!(shown.as_str(), Some(value), "control {name}");
    }
}
