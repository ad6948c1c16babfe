//! One callback per animation frame for everything that changes the picture.
//!
//! All that is asked for before a frame runs together in it, so that effects,
//! which follow in one go, draw once. A page in the background has no frames;
//! there a timer steps in.

use std::cell::RefCell;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::request_animation_frame;

/// Longest wait when the browser draws no frames.
const NO_FRAMES: Duration = Duration::from_millis(300);

/// Work for the next frame.
type Work = Box<dyn FnOnce(f64)>;

/// Work and the turn that does it.
#[derive(Default)]
struct Queue {
    work: Vec<Work>,
    /// Counts turns, so that whoever comes second, frame or timer, does nothing.
    turn: u64,
    timer: Option<TimeoutHandle>,
}

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
}

/// Calls `work` in the next frame, with the page's clock in milliseconds.
pub fn next(work: impl FnOnce(f64) + 'static) {
    QUEUE.with_borrow_mut(|queue| {
        queue.work.push(Box::new(work));
        if queue.work.len() == 1 {
            let turn = queue.turn;
            request_animation_frame(move || run(turn));
            queue.timer = set_timeout_with_handle(move || run(turn), NO_FRAMES).ok();
        }
    });
}

/// The page's clock, in milliseconds; never goes back.
pub fn now_millis() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |clock| clock.now())
}

fn run(turn: u64) {
    let work = QUEUE.with_borrow_mut(|queue| {
        if queue.turn != turn {
            return Vec::new();
        }
        queue.turn += 1;
        if let Some(timer) = queue.timer.take() {
            timer.clear();
        }
        std::mem::take(&mut queue.work)
    });
    let now = now_millis();
    for work in work {
        work(now);
    }
}
