//! What is said of drawn images: the judge's numbers, curves over the guidance
//! scale, the nearest training images.

use crate::dataset::images::Images;
use crate::experiment::images::drawing::Cell;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::metric::images::diversity;
use crate::metric::images::nearest;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Curve;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::sample::verdict::Verdict;
use crate::sample::verdict::accuracy;
use crate::worker::draw::Draw;

/// Images whose nearest training image is looked for in one slice.
const N_COMPARED: usize = 4;

impl Draw {
    /// Numbers of all images so far, and their curves over the guidance scale.
    pub(super) fn report_numbers(&self, out: &mut Vec<Event>) {
        let all: Vec<usize> = (0..self.drawn.len()).collect();
        let mut tell = |name: &str, value: f64, spread: Option<f64>| {
            out.push(Event::Metric { run: self.id, name: name.to_owned(), value, spread });
        };
        let (share, error) = self.accuracy_of(&all);
        tell("label_accuracy", share, Some(error));
        let sure = self.drawn.iter().map(|(_, verdict)| verdict.confidence).sum::<f64>();
        tell("confidence", sure / self.drawn.len().max(1) as f64, None);
        if let Some(spread) = self.diversity_of(&all).filter(|_| self.drawing.sweep.is_none()) {
            tell("diversity", spread, None);
            let like = self.fresh();
            if let Some(level) = diversity(&like.pixels, like.dim(), &like.labels) {
                tell("diversity_noise", level, None);
            }
        }
        tell("nfe", self.n_calls as f64 / self.drawn.len().max(1) as f64, None);
        let mut curves = vec![self.verdict_curve()];
        curves.extend(self.sweep_curves());
        out.push(Event::Frame { run: self.id, frame: Frame::Curves { curves } });
    }

    /// Held-out images with the labels of the drawn ones.
    ///
    /// Random: stream `Metric` number 5 of the seed.
    fn fresh(&self) -> Images {
        let seed = self.drawing.experiment.seed;
        let mut rng = Rng::stream(seed, Stream::Metric, 5);
        self.set.held_out.drawn_like(&self.images.labels, &mut rng)
    }

    /// What the judge says of the shown images: label over number, with its probability.
    fn verdict_curve(&self) -> Curve {
        let table = self.drawing.cells(0);
        let mut taken = vec![false; self.drawn.len()];
        let (mut labels, mut sure) = (Vec::new(), Vec::new());
        for wanted in &table {
            let found = (0..self.drawn.len()).find(|&k| !taken[k] && self.drawn[k].0 == *wanted);
            let Some(k) = found else { continue };
            taken[k] = true;
            labels.push(f32::from(self.drawn[k].1.label));
            sure.push(self.drawn[k].1.confidence as f32);
        }
        let x = (0..labels.len()).map(|k| k as f32).collect();
        Curve { name: "verdict".to_owned(), x: Buffer(x), y: Buffer(labels), spread: Buffer(sure) }
    }

    /// Accuracy and diversity over `w`, a curve for every row or column that differs in more.
    fn sweep_curves(&self) -> Vec<Curve> {
        let Some(sweep) = &self.drawing.sweep else { return Vec::new() };
        let mut curves = Vec::new();
        for (number, name) in self.drawing.curves().into_iter().enumerate() {
            let mut right = Curve { name: format!("accuracy/{name}"), ..Curve::default() };
            let mut apart = Curve { name: format!("diversity/{name}"), ..Curve::default() };
            for &w in &sweep.ws {
                let is_it = |cell: &Cell| cell.curve == number && cell.w.total_cmp(&w).is_eq();
                let of: Vec<usize> =
                    (0..self.drawn.len()).filter(|&k| is_it(&self.drawn[k].0)).collect();
                let (share, error) = self.accuracy_of(&of);
                right.push(w, share, error);
                if let Some(spread) = self.diversity_of(&of) {
                    apart.push(w, spread, 0.0);
                }
            }
            curves.extend([right, apart]);
        }
        curves
    }

    fn accuracy_of(&self, which: &[usize]) -> (f64, f64) {
        let told: Vec<Verdict> = which.iter().map(|&k| self.drawn[k].1).collect();
        let labels: Vec<u8> = which.iter().map(|&k| self.drawn[k].0.label).collect();
        accuracy(&told, &labels)
    }

    fn diversity_of(&self, which: &[usize]) -> Option<f64> {
        let mut images = Images::default();
        for &k in which {
            images.push(self.images.image(k), self.drawn[k].0.label);
        }
        diversity(&images.pixels, images.dim(), &images.labels)
    }

    /// Images of the first pass, whose nearest training images are told.
    pub(super) fn n_compared(&self) -> usize {
        if self.drawing.sweep.is_some() { 0 } else { self.images.n() }
    }

    /// Looks for the nearest training images of some drawn images, then of as
    /// many held-out ones.
    pub(super) fn compare(&mut self) {
        let (first, n) = (self.nearest.len(), self.n_compared());
        let fresh = self.fresh();
        for k in first..(first + N_COMPARED).min(2 * n) {
            let image =
                if k < n { self.images.image(k) } else { fresh.image((k - n) % fresh.n().max(1)) };
            self.nearest.push(nearest(image, &self.set.train.pixels));
        }
    }

    /// The nearest training image of each shown one, and the mean distance
    /// beside that of as many held-out images.
    pub(super) fn report_nearest(&self, out: &mut Vec<Event>) {
        if self.nearest.is_empty() {
            return;
        }
        let (ours, fresh) = self.nearest.split_at(self.n_compared());
        for (name, of) in [("nearest_train", ours), ("nearest_train_noise", fresh)] {
            let value = of.iter().map(|(_, gap)| *gap).sum::<f64>() / of.len() as f64;
            let name = name.to_owned();
            out.push(Event::Metric { run: self.id, name, value, spread: None });
        }
        let pixels = ours.iter().flat_map(|(idx, _)| self.set.train.image(*idx).to_vec());
        let curve = |name: &str, x: Vec<f32>, y: Vec<f32>| Curve {
            name: name.to_owned(),
            x: Buffer(x),
            y: Buffer(y),
            spread: Buffer::default(),
        };
        let gaps_of = |of: &[(usize, f64)]| of.iter().map(|(_, gap)| *gap as f32).collect();
        let curves = vec![
            self.verdict_curve(),
            curve("nearest", Vec::new(), pixels.collect()),
            curve("gap", Vec::new(), gaps_of(ours)),
            curve("gap-held-out", Vec::new(), gaps_of(fresh)),
        ];
        out.push(Event::Frame { run: self.id, frame: Frame::Curves { curves } });
    }
}
