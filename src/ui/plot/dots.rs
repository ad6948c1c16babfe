//! Dots of a map: blended in memory, in the pixels of the screen.
//!
//! Where dots are the first marks of their map they lie on paper, and those
//! that stay while others move (data under samples) are blended once.

use std::ops::Range;

use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::palette::Palette;
use crate::figure::draw::raster::Dot;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::Mark;
use crate::ui::plot::canvas::Scratch;
use crate::ui::plot::mark::Brush;

/// Height of a map on which dots have their full size.
const FULL_SIZE_PX: f64 = 420.0;
/// Room around dots, in CSS pixels.
const MARGIN_PX: f64 = 8.0;
/// Maps whose ground is kept.
const N_KEPT: usize = 4;

/// Grounds of some maps, the latest used last.
#[derive(Default)]
pub struct Grounds(Vec<Ground>);

/// Dots of a map that stay, on paper.
struct Ground {
    marks: Vec<Mark>,
    space: PanelSpace,
    scale: f64,
    palette: Palette,
    raster: Raster,
}

/// Paints dots that follow each other: at once where they are first on their
/// map, else over what is there.
pub fn paint(brush: &mut Brush<'_>, space: &PanelSpace, marks: &[Mark], is_first: bool) {
    let sheet = Sheet::new(space, brush.surface.scale, is_first.then_some(space.rect), marks);
    let Some((sheet, used)) = sheet else { return };
    let (width, height) = sheet.size;
    let Some((moving, ground)) = marks.split_last().filter(|_| is_first) else {
        brush.raster.clear(width, height);
        sheet.blend(brush.raster, marks, brush.palette);
        let at = [sheet.corner[0], sheet.corner[1], width as f64, height as f64];
        let at = at.map(|px| px / sheet.scale);
        brush.scratch.stamp(&brush.surface.ctx, brush.raster, at);
        return;
    };
    let [left, top, used_width, used_height] = used;
    let rows = top..top + used_height;
    brush.raster.lay(width, height);
    brush.grounds.put(brush.raster, rows, &sheet, (ground, brush.palette));
    sheet.blend(brush.raster, std::slice::from_ref(moving), brush.palette);
    let part = [left, top, used_width, used_height];
    Scratch::put(&brush.surface.ctx, brush.raster, sheet.corner, part);
}

/// Where a raster lies on the screen, and data in it.
struct Sheet<'a> {
    space: &'a PanelSpace,
    /// Screen pixels per CSS pixel.
    scale: f64,
    /// Upper left, in whole pixels of the screen, so that nothing is blurred.
    corner: [f64; 2],
    /// Width and height in pixels.
    size: (usize, usize),
}

impl<'a> Sheet<'a> {
    /// A sheet over `whole`, or else over the dots alone, with the part that has
    /// dots: left, top, width, height. None where no dot can be seen.
    fn new(
        space: &'a PanelSpace,
        scale: f64,
        whole: Option<Rect>,
        marks: &[Mark],
    ) -> Option<(Self, [usize; 4])> {
        let room = room_of(marks, space);
        let over = whole.unwrap_or(room);
        let corner = [over.x, over.y].map(|v| (v * scale).floor());
        let far =
            |rect: Rect| [rect.x + rect.width, rect.y + rect.height].map(|v| (v * scale).ceil());
        let size = [0, 1].map(|i| far(over)[i] - corner[i]);
        let from = [room.x, room.y].map(|v| (v * scale).floor());
        let used = [0, 1].map(|i| (from[i] - corner[i], far(room)[i] - from[i]));
        let is_seen = used.iter().all(|(start, length)| 0.0 <= *start && 1.0 <= *length);
        let sheet = Self { space, scale, corner, size: (size[0] as usize, size[1] as usize) };
        let [(left, width), (top, height)] = used.map(|(a, b)| (a as usize, b as usize));
        is_seen.then_some((sheet, [left, top, width, height]))
    }

    fn blend(&self, raster: &mut Raster, marks: &[Mark], palette: &Palette) {
        // On a small map the same dots would run into each other.
        let share = self.space.rect.height / FULL_SIZE_PX;
        let size = (share as f32).powf(0.7).clamp(0.4, 1.2) * self.scale as f32;
        let per_unit = self.space.px_per_unit.map(|px| (px * self.scale) as f32);
        let (x0, y0) = self.space.px_from_data(0.0, 0.0);
        let x0 = (x0 * self.scale - self.corner[0]) as f32;
        let y0 = (y0 * self.scale - self.corner[1]) as f32;
        for mark in marks {
            let Mark::Dots { xy, paint, radius_px, alpha, .. } = mark else { continue };
            let color = palette.color(*paint);
            let dot = Dot::new(radius_px * size, *alpha);
            for point in xy.chunks_exact(2) {
                let center = [x0 + per_unit[0] * point[0], y0 - per_unit[1] * point[1]];
                raster.dot(&dot, center, color);
            }
        }
    }
}

impl Grounds {
    /// Lays rows of the ground of `marks` into a raster of the sheet's size.
    fn put(
        &mut self,
        raster: &mut Raster,
        rows: Range<usize>,
        sheet: &Sheet<'_>,
        (marks, palette): (&[Mark], &Palette),
    ) {
        if marks.is_empty() {
            return raster.cover(rows, palette.paper);
        }
        let is_it = |ground: &Ground| {
            ground.space == *sheet.space
                && ground.scale.to_bits() == sheet.scale.to_bits()
                && ground.palette == *palette
                && ground.marks == marks
        };
        let known = self.0.iter().position(is_it);
        let ground = match known {
            Some(idx) => self.0.remove(idx),
            None => Ground::new(sheet, marks, palette),
        };
        raster.copy(rows, &ground.raster);
        self.0.push(ground);
        if N_KEPT < self.0.len() {
            self.0.remove(0);
        }
    }
}

impl Ground {
    fn new(sheet: &Sheet<'_>, marks: &[Mark], palette: &Palette) -> Self {
        let mut raster = Raster::default();
        let (width, height) = sheet.size;
        raster.lay(width, height);
        raster.cover(0..height, palette.paper);
        sheet.blend(&mut raster, marks, palette);
        let (space, scale) = (*sheet.space, sheet.scale);
        Self { marks: marks.to_vec(), space, scale, palette: *palette, raster }
    }
}

/// The part of a map where dots lie, with some room around them.
fn room_of(marks: &[Mark], space: &PanelSpace) -> Rect {
    let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
    for mark in marks {
        let Mark::Dots { xy, .. } = mark else { continue };
        for point in xy.chunks_exact(2) {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
    }
    let (x0, y0) = space.px_from_data(f64::from(low[0]), f64::from(high[1]));
    let (x1, y1) = space.px_from_data(f64::from(high[0]), f64::from(low[1]));
    let rect = space.rect;
    let x = (x0 - MARGIN_PX).max(rect.x);
    let y = (y0 - MARGIN_PX).max(rect.y);
    let width = (x1 + MARGIN_PX).min(rect.x + rect.width) - x;
    let height = (y1 + MARGIN_PX).min(rect.y + rect.height) - y;
    Rect { x, y, width, height }
}
