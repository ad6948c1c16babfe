//! Layers of the Lab's maps of the plane.

use crate::figure::draw::estimate;
use crate::figure::lab::asked;
use crate::figure::lab::board::Board;
use crate::figure::lab::board::Side;
use crate::figure::lab::tasks::ASKED_DATA;
use crate::figure::lab::tasks::CARRIED;
use crate::figure::lab::tasks::DATA;
use crate::figure::lab::tasks::DENSITY;
use crate::figure::lab::tasks::ERROR;
use crate::figure::lab::tasks::EXACT_FIELD;
use crate::figure::lab::tasks::EXACT_SCORE;
use crate::figure::lab::tasks::LEARNED_CARRIED;
use crate::figure::lab::tasks::LEARNED_FIELD;
use crate::figure::lab::tasks::LEARNED_SCORE;
use crate::figure::lines;
use crate::figure::marks;
use crate::figure::marks::theory;
use crate::figure::output::Flow;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::points::Points;
use crate::path::posterior::Posterior;

/// Samples whose paths are drawn.
const N_TRAJECTORIES: usize = 60;
/// Nodes per axis of a density estimated from samples.
const N_ESTIMATE: usize = 64;
/// Length of the velocity of a posterior where no arrows give a scale.
const POSTERIOR_SCALE: f32 = 0.25;

/// Everything from maps at the bottom to samples on top.
pub(super) fn marks(board: &Board<'_>, side: Side, flow: &Flow) -> Vec<Mark> {
    let t = board.view.t;
    let now = flow.at(t);
    let mut marks = below(board, side, Some(&now));
    let carried = if side == Side::Exact { CARRIED } else { LEARNED_CARRIED };
    if board.has("grid") {
        let carried = board.flow(carried).filter(|flow| is_whole_grid(flow));
        marks.extend(carried.map(|flow| theory::carried_grid(flow, t)));
    }
    if board.has("traj") {
        let of = if board.is_backward { marks::trajectories_back } else { marks::trajectories };
        marks.extend(of(flow, t, N_TRAJECTORIES, 0.75));
    }
    if board.has("samples") {
        marks.push(marks::samples(now, t));
    }
    marks
}

/// Maps, data and fields under the samples, which are at `now`.
pub(super) fn below(board: &Board<'_>, side: Side, now: Option<&[f32]>) -> Vec<Mark> {
    let mut marks = densities(board, side, now);
    marks.extend(data(board));
    marks.extend(fields(board, side));
    marks
}

/// Points of the data; where samples are asked to have a label those of all
/// labels in ink, and over them those with the label.
pub(super) fn data(board: &Board<'_>) -> Vec<Mark> {
    let points = |slot| board.points(slot).map(|(points, _)| points.to_vec());
    let Some(all) = points(DATA).filter(|_| board.has("data")) else { return Vec::new() };
    if !asked::is_of_label(board.view.settings) {
        return vec![marks::data(all)];
    }
    let faint = Mark::Dots {
        name: "data of all labels",
        xy: all,
        paint: Paint::Ink,
        radius_px: 1.1,
        alpha: 0.22,
    };
    let given = points(ASKED_DATA).map(|xy| Mark::Dots {
        name: "data with the label",
        xy,
        paint: Paint::Data,
        radius_px: 1.5,
        alpha: 0.4,
    });
    [faint].into_iter().chain(given).collect()
}

/// The density as a map and its contours: exact, or what the samples say of it;
/// the learned map also has its error.
fn densities(board: &Board<'_>, side: Side, now: Option<&[f32]>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let window = board.grid_window;
    let exact = board.still(DENSITY);
    let (has_map, has_lines) = (board.has("density"), board.has("contours"));
    if side == Side::Exact {
        let map = exact.filter(|_| has_map);
        marks.extend(map.map(|(still, _)| marks::density(still, window, HeatMap::Density)));
        let lines = exact.filter(|_| has_lines);
        marks.extend(lines.map(|(still, lines)| theory::contours(lines.contours(still), window)));
        return marks;
    }
    let window = board.window;
    let estimated = now
        .filter(|_| has_map || has_lines)
        .and_then(|now| estimate::on_plane(now, window, N_ESTIMATE));
    if let Some(estimated) = &estimated {
        if has_map {
            marks.push(marks::estimated(&estimated.values, N_ESTIMATE, window));
        }
        if has_lines {
            let segments = lines::contours([N_ESTIMATE; 2], &estimated.values);
            marks.push(theory::contours(&segments, window));
        }
    }
    if board.has("error") {
        let error = board.still(ERROR);
        let density = exact.map(|(still, _)| still);
        // Under the contours, over nothing.
        let error = error.map(|(still, _)| marks::error(still, board.grid_window, density));
        marks.splice(0..0, error);
    }
    marks
}

/// Arrows and lines of velocity and score.
fn fields(board: &Board<'_>, side: Side) -> Vec<Mark> {
    let mut marks = Vec::new();
    let window = board.grid_window;
    let (velocity, score) = match side {
        Side::Learned => (LEARNED_FIELD, LEARNED_SCORE),
        Side::Exact => (EXACT_FIELD, EXACT_SCORE),
    };
    let field = board.still(velocity);
    if let Some((still, lines)) = field.filter(|_| board.has("stream")) {
        marks.extend(lines.streams(still).map(|curves| theory::streams(curves, window)));
    }
    if let Some((still, _)) = field.filter(|_| board.has("field")) {
        let scale = board.arrow_scale(&[LEARNED_FIELD, EXACT_FIELD]);
        marks.push(marks::arrows(still, window, scale, Paint::Velocity));
    }
    if let Some((still, _)) = board.still(score).filter(|_| board.has("score")) {
        let both = [EXACT_SCORE, LEARNED_SCORE].map(|slot| board.still(slot).map(|found| found.0));
        let scale = marks::arrow_scale_now(&both, window);
        marks.push(marks::arrows(still, window, scale, Paint::Score));
    }
    marks
}

/// The path to `z` at the cursor.
pub(super) fn conditional(board: &Board<'_>, z: [f64; 2]) -> Vec<Mark> {
    theory::conditional(board.path(), board.view.t, z, board.window)
}

/// The posterior of the place `x`.
pub(super) fn posterior(board: &Board<'_>, x: [f64; 2], z: &Points, of: &Posterior) -> Vec<Mark> {
    let scale = board.arrow_scale(&[LEARNED_FIELD, EXACT_FIELD]);
    theory::posterior(x, z, of, if 0.0 < scale { scale } else { POSTERIOR_SCALE })
}

fn is_whole_grid(flow: &Flow) -> bool {
    flow.n_points().is_multiple_of(theory::N_PER_GRID_LINE)
}
