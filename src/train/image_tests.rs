//! Image networks: shapes, parameters, gradients, dropped labels.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::dataset::images::ImageKind;
use crate::dataset::images::ImageSet;
use crate::experiment::images::choice::ImageNetKind;
use crate::experiment::images::run::Imaging;
use crate::math::kind::Kind;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::image::batch::ImageBatches;
use crate::model::image::net::ImageNet;
use crate::model::ready::now;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::train::images::loss_and_gradient;
use crate::train::step::Lessons;

fn batches(link: &str) -> ImageBatches {
    ImageBatches::of(&Imaging::from_link(link), Rc::new(ImageSet::sprites()))
}

/// A network whose layers have all left their zeros.
fn stirred(kind: ImageNetKind) -> Network<ImageNet> {
    let shape = ImageNet::new(kind, ImageKind::Sprites);
    let noise = Rng::stream(7, Stream::Figure, 0).normal_points(1, shape.n_params());
    let first = shape.first_params(3);
    let params = first.iter().zip(noise.data()).map(|(p, e)| p + 0.05 * *e as f32).collect();
    Network::with_params(shape, params, &Device::flex())
}

#[test]
fn a_network_begins_by_saying_nothing_and_has_the_shape_of_its_images() {
    for &kind in ImageNetKind::ALL {
        let shape = ImageNet::new(kind, ImageKind::Sprites);
        let network = Network::first(shape.clone(), 1, &Device::flex());
        let batch = batches("data=sprites&batch=3").batch(0);
        let leaves = shape.plan().leaves(&network.params);
        let output = shape.forward(&leaves, batch.input(5, &Device::flex()));
        assert_eq!(output.dims(), [3, 768]);
        let numbers = now(read(vec![output])).unwrap().concat();
        assert!(numbers.iter().all(|v| v.abs() < 1e-12), "{kind:?}");
        // So the first loss is the mean square of the targets.
        let (loss, _) = loss_and_gradient(&network, &batch, &Device::flex());
        let loss = now(read(vec![loss])).unwrap().concat()[0];
        let exact: f32 = batch.target.iter().map(|v| v * v).sum::<f32>() / 3.0;
        assert!((loss / exact - 1.0).abs() < 1e-4, "{kind:?}: {loss} and {exact}");
    }
}

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    let device = Device::flex();
    for &kind in ImageNetKind::ALL {
        let network = stirred(kind);
        let n = network.shape.n_params();
        let batch = batches("data=sprites&batch=2").batch(0);
        let (_, grad) = loss_and_gradient(&network, &batch, &device);
        let grad = now(read(vec![grad])).unwrap().concat();
        // Along the gradient itself the slope is its length.
        let length = grad.iter().map(|g| f64::from(*g) * f64::from(*g)).sum::<f64>().sqrt();
        let unit: Vec<f32> = grad.iter().map(|g| (f64::from(*g) / length) as f32).collect();
        let unit = Tensor::<1>::from_data(TensorData::new(unit, [n]), &device);
        let loss_at = |h: f64| {
            let params = network.params.clone() + unit.clone().mul_scalar(h);
            let moved = Network { params, shape: network.shape.clone() };
            f64::from(now(read(vec![loss_and_gradient(&moved, &batch, &device).0])).unwrap()[0][0])
        };
        let h = 0.01;
        let slope = (loss_at(h) - loss_at(-h)) / (2.0 * h);
        assert!((slope / length - 1.0).abs() < 0.02, "{kind:?}: {slope} and {length}");
    }
}

#[test]
fn labels_are_dropped_at_the_rate_eta() {
    for (link, eta) in [("eta=0.1", 0.1), ("eta=0.5", 0.5), ("eta=0", 0.0), ("cond=off", 1.0)] {
        let source = batches(&format!("data=sprites&batch=500&{link}"));
        let dropped: usize = (0..20)
            .map(|step| source.batch(step).labels.iter().filter(|l| l.is_none()).count())
            .sum();
        let n = 10_000.0_f64;
        // Four standard errors of a share.
        let bound = 4.0 * (eta * (1.0 - eta) / n).sqrt() + 1e-12;
        assert!((dropped as f64 / n - eta).abs() <= bound, "{link}: {dropped}");
    }
}

#[test]
fn an_image_and_its_target_lie_on_the_path() {
    // Straight path: x + (1 - t) u = z, an image of the set.
    let source = batches("data=sprites&batch=8");
    let batch = source.batch(5);
    let images = &source.set().train;
    for row in 0..8 {
        let part = row * 768..(row + 1) * 768;
        let beta = (1.0 - batch.times[row]) as f32;
        let z: Vec<f32> = batch.x[part.clone()]
            .iter()
            .zip(&batch.target[part])
            .map(|(x, u)| x + beta * u)
            .collect();
        let (_, gap) = crate::metric::images::nearest(&z, &images.pixels);
        assert!(gap < 1e-5, "{gap}");
    }
}

#[test]
fn one_step_moves_every_tensor_that_can_move() {
    let source = batches("data=sprites&batch=4&eta=0.5");
    for &kind in ImageNetKind::ALL {
        let network = stirred(kind);
        let (_, grad) = source.judged(&network, 0, &Device::flex());
        let grad = now(read(vec![grad])).unwrap().concat();
        for entry in network.shape.entries() {
            let is_moved = grad[entry.place.clone()].iter().any(|g| g.abs() > 0.0);
            assert!(is_moved, "{kind:?}: {}", entry.name);
        }
    }
}

#[test]
fn the_anatomy_told_to_readers_is_that_of_the_network() {
    for kind in [ImageNetKind::UnetS, ImageNetKind::UnetM] {
        for &images in ImageKind::ALL {
            let parts = crate::experiment::images::anatomy::parts(kind, images);
            let entries = ImageNet::new(kind, images).entries();
            let of = |names: &[&str]| -> usize {
                let is_in = |name: &str| {
                    let head = name.split('.').next().unwrap_or_default();
                    names.contains(&head)
                };
                entries.iter().filter(|e| is_in(&e.name)).map(|e| e.place.len()).sum()
            };
            for part in &parts {
                let found = match part.name {
                    "embedding" => of(&["time", "label"]),
                    "out" => of(&["out", "norm"]),
                    name => of(&[name]),
                };
                assert_eq!(found, part.n_params, "{kind:?} {images:?} {}", part.name);
            }
            let all: usize = entries.iter().map(|entry| entry.place.len()).sum();
            assert_eq!(crate::experiment::images::anatomy::total(&parts)[0], all);
        }
    }
}
