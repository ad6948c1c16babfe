//! Numbers of two runs beside each other, and which of them is better beyond chance.

use crate::experiment::settings::Settings;
use crate::figure::Metric;
use crate::figure::View;
use crate::figure::compare::LOSS;
use crate::figure::compare::Side;
use crate::figure::compare::is_alike;
use crate::figure::lab;
use crate::figure::measure;
use crate::figure::number;
use crate::figure::output::Measured;

/// What a distance to the data is measured against.
const DATA: &[&str] = &["data", "points", "mix"];
/// The same of the source; its dimension is that of the data.
const SOURCE: &[&str] = &["source", "data"];
/// What the error of a field is measured against, and where.
const FIELD: &[&str] = &["data", "points", "mix", "source", "path", "tmin", "tmax", "tdist"];

/// A number of both runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub metric: &'static Metric,
    /// Values of A and B, as far as they are known.
    pub values: [Option<Measured>; 2],
    /// Size that a difference has by chance, where it is known.
    pub noise: Option<f64>,
    /// What the difference means.
    pub verdict: Verdict,
}

/// What the difference of two numbers means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is known yet, or no value is better than another.
    None,
    /// The numbers are of different things.
    Apart,
    /// The difference could be chance.
    Alike,
    /// This one is better, by more than chance.
    Better(Side),
}

/// Every number of the Lab that has a meaning for one of the two; those made on
/// request once there is one.
pub fn rows(a: &View<'_>, b: &View<'_>) -> Vec<Row> {
    let views = [a, b];
    let rows = lab::FIGURE.metrics.iter().filter_map(|metric| {
        let has_meaning = views.map(|view| measure::has_meaning(metric.name, view.settings));
        let value_of =
            |idx: usize, name: &str| views[idx].outputs.metric(name).filter(|_| has_meaning[idx]);
        let values = [0, 1].map(|idx| value_of(idx, metric.name));
        let is_shown = !measure::is_on_request(metric.name) || values.iter().any(Option::is_some);
        if !is_shown || has_meaning == [false; 2] {
            return None;
        }
        let levels = metric.noise_level.map(|name| [0, 1].map(|idx| value_of(idx, name)));
        let noise = noise(metric.name, values, levels);
        let verdict = verdict(metric.name, values, noise, [a.settings, b.settings]);
        Some(Row { metric, values, noise, verdict })
    });
    rows.collect()
}

impl Row {
    /// B less A.
    pub fn difference(&self) -> Option<f64> {
        let [a, b] = self.values;
        Some(b?.value - a?.value)
    }

    /// What the difference means, in words; empty if there is nothing to say.
    pub fn says(&self) -> String {
        match self.verdict {
            Verdict::None => String::new(),
            Verdict::Apart => "of different things".to_owned(),
            Verdict::Alike => match self.noise.filter(|noise| 0.0 < *noise) {
                Some(noise) => format!("within chance, {}", number::short(noise)),
                None => "the same".to_owned(),
            },
            Verdict::Better(side) => format!("{} is better", side.label()),
        }
    }
}

/// Size of a difference by chance: the noise level, the larger of both; else
/// twice the standard error of the difference; none for what is counted.
fn noise(
    name: &str,
    values: [Option<Measured>; 2],
    levels: Option<[Option<Measured>; 2]>,
) -> Option<f64> {
    if name == "nfe" {
        return Some(0.0);
    }
    if let Some([a, b]) = levels {
        return Some(a?.value.max(b?.value));
    }
    let [a, b] = values.map(|value| value.and_then(|value| value.spread));
    let (a, b) = (a?, b?);
    Some(2.0 * (a * a + b * b).sqrt())
}

fn verdict(
    name: &str,
    [a, b]: [Option<Measured>; 2],
    noise: Option<f64>,
    [of_a, of_b]: [&Settings; 2],
) -> Verdict {
    let Some((a, b)) = a.zip(b) else { return Verdict::None };
    // All of these are better the smaller they are.
    let of_same: &[&str] = match name {
        "loss" => LOSS,
        "sliced_w2" | "w2" | "mmd" => DATA,
        "sliced_w2_source" | "w2_source" | "mmd_source" => SOURCE,
        "field_error" => FIELD,
        "nfe" => &[],
        _ => return Verdict::None,
    };
    if !is_alike(of_same, of_a, of_b) {
        return Verdict::Apart;
    }
    let difference = b.value - a.value;
    match noise {
        Some(noise) if noise < difference => Verdict::Better(Side::A),
        Some(noise) if difference < -noise => Verdict::Better(Side::B),
        Some(_) if difference.is_finite() => Verdict::Alike,
        _ => Verdict::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::figure::output::Outputs;
    use crate::figure::output::TRAIN;
    use crate::figure::probe::Probe;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;

    /// Verdicts of numbers that are the same for A and B but for these of B.
    fn row(name: &str, [a, b]: [f64; 2], spread: Option<f64>, changes: &[(&str, &str)]) -> Row {
        let outputs = |value: f64| {
            let mut outputs = Outputs::default();
            let levels = ["sliced_w2_noise", "w2_noise", "sliced_w2_source_noise"];
            let all = levels.iter().map(|level| (*level, 0.25, None));
            for (name, value, spread) in all.chain([(name, value, spread)]) {
                let name = name.to_owned();
                outputs.absorb(TRAIN, Event::Metric { run: RunId(1), name, value, spread });
            }
            outputs
        };
        let (of_a, of_b) = (outputs(a), outputs(b));
        let settings = [&[][..], changes].map(|changes| Settings::with(catalogue::LAB, changes));
        let (t, probe) = (1.0, Probe::default());
        let a = View { settings: &settings[0], outputs: &of_a, t, probe, span: None };
        let b = View { settings: &settings[1], outputs: &of_b, t, probe, span: None };
        let rows = rows(&a, &b);
        let found = rows.into_iter().find(|row| row.metric.name == name);
        found.unwrap_or_else(|| panic!("no {name}"))
    }

    #[test]
    fn a_distance_is_better_only_by_more_than_the_noise_level() {
        let verdict = |values| row("sliced_w2", values, None, &[("net", "8x1")]).verdict;
        assert_eq!(verdict([0.5, 0.74]), Verdict::Alike);
        assert_eq!(verdict([0.5, 0.76]), Verdict::Better(Side::A));
        assert_eq!(verdict([0.9, 0.5]), Verdict::Better(Side::B));
        assert_eq!(verdict([0.9, f64::NAN]), Verdict::None);
        let shown = row("sliced_w2", [0.5, 0.6], None, &[]);
        assert_eq!(shown.says(), "within chance, 0.25");
        assert!((shown.difference().unwrap() - 0.1).abs() < 1e-12);
    }

    #[test]
    fn an_error_is_better_by_two_standard_errors() {
        let verdict = |b, spread| row("field_error", [1.0, b], spread, &[]).verdict;
        // Two of 0.1 are 0.283 together.
        assert_eq!(verdict(1.28, Some(0.1)), Verdict::Alike);
        assert_eq!(verdict(1.29, Some(0.1)), Verdict::Better(Side::A));
        assert_eq!(verdict(9.0, None), Verdict::None);
    }

    #[test]
    fn numbers_of_different_things_are_not_compared() {
        for (name, change) in [
            ("loss", ("path", "sqrt")),
            ("loss", ("predict", "noise")),
            ("sliced_w2", ("data", "gmm5")),
            ("field_error", ("path", "sqrt")),
        ] {
            let verdict = row(name, [1.0, 9.0], Some(0.1), &[change]).verdict;
            assert_eq!(verdict, Verdict::Apart, "{name}");
        }
        let verdict = row("sliced_w2", [1.0, 9.0], None, &[("path", "sqrt")]).verdict;
        assert_eq!(verdict, Verdict::Better(Side::A));
    }

    #[test]
    fn what_is_counted_has_no_chance_and_speeds_have_no_better() {
        let verdict = |values| row("nfe", values, None, &[("n", "5")]).verdict;
        assert_eq!(
            (verdict([40.0, 40.0]), verdict([40.0, 10.0])),
            (Verdict::Alike, Verdict::Better(Side::B))
        );
        assert_eq!(row("nfe", [40.0, 40.0], None, &[]).says(), "the same");
        assert_eq!(row("steps_per_s", [40.0, 10.0], None, &[]).verdict, Verdict::None);
    }

    #[test]
    fn a_number_without_a_meaning_for_one_of_them_has_one_value() {
        let row = row("sliced_w2", [1.0, 2.0], None, &[("dir", "backward")]);
        assert!(row.values[0].is_some() && row.values[1].is_none());
        assert_eq!((row.verdict, row.difference()), (Verdict::None, None));
    }
}
