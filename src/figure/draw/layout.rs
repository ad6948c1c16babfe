//! Where data lies in a map on screen.

use crate::figure::scene::Axes;
use crate::figure::scene::Panel;
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
        let rects = [RECT, Rect { x: 500.0, ..RECT }];
        let panels = vec![Panel::new("map", Window::centered(5.0)); 2];
        for (idx, rect) in rects.iter().enumerate() {
            let middle = [rect.x + 0.5 * rect.width, rect.y + 0.5 * rect.height];
            let (found, at) = located(&rects, &panels, middle).unwrap();
            assert_eq!(found, idx);
            assert!(at[0].abs() < 1e-9 && at[1].abs() < 1e-9);
        }
        assert_eq!(located(&rects, &panels, [1.0, 1.0]), None);
    }
}
