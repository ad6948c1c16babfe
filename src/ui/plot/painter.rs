//! What one view keeps between frames: its canvases, its scene, its colors.

use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;
use web_sys::HtmlElement;

use crate::figure::draw::layout;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::Axes;
use crate::figure::scene::Chart;
use crate::figure::scene::Handle;
use crate::figure::scene::Scene;
use crate::math::window::Window;
use crate::ui::plot::canvas::Scratch;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::canvas::detached;
use crate::ui::plot::canvas::screen_scale;
use crate::ui::plot::canvas::zoom_of;
use crate::ui::plot::chart;
use crate::ui::plot::dots::Grounds;
use crate::ui::plot::handle::Handles;
use crate::ui::plot::mark::Brush;
use crate::ui::plot::panel;
use crate::ui::plot::theme;
use crate::ui::plot::theme::Theme;
use crate::ui::plot::timing::measured;
use crate::ui::plot::watch::Watch;

/// Least time between two paintings of the charts, in milliseconds.
const CHARTS_EVERY_MILLIS: f64 = 100.0;
/// Width from which two charts stand side by side, in CSS pixels.
const TWO_CHARTS_PX: f64 = 720.0;

/// Canvases of one view with what is on them.
pub struct Painter {
    host: HtmlElement,
    charts_host: HtmlElement,
    maps: HtmlCanvasElement,
    handles: Handles,
    charts: Vec<HtmlCanvasElement>,
    drawn_charts: Vec<Chart>,
    drawn_charts_at: f64,
    scene: Scene,
    size: (f64, f64),
    /// How much larger the style sheet shows the view than its own pixels.
    zoom: f64,
    theme: Theme,
    pixels: Pixels,
    is_frame_taken: bool,
    is_next_wanted: bool,
    is_chart_awaited: bool,
    watches: Vec<Watch>,
}

/// Pixels made in memory, kept between frames.
pub struct Pixels {
    scratch: Scratch,
    raster: Raster,
    grounds: Grounds,
}

impl Pixels {
    /// Nothing yet; none where the page has no canvas.
    pub fn new() -> Option<Self> {
        let (raster, grounds) = (Raster::default(), Grounds::default());
        Some(Self { scratch: Scratch::new()?, raster, grounds })
    }
}

impl Painter {
    /// A painter with an empty canvas in `host`, its charts in `charts_host`.
    pub fn new(host: &HtmlElement, charts_host: &HtmlElement) -> Option<Self> {
        let maps = canvas_in(host)?;
        Some(Self {
            host: host.clone(),
            charts_host: charts_host.clone(),
            maps,
            handles: Handles::new(host)?,
            charts: Vec::new(),
            drawn_charts: Vec::new(),
            drawn_charts_at: f64::NEG_INFINITY,
            scene: Scene::default(),
            size: (0.0, 0.0),
            zoom: 1.0,
            theme: theme::of(host),
            pixels: Pixels::new()?,
            is_frame_taken: false,
            is_next_wanted: false,
            is_chart_awaited: false,
            watches: Vec::new(),
        })
    }

    /// Keeps a watch as long as the painter lives.
    pub fn keep(&mut self, watch: Option<Watch>) {
        self.watches.extend(watch);
    }

    /// How much larger the style sheet shows the view than its own pixels.
    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// Takes the scene to be painted next.
    pub fn show(&mut self, scene: Scene) {
        self.scene = scene;
    }

    /// Reads the room that there is.
    pub fn resize(&mut self) {
        let size = (f64::from(self.host.client_width()), highest_maps(&self.host));
        let zoom = zoom_of(&self.host);
        if self.size != size || self.zoom.to_bits() != zoom.to_bits() {
            (self.size, self.zoom) = (size, zoom);
            self.drawn_charts.clear();
        }
    }

    /// Reads the page's colors again.
    pub fn retheme(&mut self) {
        let theme = theme::of(&self.host);
        if self.theme != theme {
            self.theme = theme;
            self.drawn_charts.clear();
        }
    }

    /// Whether this frame has no picture yet: the caller paints it. Otherwise
    /// the next frame will have one.
    pub fn claim_frame(&mut self) -> bool {
        self.is_next_wanted = self.is_frame_taken;
        !std::mem::replace(&mut self.is_frame_taken, true)
    }

    /// Goes on to the next frame; whether it is to be painted.
    pub fn next_frame(&mut self) -> bool {
        self.is_frame_taken = std::mem::take(&mut self.is_next_wanted);
        self.is_frame_taken
    }

    /// Paints; gives the milliseconds until the charts are due, if nobody
    /// waits for that yet.
    pub fn paint(&mut self) -> Option<u64> {
        if self.size.0 < 1.0 {
            return None;
        }
        measured("paint", || self.paint_maps());
        if self.drawn_charts == self.scene.charts {
            self.is_chart_awaited = false;
            return None;
        }
        let wait = CHARTS_EVERY_MILLIS - (js_sys::Date::now() - self.drawn_charts_at);
        if 0.0 < wait {
            let is_first = !std::mem::replace(&mut self.is_chart_awaited, true);
            return is_first.then_some(wait.ceil() as u64);
        }
        self.is_chart_awaited = false;
        measured("chart", || self.paint_charts());
        None
    }

    fn paint_maps(&mut self) {
        let (width, max_height) = self.size;
        let height = layout::arranged(width, max_height, &self.scene).height;
        set_height(&self.maps, height);
        let scale = screen_scale(self.zoom);
        let Some(surface) = Surface::sized(&self.maps, (width, height), scale) else {
            return;
        };
        paint_maps(&surface, &mut self.pixels, &self.theme, &self.scene, self.size);
        label(&self.maps, &self.scene);
        self.handles.put(&self.scene.panels, &self.rects());
        // A finger that asks a picture must not scroll the page.
        let is_probed = self.scene.panels.iter().any(|panel| panel.is_probed);
        let action = if is_probed { "none" } else { "auto" };
        let _ = self.maps.style().set_property("touch-action", action);
    }

    fn rects(&self) -> Vec<Rect> {
        layout::arranged(self.size.0, self.size.1, &self.scene).rects
    }

    /// The map and the point in data units at a place in CSS pixels from the
    /// upper left of the view.
    pub fn located(&self, at: [f64; 2]) -> Option<(usize, [f64; 2])> {
        layout::located(&self.rects(), &self.scene.panels, at)
    }

    /// The point in data units of a map at a place, also beyond its edges.
    pub fn point_of(&self, panel: usize, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let (rects, shown) = (self.rects(), self.scene.panels.get(panel)?);
        let space = PanelSpace::fit(*rects.get(panel)?, shown.window, shown.axes);
        let (x, y) = space.data_from_px(x, y);
        Some([
            x.clamp(shown.window.x[0], shown.window.x[1]),
            y.clamp(shown.window.y[0], shown.window.y[1]),
        ])
    }

    /// The map whose picture depends on the pointer, if it does there.
    pub fn is_probed(&self, panel: usize) -> bool {
        self.scene.panels.get(panel).is_some_and(|panel| panel.is_probed)
    }

    /// The one handle of a map of images or parts, which a press anywhere moves.
    pub fn sole_handle(&self, panel: usize) -> Option<&'static str> {
        let shown = self.scene.panels.get(panel).filter(|shown| shown.axes == Axes::Bare)?;
        match shown.handles.as_slice() {
            [handle] => Some(handle.name),
            _ => None,
        }
    }

    /// Whether a map has neither units nor numbers: its cells are one unit wide.
    pub fn is_bare(&self, panel: usize) -> bool {
        self.scene.panels.get(panel).is_some_and(|shown| shown.axes == Axes::Bare)
    }

    /// A handle of the scene: its map and what it is.
    pub fn handle(&self, idx: usize) -> Option<(usize, Handle, Window)> {
        let panels = self.scene.panels.iter().enumerate();
        let mut all = panels
            .flat_map(|(idx, panel)| panel.handles.iter().map(move |handle| (idx, panel, handle)));
        all.nth(idx).map(|(panel_idx, panel, handle)| (panel_idx, handle.clone(), panel.window))
    }

    fn paint_charts(&mut self) {
        self.drawn_charts_at = js_sys::Date::now();
        self.drawn_charts = self.scene.charts.clone();
        while self.charts.len() < self.drawn_charts.len() {
            let Some(canvas) = canvas_in(&self.charts_host) else { return };
            self.charts.push(canvas);
        }
        for canvas in self.charts.drain(self.drawn_charts.len()..) {
            canvas.remove();
        }
        let is_paired = 1 < self.drawn_charts.len() && TWO_CHARTS_PX <= self.size.0;
        let width = if is_paired { (0.5 * (self.size.0 - 24.0)).floor() } else { self.size.0 };
        let height = chart::height_px(&self.scene);
        for (idx, (canvas, chart)) in self.charts.iter().zip(&self.drawn_charts).enumerate() {
            set_height(canvas, height);
            let gap = if is_paired && idx % 2 == 0 { "24px" } else { "0" };
            let style = canvas.style();
            for (name, value) in [
                ("width", format!("{width}px").as_str()),
                ("margin-right", gap),
                ("margin-top", "12px"),
            ] {
                // Refused only for names that are no properties.
                let _ = style.set_property(name, value);
            }
            let size = (width, height);
            // plotters keeps to whole pixels: there must be enough of them.
            if let Some(surface) = Surface::sized(canvas, size, screen_scale(self.zoom).max(2.0)) {
                chart::paint(&surface, &self.theme, chart);
            }
            let _ = canvas.set_attribute("aria-label", &chart.describe());
        }
    }
}

/// Paints the maps of a scene into a surface of `size`.
pub fn paint_maps(
    surface: &Surface,
    pixels: &mut Pixels,
    theme: &Theme,
    scene: &Scene,
    (width, max_height): (f64, f64),
) {
    let rects = layout::arranged(width, max_height, scene).rects;
    let left = rects.first().map(|rect| rect.x);
    let mut brush = Brush {
        surface,
        scratch: &pixels.scratch,
        raster: &mut pixels.raster,
        grounds: &mut pixels.grounds,
        palette: &theme.palette,
        font: &theme.font,
    };
    for (map, rect) in scene.panels.iter().zip(rects) {
        panel::paint(&mut brush, theme, map, rect, Some(rect.x) == left);
    }
}

/// Most height for maps: a picture never pushes its own controls off screen.
///
/// A style sheet may ask for another share of the window by `--maps-share`.
fn highest_maps(host: &HtmlElement) -> f64 {
    let inner = |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|v| v.as_f64());
    let Some(window) = web_sys::window() else { return 480.0 };
    let height = inner(window.inner_height()).unwrap_or(800.0);
    let is_narrow = inner(window.inner_width()).is_some_and(|width| width < 800.0);
    match theme::number(host, "--maps-share") {
        Some(share) => (share * height).clamp(160.0, 640.0),
        None => (if is_narrow { 0.55 } else { 0.64 } * height).clamp(240.0, 640.0),
    }
}

fn canvas_in(host: &HtmlElement) -> Option<HtmlCanvasElement> {
    let canvas = detached()?;
    canvas.set_attribute("role", "img").ok()?;
    canvas.style().set_property("width", "100%").ok()?;
    canvas.style().set_property("display", "inline-block").ok()?;
    canvas.style().set_property("vertical-align", "top").ok()?;
    host.append_child(canvas.unchecked_ref()).ok()?;
    Some(canvas)
}

fn set_height(canvas: &HtmlCanvasElement, height: f64) {
    // Refused only for names that are no properties.
    let _ = canvas.style().set_property("height", &format!("{height}px"));
}

/// Says in words what is drawn; changes only when the words do.
fn label(canvas: &HtmlCanvasElement, scene: &Scene) {
    let words = scene.describe_panels();
    if canvas.get_attribute("aria-label").as_deref() != Some(words.as_str()) {
        let _ = canvas.set_attribute("aria-label", &words);
    }
}
