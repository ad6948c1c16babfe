//! What a U-Net is made of, block by block: shapes, weights, multiply-adds.
//!
//! Plain arithmetic for readers; a test of the engine holds it to the network
//! that runs.

use crate::dataset::images::ImageKind;
use crate::experiment::images::choice::ImageNetKind;
use crate::experiment::images::choice::NetShape;

/// Features of a time that the embedding reads.
const N_TIME: usize = 32;

/// A part of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name of its tensors.
    pub name: &'static str,
    /// Name on the page.
    pub title: &'static str,
    /// One sentence: what it does.
    pub says: &'static str,
    /// Channels, height and width of what comes out.
    pub out: [usize; 3],
    /// Its weights.
    pub n_params: usize,
    /// Multiply-adds for one image.
    pub macs: usize,
}

/// Weights and multiply-adds of a convolution of `kernel` by `kernel` pixels.
fn conv([n_in, n_out]: [usize; 2], kernel: usize, side: usize) -> [usize; 2] {
    let weights = n_in * n_out * kernel * kernel;
    [weights + n_out, weights * side * side]
}

/// Weights and multiply-adds of a linear layer.
fn linear(n_in: usize, n_out: usize) -> [usize; 2] {
    [n_in * n_out + n_out, n_in * n_out]
}

/// Those of a residual block; scale and shift of a norm count as weights, not as products.
fn block([n_in, n_out]: [usize; 2], n_embed: usize, side: usize) -> [usize; 2] {
    let shortcut = if n_in == n_out { [0, 0] } else { conv([n_in, n_out], 1, side) };
    let parts = [
        [2 * n_in + 2 * n_out, 0],
        conv([n_in, n_out], 3, side),
        linear(n_embed, 2 * n_out),
        conv([n_out, n_out], 3, side),
        shortcut,
    ];
    parts.iter().fold([0, 0], |sum, part| [sum[0] + part[0], sum[1] + part[1]])
}

/// The parts of the U-Net `net` for `images`, in the order of the data's way; none
/// for a network that is no U-Net.
pub fn parts(net: ImageNetKind, images: ImageKind) -> Vec<Part> {
    let NetShape::Unet { width: c } = net.shape() else { return Vec::new() };
    let (side, n_channels, n_classes) = (images.side(), images.n_channels(), images.n_classes());
    let (half, n_embed) = (side / 2, 4 * c);
    let part = |name, title, says, out, [n_params, macs]: [usize; 2]| Part {
        name,
        title,
        says,
        out,
        n_params,
        macs,
    };
    let time = linear(N_TIME, n_embed);
    let second = linear(n_embed, n_embed);
    let table = (n_classes + 1) * n_embed;
    let head = conv([c, n_channels], 3, side);
    vec![
        part(
            "embedding",
            "time and label",
            "Features of the time through two linear layers, and a learned row for the label: one vector that every block reads.",
            [n_embed, 1, 1],
            [time[0] + second[0] + table, time[1] + second[1]],
        ),
        part(
            "first",
            "first convolution",
            "Each pixel and its eight neighbors become channels.",
            [c, side, side],
            conv([n_channels, c], 3, side),
        ),
        part(
            "outer",
            "block at full size",
            "Strokes and edges. What comes out is kept for the way up.",
            [c, side, side],
            block([c, c], n_embed, side),
        ),
        part(
            "down",
            "down",
            "A convolution at every second pixel: half the size, twice the channels.",
            [2 * c, half, half],
            conv([c, 2 * c], 3, half),
        ),
        part(
            "inner",
            "block at half size",
            "Each window now covers twice as much of the image.",
            [2 * c, half, half],
            block([2 * c, 2 * c], n_embed, half),
        ),
        part(
            "middle",
            "middle",
            "The widest view: here it is decided which digit it will be.",
            [2 * c, half, half],
            block([2 * c, 2 * c], n_embed, half),
        ),
        part(
            "up",
            "up",
            "Every pixel becomes four, then a convolution smooths them.",
            [c, side, side],
            conv([2 * c, c], 3, side),
        ),
        part(
            "last",
            "block past the skip",
            "What came up and what was kept, side by side: the plan and the detail.",
            [c, side, side],
            block([2 * c, c], n_embed, side),
        ),
        part(
            "out",
            "last convolution",
            "Channels become the prediction, an image like the one that came in. It begins at zero.",
            [n_channels, side, side],
            [head[0] + 2 * c, head[1]],
        ),
    ]
}

/// Weights and multiply-adds of all parts.
pub fn total(parts: &[Part]) -> [usize; 2] {
    parts.iter().fold([0, 0], |sum, part| [sum[0] + part.n_params, sum[1] + part.macs])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_done_by_hand() {
        // 3 by 3 from 16 to 16 channels on 16 by 16 pixels: 9 * 256 weights and 16 biases.
        assert_eq!(conv([16, 16], 3, 16), [2_320, 589_824]);
        let small = parts(ImageNetKind::UnetS, ImageKind::Digits16);
        assert_eq!(small[1].n_params, 160);
        // Two convolutions, 64 to 32 numbers, four norms' vectors of 16.
        assert_eq!(small[2].n_params, 2 * 2_320 + 64 * 32 + 32 + 64);
        assert_eq!(total(&small)[0], 78_577);
        assert!(parts(ImageNetKind::DitS, ImageKind::Digits16).is_empty());
    }

    #[test]
    fn an_image_of_half_the_side_costs_a_quarter_but_for_the_embedding() {
        let of = |images| {
            let parts = parts(ImageNetKind::UnetM, images);
            let plain: usize = parts[1..].iter().map(|part| part.macs).sum();
            // The linear layers of four blocks, once an image whatever its size.
            let fixed: usize = [24, 48, 48, 24].iter().map(|c| 96 * 2 * c).sum();
            plain - fixed
        };
        assert_eq!(of(ImageKind::Digits16), 4 * of(ImageKind::Digits8));
    }
}
