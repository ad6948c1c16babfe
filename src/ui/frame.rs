//! One callback per animation frame for everything that changes the picture.
//!
//! All that is asked for before a frame runs together in it, so that effects,
//! which follow in one go, draw once. A page in the background has no frames;
//! there a timer steps in.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::request_animation_frame;
use leptos::prelude::set_timeout;

/// Longest wait when the browser draws no frames.
const NO_FRAMES: Duration = Duration::from_millis(300);

/// Work for the next frame.
type Work = Box<dyn FnOnce(f64)>;

thread_local! {
    static NEXT: RefCell<Vec<Work>> = const { RefCell::new(Vec::new()) };
}

/// Calls `work` in the next frame, with the page's clock in milliseconds.
pub fn next(work: impl FnOnce(f64) + 'static) {
    let is_first = NEXT.with_borrow_mut(|next| {
        next.push(Box::new(work));
        next.len() == 1
    });
    if is_first {
        request_animation_frame(run);
        set_timeout(run, NO_FRAMES);
    }
}

/// The page's clock, in milliseconds; never goes back.
pub fn now_millis() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |clock| clock.now())
}

/// Whoever comes first, frame or timer, finds the work; the other finds none.
fn run() {
    let now = now_millis();
    for work in NEXT.take() {
        work(now);
    }
}
