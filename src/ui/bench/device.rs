//! The device that was asked for and the one that computes.

use leptos::prelude::Get;
use leptos::prelude::Signal;
use leptos::prelude::With;

use crate::experiment::choice::DeviceKind;
use crate::math::kind::Kind;
use crate::ui::bench::Bench;

impl Bench {
    /// Why the CPU trains although WebGPU was asked for; none while it does not.
    pub fn refused_device(self) -> Signal<Option<String>> {
        let state = self.link.state;
        Signal::derive(move || {
            let wish =
                self.settings.with(|settings| settings.get("device").map(ToString::to_string));
            let wish = wish.and_then(|key| DeviceKind::from_key(&key));
            let wants_gpu = matches!(wish, Some(DeviceKind::WebGpu | DeviceKind::WebGpuForce));
            (wants_gpu && state.device.get() == "cpu").then(|| state.device_reason.get())
        })
    }
}
