//! Clouds in the plane and the distance between them, made apart from the product.
//!
//! The page's own numbers are not trusted here: samples come from an exported
//! file, fresh data from the law as the course states it, the distance from its
//! definition.

use std::f64::consts::PI;

use crate::harness::exports::Table;

/// Points of the plane.
pub(crate) type Cloud = Vec<[f64; 2]>;

const N_DIRECTIONS: usize = 128;
const N_PAIRS: u64 = 16;

/// Samples out of an exported file with the columns `x,y,label`.
pub(crate) fn cloud_of(csv: &[u8]) -> Cloud {
    let table = Table::parse(csv);
    table.column("x").into_iter().zip(table.column("y")).map(|(x, y)| [x, y]).collect()
}

/// Fresh draws of `gmm5`: five unit Gaussians at radius 10, the first on the x axis.
pub(crate) fn gmm5(n: usize, seed: u64) -> Cloud {
    let mut dice = Dice(seed);
    let draw = |_| {
        let angle = 2.0 * PI * (dice.uniform() * 5.0).floor() / 5.0;
        let [x, y] = dice.normals();
        [10.0 * angle.cos() + x, 10.0 * angle.sin() + y]
    };
    (0..n).map(draw).collect()
}

/// Root mean square, over fixed directions, of the distance of the sorted projections.
pub(crate) fn sliced_w2(a: &Cloud, b: &Cloud) -> f64 {
    assert_eq!(a.len(), b.len(), "clouds of one size");
    let squared = |idx| {
        let angle = PI * idx as f64 / N_DIRECTIONS as f64;
        let (a, b) = (projected(a, angle), projected(b, angle));
        a.iter().zip(&b).map(|(a, b)| (a - b).powi(2)).sum::<f64>() / a.len() as f64
    };
    ((0..N_DIRECTIONS).map(squared).sum::<f64>() / N_DIRECTIONS as f64).sqrt()
}

/// Mean distance between two fresh clouds of that size.
pub(crate) fn noise_level(draw: impl Fn(usize, u64) -> Cloud, n: usize) -> f64 {
    let pair = |idx| sliced_w2(&draw(n, 2 * idx + 1), &draw(n, 2 * idx + 2));
    (0..N_PAIRS).map(pair).sum::<f64>() / N_PAIRS as f64
}

fn projected(cloud: &Cloud, angle: f64) -> Vec<f64> {
    let (sin, cos) = angle.sin_cos();
    let mut shadow: Vec<f64> = cloud.iter().map(|[x, y]| x * cos + y * sin).collect();
    shadow.sort_by(f64::total_cmp);
    shadow
}

/// Splitmix64.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normals(&mut self) -> [f64; 2] {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        let (sin, cos) = (2.0 * PI * self.uniform()).sin_cos();
        [radius * cos, radius * sin]
    }
}

#[test]
fn the_distance_of_a_shifted_cloud_is_the_shift_over_root_two() {
    let cloud = gmm5(500, 1);
    let shifted = cloud.iter().map(|[x, y]| [x + 3.0, *y]).collect();
    assert!((sliced_w2(&cloud, &shifted) - 3.0 / 2_f64.sqrt()).abs() < 1e-12);
}
