//! The browser that tests drive: found, or installed where we may.

use std::env;

use crate::say;
use crate::spawn;
use crate::trouble::Trouble;

/// Names of the browser on the systems we know, the first found is taken.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
const DRIVER: &str = "chromedriver";

/// Makes sure that a Chromium and its driver are there.
///
/// # Errors
/// Says what to install where this program may not.
pub(crate) fn set_up() -> Result<(), Trouble> {
    if is_there() {
        say::ready("Chromium and its driver");
        return Ok(());
    }
    if !spawn::exists("apt-get") || !is_root() {
        return Err(Trouble::new(
            "The browser tests need Chromium and chromedriver of the same version. \
             On Debian or Ubuntu: sudo apt-get install chromium chromium-driver. \
             Elsewhere install both, or name them in FLOW_LAB_CHROMIUM and FLOW_LAB_CHROMEDRIVER.",
        ));
    }
    say::step("installing Chromium and its driver", "1 min, once", || {
        let apt = |args: &[&str]| {
            let mut apt = spawn::command("apt-get");
            spawn::run(apt.env("DEBIAN_FRONTEND", "noninteractive").args(args))
        };
        apt(&["update", "-q"])
            .and_then(|()| {
                let packages = ["chromium", "chromium-driver", "fonts-liberation"];
                apt(&[&["install", "-q", "-y", "--no-install-recommends"], &packages[..]].concat())
            })
            .map_err(|_failed| {
                Trouble::new("apt-get could not install chromium: is there a network?")
            })
    })?;
    if is_there() {
        Ok(())
    } else {
        Err(Trouble::new("apt-get installed no Chromium; install it by hand."))
    }
}

fn is_there() -> bool {
    let named = |variable: &str| env::var_os(variable).is_some();
    let has_browser = named("FLOW_LAB_CHROMIUM") || BROWSERS.iter().any(|name| spawn::exists(name));
    has_browser && (named("FLOW_LAB_CHROMEDRIVER") || spawn::exists(DRIVER))
}

fn is_root() -> bool {
    spawn::answer(spawn::command("id").arg("-u")).as_deref() == Some("0")
}
