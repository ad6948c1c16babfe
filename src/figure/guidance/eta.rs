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
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::conditional;
use crate::job::conditional::ETAS;
use crate::job::conditional::LessonKind;
use crate::job::study::guidance;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "eta",
    title: "How many labels to drop",
    caption: "Three networks learn the same data with the same steps, their labels dropped with η = 0, 0.1 and 0.5. The bars and charts say how far their velocities are from the exact ones: with the null label, and with a label, averaged over all labels. The error is the mean squared distance under p_t, on a logarithmic scale.",
    notice: "With η = 0 the null label is never seen, and what the network says for it is no field of anything: guidance with it pushes away from nonsense. With a tenth of the labels dropped it is a field, and the field of a label has lost nothing. With half of them dropped the null label gains more, and now the field of a label pays for it.",
    params: &[&guidance::DATA, &conditional::STEPS, &catalogue::PREDICT, &catalogue::SEED],
    in_view: &["data", "steps", "predict"],
    metrics: METRICS,
    tasks,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "null_error_eta0",
        "Null, η = 0",
        "Error of the velocity with the null label, which was never seen.",
    ),
    draw::metric("null_error_eta10", "Null, η = 0.1", "Error of the velocity with the null label."),
    draw::metric("null_error_eta50", "Null, η = 0.5", "Error of the velocity with the null label."),
    draw::metric("given_error_eta0", "Label, η = 0", "Error of the velocity with a label."),
    draw::metric("given_error_eta10", "Label, η = 0.1", "Error of the velocity with a label."),
    draw::metric("given_error_eta50", "Label, η = 0.5", "Error of the velocity with a label."),
];

/// Names of the three networks.
const NAMES: [&str; 3] = ["eta0", "eta10", "eta50"];

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![taught::task(need.settings, LessonKind::Etas)]
}

fn scene(view: &View<'_>) -> Scene {
    let labels = ["η = 0", "η = 0.1", "η = 0.5"];
    let named = |what: &str| -> Vec<(String, &str)> {
        NAMES.iter().zip(labels).map(|(name, label)| (format!("{what}/{name}"), label)).collect()
    };
    let chart = |title: &str, what: &str| {
        let names = named(what);
        let wanted: Vec<(&str, &str)> = names.iter().map(|(n, l)| (n.as_str(), *l)).collect();
        taught::errors(view, title, &wanted)
    };
    Scene {
        panels: vec![
            bars(view, "null label", "null", Paint::Noise),
            bars(view, "with a label", "given", Paint::Data),
        ],
        charts: vec![
            chart("Error with the null label", "null"),
            chart("Error with a label", "given"),
        ],
        ..Scene::default()
    }
}

/// Decimal logarithm of the mean error of each network as a bar, from 0.01 up.
fn bars(view: &View<'_>, title: &str, what: &str, paint: Paint) -> Panel {
    let window = Window { x: [-0.5, 2.5], y: [0.0, 5.0] };
    let mut panel = Panel::chart(title, "network", "log₁₀ (100 × error)", window);
    let values = NAMES.map(|name| taught::told(view, &format!("{what}_error_{name}")));
    if values.iter().all(Option::is_none) {
        panel.waiting = Some("Teaching three networks.".to_owned());
    }
    for (k, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let x = k as f32;
        let height = (value.log10() + 2.0).clamp(0.05, 4.8) as f32;
        let edges = vec![x - 0.32, x + 0.32];
        panel.marks.push(Mark::bars("mean error", edges, vec![height], paint));
        let said = format!("η = {}: {}", ETAS[k], crate::figure::draw::ticks::short(*value));
        panel.marks.push(Mark::text([x, height + 0.25], said));
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;

    #[test]
    fn a_bar_is_as_high_as_its_logarithm() {
        let mut stage = Stage::of(&FIGURE, &[]);
        assert!(stage.scene().panels[0].waiting.is_some());
        let name = "null_error_eta10".to_owned();
        let event = Event::Metric { run: RunId(1), name, value: 10.0, spread: None };
        stage.absorb(taught::TAUGHT, event);
        let scene = stage.scene();
        let heights: Vec<f32> = scene.panels[0]
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Bars { heights, .. } => Some(heights[0]),
                _ => None,
            })
            .collect();
        assert_eq!(heights.len(), 1);
        assert!((heights[0] - 3.0).abs() < 1e-6);
    }
}
