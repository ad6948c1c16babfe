//! Where the maps of a scene stand on screen, and where data lies in them.

mod rows;

use crate::figure::scene::Axes;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::window::Window;

/// A rectangle on screen, in CSS pixels from the upper left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Room above a map for its title.
pub const TITLE_PX: f64 = 26.0;
/// Room left of the first map for its numbers.
pub const LEFT_PX: f64 = 30.0;
/// Room below the maps for their numbers.
pub const BELOW_PX: f64 = 20.0;
/// Room between maps.
pub const GAP_PX: f64 = 16.0;
/// A map is at most this much wider than high, and square beside another.
const WIDEST: f64 = 1.75;
/// Maps one above the other may be this much higher together than a row of maps.
const STACKED: f64 = 1.3;

/// Where the maps of a scene stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// Height of everything.
    pub height: f64,
    /// Each map's place, in order.
    pub rects: Vec<Rect>,
}

impl Arrangement {
    /// Maps with these titles side by side, or one above the other, whichever
    /// makes them larger.
    ///
    /// A row is at most `max_height` high with its titles, more rows together are
    /// a little higher; they stand in the middle.
    pub fn of(width: f64, max_height: f64, titles: &[&str]) -> Self {
        let n = titles.len();
        if n == 0 {
            return Self::default();
        }
        // Without titles only the frame's line needs room.
        let above = if titles.iter().all(|title| title.is_empty()) { 2.0 } else { TITLE_PX };
        let room = |n_columns: usize| {
            (width - LEFT_PX - 2.0 - GAP_PX * (n_columns - 1) as f64).max(n_columns as f64)
        };
        let widest = |n_columns: usize| room(n_columns) / n_columns as f64;
        let height = |n_columns: usize| {
            let n_rows = n.div_ceil(n_columns);
            let share = if n_rows == 1 { 1.0 } else { STACKED / n_rows as f64 };
            widest(n_columns).min(share * max_height - above - BELOW_PX).max(1.0)
        };
        // As many columns as make the maps largest.
        let larger = |a: &usize, b: &usize| height(*a).total_cmp(&height(*b));
        let n_columns = (1..=n).max_by(larger).unwrap_or(1);
        let n_rows = n.div_ceil(n_columns);
        let (height, widest) = (height(n_columns), widest(n_columns));
        let map_width = widest.min(if n_columns == 1 { WIDEST * height } else { height });
        let left = LEFT_PX + 0.5 * (room(n_columns) - map_width * n_columns as f64);
        let row_height = above + height + BELOW_PX;
        let rects = (0..n).map(|i| Rect {
            x: left + (i % n_columns) as f64 * (map_width + GAP_PX),
            y: above + (i / n_columns) as f64 * row_height,
            width: map_width,
            height,
        });
        Self { height: n_rows as f64 * row_height, rects: rects.collect() }
    }
}

/// Where the maps of `scene` stand on a screen of this width.
pub fn arranged(width: f64, max_height: f64, scene: &Scene) -> Arrangement {
    let panels = &scene.panels;
    let is_plain =
        |panel: &Panel| panel.shape == Shape::Square && !matches!(panel.axes, Axes::Numbers { .. });
    if scene.n_columns.is_none() && panels.iter().all(is_plain) {
        return Arrangement::of(width, max_height, &scene.titles());
    }
    rows::arranged(width, max_height, panels, scene.n_columns)
}

/// A map's place on screen and what part of its two directions it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelSpace {
    /// Place on screen.
    pub rect: Rect,
    /// What lies in it: at least the window asked for.
    pub window: Window,
    /// Pixels of one data unit across and upward.
    pub px_per_unit: [f64; 2],
}

impl PanelSpace {
    /// The whole `window` in `rect`: with equal units in the middle, where more
    /// of the plane is shown if `rect` has another shape; with units of their
    /// own to its edges.
    pub fn fit(rect: Rect, window: Window, axes: Axes) -> Self {
        let stretched = [rect.width / window.width(), rect.height / window.height()];
        if !axes.has_equal_units() {
            return Self { rect, window, px_per_unit: stretched };
        }
        let px_per_unit = stretched[0].min(stretched[1]);
        let grown = |edges: [f64; 2], px: f64| {
            let (middle, half) = (f64::midpoint(edges[0], edges[1]), 0.5 * px / px_per_unit);
            [middle - half, middle + half]
        };
        let window = Window { x: grown(window.x, rect.width), y: grown(window.y, rect.height) };
        Self { rect, window, px_per_unit: [px_per_unit; 2] }
    }

    /// Place on screen of a point; `y` grows upward in data.
    pub fn px_from_data(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.rect.x + (x - self.window.x[0]) * self.px_per_unit[0],
            self.rect.y + (self.window.y[1] - y) * self.px_per_unit[1],
        )
    }

    /// Point at a place on screen.
    pub fn data_from_px(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.window.x[0] + (x - self.rect.x) / self.px_per_unit[0],
            self.window.y[1] - (y - self.rect.y) / self.px_per_unit[1],
        )
    }
}

/// The map at a place on screen, and the point there in data units.
///
/// None where no map is.
pub fn located(rects: &[Rect], panels: &[Panel], [x, y]: [f64; 2]) -> Option<(usize, [f64; 2])> {
    let is_in = |rect: &Rect| {
        (rect.x..=rect.x + rect.width).contains(&x) && (rect.y..=rect.y + rect.height).contains(&y)
    };
    let idx = rects.iter().position(is_in)?;
    let panel = panels.get(idx)?;
    let (x, y) = PanelSpace::fit(rects[idx], panel.window, panel.axes).data_from_px(x, y);
    Some((idx, [x, y]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: Rect = Rect { x: 10.0, y: 20.0, width: 400.0, height: 200.0 };

    #[test]
    fn data_and_screen_convert_there_and_back() {
        let space = PanelSpace::fit(RECT, Window::centered(5.0), Axes::Plane);
        let (x, y) = space.px_from_data(1.5, -2.0);
        let (a, b) = space.data_from_px(x, y);
        assert!((a - 1.5).abs() < 1e-12 && (b + 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_window_is_shown_whole_in_the_middle_with_up_upward() {
        let space = PanelSpace::fit(RECT, Window::centered(5.0), Axes::Plane);
        assert_eq!(space.px_from_data(0.0, 0.0), (210.0, 120.0));
        assert_eq!(space.px_from_data(0.0, 5.0), (210.0, 20.0));
        assert_eq!(space.window, Window { x: [-10.0, 10.0], y: [-5.0, 5.0] });
    }

    #[test]
    fn time_and_line_reach_the_edges_each_in_its_unit() {
        let window = Window { x: [0.0, 1.0], y: [-4.0, 4.0] };
        let space = PanelSpace::fit(RECT, window, Axes::TimeAndLine);
        assert_eq!(space.window, window);
        assert_eq!(space.px_from_data(0.0, 4.0), (10.0, 20.0));
        assert_eq!(space.px_from_data(1.0, -4.0), (410.0, 220.0));
        assert_eq!(space.data_from_px(210.0, 120.0), (0.5, 0.0));
    }

    #[test]
    fn a_place_on_screen_belongs_to_its_map_or_to_none() {
        let rects = Arrangement::of(1100.0, 560.0, &["learned", "exact"]).rects;
        let panels = vec![Panel::new("map", Window::centered(5.0)); 2];
        for (idx, rect) in rects.iter().enumerate() {
            let middle = [rect.x + 0.5 * rect.width, rect.y + 0.5 * rect.height];
            let (found, at) = located(&rects, &panels, middle).unwrap();
            assert_eq!(found, idx);
            assert!(at[0].abs() < 1e-9 && at[1].abs() < 1e-9);
        }
        assert_eq!(located(&rects, &panels, [1.0, 1.0]), None);
    }

    #[test]
    fn maps_keep_to_their_room_on_every_screen() {
        for width in [280.0, 360.0, 700.0, 1100.0, 2000.0] {
            for n in 1..5 {
                let Arrangement { height, rects } = Arrangement::of(width, 560.0, &vec!["map"; n]);
                assert!(height <= STACKED * 560.0 + 1e-9);
                assert_eq!(rects.len(), n);
                for (i, a) in rects.iter().enumerate() {
                    assert!(LEFT_PX <= a.x && a.x + a.width <= width);
                    assert!(TITLE_PX <= a.y && a.y + a.height + BELOW_PX <= height + 1e-9);
                    for b in &rects[i + 1..] {
                        let is_beside = a.x + a.width + GAP_PX <= b.x + 1e-9;
                        let is_above = a.y + a.height + BELOW_PX + TITLE_PX <= b.y + 1e-9;
                        assert!(is_beside || is_above, "width {width}, {n} maps");
                    }
                }
            }
        }
    }

    #[test]
    fn two_maps_stand_side_by_side_on_a_page_and_one_above_the_other_on_a_phone() {
        let page = Arrangement::of(1100.0, 560.0, &["learned", "exact"]).rects;
        assert_eq!((page[0].y, page[0].width), (page[1].y, page[0].height));
        let phone = Arrangement::of(328.0, 440.0, &["learned", "exact"]).rects;
        assert!((phone[0].x - phone[1].x).abs() < 1e-9);
        assert!(200.0 < phone[0].height);
        // Beside a text there is too little height for that.
        let low = Arrangement::of(328.0, 200.0, &["learned", "exact"]).rects;
        assert!((low[0].y - low[1].y).abs() < 1e-9 && 130.0 < low[0].width);
    }

    #[test]
    fn a_map_without_a_title_stands_higher() {
        let top = |title| Arrangement::of(500.0, 400.0, &[title]).rects[0].y;
        assert!(top("") + 10.0 < top("map"));
    }

    #[test]
    fn a_scene_without_maps_takes_no_room() {
        assert_eq!(Arrangement::of(500.0, 400.0, &[]), Arrangement::default());
    }
}
