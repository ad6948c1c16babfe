//! Curves on the plane blurred by a Gaussian, and their laws as mixtures.

use crate::math::mixture::Component;
use crate::math::quadrature::Rule;
use crate::math::rng::Rng;

/// A smooth piece of curve, traced at the speed that makes its draws uniform.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Place at `s` in `[0, 1]`, where `s` is uniform.
    pub(super) at: fn(f64) -> [f64; 2],
    /// Nodes of the quadrature along it.
    pub(super) n_nodes: usize,
    /// Whether the end joins the start smoothly; then equal spacing is best.
    pub(super) is_closed: bool,
}

/// Equally likely pieces, blurred by `N(0, std^2 I)`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BlurredCurve {
    pub(super) pieces: Vec<Piece>,
    pub(super) std: f64,
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.at, other.at)
            && (self.n_nodes, self.is_closed) == (other.n_nodes, other.is_closed)
    }
}

impl BlurredCurve {
    /// One draw: a piece, a place on it, two normal numbers.
    pub(super) fn draw(&self, rng: &mut Rng) -> [f64; 2] {
        let piece = &self.pieces[rng.below(self.pieces.len())];
        let [x, y] = (piece.at)(rng.uniform());
        [x + self.std * rng.normal(), y + self.std * rng.normal()]
    }

    /// Gaussians at the nodes of a quadrature along the curve, with its weights.
    ///
    /// The blur makes the integrand smooth, so the rule converges faster than
    /// any power once its nodes are about as far apart as the blur is wide.
    pub(super) fn components(&self) -> Vec<(f64, Component)> {
        let variance = self.std * self.std;
        let of_piece = |piece: &Piece| {
            let at = piece.at;
            let component = move |(s, w): (f64, f64)| {
                (w, Component::Isotropic { mean: at(s).to_vec(), variance })
            };
            piece.rule().iter().map(component).collect::<Vec<_>>()
        };
        self.pieces.iter().flat_map(of_piece).collect()
    }
}

impl Piece {
    fn rule(&self) -> Rule {
        let n = self.n_nodes;
        if self.is_closed {
            let nodes = (0..n).map(|i| i as f64 / n as f64).collect();
            return Rule { nodes, weights: vec![1.0 / n as f64; n] };
        }
        Rule::legendre(n, 0.0, 1.0)
    }
}
