//! What a figure gives home as text; the same run gives the same bytes.

pub mod gif;
pub mod qr;
pub mod safetensors;
pub mod svg;
pub mod table;

use std::fmt::Write;

use crate::figure::Figure;
use crate::figure::View;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;

/// Slots that may hold samples, the one to prefer first.
const SAMPLES: &[&str] = &["learned-flow", TRAIN, "flow", "exact-flow", "data"];

/// Samples at t = 1, or as far as they are; none before there are any.
///
/// Numbers row after row, and how many a point has.
pub fn samples(outputs: &Outputs) -> Option<(&[f32], usize)> {
    SAMPLES.iter().filter_map(|slot| outputs.slot(slot)).find_map(|output| {
        if let Some(flow) = &output.flow {
            let n = flow.points.len() / flow.times.len().max(1);
            return Some((&flow.points[flow.points.len() - n..], flow.dim));
        }
        output.cloud.as_ref().map(|cloud| (&cloud.points[..], cloud.dim))
    })
}

/// Whether a figure's numbers are samples of a law.
pub fn has_samples(figure: &Figure) -> bool {
    let has = |key: &str| figure.params.iter().any(|param| param.key == key);
    figure.csv.is_none() && has("data") && has("samples") && figure.time.is_some()
}

/// The numbers of a figure: its own table, its samples, or else what is drawn.
///
/// # Errors
/// A sentence if there are none yet.
pub fn csv(figure: &Figure, view: &View<'_>) -> Result<String, String> {
    if let Some(csv) = figure.csv {
        return Ok(csv(view));
    }
    if has_samples(figure) {
        let samples = samples(view.outputs).ok_or("There are no samples yet.")?;
        return Ok(samples_csv(samples.0, samples.1));
    }
    let table = table::of(&(figure.scene)(view));
    table.ok_or_else(|| "There are no numbers in this picture yet.".to_owned())
}

/// Losses of the training run, by step from 0.
pub fn losses(outputs: &Outputs) -> &[f32] {
    outputs.slot(TRAIN).map_or(&[], |train| &train.losses)
}

/// `x,y,label`, one line a point; every digit that tells two numbers apart.
pub fn samples_csv(points: &[f32], dim: usize) -> String {
    let mut text = String::from("x,y,label\n");
    for point in points.chunks_exact(dim.max(1)) {
        let x = point.first().copied().unwrap_or(0.0);
        let y = point.get(1).copied().unwrap_or(0.0);
        // Writing into a string can not fail; the data sets so far have no labels.
        let _ = writeln!(text, "{x},{y},0");
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
        assert_eq!(samples_csv(&[1.5, -2.0, 0.25, 3.0], 2), "x,y,label\n1.5,-2,0\n0.25,3,0\n");
        assert_eq!(samples_csv(&[], 2), "x,y,label\n");
    }

    #[test]
    fn samples_of_the_network_come_first_and_from_the_end_of_their_way() {
        let mut outputs = Outputs::default();
        assert_eq!(samples(&outputs), None);
        let flow = |points: Vec<f32>| Event::Frame {
            run: RUN,
            frame: Frame::Flow { times: Buffer(vec![0.0, 1.0]), dim: 2, points: Buffer(points) },
        };
        outputs.absorb("exact-flow", flow(vec![0.0, 0.0, 1.0, 1.0]));
        assert_eq!(samples(&outputs), Some((&[1.0, 1.0][..], 2)));
        outputs.absorb("learned-flow", flow(vec![0.0, 0.0, 2.0, 2.0]));
        assert_eq!(samples(&outputs), Some((&[2.0, 2.0][..], 2)));
    }
}
