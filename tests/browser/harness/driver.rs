//! The browser's driver as a child process, and the capabilities we ask of it.

use std::env;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::sleep;

/// What the browser can compute on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gpu {
    /// No adapter, as on many machines.
    Absent,
    /// A software adapter, which the page takes only when forced.
    Software,
}

/// A running chromedriver, killed when dropped.
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts the driver and waits until it listens.
    pub(crate) async fn start() -> Self {
        let program = env::var("FLOW_LAB_CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let probe = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback");
        let port = probe.local_addr().expect("a bound address").port();
        drop(probe);
        let process = Command::new(&program)
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} could not start: {error}"));
        let driver = Self { process, port };
        for _ in 0..200 {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
                return driver;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("{program} did not listen within 10 s");
    }

    /// Port it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.process.kill().is_ok() {
            self.process.wait().ok();
        }
    }
}

/// A headless browser with a profile of its own that saves files into `downloads`.
pub(crate) fn capabilities(gpu: Gpu, profile: &Path, downloads: &Path) -> Map<String, Value> {
    let mut args = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(), // as root there is none
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--window-size=1280,900".to_owned(),
        format!("--user-data-dir={}", profile.display()),
    ];
    if gpu == Gpu::Software {
        args.push("--enable-unsafe-webgpu".to_owned());
    }
    let mut options = json!({
        "args": args,
        "prefs": {
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
            "profile.default_content_setting_values.automatic_downloads": 1,
        },
    });
    if let Ok(browser) = env::var("FLOW_LAB_CHROMIUM") {
        options["binary"] = Value::String(browser);
    }
    let mut all = Map::new();
    all.insert("goog:chromeOptions".to_owned(), options);
    all.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
    all
}
