//! An image, a clip, a molecule read out into a vector, and drawn again from it.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::generation::object::ATOMS;
use crate::figure::generation::object::Atom;
use crate::figure::generation::object::BONDS;
use crate::figure::generation::object::N_FRAMES;
use crate::figure::generation::object::ObjectKind;
use crate::figure::generation::object::SIDE;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "objects-as-vectors",
    title: "Objects are vectors",
    caption: "Above the object, below the list of its numbers in the order in which they are read. Press play to read it; drag the marked number up or down; point at the object to find a place in the list.",
    notice: "Reading loses nothing: object and list are two pictures of one vector. A change of one number is a change of the object, and noise on all numbers soon leaves no object at all.",
    params: &[&KIND, &NOISE, &catalogue::SEED, &catalogue::T],
    in_view: &["kind", "noise"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "number",
        range: |settings| [0.0, settings.choice::<ObjectKind>("kind").dim() as f64],
        n_steps: Some(|settings| settings.choice::<ObjectKind>("kind").dim() as u32),
        secs: 8.0,
    }),
    numbers,
    scene,
    ..BLANK
};

const KIND: Param = Param {
    key: "kind",
    label: "Object",
    help: "What is read: a gray picture, four frames, or the places of six atoms (methanol).",
    kind: ParamKind::Choice(ObjectKind::CHOICES),
    default: "image",
    effect: Effect::Picture,
};

const NOISE: Param = Param {
    key: "noise",
    label: "Noise",
    help: "The factor s of the standard normal number that is added to each number of the object.",
    kind: ParamKind::Real { min: 0.0, max: 2.0, scale: Scale::Linear },
    default: "0",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("dimension", "Dimension d", "How many numbers the object has."),
    metric("value", "Marked number", "The number under the handle, after noise and dragging."),
    metric(
        "distance",
        "Moved by",
        "Length of the difference between this vector and that of the object itself.",
    ),
    metric(
        "noise_distance",
        "s √d",
        "Root mean square of the distance that noise of this size moves a vector of this dimension.",
    ),
];

/// The number that can be dragged.
const NUMBER: &str = "number";

/// A vector that began as an object.
#[derive(Debug)]
struct State {
    kind: ObjectKind,
    /// The object itself.
    z: Vec<f64>,
    /// The object with noise and one number changed.
    x: Vec<f64>,
    /// Index of the number under the handle.
    marked: usize,
}

impl State {
    fn new(kind: ObjectKind, seed: u64, noise: f64, drag: Option<[f64; 2]>) -> Self {
        let z = kind.object(seed);
        let mut rng = Rng::stream(seed, Stream::Noise, 0);
        let mut x: Vec<f64> = z.iter().map(|z| z + noise * rng.normal()).collect();
        let last = kind.dim() - 1;
        // Before it is dragged, the handle is in the middle of the object.
        let marked = drag
            .map_or(first_marked(kind), |at| ((at[0] - 1.0).round().max(0.0) as usize).min(last));
        if let Some(at) = drag {
            x[marked] = at[1].clamp(-kind.reach(), kind.reach());
        }
        Self { kind, z, x, marked }
    }

    fn distance(&self) -> f64 {
        self.z.iter().zip(&self.x).map(|(z, x)| (z - x) * (z - x)).sum::<f64>().sqrt()
    }
}

fn first_marked(kind: ObjectKind) -> usize {
    match kind {
        ObjectKind::Image => 3 * SIDE + 3,
        ObjectKind::Clip => SIDE * SIDE + 3 * SIDE + 3,
        ObjectKind::Molecule => 4,
    }
}

fn state(view: &View<'_>) -> Arc<State> {
    let kind: ObjectKind = view.settings.choice("kind");
    let (seed, noise) = (view.settings.whole("seed"), view.settings.real("noise"));
    let drag = view.probe.handle(NUMBER);
    view.memo().get("vector", &(kind, seed, noise, drag), || State::new(kind, seed, noise, drag))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let state = state(view);
    let d = state.kind.dim() as f64;
    draw::known([
        ("dimension", d),
        ("value", state.x[state.marked]),
        ("distance", state.distance()),
        ("noise_distance", view.settings.real("noise") * d.sqrt()),
    ])
}

fn scene(view: &View<'_>) -> Scene {
    let state = state(view);
    let n_read = (view.time().round().max(0.0) as usize).min(state.kind.dim());
    // The pointer finds a number quicker than the playhead.
    let pointed = view.probe.pointer.filter(|_| view.probe.pointer_panel == 0);
    let pointed = pointed.and_then(|at| index_at(&state, at));
    let read = pointed.or(n_read.checked_sub(1));
    let mut object = match state.kind {
        ObjectKind::Image | ObjectKind::Clip => pictures(&state, read),
        ObjectKind::Molecule => molecule(&state, read),
    };
    object.is_probed = true;
    Scene {
        panels: vec![object, list(&state, n_read, read)],
        n_columns: Some(1),
        ..Scene::default()
    }
}

/// The vector as bars, what is read in full color.
fn list(state: &State, n_read: usize, read: Option<usize>) -> Panel {
    let (dim, reach) = (state.kind.dim(), state.kind.reach());
    let window = Window { x: [0.0, dim as f64 + 1.0], y: [-reach - 0.2, reach + 0.2] };
    let unit = if state.kind == ObjectKind::Molecule { "value, Å" } else { "value" };
    let mut panel = Panel::chart("The vector", "number", unit, window);
    panel.shape = Shape::Strip;
    if let Some(idx) = read {
        let place = state.kind.place(idx);
        panel.note = format!("number {}: {place}, value {:.2}", idx + 1, state.x[idx]);
    }
    let bars = |name, from: usize, to: usize, paint, alpha| Mark::Bars {
        name,
        edges: (from..=to).map(|i| i as f32 + 0.5).collect(),
        heights: state.x[from..to].iter().map(|v| *v as f32).collect(),
        paint,
        alpha,
    };
    if 0 < n_read {
        panel.marks.push(bars("read", 0, n_read, Paint::Ink, 0.75));
    }
    if n_read < dim {
        panel.marks.push(bars("not yet read", n_read, dim, Paint::Ink, 0.25));
    }
    if let Some(idx) = read {
        panel.marks.push(bars(READ_NOW, idx, idx + 1, Paint::Noise, 1.0));
    }
    let at = [(state.marked + 1) as f64, state.x[state.marked].clamp(-reach, reach)];
    panel.marks.push(draw::line(CHANGED, &[[at[0], 0.0], at], Paint::Data, 2.5));
    panel.handles.push(Handle {
        name: NUMBER,
        label: "A number of the vector",
        at,
        paint: Paint::Data,
    });
    panel
}

/// Names of the two places that are marked in both pictures.
const READ_NOW: &str = "number read now";
const CHANGED: &str = "number to drag";

/// The cells of one frame or several, side by side with a gap.
fn pictures(state: &State, read: Option<usize>) -> Panel {
    let n_frames = if state.kind == ObjectKind::Clip { N_FRAMES } else { 1 };
    let side = SIDE as f64;
    let width = n_frames as f64 * (side + 1.0) - 1.0;
    let window = Window { x: [-0.5, width + 0.5], y: [-0.5, side + 0.5] };
    let mut panel = bare("The object", window);
    panel.shape = if n_frames == 1 { Shape::Square } else { Shape::Strip };
    for (frame, cells) in state.x.chunks_exact(SIDE * SIDE).enumerate() {
        let left = frame as f64 * (side + 1.0);
        let over = Window { x: [left, left + side], y: [0.0, side] };
        // Marks have their rows from below, pictures from above.
        let rows = cells.chunks_exact(SIDE).rev().flatten();
        let values = rows.map(|v| (0.5 * (v + 1.0)).clamp(0.0, 1.0) as f32).collect();
        let n = [SIDE; 2];
        panel.marks.push(Mark::Pixels { name: "cells, black to white", n, window: over, values });
    }
    for (name, idx, paint) in marked(state, read) {
        panel.marks.push(outline(name, corner(idx), paint));
    }
    panel
}

/// Lower left corner of a cell.
fn corner(idx: usize) -> [f64; 2] {
    let (frame, cell) = (idx / (SIDE * SIDE), idx % (SIDE * SIDE));
    let left = (frame * (SIDE + 1) + cell % SIDE) as f64;
    [left, (SIDE - 1 - cell / SIDE) as f64]
}

/// A cell's frame, of lines.
fn outline(name: &'static str, [x, y]: [f64; 2], paint: Paint) -> Mark {
    let corners = [[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]];
    draw::line(name, &corners, paint, 3.0)
}

/// What is marked in both pictures, the one to drag last.
fn marked(state: &State, read: Option<usize>) -> Vec<(&'static str, usize, Paint)> {
    let mut marked = Vec::new();
    marked.extend(read.map(|idx| (READ_NOW, idx, Paint::Noise)));
    marked.push((CHANGED, state.marked, Paint::Data));
    marked
}

/// Atoms and bonds, seen a little from above and from the right.
fn molecule(state: &State, read: Option<usize>) -> Panel {
    let mut panel = bare("The object", Window { x: [-2.6, 2.6], y: [-2.6, 2.6] });
    panel.shape = Shape::Square;
    let places: Vec<[f64; 2]> = state.x.chunks_exact(3).map(seen).collect();
    for [a, b] in BONDS {
        panel.marks.push(draw::line("bonds", &[places[a], places[b]], Paint::Ink, 3.0));
    }
    for (atom, name, radius_px, paint) in [
        (Atom::Carbon, "carbon C", 11.0, Paint::Ink),
        (Atom::Oxygen, "oxygen O", 10.0, Paint::Nth(5)),
        (Atom::Hydrogen, "hydrogen H", 7.0, Paint::Nth(1)),
    ] {
        let of = ATOMS.iter().zip(&places).filter(|(kind, _)| **kind == atom);
        let points: Vec<[f64; 2]> = of.map(|(_, at)| *at).collect();
        panel.marks.push(Mark::Dots {
            name,
            xy: draw::flat(&points),
            paint,
            radius_px,
            alpha: 1.0,
        });
    }
    for (name, idx, paint) in marked(state, read) {
        // A number of an atom moves it along one direction.
        let mut along = [0.0; 3];
        along[idx % 3] = 0.8;
        let (at, way) = (places[idx / 3], seen(&along));
        panel.marks.push(Mark::Arrows {
            name,
            tails: draw::flat(&[at]),
            vectors: draw::flat(&[way]),
            scale: 1.0,
            paint,
            width_px: 2.5,
            alpha: 1.0,
        });
    }
    panel
}

/// Place on paper of a place in space.
fn seen(at: &[f64]) -> [f64; 2] {
    [at[0] + 0.35 * at[2], at[1] + 0.25 * at[2]]
}

/// Index of the number whose place is nearest to the pointer, if there is one.
fn index_at(state: &State, at: [f64; 2]) -> Option<usize> {
    if state.kind == ObjectKind::Molecule {
        let away = |i: &usize| {
            let place = seen(&state.x[3 * i..3 * i + 3]);
            (place[0] - at[0]).hypot(place[1] - at[1])
        };
        let atom = (0..ATOMS.len()).min_by(|a, b| away(a).total_cmp(&away(b)))?;
        return (away(&atom) < 0.5).then_some(3 * atom);
    }
    (0..state.kind.dim()).find(|idx| {
        let [x, y] = corner(*idx);
        (x..x + 1.0).contains(&at[0]) && (y..y + 1.0).contains(&at[1])
    })
}

fn bare(title: &str, window: Window) -> Panel {
    let mut panel = Panel::new(title, window);
    panel.axes = crate::figure::scene::Axes::Bare;
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn without_noise_and_dragging_the_vector_is_the_object() {
        for &kind in ObjectKind::ALL {
            let state = State::new(kind, 3, 0.0, None);
            assert_eq!(state.x, state.z);
            assert!(state.distance() <= 0.0);
        }
    }

    #[test]
    fn noise_moves_a_vector_by_about_s_root_d() {
        // Mean and variance of the squared distance are s^2 d and 2 s^4 d.
        for &kind in ObjectKind::ALL {
            let (s, d, n) = (0.7_f64, kind.dim() as f64, 400);
            let squared = |seed| State::new(kind, seed, s, None).distance().powi(2);
            let mean = (0..n).map(squared).sum::<f64>() / n as f64;
            let error = (2.0 * s.powi(4) * d / n as f64).sqrt();
            assert!((mean - s * s * d).abs() < 4.0 * error, "{kind:?}: {mean}");
        }
    }

    #[test]
    fn dragging_changes_one_number_and_moves_the_vector_by_as_much() {
        let state = State::new(ObjectKind::Image, 1, 0.0, Some([28.2, -1.2]));
        assert_eq!(state.marked, 27);
        let changed = (0..64).filter(|&i| 0.0 < (state.x[i] - state.z[i]).abs());
        assert_eq!(changed.collect::<Vec<_>>(), [27]);
        assert!((state.distance() - (state.z[27] + 1.2).abs()).abs() < 1e-15);
        let far = State::new(ObjectKind::Molecule, 1, 0.0, Some([1e9, f64::NEG_INFINITY]));
        assert_eq!((far.marked, far.x[17]), (17, -2.5));
    }

    #[test]
    fn the_pointer_finds_the_cell_that_the_playhead_finds() {
        for kind in [ObjectKind::Image, ObjectKind::Clip] {
            let state = State::new(kind, 1, 0.0, None);
            for idx in 0..kind.dim() {
                let [x, y] = corner(idx);
                assert_eq!(index_at(&state, [x + 0.5, y + 0.5]), Some(idx));
            }
            assert_eq!(index_at(&state, [-3.0, 0.0]), None);
        }
        // The first row is on top.
        assert!(corner(0).iter().zip([0.0, 7.0]).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}
