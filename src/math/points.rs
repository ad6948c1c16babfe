//! A set of points of one run-time dimension, stored row after row.

/// `n` points in `dim` dimensions; row `i` is point `i`.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    dim: usize,
    data: Vec<f64>,
}

impl Points {
    /// Points from numbers stored row after row.
    ///
    /// # Panics
    /// If `dim` is zero or does not divide the number of values.
    pub fn new(dim: usize, data: Vec<f64>) -> Self {
        assert!(0 < dim && data.len().is_multiple_of(dim), "points: whole rows of dim >= 1");
        Self { dim, data }
    }

    /// `n` points at the origin.
    pub fn zeros(n: usize, dim: usize) -> Self {
        Self::new(dim, vec![0.0; n * dim])
    }

    /// The same numbers as sent across the seam.
    pub fn from_f32(dim: usize, data: &[f32]) -> Self {
        Self::new(dim, data.iter().map(|&v| f64::from(v)).collect())
    }

    /// Numbers in the precision of the seam and of Burn, row after row.
    pub fn to_f32(&self) -> Vec<f32> {
        self.data.iter().map(|&v| v as f32).collect()
    }

    /// Number of points.
    pub fn n(&self) -> usize {
        self.data.len() / self.dim
    }

    /// Dimension of the space.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Coordinates of point `i`.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.data[i * self.dim..(i + 1) * self.dim]
    }

    /// Coordinates of point `i`, to be changed.
    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        &mut self.data[i * self.dim..(i + 1) * self.dim]
    }

    /// Every point in order.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.data.chunks_exact(self.dim)
    }

    /// All numbers, row after row.
    pub fn data(&self) -> &[f64] {
        &self.data
    }

    /// All numbers, row after row, to be changed.
    pub fn data_mut(&mut self) -> &mut [f64] {
        &mut self.data
    }

    /// The points `range` as a set of their own.
    ///
    /// # Panics
    /// If `range` reaches beyond the last point.
    #[must_use]
    pub fn slice(&self, range: std::ops::Range<usize>) -> Self {
        Self::new(self.dim, self.data[range.start * self.dim..range.end * self.dim].to_vec())
    }
}
