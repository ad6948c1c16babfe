//! The worker that trains on WebGPU, or on the CPU where that is faster.

fn main() {
    #[cfg(target_arch = "wasm32")]
    flow_lab::worker::serve::serve();
}
