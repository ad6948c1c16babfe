//! A static host for the page, at a free port and below a sub-path.
//!
//! The sub-path is a part of every test: the page must work from any folder.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::middleware::Next;
use axum::serve;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

const SUB_PATH: &str = "/class/flow lab";

/// A running host; it ends with the runtime of the test.
pub(crate) struct Site {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves a folder.
    pub(crate) async fn serving(folder: &Path) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        let note = middleware::from_fn(move |request: Request, next: Next| {
            noted.lock().expect("no test holds the list").push(request.uri().path().to_owned());
            next.run(request)
        });
        let path = SUB_PATH.replace(' ', "%20");
        let router = Router::new().nest_service(&path, ServeDir::new(folder)).layer(note);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port on loopback");
        let port = listener.local_addr().expect("a bound address").port();
        tokio::spawn(async move { serve(listener, router).await });
        Self { port, asked }
    }

    /// Address of the page, with a slash at the end.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}/", self.port, SUB_PATH.replace(' ', "%20"))
    }

    /// Whether a file whose name contains this has been asked for.
    pub(crate) fn was_asked_for(&self, part: &str) -> bool {
        self.asked.lock().expect("no test holds the list").iter().any(|path| path.contains(part))
    }
}
