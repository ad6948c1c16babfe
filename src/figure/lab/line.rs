//! Layers of the Lab's maps of time and the line.

use crate::figure::film;
use crate::figure::lab::board::Board;
use crate::figure::lab::board::Side;
use crate::figure::lab::tasks::CARRIED;
use crate::figure::lab::tasks::DATA;
use crate::figure::lab::tasks::DENSITY;
use crate::figure::lab::tasks::ERROR;
use crate::figure::lab::tasks::EXACT_FIELD;
use crate::figure::lab::tasks::EXACT_SCORE;
use crate::figure::lab::tasks::LEARNED_CARRIED;
use crate::figure::lab::tasks::LEARNED_FIELD;
use crate::figure::lab::tasks::LEARNED_SCORE;
use crate::figure::marks;
use crate::figure::marks::line;
use crate::figure::marks::line::Columns;
use crate::figure::marks::theory;
use crate::figure::output::Flow;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::scene::Mark;
use crate::math::points::Points;
use crate::math::window::Window;
use crate::path::posterior::Posterior;

/// Samples whose paths are drawn.
const N_TRAJECTORIES: usize = 80;
/// Nodes of a density estimated from samples at one time.
const N_ESTIMATE: usize = 161;

/// Everything from maps at the bottom to samples on top.
pub(super) fn marks(board: &Board<'_>, side: Side, flow: &Flow) -> Vec<Mark> {
    let t = board.view.t;
    let mut marks = below(board, side);
    let carried = if side == Side::Exact { CARRIED } else { LEARNED_CARRIED };
    if board.has("grid") {
        marks.extend(board.flow(carried).into_iter().flat_map(line::carried));
    }
    if board.has("traj") {
        marks.extend(line::paths(flow, N_TRAJECTORIES));
    }
    marks.push(line::cursor(t, board.window));
    marks.extend(data(board));
    if board.has("samples") {
        marks.push(line::samples(&flow.at(t), t));
    }
    marks
}

/// Maps and fields over all times.
pub(super) fn below(board: &Board<'_>, side: Side) -> Vec<Mark> {
    let mut marks = densities(board, side);
    marks.extend(fields(board, side));
    marks
}

/// Points of the data at t = 1.
pub(super) fn data(board: &Board<'_>) -> Option<Mark> {
    let (points, _) = board.points(DATA)?;
    board.has("data").then(|| line::data(points))
}

fn densities(board: &Board<'_>, side: Side) -> Vec<Mark> {
    let mut marks = Vec::new();
    let logs = board.columns(DENSITY).map(|(columns, _)| columns);
    if side == Side::Learned && board.has("error") {
        marks.extend(board.columns(ERROR).map(|(columns, _)| line::error(columns, logs)));
    }
    match side {
        Side::Exact => marks.extend(exact_densities(board)),
        Side::Learned => marks.extend(learned_densities(board)),
    }
    marks
}

fn exact_densities(board: &Board<'_>) -> Vec<Mark> {
    let Some((logs, lines)) = board.columns(DENSITY) else { return Vec::new() };
    let mut marks = Vec::new();
    if board.has("density") {
        let values = line::from_logs(logs);
        marks.push(line::density(Columns { values: &values, ..logs }, "density"));
    }
    if board.has("contours") {
        marks.push(theory::contours(lines.contours_across(logs), whole_time(board)));
    }
    marks
}

/// What the learned samples say of the density at all times.
fn learned_densities(board: &Board<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (has_map, has_lines) = (board.has("density"), board.has("contours"));
    let Some((flow, output)) = board.flow(LEARNED_FLOW).zip(board.output(LEARNED_FLOW)) else {
        return marks;
    };
    if !has_map && !has_lines {
        return marks;
    }
    let (n, range) = (N_ESTIMATE, board.grid_window.y);
    let columns = Columns { values: output.estimates.across(flow, range, n), n, range };
    if has_map {
        marks.push(line::density(columns, marks::ESTIMATED));
    }
    if has_lines {
        marks.push(theory::contours(output.estimates.contours_across(columns), whole_time(board)));
    }
    marks
}

/// Where grids over time and the line lie.
fn whole_time(board: &Board<'_>) -> Window {
    Window { x: [0.0, 1.0], y: board.grid_window.y }
}

fn fields(board: &Board<'_>, side: Side) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (velocity, score) = match side {
        Side::Learned => (LEARNED_FIELD, LEARNED_SCORE),
        Side::Exact => (EXACT_FIELD, EXACT_SCORE),
    };
    let across = whole_time(board);
    if let Some((columns, lines)) = board.columns(velocity) {
        if board.has("stream") {
            let curves = lines.streams_across(columns);
            marks.extend(curves.map(|curves| theory::streams(curves, across)));
        }
        if board.has("field") {
            marks.push(line::slopes(columns, board.window));
        }
    }
    if board.has("score") {
        marks.extend(board.columns(score).map(|(columns, _)| line::scores(columns)));
    }
    marks
}

/// The path to the number `z`.
pub(super) fn conditional(board: &Board<'_>, z: f64) -> Vec<Mark> {
    line::conditional(board.path(), z, board.window).into()
}

/// The posterior of the place `[t, x]`.
pub(super) fn posterior(board: &Board<'_>, at: [f64; 2], z: &Points, of: &Posterior) -> Vec<Mark> {
    line::posterior(at, z, of, board.window)
}

/// Times that grids over the line are asked for.
pub(super) fn times() -> Vec<f64> {
    film::times_across()
}
