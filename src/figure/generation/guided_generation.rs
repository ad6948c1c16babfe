//! The law of the data under a prompt, beside the law of all data.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::probability::joint_law::JointLaw;
use crate::figure::probability::joint_law::Part;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::kinds;
use crate::math::kind::Kind;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "guided-generation",
    title: "Generation with a prompt",
    caption: "First map: the law of all objects and draws of it, colored by label. Second map: the law of the objects with the label of the prompt; its dots are those of the draws that have it. Drag the marked point to compare the two densities.",
    notice: "Throwing away every draw with another label leaves draws of the law under the prompt. Where a label is sure, its density is that of all objects divided by the label's probability: for a rare label ten times as high.",
    params: &[&PROMPT, &draw::DRAWS, &catalogue::SEED],
    defaults: &[("samples", "600")],
    in_view: &["y", "samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Label that an object bears.
    pub enum Prompt {
        /// Two groups, six objects in ten.
        A = "a", "label a, common";
        /// One wide group, three in ten.
        B = "b", "label b";
        /// One narrow group, one in ten.
        C = "c", "label c, rare";
    }
}

const PROMPT: Param = Param {
    key: "y",
    label: "Prompt y",
    help: "The label that generated objects are to have.",
    kind: ParamKind::Choice(Prompt::CHOICES),
    default: "b",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("p_y", "p(y)", "Probability of the label among all objects."),
    metric("kept", "Kept", "Share of the draws that have the label, with its standard error."),
    metric("p_x", "p(x)", "Density of all objects at the marked point."),
    metric("p_x_given_y", "p(x | y)", "Density of the objects with the label at the marked point."),
    metric(
        "p_y_given_x",
        "p(y | x)",
        "Probability that an object at the marked point has the label, by Bayes' rule.",
    ),
];

/// The point to compare at.
const CROSS: &str = "x";
/// Where it is before it is dragged.
const CROSS_AT: [f64; 2] = [0.6, 0.9];
/// What is shown.
const WINDOW: Window = Window { x: [-4.0, 4.0], y: [-4.0, 4.0] };
/// Groups of objects with their labels.
const GROUPS: [(Prompt, Part); 4] = [
    (Prompt::A, Part { weight: 0.35, mean: [-1.9, 1.0], std: [0.7, 0.6], correlation: 0.3 }),
    (Prompt::A, Part { weight: 0.25, mean: [1.8, -1.6], std: [0.6, 0.8], correlation: -0.2 }),
    (Prompt::B, Part { weight: 0.3, mean: [0.8, 1.2], std: [1.0, 0.6], correlation: 0.5 }),
    (Prompt::C, Part { weight: 0.1, mean: [-1.2, -2.0], std: [0.4, 0.4], correlation: 0.0 }),
];

impl Prompt {
    /// Probability of the label.
    fn weight(self) -> f64 {
        self.parts().map(|part| part.weight).sum()
    }

    /// Law of the objects with the label.
    fn law(self) -> JointLaw {
        let weight = self.weight();
        JointLaw::new(
            self.parts().map(|part| Part { weight: part.weight / weight, ..part }).collect(),
        )
    }

    fn parts(self) -> impl Iterator<Item = Part> {
        GROUPS.into_iter().filter(move |(prompt, _)| *prompt == self).map(|(_, part)| part)
    }

    /// Its color, a number of the list of classes.
    fn paint(self) -> Paint {
        Paint::Nth(Self::ALL.iter().position(|prompt| *prompt == self).unwrap_or(0) as u8)
    }

    /// What its dots are called.
    const fn dots(self) -> &'static str {
        match self {
            Self::A => "draws with label a",
            Self::B => "draws with label b",
            Self::C => "draws with label c",
        }
    }
}

/// Law of all objects.
fn all() -> JointLaw {
    JointLaw::new(GROUPS.iter().map(|(_, part)| *part).collect())
}

/// Draws of objects by label, in the order of [`Prompt::ALL`].
fn draws(n: usize, seed: u64) -> Vec<Vec<f32>> {
    let (points, parts) = all().sample_with_parts(n, &mut Rng::stream(seed, Stream::Figure, 0));
    let mut by_label = vec![Vec::new(); Prompt::ALL.len()];
    for (row, part) in points.rows().zip(parts) {
        let label = GROUPS[part].0 as usize;
        by_label[label].extend(row.iter().map(|v| *v as f32));
    }
    by_label
}

fn drawn(view: &View<'_>) -> Arc<Vec<Vec<f32>>> {
    let (n, seed) = (view.settings.whole("samples"), view.settings.whole("seed"));
    view.memo().get("draws", &(n, seed), || draws(n as usize, seed))
}

fn cross(view: &View<'_>) -> [f64; 2] {
    view.probe.handle(CROSS).unwrap_or(CROSS_AT).map(|v| v.clamp(-4.0, 4.0))
}

/// `p(x)`, `p(x | y)` and `p(y | x)`.
fn at(prompt: Prompt, x: [f64; 2]) -> [f64; 3] {
    let (p_x, p_x_given_y) = (all().density(x), prompt.law().density(x));
    [p_x, p_x_given_y, p_x_given_y * prompt.weight() / p_x]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let prompt: Prompt = view.settings.choice("y");
    let n_kept = drawn(view)[prompt as usize].len() / 2;
    let [p_x, p_x_given_y, p_y_given_x] = at(prompt, cross(view));
    let mut numbers = draw::known([
        ("p_y", prompt.weight()),
        ("p_x", p_x),
        ("p_x_given_y", p_x_given_y),
        ("p_y_given_x", p_y_given_x),
    ]);
    numbers.push(draw::share("kept", n_kept, view.settings.whole("samples") as usize));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let prompt: Prompt = view.settings.choice("y");
    let by_label = drawn(view);
    let x = cross(view);
    let map = |law: JointLaw| draw::map(WINDOW, |at| law.density(at));
    let of_all = view.memo().get("all", &(), || map(all()));
    let of_prompt = view.memo().get("prompt", &prompt, || map(prompt.law()));
    let mut left = Panel::new("All objects, p(x)", WINDOW);
    left.marks.push(Mark::clone(&of_all));
    for label in Prompt::ALL {
        left.marks.push(dots(*label, &by_label, *label == prompt));
    }
    let mut right = Panel::new("With the prompt, p(x | y)", WINDOW);
    right.note = format!("y = {}", prompt.key());
    right.marks.push(Mark::clone(&of_prompt));
    right.marks.push(dots(prompt, &by_label, true));
    right.marks.push(draw::dots("marked point", &[x], Paint::Ink, 4.5));
    left.handles.push(Handle { name: CROSS, label: "Marked point", at: x, paint: Paint::Ink });
    Scene { panels: vec![left, right], ..Scene::default() }
}

fn dots(label: Prompt, by_label: &[Vec<f32>], is_wanted: bool) -> Mark {
    Mark::Dots {
        name: label.dots(),
        xy: by_label[label as usize].clone(),
        paint: label.paint(),
        radius_px: if is_wanted { 2.4 } else { 1.8 },
        alpha: if is_wanted { 0.9 } else { 0.4 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_of_all_is_the_average_over_the_prompts() {
        for x in [[0.6, 0.9], [-2.0, 0.0], [3.0, -3.0]] {
            let of = |prompt: &Prompt| prompt.weight() * prompt.law().density(x);
            let average: f64 = Prompt::ALL.iter().map(of).sum();
            assert!((average - all().density(x)).abs() < 1e-15);
            let posteriors: f64 = Prompt::ALL.iter().map(|prompt| at(*prompt, x)[2]).sum();
            assert!((posteriors - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn of_the_draws_a_share_of_p_y_is_kept() {
        let (n, by_label) = (20_000, draws(20_000, 5));
        for (prompt, p) in Prompt::ALL.iter().zip([0.6, 0.3, 0.1_f64]) {
            assert!((prompt.weight() - p).abs() < 1e-15);
            let kept = by_label[*prompt as usize].len() as f64 / 2.0 / f64::from(n);
            assert!((kept - p).abs() < 4.0 * (p * (1.0 - p) / f64::from(n)).sqrt(), "{prompt:?}");
        }
    }

    #[test]
    fn what_is_kept_is_drawn_from_the_law_under_the_prompt() {
        // Mean and spread of x for label b are those of its one group.
        let kept = &draws(20_000, 6)[Prompt::B as usize];
        let n = kept.len() as f64 / 2.0;
        let mean = kept.iter().step_by(2).map(|x| f64::from(*x)).sum::<f64>() / n;
        assert!((mean - 0.8).abs() < 4.0 * 1.0 / n.sqrt(), "{mean}");
    }

    #[test]
    fn at_the_center_of_the_rare_group_the_density_is_ten_times_as_high() {
        let [p_x, given, posterior] = at(Prompt::C, [-1.2, -2.0]);
        // 1 / (2 pi 0.4^2) for its one bell.
        assert!((given - 1.0 / (std::f64::consts::TAU * 0.16)).abs() < 1e-12);
        assert!((given / p_x - 10.0).abs() < 0.2 && 0.98 < posterior);
    }
}
