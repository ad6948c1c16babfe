//! Two runs of the Lab beside each other: their maps, and their curves in one chart.

pub mod numbers;

use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::View;
use crate::figure::lab;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;

/// Id of the card in the public contract; it is no figure of its own but two of the Lab's.
pub const ID: &str = "compare";

/// Title in plain words.
pub const TITLE: &str = "Two experiments, one seed";

/// What the exact flow depends on.
const EXACT_FLOW: &[&str] = &[
    "data", "points", "mix", "source", "path", "tmin", "tmax", "solver", "n", "dir", "grid",
    "under", "sigma", "sched",
];

/// What the loss is a measure of.
pub(crate) const LOSS: &[&str] = &[
    "data", "points", "mix", "source", "path", "predict", "loss", "weight", "tmin", "tmax", "tdist",
];

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// Its name in the public contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }
}

/// What `a` and `b` have learned beside each other, then the exact flows: one,
/// where it is the same for both.
pub fn scene(a: &View<'_>, b: &View<'_>) -> Scene {
    let [of_a, of_b] = [a, b].map(|view| (lab::FIGURE.scene)(view));
    let mut remarks = common_remarks(&of_a.remarks(), &of_b.remarks());
    if !is_alike(LOSS, a.settings, b.settings) {
        let said = "The losses of A and B are of different targets and can not be compared.";
        remarks.push(said.to_owned());
    }
    let is_one_flow = is_alike(EXACT_FLOW, a.settings, b.settings);
    let mut panels = in_pairs(of_a.panels, of_b.panels, is_one_flow);
    for panel in &mut panels {
        panel.remarks = std::mem::take(&mut remarks);
    }
    // A over A and B over B; three maps stand in one row.
    let n_columns = (panels.len() == 4).then_some(2);
    let charts = overlaid_all(of_a.charts, of_b.charts);
    Scene { panels, charts, n_columns, ..Scene::default() }
}

/// Whether two experiments agree in these keys, as far as they have a meaning.
pub(crate) fn is_alike(keys: &[&str], a: &Settings, b: &Settings) -> bool {
    let has_meaning = |key: &str| rules::applies(key, a) || rules::applies(key, b);
    keys.iter().all(|key| a.get(key) == b.get(key) || !has_meaning(key))
}

/// Maps of both in turn; those after the first are of exact flows.
fn in_pairs(a: Vec<Panel>, b: Vec<Panel>, is_one_flow: bool) -> Vec<Panel> {
    let mut panels = Vec::new();
    for (idx, (first, second)) in a.into_iter().zip(b).enumerate() {
        if 0 < idx && is_one_flow {
            panels.push(Panel { title: format!("{}, for both", first.title), ..first });
            continue;
        }
        for (side, panel) in Side::ALL.into_iter().zip([first, second]) {
            panels.push(Panel { title: format!("{}: {}", side.label(), panel.title), ..panel });
        }
    }
    panels
}

/// Remarks that both have once, the others with whose they are.
fn common_remarks(a: &[String], b: &[String]) -> Vec<String> {
    let mut remarks: Vec<String> = a.iter().filter(|said| b.contains(said)).cloned().collect();
    for (side, own, other) in [(Side::A, a, b), (Side::B, b, a)] {
        let only = own.iter().filter(|said| !other.contains(said));
        remarks.extend(only.map(|said| format!("{}: {said}", side.label())));
    }
    remarks
}

/// Charts of one title over each other, the others as they are.
fn overlaid_all(a: Vec<Chart>, mut b: Vec<Chart>) -> Vec<Chart> {
    let mut charts = Vec::new();
    for chart in a {
        let twin = b.iter().position(|other| other.title == chart.title);
        let twin = twin.map(|idx| b.remove(idx));
        charts.push(overlaid(chart, twin.map_or_else(Vec::new, |twin| twin.series)));
    }
    charts.extend(b.into_iter().map(|chart| {
        let series = chart.series;
        overlaid(Chart { series: Vec::new(), ..chart }, series)
    }));
    charts
}

/// A chart of the first with the curves of the second; theory that is the same
/// for both stands once.
fn overlaid(chart: Chart, second: Vec<Series>) -> Chart {
    let first = chart.series.into_iter().map(|series| (Side::A, series));
    let all: Vec<(Side, Series)> =
        first.chain(second.into_iter().map(|series| (Side::B, series))).collect();
    let (theory, curves): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, series)| series.paint == Paint::Exact);
    let mut series: Vec<Series> = curves
        .into_iter()
        .map(|(side, curve)| {
            let paint = if side == Side::B { Paint::Second } else { curve.paint };
            Series { label: format!("{}: {}", side.label(), curve.label), paint, ..curve }
        })
        .collect();
    for (idx, (side, line)) in theory.iter().enumerate() {
        let is_twin = |other: &&(Side, Series)| other.1.label == line.label;
        match theory[..idx].iter().find(is_twin) {
            // The line of the longer run reaches through the whole chart.
            Some(_) => {
                let known = series.iter_mut().find(|known| known.label == line.label);
                known
                    .into_iter()
                    .filter(|known| reach(known) < reach(line))
                    .for_each(|known| known.points.clone_from(&line.points));
            }
            None if theory[idx..].iter().skip(1).any(|other| is_twin(&other)) => {
                series.push(line.clone());
            }
            None => {
                let label = format!("{}: {}", side.label(), line.label);
                series.push(Series { label, ..line.clone() });
            }
        }
    }
    Chart { series, ..chart }
}

fn reach(series: &Series) -> f64 {
    series.points.last().map_or(0.0, |point| point.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::figure::output::EXACT_FLOW as EXACT_SLOT;
    use crate::figure::output::LEARNED_FLOW;
    use crate::figure::output::Outputs;
    use crate::figure::output::TRAIN;
    use crate::figure::probe::Probe;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    fn trained(n_losses: usize, floor: f64) -> Outputs {
        let mut outputs = Outputs::default();
        let run = RunId(1);
        let values = Buffer(vec![2.0; n_losses]);
        outputs.absorb(TRAIN, Event::Losses { run, first_step: 0, values });
        let name = "loss_floor".to_owned();
        outputs.absorb("floor", Event::Metric { run, name, value: floor, spread: None });
        let points = Buffer(vec![0.0, 0.0, 1.0, 1.0]);
        let flow = Frame::Flow { times: Buffer(vec![0.0, 1.0]), dim: 2, points };
        for slot in [EXACT_SLOT, LEARNED_FLOW] {
            outputs.absorb(slot, Event::Frame { run, frame: flow.clone() });
        }
        outputs
    }

    fn scene_of(b: &[(&str, &str)], of_b: &Outputs) -> Scene {
        let (a, b) = (Settings::with(catalogue::LAB, &[]), Settings::with(catalogue::LAB, b));
        let (probe, t) = (Probe::default(), 0.5);
        let of_a = trained(100, 18.0);
        let first = View { settings: &a, outputs: &of_a, t, probe, span: None };
        scene(&first, &View { settings: &b, outputs: of_b, t, probe, span: None })
    }

    #[test]
    fn an_exact_flow_that_is_the_same_for_both_is_drawn_once() {
        let same = scene_of(&[("net", "16x2"), ("sigma", "3")], &trained(100, 18.0));
        assert_eq!(same.titles(), ["A: Learned", "B: Learned", "Exact, for both"]);
        let other = scene_of(&[("solver", "euler")], &trained(100, 18.0));
        assert_eq!(other.titles(), ["A: Learned", "B: Learned", "A: Exact", "B: Exact"]);
    }

    #[test]
    fn losses_lie_over_each_other_and_a_common_floor_stands_once() {
        let loss = &scene_of(&[("net", "16x2")], &trained(200, 18.0)).charts[0];
        let names: Vec<(&str, Paint)> =
            loss.series.iter().map(|series| (series.label.as_str(), series.paint)).collect();
        let expected = [
            ("A: loss of each step", Paint::Velocity),
            ("B: loss of each step", Paint::Second),
            ("smallest possible, 18.00", Paint::Exact),
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn other_targets_have_floors_of_their_own_and_that_is_said() {
        let scene = scene_of(&[("path", "sqrt")], &trained(100, 20.0));
        let labels: Vec<&str> =
            scene.charts[0].series.iter().map(|series| series.label.as_str()).collect();
        assert_eq!(labels[2..], ["A: smallest possible, 18.00", "B: smallest possible, 20.00"]);
        assert!(scene.remarks().iter().any(|said| said.contains("different targets")));
    }

    #[test]
    fn the_floor_of_the_longer_run_reaches_through_the_chart() {
        let scene = scene_of(&[("steps", "5000")], &trained(100, 18.0));
        assert!((reach(&scene.charts[0].series[2]) - 5_000.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_said_of_one_says_of_which() {
        let said = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let remarks = common_remarks(&said(&["x", "y"]), &said(&["y", "z"]));
        assert_eq!(remarks, ["y", "A: x", "B: z"]);
    }
}
