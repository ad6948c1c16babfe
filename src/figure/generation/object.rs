//! Small objects of three kinds as the vectors that they are, drawn by formulas.

use std::f64::consts::TAU;

use crate::kinds;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

kinds! {
    /// What is flattened.
    pub enum ObjectKind {
        /// 8 by 8 gray cells.
        Image = "image", "an image";
        /// Four frames of 8 by 8 gray cells.
        Clip = "clip", "a clip";
        /// Six atoms with three coordinates each.
        Molecule = "molecule", "a molecule";
    }
}

/// Rows and columns of a picture.
pub(super) const SIDE: usize = 8;
/// Frames of a clip.
pub(super) const N_FRAMES: usize = 4;
/// Atoms of the molecule, in order.
pub(super) const ATOMS: [Atom; 6] =
    [Atom::Carbon, Atom::Oxygen, Atom::Hydrogen, Atom::Hydrogen, Atom::Hydrogen, Atom::Hydrogen];
/// Bonds between atoms, by their index.
pub(super) const BONDS: [[usize; 2]; 5] = [[0, 1], [0, 2], [0, 3], [0, 4], [1, 5]];

/// Points of a cell along each side that say how much of it is covered.
const FINE: usize = 4;
/// Lengths of bonds in angstrom: C-O, C-H, O-H. Usual textbook values.
const C_O: f64 = 1.43;
const C_H: f64 = 1.09;
const O_H: f64 = 0.96;
/// Angle C-O-H in degrees.
const AT_OXYGEN: f64 = 108.9;

/// An element of the molecule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// C.
    Carbon,
    /// O.
    Oxygen,
    /// H.
    Hydrogen,
}

/// Shapes that a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sprite {
    Disc,
    Ring,
    Cross,
    Triangle,
    Square,
}

const SPRITES: [Sprite; 5] =
    [Sprite::Disc, Sprite::Ring, Sprite::Cross, Sprite::Triangle, Sprite::Square];

impl ObjectKind {
    /// How many numbers the object has.
    pub(super) const fn dim(self) -> usize {
        match self {
            Self::Image => SIDE * SIDE,
            Self::Clip => N_FRAMES * SIDE * SIDE,
            Self::Molecule => 3 * ATOMS.len(),
        }
    }

    /// Largest number that is drawn, in either direction.
    pub(super) const fn reach(self) -> f64 {
        match self {
            Self::Image | Self::Clip => 1.5,
            Self::Molecule => 2.5,
        }
    }

    /// The object of a seed, read in order.
    ///
    /// Units: brightness from -1 (black) to 1 (white), or angstrom.
    /// Random: three numbers from [`Stream::Figure`].
    pub(super) fn object(self, seed: u64) -> Vec<f64> {
        let mut rng = Rng::stream(seed, Stream::Figure, 0);
        let jitter = [rng.uniform_in(-0.4, 0.4), rng.uniform_in(-0.4, 0.4)];
        // Seed 1 is a disc.
        let sprite = SPRITES[((seed + 4) % 5) as usize];
        let middle = 0.5 * SIDE as f64;
        match self {
            Self::Image => sprite.picture([middle + jitter[0], middle + jitter[1]], 3.0),
            Self::Clip => {
                let across = |frame: usize| 2.3 + 1.15 * frame as f64;
                let frame = |i: usize| sprite.picture([across(i), middle + jitter[1]], 2.0);
                (0..N_FRAMES).flat_map(frame).collect()
            }
            Self::Molecule => methanol(TAU * rng.uniform()),
        }
    }

    /// Where a number of the vector has its place in the object, in words.
    pub(super) fn place(self, idx: usize) -> String {
        let cell = |idx: usize| format!("row {}, column {}", idx / SIDE + 1, idx % SIDE + 1);
        match self {
            Self::Image => cell(idx),
            Self::Clip => {
                let n = SIDE * SIDE;
                format!("frame {}, {}", idx / n + 1, cell(idx % n))
            }
            Self::Molecule => {
                format!("atom {} ({}), {}", idx / 3 + 1, ATOMS[idx / 3].symbol(), AXES[idx % 3])
            }
        }
    }
}

/// Names of an atom's coordinates.
const AXES: [&str; 3] = ["x", "y", "z"];

impl Atom {
    /// Its letter.
    pub(super) const fn symbol(self) -> &'static str {
        match self {
            Self::Carbon => "C",
            Self::Oxygen => "O",
            Self::Hydrogen => "H",
        }
    }
}

impl Sprite {
    /// Cells from the upper left, row by row: how much of each is covered, from -1 to 1.
    fn picture(self, center: [f64; 2], radius: f64) -> Vec<f64> {
        let cell = |idx: usize| {
            let (row, column) = (idx / SIDE, idx % SIDE);
            let inside = (0..FINE * FINE).filter(|k| {
                let at =
                    |whole: usize, part: usize| whole as f64 + (part as f64 + 0.5) / FINE as f64;
                let (x, y) = (at(column, k % FINE), at(row, k / FINE));
                self.covers((x - center[0]) / radius, (y - center[1]) / radius)
            });
            2.0 * inside.count() as f64 / (FINE * FINE) as f64 - 1.0
        };
        (0..SIDE * SIDE).map(cell).collect()
    }

    /// Whether a place is inside, in radii from the center, rows growing downward.
    fn covers(self, x: f64, y: f64) -> bool {
        match self {
            Self::Disc => x.hypot(y) <= 1.0,
            Self::Ring => (0.5..=1.0).contains(&x.hypot(y)),
            Self::Cross => x.abs().min(y.abs()) <= 0.3 && x.abs().max(y.abs()) <= 1.0,
            Self::Triangle => (-1.0..=0.8).contains(&y) && x.abs() <= 0.55 * (y + 1.0),
            Self::Square => x.abs().max(y.abs()) <= 0.85,
        }
    }
}

/// Atoms of methanol in the order of [`ATOMS`], its last one turned by `turn`
/// about the bond between carbon and oxygen.
fn methanol(turn: f64) -> Vec<f64> {
    // The middle of the bond is the origin.
    let (carbon, oxygen) = (-0.5 * C_O, 0.5 * C_O);
    let mut atoms = vec![carbon, 0.0, 0.0, oxygen, 0.0, 0.0];
    // Three corners of a tetrahedron, the fourth being the oxygen.
    for i in 0..3 {
        let angle = TAU * (0.5 + f64::from(i) / 3.0);
        let side = C_H * 8.0_f64.sqrt() / 3.0;
        atoms.extend([carbon - C_H / 3.0, side * libm::cos(angle), side * libm::sin(angle)]);
    }
    let bend = AT_OXYGEN.to_radians();
    let side = O_H * libm::sin(bend);
    atoms.extend([oxygen - O_H * libm::cos(bend), side * libm::cos(turn), side * libm::sin(turn)]);
    atoms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn every_object_has_as_many_numbers_as_its_kind_says() {
        for (&kind, dim) in ObjectKind::ALL.iter().zip([64, 256, 18]) {
            assert_eq!(kind.dim(), dim, "{kind:?}");
            for seed in 0..20 {
                let object = kind.object(seed);
                assert_eq!(object.len(), dim);
                assert!(object.iter().all(|v| v.abs() <= kind.reach()), "{kind:?} {seed}");
            }
        }
        assert_eq!(ObjectKind::Image.object(u64::MAX - 4).len(), 64);
    }

    #[test]
    fn places_count_rows_from_the_top() {
        assert_eq!(ObjectKind::Image.place(26), "row 4, column 3");
        assert_eq!(ObjectKind::Clip.place(64 + 8), "frame 2, row 2, column 1");
        assert_eq!(ObjectKind::Molecule.place(5), "atom 2 (O), z");
    }

    #[test]
    fn a_disc_covers_pi_r_squared() {
        let disc = Sprite::Disc.picture([4.0, 4.0], 3.0);
        let covered: f64 = disc.iter().map(|v| 0.5 * (v + 1.0)).sum();
        // Sixteen points a cell miss the rim by less than a cell's worth.
        assert!((covered - 9.0 * std::f64::consts::PI).abs() < 1.0, "{covered}");
    }

    #[test]
    fn bonds_of_methanol_have_their_lengths_and_angles_at_any_turn() {
        for turn in [0.0, 1.0, 4.0] {
            let atoms = methanol(turn);
            let vector = |a: usize, b: usize| -> [f64; 3] {
                std::array::from_fn(|i| atoms[3 * b + i] - atoms[3 * a + i])
            };
            let dot =
                |p: [f64; 3], q: [f64; 3]| -> f64 { p.iter().zip(q).map(|(p, q)| p * q).sum() };
            for ([a, b], length) in BONDS.iter().zip([C_O, C_H, C_H, C_H, O_H]) {
                let bond = vector(*a, *b);
                assert!((dot(bond, bond).sqrt() - length).abs() < 1e-12, "{a}-{b}");
            }
            // All angles at the carbon are those of a tetrahedron, arccos(-1/3).
            for [p, q] in [[1, 2], [1, 3], [2, 3], [3, 4]] {
                let (p, q) = (vector(0, p), vector(0, q));
                let cosine = dot(p, q) / (dot(p, p) * dot(q, q)).sqrt();
                assert!((cosine + 1.0 / 3.0).abs() < 1e-12, "{cosine}");
            }
            let (to_c, to_h) = (vector(1, 0), vector(1, 5));
            let cosine = dot(to_c, to_h) / (C_O * O_H);
            assert!((cosine.acos().to_degrees() - AT_OXYGEN).abs() < 1e-9);
        }
    }
}
