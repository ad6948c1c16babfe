//! A drawing in the making: strokes of a spray can and of an eraser, undone and redone.
//!
//! Knows places of the plane and nothing of pointers or pixels.

use std::f64::consts::TAU;

use crate::dataset::drawn::Drawn;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Distance along a stroke from dab to dab.
const SPACING: f64 = 0.2;

/// How far from the stroke a dab may fall.
const SPREAD: f64 = 0.25;

/// Reach of the eraser.
pub const ERASER: f64 = 0.5;

/// Strokes that can be undone.
const MAX_UNDO: usize = 100;

/// What the hand holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Adds dabs.
    Spray,
    /// Takes dabs away.
    Eraser,
}

/// A drawing with the way that led to it.
#[derive(Clone, Debug)]
pub struct Sketch {
    now: Drawn,
    past: Vec<Drawn>,
    future: Vec<Drawn>,
    stroke: Option<Stroke>,
    rng: Rng,
}

/// A stroke under way.
#[derive(Clone, Debug)]
struct Stroke {
    tool: Tool,
    before: Drawn,
    at: [f64; 2],
    /// Way since the last dab.
    way: f64,
}

impl Sketch {
    /// A drawing to go on with.
    pub fn new(drawn: Drawn) -> Self {
        let rng = Rng::stream(0, Stream::Figure, 0);
        Self { now: drawn, past: Vec::new(), future: Vec::new(), stroke: None, rng }
    }

    /// The drawing as it is.
    pub fn drawn(&self) -> &Drawn {
        &self.now
    }

    /// Whether a stroke is under way.
    pub fn is_drawing(&self) -> bool {
        self.stroke.is_some()
    }

    /// Whether there is a stroke to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a stroke to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Puts the tool down.
    pub fn begin(&mut self, tool: Tool, place: [f64; 2]) {
        self.end();
        self.stroke = Some(Stroke { tool, before: self.now.clone(), at: place, way: 0.0 });
        match tool {
            Tool::Spray => {
                self.now.add(place);
            }
            Tool::Eraser => {
                self.now.erase(place, ERASER);
            }
        }
    }

    /// Moves the tool; nothing happens while it is up.
    ///
    /// Random: where dabs fall around the stroke, two numbers a dab.
    pub fn go_on(&mut self, place: [f64; 2]) {
        let Some(stroke) = &mut self.stroke else { return };
        let ([x, y], before) = (stroke.at, stroke.way);
        let length = libm::hypot(place[0] - x, place[1] - y);
        // A pointer that left the window for long draws no line across it.
        if !length.is_finite() {
            return;
        }
        stroke.at = place;
        stroke.way = (before + length).rem_euclid(SPACING);
        let n_dabs = ((before + length) / SPACING).floor().min(1000.0) as u32;
        for k in 1..=n_dabs {
            let share = (f64::from(k) * SPACING - before) / length;
            let at = [x + share * (place[0] - x), y + share * (place[1] - y)];
            match stroke.tool {
                Tool::Spray => {
                    let (angle, r) = (TAU * self.rng.uniform(), self.rng.uniform().sqrt() * SPREAD);
                    self.now.add([at[0] + r * libm::cos(angle), at[1] + r * libm::sin(angle)]);
                }
                Tool::Eraser => {
                    self.now.erase(at, ERASER);
                }
            }
        }
    }

    /// Lifts the tool; whether the stroke changed anything.
    pub fn end(&mut self) -> bool {
        let Some(stroke) = self.stroke.take() else { return false };
        self.keep(stroke.before)
    }

    /// Takes the last stroke back; false if there is none.
    pub fn undo(&mut self) -> bool {
        self.end();
        let before = self.past.pop();
        before.map(|before| self.future.push(std::mem::replace(&mut self.now, before))).is_some()
    }

    /// Makes the stroke that was undone last once more; false if there is none.
    pub fn redo(&mut self) -> bool {
        self.end();
        let after = self.future.pop();
        after.map(|after| self.past.push(std::mem::replace(&mut self.now, after))).is_some()
    }

    /// Puts another drawing in its place as one stroke; false if it is the same.
    pub fn replace(&mut self, drawn: Drawn) -> bool {
        self.end();
        let before = std::mem::replace(&mut self.now, drawn);
        self.keep(before)
    }

    /// Keeps what was there before, if it differs, to be undone.
    fn keep(&mut self, before: Drawn) -> bool {
        if before == self.now {
            return false;
        }
        self.future.clear();
        self.past.push(before);
        if MAX_UNDO < self.past.len() {
            self.past.remove(0);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank() -> Sketch {
        Sketch::new(Drawn::empty())
    }

    fn line(sketch: &mut Sketch, tool: Tool, ends: [[f64; 2]; 2]) -> bool {
        sketch.begin(tool, ends[0]);
        sketch.go_on(ends[1]);
        sketch.end()
    }

    #[test]
    fn dabs_fall_along_the_stroke_however_often_the_pointer_tells() {
        let mut coarse = blank();
        assert!(line(&mut coarse, Tool::Spray, [[-2.0, 0.0], [2.0, 0.0]]));
        let mut fine = blank();
        fine.begin(Tool::Spray, [-2.0, 0.0]);
        for k in 1..=400 {
            fine.go_on([-2.0 + 0.01 * f64::from(k), 0.0]);
        }
        fine.end();
        let (n, m) = (coarse.drawn().n(), fine.drawn().n());
        assert!((19..=21).contains(&n) && n.abs_diff(m) <= 1, "{n} {m}");
        let slack = SPREAD + 1e-2;
        assert!(
            coarse.drawn().points().rows().all(|p| p[0].abs() < 2.0 + slack && p[1].abs() < slack)
        );
    }

    #[test]
    fn a_click_puts_one_dab_where_it_was() {
        let mut sketch = blank();
        sketch.begin(Tool::Spray, [1.0, -1.0]);
        assert!(sketch.end());
        assert_eq!(sketch.drawn().n(), 1);
        assert!((sketch.drawn().points().data()[0] - 1.0).abs() < 2e-3);
    }

    #[test]
    fn strokes_are_undone_and_redone_whole() {
        let mut sketch = blank();
        line(&mut sketch, Tool::Spray, [[-2.0, 0.0], [2.0, 0.0]]);
        let first = sketch.drawn().clone();
        line(&mut sketch, Tool::Eraser, [[-2.0, 0.0], [2.0, 0.0]]);
        assert!(sketch.drawn().is_empty());
        assert!(sketch.undo() && *sketch.drawn() == first);
        assert!(sketch.undo() && sketch.drawn().is_empty() && !sketch.undo());
        assert!(sketch.redo() && *sketch.drawn() == first);
        assert!(sketch.redo() && sketch.drawn().is_empty() && !sketch.redo());
        sketch.undo();
        // A new stroke ends what could be redone.
        line(&mut sketch, Tool::Spray, [[0.0, 3.0], [0.0, 4.0]]);
        assert!(!sketch.can_redo() && sketch.can_undo());
    }

    #[test]
    fn a_stroke_that_changes_nothing_is_none() {
        let mut sketch = blank();
        assert!(!line(&mut sketch, Tool::Eraser, [[0.0, 0.0], [1.0, 0.0]]));
        assert!(!sketch.can_undo() && !sketch.end());
        assert!(!sketch.replace(Drawn::empty()));
        sketch.go_on([1.0, 1.0]);
        assert!(sketch.drawn().is_empty());
    }

    #[test]
    fn places_that_are_none_are_survived() {
        let mut sketch = blank();
        for place in [[f64::NAN, 0.0], [f64::INFINITY, 1.0], [1e9, -1e9], [7.0, 7.0]] {
            line(&mut sketch, Tool::Spray, [place, [0.0, 0.0]]);
            line(&mut sketch, Tool::Eraser, [[0.0, 0.0], place]);
        }
        assert!(sketch.drawn().n() <= Drawn::MAX_POINTS);
    }

    #[test]
    fn the_way_back_is_of_bounded_length() {
        let mut sketch = blank();
        for k in 0..300 {
            sketch.begin(Tool::Spray, [0.01 * f64::from(k), 0.0]);
            sketch.end();
        }
        let n_undone = std::iter::from_fn(|| sketch.undo().then_some(())).count();
        assert_eq!(n_undone, MAX_UNDO);
    }
}
