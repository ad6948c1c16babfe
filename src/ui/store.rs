//! The browser's storage: used where there is any, never missed where there is none.
//!
//! A storage that is full or forbidden only means that nothing is kept.

use leptos::prelude::window;
use web_sys::Storage;

/// What was kept under `key` in an earlier visit.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text under `key`.
pub fn set(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Keeps nothing under `key` any more.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
