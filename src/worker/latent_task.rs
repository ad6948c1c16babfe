//! A flow in the plane of an autoencoder's codes, and what its points decode to.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::dataset::images::ImageSet;
use crate::dataset::images::Images;
use crate::experiment::images::latent::HALF_WIDTH;
use crate::experiment::images::latent::Latent;
use crate::experiment::images::latent::N_NODES;
use crate::experiment::images::latent::N_SAMPLES;
use crate::experiment::images::latent::N_SHOWN;
use crate::job::flow::kept_steps;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::model::image::coder::Coder;
use crate::model::image::coder::N_CODE;
use crate::model::image::judge::Judge;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Curve;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::sample::verdict::accuracy;
use crate::sample::verdict::verdicts;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::worker::shared::SliceClock;
use crate::worker::task::Course;

/// Times that are kept.
const N_KEPT: usize = 21;
/// Codes that are shown.
const N_CODES: usize = 150;
/// Spread of the Gaussian around every code: of these the law of the codes is made.
const SPREAD: f64 = 0.1;
/// Points that are carried together.
const BLOCK: usize = 10;

/// A latent plane in the making.
pub struct LatentTask {
    id: RunId,
    asked: Latent,
    coder: Network<Coder>,
    judge: Network<Judge>,
    /// Middle of the codes and their standard deviation, one for both axes.
    middle: [f64; 2],
    scale: f64,
    /// Codes and what the plane decodes to, once they are told.
    plane: Vec<Curve>,
    stage: Stage,
}

enum Stage {
    Plane(Rc<ImageSet>),
    Flow(Box<Flow>),
    Decode(Box<Flow>),
    Over,
}

struct Flow {
    field: Marginal,
    start: Points,
    grid: TimeGrid,
    kept: Vec<usize>,
    /// For each kept time all points so far.
    frames: Vec<Vec<f32>>,
    n_done: usize,
}

impl LatentTask {
    /// Nothing done yet; `set` are the images that the autoencoder learned from.
    pub fn new(
        id: RunId,
        asked: Latent,
        (coder, judge): (Network<Coder>, Network<Judge>),
        set: Rc<ImageSet>,
    ) -> Self {
        Self {
            id,
            asked,
            coder,
            judge,
            middle: [0.0; 2],
            scale: 1.0,
            plane: Vec::new(),
            stage: Stage::Plane(set),
        }
    }

    /// Works for one slice.
    ///
    /// Random: the samples' noise is stream `Noise` number 0 of the seed.
    ///
    /// # Errors
    /// [`DeviceLost`] never on the CPU.
    pub async fn slice(&mut self, out: &mut Vec<Event>) -> Result<Course, DeviceLost> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Plane(set) => {
                let codes = self.lay_out(&set, out).await?;
                self.stage = Stage::Flow(Box::new(self.flow(&codes)));
            }
            Stage::Flow(mut flow) => {
                let clock = SliceClock::start();
                while flow.n_done < N_SAMPLES && !clock.is_over() {
                    flow.carry();
                }
                self.stage = if flow.n_done < N_SAMPLES {
                    Stage::Flow(flow)
                } else {
                    out.push(Event::Frame { run: self.id, frame: flow.frame() });
                    Stage::Decode(flow)
                };
            }
            Stage::Decode(flow) => {
                self.tell_samples(&flow, out).await?;
                out.push(Event::Done { run: self.id, is_stopped: false });
                return Ok(Course::Over);
            }
            Stage::Over => return Ok(Course::Over),
        }
        Ok(Course::Open)
    }

    /// Encodes the images, tells some codes, what the plane decodes to, and how
    /// well held-out images come back; the codes with their labels.
    async fn lay_out(
        &mut self,
        set: &ImageSet,
        out: &mut Vec<Event>,
    ) -> Result<(Points, Vec<u8>), DeviceLost> {
        let raw = encoded(&self.coder, &set.train).await?;
        let n = raw.n() as f64;
        self.middle = [0, 1].map(|k| raw.rows().map(|row| row[k]).sum::<f64>() / n);
        let square =
            |row: &[f64]| (row[0] - self.middle[0]).powi(2) + (row[1] - self.middle[1]).powi(2);
        self.scale = (raw.rows().map(square).sum::<f64>() / n / N_CODE as f64).sqrt();
        let codes = self.standardized(&raw);
        let mut shown = Curve { name: "codes".to_owned(), ..Curve::default() };
        // From all over the set: its images come writer after writer.
        let stride = (codes.n() / N_CODES).max(1);
        for (row, label) in codes.rows().zip(&set.train.labels).step_by(stride).take(N_CODES) {
            shown.push(row[0], row[1], f64::from(*label));
        }
        let plane = Curve {
            name: "plane".to_owned(),
            y: Buffer(self.decoded(&nodes()).await?),
            ..Curve::default()
        };
        self.plane = vec![shown, plane];
        let frame = Frame::Curves { curves: self.plane.clone() };
        out.push(Event::Frame { run: self.id, frame });
        let held_out = &set.held_out;
        let theirs = self.standardized(&encoded(&self.coder, held_out).await?);
        let back = self.decoded(&theirs).await?;
        let miss = back.iter().zip(&held_out.pixels).map(|(a, b)| f64::from(a - b).powi(2));
        let rms = (miss.sum::<f64>() / back.len() as f64).sqrt();
        let told = verdicts(&self.judge, &back, held_out.dim()).await?;
        let (share, error) = accuracy(&told, &held_out.labels);
        self.tell("rms_held_out", rms, None, out);
        self.tell("label_accuracy", share, Some(error), out);
        Ok((codes, set.train.labels.clone()))
    }

    /// The exact flow to the codes that are asked for.
    fn flow(&self, (codes, labels): &(Points, Vec<u8>)) -> Flow {
        let is_asked = |label: &u8| self.asked.digit.is_none_or(|digit| digit == *label);
        let kept = codes.rows().zip(labels).filter(|(_, label)| is_asked(label));
        let kept: Vec<f64> = kept.flat_map(|(row, _)| row).copied().collect();
        let law = Mixture::isotropic(&Points::new(N_CODE, kept), SPREAD * SPREAD);
        let law = law.expect("latent: every digit has images");
        let n_steps = self.asked.n_steps as usize;
        let kept = kept_steps(n_steps, N_KEPT);
        let mut rng = Rng::stream(self.asked.seed, Stream::Noise, 0);
        Flow {
            field: Marginal::new(&law, SchedulerKind::CondOt),
            start: rng.normal_points(N_SAMPLES, N_CODE),
            grid: TimeGrid::uniform(0.0, 1.0, n_steps).expect("latent: a link has steps"),
            frames: vec![Vec::new(); kept.len()],
            kept,
            n_done: 0,
        }
    }

    /// The images of the first samples on their way, and how sure the judge is
    /// of them at the end and at the start.
    async fn tell_samples(&self, flow: &Flow, out: &mut Vec<Event>) -> Result<(), DeviceLost> {
        let mut curves = self.plane.clone();
        let mut last = Vec::new();
        let mut first = Vec::new();
        for (k, frame) in flow.frames.iter().enumerate() {
            let points = Points::from_f32(N_CODE, &frame[..N_SHOWN * N_CODE]);
            last = self.decoded(&points).await?;
            if k == 0 {
                first.clone_from(&last);
            }
            let name = format!("images/{k}");
            curves.push(Curve { name, y: Buffer(last.clone()), ..Curve::default() });
        }
        let dim = last.len() / N_SHOWN;
        let told = verdicts(&self.judge, &last, dim).await?;
        let noise = verdicts(&self.judge, &first, dim).await?;
        for (name, told) in [("confidence", &told), ("noise_confidence", &noise)] {
            let sure = told.iter().map(|verdict| verdict.confidence).sum::<f64>();
            self.tell(name, sure / told.len() as f64, None, out);
        }
        if let Some(digit) = self.asked.digit {
            let (share, error) = accuracy(&told, &[digit; N_SHOWN]);
            self.tell("drawn_accuracy", share, Some(error), out);
        }
        out.push(Event::Frame { run: self.id, frame: Frame::Curves { curves } });
        Ok(())
    }

    fn tell(&self, name: &str, value: f64, spread: Option<f64>, out: &mut Vec<Event>) {
        out.push(Event::Metric { run: self.id, name: name.to_owned(), value, spread });
    }

    /// Codes around 0, with standard deviation 1.
    fn standardized(&self, raw: &Points) -> Points {
        let shifted = raw.rows().flat_map(|row| [row[0] - self.middle[0], row[1] - self.middle[1]]);
        Points::new(N_CODE, shifted.collect()).scaled(1.0 / self.scale)
    }

    /// Images of standardized codes, row after row.
    async fn decoded(&self, codes: &Points) -> Result<Vec<f32>, DeviceLost> {
        let raw = codes.rows().flat_map(|row| [0, 1].map(|k| row[k] * self.scale + self.middle[k]));
        let raw: Vec<f32> = raw.map(|v| v as f32).collect();
        let z = Tensor::from_data(TensorData::new(raw, [codes.n(), N_CODE]), &Device::flex());
        let leaves = self.coder.shape.plan().leaves(&self.coder.params);
        Ok(read(vec![self.coder.shape.decode(&leaves, z)]).await?.concat())
    }
}

impl Flow {
    /// One block of points from noise to its end.
    fn carry(&mut self) {
        let end = (self.n_done + BLOCK).min(N_SAMPLES);
        let x0 = self.start.slice(self.n_done..end);
        let mut run = Integration::new(SolverKind::Heun, self.grid.clone(), x0);
        let mut is_moving = true;
        while is_moving {
            if let Ok(k) = self.kept.binary_search(&run.step_idx()) {
                self.frames[k].extend(run.x().to_f32());
            }
            is_moving = run.advance(&self.field);
        }
        if let Some(last) = self.frames.last_mut() {
            last.extend(run.x().to_f32());
        }
        self.n_done = end;
    }

    fn frame(&self) -> Frame {
        let times = self.kept.iter().map(|&step| self.grid.times()[step] as f32);
        let points = Buffer(self.frames.concat());
        Frame::Flow { times: Buffer(times.collect()), dim: N_CODE as u32, points }
    }
}

/// Places of the plane, from the lower left, first axis fastest.
fn nodes() -> Points {
    let at = |i: usize| HALF_WIDTH * (2.0 * i as f64 / (N_NODES - 1) as f64 - 1.0);
    let places = (0..N_NODES * N_NODES).flat_map(|i| [at(i % N_NODES), at(i / N_NODES)]);
    Points::new(N_CODE, places.collect())
}

async fn encoded(coder: &Network<Coder>, images: &Images) -> Result<Points, DeviceLost> {
    let x = TensorData::new(images.pixels.clone(), [images.n(), images.dim()]);
    let leaves = coder.shape.plan().leaves(&coder.params);
    let x = Tensor::from_data(x, &Device::flex());
    Ok(Points::from_f32(N_CODE, &read(vec![coder.shape.encode(&leaves, x)]).await?.concat()))
}
