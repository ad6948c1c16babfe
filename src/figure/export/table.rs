//! What is drawn as a table `series,x,y`: dots, curves, bars and charts.

use std::fmt::Write;

use crate::figure::scene::Mark;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;

/// One line a point, by the names of the legend; none where nothing has points.
///
/// Lines of one name are numbered; with several maps their titles stand first.
/// A bar is the point at the middle of its top.
pub fn of(scene: &Scene) -> Option<String> {
    let mut text = String::from("series,x,y\n");
    let header = text.len();
    for panel in &scene.panels {
        let title = if 1 < scene.panels.len() { panel.title.as_str() } else { "" };
        of_panel(&mut text, panel, title);
    }
    for chart in &scene.charts {
        for series in chart.series.iter().filter(|series| !series.label.is_empty()) {
            let name = named(&chart.title, &series.label);
            for (x, y) in &series.points {
                line(&mut text, &name, x, y);
            }
        }
    }
    (header < text.len()).then_some(text)
}

fn of_panel(text: &mut String, panel: &Panel, title: &str) {
    for mark in &panel.marks {
        let name = named(title, mark.name());
        match mark {
            Mark::Dots { xy, .. } | Mark::Area { xy, .. } => points(text, &name, xy),
            Mark::Lines { xy, n_per_line, .. } => {
                let n_lines = xy.len() / (2 * (*n_per_line).max(1));
                lines(text, &name, xy, &vec![*n_per_line; n_lines]);
            }
            Mark::Curves { xy, n_points, .. } => lines(text, &name, xy, n_points),
            Mark::Bars { edges, heights, .. } => {
                for (edges, height) in edges.windows(2).zip(heights) {
                    line(text, &name, &(0.5 * (edges[0] + edges[1])), height);
                }
            }
            Mark::Arrows { .. }
            | Mark::Heat { .. }
            | Mark::Text { .. }
            | Mark::Pixels { .. }
            | Mark::Boxes { .. } => {}
        }
    }
}

fn lines(text: &mut String, name: &str, xy: &[f32], n_points: &[usize]) {
    let mut rest = xy;
    for (idx, n) in n_points.iter().enumerate() {
        let (now, then) = rest.split_at((2 * n).min(rest.len()));
        let name =
            if n_points.len() == 1 { name.to_owned() } else { format!("{name} {}", idx + 1) };
        points(text, &name, now);
        rest = then;
    }
}

fn points(text: &mut String, name: &str, xy: &[f32]) {
    for point in xy.chunks_exact(2) {
        line(text, name, &point[0], &point[1]);
    }
}

fn line(text: &mut String, name: &str, x: &impl std::fmt::Display, y: &impl std::fmt::Display) {
    let is_plain = !name.contains([',', '"', '\n']);
    // Writing into a string can not fail.
    let _ = if is_plain {
        writeln!(text, "{name},{x},{y}")
    } else {
        writeln!(text, "\"{}\",{x},{y}", name.replace('"', "\"\""))
    };
}

fn named(title: &str, name: &str) -> String {
    let parts = [title, name].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::scene::Chart;
    use crate::figure::scene::Paint;
    use crate::figure::scene::Series;
    use crate::math::window::Window;

    fn of_maps(panels: Vec<Panel>) -> Scene {
        Scene { panels, ..Scene::default() }
    }

    fn panel(title: &str, marks: Vec<Mark>) -> Panel {
        Panel::new(title, Window::centered(1.0)).with_marks(marks)
    }

    #[test]
    fn every_point_has_a_line_by_the_name_of_its_mark() {
        let marks = vec![
            Mark::dots("starts", vec![1.0, 2.5], Paint::Noise),
            Mark::lines("paths", vec![0.0, 0.0, 1.0, 1.0, 5.0, 6.0, 7.0, 8.0], 2, Paint::Ink),
            Mark::bars("counts", vec![0.0, 1.0, 2.0], vec![3.0, 4.0], Paint::Data),
            Mark::text([0.0, 0.0], "words"),
        ];
        let text = of(&of_maps(vec![panel("map", marks)])).unwrap();
        let expected = "series,x,y\nstarts,1,2.5\npaths 1,0,0\npaths 1,1,1\npaths 2,5,6\n\
                        paths 2,7,8\ncounts,0.5,3\ncounts,1.5,4\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn titles_tell_maps_apart_and_commas_do_no_harm() {
        let dots = || vec![Mark::dots("a, b", vec![1.0, 2.0], Paint::Ink)];
        let text = of(&of_maps(vec![panel("one", dots()), panel("two", dots())])).unwrap();
        assert_eq!(text, "series,x,y\n\"one: a, b\",1,2\n\"two: a, b\",1,2\n");
    }

    #[test]
    fn charts_are_part_of_it_and_an_empty_picture_has_no_table() {
        let series = |label: &str| Series {
            label: label.to_owned(),
            points: vec![(1.0, 0.1)],
            paint: Paint::Ink,
        };
        let chart = Chart {
            title: "Loss".to_owned(),
            x_label: String::new(),
            y_label: String::new(),
            is_x_log: false,
            is_y_log: true,
            series: vec![series("floor"), series("")],
        };
        let scene = Scene { charts: vec![chart], ..Scene::default() };
        assert_eq!(of(&scene).unwrap(), "series,x,y\nLoss: floor,1,0.1\n");
        assert_eq!(of(&of_maps(vec![panel("map", Vec::new())])), None);
    }
}
