//! The one legend of a scene: every kind of mark that is drawn, by name.

use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;

/// A name with a sample of its mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What the marks are.
    pub name: &'static str,
    /// How they look.
    pub sample: Sample,
}

/// How marks look, without what changes from frame to frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    /// A dot.
    Dot(Tone),
    /// A line.
    Line(Tone),
    /// A dashed line: theory.
    Dashes(Tone),
    /// An arrow.
    Arrow(Tone),
    /// A patch.
    Patch(Tone),
    /// An outline.
    Frame(Tone),
    /// A letter.
    Letter(Tone),
    /// Squares from paper to ink.
    Pixels,
    /// The colors of a map from its low to its high end.
    Ramp(HeatMap),
}

/// A meaning's color, as a legend shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Noise, t = 0.
    Noise,
    /// Data, t = 1.
    Data,
    /// From noise to data, by time.
    ByTime,
    /// Velocity.
    Velocity,
    /// Score.
    Score,
    /// What is missed.
    Error,
    /// The second of two that are compared.
    Second,
    /// A class, counted from 0.
    Class(u8),
    /// Ink.
    Ink,
}

/// What is drawn on the maps of `scene`, in the order of drawing, each name once.
pub fn of(scene: &Scene) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for mark in scene.panels.iter().flat_map(|panel| &panel.marks) {
        let name = mark.name();
        if !name.is_empty() && entries.iter().all(|entry| entry.name != name) {
            entries.push(Entry { name, sample: sample(mark) });
        }
    }
    entries
}

fn sample(mark: &Mark) -> Sample {
    match mark {
        Mark::Dots { paint, .. } => Sample::Dot(tone(*paint)),
        Mark::Text { paint, .. } => Sample::Letter(tone(*paint)),
        Mark::Lines { paint: Paint::Exact, .. } | Mark::Curves { paint: Paint::Exact, .. } => {
            Sample::Dashes(Tone::Ink)
        }
        Mark::Lines { paint, .. } | Mark::Curves { paint, .. } => Sample::Line(tone(*paint)),
        Mark::Arrows { paint, .. } => Sample::Arrow(tone(*paint)),
        Mark::Heat { map, .. } => Sample::Ramp(*map),
        Mark::Boxes { paint, is_filled: false, .. } => Sample::Frame(tone(*paint)),
        Mark::Bars { paint, .. } | Mark::Area { paint, .. } | Mark::Boxes { paint, .. } => {
            Sample::Patch(tone(*paint))
        }
        Mark::Pixels { .. } => Sample::Pixels,
    }
}

fn tone(paint: Paint) -> Tone {
    match paint {
        Paint::Noise => Tone::Noise,
        Paint::Data => Tone::Data,
        Paint::Between(_) => Tone::ByTime,
        Paint::Velocity => Tone::Velocity,
        Paint::Score => Tone::Score,
        Paint::Error => Tone::Error,
        Paint::Second => Tone::Second,
        Paint::Class(class) => Tone::Class(class % 7),
        // As the palette has them.
        Paint::Nth(n) => match n % 5 {
            0 => Tone::Ink,
            1 => Tone::Velocity,
            2 => Tone::Score,
            3 => Tone::Data,
            _ => Tone::Noise,
        },
        Paint::Exact | Paint::Ink => Tone::Ink,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::scene::Panel;
    use crate::math::window::Window;

    fn lines(name: &'static str, paint: Paint) -> Mark {
        Mark::Lines { name, xy: Vec::new(), n_per_line: 2, paint, width_px: 1.0, alpha: 1.0 }
    }

    fn scene(marks: Vec<Vec<Mark>>) -> Scene {
        let panel = |marks| Panel { marks, ..Panel::new("map", Window::centered(1.0)) };
        Scene { panels: marks.into_iter().map(panel).collect(), ..Scene::default() }
    }

    #[test]
    fn a_name_stands_once_whatever_the_number_of_maps_and_marks() {
        let bands =
            || vec![lines("paths", Paint::Between(0.1)), lines("paths", Paint::Between(0.9))];
        let legend = of(&scene(vec![bands(), bands()]));
        assert_eq!(legend, [Entry { name: "paths", sample: Sample::Line(Tone::ByTime) }]);
    }

    #[test]
    fn what_is_not_drawn_is_not_in_the_legend() {
        assert!(of(&scene(vec![Vec::new()])).is_empty());
        assert!(of(&scene(vec![vec![lines("", Paint::Ink)]])).is_empty());
    }

    #[test]
    fn theory_is_dashed() {
        let legend = of(&scene(vec![vec![lines("theory", Paint::Exact)]]));
        assert_eq!(legend[0].sample, Sample::Dashes(Tone::Ink));
    }

    #[test]
    fn curves_without_a_meaning_of_their_own_have_their_colors() {
        let tone = |n| of(&scene(vec![vec![lines("curve", Paint::Nth(n))]]))[0].sample;
        assert_eq!([0, 1, 2, 3, 4].map(tone), {
            let tones = [Tone::Ink, Tone::Velocity, Tone::Score, Tone::Data, Tone::Noise];
            tones.map(Sample::Line)
        });
    }

    #[test]
    fn time_changes_nothing_in_the_legend() {
        let at = |t| of(&scene(vec![vec![lines("samples", Paint::Between(t))]]));
        assert_eq!(at(0.2), at(0.8));
    }
}
