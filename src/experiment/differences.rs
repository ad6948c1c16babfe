//! What differs between two experiments, in words.

use crate::experiment::comparison;
use crate::experiment::entry;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Value;
use crate::experiment::rules;
use crate::experiment::settings::Settings;

/// Everything in which `b` differs from `a`, such as `path Square root instead
/// of Straight (CondOT)`, in the order of the list.
///
/// What has no meaning beside the other choices of `b` is left out.
pub fn words(a: &Settings, b: &Settings) -> Vec<String> {
    let keys = comparison::differing(a, b);
    let has = |key: &str| keys.contains(&key);
    let mut said = Vec::new();
    for key in &keys {
        let words = match *key {
            // Said together where the first of them stands.
            "n" if has("solver") => None,
            "solver" | "n" => steps_of_solver(a, b),
            key if rules::applies(key, b) => b.param(key).and_then(|param| changed(param, a, b)),
            _ => None,
        };
        said.extend(words);
    }
    said
}

/// `20 steps of Euler instead of Heun`.
fn steps_of_solver(a: &Settings, b: &Settings) -> Option<String> {
    let [solver_a, solver_b] = [a, b].map(|of| Some(shown(of.param("solver")?, of.get("solver")?)));
    let [n_a, n_b] = [a, b].map(|of| of.get("n").map(ToString::to_string));
    let (solver_a, solver_b, n_a, n_b) = (solver_a?, solver_b?, n_a?, n_b?);
    let steps = if n_b == "1" { "step" } else { "steps" };
    let instead = match (n_a == n_b, solver_a == solver_b) {
        (true, _) => solver_a,
        (false, true) => n_a,
        (false, false) => format!("{n_a} of {solver_a}"),
    };
    Some(format!("{n_b} {steps} of {solver_b} instead of {instead}"))
}

fn changed(param: &Param, a: &Settings, b: &Settings) -> Option<String> {
    let label = lowered(param.label);
    let now = b.get(param.key)?;
    Some(match param.kind {
        ParamKind::Drawn => "another drawing".to_owned(),
        ParamKind::Mix => "another mixture".to_owned(),
        _ if rules::applies(param.key, a) => {
            let before = shown(param, a.get(param.key)?);
            format!("{label} {} instead of {before}", shown(param, now))
        }
        _ => format!("{label} {}", shown(param, now)),
    })
}

/// A value as the controls show it.
fn shown(param: &Param, value: &Value) -> String {
    match (&param.kind, value) {
        (ParamKind::Choice(choices), Value::Choice(key)) => {
            let choice = choices.iter().find(|choice| choice.key == *key);
            choice.map_or(*key, |choice| choice.label).to_owned()
        }
        _ if entry::is_off(param, value) => "off".to_owned(),
        _ => value.to_string(),
    }
}

/// A label within a sentence.
fn lowered(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::link;

    #[track_caller]
    fn check(a: &str, b: &str, expected: &[&str]) {
        let of = |query: &str| link::parse(&Settings::defaults(catalogue::LAB), query).settings;
        assert_eq!(words(&of(a), &of(b)), expected, "{a} | {b}");
    }

    #[test]
    fn differences_are_said_as_the_controls_show_them() {
        check("", "", &[]);
        check("", "path=sqrt", &["path Square root instead of Straight (CondOT)"]);
        check(
            "lr=0.001&net=64x3",
            "lr=0.01&net=32x2&clip=1",
            &[
                "network 32x2 instead of 64x3",
                "learning rate 0.01 instead of 0.001",
                "clipping 1 instead of off",
            ],
        );
    }

    #[test]
    fn solver_and_steps_are_said_together() {
        check("", "solver=euler", &["20 steps of Euler instead of Heun"]);
        check("", "n=5", &["5 steps of Heun instead of 20"]);
        check("n=20", "solver=euler&n=1", &["1 step of Euler instead of 20 of Heun"]);
    }

    #[test]
    fn what_has_no_meaning_in_b_is_not_said() {
        check("", "sigma=2", &[]);
        check(
            "sigma=2",
            "solver=em",
            &["20 steps of Euler-Maruyama instead of Heun", "noise level 1"],
        );
        check("data=drawn", "data=gmm5", &["data Five Gaussians instead of Drawn by hand"]);
    }

    #[test]
    fn what_both_share_is_no_difference() {
        check("", "seed=4&t=0.5&view=traj", &[]);
    }
}
