//! Choices of an experiment with images.

use crate::kinds;

kinds! {
    /// A network for images, in menu order.
    pub enum ImageNetKind {
        /// A U-Net of 16 channels.
        UnetS = "unet-s", "U-Net, 16 channels";
        /// A U-Net of 24 channels.
        UnetM = "unet-m", "U-Net, 24 channels";
        /// A transformer of 64 numbers a patch.
        DitS = "dit-s", "Patch transformer";
    }
}

/// Sizes of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetShape {
    /// A U-Net two sizes deep.
    Unet {
        /// Channels at full size.
        width: usize,
    },
    /// A transformer over patches.
    Dit {
        /// Pixels along a patch's edge.
        patch: usize,
        /// Numbers a token.
        width: usize,
        /// Blocks.
        n_blocks: usize,
        /// Heads of attention.
        n_heads: usize,
        /// Hidden numbers of a token's own network, in widths.
        ratio: usize,
    },
}

impl ImageNetKind {
    /// Its sizes.
    pub const fn shape(self) -> NetShape {
        match self {
            Self::UnetS => NetShape::Unet { width: 16 },
            Self::UnetM => NetShape::Unet { width: 24 },
            Self::DitS => NetShape::Dit { patch: 2, width: 64, n_blocks: 3, n_heads: 4, ratio: 2 },
        }
    }
}

kinds! {
    /// What carries noise to images, in menu order.
    pub enum ImageFieldKind {
        /// What a network has learned.
        Learned = "network", "Of the network";
        /// What the training loss asks for, to the last image.
        Exact = "exact", "Exact, of the training set";
    }
}

kinds! {
    /// What a sweep compares, in menu order.
    pub enum SweepKind {
        /// A row for every scale, a column for every class.
        WClass = "w-class", "w by class";
        /// A row for every scale, a column for every number of steps.
        WSteps = "w-steps", "w by solver steps";
        /// A row for every drop probability, a column for every scale.
        EtaW = "eta-w", "η by w";
    }
}
