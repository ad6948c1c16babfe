//! Published generators of images, each with its paper and what it uses.
//!
//! Only what its paper says; a number stands here only if the paper's abstract
//! or its table of results has it.

use crate::kinds;

/// When the list was last looked through.
pub(super) const AS_OF: &str = "November 2026";

/// A system and its paper.
#[derive(Debug)]
pub(super) struct System {
    /// What it is called.
    pub(super) name: &'static str,
    /// Who wrote the paper.
    pub(super) authors: &'static str,
    /// The paper's number at arXiv: year, month, then a number within the month.
    pub(super) arxiv: &'static str,
    /// What the network is trained to give.
    pub(super) predicts: Predicts,
    /// Of what the network is built.
    pub(super) backbone: Backbone,
    /// Where noise is added.
    pub(super) space: Space,
    /// How its main results use labels or text.
    pub(super) guidance: Guidance,
    /// What it is known for.
    pub(super) remark: &'static str,
    /// FID of its guided model on `ImageNet` at 256 by 256 pixels, where it is quoted.
    pub(super) fid: Option<f64>,
}

kinds! {
    /// What a network is trained to give.
    pub enum Predicts {
        /// The noise.
        Noise = "noise", "noise";
        /// The score.
        Score = "score", "score";
        /// The data.
        Data = "data", "data";
        /// The velocity.
        Velocity = "velocity", "velocity";
    }
}

kinds! {
    /// Of what a network is built.
    pub enum Backbone {
        /// Convolutions down and up again, with skips.
        UNet = "unet", "U-Net";
        /// Blocks on tokens.
        Transformer = "transformer", "transformer";
    }
}

kinds! {
    /// Where noise is added.
    pub enum Space {
        /// To the pixels.
        Pixels = "pixels", "pixels";
        /// To what an autoencoder makes of them.
        Latent = "latent", "latent space";
    }
}

kinds! {
    /// How labels or text strengthen.
    pub enum Guidance {
        /// Not at all.
        None = "none", "no guidance";
        /// By the gradient of a classifier.
        Classifier = "classifier", "classifier";
        /// By the same network with a null label.
        Free = "free", "classifier-free";
    }
}

impl System {
    /// Year since 2000 and month in which the paper came to arXiv.
    pub(super) fn month(&self) -> [u8; 2] {
        let digit = |i: usize| self.arxiv.as_bytes()[i] - b'0';
        [10 * digit(0) + digit(1), 10 * digit(2) + digit(3)]
    }
}

/// The list, the oldest first.
pub(super) const ALL: &[System] = &[
    System {
        name: "DDPM",
        authors: "Ho, Jain, Abbeel",
        arxiv: "2006.11239",
        predicts: Predicts::Noise,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::None,
        remark: "The noise loss without weights makes diffusion models of images work well.",
        fid: None,
    },
    System {
        name: "Score SDE",
        authors: "Song, Sohl-Dickstein, Kingma, Kumar, Ermon, Poole",
        arxiv: "2011.13456",
        predicts: Predicts::Score,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::None,
        remark: "Diffusion in continuous time, its reverse SDE, and an ODE with the same marginals.",
        fid: None,
    },
    System {
        name: "ADM",
        authors: "Dhariwal, Nichol",
        arxiv: "2105.05233",
        predicts: Predicts::Noise,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::Classifier,
        remark: "A better U-Net with attention, and guidance by a classifier; the FID is that of ADM-G, without its second network for larger images.",
        fid: Some(4.59),
    },
    System {
        name: "Latent diffusion",
        authors: "Rombach, Blattmann, Lorenz, Esser, Ommer",
        arxiv: "2112.10752",
        predicts: Predicts::Noise,
        backbone: Backbone::UNet,
        space: Space::Latent,
        guidance: Guidance::Free,
        remark: "Diffusion in the space of an autoencoder, text by cross-attention; Stable Diffusion grew from it. The FID is that of LDM-4-G.",
        fid: Some(3.60),
    },
    System {
        name: "EDM",
        authors: "Karras, Aittala, Aila, Laine",
        arxiv: "2206.00364",
        predicts: Predicts::Data,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::None,
        remark: "A denoiser whose scales, noise levels, weights and steps are chosen one by one; Heun steps.",
        fid: None,
    },
    System {
        name: "Classifier-free guidance",
        authors: "Ho, Salimans",
        arxiv: "2207.12598",
        predicts: Predicts::Noise,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::Free,
        remark: "One network with and without label in the place of a classifier.",
        fid: None,
    },
    System {
        name: "Rectified flow",
        authors: "Liu, Gong, Liu",
        arxiv: "2209.03003",
        predicts: Predicts::Velocity,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::None,
        remark: "Straight paths between noise and data, made straighter by training on their own ends.",
        fid: None,
    },
    System {
        name: "Flow matching",
        authors: "Lipman, Chen, Ben-Hamu, Nickel, Le",
        arxiv: "2210.02747",
        predicts: Predicts::Velocity,
        backbone: Backbone::UNet,
        space: Space::Pixels,
        guidance: Guidance::None,
        remark: "Regression on conditional velocities trains a flow without simulating it.",
        fid: None,
    },
    System {
        name: "DiT",
        authors: "Peebles, Xie",
        arxiv: "2212.09748",
        predicts: Predicts::Noise,
        backbone: Backbone::Transformer,
        space: Space::Latent,
        guidance: Guidance::Free,
        remark: "A transformer in the place of the U-Net; the FID is that of DiT-XL/2, 675 million weights.",
        fid: Some(2.27),
    },
    System {
        name: "SiT",
        authors: "Ma, Goldstein, Albergo, Boffi, Vanden-Eijnden, Xie",
        arxiv: "2401.08740",
        predicts: Predicts::Velocity,
        backbone: Backbone::Transformer,
        space: Space::Latent,
        guidance: Guidance::Free,
        remark: "The network of DiT, trained for the velocity and sampled by ODE or SDE; the FID is that of SiT-XL/2.",
        fid: Some(2.06),
    },
    System {
        name: "Stable Diffusion 3",
        authors: "Esser, Kulal, Blattmann, and others",
        arxiv: "2403.03206",
        predicts: Predicts::Velocity,
        backbone: Backbone::Transformer,
        space: Space::Latent,
        guidance: Guidance::Free,
        remark: "Straight paths for text to image, at up to 8 billion weights; times in the middle are drawn more often.",
        fid: None,
    },
    System {
        name: "JiT",
        authors: "Li, He",
        arxiv: "2511.13720",
        predicts: Predicts::Data,
        backbone: Backbone::Transformer,
        space: Space::Pixels,
        guidance: Guidance::Free,
        remark: "A plain transformer on large patches of pixels that gives the clean image; the loss is on the velocity.",
        fid: None,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_arxiv_are_whole_unlike_and_in_order_of_time() {
        for (idx, system) in ALL.iter().enumerate() {
            let (date, number) = system.arxiv.split_once('.').expect("a date and a number");
            assert_eq!((date.len(), number.len()), (4, 5), "{}", system.name);
            assert!(date.bytes().chain(number.bytes()).all(|b| b.is_ascii_digit()));
            assert!((1..=12).contains(&system.month()[1]), "{}", system.name);
            assert!(ALL[..idx].iter().all(|other| other.arxiv < system.arxiv), "{}", system.name);
        }
    }

    #[test]
    fn a_month_is_where_it_is_in_the_year() {
        // 2006 is June 2020, 2212 December 2022.
        assert_eq!((ALL[0].month(), ALL[8].month()), ([20, 6], [22, 12]));
    }

    #[test]
    fn every_entry_says_who_and_what() {
        for system in ALL {
            assert!(!system.name.is_empty() && !system.authors.is_empty());
            assert!(system.remark.ends_with('.'), "{}", system.name);
        }
    }
}
