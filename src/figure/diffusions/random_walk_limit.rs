//! Coin flips become Brownian motion: walks that come into focus, and their exact law.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Param;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::coins;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::law::Histogram;
use crate::figure::diffusions::law::Normal;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "random-walk-limit",
    title: "Coin flips become Brownian motion",
    caption: "A walk of n = 4^k fair coin flips in one unit of time, each a step of one over the root of n; others lie faint behind it. Beside: the exact law of the place at the cursor's time, and the bell that it tends to.",
    notice: "With one or four flips the walk is a handful of straight lines and its law a few bars. With some hundred the bars fill the bell, and single flips can no longer be told. The dashed curves are two standard deviations, at two roots of t: they do not depend on n, because the step shrinks like the root.",
    params: &[&LEVEL, &catalogue::SEED, &catalogue::T],
    in_view: &["k"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    numbers,
    scene,
    ..BLANK
};

const LEVEL: Param = draw::whole(
    "k",
    "Level k (4^k flips)",
    "There are 4 to the power k flips in one unit of time: 1, 4, 16 up to 4,096.",
    [0, coins::FINEST as u64],
    "3",
);

const METRICS: &[Metric] = &[
    draw::metric("flips", "Flips so far", "Coins that have been flipped until this time."),
    draw::metric(
        "variance",
        "Variance",
        "Exact variance of the walk at this time: flips so far over flips per unit of time.",
    ),
    draw::metric(
        "gap",
        "Gap to the bell",
        "Largest difference between the distribution functions of the walk at t = 1 and of the standard normal law.",
    ),
    draw::metric(
        "gap_expected",
        "One over root 2 pi n",
        "What the gap tends to as the flips get many.",
    ),
];

/// Walks behind the first.
const N_FAINT: usize = 24;
/// Places shown.
const RANGE: [f64; 2] = [-3.2, 3.2];

fn level(view: &View<'_>) -> u32 {
    (view.settings.whole("k") as u32).min(coins::FINEST)
}

/// Flips made at the cursor's time.
fn flips_so_far(view: &View<'_>) -> usize {
    (coins::n_flips(level(view)) as f64 * view.time() + 1e-9) as usize
}

fn walks(view: &View<'_>) -> Arc<Paths> {
    let (seed, k) = (view.settings.whole("seed"), level(view));
    view.memo().get("walks", &(seed, k), || {
        let walks: Vec<Vec<f64>> =
            (0..=N_FAINT as u64).map(|index| coins::walk(seed, index, k)).collect();
        Paths::known(1.0, &walks)
    })
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let n = coins::n_flips(level(view));
    let gap = view.memo().get("gap", &n, || coins::gap(n));
    let done = flips_so_far(view);
    vec![
        draw::exact("flips", done as f64),
        draw::exact("variance", done as f64 / n as f64),
        draw::exact("gap", *gap),
        draw::exact("gap_expected", coins::expected_gap(n)),
    ]
}

/// The exact law of the walk after `m` flips of length `step` as bars, each as
/// wide as the distance of two places.
fn law(m: usize, step: f64) -> Histogram {
    let chances = coins::heads(m);
    let place = |j: usize| (2 * j) as f64 * step - m as f64 * step;
    let in_view = |j: &usize| RANGE[0] <= place(*j) + step && place(*j) - step <= RANGE[1];
    let shown: Vec<usize> = (0..=m).filter(in_view).collect();
    let mut edges: Vec<f32> = shown.iter().map(|&j| (place(j) - step) as f32).collect();
    edges.extend(shown.last().map(|&j| (place(j) + step) as f32));
    let heights = shown.iter().map(|&j| (chances[j] / (2.0 * step)) as f32).collect();
    Histogram { edges, heights }
}

fn scene(view: &View<'_>) -> Scene {
    let (walks, t, k) = (walks(view), view.time(), level(view));
    let mut series = draw::time_panel("", 1.0, "place", RANGE);
    series.note = format!("{} flips in one unit of time", coins::n_flips(k));
    let faint = (Paint::Noise, 1.0, 0.3);
    series.marks.push(draw::paths("other walks", &walks, t, 1..=N_FAINT, faint));
    series.marks.push(draw::paths("one walk", &walks, t, 0..1, (Paint::Data, 2.0, 1.0)));
    for side in [-2.0, 2.0] {
        let name = "two standard deviations";
        series.marks.push(draw::curve(name, [0.0, 1.0], |t| side * t.sqrt()));
    }
    let bars = law(flips_so_far(view), coins::step_of(k));
    let bell = Some(("bell of variance t", Normal::new(0.0, t)));
    let mut law = draw::histogram_panel("", "place at time t", bars, "law of the walk", bell);
    law.window.x = RANGE;
    Scene { panels: vec![series, law], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn the_gap_shown_is_that_of_binomial_and_normal_law() {
        // From SciPy: see `coins`.
        for (k, expected) in [("1", 0.1875), ("3", 0.049_673_376_873_983_32)] {
            let numbers = Stage::of(&FIGURE, &[("k", k)]).at(1.0).numbers();
            assert!((numbers[2].value - expected).abs() < 1e-12, "{k}");
        }
    }

    #[test]
    fn flips_are_counted_when_they_are_due_and_the_variance_with_them() {
        let count = |t: f64| {
            let numbers = Stage::of(&FIGURE, &[("k", "1")]).at(t).numbers();
            (numbers[0].value, numbers[1].value)
        };
        for (t, flips) in
            [(0.0, 0.0), (0.24, 0.0), (0.25, 1.0), (0.5, 2.0), (0.99, 3.0), (1.0, 4.0)]
        {
            let (counted, variance) = count(t);
            assert!(
                (counted - flips).abs() < 1e-12 && (variance - flips / 4.0).abs() < 1e-12,
                "{t}"
            );
        }
    }

    #[test]
    fn the_bars_have_mass_one_and_the_walks_variance() {
        for (m, k) in [(0, 2), (1, 0), (4, 1), (40, 3)] {
            let Histogram { edges, heights } = law(m, coins::step_of(k));
            let masses = edges.windows(2).zip(&heights).map(|(e, height)| {
                (f64::from(e[0] + e[1]) / 2.0, f64::from((e[1] - e[0]) * height))
            });
            let (mut mass, mut variance) = (0.0, 0.0);
            for (place, share) in masses {
                mass += share;
                variance += share * place * place;
            }
            assert!((mass - 1.0).abs() < 2e-4, "{m}: {mass}");
            let expected = m as f64 * coins::step_of(k).powi(2);
            assert!((variance - expected).abs() < 5e-3, "{m}: {variance}");
        }
    }
}
