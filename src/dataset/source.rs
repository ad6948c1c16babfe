//! Sources: the laws that paths start from at `t = 0`.
//!
//! A source is a file of its own only where no data set has its law already;
//! circles, eight Gaussians and moons are the data sets of that name, with the
//! same parameters, drawn in the same way.

use crate::dataset::Dataset;
use crate::dataset::DatasetKind;
use crate::dataset::mixture;
use crate::kinds;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::window::Window;

/// Half the side of the uniform box, so that every coordinate has variance 1,
/// as those of the Gaussian have.
const HALF_SIDE: f64 = 1.732_050_807_568_877_2;

kinds! {
    /// A law of noise, in menu order.
    pub enum SourceKind {
        /// `N(0, I)`: the only one with score, noise and SDE identities.
        Gaussian = "gaussian", "Gaussian";
        /// Two concentric circles.
        Circles = "circles", "Two circles";
        /// Eight narrow Gaussians on a circle.
        EightGaussians = "8gaussians", "Eight Gaussians";
        /// Two interleaved half circles.
        Moons = "moons", "Two moons";
        /// Even on a square around the origin; on the line, on an interval.
        Uniform = "uniform", "Uniform";
    }
}

/// A source in one dimension or two: how to draw from it, and its law.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    kind: SourceKind,
    dim: usize,
    /// The data set of the same law, if there is one.
    twin: Option<Dataset>,
}

impl SourceKind {
    /// Whether the source exists in `dim` dimensions.
    ///
    /// The Gaussian and the uniform law do in every dimension, the others on the
    /// plane alone. Ask before building: a menu leaves the rest out.
    pub fn fits(self, dim: usize) -> bool {
        0 < dim && (dim == 2 || matches!(self, Self::Gaussian | Self::Uniform))
    }

    /// Whether this is `N(0, I)`, so that score, noise and SDE exist.
    pub fn is_gaussian(self) -> bool {
        self == Self::Gaussian
    }

    /// The source in `dim` dimensions.
    ///
    /// # Panics
    /// If it does not fit there.
    pub fn build(self, dim: usize) -> Source {
        assert!(self.fits(dim), "source: {self:?} does not exist in {dim} dimensions");
        let twin = match self {
            Self::Gaussian | Self::Uniform => None,
            Self::Circles => Some(DatasetKind::Circles),
            Self::EightGaussians => Some(DatasetKind::EightGaussians),
            Self::Moons => Some(DatasetKind::Moons),
        };
        Source { kind: self, dim, twin: twin.map(DatasetKind::build) }
    }

    /// The law in `dim` dimensions, as [`Source::law`].
    ///
    /// # Panics
    /// If the source does not fit there.
    pub fn law(self, dim: usize) -> Mixture {
        self.build(dim).law()
    }

    /// `n` draws in `dim` dimensions; for many sets build the source once.
    ///
    /// Random: as [`Source::sample`].
    ///
    /// # Panics
    /// If the source does not fit there.
    pub fn sample(self, n: usize, dim: usize, rng: &mut Rng) -> Points {
        self.build(dim).sample(n, rng)
    }

    /// Parameters in words; on the line the same numbers hold for its one coordinate.
    pub fn describe(self) -> String {
        match self {
            Self::Gaussian => "mean 0, variance 1 in every coordinate".to_owned(),
            Self::Uniform => {
                format!("from -{HALF_SIDE:.3} to {HALF_SIDE:.3}, variance 1 in every coordinate")
            }
            Self::Circles | Self::EightGaussians | Self::Moons => {
                self.build(2).twin.map_or_else(String::new, |twin| twin.describe())
            }
        }
    }
}

impl Source {
    /// Which source it is.
    pub fn kind(&self) -> SourceKind {
        self.kind
    }

    /// Dimension of the space.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The law as a mixture, as exact as the data set of the same name.
    pub fn law(&self) -> Mixture {
        if let Some(twin) = &self.twin {
            return twin.law().clone();
        }
        let component = match self.kind {
            SourceKind::Uniform => {
                Component::Box { low: vec![-HALF_SIDE; self.dim], high: vec![HALF_SIDE; self.dim] }
            }
            _ => Component::Isotropic { mean: vec![0.0; self.dim], variance: 1.0 },
        };
        mixture(self.dim, vec![(1.0, component)])
    }

    /// `n` independent draws.
    ///
    /// Random: `dim` numbers a point for the Gaussian (those of
    /// [`Rng::normal_points`]) and the uniform law; else as [`Dataset::sample`].
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        match (&self.twin, self.kind) {
            (Some(twin), _) => twin.sample(n, rng),
            (None, SourceKind::Uniform) => {
                let mut side = || rng.uniform_in(-HALF_SIDE, HALF_SIDE);
                Points::new(self.dim, (0..n * self.dim).map(|_| side()).collect())
            }
            (None, _) => rng.normal_points(n, self.dim),
        }
    }

    /// The part of the plane that shows it; on the line as [`Dataset::window`].
    pub fn window(&self) -> Window {
        match &self.twin {
            Some(twin) => twin.window(),
            None if self.dim == 1 => Window { x: [0.0, 1.0], y: [-4.0, 4.0] },
            None => Window::centered(4.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::math::rng::Stream;

    const N: usize = 40_000;

    fn rng() -> Rng {
        Rng::stream(3, Stream::Noise, 0)
    }

    fn fitting() -> impl Iterator<Item = Source> {
        let pairs = SourceKind::ALL.iter().flat_map(|kind| [1, 2].map(|dim| (*kind, dim)));
        pairs.filter(|(kind, dim)| kind.fits(*dim)).map(|(kind, dim)| kind.build(dim))
    }

    #[test]
    fn draws_have_the_moments_of_their_law() {
        for source in fitting() {
            let (points, law) = (source.sample(N, &mut rng()), source.law());
            assert_eq!((points.dim(), law.dim()), (source.dim(), source.dim()));
            let check = |f: &dyn Fn(&[f64]) -> f64, exact: f64| {
                let mean = points.rows().map(f).sum::<f64>() / N as f64;
                let spread = points.rows().map(|row| (f(row) - mean).powi(2)).sum::<f64>();
                let slack = 4.0 * spread.sqrt() / N as f64;
                assert!((mean - exact).abs() < slack, "{:?}: {mean} {exact}", source.kind());
            };
            for i in 0..source.dim() {
                check(&|row| row[i], law.mean()[i]);
                // The fourth moment tells the box from the bell.
                if source.kind() == SourceKind::Uniform {
                    check(&|row| row[i].powi(4), 9.0 / 5.0);
                }
            }
            check(&|row| row.iter().map(|x| x * x).sum(), law.second_moment());
        }
    }

    #[test]
    fn gaussian_and_uniform_have_variance_one() {
        for dim in [1, 2, 5] {
            for kind in [SourceKind::Gaussian, SourceKind::Uniform] {
                assert!((kind.law(dim).second_moment() - dim as f64).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn the_gaussian_is_the_noise_that_samples_start_from() {
        let kind = SourceKind::Gaussian;
        assert_eq!(kind.sample(50, 2, &mut rng()), rng().normal_points(50, 2));
        assert!(SourceKind::ALL.iter().all(|k| k.is_gaussian() == (*k == kind)));
    }

    #[test]
    fn named_after_a_data_set_is_that_data_set() {
        for &kind in SourceKind::ALL {
            let Some(data) = DatasetKind::from_key(kind.key()) else { continue };
            let data = data.build();
            assert_eq!(kind.law(2), *data.law());
            assert_eq!(kind.sample(50, 2, &mut rng()), data.sample(50, &mut rng()));
            assert_eq!(kind.describe(), data.describe());
        }
        // The known zero loss of the straight path from circles to the
        // checkerboard is the sum of both second moments.
        let board = DatasetKind::Checkerboard.build().law().second_moment();
        let circles = SourceKind::Circles.law(2).second_moment();
        assert!((board + circles - 32.4167).abs() < 5.1e-5);
    }

    #[test]
    fn on_the_line_only_two_make_sense() {
        let on_line: Vec<&str> =
            SourceKind::ALL.iter().filter(|k| k.fits(1)).map(|k| k.key()).collect();
        assert_eq!(on_line, ["gaussian", "uniform"]);
        assert!(SourceKind::ALL.iter().all(|kind| kind.fits(2) && !kind.fits(0)));
    }

    #[test]
    fn windows_show_the_source() {
        for source in fitting() {
            let window = source.window();
            let ranges = if source.dim() == 1 { vec![window.y] } else { vec![window.x, window.y] };
            let is_shown =
                |row: &&[f64]| row.iter().zip(&ranges).all(|(x, [low, high])| low < x && x < high);
            let points = source.sample(N, &mut rng());
            let share = points.rows().filter(is_shown).count() as f64 / N as f64;
            assert!(0.999 < share && !source.kind().describe().is_empty(), "{source:?}");
        }
    }
}
