//! What the Lab's maps are drawn from: outputs that fit the present data, and
//! the layers that are wanted and have a meaning.

use crate::experiment::rules;
use crate::figure::View;
use crate::figure::film;
use crate::figure::film::Still;
use crate::figure::lab::tasks::DATA;
use crate::figure::lab::tasks::film_of;
use crate::figure::lines::GridLines;
use crate::figure::marks::line::Columns;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::Flow;
use crate::figure::output::Output;
use crate::figure::probe;
use crate::figure::window;
use crate::math::points::Points;
use crate::math::window::Window;
use crate::path::gaussian::GaussianPath;
use crate::path::posterior::Posterior;
use crate::path::posterior::posterior;
use crate::protocol::event::Frame;

/// Layers that exist from Gaussian noise only.
const FROM_NOISE: &[&str] = &["score", "cond", "posterior"];
/// Data points that a posterior is taken over.
pub(super) const N_POSTERIOR: usize = 300;

/// What the network makes, or the exact field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The network.
    Learned,
    /// The exact field.
    Exact,
}

/// The view with what all its maps share.
pub(super) struct Board<'a> {
    /// Settings, outputs, cursor, pointer.
    pub(super) view: &'a View<'a>,
    /// Dimension of the data.
    pub(super) dim: usize,
    /// What the maps show.
    pub(super) window: Window,
    /// Where grids lie.
    pub(super) grid_window: Window,
    /// Whether samples go from data back to noise.
    pub(super) is_backward: bool,
    is_from_noise: bool,
}

impl<'a> Board<'a> {
    /// The board of a view.
    pub(super) fn new(view: &'a View<'a>) -> Self {
        let data = view.settings.data();
        Self {
            view,
            dim: data.dim(),
            window: window::shown(view.settings),
            grid_window: window::of(&data),
            is_backward: rules::is_backward(view.settings),
            is_from_noise: rules::is_from_noise(view.settings),
        }
    }

    /// Whether a layer is wanted.
    pub(super) fn is_asked(&self, layer: &str) -> bool {
        self.view.settings.has("view", layer)
    }

    /// Whether a layer is wanted and has a meaning.
    pub(super) fn has(&self, layer: &str) -> bool {
        self.is_asked(layer) && (self.is_from_noise || !FROM_NOISE.contains(&layer))
    }

    /// Whether a layer is wanted that does not exist from this source.
    pub(super) fn is_layer_left_out(&self) -> bool {
        FROM_NOISE.iter().any(|layer| self.is_asked(layer) && !self.has(layer))
    }

    /// A slot's flow of the present dimension.
    pub(super) fn flow(&self, slot: &str) -> Option<&'a Flow> {
        self.output(slot)?.flow.as_ref().filter(|flow| flow.dim == self.dim)
    }

    /// Points that the exact flow starts from, and when.
    pub(super) fn start(&self) -> Option<(&'a [f32], f64)> {
        let flow = self.flow(EXACT_FLOW)?;
        let idx = if self.is_backward { flow.times.len().checked_sub(1)? } else { 0 };
        Some((flow.frame(idx), f64::from(*flow.times.get(idx)?)))
    }

    /// A slot's points of the present dimension.
    pub(super) fn points(&self, slot: &str) -> Option<(&'a [f32], f64)> {
        let cloud = self.output(slot)?.cloud.as_ref().filter(|cloud| cloud.dim == self.dim)?;
        Some((&cloud.points, f64::from(cloud.t)))
    }

    /// A slot's output.
    pub(super) fn output(&self, slot: &str) -> Option<&'a Output> {
        self.view.outputs.slot(slot)
    }

    fn grid(&self, slot: &str) -> Option<(&'a Frame, &'a GridLines)> {
        let output = self.output(slot)?;
        let grid = output.grid.as_ref().filter(|grid| film::is_over(grid, self.dim))?;
        Some((grid, &output.lines))
    }

    /// The grid of a slot at the cursor, or the nearest picture of its film.
    pub(super) fn still(&self, slot: &'static str) -> Option<(Still<'a>, &'a GridLines)> {
        let grids = [slot, film_of(slot)].into_iter().filter_map(|slot| self.grid(slot));
        let mut stills =
            grids.filter_map(|(grid, lines)| Some((film::still(grid, self.view.t)?, lines)));
        stills.next()
    }

    /// The film of a slot as columns over time.
    pub(super) fn columns(&self, slot: &'static str) -> Option<(Columns<'a>, &'a GridLines)> {
        let (grid, lines) = self.grid(film_of(slot))?;
        let Frame::Grid { n_per_axis, values, .. } = grid else { return None };
        let (n, range) = (*n_per_axis as usize, self.grid_window.y);
        Some((Columns { values: &values.0, n, range }, lines))
    }

    /// Whether the film of a slot ends before t = 1.
    pub(super) fn ends_early(&self, slot: &'static str) -> bool {
        let times = |grid: &'a Frame| match grid {
            Frame::Grid { times, .. } => times.0.last().copied(),
            _ => None,
        };
        let last = self.grid(film_of(slot)).and_then(|(grid, _)| times(grid));
        last.is_some_and(|last| last < 1.0)
    }

    /// One scale for the arrows of these slots over all times.
    pub(super) fn arrow_scale(&self, slots: &[&'static str]) -> f32 {
        let grid = |slot: &&'static str| self.grid(film_of(slot)).or_else(|| self.grid(slot));
        let scale = |(grid, lines): (&Frame, &GridLines)| lines.scale(grid, self.grid_window);
        let scale = slots.iter().filter_map(grid).map(scale).fold(f32::INFINITY, f32::min);
        if scale.is_finite() { scale } else { 0.0 }
    }

    /// The path between one point and the noise.
    pub(super) fn path(&self) -> GaussianPath {
        GaussianPath { scheduler: self.view.settings.choice("path") }
    }

    /// The point that conditions the path: where it was put, or a point of the data.
    pub(super) fn z(&self) -> Option<[f64; 2]> {
        let window = self.window;
        let put = self.view.probe.handle(probe::Z).map(|z| {
            let within = |v: f64, [low, high]: [f64; 2]| v.clamp(low, high);
            [within(z[0], window.x), within(z[1], window.y)]
        });
        let first = || {
            let (points, _) = self.points(DATA)?;
            let last = f64::from(*points.get(self.dim - 1)?);
            Some([f64::from(*points.first()?), last])
        };
        put.or_else(first)
    }

    /// The place that the pointer asks about, `[t, x]` on the line.
    pub(super) fn asked(&self) -> Option<[f64; 2]> {
        let at = self.view.probe.pointer.filter(|_| self.has("posterior"))?;
        Some(if self.dim == 1 { [at[0].clamp(0.0, 1.0), at[1]] } else { at })
    }

    /// The posterior at the pointer's place over some seeded points of the data.
    pub(super) fn posterior(&self) -> Option<(Points, Posterior)> {
        let at = self.asked()?;
        let (points, _) = self.points(DATA)?;
        let n = (points.len() / self.dim).min(N_POSTERIOR);
        let z = Points::from_f32(self.dim, &points[..n * self.dim]);
        let (t, x) = if self.dim == 1 { (at[0], &at[1..]) } else { (self.view.t, &at[..]) };
        let posterior = posterior(self.path(), t, x, &z)?;
        Some((z, posterior))
    }
}
