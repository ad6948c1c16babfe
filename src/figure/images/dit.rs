//! Weights and multiply-adds of a small transformer for images, part by part.
//!
//! Counted are multiplications of matrix products, of scales and of gates;
//! biases, norms, softmax and `SiLU` are not. The embedding of time and label is
//! as wide as a token; layer norms have no weights of their own.
//!
//! Source: Peebles and Xie (2022), arXiv 2212.09748, block with adaLN-zero,
//! here with an MLP twice as wide as a token.

use crate::kinds;

/// The MLP is so many times as wide as a token.
pub(super) const MLP_RATIO: u64 = 2;
/// Blocks of the network.
pub(super) const N_BLOCKS: u64 = 3;

kinds! {
    /// A part of the network.
    pub enum Part {
        /// Patches of the image become tokens.
        Patches = "patches", "Patches to tokens";
        /// Time and label say how every block scales, shifts and gates.
        Embedding = "embedding", "Embedding of t and y";
        /// Every token to mean 0 and variance 1.
        Norm = "norm", "Layer norm";
        /// Number by number, as the embedding says.
        Scale = "scale", "Scale and shift";
        /// Tokens look at each other.
        Attention = "attention", "Attention";
        /// How much of a part's result is added.
        Gate = "gate", "Gate";
        /// Every token for itself.
        Mlp = "mlp", "MLP";
        /// Tokens become pixels again.
        Output = "output", "Tokens to pixels";
    }
}

/// Sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dit {
    /// Pixels along a side of the image.
    pub(super) side: u64,
    /// Pixels along a side of a patch.
    pub(super) patch: u64,
    /// Numbers of a token.
    pub(super) width: u64,
    /// Heads of the attention.
    pub(super) heads: u64,
}

/// What a part of one block, or of the whole network, costs for one image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Learned numbers.
    pub(super) weights: u64,
    /// Multiply-adds.
    pub(super) madds: u64,
}

impl Dit {
    /// Tokens of an image.
    pub(super) const fn n_tokens(self) -> u64 {
        let per_side = self.side / self.patch;
        per_side * per_side
    }

    /// Pixels of a patch.
    pub(super) const fn patch_area(self) -> u64 {
        self.patch * self.patch
    }

    /// Numbers that a head sees of a token.
    pub(super) const fn head_width(self) -> u64 {
        self.width / self.heads
    }

    /// What a part costs in one block; patches and output once a network.
    pub(super) const fn cost(self, part: Part) -> Cost {
        let (n, d) = (self.n_tokens(), self.width);
        match part {
            Part::Patches => {
                let area = self.patch_area();
                // The table of places has a row a token.
                Cost { weights: area * d + d + n * d, madds: n * area * d }
            }
            // One scale, shift and gate for each half of the block, once an image.
            Part::Embedding => Cost { weights: 6 * d * d + 6 * d, madds: 6 * d * d },
            Part::Norm => Cost { weights: 0, madds: 0 },
            Part::Scale | Part::Gate => Cost { weights: 0, madds: 2 * n * d },
            // Query, key, value and what mixes the heads, then the square.
            Part::Attention => {
                Cost { weights: 4 * d * d + 4 * d, madds: 4 * n * d * d + self.square_madds() }
            }
            Part::Mlp => {
                let wide = MLP_RATIO * d;
                Cost { weights: 2 * d * wide + wide + d, madds: 2 * n * d * wide }
            }
            Part::Output => {
                let area = self.patch_area();
                let weights = 2 * d * d + 2 * d + d * area + area;
                Cost { weights, madds: 2 * d * d + n * d + n * d * area }
            }
        }
    }

    /// Multiply-adds of attention that grow with the square of the tokens:
    /// every query with every key, every weight with every value.
    pub(super) const fn square_madds(self) -> u64 {
        2 * self.n_tokens() * self.n_tokens() * self.width
    }

    /// What one block costs.
    pub(super) fn block(self) -> Cost {
        let parts = [Part::Embedding, Part::Norm, Part::Scale, Part::Attention, Part::Gate];
        let costs = parts.into_iter().chain([Part::Mlp]).map(|part| self.cost(part));
        costs.fold(Cost::default(), |sum, cost| Cost {
            weights: sum.weights + cost.weights,
            madds: sum.madds + cost.madds,
        })
    }

    /// Smallest number of tokens for which the square of attention costs more than
    /// all else in a block: with an MLP twice as wide, where `2 n^2 d` is more than
    /// `8 n d^2 + 4 n d + 6 d^2`.
    pub(super) const fn n_tokens_even(self) -> u64 {
        let d = self.width;
        let mut n = 1;
        while 2 * n * n * d <= (4 + 2 * MLP_RATIO) * n * d * d + 4 * n * d + 6 * d * d {
            n += 1;
        }
        n
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Dit = Dit { side: 16, patch: 2, width: 64, heads: 4 };

    fn cost(part: Part) -> [u64; 2] {
        let Cost { weights, madds } = SMALL.cost(part);
        [weights, madds]
    }

    #[test]
    fn an_image_has_as_many_tokens_as_patches() {
        for (side, patch, n) in [(8, 2, 16), (8, 4, 4), (16, 2, 64), (16, 4, 16)] {
            assert_eq!(Dit { side, patch, ..SMALL }.n_tokens(), n);
        }
        assert_eq!(SMALL.head_width(), 16);
    }

    #[test]
    fn parts_cost_what_was_counted_by_hand() {
        // 4 pixels to 64 numbers and a bias each, 64 places of 64 numbers.
        assert_eq!(cost(Part::Patches), [256 + 64 + 4096, 64 * 4 * 64]);
        // 64 to 384.
        assert_eq!(cost(Part::Embedding), [24_576 + 384, 24_576]);
        assert_eq!(cost(Part::Norm), [0, 0]);
        assert_eq!(cost(Part::Scale), [0, 2 * 4096]);
        assert_eq!(cost(Part::Gate), [0, 2 * 4096]);
        // Four maps of 64 to 64; each of 64 tokens; 64 times 64 pairs of 64 numbers, twice.
        assert_eq!(cost(Part::Attention), [16_384 + 256, 1_048_576 + 524_288]);
        // 64 to 128 and back.
        assert_eq!(cost(Part::Mlp), [8192 + 128 + 8192 + 64, 1_048_576]);
        // 64 to 128 for the last scale and shift, 64 to 4 pixels.
        assert_eq!(cost(Part::Output), [8192 + 128 + 256 + 4, 8192 + 4096 + 16_384]);
    }

    #[test]
    fn a_block_is_the_sum_of_its_parts() {
        let Cost { weights, madds } = SMALL.block();
        assert_eq!(weights, 24_960 + 16_640 + 16_576);
        assert_eq!(weights, 14 * 64 * 64 + 13 * 64);
        assert_eq!(madds, 24_576 + 1_572_864 + 1_048_576 + 4 * 4096);
    }

    #[test]
    fn heads_cost_nothing_and_four_times_the_tokens_sixteen_times_the_square() {
        for heads in [1, 2, 8] {
            assert_eq!(Dit { heads, ..SMALL }.block(), SMALL.block());
        }
        let fewer = Dit { patch: 4, ..SMALL };
        assert_eq!(SMALL.square_madds(), 16 * fewer.square_madds());
        assert_eq!(SMALL.cost(Part::Mlp).madds, 4 * fewer.cost(Part::Mlp).madds);
        assert_eq!(SMALL.cost(Part::Mlp).weights, fewer.cost(Part::Mlp).weights);
    }

    #[test]
    fn the_square_overtakes_all_else_at_a_little_over_four_widths() {
        // The positive root of n^2 - (4 d + 2) n - 3 d, by hand: 130.7, 258.7, 514.7.
        for (width, n) in [(32, 131), (64, 259), (128, 515)] {
            assert_eq!(Dit { width, ..SMALL }.n_tokens_even(), n);
        }
        // 256 tokens are 16 times 16 patches: there the square is still a little less.
        let near = Dit { side: 32, ..SMALL };
        let rest = near.block().madds - near.square_madds();
        assert_eq!((near.square_madds(), rest), (8_388_608, 8_478_720));
    }
}
