//! Marks raised above the others, while a reader points at their name in the text.

use crate::figure::scene::Mark;
use crate::figure::scene::Scene;

/// What is left of the opacity of marks that are not meant.
const LEFT: f32 = 0.15;

/// Whether marks called `name` are meant by a symbol called `symbol`: every word
/// of the symbol's name is one of theirs, so that `velocity` means both
/// "exact velocity" and "learned velocity".
pub fn is_meant(name: &str, symbol: &str) -> bool {
    let mut asked = words(symbol).peekable();
    asked.peek().is_some()
        && asked.all(|word| words(name).any(|own| own.eq_ignore_ascii_case(word)))
}

/// Dims every mark but those that `symbol` means; all stay as they are if it
/// means none.
pub fn raise(scene: &mut Scene, symbol: &str) {
    let marks = || scene.panels.iter().flat_map(|panel| &panel.marks);
    if !marks().any(|mark| is_meant(mark.name(), symbol)) {
        return;
    }
    let marks = scene.panels.iter_mut().flat_map(|panel| &mut panel.marks);
    marks.filter(|mark| !is_meant(mark.name(), symbol)).for_each(dim);
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn dim(mark: &mut Mark) {
    match mark {
        Mark::Dots { alpha, .. }
        | Mark::Lines { alpha, .. }
        | Mark::Curves { alpha, .. }
        | Mark::Arrows { alpha, .. }
        | Mark::Bars { alpha, .. }
        | Mark::Area { alpha, .. }
        | Mark::Boxes { alpha, .. } => *alpha *= LEFT,
        Mark::Pixels { values, .. } => {
            for value in values {
                *value *= LEFT;
            }
        }
        // Letters have no opacity of their own; they name what is dimmed.
        Mark::Text { .. } => {}
        Mark::Heat { n, weights, .. } => {
            if weights.is_empty() {
                *weights = vec![1.0; n[0] * n[1]];
            }
            for weight in weights {
                *weight *= LEFT;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::scene::HeatMap;
    use crate::figure::scene::Paint;
    use crate::figure::scene::Panel;
    use crate::math::window::Window;

    fn dots(name: &'static str) -> Mark {
        Mark::Dots { name, xy: vec![0.0, 0.0], paint: Paint::Ink, radius_px: 2.0, alpha: 0.8 }
    }

    fn heat(weights: Vec<f32>) -> Mark {
        Mark::Heat {
            name: "density",
            n: [2, 2],
            window: Window::centered(1.0),
            values: vec![0.0; 4],
            weights,
            range: [0.0, 1.0],
            map: HeatMap::Density,
        }
    }

    fn scene(marks: Vec<Mark>) -> Scene {
        let panel = Panel { marks, ..Panel::new("map", Window::centered(1.0)) };
        Scene { panels: vec![panel], ..Scene::default() }
    }

    fn opacities(scene: &Scene) -> Vec<f32> {
        let of = |mark: &Mark| match mark {
            Mark::Dots { alpha, .. } => *alpha,
            Mark::Heat { weights, .. } => weights.first().copied().unwrap_or(1.0),
            other => panic!("{other:?}"),
        };
        scene.panels[0].marks.iter().map(of).collect()
    }

    #[test]
    fn a_symbol_means_the_marks_whose_name_has_all_its_words() {
        for (name, symbol) in [
            ("velocity", "velocity"),
            ("exact velocity", "velocity"),
            ("data point z", "data-point"),
            ("Velocity u_t", "velocity"),
        ] {
            assert!(is_meant(name, symbol), "{symbol} in {name}");
        }
        for (name, symbol) in
            [("velocity", "exact-velocity"), ("velocities", "velocity"), ("", "z"), ("z", "")]
        {
            assert!(!is_meant(name, symbol), "{symbol} in {name}");
        }
    }

    #[test]
    fn what_is_not_meant_is_dimmed_and_what_is_stays() {
        let mut pointed = scene(vec![dots("noise"), dots("data"), heat(Vec::new())]);
        raise(&mut pointed, "data");
        assert_eq!(opacities(&pointed), [0.8 * LEFT, 0.8, LEFT]);
        let mut weighed = scene(vec![dots("data"), heat(vec![0.5; 4])]);
        raise(&mut weighed, "data");
        assert_eq!(opacities(&weighed), [0.8, 0.5 * LEFT]);
    }

    #[test]
    fn a_symbol_without_marks_changes_nothing() {
        let before = scene(vec![dots("noise"), heat(Vec::new())]);
        let mut after = before.clone();
        raise(&mut after, "alpha");
        assert_eq!(after, before);
    }
}
