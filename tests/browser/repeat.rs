//! The same link gives the same numbers, to the byte.

use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;

const LINK: &str =
    "#/lab?data=checkerboard&net=32x2&batch=128&steps=300&samples=500&run=1&device=cpu&seed=";

#[tokio::test]
async fn the_same_link_twice_gives_identical_bytes() {
    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{LINK}11"), 90).await;
    let first = (lab.samples_csv().await, lab.saved_by("export-losses").await);
    drop(lab);

    let lab = Lab::start(Gpu::Absent).await;
    lab.run(&format!("{LINK}11"), 90).await;
    assert!(lab.samples_csv().await == first.0, "other samples in another browser");
    assert!(lab.saved_by("export-losses").await == first.1, "other losses in another browser");

    lab.run(&format!("{LINK}12"), 90).await;
    assert!(lab.samples_csv().await != first.0, "another seed gave the same samples");
}
