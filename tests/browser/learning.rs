//! Training works: the loss comes down to its floor, the samples to the data.

use crate::harness::cloud;
use crate::harness::driver::Gpu;
use crate::harness::lab::Lab;

const LINK: &str =
    "#/lab?data=gmm5&path=condot&net=64x4&batch=1000&steps=2000&run=1&device=cpu&seed=";

/// Mean of the loss of the exact field for `t` in [0.001, 0.999]: the integral
/// over [0, 0.999] of the reference table, 18.1940, less 0.001 of the data's
/// variance 102 at `t = 0`, over 0.998.
const FLOOR: f64 = (18.1940 - 0.102) / 0.998;

#[tokio::test]
async fn five_gaussians_are_learned_on_the_cpu() {
    let lab = Lab::start(Gpu::Absent).await;
    let mut ratios = Vec::new();
    for seed in 1..=3 {
        lab.run(&format!("{LINK}{seed}"), 180).await;
        let loss = lab.metric("loss").await;
        let floor = lab.metric("loss_floor").await;
        assert!((floor / FLOOR - 1.0).abs() < 0.01, "seed {seed}: floor {floor}, not {FLOOR}");
        assert!((loss / floor - 1.0).abs() < 0.05, "seed {seed}: loss {loss}, floor {floor}");

        let cloud = cloud::cloud_of(&lab.samples_csv().await);
        let fresh = cloud::gmm5(cloud.len(), 1000 + seed);
        let noise = cloud::noise_level(cloud::gmm5, cloud.len());
        let ratio = cloud::sliced_w2(&cloud, &fresh) / noise;
        let own = lab.metric("sliced_w2").await / lab.metric("sliced_w2_noise").await;
        println!("seed {seed}: loss {loss:.3}, floor {floor:.3}, sliced W2 {ratio:.3} levels");
        println!("        by the page's own numbers {own:.3}");
        ratios.push(ratio);
    }
    let mean = ratios.iter().sum::<f64>() / 3.0;
    assert!(mean <= 1.5, "sliced W2 is {mean} times its noise level: {ratios:?}");
}
