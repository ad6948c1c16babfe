//! How often a label is dropped, and what the two fields of a network are worth then.

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::guidance::taught;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::job::conditional;
use crate::job::conditional::ETAS;
use crate::job::conditional::LessonKind;
use crate::job::study::guidance;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "eta",
    title: "How many labels to drop",
    caption: "Five networks learn the same data with the same steps, their labels dropped with η = 0, 0.1, 0.25, 0.5 and 0.9. The chart says over η how far their velocities are from the exact ones, on a logarithmic scale: with the null label, with a label, averaged over all labels, and guided with w = 3. The error is the mean squared distance under pₜ, averaged over time.",
    notice: "With η = 0 the null label is never seen, and what the network says for it is no field of anything: guidance at w = 3 pushes away from nonsense and has four times its error. The more labels are dropped the better is the null field and, from 0.1 on, the worse that of a label. Guidance needs both, and is best in between.",
    params: &[&guidance::DATA, &conditional::STEPS, &catalogue::PREDICT, &catalogue::SEED],
    in_view: &["data", "steps", "predict"],
    metrics: METRICS,
    tasks,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric("null_error_eta10", "Null, η = 0.1", "Error of the velocity with the null label."),
    draw::metric(
        "given_error_eta10",
        "Label, η = 0.1",
        "Error of the velocity with a label, over all labels.",
    ),
    draw::metric(
        "guided_error_eta10",
        "Guided, η = 0.1",
        "Error of the guided velocity at w = 3, which is −2 times the null velocity and 3 times the label's.",
    ),
    draw::metric("guided_error_eta50", "Guided, η = 0.5", "The same of the network with η = 0.5."),
];

/// What a network is asked for: start of the number's name, name of the curve,
/// and the colors that the arrows of these velocities have in other figures.
const FIELDS: [(&str, &str, Paint); 3] = [
    ("null", "null label", Paint::Ink),
    ("given", "a label", Paint::Velocity),
    ("guided", "guided, w = 3", Paint::Second),
];

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![taught::task(need.settings, LessonKind::Etas)]
}

fn scene(view: &View<'_>) -> Scene {
    let series = FIELDS.map(|(field, label, paint)| {
        let of_eta = |(name, eta): &(&str, f64)| {
            Some((*eta, taught::told(view, &format!("{field}_error_{name}"))?))
        };
        Series { label: label.to_owned(), points: ETAS.iter().filter_map(of_eta).collect(), paint }
    });
    let chart = Chart {
        title: "Error of the velocity".to_owned(),
        x_label: "share η of labels dropped".to_owned(),
        y_label: "mean squared distance".to_owned(),
        is_x_log: false,
        is_y_log: true,
        series: series.into(),
    };
    Scene { charts: vec![chart], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;

    #[test]
    fn an_error_stands_over_its_eta_on_the_curve_of_its_field() {
        let mut stage = Stage::of(&FIGURE, &[]);
        for (name, value) in
            [("guided_error_eta50", 7.0), ("null_error_eta10", 3.0), ("null_error_eta50", 2.0)]
        {
            let name = name.to_owned();
            let event = Event::Metric { run: RunId(1), name, value, spread: None };
            stage.absorb(taught::TAUGHT, event);
        }
        let series = stage.scene().charts.remove(0).series;
        let points: Vec<_> = series.into_iter().map(|series| series.points).collect();
        assert_eq!(points, [vec![(0.1, 3.0), (0.5, 2.0)], vec![], vec![(0.5, 7.0)]]);
    }
}
