//! Maps of several shapes in rows, each with room for its own numbers.

use crate::figure::draw::layout::Arrangement;
use crate::figure::draw::layout::BELOW_PX;
use crate::figure::draw::layout::GAP_PX;
use crate::figure::draw::layout::LEFT_PX;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::layout::TITLE_PX;
use crate::figure::scene::Axes;
use crate::figure::scene::Panel;
use crate::figure::scene::Shape;

/// More room left of a map for the numbers and the name of its own axis.
const NAMED_LEFT_PX: f64 = 52.0;
/// More room below it for the name of its axis.
const NAMED_BELOW_PX: f64 = 36.0;
/// What every row after the first adds to the height of all, as a share.
const MORE_PER_ROW: f64 = 0.35;
/// All rows together are at most so many times as high as one.
const MOST_ROWS: f64 = 2.2;
/// Room at the right end for half of the last number.
const RIGHT_PX: f64 = 12.0;
/// A map of a table is at least this wide: many small pictures, to be compared.
const NARROWEST_IN_TABLE_PX: f64 = 56.0;
/// Screens narrower than this take maps of this share of the usual smallest width.
const PHONE_PX: f64 = 420.0;
const PHONE_SHARE: f64 = 0.65;
/// Room left of a map for its numbers, where its axis has no name.
const UNNAMED_LEFT_PX: f64 = 32.0;
/// A row alone may be flatter than its shapes say, down to this share.
const FLATTEST: f64 = 0.55;

/// Maps in rows of at most `n_columns`, or of as many as there is room for.
pub(super) fn arranged(
    width: f64,
    max_height: f64,
    panels: &[Panel],
    n_columns: Option<usize>,
) -> Arrangement {
    let rows = rows_of(width, panels, n_columns);
    let share = (1.0 + MORE_PER_ROW * (rows.len() as f64 - 1.0)).min(MOST_ROWS) / rows.len() as f64;
    let (mut rects, mut top) = (Vec::with_capacity(panels.len()), 0.0);
    for row in rows {
        let is_bare = |panel: &Panel| panel.title.is_empty() && panel.note.is_empty();
        let above = if row.iter().all(is_bare) { 2.0 } else { TITLE_PX };
        let below = row.iter().map(below).fold(0.0, f64::max);
        let room = room(width, row);
        let aspects: f64 = row.iter().map(aspect).sum();
        let height = (room / aspects).min(share * max_height - above - below).max(24.0);
        // Where height is what lacks, maps are wider than their shapes say.
        let stretch = (room / (aspects * height)).clamp(0.01, 1.0 / FLATTEST);
        let unused = room - aspects * height * stretch;
        let mut x = 0.5 * unused.max(0.0);
        for (i, panel) in row.iter().enumerate() {
            x += left(panel) + if i == 0 { 0.0 } else { GAP_PX };
            let width = aspect(panel) * height * stretch;
            rects.push(Rect { x, y: top + above, width, height });
            x += width;
        }
        top += above + height + below;
    }
    Arrangement { height: top, rects }
}

/// The maps row by row; a row takes as many as fit.
fn rows_of(width: f64, panels: &[Panel], n_columns: Option<usize>) -> Vec<&[Panel]> {
    let n_most = n_columns.unwrap_or(panels.len()).max(1);
    let is_table = n_columns.is_some() && 1 < n_most && n_most < panels.len();
    let narrowest = |panel: &Panel| match () {
        () if is_table => NARROWEST_IN_TABLE_PX,
        () if width < PHONE_PX => PHONE_SHARE * narrowest(panel),
        () => narrowest(panel),
    };
    let fits = |row: &[Panel]| {
        let per_aspect = room(width, row) / row.iter().map(aspect).sum::<f64>();
        row.iter().all(|panel| narrowest(panel) <= per_aspect * aspect(panel))
    };
    if is_table {
        // Rows of equal length: the columns stand under each other.
        let is_good = |n: &usize| panels.chunks(*n).all(fits);
        let n = (1..=n_most).rev().find(is_good).unwrap_or(1);
        return panels.chunks(n).collect();
    }
    let (mut rows, mut rest) = (Vec::new(), panels);
    while !rest.is_empty() {
        let n = (1..=n_most.min(rest.len())).rev().find(|n| fits(&rest[..*n])).unwrap_or(1);
        let (row, others) = rest.split_at(n);
        rows.push(row);
        rest = others;
    }
    rows
}

/// Width for the maps of a row without their numbers and gaps.
fn room(width: f64, row: &[Panel]) -> f64 {
    let lefts: f64 = row.iter().map(left).sum();
    (width - lefts - GAP_PX * (row.len() - 1) as f64 - RIGHT_PX).max(row.len() as f64)
}

fn aspect(panel: &Panel) -> f64 {
    match panel.shape {
        Shape::Square => 1.0,
        Shape::Wide => 2.0,
        Shape::Strip => 4.0,
    }
}

fn narrowest(panel: &Panel) -> f64 {
    match panel.shape {
        Shape::Square => 150.0,
        Shape::Wide | Shape::Strip => 260.0,
    }
}

fn left(panel: &Panel) -> f64 {
    match panel.axes {
        Axes::Numbers { y: "", .. } => UNNAMED_LEFT_PX,
        Axes::Numbers { .. } => NAMED_LEFT_PX,
        Axes::Plane | Axes::TimeAndLine => LEFT_PX,
        Axes::Bare => 2.0,
    }
}

fn below(panel: &Panel) -> f64 {
    match panel.axes {
        Axes::Numbers { .. } => NAMED_BELOW_PX,
        Axes::Plane | Axes::TimeAndLine => BELOW_PX,
        Axes::Bare => 4.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::window::Window;

    fn panel(shape: Shape) -> Panel {
        let window = Window::centered(1.0);
        match shape {
            Shape::Square => Panel::new("map", window),
            shape => Panel { shape, ..Panel::chart("course", "t", "x", window) },
        }
    }

    #[track_caller]
    fn check_apart(width: f64, panels: &[Panel], n_columns: Option<usize>) -> Arrangement {
        let arrangement = arranged(width, 560.0, panels, n_columns);
        assert_eq!(arrangement.rects.len(), panels.len());
        for (i, (a, panel)) in arrangement.rects.iter().zip(panels).enumerate() {
            assert!(left(panel) <= a.x + 1e-9 && a.x + a.width <= width, "width {width}: {a:?}");
            assert!(a.y + a.height + below(panel) <= arrangement.height + 1e-9);
            for b in &arrangement.rects[i + 1..] {
                let is_beside = a.x + a.width + GAP_PX <= b.x + 1e-9;
                let is_above = a.y + a.height + below(panel) <= b.y + 1e-9;
                assert!(is_beside || is_above, "width {width}");
            }
        }
        arrangement
    }

    #[test]
    fn maps_of_all_shapes_stand_apart_on_every_screen() {
        let shapes = [Shape::Square, Shape::Wide, Shape::Strip];
        for width in [280.0, 360.0, 700.0, 1100.0, 2000.0] {
            for n in 1..=9 {
                let panels: Vec<Panel> = (0..n).map(|i| panel(shapes[i % 3])).collect();
                check_apart(width, &panels, None);
                check_apart(width, &panels, Some(3));
            }
        }
    }

    #[test]
    fn a_table_of_nine_has_three_columns_where_there_is_room() {
        let panels = vec![panel(Shape::Square); 9];
        let rects = check_apart(900.0, &panels, Some(3)).rects;
        assert!((rects[0].y - rects[2].y).abs() < 1e-9 && rects[0].y < rects[3].y);
        assert!((rects[0].x - rects[3].x).abs() < 1e-9);
        let rects = check_apart(150.0, &panels, Some(3)).rects;
        assert!(rects[0].y < rects[2].y);
    }

    #[test]
    fn a_table_of_small_pictures_keeps_its_columns_on_a_phone() {
        let window = Window::centered(1.0);
        let panels = vec![Panel::chart("one of nine", "t", "", window); 9];
        let rects = check_apart(330.0, &panels, Some(3)).rects;
        assert!((rects[0].y - rects[2].y).abs() < 1e-9 && rects[0].y < rects[3].y);
    }

    #[test]
    fn two_square_maps_share_the_row_under_a_wide_one() {
        let panels = [panel(Shape::Wide), panel(Shape::Square), panel(Shape::Square)];
        let rects = check_apart(540.0, &panels, None).rects;
        assert!(rects[0].y < rects[1].y && (rects[1].y - rects[2].y).abs() < 1e-9);
    }

    #[test]
    fn a_remark_without_a_title_has_room_of_its_own() {
        let plain = vec![panel(Shape::Wide), panel(Shape::Wide)];
        let mut noted = plain.clone();
        for panel in plain.iter().zip(&mut noted) {
            panel.1.title.clear();
            panel.1.note = "t = 2".to_owned();
        }
        let places = |panels: &[Panel]| check_apart(330.0, panels, None).rects[1].y;
        assert!((places(&plain) - places(&noted)).abs() < 1e-9);
    }

    #[test]
    fn a_course_over_time_is_wide() {
        let rects = check_apart(1100.0, &[panel(Shape::Wide)], None).rects;
        assert!(1.9 * rects[0].height <= rects[0].width);
    }
}
