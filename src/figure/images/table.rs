//! A table of images in one map, and one of them large with its way from noise.

use crate::dataset::images::ImageKind;
use crate::figure::View;
use crate::figure::output::Flow;
use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Shape;
use crate::math::window::Window;

/// Name of the handle of the image that is shown large.
pub(in crate::figure) const CHOSEN: &str = "image";

/// Name of the frame around it.
pub(in crate::figure) const SHOWN_LARGE: &str = "shown large";

/// Most rows under which long names of columns find room.
const N_ROWS_NAMED: usize = 8;

/// Share of a cell that its image fills.
const FILLED: f64 = 0.92;

/// Images of a strip under the large one.
const N_STRIP: usize = 6;

/// How names of columns stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// Not above them: there are none, or they are told in a sentence.
    None,
    /// Side by side.
    Line,
    /// Every second one higher, so that each has the room of two.
    TwoLines,
}

/// What stands in a table.
pub(in crate::figure) struct Table<'a> {
    /// The images' kind.
    pub kind: ImageKind,
    /// Rows and columns.
    pub size: [usize; 2],
    /// Pixels of all images, row after row from the top; fewer leave cells empty.
    pub pixels: &'a [f32],
    /// Names of the rows, from the top; may be none.
    pub rows: Vec<String>,
    /// Names of the columns; may be none.
    pub columns: Vec<String>,
    /// Whether each image is framed as wrong; may be none.
    pub is_wrong: Vec<bool>,
}

impl Table<'_> {
    /// Room for the names of rows, in cells.
    fn margin(&self) -> f64 {
        let longest = self.rows.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        if longest == 0 { 0.0 } else { 0.6 + 0.3 * longest as f64 }
    }

    /// How the names of the columns stand above them.
    fn heads(&self) -> Heads {
        let longest = self.columns.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        match longest {
            0 => Heads::None,
            1..=3 => Heads::Line,
            // Many rows make narrow columns.
            _ if N_ROWS_NAMED < self.size[0] => Heads::None,
            _ => Heads::TwoLines,
        }
    }

    fn window(&self) -> Window {
        let [n_rows, n_columns] = self.size.map(|n| n as f64);
        let top = match self.heads() {
            Heads::None => 0.1,
            Heads::Line => 0.8,
            Heads::TwoLines => 1.4,
        };
        Window { x: [-self.margin(), n_columns + 0.05], y: [-0.05, n_rows + top] }
    }

    /// The map, its images as they are; `chosen` has a handle.
    pub(in crate::figure) fn panel(&self, title: &str, chosen: usize) -> Panel {
        let [n_rows, n_columns] = self.size;
        let mut panel = Panel::new(title, self.window());
        (panel.axes, panel.is_probed) = (Axes::Bare, true);
        if 1.3 * (n_rows as f64) < n_columns as f64 {
            panel.shape = Shape::Wide;
        }
        for (idx, image) in self.pixels.chunks_exact(self.kind.dim()).enumerate() {
            if idx < n_rows * n_columns {
                panel.marks.push(image_mark(self.kind, image, self.place(idx)));
            }
        }
        let wrong: Vec<[f32; 4]> = (0..n_rows * n_columns)
            .filter(|&idx| self.is_wrong.get(idx) == Some(&true))
            .map(|idx| {
                let Window { x, y } = self.place(idx);
                [x[0], y[0], x[1], y[1]].map(|v| v as f32)
            })
            .collect();
        if !wrong.is_empty() {
            panel.marks.push(Mark::Boxes {
                name: "judged to show another label",
                rects: wrong,
                paint: Paint::Error,
                alpha: 1.0,
                is_filled: false,
            });
        }
        for (row, name) in self.rows.iter().enumerate() {
            let y = (n_rows - 1 - row) as f32 + 0.5;
            panel.marks.push(letters([-0.2, y], name, Align::Right));
        }
        for (column, name) in self.columns.iter().enumerate() {
            let line = match self.heads() {
                Heads::None => continue,
                Heads::Line => 0,
                Heads::TwoLines => column % 2,
            };
            let at = [column as f32 + 0.5, n_rows as f32 + 0.35 + 0.6 * line as f32];
            panel.marks.push(letters(at, name, Align::Middle));
        }
        if self.heads() == Heads::None && !self.columns.is_empty() {
            panel.remarks.push(format!("Columns: {}.", self.columns.join(", ")));
        }
        let Window { x, y } = self.place(chosen.min(n_rows * n_columns - 1));
        panel.marks.push(Mark::Boxes {
            name: SHOWN_LARGE,
            rects: vec![[x[0], y[0], x[1], y[1]].map(|v| v as f32)],
            paint: Paint::Ink,
            alpha: 1.0,
            is_filled: false,
        });
        // At the corner, so that it hides little of its image.
        panel.handles = vec![Handle {
            name: CHOSEN,
            label: "the image shown large",
            at: [x[0] + 0.08, y[1] - 0.08],
            paint: Paint::Ink,
        }];
        panel
    }

    /// The map without one that is chosen.
    pub(in crate::figure) fn still(&self, title: &str) -> Panel {
        let mut panel = self.panel(title, 0);
        panel.marks.retain(|mark| !matches!(mark, Mark::Boxes { name: "shown large", .. }));
        (panel.handles, panel.is_probed) = (Vec::new(), false);
        panel
    }

    /// Where an image lies.
    pub(in crate::figure) fn place(&self, idx: usize) -> Window {
        let [n_rows, n_columns] = self.size;
        let (row, column) = (idx / n_columns, idx % n_columns);
        let (x, y) = (column as f64, (n_rows - 1 - row.min(n_rows - 1)) as f64);
        let pad = 0.5 * (1.0 - FILLED);
        Window { x: [x + pad, x + 1.0 - pad], y: [y + pad, y + 1.0 - pad] }
    }

    /// Number of the image at a place of the map.
    fn at(&self, [x, y]: [f64; 2]) -> Option<usize> {
        let [n_rows, n_columns] = self.size;
        let inside = (0.0..n_columns as f64).contains(&x) && (0.0..n_rows as f64).contains(&y);
        inside.then(|| (n_rows - 1 - y as usize) * n_columns + x as usize)
    }

    /// The image that a reader has chosen with the handle.
    pub(in crate::figure) fn chosen(&self, view: &View<'_>) -> usize {
        view.probe.handle(CHOSEN).and_then(|at| self.at(at)).unwrap_or(0)
    }

    /// The image that is shown large: under the pointer, else the chosen one.
    pub(in crate::figure) fn looked_at(&self, view: &View<'_>) -> usize {
        let pointed = view.probe.pointer.filter(|_| view.probe.pointer_panel == 0);
        pointed.and_then(|at| self.at(at)).unwrap_or_else(|| self.chosen(view))
    }
}

/// One image, large, and its way from noise under it where that is known.
pub(in crate::figure) fn large(
    kind: ImageKind,
    image: Option<&[f32]>,
    way: Option<(&Flow, usize)>,
    title: &str,
) -> Panel {
    let strip = 1.0 / N_STRIP as f64;
    let mut panel = Panel::new(title, Window { x: [0.0, 1.0], y: [-strip - 0.04, 1.0] });
    panel.axes = Axes::Bare;
    match image.filter(|image| image.len() == kind.dim()) {
        Some(image) => {
            panel.marks.push(image_mark(kind, image, Window { x: [0.0, 1.0], y: [0.0, 1.0] }));
        }
        None => panel.waiting = Some("No image yet.".to_owned()),
    }
    let Some((flow, idx)) = way.filter(|(flow, idx)| *idx < flow.n_points()) else { return panel };
    let last = flow.times.len() - 1;
    for k in 0..N_STRIP {
        let frame = flow.frame(k * last / (N_STRIP - 1));
        let image = &frame[idx * kind.dim()..(idx + 1) * kind.dim()];
        let x = k as f64 * strip;
        let place = Window { x: [x + 0.005, x + strip - 0.005], y: [-strip - 0.03, -0.04] };
        panel.marks.push(image_mark(kind, image, place));
    }
    panel
}

/// An image as a mark: numbers from -1 to 1, from the top, become 0 to 1 from below.
pub(in crate::figure) fn image_mark(kind: ImageKind, image: &[f32], window: Window) -> Mark {
    let side = kind.side();
    let mut values = Vec::with_capacity(image.len());
    for channel in image.chunks_exact(side * side) {
        for row in channel.chunks_exact(side).rev() {
            values.extend(row.iter().map(|v| (0.5 * (v + 1.0)).clamp(0.0, 1.0)));
        }
    }
    Mark::Pixels { name: "images", n: [side, side], window, values }
}

fn letters(at: [f32; 2], text: &str, align: Align) -> Mark {
    Mark::Text { name: "", at, text: text.to_owned(), paint: Paint::Ink, align, size_px: 12.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(pixels: &[f32]) -> Table<'_> {
        Table {
            kind: ImageKind::Digits8,
            size: [2, 3],
            pixels,
            rows: vec!["w = 1".to_owned(), "w = 2".to_owned()],
            columns: vec![],
            is_wrong: vec![],
        }
    }

    #[test]
    fn every_image_is_found_where_it_lies() {
        let pixels = vec![0.0; 6 * 64];
        let table = table(&pixels);
        for idx in 0..6 {
            let Window { x, y } = table.place(idx);
            assert_eq!(table.at([0.5 * (x[0] + x[1]), 0.5 * (y[0] + y[1])]), Some(idx));
        }
        assert_eq!(table.at([-0.1, 1.0]), None);
        assert_eq!(table.at([0.1, 1.9]), Some(0), "the first image lies uppermost");
    }

    #[test]
    fn long_names_stand_in_turn_or_in_a_sentence() {
        let heads = |n_rows: usize, names: &[&str]| {
            let columns = names.iter().map(|&name| name.to_owned()).collect();
            let table = Table { columns, size: [n_rows, names.len()], ..table(&[]) };
            let panel = table.panel("", 0);
            let heights = panel.marks.iter().filter_map(|mark| match mark {
                Mark::Text { at, text, .. } if names.contains(&text.as_str()) => Some(at[1]),
                _ => None,
            });
            let heights: Vec<f32> = heights.collect();
            let top = table.window().y[1] as f32;
            assert!(heights.iter().all(|y| *y + 0.3 < top), "{heights:?} {top}");
            (heights.len(), heights.windows(2).all(|pair| pair[0] < pair[1]), panel.remarks)
        };
        assert_eq!(heads(3, &["0", "1"]), (2, false, vec![]));
        assert_eq!(heads(3, &["disc", "square"]), (2, true, vec![]));
        assert_eq!(
            heads(20, &["disc", "ring"]),
            (0, true, vec!["Columns: disc, ring.".to_owned()])
        );
    }

    #[test]
    fn the_uppermost_row_of_an_image_is_drawn_uppermost() {
        let mut image = vec![-1.0; 64];
        image[..8].fill(1.0);
        let window = Window { x: [0.0, 1.0], y: [0.0, 1.0] };
        let Mark::Pixels { values, .. } = image_mark(ImageKind::Digits8, &image, window) else {
            panic!("pixels");
        };
        assert!(values[56..].iter().all(|v| (v - 1.0).abs() < 1e-6));
        assert!(values[..56].iter().all(|v| v.abs() < 1e-6));
    }
}
