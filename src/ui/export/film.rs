//! The flow as an animated GIF, a picture a task, so that the page never waits.

use std::time::Duration;

use leptos::prelude::GetUntracked;
use leptos::prelude::WithUntracked;
use leptos::prelude::document;
use leptos::prelude::set_timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlAnchorElement;

use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::draw::arrange::Arrangement;
use crate::figure::export::gif::Colors;
use crate::figure::export::gif::Film;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::scene::Scene;
use crate::ui::bench::Bench;
use crate::ui::export::Saved;
use crate::ui::export::link;
use crate::ui::export::save_bytes;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::canvas::detached;
use crate::ui::plot::painter::Pixels;
use crate::ui::plot::painter::paint_maps;
use crate::ui::plot::theme;
use crate::ui::plot::theme::Theme;

/// Pictures of a film, from noise to data or back.
const N_PICTURES: u32 = 61;
/// Hundredths of a second that each is shown; the last stays longer.
const DELAY: u16 = 5;
const LAST_DELAY: u16 = 150;
/// Width of a film of one map, and of several.
const WIDTHS: [f64; 2] = [480.0, 720.0];

/// Saves the flow as a film; the figure can be used meanwhile, the film is of
/// what was there at the beginning. `tell` hears the share that is done.
///
/// # Errors
/// A sentence if the browser can not paint or the film can not be written.
pub async fn film(bench: Bench, anchor: &HtmlAnchorElement, tell: impl Fn(f64)) -> Saved {
    let refused = || "The browser could not paint the film.".to_owned();
    let studio = Studio::of(bench).ok_or_else(refused)?;
    let mut few = Vec::new();
    for t in [0.0, 0.5, 1.0] {
        few.push(studio.picture(t).ok_or_else(refused)?);
        pause().await;
    }
    let few: Vec<&[u8]> = few.iter().map(Vec::as_slice).collect();
    let mut film = Film::new(studio.pixels(), Colors::of(&few)).map_err(|e| said(&e))?;
    film.note(&format!("{} build {}", link::of(bench), link::build())).map_err(|e| said(&e))?;
    for i in 0..N_PICTURES {
        let is_last = i + 1 == N_PICTURES;
        let share = f64::from(i) / f64::from(N_PICTURES - 1);
        let picture = studio.picture(if studio.is_backward { 1.0 - share } else { share });
        let delay = if is_last { LAST_DELAY } else { DELAY };
        film.add(&picture.ok_or_else(refused)?, delay).map_err(|e| said(&e))?;
        tell(f64::from(i + 1) / f64::from(N_PICTURES));
        pause().await;
    }
    let bytes = film.finish().map_err(|e| said(&e))?;
    save_bytes(anchor, &bytes, "image/gif")
}

fn said(error: &dyn std::fmt::Display) -> String {
    format!("The film could not be written: {error}.")
}

/// Lets the page do other things.
async fn pause() {
    let mut start = |resolve: js_sys::Function, _: js_sys::Function| {
        let go_on = move || {
            // A promise that nobody waits for any more.
            let _ = resolve.call0(&JsValue::NULL);
        };
        set_timeout(go_on, Duration::ZERO);
    };
    let _ = JsFuture::from(js_sys::Promise::new(&mut start)).await;
}

/// Everything that pictures are painted with.
struct Studio {
    scene_of: fn(&View<'_>) -> Scene,
    settings: Settings,
    outputs: Outputs,
    probe: Probe,
    span: Option<TimeSpan>,
    is_backward: bool,
    theme: Theme,
    size: (f64, f64),
}

impl Studio {
    fn of(bench: Bench) -> Option<Self> {
        let scene = bench.scene_untracked();
        let width = WIDTHS[usize::from(1 < scene.panels.len())];
        let height = Arrangement::of(width, width, &scene).height;
        Some(Self {
            scene_of: bench.figure.scene,
            settings: bench.settings.with_untracked(Settings::clone),
            outputs: bench.outputs.with_untracked(Outputs::clone),
            probe: bench.probe.get_untracked(),
            span: bench.figure.time,
            is_backward: bench.settings.with_untracked(rules::is_backward),
            theme: theme::of(&document().document_element()?),
            size: (width, height.ceil().max(1.0)),
        })
    }

    fn pixels(&self) -> [u16; 2] {
        [self.size.0 as u16, self.size.1 as u16]
    }

    /// The maps at time `t`, four numbers a pixel.
    fn picture(&self, t: f64) -> Option<Vec<u8>> {
        let view = View {
            settings: &self.settings,
            outputs: &self.outputs,
            t,
            probe: self.probe,
            span: self.span,
        };
        let scene = (self.scene_of)(&view);
        let (width, height) = self.size;
        let surface = Surface::sized(&detached()?, self.size, 1.0)?;
        paint_maps(&surface, &mut Pixels::new()?, &self.theme, &scene, (width, width));
        // Paper under what is painted.
        surface.ctx.set_global_composite_operation("destination-over").ok()?;
        surface.ctx.set_fill_style_str(&self.theme.palette.paper.css(1.0));
        surface.ctx.fill_rect(0.0, 0.0, width, height);
        let data = surface.ctx.get_image_data(0.0, 0.0, width, height).ok()?;
        Some(data.data().0)
    }
}
