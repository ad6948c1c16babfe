//! The worker that trains on WebGPU, or on the CPU where that is faster.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        run_constructors();
        flow_lab::worker::serve::serve();
    }
}

/// Runs once what linked crates want run before `main`.
///
/// The tensor library's kernel lists register themselves so. A program that
/// does not call this gets it called by the linker's wrappers at every single
/// call from JavaScript, which costs a seventh of a training step and puts the
/// same entries into the lists again and again.
#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "the linker's own function has no safe name")]
fn run_constructors() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    // SAFETY: the linker defines it without arguments or result; nothing else
    // has run yet, and there is one thread.
    unsafe { __wasm_call_ctors() }
}
