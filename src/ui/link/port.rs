//! One browser worker: bytes out, events in.

use js_sys::Array;
use js_sys::Reflect;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Event as DomEvent;
use web_sys::MessageEvent;
use web_sys::Worker;
use web_sys::WorkerOptions;
use web_sys::WorkerType;

use crate::protocol::codec;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::program::Program;

/// What a port hears.
pub(super) enum Heard {
    /// A message.
    Event(Event),
    /// The worker is gone or never came; one sentence.
    Death(String),
}

/// A worker and the closures that it calls; dropping the port ends the worker.
pub(super) struct Port {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(DomEvent)>,
}

impl Port {
    /// Makes a worker of that program; `hear` is called for everything it says.
    ///
    /// # Errors
    /// A sentence, if the browser makes no module workers.
    pub(super) fn open(
        program: Program,
        life: u32,
        hear: impl Fn(Heard) + Clone + 'static,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let url = url(program, life);
        let worker = Worker::new_with_options(&url, &options).map_err(|error| {
            let why = text_of(&error);
            format!(
                "The browser refused to start a worker ({why}). Flow Lab needs module workers: \
                 Chrome and Edge since 2020, Safari since 2021, Firefox since 2023."
            )
        })?;
        let hear_message = hear.clone();
        let on_message = Closure::new(move |message: MessageEvent| {
            hear_message(read(&message.data()));
        });
        let on_error = Closure::new(move |error: DomEvent| {
            error.prevent_default();
            let why = Reflect::get(&error, &"message".into())
                .map_or_else(|_| String::new(), |message| message.as_string().unwrap_or_default());
            hear(Heard::Death(match why.as_str() {
                "" => "The worker's program could not be fetched. Check the connection and load \
                       the page again."
                    .to_owned(),
                why => format!("The worker failed: {why}."),
            }));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Hands a command over without a copy on the worker's side.
    pub(super) fn send(&self, command: &Command) {
        let bytes = codec::encode(command);
        let block = Uint8Array::new_with_length(bytes.len() as u32);
        block.copy_from(&bytes);
        let transfer = Array::of1(&block.buffer());
        // Only a worker that is gone refuses; its watch will say so.
        let _ = self.worker.post_message_with_transfer(&block, &transfer);
    }

    /// Ends the worker; nothing is heard of it any more.
    pub(super) fn quiet(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.quiet();
    }
}

fn read(data: &JsValue) -> Heard {
    if let Some(block) = data.dyn_ref::<Uint8Array>() {
        return match codec::decode(&block.to_vec()) {
            Ok(event) => Heard::Event(event),
            Err(bad) => {
                let bad = bad.to_string();
                Heard::Death(format!("The page received {bad}. Load the page again."))
            }
        };
    }
    let sentence = Reflect::get(data, &"boot_error".into()).ok().and_then(|text| text.as_string());
    Heard::Death(sentence.unwrap_or_else(|| "The worker sent nonsense.".to_owned()))
}

fn url(program: Program, life: u32) -> String {
    let build = leptos::prelude::document()
        .query_selector("meta[name='flow-lab-build']")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default();
    let build = js_sys::encode_uri_component(&build);
    format!("./worker_boot.js?program={}&v={build}&life={life}", program.file())
}

fn text_of(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    message.unwrap_or_else(|| "no reason given".to_owned())
}
