//! Where the maps of a scene stand on screen, and where data lies in them.

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
/// A map alone is at most this much wider than high; maps side by side are square.
const WIDEST: f64 = 1.75;

/// Rectangles of maps with these titles side by side, and the height of everything.
///
/// Maps are as wide as there is room for, at most `max_height` high with their
/// titles, and together in the middle.
pub fn side_by_side(width: f64, max_height: f64, titles: &[&str]) -> (f64, Vec<Rect>) {
    let n = titles.len();
    if n == 0 {
        return (0.0, Vec::new());
    }
    let room = (width - LEFT_PX - 2.0 - GAP_PX * (n - 1) as f64).max(n as f64);
    let widest = room / n as f64;
    // Without titles only the frame's line needs room.
    let above = if titles.iter().all(|title| title.is_empty()) { 2.0 } else { TITLE_PX };
    let height = widest.min(max_height - above - BELOW_PX).max(1.0);
    let width_of_one = widest.min(if n == 1 { WIDEST * height } else { height });
    let spare = room - width_of_one * n as f64;
    let rects = (0..n).map(|i| Rect {
        x: LEFT_PX + 0.5 * spare + i as f64 * (width_of_one + GAP_PX),
        y: above,
        width: width_of_one,
        height,
    });
    (above + height + BELOW_PX, rects.collect())
}

/// A map's place on screen and the part of the plane that it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelSpace {
    /// Place on screen.
    pub rect: Rect,
    /// Part of the plane in it: at least the window asked for.
    pub window: Window,
    /// Pixels of one data unit, on both axes.
    pub px_per_unit: f64,
}

impl PanelSpace {
    /// The whole `window` in the middle of `rect`, with equal units on both
    /// axes; where `rect` has another shape, more of the plane is shown.
    pub fn fit(rect: Rect, window: Window) -> Self {
        let px_per_unit = (rect.width / window.width()).min(rect.height / window.height());
        let grown = |edges: [f64; 2], px: f64| {
            let (middle, half) = (f64::midpoint(edges[0], edges[1]), 0.5 * px / px_per_unit);
            [middle - half, middle + half]
        };
        let window = Window { x: grown(window.x, rect.width), y: grown(window.y, rect.height) };
        Self { rect, window, px_per_unit }
    }

    /// Place on screen of a point of the plane; `y` grows upward in data.
    pub fn px_from_data(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.rect.x + (x - self.window.x[0]) * self.px_per_unit,
            self.rect.y + (self.window.y[1] - y) * self.px_per_unit,
        )
    }

    /// Point of the plane at a place on screen.
    pub fn data_from_px(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.window.x[0] + (x - self.rect.x) / self.px_per_unit,
            self.window.y[1] - (y - self.rect.y) / self.px_per_unit,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: Rect = Rect { x: 10.0, y: 20.0, width: 400.0, height: 200.0 };

    #[test]
    fn data_and_screen_convert_there_and_back() {
        let space = PanelSpace::fit(RECT, Window::centered(5.0));
        let (x, y) = space.px_from_data(1.5, -2.0);
        let (a, b) = space.data_from_px(x, y);
        assert!((a - 1.5).abs() < 1e-12 && (b + 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_window_is_shown_whole_in_the_middle_with_up_upward() {
        let space = PanelSpace::fit(RECT, Window::centered(5.0));
        assert_eq!(space.px_from_data(0.0, 0.0), (210.0, 120.0));
        assert_eq!(space.px_from_data(0.0, 5.0), (210.0, 20.0));
        assert_eq!(space.window, Window { x: [-10.0, 10.0], y: [-5.0, 5.0] });
    }

    #[test]
    fn maps_keep_to_their_room_on_every_screen() {
        for width in [280.0, 360.0, 700.0, 1100.0, 2000.0] {
            for n in 1..4 {
                let (height, rects) = side_by_side(width, 560.0, &vec!["map"; n]);
                assert!(height <= 560.0 + 1e-9);
                assert_eq!(rects.len(), n);
                assert!(rects[n - 1].x + rects[n - 1].width <= width);
                for pair in rects.windows(2) {
                    assert!(pair[0].x + pair[0].width + GAP_PX <= pair[1].x + 1e-9);
                }
            }
        }
    }

    #[test]
    fn a_map_without_a_title_stands_higher() {
        let top = |title| side_by_side(500.0, 400.0, &[title]).1[0].y;
        assert!(top("") + 10.0 < top("map"));
    }

    #[test]
    fn a_scene_without_maps_takes_no_room() {
        assert_eq!(side_by_side(500.0, 400.0, &[]), (0.0, Vec::new()));
    }
}
