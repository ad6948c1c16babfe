//! Classes: the same points, each class by its own law.

use crate::dataset::DatasetKind;
use crate::math::kind::Kind;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

const N: usize = 40_000;

fn rng() -> Rng {
    Rng::stream(17, Stream::Data, 0)
}

#[test]
fn labels_do_not_change_the_points() {
    for &kind in DatasetKind::ALL {
        let dataset = kind.build();
        let labelled = dataset.sample_labelled(200, &mut rng());
        assert_eq!(labelled.points, dataset.sample(200, &mut rng()), "{kind:?}");
        assert!(labelled.labels.iter().all(|label| *label < dataset.n_classes()), "{kind:?}");
    }
}

#[test]
fn known_sets_have_their_classes() {
    let known = [
        (DatasetKind::Moons, 2),
        (DatasetKind::Circles, 2),
        (DatasetKind::EightGaussians, 8),
        (DatasetKind::Pinwheel, 5),
        (DatasetKind::Gmm5, 5),
        (DatasetKind::GmmRandom, 5),
        (DatasetKind::TwoPoints, 2),
        (DatasetKind::Checkerboard, 1),
        (DatasetKind::Spiral, 1),
    ];
    for (kind, n) in known {
        assert_eq!(kind.build().n_classes(), n, "{kind:?}");
    }
}

#[test]
fn the_points_of_a_class_have_its_weight_and_the_moments_of_its_law() {
    for &kind in DatasetKind::ALL {
        let dataset = kind.build();
        let dim = dataset.dim();
        let labelled = dataset.sample_labelled(N, &mut rng());
        for class in 0..dataset.n_classes() {
            let rows = labelled.points.rows().zip(&labelled.labels);
            let of_class: Vec<f64> = rows
                .filter(|(_, label)| **label == class)
                .flat_map(|(row, _)| row)
                .copied()
                .collect();
            let points = Points::new(dim, of_class);
            let (n, p) = (points.n() as f64, dataset.class_weight(class));
            let slack = 4.5 * (N as f64 * p * (1.0 - p)).sqrt() + 1e-6;
            assert!((n - N as f64 * p).abs() <= slack, "{kind:?} {class}: {n} points for {p}");
            let law = dataset.law_of(class);
            for i in 0..dim {
                let values = || points.rows().map(|row| row[i]);
                let mean = values().sum::<f64>() / n;
                let variance = values().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
                let gap = (mean - law.mean()[i]).abs();
                assert!(gap <= 4.5 * (variance / n).sqrt() + 1e-12, "{kind:?} {class}: {mean}");
            }
        }
    }
}

#[test]
fn the_laws_of_the_classes_add_up_to_the_law() {
    for &kind in DatasetKind::ALL.iter().filter(|kind| kind.build().law().is_smooth()) {
        let dataset = kind.build();
        let x = dataset.sample(300, &mut rng());
        let mut sum = vec![0.0; x.n()];
        for class in 0..dataset.n_classes() {
            let logs = dataset.law_of(class).log_density(&x);
            let weight = dataset.class_weight(class);
            sum.iter_mut().zip(&logs).for_each(|(sum, log)| *sum += weight * log.exp());
        }
        for (sum, log) in sum.iter().zip(dataset.law().log_density(&x)) {
            assert!((sum - log.exp()).abs() < 1e-12 * log.exp(), "{kind:?}: {sum}");
        }
    }
}
