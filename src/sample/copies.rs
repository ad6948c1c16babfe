//! The exact field of a finite set of images: what a network would answer that
//! made its training loss as small as possible.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;
use burn::tensor::activation::softmax;

use crate::dataset::images::Images;
use crate::path::convert::PredictKind;
use crate::path::scheduler::SchedulerKind;
use crate::sample::read::Predictor;
use crate::sample::tensor::TensorState;

/// Images of one label, or all, ready to be compared with.
#[derive(Clone, Debug)]
struct Shelf {
    /// `[n, dim]`.
    images: Tensor<2>,
    /// Half of the squared length of each, `[1, n]`.
    halves: Tensor<2>,
}

impl Shelf {
    /// None for no images: there is no mean of nothing.
    fn new(images: &Images, device: &Device) -> Option<Self> {
        let (n, dim) = (images.n(), images.dim());
        if n == 0 {
            return None;
        }
        let data = TensorData::new(images.pixels.clone(), [n, dim]);
        let images: Tensor<2> = Tensor::from_data(data, device);
        let halves = images.clone().powi_scalar(2).sum_dim(1).mul_scalar(0.5).transpose();
        Some(Self { images, halves })
    }

    /// Mean of the images that `x`, a point of the path at `t`, may come from:
    /// weighted by `exp(-|x - alpha z|^2 / (2 beta^2))`. Singular where `beta_t = 0`.
    ///
    /// Shapes: `x` and the result are `[1, dim]`.
    fn mean(&self, (alpha, beta): (f64, f64), x: Tensor<2>) -> Tensor<2> {
        // The part of the square that is common to all images drops out.
        let products = x.matmul(self.images.clone().transpose()).mul_scalar(alpha); // [1, n]
        let logs = products - self.halves.clone().mul_scalar(alpha * alpha);
        softmax(logs.mul_scalar(1.0 / (beta * beta)), 1).matmul(self.images.clone())
    }
}

/// A finite set of images, by label and all together.
#[derive(Clone, Debug)]
pub struct Library {
    all: Shelf,
    by_label: Vec<Option<Shelf>>,
}

impl Library {
    /// The images on `device`; none if there are none.
    pub fn new(images: &Images, device: &Device) -> Option<Self> {
        let n_labels = images.labels.iter().map(|&label| usize::from(label) + 1).max()?;
        let by_label = (0..n_labels).map(|label| Shelf::new(&images.of_class(label as u8), device));
        Some(Self { all: Shelf::new(images, device)?, by_label: by_label.collect() })
    }

    /// Images of that label; all of them for no label or one that no image has.
    fn shelf(&self, label: Option<u8>) -> &Shelf {
        let found = label.and_then(|label| self.by_label.get(usize::from(label))?.as_ref());
        found.unwrap_or(&self.all)
    }
}

/// The exact field of a library, told a label for every point.
#[derive(Clone, Debug)]
pub struct Copies {
    library: Rc<Library>,
    path: SchedulerKind,
    labels: Vec<Option<u8>>,
}

impl Copies {
    /// The field of `library` along `path` for as many points as `labels`.
    pub fn new(library: Rc<Library>, path: SchedulerKind, labels: Vec<Option<u8>>) -> Self {
        Self { library, path, labels }
    }
}

impl Predictor for Copies {
    fn kind(&self) -> PredictKind {
        PredictKind::Data
    }

    fn says(&self, t: f64, x: &TensorState) -> TensorState {
        let s = self.path.at(t);
        let row = |(i, label): (usize, &Option<u8>)| {
            let x = x.0.clone().narrow(0, i, 1);
            self.library.shelf(*label).mean((s.alpha, s.beta), x)
        };
        TensorState(Tensor::cat(self.labels.iter().enumerate().map(row).collect(), 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::mixture::Mixture;
    use crate::math::points::Points;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::path::exact::ExactField;

    #[test]
    fn means_are_those_of_the_mixture_of_single_points() {
        let (n, dim, device) = (30, 5, Device::flex());
        let mut rng = Rng::stream(4, Stream::Figure, 0);
        let mut images = Images::default();
        for i in 0..n {
            let pixels: Vec<f32> = (0..dim).map(|_| (0.5 * rng.normal()) as f32).collect();
            images.push(&pixels, (i % 3) as u8);
        }
        let library = Rc::new(Library::new(&images, &device).expect("images"));
        let path = SchedulerKind::CondOt;
        let labels = [Some(0), None, Some(2), Some(1)];
        let x = rng.normal_points(labels.len(), dim);
        let copies = Copies::new(library, path, labels.to_vec());
        for t in [0.0, 0.3, 0.7, 0.95] {
            let said = copies.says(t, &TensorState::on(&x, &device)).0;
            let said = said.into_data().try_to_vec::<f32>().unwrap();
            for (row, label) in labels.iter().enumerate() {
                let known = label.map_or_else(|| images.clone(), |label| images.of_class(label));
                let known = known.pixels.iter().map(|v| f64::from(*v)).collect();
                let law = Mixture::empirical(&Points::new(dim, known)).expect("a law");
                let field = ExactField::from_noise(&law, path);
                let mean = field.posterior_mean(t, &x.slice(row..row + 1));
                for (a, b) in said[row * dim..].iter().zip(mean.data()) {
                    assert!((f64::from(*a) - b).abs() < 1e-4, "{t} {label:?}: {a} {b}");
                }
            }
        }
    }

    #[test]
    fn nothing_has_no_mean() {
        assert!(Library::new(&Images::default(), &Device::flex()).is_none());
    }
}
