//! Which of two data points a noisy point came from: prior, likelihood, posterior.

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
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::line::normal_density;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;
use crate::path::scheduler::SchedulerKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "bayes",
    title: "Bayes: where did it come from?",
    caption: "A data point z, -2 or +2, was mixed with noise: x = t z + (1 - t) ε. First: how likely each z makes x, times how likely that z is beforehand; dashed, the sum. Drag x. Second: what to believe of z before and after x was seen.",
    notice: "Only the ratio of the two heights at x counts. In the overlap it turns quickly from one cause to the other, and the less noise is left the quicker. A rare cause needs a higher likelihood to be believed.",
    params: &[&PRIOR, &catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.51")],
    in_view: &["prior"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "t", range: |_| [0.0, LAST], n_steps: None, secs: 4.0 }),
    numbers,
    scene,
    ..BLANK
};

const PRIOR: Param = Param {
    key: "prior",
    label: "Prior of +2",
    help: "How likely z = +2 is before x is seen.",
    kind: ParamKind::Real { min: 0.01, max: 0.99, scale: Scale::Linear },
    default: "0.5",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("prior", "Before", "Probability of z = +2 before x is seen."),
    metric("posterior", "After", "Probability of z = +2 once x is seen, by Bayes' rule."),
    metric(
        "counted",
        "Counted",
        "Of 20,000 pairs (z, x), those whose x lies within 0.1 of yours: the share that came from +2, with its standard error.",
    ),
    metric("evidence", "p(x)", "Density of x over both causes."),
];

/// Last time shown; at t = 1 there is no noise left and no density.
const LAST: f64 = 0.98;
/// The two data points.
const CAUSES: [f64; 2] = [-2.0, 2.0];
/// Pairs that are counted.
const N_PAIRS: usize = 20_000;
/// How near to x a counted pair is.
const NEAR: f64 = 0.1;
/// The handle on the noisy point.
const POINT: &str = "x";
/// Where it is before it is dragged.
const FIRST: f64 = 0.3;
/// What is shown of the line.
const RANGE: [f64; 2] = [-4.0, 4.0];
/// Colors of the two causes, numbers of the list of classes.
const PAINTS: [Paint; 2] = [Paint::Nth(0), Paint::Nth(1)];

/// A noisy point and what could have made it.
#[derive(Clone, Copy, Debug)]
struct Case {
    /// Probability of the second cause.
    prior: f64,
    alpha: f64,
    beta: f64,
    x: f64,
}

impl Case {
    fn new(prior: f64, t: f64, x: f64) -> Self {
        let s = SchedulerKind::CondOt.at(t);
        Self { prior, alpha: s.alpha, beta: s.beta, x }
    }

    /// Prior times likelihood of a cause, at any place.
    fn weighed(&self, cause: usize, x: f64) -> f64 {
        self.priors()[cause] * normal_density(x, self.alpha * CAUSES[cause], self.beta)
    }

    fn priors(&self) -> [f64; 2] {
        [1.0 - self.prior, self.prior]
    }

    /// Density of `x` over both causes.
    fn evidence(&self, x: f64) -> f64 {
        self.weighed(0, x) + self.weighed(1, x)
    }

    /// Probability of the second cause, from the logarithm of the odds: both
    /// heights may be too small to be divided.
    fn posterior(&self) -> f64 {
        let [z0, z1] = CAUSES.map(|z| (self.x - self.alpha * z) / self.beta);
        let log_odds = libm::log(self.prior / (1.0 - self.prior)) + 0.5 * (z0 * z0 - z1 * z1);
        1.0 / (1.0 + libm::exp(-log_odds))
    }

    /// Pairs near `x`, and those of them from the second cause.
    fn counted(&self, pairs: &[[f64; 2]]) -> (usize, usize) {
        let (mut n, mut n_second) = (0, 0);
        for [u, eps] in pairs {
            let cause = usize::from(*u < self.prior);
            let x = self.alpha * CAUSES[cause] + self.beta * eps;
            if (x - self.x).abs() <= NEAR {
                n += 1;
                n_second += cause;
            }
        }
        (n, n_second)
    }
}

/// A uniform number, for the cause, and a normal one for the noise.
fn pairs(seed: u64) -> Vec<[f64; 2]> {
    let mut rng = Rng::stream(seed, Stream::Figure, 0);
    (0..N_PAIRS).map(|_| [rng.uniform(), rng.normal()]).collect()
}

fn case(view: &View<'_>) -> Case {
    let x = view.probe.handle(POINT).map_or(FIRST, |at| at[0]).clamp(RANGE[0], RANGE[1]);
    Case::new(view.settings.real("prior"), view.time().min(LAST), x)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let case = case(view);
    let seed = view.settings.whole("seed");
    let pairs: Arc<Vec<[f64; 2]>> = view.memo().get("pairs", &seed, || pairs(seed));
    let mut numbers = draw::known([
        ("prior", case.prior),
        ("posterior", case.posterior()),
        ("evidence", case.evidence(case.x)),
    ]);
    let (n, n_second) = case.counted(&pairs);
    // Where no pair came near there is nothing to count.
    if 0 < n {
        numbers.push(draw::share("counted", n_second, n));
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let case = case(view);
    Scene { panels: vec![likelihoods(&case, view.time()), beliefs(&case)], ..Scene::default() }
}

fn likelihoods(case: &Case, t: f64) -> Panel {
    let top = 1.15 * draw::highest(RANGE, |x| case.evidence(x));
    let window = Window { x: RANGE, y: [0.0, top] };
    let mut panel = Panel::chart("Prior times likelihood", "x", "density", window);
    panel.shape = Shape::Wide;
    panel.note = format!("t = {t:.2}");
    let names = ["from -2", "from +2"];
    for cause in [0, 1] {
        let f = |x| case.weighed(cause, x);
        panel.marks.push(draw::area(names[cause], RANGE, PAINTS[cause], f));
        panel.marks.push(draw::graph(names[cause], RANGE, PAINTS[cause], f));
    }
    panel.marks.push(draw::graph("p(x), the sum", RANGE, Paint::Exact, |x| case.evidence(x)));
    panel.marks.push(draw::upright("x", case.x, [0.0, top], Paint::Ink));
    for cause in [0, 1] {
        let at = [case.x, case.weighed(cause, case.x)];
        panel.marks.push(draw::dots(names[cause], &[at], PAINTS[cause], 5.0));
    }
    let at = [case.x, 0.0];
    panel.handles.push(Handle { name: POINT, label: "Noisy point x", at, paint: Paint::Ink });
    panel
}

fn beliefs(case: &Case) -> Panel {
    let window = Window { x: RANGE, y: [0.0, 1.0] };
    let mut panel = Panel::chart("Belief in each z", "z", "probability", window);
    let posterior = case.posterior();
    let believed = [1.0 - posterior, posterior];
    for (i, z) in CAUSES.iter().enumerate() {
        let bar = |from: f64, to: f64, height: f64| [from, 0.0, to, height].map(|v| v as f32);
        panel.marks.push(Mark::Boxes {
            name: "before x",
            rects: vec![bar(z - 0.9, z - 0.05, case.priors()[i])],
            paint: Paint::Ink,
            alpha: 0.3,
            is_filled: true,
        });
        panel.marks.push(Mark::Boxes {
            name: ["after x: -2", "after x: +2"][i],
            rects: vec![bar(z + 0.05, z + 0.9, believed[i])],
            paint: PAINTS[i],
            alpha: 0.85,
            is_filled: true,
        });
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::line::standard_probability;

    #[test]
    fn the_posterior_is_that_of_the_two_point_toy() {
        // oracles.md, the +-2 toy.
        let case = Case::new(0.5, 0.5, 0.3);
        assert!((case.posterior() - 0.916_827_30).abs() < 5e-9);
        assert!((case.evidence(0.3).ln() + 1.812_102_38).abs() < 5e-9);
    }

    #[test]
    fn the_prior_multiplies_the_odds() {
        let odds = |prior| {
            let p = Case::new(prior, 0.5, 0.3).posterior();
            p / (1.0 - p)
        };
        assert!((odds(0.1) / odds(0.5) - 1.0 / 9.0).abs() < 1e-12);
        // Without signal the belief stays as it was.
        assert!((Case::new(0.2, 0.0, 1.7).posterior() - 0.2).abs() < 1e-15);
    }

    #[test]
    fn counting_gives_the_posterior_averaged_over_what_is_near() {
        for (prior, t, x) in [(0.5, 0.5, 0.3), (0.2, 0.3, 0.0), (0.7, 0.1, -1.0)] {
            let case = Case::new(prior, t, x);
            let near = |cause: usize| {
                let standard = |x: f64| (x - case.alpha * CAUSES[cause]) / case.beta;
                case.priors()[cause] * standard_probability(standard(x - NEAR), standard(x + NEAR))
            };
            let expected = near(1) / (near(0) + near(1));
            let (n, n_second) = case.counted(&pairs(3));
            let error = (expected * (1.0 - expected) / n as f64).sqrt();
            assert!((n_second as f64 / n as f64 - expected).abs() < 4.0 * error, "{prior} {t} {x}");
        }
    }

    #[test]
    fn far_out_and_late_the_posterior_is_a_number() {
        for x in [-4.0, 0.0, 4.0] {
            let p = Case::new(0.01, LAST, x).posterior();
            assert!((0.0..=1.0).contains(&p), "{x}: {p}");
        }
        assert!((Case::new(0.5, LAST, 0.0).posterior() - 0.5).abs() < 1e-12);
    }
}
