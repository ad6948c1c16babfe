//! Drawn by hand: points that a reader put on the plane, each a dab of a soft brush.
//!
//! Places are kept on a grid of 4096 x 4096 cells over `[-6, 6]^2`, so that a
//! drawing is a value that can be compared, sorted and put into a link.

use std::f64::consts::TAU;

use crate::dataset::Dataset;
use crate::math::mixture::Component;
use crate::math::points::Points;
use crate::math::window::Window;

/// Half the side of the square that can be drawn on.
const HALF_SIDE: f64 = 6.0;

/// Standard deviation of the brush: a dab is `N(point, BRUSH^2 I)`.
///
/// Wide enough to give the law a density and its field an end at `t = 1`.
pub const BRUSH: f64 = 0.15;

/// Points drawn by hand, in the order drawn; a place may come more than once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Drawn {
    cells: Vec<[u16; 2]>,
}

impl Drawn {
    /// Most points of a drawing.
    pub const MAX_POINTS: usize = 512;

    /// Cells along one side of the square.
    pub const CELLS: u16 = 4096;

    /// A blank sheet.
    pub const fn empty() -> Self {
        Self { cells: Vec::new() }
    }

    /// The drawing of these cells, and whether some had to go.
    ///
    /// Keeps the first [`Drawn::MAX_POINTS`] cells that lie on the grid.
    pub fn of_cells(cells: &[[u16; 2]]) -> (Self, bool) {
        let on_grid = |cell: &&[u16; 2]| cell.iter().all(|c| *c < Self::CELLS);
        let kept: Vec<[u16; 2]> =
            cells.iter().filter(on_grid).take(Self::MAX_POINTS).copied().collect();
        let is_clamped = kept.len() < cells.len();
        (Self { cells: kept }, is_clamped)
    }

    /// Adds a dab at `place`; nothing happens on a full sheet, outside the
    /// square, or at the place of the last dab. Says whether there is one more.
    pub fn add(&mut self, place: [f64; 2]) -> bool {
        let Some(cell) = cell_of(place) else { return false };
        let is_new = self.cells.last() != Some(&cell) && self.cells.len() < Self::MAX_POINTS;
        if is_new {
            self.cells.push(cell);
        }
        is_new
    }

    /// Takes away every dab within `radius` of `place`; how many there were.
    pub fn erase(&mut self, place: [f64; 2], radius: f64) -> usize {
        let before = self.cells.len();
        let is_far = |cell: &[u16; 2]| {
            let [x, y] = place_of(*cell);
            radius < libm::hypot(x - place[0], y - place[1])
        };
        self.cells.retain(is_far);
        before - self.cells.len()
    }

    /// Number of points.
    pub fn n(&self) -> usize {
        self.cells.len()
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether no dab can be added.
    pub fn is_full(&self) -> bool {
        Self::MAX_POINTS <= self.cells.len()
    }

    /// Cells of the points, column and row from the lower left.
    pub fn cells(&self) -> &[[u16; 2]] {
        &self.cells
    }

    /// Places of the points: the middles of their cells, `[n, 2]`.
    pub fn points(&self) -> Points {
        Points::new(2, self.cells.iter().flat_map(|cell| place_of(*cell)).collect())
    }

    /// The law of the drawing: a point chosen evenly, then the brush around it.
    ///
    /// A blank sheet counts as one dab in the middle, so that there is a law.
    pub fn build(&self) -> Dataset {
        let description = match self.n() {
            0 => format!("nothing drawn: one dab in the middle, brush width {BRUSH}"),
            1 => format!("1 point, brush width {BRUSH}"),
            n => format!("{n} points, brush width {BRUSH}"),
        };
        let dab = |mean: Vec<f64>| Component::Isotropic { mean, variance: BRUSH * BRUSH };
        let mut dabs: Vec<Component> =
            self.cells.iter().map(|cell| dab(place_of(*cell).to_vec())).collect();
        if dabs.is_empty() {
            dabs.push(dab(vec![0.0; 2]));
        }
        Dataset::of_components(dabs, Window::centered(HALF_SIDE + 0.5), description)
    }
}

impl Default for Drawn {
    /// A heart of 128 points.
    fn default() -> Self {
        const N: usize = 128;
        let mut heart = Self::empty();
        for i in 0..N {
            heart.add(on_heart(TAU * i as f64 / N as f64));
        }
        heart
    }
}

pub(super) fn dataset() -> Dataset {
    Drawn::default().build()
}

/// Weisstein's heart curve (Wolfram), `(16 sin^3 a, 13 cos a - 5 cos 2a - 2 cos 3a - cos 4a)`,
/// moved to the middle and made 10 wide.
fn on_heart(a: f64) -> [f64; 2] {
    let scale = 5.0 / 16.0;
    let sine = libm::sin(a);
    let height = 13.0 * libm::cos(a)
        - 5.0 * libm::cos(2.0 * a)
        - 2.0 * libm::cos(3.0 * a)
        - libm::cos(4.0 * a);
    [scale * 16.0 * sine * sine * sine, scale * (height + 2.5)]
}

/// The cell that `place` lies in; none outside the square, nor for NaN.
fn cell_of(place: [f64; 2]) -> Option<[u16; 2]> {
    let is_inside = place.iter().all(|x| (-HALF_SIDE..=HALF_SIDE).contains(x));
    let cells = f64::from(Drawn::CELLS);
    // Casting rounds down; the upper edge belongs to the last cell.
    let cell = |x: f64| ((x + HALF_SIDE) / (2.0 * HALF_SIDE) * cells) as u16;
    is_inside.then(|| place.map(|x| cell(x).min(Drawn::CELLS - 1)))
}

/// The middle of a cell.
fn place_of(cell: [u16; 2]) -> [f64; 2] {
    let cells = f64::from(Drawn::CELLS);
    cell.map(|c| HALF_SIDE * (2.0 * (f64::from(c) + 0.5) / cells - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[test]
    fn a_dab_stays_within_half_a_cell_of_the_hand() {
        let mut rng = Rng::stream(1, Stream::Figure, 0);
        for _ in 0..2_000 {
            let place = [(); 2].map(|()| rng.uniform_in(-HALF_SIDE, HALF_SIDE));
            let mut drawn = Drawn::empty();
            assert!(drawn.add(place));
            for (x, y) in place.iter().zip(drawn.points().data()) {
                assert!((x - y).abs() <= HALF_SIDE / 4096.0 * (1.0 + 1e-9), "{x} {y}");
            }
        }
    }

    #[test]
    fn every_cell_is_the_cell_of_its_own_middle() {
        for c in 0..Drawn::CELLS {
            let cell = [c, Drawn::CELLS - 1 - c];
            assert_eq!(cell_of(place_of(cell)), Some(cell));
        }
        assert_eq!(cell_of([-6.0, 6.0]), Some([0, 4095]));
        for outside in [6.1, -6.1, f64::NAN, f64::INFINITY] {
            assert_eq!(cell_of([outside, 0.0]), None);
        }
    }

    #[test]
    fn a_sheet_gets_full_and_can_be_erased() {
        let mut drawn = Drawn::empty();
        for i in 0..600 {
            drawn.add([0.01 * f64::from(i), 0.0]);
        }
        assert!(drawn.is_full() && drawn.n() == Drawn::MAX_POINTS);
        assert_eq!(drawn.erase([0.0, 0.0], 0.055), 6);
        assert!(!drawn.is_full());
        assert_eq!(drawn.erase([0.0, 0.0], 20.0), 506);
        assert!(drawn.is_empty());
        assert_eq!(drawn.build().law().components().len(), 1);
        let (kept, is_clamped) = Drawn::of_cells(&[[4096, 0]]);
        assert!(kept.is_empty() && is_clamped);
        assert!(!Drawn::of_cells(&[[4095, 0]]).1);
    }

    #[test]
    fn the_law_is_the_points_and_the_brush() {
        let drawn = Drawn::default();
        assert_eq!(drawn.n(), 128);
        let (points, law) = (drawn.points(), drawn.build());
        let square: f64 = points.data().iter().map(|x| x * x).sum::<f64>() / 128.0;
        let exact = square + 2.0 * BRUSH * BRUSH;
        assert!((law.law().second_moment() - exact).abs() < 1e-12);
        assert!(law.law().is_smooth());
    }
}
