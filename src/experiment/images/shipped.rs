//! Image networks that come with the page, and the judges of images.
//!
//! `cargo xtask pretrain` trains every line of [`ALL`] and [`JUDGES`].

use crate::dataset::images::ImageKind;
use crate::experiment::images::run::Imaging;
use crate::math::kind::Choice;

/// An image network that was trained before.
#[derive(Debug, PartialEq, Eq)]
pub struct ShippedImages {
    /// Name in links and of its files; never changes once published.
    pub name: &'static str,
    /// Name on the page.
    pub label: &'static str,
    /// Query of the experiment that trains it.
    pub query: &'static str,
    /// One sentence: what it is for.
    pub about: &'static str,
}

/// Every shipped image network, in menu order.
pub const ALL: &[ShippedImages] = &[
    ShippedImages {
        name: "digits16-s",
        label: "Digits 16 × 16, U-Net of 16 channels",
        query: "data=digits16&net=unet-s&batch=128&lr=0.003&steps=5000&ema=0.998&warm=200",
        about: "The network of the digit figures; trained on a graphics device that was given back after 4,400 of its 5,000 steps.",
    },
    ShippedImages {
        name: "digits16-dit",
        label: "Digits 16 × 16, patch transformer",
        query: "data=digits16&net=dit-s&batch=64&lr=0.002&steps=5000&ema=0.998&warm=200",
        about: "The same digits by a transformer over patches.",
    },
    ShippedImages {
        name: "digits8",
        label: "Digits 8 × 8",
        query: "data=digits8&net=unet-s&batch=64&lr=0.003&steps=4000&ema=0.998&warm=100",
        about: "Small digits, four times the steps that a page trains in two minutes.",
    },
    ShippedImages {
        name: "digits8-eta0",
        label: "Digits 8 × 8, no label dropped",
        query: "data=digits8&net=unet-s&eta=0&batch=64&lr=0.003&steps=4000&ema=0.998&warm=100",
        about: "Never saw the null label: its unconditional field is whatever the first weights say.",
    },
    ShippedImages {
        name: "digits8-eta50",
        label: "Digits 8 × 8, half of the labels dropped",
        query: "data=digits8&net=unet-s&eta=0.5&batch=64&lr=0.003&steps=4000&ema=0.998&warm=100",
        about: "Half of its training was unconditional.",
    },
    ShippedImages {
        name: "sprites",
        label: "Sprites 16 × 16",
        query: "data=sprites&net=unet-s&batch=32&lr=0.002&steps=5000&ema=0.998&warm=200",
        about: "Colored shapes, conditioned on the shape.",
    },
];

/// The judges of images, each a classifier: the name of its file and what it judges.
pub const JUDGES: &[(&str, ImageKind)] = &[
    ("judge-digits8", ImageKind::Digits8),
    ("judge-digits16", ImageKind::Digits16),
    ("judge-sprites", ImageKind::Sprites),
];

/// The judge's name for images of `kind`.
pub fn judge_of(kind: ImageKind) -> &'static str {
    JUDGES.iter().find(|(_, of)| *of == kind).map_or("", |(name, _)| name)
}

/// Key of weights that are drawn from the seed.
pub const FRESH: &str = "fresh";

/// The choices of `init`, in menu order.
pub const CHOICES: &[Choice] = &with_fresh();

const fn with_fresh() -> [Choice; ALL.len() + 1] {
    let fresh = Choice { key: FRESH, label: "Fresh, from the seed" };
    let mut choices = [fresh; ALL.len() + 1];
    let mut i = 0;
    while i < ALL.len() {
        choices[i + 1] = Choice { key: ALL[i].name, label: ALL[i].label };
        i += 1;
    }
    choices
}

/// The same without fresh weights, for figures that only draw.
pub const NAMED: &[Choice] = CHOICES.split_at(1).1;

/// The shipped network of that name.
pub fn by_name(name: &str) -> Option<&'static ShippedImages> {
    ALL.iter().find(|shipped| shipped.name == name)
}

impl ShippedImages {
    /// The experiment that trains it.
    pub fn experiment(&self) -> Imaging {
        Imaging::from_link(self.query)
    }

    /// Its file beside the page.
    pub fn file(&self) -> String {
        weights_file(self.name)
    }
}

/// The file of the weights of that name, beside the page.
pub fn weights_file(name: &str) -> String {
    format!("weights/{name}.safetensors")
}
