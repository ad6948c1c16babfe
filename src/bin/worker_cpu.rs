//! The worker that trains on the CPU.

fn main() {
    #[cfg(target_arch = "wasm32")]
    flow_lab::worker::serve::serve();
}
