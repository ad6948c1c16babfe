//! Commands of Chromium's driver that `WebDriver` itself does not have.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::Value;
use serde_json::json;
use url::ParseError;
use url::Url;

/// A command to be posted to the driver.
#[derive(Debug)]
pub(crate) struct Posted {
    path: &'static str,
    body: Value,
}

impl Posted {
    /// A command of the browser's developer tools, as `Page.captureScreenshot`.
    pub(crate) fn developer_tools(command: &str, params: Value) -> Self {
        let body = json!({ "cmd": command, "params": params });
        Self { path: "goog/cdp/execute", body }
    }

    /// Lines of the browser's log since the last time.
    pub(crate) fn log() -> Self {
        Self { path: "se/log", body: json!({ "type": "browser" }) }
    }
}

impl WebDriverCompatibleCommand for Posted {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
