//! A joint density with its marginals, and a slice of it that becomes a conditional density.

use std::sync::Arc;

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
use crate::figure::probability::joint_law::JointKind;
use crate::figure::probability::joint_law::JointLaw;
use crate::figure::probability::joint_law::Side;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::kinds;
use crate::math::quadrature::Rule;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "joint",
    title: "Joint, marginal, conditional",
    caption: "First: the joint density, cut along a line that you can drag. Second: the cut as it is, and scaled to area 1; dashed, the law of the other number before the cut. Third: the density of the number that is held.",
    notice: "The cut has the area of the marginal density at its place: small where few draws come. Divided by that area it is the conditional density. If the two numbers are independent, it has the same shape wherever the line is.",
    params: &[&LAW, &FIX],
    in_view: &["law", "fix"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

/// Joint law.
pub(super) const LAW: Param = Param {
    key: "law",
    label: "Joint law",
    help: "How the two numbers hang together.",
    kind: ParamKind::Choice(JointKind::CHOICES),
    default: "bumps",
    effect: Effect::Picture,
};

kinds! {
    /// Number that is held.
    pub enum Held {
        /// The first.
        X = "x", "X";
        /// The second.
        Y = "y", "Y";
    }
}

const FIX: Param = Param {
    key: "fix",
    label: "Hold",
    help: "Which of the two numbers is held at a value.",
    kind: ParamKind::Choice(Held::CHOICES),
    default: "x",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("held", "Held at", "The value of the number that is held."),
    metric(
        "marginal",
        "Marginal density",
        "Density of the held number at that value, in closed form.",
    ),
    metric(
        "slice_area",
        "Area of the cut",
        "The joint density integrated along the line; equal to the marginal density.",
    ),
    metric("conditional_mean", "Mean given it", "Mean of the other number when this one is held."),
    metric(
        "conditional_std",
        "Spread given it",
        "Standard deviation of the other number when this one is held.",
    ),
];

/// Name of the handle on the line.
const LINE: &str = "line";
/// What both numbers are shown over.
const RANGE: [f64; 2] = [-3.6, 3.6];
/// Where the line is before it is dragged.
const FIRST: f64 = -0.6;

/// A line through a joint law.
#[derive(Debug)]
struct Cut {
    law: JointLaw,
    side: Side,
    at: f64,
}

impl Cut {
    /// The joint density along the line.
    fn slice(&self, other: f64) -> f64 {
        self.law.density(match self.side {
            Side::X => [self.at, other],
            Side::Y => [other, self.at],
        })
    }

    /// The integral of that, over all that matters of the line.
    fn area(&self) -> f64 {
        Rule::legendre(160, -9.0, 9.0).integrate(|other| self.slice(other))
    }
}

fn cut(view: &View<'_>) -> Cut {
    let side = match view.settings.choice("fix") {
        Held::X => Side::X,
        Held::Y => Side::Y,
    };
    let dragged = view.probe.handle(LINE).map(|at| at[side.idx()]);
    let at = dragged.unwrap_or(FIRST).clamp(RANGE[0], RANGE[1]);
    Cut { law: view.settings.choice::<JointKind>("law").law(), side, at }
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let cut = cut(view);
    let given = cut.law.conditional(cut.side, cut.at);
    draw::known([
        ("held", cut.at),
        ("marginal", cut.law.marginal(cut.side).density(cut.at)),
        ("slice_area", cut.area()),
        ("conditional_mean", given.mean()),
        ("conditional_std", given.variance().sqrt()),
    ])
}

fn scene(view: &View<'_>) -> Scene {
    let cut = cut(view);
    let kind: JointKind = view.settings.choice("law");
    let map = view.memo().get("map", &kind, || draw::map(WINDOW, |at| kind.law().density(at)));
    Scene { panels: vec![plane(&cut, &map), slice(&cut), marginal(&cut)], ..Scene::default() }
}

const WINDOW: Window = Window { x: RANGE, y: RANGE };

/// Names of the two numbers, the held one first.
const fn names(side: Side) -> [&'static str; 2] {
    match side {
        Side::X => ["x", "y"],
        Side::Y => ["y", "x"],
    }
}

fn plane(cut: &Cut, map: &Arc<Mark>) -> Panel {
    let mut panel = Panel::chart("Joint density p(x, y)", "x", "y", WINDOW);
    panel.marks.push(Mark::clone(map));
    let ends = RANGE.map(|other| match cut.side {
        Side::X => [cut.at, other],
        Side::Y => [other, cut.at],
    });
    panel.marks.push(draw::line("cut", &ends, Paint::Noise, 2.0));
    let at = match cut.side {
        Side::X => [cut.at, 0.0],
        Side::Y => [0.0, cut.at],
    };
    panel.handles.push(Handle { name: LINE, label: "Line of the cut", at, paint: Paint::Noise });
    panel
}

fn slice(cut: &Cut) -> Panel {
    let given = cut.law.conditional(cut.side, cut.at);
    let whole = cut.law.marginal(cut.side.other());
    let [held, other] = names(cut.side);
    let highest = draw::highest(RANGE, |v| given.density(v).max(whole.density(v)));
    let window = Window { x: RANGE, y: [0.0, 1.15 * highest] };
    let mut panel = Panel::chart("Along the cut", other, "density", window);
    panel.note = format!("{held} = {:.2}", cut.at);
    panel.marks.push(draw::area("cut as it is", RANGE, Paint::Noise, |v| cut.slice(v)));
    panel.marks.push(draw::graph("cut as it is", RANGE, Paint::Noise, |v| cut.slice(v)));
    panel.marks.push(draw::graph("scaled: conditional", RANGE, Paint::Data, |v| given.density(v)));
    panel.marks.push(draw::graph("marginal", RANGE, Paint::Exact, |v| whole.density(v)));
    panel
}

fn marginal(cut: &Cut) -> Panel {
    let law = cut.law.marginal(cut.side);
    let [held, _] = names(cut.side);
    let top = 1.15 * draw::highest(RANGE, |v| law.density(v));
    let mut panel = Panel::chart("Marginal", held, "density", Window { x: RANGE, y: [0.0, top] });
    panel.marks.push(draw::graph("marginal", RANGE, Paint::Exact, |v| law.density(v)));
    let height = law.density(cut.at);
    panel.marks.push(draw::upright("cut", cut.at, [0.0, height], Paint::Noise));
    panel.marks.push(draw::dots("area of the cut", &[[cut.at, height]], Paint::Noise, 5.0));
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn the_area_of_a_cut_is_the_marginal_density() {
        for &kind in JointKind::ALL {
            for side in [Side::X, Side::Y] {
                for at in [-3.6, -0.6, 0.0, 2.2] {
                    let cut = Cut { law: kind.law(), side, at };
                    let marginal = cut.law.marginal(side).density(at);
                    assert!((cut.area() - marginal).abs() < 1e-12, "{kind:?} {side:?} {at}");
                }
            }
        }
    }

    #[test]
    fn a_tilted_gaussian_has_the_conditional_law_of_the_textbooks() {
        let law = JointKind::Tilted.law();
        for x in [-3.0, 0.5, 2.0] {
            let given = law.conditional(Side::X, x);
            assert!((given.mean() - 0.8 * 0.9 / 1.1 * x).abs() < 1e-13);
            assert!((given.variance().sqrt() - 0.9 * 0.6).abs() < 1e-13);
        }
    }
}
