//! A browser with the page open, and what a person does with it.

use std::env;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::Locator;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::sync::MutexGuard;
use tokio::time::sleep;

use crate::harness::commands::Posted;
use crate::harness::driver;
use crate::harness::driver::Driver;
use crate::harness::driver::Gpu;
use crate::harness::folder::Folder;
use crate::harness::site::Site;

/// The figure that most tests are about.
pub(crate) const LAB: &str = "[data-figure=lab]";

/// One browser at a time: timings and two cores are shared.
static TURN: Mutex<()> = Mutex::const_new(());

/// The page in a browser of its own, closed when dropped.
pub(crate) struct Lab {
    pub(crate) client: Client,
    pub(crate) site: Site,
    pub(crate) folder: Folder,
    session: String,
    driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

impl Lab {
    /// The built page, in a browser with that graphics adapter.
    pub(crate) async fn start(gpu: Gpu) -> Self {
        Self::start_with(gpu, &built_page()).await
    }

    /// Any folder as the page.
    pub(crate) async fn start_with(gpu: Gpu, page: &Path) -> Self {
        let turn = TURN.lock().await;
        assert!(page.join("index.html").is_file(), "no page in {}: build it", page.display());
        let site = Site::serving(page).await;
        let folder = Folder::fresh("browser");
        let driver = Driver::start().await;
        let profile = folder.path().join("profile");
        let wanted = driver::capabilities(gpu, &profile, &folder.path().join("downloads"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{}", driver.port()))
            .await
            .expect("chromedriver starts a browser");
        let session = client.session_id().await.expect("a session").unwrap_or_default();
        Self { client, site, folder, session, driver, _turn: turn }
    }

    /// Opens a link of the app, as `#/lab?data=moons`, on a freshly loaded page.
    pub(crate) async fn open(&self, link: &str) {
        self.client.goto("about:blank").await.expect("an empty page opens");
        let address = format!("{}{link}", self.site.address());
        self.client.goto(&address).await.expect("the page opens");
    }

    /// Opens a link and waits until its run is over; panics if it failed.
    pub(crate) async fn run(&self, link: &str, secs: u64) {
        self.open(link).await;
        self.wait_for(LAB, "data-state", "done", secs).await;
    }

    /// Value of a script in the page; `arguments` are the script's.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.expect("the script runs in the page")
    }

    /// An attribute of the first element that fits; `None` without element or attribute.
    pub(crate) async fn attr(&self, css: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1])";
        self.script(script, vec![json!(css), json!(name)]).await.as_str().map(str::to_owned)
    }

    /// Visible text of all elements that fit, one a line.
    pub(crate) async fn text(&self, css: &str) -> String {
        let script = "return [...document.querySelectorAll(arguments[0])] \
                      .map((e) => e.innerText.trim()).filter(Boolean).join('\\n')";
        let text = self.script(script, vec![json!(css)]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Why the device is the one it is; perhaps in a tooltip, so not by what is in view.
    pub(crate) async fn device_reason(&self) -> String {
        let script = "return document.querySelector('[data-device-reason]')?.textContent ?? ''";
        self.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// All notices in view.
    pub(crate) async fn notices(&self) -> String {
        self.text("[data-notice]").await
    }

    /// Waits until an attribute has a value; panics with all that is known otherwise.
    pub(crate) async fn wait_for(&self, css: &str, name: &str, value: &str, secs: u64) {
        let end = Instant::now() + Duration::from_secs(secs);
        loop {
            let now = self.attr(css, name).await;
            if now.as_deref() == Some(value) {
                return;
            }
            let has_failed = css == LAB && now.as_deref() == Some("failed");
            if has_failed || end < Instant::now() {
                let report = self.report().await;
                panic!("{css} has {name}={now:?}, not {value:?}, within {secs} s\n{report}");
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until a notice is in view and gives its text.
    pub(crate) async fn wait_for_notice(&self, secs: u64) -> String {
        let end = Instant::now() + Duration::from_secs(secs);
        loop {
            let notices = self.notices().await;
            if !notices.is_empty() {
                return notices;
            }
            let is_late = end < Instant::now();
            assert!(!is_late, "no notice within {secs} s\n{}", self.report().await);
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// A number of the Lab; panics if it is not shown.
    pub(crate) async fn metric(&self, name: &str) -> f64 {
        let css = format!("{LAB} output[data-metric={name}]");
        let raw = self.attr(&css, "data-value").await;
        let number = raw.as_deref().and_then(|raw| raw.parse().ok());
        match number {
            Some(number) => number,
            None => panic!("metric {name} is {raw:?}\n{}", self.report().await),
        }
    }

    /// Presses a button of the Lab, wherever it is folded away, as soon as it is there.
    pub(crate) async fn click(&self, name: &str) {
        self.click_in(LAB, name).await;
    }

    /// The same in another figure.
    pub(crate) async fn click_in(&self, figure: &str, name: &str) {
        let css = format!("{figure} button[name={name}]");
        let soon = self.client.wait().at_most(Duration::from_secs(20));
        let button = soon.for_element(Locator::Css(&css)).await;
        let unfold = "for (let e = document.querySelector(arguments[0]); e; e = e.parentElement) \
                      if (e.tagName === 'DETAILS') e.open = true";
        self.script(unfold, vec![json!(css)]).await;
        let pressed = match button {
            Ok(button) => button.click().await,
            Err(error) => Err(error),
        };
        if let Err(error) = pressed {
            panic!("{css} cannot be pressed: {error}\n{}", self.report().await);
        }
    }

    /// What the browser complained about since the last time.
    pub(crate) async fn errors(&self) -> Vec<String> {
        let log = self.client.issue_cmd(Posted::log()).await.expect("the log can be read");
        let lines = log.as_array().cloned().unwrap_or_default();
        let severe = lines.iter().filter(|line| line["level"] == "SEVERE");
        severe.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A command of the browser's developer tools.
    pub(crate) async fn developer_tools(&self, command: &str, params: Value) -> Value {
        let posted = Posted::developer_tools(command, params);
        self.client.issue_cmd(posted).await.expect("the browser takes the command")
    }

    /// All that helps to understand a failure.
    async fn report(&self) -> String {
        let script = "return { state: document.querySelector('[data-figure=lab]')?.dataset.state, \
                      body: { ...document.body.dataset }, address: location.hash, \
                      notices: [...document.querySelectorAll('[data-notice]')].map((e) => e.innerText), \
                      metrics: [...document.querySelectorAll('output[data-metric]')] \
                      .map((e) => e.dataset.metric + '=' + e.dataset.value) }";
        let page = self.client.execute(script, vec![]).await.unwrap_or_default();
        let errors = self.errors().await.join("\n  ");
        format!("page: {page:#}\nerrors:\n  {errors}")
    }
}

impl Drop for Lab {
    /// Ends the browser also after a panic, hence without the runtime.
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.driver.port())) else {
            return;
        };
        let request = format!(
            "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
            self.session
        );
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok();
        if stream.write_all(request.as_bytes()).is_ok() {
            // Answered once the browser is gone; the driver then keeps the line open.
            stream.read_exact(&mut [0; 1]).ok();
        }
    }
}

/// Folder of the built page.
pub(crate) fn built_page() -> PathBuf {
    let at_root = || Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    env::var_os("FLOW_LAB_DIST").map_or_else(at_root, PathBuf::from)
}
