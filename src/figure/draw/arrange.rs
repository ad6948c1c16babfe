//! Where the maps of a scene stand: rows and columns that fit the screen.

use crate::figure::draw::layout::Rect;
use crate::figure::draw::ticks;
use crate::figure::scene::Axes;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;

/// Room above a map for its title.
pub const TITLE_PX: f64 = 26.0;
/// Room left of a map for its numbers.
pub const LEFT_PX: f64 = 30.0;
/// Room below the maps for their numbers.
pub const BELOW_PX: f64 = 20.0;
/// Room for the name of an axis, above and below a map of two numbers.
pub const NAME_PX: f64 = 16.0;
/// Room between maps.
pub const GAP_PX: f64 = 16.0;
/// Room for the frame of the outer maps.
const FRAME_PX: f64 = 2.0;
/// Width of a digit of those numbers, about.
const DIGIT_PX: f64 = 6.5;
/// Each row after the first adds this share of a row's height to what all maps
/// may be high together.
const PER_ROW: f64 = 0.3;

/// Where the maps of a scene stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// Height of everything.
    pub height: f64,
    /// Each map's place, in order.
    pub rects: Vec<Rect>,
    /// Whether there is room for numbers left of each.
    pub has_left: Vec<bool>,
}

/// Maps that stand beside each other.
struct Row<'a> {
    panels: &'a [Panel],
    /// Maps that there is room for; the last row may have fewer.
    n_cells: usize,
    /// Width of that many maps for a height of 1.
    per_height: f64,
}

/// Rooms that all rows share.
struct Rooms {
    above: f64,
    below: f64,
    /// Room left of the first map of a row, and of the others.
    left: [f64; 2],
}

impl Arrangement {
    /// The maps of `scene` in rows, as many beside each other as there is room
    /// for, at most as many as the scene says.
    ///
    /// Maps are as large as there is room for; a single row is at most
    /// `max_height` high with its titles, and rows stand in the middle.
    pub fn of(width: f64, max_height: f64, scene: &Scene) -> Self {
        let panels = &scene.panels;
        if panels.is_empty() {
            return Self::default();
        }
        let rooms = Rooms::of(panels);
        let rows = rows(panels, scene.n_columns, width, &rooms);
        let n_rows = rows.len() as f64;
        let budget = max_height * (1.0 + PER_ROW * (n_rows - 1.0)) - n_rows * rooms.around();
        let height = |row: &Row<'_>| rooms.across(width, row.n_cells) / row.per_height;
        // Rows share what there is in height.
        let per_room = (budget / rows.iter().map(height).sum::<f64>()).min(1.0);
        let mut placed = Self::default();
        for row in &rows {
            placed.put(row, (height(row) * per_room).max(1.0), width, &rooms);
        }
        placed
    }

    fn put(&mut self, row: &Row<'_>, height: f64, width: f64, rooms: &Rooms) {
        let room = rooms.across(width, row.n_cells);
        let taken = rooms.taken(row.n_cells) + row.width(height, room);
        let mut x = 0.5 * (width - FRAME_PX - taken);
        for (i, panel) in row.panels.iter().enumerate() {
            let left = rooms.left[usize::from(0 < i)];
            let map_width = row.map_width(panel, height, room);
            let y = self.height + rooms.above;
            self.rects.push(Rect { x: x + left, y, width: map_width, height });
            self.has_left.push(LEFT_PX <= left);
            x += left + map_width + GAP_PX;
        }
        self.height += rooms.around() + height;
    }
}

impl Rooms {
    fn of(panels: &[Panel]) -> Self {
        let named = panels.iter().any(|panel| matches!(panel.axes, Axes::Numbers { .. }));
        let has_names = |is: fn(&&str, &&str) -> bool| {
            panels.iter().any(|panel| match &panel.axes {
                Axes::Numbers { x, y } => is(x, y),
                _ => false,
            })
        };
        let is_bare = panels.iter().all(|panel| panel.axes == Axes::Bare);
        let has_titles = panels.iter().any(|panel| !panel.title.is_empty());
        // Without titles only the frame's line needs room, or half a number.
        let title = if has_titles { TITLE_PX } else { 2.0 };
        let y_name = if has_names(|_, y| !y.is_empty()) { NAME_PX } else { 0.0 };
        let above = (title + y_name).max(if named { 6.0 } else { 2.0 });
        let x_name = if has_names(|x, _| !x.is_empty()) { NAME_PX } else { 0.0 };
        let below = if is_bare { 4.0 } else { BELOW_PX + x_name };
        let numbers = panels.iter().map(numbers_px).fold(LEFT_PX, f64::max);
        let left = match (is_bare, named) {
            (true, _) => [FRAME_PX, 0.0],
            (_, true) => [numbers; 2],
            _ => [numbers, 0.0],
        };
        Self { above, below, left }
    }

    fn around(&self) -> f64 {
        self.above + self.below
    }

    /// Width for `n` maps beside each other.
    fn across(&self, width: f64, n: usize) -> f64 {
        (width - FRAME_PX - self.taken(n)).max(n as f64)
    }

    /// Width that `n` maps beside each other leave free.
    fn taken(&self, n: usize) -> f64 {
        self.left[0] + (n - 1) as f64 * (self.left[1] + GAP_PX)
    }
}

impl Row<'_> {
    /// Width of one map of the row at a height, where all have `room`.
    fn map_width(&self, panel: &Panel, height: f64, room: f64) -> f64 {
        let share = aspect(panel.shape) / self.per_height;
        (room * share).min(widest(panel.shape, self.n_cells == 1) * height)
    }

    /// Width of all maps of the row, were it full.
    fn width(&self, height: f64, room: f64) -> f64 {
        let maps: f64 = self.panels.iter().map(|panel| self.map_width(panel, height, room)).sum();
        let last = self.panels.last().map_or(0.0, |panel| self.map_width(panel, height, room));
        maps + (self.n_cells - self.panels.len()) as f64 * last
    }
}

/// Room left of a map for the numbers of its vertical axis.
fn numbers_px(panel: &Panel) -> f64 {
    if !matches!(panel.axes, Axes::Numbers { .. }) {
        return LEFT_PX;
    }
    let [low, high] = panel.window.y;
    let labels = (2..=6).flat_map(|n| ticks::linear(low, high, n));
    let n_digits = labels.map(|tick| tick.label.chars().count()).max().unwrap_or(0);
    DIGIT_PX * n_digits as f64 + 9.0
}

/// Width for a height of 1.
fn aspect(shape: Shape) -> f64 {
    match shape {
        Shape::Square => 1.0,
        Shape::Wide => 2.0,
        Shape::Strip => 4.0,
    }
}

/// Most width for a height of 1, where height is scarce.
fn widest(shape: Shape, is_alone: bool) -> f64 {
    match shape {
        Shape::Square if is_alone => 1.75,
        Shape::Square => 1.0,
        Shape::Wide => 3.0,
        Shape::Strip => 8.0,
    }
}

/// Least width on screen, where nothing is said and where columns are.
fn narrowest(shape: Shape, is_said: bool) -> f64 {
    match (shape, is_said) {
        (Shape::Square, false) => 200.0,
        (Shape::Wide, false) => 300.0,
        (Shape::Square, true) => 96.0,
        (Shape::Wide, true) => 150.0,
        (Shape::Strip, _) => 400.0,
    }
}

/// Cuts the maps into rows; strips have one of their own.
fn rows<'a>(
    panels: &'a [Panel],
    n_columns: Option<usize>,
    width: f64,
    rooms: &Rooms,
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for run in panels.chunk_by(|a, b| Shape::Strip != a.shape && Shape::Strip != b.shape) {
        let most = n_columns.unwrap_or(run.len()).clamp(1, run.len());
        let fits = |n: &usize| {
            run.chunks(*n).all(|row| {
                let per_height: f64 = row.iter().map(|panel| aspect(panel.shape)).sum();
                let room = rooms.across(width, *n) / per_height;
                let least = |panel: &Panel| narrowest(panel.shape, n_columns.is_some());
                let is_full = row.len() == *n;
                !is_full || row.iter().all(|p| least(p) <= room * aspect(p.shape))
            })
        };
        let n = (1..=most).rev().find(fits).unwrap_or(1);
        rows.extend(run.chunks(n).map(|row| {
            let given: f64 = row.iter().map(|panel| aspect(panel.shape)).sum();
            let missing = (n - row.len()) as f64 * row.last().map_or(1.0, |p| aspect(p.shape));
            Row { panels: row, n_cells: n, per_height: given + missing }
        }));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::window::Window;

    const WIDTHS: [f64; 7] = [280.0, 328.0, 360.0, 480.0, 700.0, 1100.0, 2000.0];

    fn map(title: &str, shape: Shape) -> Panel {
        Panel::new(title, Window::centered(1.0)).shaped(shape)
    }

    fn chart() -> Panel {
        let window = Window { x: [0.0, 1.0], y: [-12_000.0, 12_000.0] };
        Panel::chart("chart", "time t", "x", window)
    }

    fn squares(n: usize) -> Scene {
        Scene::of(vec![map("map", Shape::Square); n])
    }

    /// Every kind of scene with `n` maps.
    fn scenes(n: usize) -> Vec<Scene> {
        let shapes = [Shape::Square, Shape::Wide, Shape::Strip];
        let mixed =
            |first: usize| Scene::of((0..n).map(|i| map("map", shapes[(first + i) % 3])).collect());
        let last_strip = || {
            let panels = (0..n).map(|i| map("", shapes[usize::from(i + 1 == n) * 2]));
            Scene::of(panels.collect())
        };
        let mut scenes = vec![squares(n), mixed(0), mixed(1), mixed(2), last_strip()];
        scenes.push(Scene::of(vec![chart(); n]));
        scenes.push(Scene::of(vec![Panel::bare("", Window::centered(1.0)); n]));
        let columns = scenes.clone().into_iter().map(|scene| scene.in_columns(3));
        let columns: Vec<Scene> = columns.collect();
        [scenes, columns].concat()
    }

    #[test]
    fn maps_keep_to_their_room_on_every_screen() {
        for width in WIDTHS {
            for n in 1..=9 {
                for scene in scenes(n) {
                    let Arrangement { height, rects, has_left } =
                        Arrangement::of(width, 560.0, &scene);
                    assert_eq!((rects.len(), has_left.len()), (n, n));
                    for (i, a) in rects.iter().enumerate() {
                        let said = format!("width {width}, map {i} of {n}: {a:?}");
                        assert!(0.0 <= a.x && a.x + a.width <= width, "{said}");
                        assert!(0.0 <= a.y && a.y + a.height <= height, "{said}");
                        assert!(40.0 <= a.height && 60.0 <= a.width, "{said}");
                        for b in &rects[i + 1..] {
                            let is_beside = a.x + a.width + GAP_PX <= b.x + 1e-9;
                            let is_above = a.y + a.height <= b.y + 1e-9;
                            assert!(is_beside || is_above, "{said} and {b:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn there_is_room_for_titles_numbers_and_names() {
        for width in WIDTHS {
            for n in 1..=9 {
                let of = |scene: Scene| Arrangement::of(width, 560.0, &scene);
                let Arrangement { height, rects, .. } = of(Scene::of(vec![chart(); n]));
                let (above, below) = (TITLE_PX + NAME_PX, BELOW_PX + NAME_PX);
                for (i, a) in rects.iter().enumerate() {
                    // Seven characters.
                    assert!(7.0 * DIGIT_PX < a.x && above <= a.y + 1e-9);
                    assert!(a.y + a.height + below <= height + 1e-9);
                    for b in &rects[i + 1..] {
                        let is_beside = a.x + a.width + 7.0 * DIGIT_PX <= b.x;
                        let is_above = a.y + a.height + below + above <= b.y + 1e-9;
                        assert!(is_beside || is_above, "width {width}, {n} charts");
                    }
                }
                for rect in of(squares(n)).rects {
                    assert!(TITLE_PX <= rect.y);
                }
            }
        }
    }

    #[test]
    fn a_row_is_as_high_as_it_may_be_and_more_rows_are_higher_together() {
        for width in WIDTHS {
            let height =
                |n, columns| Arrangement::of(width, 560.0, &squares(n).in_columns(columns)).height;
            assert!(height(3, 3) <= 560.0 * (1.0 + 2.0 * PER_ROW) + 1e-9);
            assert!(height(1, 1) <= 560.0 + 1e-9);
            assert!(height(9, 1) <= 560.0 * (1.0 + 8.0 * PER_ROW) + 1e-9);
        }
    }

    #[test]
    fn two_maps_stand_side_by_side_on_a_page_and_one_above_the_other_on_a_phone() {
        let page = Arrangement::of(1100.0, 560.0, &squares(2)).rects;
        assert_eq!((page[0].y, page[0].width), (page[1].y, page[0].height));
        let phone = Arrangement::of(328.0, 440.0, &squares(2)).rects;
        assert!((phone[0].x - phone[1].x).abs() < 1e-9);
        assert!(200.0 < phone[0].height);
    }

    #[test]
    fn nine_maps_make_a_square_where_there_is_room_and_columns_of_two_on_a_phone() {
        let n_columns = |width| {
            let rects = Arrangement::of(width, 560.0, &squares(9).in_columns(3)).rects;
            rects.iter().filter(|rect| (rect.y - rects[0].y).abs() < 1e-9).count()
        };
        assert_eq!([n_columns(1100.0), n_columns(480.0), n_columns(328.0)], [3, 3, 2]);
    }

    #[test]
    fn columns_stand_above_each_other_also_in_a_row_that_is_not_full() {
        for scene in [squares(5).in_columns(3), Scene::of(vec![chart(); 5]).in_columns(3)] {
            let rects = Arrangement::of(1100.0, 560.0, &scene).rects;
            for (a, b) in rects.iter().zip(&rects[3..]) {
                assert!((a.x - b.x).abs() < 1e-9 && (a.width - b.width).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn shapes_are_told_apart_and_a_strip_lies_below() {
        let maps = [Shape::Square, Shape::Wide, Shape::Strip].map(|shape| map("map", shape));
        let rects = Arrangement::of(1100.0, 560.0, &Scene::of(maps.to_vec())).rects;
        let aspect = |rect: &Rect| rect.width / rect.height;
        assert!((aspect(&rects[0]) - 1.0).abs() < 0.01);
        assert!((1.6..3.1).contains(&aspect(&rects[1])));
        assert!((3.5..8.1).contains(&aspect(&rects[2])));
        assert!((rects[0].y - rects[1].y).abs() < 1e-9);
        assert!(rects[0].y + rects[0].height < rects[2].y);
    }

    #[test]
    fn a_wide_chart_fills_a_phone_from_side_to_side() {
        let chart = Arrangement::of(328.0, 440.0, &Scene::of(vec![chart()])).rects[0];
        assert!((chart.x + chart.width - 326.0).abs() < 1e-9);
        assert!((1.8..2.2).contains(&(chart.width / chart.height)));
    }

    #[test]
    fn a_map_without_a_title_stands_higher() {
        let top = |title| {
            Arrangement::of(500.0, 400.0, &Scene::of(vec![map(title, Shape::Square)])).rects[0].y
        };
        assert!(top("") + 10.0 < top("map"));
    }

    #[test]
    fn a_scene_without_maps_takes_no_room() {
        assert_eq!(Arrangement::of(500.0, 400.0, &Scene::default()), Arrangement::default());
    }
}
