//! Short ways to make panels and marks with the usual widths and sizes.

use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Handle;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Listing;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::window::Window;

impl Scene {
    /// Maps and nothing else.
    pub fn of(panels: Vec<Panel>) -> Self {
        Self { panels, ..Self::default() }
    }

    /// The same with maps in so many columns where there is room.
    #[must_use]
    pub fn in_columns(self, n: usize) -> Self {
        Self { n_columns: Some(n), ..self }
    }

    /// The same with an algorithm beside the maps.
    #[must_use]
    pub fn with_listing(self, listing: Listing) -> Self {
        Self { listing: Some(listing), ..self }
    }
}

impl Panel {
    /// An empty picture in equal units, without numbers or frame.
    pub fn bare(title: &str, window: Window) -> Self {
        Self { axes: Axes::Bare, ..Self::new(title, window) }
    }

    /// The same with a sentence under the maps.
    #[must_use]
    pub fn with_remark(mut self, remark: impl Into<String>) -> Self {
        self.remarks.push(remark.into());
        self
    }

    /// The same in another shape.
    #[must_use]
    pub fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same, drawn anew as the pointer moves over it.
    #[must_use]
    pub fn probed(self) -> Self {
        Self { is_probed: true, ..self }
    }
}

impl Handle {
    /// Something to drag, in ink.
    pub const fn new(name: &'static str, label: &'static str, at: [f64; 2]) -> Self {
        Self { name, label, at, paint: Paint::Ink }
    }

    /// The same in another color.
    #[must_use]
    pub fn painted(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }
}

impl Mark {
    /// Straight pieces of two points each.
    pub fn segments(name: &'static str, xy: Vec<f32>, paint: Paint) -> Self {
        Self::Lines { name, xy, n_per_line: 2, paint, width_px: 1.25, alpha: 0.9 }
    }

    /// A line from edge to edge of `window` at height `y`.
    pub fn level(name: &'static str, y: f64, window: Window, paint: Paint) -> Self {
        let (left, right) = (window.x[0] as f32, window.x[1] as f32);
        Self::segments(name, vec![left, y as f32, right, y as f32], paint)
    }

    /// A line from edge to edge of `window` upward at `x`, such as the time cursor.
    pub fn upright(name: &'static str, x: f64, window: Window, paint: Paint) -> Self {
        let (low, high) = (window.y[0] as f32, window.y[1] as f32);
        Self::segments(name, vec![x as f32, low, x as f32, high], paint)
    }

    /// Curves of several lengths.
    pub fn curves(name: &'static str, curves: &[Vec<f32>], paint: Paint) -> Self {
        Self::Curves {
            name,
            xy: curves.concat(),
            n_points: curves.iter().map(|curve| curve.len() / 2).collect(),
            paint,
            width_px: 1.25,
            alpha: 0.9,
            has_heads: false,
        }
    }

    /// Arrows as long as their vectors.
    pub fn arrows(name: &'static str, tails: Vec<f32>, vectors: Vec<f32>, paint: Paint) -> Self {
        Self::Arrows { name, tails, vectors, scale: 1.0, paint, width_px: 1.5, alpha: 0.9 }
    }

    /// Values on a regular grid, the colors' ends at `range`.
    pub fn heat(
        name: &'static str,
        n: [usize; 2],
        window: Window,
        values: Vec<f32>,
        (range, map): ([f32; 2], HeatMap),
    ) -> Self {
        Self::Heat { name, n, window, values, weights: Vec::new(), range, map }
    }

    /// An image; 1 is ink, x fastest, from the lower left.
    pub fn pixels(name: &'static str, n: [usize; 2], window: Window, values: Vec<f32>) -> Self {
        Self::Pixels { name, n, window, values }
    }

    /// Filled rectangles, two corners each.
    pub fn boxes(name: &'static str, rects: Vec<[f32; 4]>, paint: Paint) -> Self {
        Self::Boxes { name, rects, paint, alpha: 0.25, is_filled: true }
    }

    /// Outlined rectangles, two corners each.
    pub fn frames(name: &'static str, rects: Vec<[f32; 4]>, paint: Paint) -> Self {
        Self::Boxes { name, rects, paint, alpha: 1.0, is_filled: false }
    }

    /// The same mark less opaque; words, maps and images stay as they are.
    #[must_use]
    pub fn faded(mut self, to: f32) -> Self {
        match &mut self {
            Self::Dots { alpha, .. }
            | Self::Lines { alpha, .. }
            | Self::Curves { alpha, .. }
            | Self::Arrows { alpha, .. }
            | Self::Bars { alpha, .. }
            | Self::Area { alpha, .. }
            | Self::Boxes { alpha, .. } => *alpha = to,
            Self::Heat { .. } | Self::Text { .. } | Self::Pixels { .. } => {}
        }
        self
    }

    /// The same mark with dots of this radius, lines of this width or letters
    /// of this height.
    #[must_use]
    pub fn sized(mut self, px: f32) -> Self {
        match &mut self {
            Self::Dots { radius_px: size, .. }
            | Self::Lines { width_px: size, .. }
            | Self::Curves { width_px: size, .. }
            | Self::Arrows { width_px: size, .. }
            | Self::Text { size_px: size, .. } => *size = px,
            Self::Heat { .. }
            | Self::Bars { .. }
            | Self::Area { .. }
            | Self::Pixels { .. }
            | Self::Boxes { .. } => {}
        }
        self
    }

    /// The same words in another color, at another side of their place.
    #[must_use]
    pub fn written(mut self, color: Paint, side: Align) -> Self {
        if let Self::Text { paint, align, .. } = &mut self {
            (*paint, *align) = (color, side);
        }
        self
    }

    /// The same arrows drawn longer or shorter.
    #[must_use]
    pub fn scaled(mut self, by: f32) -> Self {
        if let Self::Arrows { scale, .. } = &mut self {
            *scale = by;
        }
        self
    }

    /// The same curves with arrow heads in their middles.
    #[must_use]
    pub fn headed(mut self) -> Self {
        if let Self::Curves { has_heads, .. } = &mut self {
            *has_heads = true;
        }
        self
    }
}
