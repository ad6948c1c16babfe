//! Which step is in view, and keeping one there while the page around it grows.

use leptos::prelude::window;
use web_sys::HtmlElement;

use crate::ui::frame::now_millis;
use crate::ui::lecture::reading::Step;
use crate::ui::lecture::reading::window_height;

/// A step is in view from when its top has come up to this share of the window.
const LINE: f64 = 0.35;

/// How long a page may grow after a step was gone to; then it is the reader's.
const SETTLES_MILLIS: f64 = 1500.0;

/// Moves of the step in view below this, in CSS pixels, are not the reader's.
const SLACK_PX: f64 = 40.0;

/// A step that was gone to, kept where it was put.
#[derive(Clone, Copy, Debug)]
pub struct Pin {
    /// Where its top was asked to be; none is where tops belong.
    asked: Option<f64>,
    /// Where it came to be.
    top: f64,
    since: f64,
}

impl Pin {
    /// For a step that is gone to now.
    pub fn new(asked: Option<f64>) -> Self {
        Self { asked, top: 0.0, since: now_millis() }
    }

    /// Whether the page may still grow around it.
    pub fn is_new(&self) -> bool {
        now_millis() - self.since < SETTLES_MILLIS
    }

    /// Scrolls so that the step stands where it was asked to; none is the page's top.
    pub fn align(&mut self, section: Option<&HtmlElement>) {
        match (section, self.asked) {
            (Some(section), None) => section.scroll_into_view(),
            (Some(section), Some(asked)) => {
                window().scroll_by_with_x_and_y(0.0, top_of(section) - asked);
            }
            (None, asked) => window().scroll_to_with_x_and_y(0.0, -asked.unwrap_or(0.0)),
        }
        self.top = now_at(section);
    }

    /// Whether the step is where it was put.
    pub fn holds(&self, section: Option<&HtmlElement>) -> bool {
        self.is_new() || (now_at(section) - self.top).abs() < SLACK_PX
    }
}

/// The last step whose top has come into view; none at the lecture's head.
pub fn in_view(steps: &[Step]) -> Option<usize> {
    let line = LINE * window_height();
    steps.iter().rposition(|step| top_of(&step.section) <= line)
}

/// Where the top of a step, or without one the page's, is in the window.
pub fn now_at(section: Option<&HtmlElement>) -> f64 {
    section.map_or_else(|| -window().scroll_y().unwrap_or(0.0), top_of)
}

fn top_of(section: &HtmlElement) -> f64 {
    section.get_bounding_client_rect().top()
}
