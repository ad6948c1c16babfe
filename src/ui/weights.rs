//! Weights that come into the page: shipped ones are fetched once, a reader's file is read.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::Promise;
use js_sys::Uint8Array;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use web_sys::Response;

use crate::experiment::run::Experiment;
use crate::experiment::shipped::Shipped;
use crate::protocol::safetensors;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Loaded;
use crate::ui::arriving::arriving;
use crate::ui::export::link::build;

/// Largest file that is read, in bytes: several times the largest network.
const MAX_BYTES: f64 = 64e6;

thread_local! {
    static FETCHED: RefCell<BTreeMap<&'static str, Snapshot>> = RefCell::default();
}

/// A shipped network, fetched when it is first wanted.
///
/// # Errors
/// A sentence if its file is missing, damaged or of another network.
pub async fn shipped(shipped: &'static Shipped) -> Result<Snapshot, String> {
    if let Some(known) = FETCHED.with_borrow(|fetched| fetched.get(shipped.name).cloned()) {
        return Ok(known);
    }
    let Some(bytes) = fetched(&format!("./weights/{}.safetensors", shipped.name), |_| {}).await
    else {
        return Err(format!(
            "The shipped weights “{}” could not be fetched. Check the connection and press Train, \
             or choose fresh weights.",
            shipped.name
        ));
    };
    let experiment = Experiment::from_link(shipped.query);
    let weights = safetensors::read(&bytes)
        .and_then(|weights| safetensors::check(&weights.snapshot, &experiment).map(|()| weights));
    match weights {
        Ok(weights) => {
            FETCHED.with_borrow_mut(|all| all.insert(shipped.name, weights.snapshot.clone()));
            Ok(weights.snapshot)
        }
        Err(error) => Err(format!(
            "The shipped weights “{}” can not be used: {error}. Choose fresh weights to train \
             without them.",
            shipped.name
        )),
    }
}

/// Bytes of a file that a reader chose.
///
/// # Errors
/// A sentence if it is too large or can not be read.
pub async fn bytes_of(file: &File) -> Result<Vec<u8>, String> {
    if MAX_BYTES < file.size() {
        return Err("This file is too large to hold the weights of such a network.".to_owned());
    }
    let bytes = read(file.array_buffer()).await;
    bytes.ok_or_else(|| "The browser could not read this file.".to_owned())
}

/// Bytes of a file beside the page, by its address there; `hear` is told how
/// much of it has come.
///
/// # Errors
/// A sentence if it is not there or the connection is gone.
pub async fn file(address: &str, hear: impl FnMut(Loaded)) -> Result<Vec<u8>, String> {
    let bytes = fetched(&format!("./{address}"), hear).await;
    bytes.ok_or_else(|| {
        format!("The file {address} could not be fetched. Check the connection and try again.")
    })
}

/// Bytes of a file of this build; nothing if it is not there.
async fn fetched(address: &str, hear: impl FnMut(Loaded)) -> Option<Vec<u8>> {
    let build = js_sys::encode_uri_component(&build());
    let answer = window().fetch_with_str(&format!("{address}?v={build}"));
    let answer: Response = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    if answer.ok() { arriving(&answer, hear).await } else { None }
}

async fn read(buffer: Promise) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(buffer).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
