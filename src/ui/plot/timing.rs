//! Time spent on pictures, readable in the browser's performance timeline.

use std::cell::Cell;

/// Measures kept in the timeline under one name before the old ones go.
const N_KEPT: u32 = 1000;

thread_local! {
    static N_MEASURED: Cell<u32> = const { Cell::new(0) };
}

/// Does `work` under `performance.mark(name)` and `performance.measure(name)`.
pub fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let Some(performance) = web_sys::window().and_then(|window| window.performance()) else {
        return work();
    };
    // Marks and measures are for whoever looks; that they fail changes nothing.
    performance.clear_marks_with_mark_name(name);
    let _ = performance.mark(name);
    let result = work();
    let _ = performance.measure_with_start_mark(name, name);
    N_MEASURED.with(|n| {
        n.set(n.get() + 1);
        if N_KEPT <= n.get() {
            n.set(0);
            performance.clear_measures_with_measure_name(name);
        }
    });
    result
}
