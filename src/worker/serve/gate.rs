//! Whether WebGPU may be used here, and why not.

use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use burn::tensor::Device;

use crate::experiment::choice::DeviceKind;
use crate::experiment::run::Experiment;
use crate::model::device::Place;
use crate::protocol::event::DeviceUsed;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::protocol::program::Adapter;
use crate::train::self_test::self_test;
use crate::worker::devices::Devices;
use crate::worker::serve::has_webgpu;
use crate::worker::serve::send;

/// A network that a device is tried with before it is trusted at all.
const TRIAL_LINK: &str = "net=16x2";

/// Opens WebGPU if it is there, real, able and correct; the CPU otherwise.
///
/// Sends the phases it goes through, for they may take seconds.
pub(crate) async fn open(kind: DeviceKind) -> Devices {
    send(&Event::Phase { phase: Phase::OpeningDevice });
    let opened = open_gpu(kind).await;
    send(&Event::Phase { phase: Phase::Working });
    match opened {
        Ok(place) => {
            let name = crate::worker::devices::adapter_name(&place).to_owned();
            match kind {
                DeviceKind::Auto => {
                    let reason =
                        format!("WebGPU on {name}: real, and it computes what the CPU computes.");
                    Devices::measured(place, reason)
                }
                _ => Devices::gpu_forced(place, format!("WebGPU on {name}, as asked for.")),
            }
        }
        Err(reason) => Devices::cpu_only(reason),
    }
}

async fn open_gpu(kind: DeviceKind) -> Result<Place, String> {
    let adapter = adapter().await?;
    if adapter.is_software() && kind != DeviceKind::WebGpuForce {
        return Err(format!(
            "CPU: WebGPU is only emulated in software here ({}), which is far slower.",
            adapter.name
        ));
    }
    if !adapter.has_timestamps {
        return Err(format!(
            "CPU: WebGPU on {} lacks time stamps, which the tensor library needs.",
            adapter.name
        ));
    }
    let opened = Device::wgpu_options().init_with_setup_async().await;
    let (device, setup) =
        opened.map_err(|error| format!("CPU: WebGPU could not be opened ({error})."))?;
    setup.device.set_device_lost_callback(|_, message| send_lost(&message));
    send(&Event::Phase { phase: Phase::SelfTest });
    let trial = Experiment::from_link(TRIAL_LINK);
    self_test(&trial, &device)
        .await
        .map_err(|error| format!("CPU: WebGPU on {} is not used: {error}.", adapter.name))?;
    let is_software = adapter.is_software();
    let used = DeviceUsed::WebGpu { adapter: adapter.name, is_software };
    Ok(Place { device, used })
}

fn send_lost(message: &str) {
    let detail = message.lines().next().unwrap_or_default();
    send(&Event::Failed {
        run: None,
        message: format!("The graphics device was lost ({detail})."),
        is_recoverable: true,
    });
}

/// Looks at an adapter of our own: Burn's may be asked for one device only.
async fn adapter() -> Result<Adapter, String> {
    if !has_webgpu() {
        return Err("CPU: this browser offers no WebGPU.".to_owned());
    }
    let found = request_adapter().await.ok().filter(JsValue::is_object);
    let Some(adapter) = found else {
        return Err("CPU: this browser's WebGPU has no graphics adapter.".to_owned());
    };
    let info = get(&adapter, "info");
    let is_flagged = |of: &JsValue| get(of, "isFallbackAdapter").is_truthy();
    let features = get(&adapter, "features");
    Ok(Adapter {
        is_fallback: is_flagged(&info) || is_flagged(&adapter),
        has_timestamps: call(&features, "has", &"timestamp-query".into())
            .is_ok_and(|has| has.is_truthy()),
        name: name(&info),
    })
}

async fn request_adapter() -> Result<JsValue, JsValue> {
    let navigator = get(&js_sys::global(), "navigator");
    let options = Object::new();
    Reflect::set(&options, &"powerPreference".into(), &"high-performance".into())?;
    let promise: Promise = call(&get(&navigator, "gpu"), "requestAdapter", &options)?.dyn_into()?;
    JsFuture::from(promise).await
}

/// What the adapter is called, in the words that the page uses too; browsers
/// often tell little.
fn name(info: &JsValue) -> String {
    let words = ["vendor", "architecture", "device", "description"].map(|key| text(info, key));
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "this graphics device".to_owned() } else { words.join(" ") }
}

fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(of: &JsValue, key: &str) -> String {
    get(of, key).as_string().unwrap_or_default()
}

fn call(of: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    get(of, method).dyn_into::<Function>()?.call1(of, argument)
}
