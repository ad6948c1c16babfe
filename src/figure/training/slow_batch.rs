//! The rows of a batch in slow motion, as places and arrows of a map.

use crate::figure::output::Output;

/// Share of the window's width that an arrow of usual length takes.
const USUAL_ARROW: f32 = 0.16;

/// What a step in slow motion has told of its rows.
pub(super) struct SlowBatch<'a> {
    output: &'a Output,
    /// Coordinates of a point.
    pub(super) dim: usize,
    /// Time of each row.
    pub(super) times: &'a [f32],
}

impl<'a> SlowBatch<'a> {
    /// The rows in `output`; none before they are there.
    pub(super) fn of(output: Option<&'a Output>) -> Option<Self> {
        let output = output?;
        let dim = (0..2).take_while(|k| column(output, "z", *k).is_some()).count();
        let times = named(output, "t")?;
        (0 < dim).then_some(Self { output, dim, times })
    }

    /// Rows that are told.
    pub(super) fn n(&self) -> usize {
        self.times.len()
    }

    /// Loss of each row before the step.
    pub(super) fn row_losses(&self) -> &'a [f32] {
        named(self.output, "row_loss").unwrap_or_default()
    }

    /// Number of the whole batch or of one weight.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.output.metrics.get(name).map(|measured| measured.value)
    }

    /// One number of one row.
    pub(super) fn value(&self, name: &str, row: usize, k: usize) -> f32 {
        column(self.output, name, k).and_then(|of| of.get(row)).copied().unwrap_or(f32::NAN)
    }

    /// Where points stand on the map: in the plane, or over time and the line.
    pub(super) fn places(&self, name: &str) -> Vec<f32> {
        let place = |row: usize| {
            let t = match name {
                "z" => 1.0,
                "eps" => 0.0,
                _ => self.times[row],
            };
            match self.dim {
                1 => [t, self.value(name, row, 0)],
                _ => [self.value(name, row, 0), self.value(name, row, 1)],
            }
        };
        (0..self.n()).flat_map(place).collect()
    }

    /// Arrows of what is predicted, from `x_t`, in the units of the map.
    pub(super) fn vectors(&self, name: &str) -> Vec<f32> {
        let vector = |row: usize| match self.dim {
            1 => [1.0, self.value(name, row, 0)],
            _ => [self.value(name, row, 0), self.value(name, row, 1)],
        };
        (0..self.n()).flat_map(vector).collect()
    }

    /// Length drawn for a vector of length 1: the median target takes a good
    /// part of a window of this width.
    pub(super) fn scale(&self, width: f64) -> f32 {
        if self.dim == 1 {
            return USUAL_ARROW;
        }
        let targets = self.vectors("target");
        let mut lengths: Vec<f32> =
            targets.chunks_exact(2).map(|v| v[0].hypot(v[1])).filter(|v| 0.0 < *v).collect();
        lengths.sort_by(f32::total_cmp);
        let median = lengths.get(lengths.len() / 2).copied().unwrap_or(1.0);
        USUAL_ARROW * width as f32 / median
    }

    /// Lines between the tips of two kinds of arrows, `x, y` of both ends.
    pub(super) fn gaps(&self, [from, to]: [&str; 2], scale: f32) -> Vec<f32> {
        let tails = self.places("x");
        let tips = |name: &str| -> Vec<f32> {
            tails.iter().zip(self.vectors(name)).map(|(tail, v)| tail + scale * v).collect()
        };
        let (from, to) = (tips(from), tips(to));
        let pairs = from.chunks_exact(2).zip(to.chunks_exact(2));
        pairs.flat_map(|(a, b)| [a[0], a[1], b[0], b[1]]).collect()
    }
}

fn named<'a>(output: &'a Output, name: &str) -> Option<&'a [f32]> {
    let curve = output.curves.iter().find(|curve| curve.name == name)?;
    Some(&curve.y.0)
}

fn column<'a>(output: &'a Output, name: &str, k: usize) -> Option<&'a [f32]> {
    named(output, &format!("{name}/{k}"))
}
