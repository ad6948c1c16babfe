//! Where things are: the checkout, and the cache that all checkouts share.

use std::env;
use std::path::PathBuf;

/// Root of the checkout.
///
/// Cargo names it at run time; the folder of compilation serves where the
/// program is started by hand.
pub(crate) fn root() -> PathBuf {
    let at_build = || env!("CARGO_MANIFEST_DIR").into();
    env::var_os("CARGO_MANIFEST_DIR").map_or_else(at_build, PathBuf::from)
}

/// Folder for what outlives a checkout: tools and optimized wasm.
///
/// `FLOW_LAB_CACHE` where it is set, otherwise `flow-lab` in the user's cache
/// folder.
pub(crate) fn cache() -> PathBuf {
    if let Some(chosen) = filled("FLOW_LAB_CACHE") {
        return chosen;
    }
    let user = if cfg!(windows) {
        filled("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        filled("HOME").map(|home| home.join("Library/Caches"))
    } else {
        filled("XDG_CACHE_HOME").or_else(|| filled("HOME").map(|home| home.join(".cache")))
    };
    user.unwrap_or_else(env::temp_dir).join("flow-lab")
}

/// Root of the tools that `setup` installs; they lie in its `bin`.
pub(crate) fn tools() -> PathBuf {
    cache().join("tools")
}

/// Folder of the locked npm packages.
pub(crate) fn npm() -> PathBuf {
    root().join(".ci/npm")
}

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

fn filled(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
