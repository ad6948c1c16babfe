//! What a figure gives home as text; the same run gives the same bytes.

pub mod gif;
pub mod qr;
pub mod svg;
pub mod table;

use std::fmt::Write;

use crate::experiment::rules;
use crate::figure::Figure;
use crate::figure::View;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;

/// Slots that may hold samples, the one to prefer first.
const SAMPLES: &[&str] = &["learned-flow", TRAIN, "flow", "exact-flow", "data"];

/// Samples at the end of their way, t = 1 or backward the first time, or as far
/// as they are; none before there are any.
///
/// Numbers row after row, and how many a point has.
pub fn samples(outputs: &Outputs, is_backward: bool) -> Option<(&[f32], usize)> {
    SAMPLES.iter().filter_map(|slot| outputs.slot(slot)).find_map(|output| {
        if let Some(flow) = &output.flow {
            let end = if is_backward { 0 } else { flow.times.len().checked_sub(1)? };
            return Some((flow.frame(end), flow.dim));
        }
        output.cloud.as_ref().map(|cloud| (&cloud.points[..], cloud.dim))
    })
}

/// Samples with the line of names first, as far as they are.
pub fn samples_table(view: &View<'_>) -> String {
    let lines = samples(view.outputs, rules::is_backward(view.settings));
    let lines = lines.map(|(points, dim)| samples_csv(points, dim, 0));
    format!("{SAMPLES_HEAD}{}", lines.unwrap_or_default())
}

/// The numbers of a figure that does not train: its own table, or else what is drawn.
///
/// # Errors
/// A sentence if there are none yet.
pub fn csv(figure: &Figure, view: &View<'_>) -> Result<String, String> {
    if let Some(csv) = figure.csv {
        return Ok(csv(view));
    }
    let table = table::of(&(figure.scene)(view));
    table.ok_or_else(|| "There are no numbers in this picture yet.".to_owned())
}

/// Losses of the training run, by step from 0.
pub fn losses(outputs: &Outputs) -> &[f32] {
    outputs.slot(TRAIN).map_or(&[], |train| &train.losses)
}

/// First line of a file of samples.
pub const SAMPLES_HEAD: &str = "x,y,label\n";

/// `x,y,label`, one line a point; every digit that tells two numbers apart.
pub fn samples_csv(points: &[f32], dim: usize, label: usize) -> String {
    let mut text = String::new();
    for point in points.chunks_exact(dim.max(1)) {
        let x = point.first().copied().unwrap_or(0.0);
        let y = point.get(1).copied().unwrap_or(0.0);
        // Writing into a string can not fail.
        let _ = writeln!(text, "{x},{y},{label}");
    }
    text
}

/// `step,loss`, one line a step; every digit that tells two numbers apart.
pub fn losses_csv(losses: &[f32]) -> String {
    let mut text = String::from("step,loss\n");
    for (step, loss) in losses.iter().enumerate() {
        let _ = writeln!(text, "{step},{loss}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    const RUN: RunId = RunId(1);

    #[test]
    fn every_number_is_read_back_bit_for_bit() {
        let losses = [0.1_f32, 1.0 / 3.0, 1e-30, 16_777_215.0, f32::MIN_POSITIVE];
        let text = losses_csv(&losses);
        let back: Vec<f32> =
            text.lines().skip(1).filter_map(|line| line.split_once(',')?.1.parse().ok()).collect();
        assert_eq!(back, losses);
    }

    #[test]
    fn samples_have_a_line_each() {
        assert_eq!(samples_csv(&[1.5, -2.0, 0.25, 3.0], 2, 0), "1.5,-2,0\n0.25,3,0\n");
        assert_eq!(samples_csv(&[1.5], 1, 1), "1.5,0,1\n");
        assert_eq!(samples_csv(&[], 2, 0), "");
    }

    fn forward(outputs: &Outputs) -> Option<(&[f32], usize)> {
        samples(outputs, false)
    }

    #[test]
    fn samples_of_the_network_come_first_and_from_the_end_of_their_way() {
        let mut outputs = Outputs::default();
        assert_eq!(forward(&outputs), None);
        let flow = |points: Vec<f32>| Event::Frame {
            run: RUN,
            frame: Frame::Flow { times: Buffer(vec![0.0, 1.0]), dim: 2, points: Buffer(points) },
        };
        outputs.absorb("exact-flow", flow(vec![0.0, 0.0, 1.0, 1.0]));
        assert_eq!(forward(&outputs), Some((&[1.0, 1.0][..], 2)));
        outputs.absorb("learned-flow", flow(vec![0.0, 0.0, 2.0, 2.0]));
        assert_eq!(forward(&outputs), Some((&[2.0, 2.0][..], 2)));
        assert_eq!(samples(&outputs, true), Some((&[0.0, 0.0][..], 2)));
    }
}
