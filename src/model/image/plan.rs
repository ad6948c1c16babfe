//! Which tensors a network has, how they begin, and their views for one call.

use burn::tensor::Tensor;

use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::layout::Entry;

/// How a tensor's numbers begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Uniform on `+-1/sqrt(n_in)`, as `PyTorch`'s layers.
    Uniform {
        /// Numbers that go into one that comes out.
        n_in: usize,
    },
    /// Normal with mean 0 and that standard deviation.
    Normal {
        /// Standard deviation.
        std: f64,
    },
    /// All 1.
    Ones,
    /// All 0.
    Zeros,
}

/// Number of a tensor in its [`Plan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(usize);

/// The tensors of a network in the order of its flat vector.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    entries: Vec<Entry>,
    laws: Vec<Law>,
    n_params: usize,
}

impl Plan {
    /// Adds a tensor.
    pub fn add(&mut self, name: String, shape: &[usize], law: Law) -> Slot {
        let n = shape.iter().product::<usize>();
        let place = self.n_params..self.n_params + n;
        self.n_params = place.end;
        let shape = shape.iter().map(|&len| len as u32).collect();
        self.entries.push(Entry { name, shape, place });
        self.laws.push(law);
        Slot(self.entries.len() - 1)
    }

    /// Every tensor with its name and place.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Number of parameters.
    pub fn n_params(&self) -> usize {
        self.n_params
    }

    /// The first values of all tensors.
    ///
    /// Random: tensor number `i` draws from stream `Init` number `i` of the seed.
    pub fn first_params(&self, seed: u64) -> Vec<f32> {
        let mut params = Vec::with_capacity(self.n_params);
        for (i, (entry, law)) in self.entries.iter().zip(&self.laws).enumerate() {
            let mut rng = Rng::stream(seed, Stream::Init, i as u64);
            params.extend(entry.place.clone().map(|_| match *law {
                Law::Uniform { n_in } => {
                    let bound = 1.0 / (n_in as f64).sqrt();
                    rng.uniform_in(-bound, bound) as f32
                }
                Law::Normal { std } => (std * rng.normal()) as f32,
                Law::Ones => 1.0,
                Law::Zeros => 0.0,
            }));
        }
        params
    }

    /// Views of the flat vector `params`, `[n_params]`.
    pub fn leaves(&self, params: &Tensor<1>) -> Leaves {
        let view = |entry: &Entry| params.clone().slice([entry.place.clone()]);
        Leaves(self.entries.iter().map(view).collect())
    }
}

/// A network's tensors for one call, each flat.
#[derive(Clone, Debug)]
pub struct Leaves(pub Vec<Tensor<1>>);

impl Leaves {
    /// A tensor in its shape.
    pub fn get<const D: usize>(&self, slot: Slot, shape: [usize; D]) -> Tensor<D> {
        self.0[slot.0].clone().reshape(shape)
    }

    /// The same numbers as leaves of a tape, which gradients are taken by.
    #[must_use]
    pub fn taped(self) -> Self {
        Self(self.0.into_iter().map(|leaf| leaf.autodiff().require_grad()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_values_follow_their_laws() {
        let mut plan = Plan::default();
        plan.add("a".to_owned(), &[40, 25], Law::Uniform { n_in: 25 });
        plan.add("b".to_owned(), &[1_000], Law::Normal { std: 0.5 });
        plan.add("c".to_owned(), &[3], Law::Ones);
        plan.add("d".to_owned(), &[3], Law::Zeros);
        let params = plan.first_params(4);
        assert_eq!((params.len(), plan.n_params()), (2_006, 2_006));
        let square = |values: &[f32]| {
            values.iter().map(|&v| f64::from(v) * f64::from(v)).sum::<f64>() / values.len() as f64
        };
        assert!(params[..1_000].iter().all(|v| v.abs() <= 0.2));
        // Variances bound^2 / 3 and std^2 within five standard errors.
        let exact = 0.04 / 3.0;
        assert!((square(&params[..1_000]) - exact).abs() < 5.0 * exact * (0.8_f64 / 1e3).sqrt());
        assert!((square(&params[1_000..2_000]) - 0.25).abs() < 5.0 * 0.25 * (2.0_f64 / 1e3).sqrt());
        assert_eq!(params[2_000..], [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    }
}
