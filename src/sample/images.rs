//! Noise carried to images, a grid of them, some images and one step at a time.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;

use crate::job::plan::SamplePlan;
use crate::math::points::Points;
use crate::model::image::batch::label_rows;
use crate::model::image::batch::time_rows;
use crate::model::image::net::ImageNet;
use crate::model::image::net::NetInput;
use crate::model::image::plan::Leaves;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::convert::PredictKind;
use crate::path::guided::Guided;
use crate::path::scheduler::SchedulerKind;
use crate::path::under::Under;
use crate::sample::copies::Copies;
use crate::sample::copies::Library;
use crate::sample::read::NetField;
use crate::sample::read::Predictor;
use crate::sample::tensor::DeviceBrownian;
use crate::sample::tensor::TensorState;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;

/// Images that are carried together: one call of a network is a slice of work.
const BLOCK_LEN: usize = 10;

/// Times of their way at which all images are kept, the ends included.
pub const N_KEPT: usize = 11;

/// An image network with its tensors ready and a label for every image.
#[derive(Clone, Debug)]
pub struct ImageCall {
    net: ImageNet,
    leaves: Leaves,
    predict: PredictKind,
    labels: Tensor<2>,
    device: Device,
}

impl ImageCall {
    /// `network`, whose parameters lie on `device`, told `labels`.
    pub fn new(
        network: &Network<ImageNet>,
        predict: PredictKind,
        labels: &[Option<u8>],
        device: &Device,
    ) -> Self {
        let net = network.shape.clone();
        let leaves = net.plan().leaves(&network.params);
        let labels = label_rows(labels, net.images().n_classes(), device);
        Self { net, leaves, predict, labels, device: device.clone() }
    }
}

impl Predictor for ImageCall {
    fn kind(&self) -> PredictKind {
        self.predict
    }

    fn says(&self, t: f64, x: &TensorState) -> TensorState {
        let [n, _] = x.0.dims();
        let times = time_rows(&[t], &self.device).repeat_dim(0, n);
        let input = NetInput { x: x.0.clone(), times, labels: self.labels.clone() };
        TensorState(self.net.forward(&self.leaves, input))
    }
}

/// What says where images go.
#[derive(Clone, Debug)]
pub enum Guide {
    /// A network.
    Learned {
        /// The network.
        network: Box<Network<ImageNet>>,
        /// What it says.
        predict: PredictKind,
    },
    /// The exact field of a set of images.
    Exact(Rc<Library>),
}

/// A guide with a label for every image.
#[derive(Clone, Debug)]
enum GuideCall {
    Learned(Box<ImageCall>),
    Exact(Copies),
}

impl Predictor for GuideCall {
    fn kind(&self) -> PredictKind {
        match self {
            Self::Learned(call) => call.kind(),
            Self::Exact(copies) => copies.kind(),
        }
    }

    fn says(&self, t: f64, x: &TensorState) -> TensorState {
        match self {
            Self::Learned(call) => call.says(t, x),
            Self::Exact(copies) => copies.says(t, x),
        }
    }
}

/// Images that are made in one way.
#[derive(Clone, Debug)]
pub struct ImageGroup {
    /// What says where they go.
    pub guide: Guide,
    /// The path.
    pub path: SchedulerKind,
    /// Times, scheme and noise.
    pub plan: SamplePlan,
    /// Guidance scale.
    pub w: f64,
    /// Label of each image; none asks for any.
    pub labels: Vec<Option<u8>>,
    /// Noise of each image.
    pub starts: Points,
    /// Number of the first image's noise; the others follow it.
    pub first_noise: usize,
}

/// A grid of images in the making, group after group.
pub struct ImageFlow {
    blocks: Vec<Block>,
    dim: usize,
    device: Device,
}

struct Block {
    field: Guided<NetField<GuideCall>, NetField<GuideCall>>,
    plan: SamplePlan,
    run: Integration<TensorState>,
    first: usize,
    dim: usize,
    /// Calls of the guide for one of the field.
    n_asked: u64,
    kept: Vec<Tensor<2>>,
}

impl ImageFlow {
    /// The images of all groups, before their first step.
    pub fn new(groups: &[ImageGroup], device: &Device) -> Self {
        Self::in_blocks(groups, device, BLOCK_LEN)
    }

    /// The same, `len` images carried together.
    pub fn in_blocks(groups: &[ImageGroup], device: &Device, len: usize) -> Self {
        let mut blocks = Vec::new();
        for group in groups {
            let n = group.labels.len();
            for first in (0..n).step_by(len.max(1)) {
                blocks.push(Block::new(group, first..(first + len.max(1)).min(n), device));
            }
        }
        let dim = groups.first().map_or(1, |group| group.starts.dim());
        Self { blocks, dim, device: device.clone() }
    }

    /// Numbers an image.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Makes one step of the block that is furthest behind; true while work is left.
    pub fn advance(&mut self) -> bool {
        let device = self.device.clone();
        let share = |block: &Block| block.run.step_idx() as f64 / block.run.n_steps() as f64;
        let open = self.blocks.iter_mut().filter(|block| !block.run.is_done());
        if let Some(block) = open.min_by(|a, b| share(a).total_cmp(&share(b))) {
            block.step(&device);
        }
        self.blocks.iter().any(|block| !block.run.is_done())
    }

    /// Share of the steps that are made, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let [done, all] = self.counts();
        done as f64 / all.max(1) as f64
    }

    /// Block steps made, and in all.
    pub fn counts(&self) -> [usize; 2] {
        let done = self.blocks.iter().map(|block| block.run.step_idx()).sum();
        [done, self.blocks.iter().map(|block| block.run.n_steps()).sum()]
    }

    /// Calls of a network that the images took, summed over images.
    pub fn n_calls(&self) -> u64 {
        let calls =
            |block: &Block| block.run.nfe() * block.n_asked * block.run.x().0.dims()[0] as u64;
        self.blocks.iter().map(calls).sum()
    }

    /// Waits until the device has made the steps asked for so far.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn settle(&self) -> Result<(), DeviceLost> {
        let corners = self.blocks.iter().map(|block| block.run.x().0.clone().slice([0..1, 0..1]));
        read(corners.collect()).await.map(|_| ())
    }

    /// All images as they are now, one after the other.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn now(&self) -> Result<Vec<f32>, DeviceLost> {
        let states = self.blocks.iter().map(|block| block.run.x().0.clone()).collect();
        Ok(read(states).await?.concat())
    }

    /// All images at [`N_KEPT`] evenly spaced shares of their way, once all are there.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn frames(&self) -> Result<Vec<Vec<f32>>, DeviceLost> {
        let mut frames = Vec::with_capacity(N_KEPT);
        for k in 0..N_KEPT {
            let states = self.blocks.iter().map(|block| block.kept[k].clone()).collect();
            frames.push(read(states).await?.concat());
        }
        Ok(frames)
    }
}

impl Block {
    fn new(group: &ImageGroup, part: std::ops::Range<usize>, device: &Device) -> Self {
        let labels = &group.labels[part.clone()];
        let under = Under { trained: group.path, sampled: group.path };
        let call = |labels: &[Option<u8>]| match &group.guide {
            Guide::Learned { network, predict } => {
                GuideCall::Learned(Box::new(ImageCall::new(network, *predict, labels, device)))
            }
            Guide::Exact(library) => {
                GuideCall::Exact(Copies::new(library.clone(), group.path, labels.to_vec()))
            }
        };
        let field = |labels: &[Option<u8>]| NetField { network: call(labels), under };
        let null = vec![None; labels.len()];
        let is_one = [0.0, 1.0].iter().any(|w: &f64| w.total_cmp(&group.w).is_eq());
        let x0 = TensorState::on(&group.starts.slice(part.clone()), device);
        let mut block = Self {
            field: Guided::new(field(&null), field(labels), group.w),
            plan: group.plan.clone(),
            run: group.plan.integration(x0),
            first: group.first_noise + part.start,
            dim: group.starts.dim(),
            n_asked: if is_one { 1 } else { 2 },
            kept: Vec::with_capacity(N_KEPT),
        };
        block.keep();
        block
    }

    fn step(&mut self, device: &Device) {
        let noise = self.plan.noise(self.first, self.dim);
        let noise = DeviceBrownian { noise, device };
        self.run.advance(&PathSde { field: &self.field, sigma: self.plan.sigma, noise: &noise });
        self.keep();
    }

    /// Keeps the state for every share of the way that it is the nearest step to.
    fn keep(&mut self) {
        let (step, n) = (self.run.step_idx(), self.run.n_steps());
        let nearest = |k: usize| (k as f64 / (N_KEPT - 1) as f64 * n as f64).round() as usize;
        while self.kept.len() < N_KEPT && nearest(self.kept.len()) == step {
            self.kept.push(self.run.x().0.clone());
        }
    }
}
