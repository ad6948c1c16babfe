//! Curves on the plane blurred by a Gaussian, and their laws as mixtures.

use crate::math::mixture::Component;
use crate::math::quadrature::Rule;
use crate::math::rng::Rng;

/// A smooth piece of curve, traced at the speed that makes its draws uniform.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Place at `s` in `[0, 1]`, where `s` is uniform.
    pub(super) at: fn(f64) -> [f64; 2],
    /// How likely the piece is, up to the factor that makes all sum to 1.
    pub(super) weight: f64,
    /// Nodes of the quadrature along it.
    pub(super) n_nodes: usize,
    /// Whether the end joins the start smoothly; then equal spacing is best.
    pub(super) is_closed: bool,
}

/// Pieces of curve, blurred by `N(0, std^2 I)`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BlurredCurve {
    pub(super) pieces: Vec<Piece>,
    pub(super) std: f64,
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        let key = |piece: &Self| (piece.weight.to_bits(), piece.n_nodes, piece.is_closed);
        std::ptr::fn_addr_eq(self.at, other.at) && key(self) == key(other)
    }
}

impl BlurredCurve {
    /// One draw: which piece, and where. Random: a uniform number for the piece,
    /// one for the place on it, two normal numbers.
    pub(super) fn draw(&self, rng: &mut Rng) -> (usize, [f64; 2]) {
        let k = self.piece(rng.uniform());
        let [x, y] = (self.pieces[k].at)(rng.uniform());
        (k, [x + self.std * rng.normal(), y + self.std * rng.normal()])
    }

    /// The piece that the share `u` of the whole weight falls into.
    fn piece(&self, u: f64) -> usize {
        let mut rest = u * self.pieces.iter().map(|piece| piece.weight).sum::<f64>();
        for (k, piece) in self.pieces.iter().enumerate() {
            if rest < piece.weight {
                return k;
            }
            rest -= piece.weight;
        }
        // Rounding can leave a little beyond the last piece.
        self.pieces.len() - 1
    }

    /// Gaussians at the nodes of a quadrature along the curve, with its weights.
    ///
    /// The blur makes the integrand smooth, so the rule converges faster than
    /// any power once its nodes are about as far apart as the blur is wide.
    pub(super) fn components(&self) -> Vec<(f64, Component)> {
        let variance = self.std * self.std;
        let of_piece = |piece: &Piece| {
            let Piece { at, weight, .. } = *piece;
            let component = move |(s, w): (f64, f64)| {
                (weight * w, Component::Isotropic { mean: at(s).to_vec(), variance })
            };
            piece.rule().iter().map(component).collect::<Vec<_>>()
        };
        self.pieces.iter().flat_map(of_piece).collect()
    }

    /// The piece that each of the components belongs to.
    pub(super) fn piece_of_components(&self) -> Vec<usize> {
        let of_piece = |(k, piece): (usize, &Piece)| vec![k; piece.n_nodes];
        self.pieces.iter().enumerate().flat_map(of_piece).collect()
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
