//! The browser's side of a worker: messages in and out, and room to breathe.

#[cfg(feature = "webgpu")]
mod gate;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::PanicHookInfo;
use std::rc::Rc;

use js_sys::Array;
use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;
use web_sys::MessageChannel;
use web_sys::MessageEvent;

use crate::experiment::choice::DeviceKind;
use crate::protocol::codec::decode;
use crate::protocol::codec::encode;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::worker::devices::Devices;
use crate::worker::session::Session;
use crate::worker::shared::SETTLE;
use crate::worker::shared::SLOW_SETTLE;

/// Serves the page until it ends the worker.
pub fn serve() {
    std::panic::set_hook(Box::new(report_panic));
    wasm_bindgen_futures::spawn_local(run());
}

async fn run() {
    let inbox = Inbox::open();
    let breath = Breath::new();
    let settle = if is_firefox() { SLOW_SETTLE } else { SETTLE };
    let mut session = Session::new(settle);
    loop {
        for command in inbox.take() {
            session.handle(command);
        }
        send_all(&mut session);
        if let Some(kind) = session.wanted_device() {
            session.set_devices(open(kind).await);
        } else if session.has_work() {
            session.work_slice().await;
            send_all(&mut session);
            breath.take().await;
        } else {
            inbox.wait().await;
        }
    }
}

/// Opens what this program can open.
#[cfg(feature = "webgpu")]
async fn open(kind: DeviceKind) -> Devices {
    if kind == DeviceKind::Cpu { cpu_only(kind) } else { gate::open(kind).await }
}

/// Opens what this program can open.
#[cfg(not(feature = "webgpu"))]
fn open(kind: DeviceKind) -> std::future::Ready<Devices> {
    std::future::ready(cpu_only(kind))
}

fn cpu_only(kind: DeviceKind) -> Devices {
    Devices::cpu_only(match kind {
        DeviceKind::Cpu => "CPU, as asked for.",
        _ if has_webgpu() => "CPU: WebGPU was not used.",
        _ => "CPU: this browser offers no WebGPU.",
    })
}

/// Sends an event to the page as one block of bytes, handed over without a copy.
pub(crate) fn send(event: &Event) {
    let bytes = encode(event);
    // A view of wasm memory may not be handed over: the copy is ours to give.
    let block = Uint8Array::new_with_length(bytes.len() as u32);
    block.copy_from(&bytes);
    let transfer = Array::of1(&block.buffer());
    // It can only fail for values that cannot be cloned; bytes can.
    let _ = scope().post_message_with_transfer(&block, &transfer);
}

fn send_all(session: &mut Session) {
    for event in session.take_events() {
        send(&event);
    }
}

fn report_panic(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    let cause = info.payload();
    let cause = cause.downcast_ref::<String>().map(String::as_str);
    let cause = cause.or_else(|| info.payload().downcast_ref::<&str>().copied());
    let cause = cause.and_then(|text| text.lines().next()).unwrap_or("no cause given");
    send(&Event::Failed {
        run: None,
        message: format!("The worker stopped unexpectedly ({cause})."),
        is_recoverable: true,
    });
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Whether this browser offers WebGPU to workers at all.
pub(crate) fn has_webgpu() -> bool {
    let gpu = Reflect::get(&scope().navigator(), &"gpu".into());
    gpu.is_ok_and(|gpu| gpu.is_object())
}

fn is_firefox() -> bool {
    scope().navigator().user_agent().is_ok_and(|agent| agent.contains("Firefox"))
}

/// Commands that have arrived and were not looked at.
struct Inbox {
    commands: Rc<RefCell<VecDeque<Command>>>,
    waiting: Rc<RefCell<Option<Function>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Inbox {
    fn open() -> Self {
        let commands = Rc::new(RefCell::new(VecDeque::new()));
        let waiting: Rc<RefCell<Option<Function>>> = Rc::default();
        let on_message = Closure::new({
            let (commands, waiting) = (Rc::clone(&commands), Rc::clone(&waiting));
            move |message: MessageEvent| {
                let bytes = message.data().dyn_into::<Uint8Array>();
                // Another build's message is refused by its version, not here.
                match bytes.ok().map(|bytes| decode(&bytes.to_vec())) {
                    // At once, for the session may be waiting for its device.
                    Some(Ok(Command::Ping { nonce })) => send(&Event::Pong { nonce }),
                    Some(Ok(command)) => {
                        commands.borrow_mut().push_back(command);
                        resolve(&waiting);
                    }
                    Some(Err(_)) | None => {}
                }
            }
        });
        scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Self { commands, waiting, _on_message: on_message }
    }

    fn take(&self) -> VecDeque<Command> {
        std::mem::take(&mut self.commands.borrow_mut())
    }

    /// Until a command is there.
    async fn wait(&self) {
        if self.commands.borrow().is_empty() {
            until(&self.waiting).await;
        }
    }
}

/// Lets the browser deliver messages. A channel to ourselves comes back as
/// soon as they have been; a timer would wait four milliseconds.
struct Breath {
    channel: Option<MessageChannel>,
    waiting: Rc<RefCell<Option<Function>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Breath {
    fn new() -> Self {
        let waiting: Rc<RefCell<Option<Function>>> = Rc::default();
        let on_message = Closure::new({
            let waiting = Rc::clone(&waiting);
            move |_: MessageEvent| resolve(&waiting)
        });
        let channel = MessageChannel::new().ok();
        if let Some(channel) = &channel {
            channel.port1().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        }
        Self { channel, waiting, _on_message: on_message }
    }

    async fn take(&self) {
        let Some(channel) = &self.channel else {
            return;
        };
        if channel.port2().post_message(&JsValue::NULL).is_ok() {
            until(&self.waiting).await;
        }
    }
}

/// Waits until [`resolve`] is called on the same slot.
async fn until(slot: &RefCell<Option<Function>>) {
    let promise = Promise::new(&mut |resolve, _| {
        slot.replace(Some(resolve));
    });
    // The promise is only ever resolved.
    let _ = JsFuture::from(promise).await;
}

fn resolve(slot: &RefCell<Option<Function>>) {
    if let Some(resolve) = slot.take() {
        let _ = resolve.call0(&JsValue::NULL);
    }
}
