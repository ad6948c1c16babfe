//! Devices that a network can live on.

use burn::tensor::Device;

use crate::protocol::event::DeviceUsed;

/// A device with its description.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where tensors lie; without autodiff, which training adds by itself.
    pub device: Device,
    /// What the page is told.
    pub used: DeviceUsed,
}

impl Place {
    /// Burn's flex on the CPU.
    ///
    /// Named outright: Burn's default device is the graphics device wherever
    /// that is compiled in.
    pub fn cpu() -> Self {
        Self { device: Device::flex(), used: DeviceUsed::Cpu }
    }

    /// Whether work is queued on another processor and must be waited for.
    pub fn is_queued(&self) -> bool {
        self.used != DeviceUsed::Cpu
    }
}
