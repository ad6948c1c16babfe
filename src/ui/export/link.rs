//! The address of a figure, and pieces of text that carry it.

use leptos::prelude::WithUntracked;
use leptos::prelude::document;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

use crate::experiment::link;
use crate::experiment::route::Route;
use crate::figure::lab;
use crate::figure::taught::Taught;
use crate::ui::bench::Bench;

/// Address that opens this figure with these settings.
pub fn of(bench: Bench) -> String {
    let route = match bench.figure.id {
        id if id == lab::FIGURE.id => Route::Lab { query: query(bench) },
        id => Route::Figure { id: id.to_owned(), query: query(bench) },
    };
    to(&route)
}

/// Address of a place of the page.
pub fn to(route: &Route) -> String {
    format!("{}{route}", page())
}

/// Address that trains the network at hand, whatever was chosen since.
pub fn of_network(bench: Bench) -> Option<String> {
    let query = bench.taught.with_untracked(|taught| taught.as_ref().map(Taught::query))?;
    Some(format!("{}{}", page(), Route::Lab { query }))
}

/// Text that puts the figure, alone, into another page.
pub fn embed(bench: Bench) -> String {
    let route = Route::Figure { id: bench.figure.id.to_owned(), query: query(bench) };
    let address = format!("{}{route}", page()).replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe src=\"{address}\" title=\"{}\" width=\"100%\" height=\"640\" loading=\"lazy\"></iframe>",
        bench.figure.title
    )
}

/// Name of the page's build.
pub fn build() -> String {
    let meta = document().query_selector("meta[name='flow-lab-build']").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Whether the text is on the clipboard; pages without a secure origin have none.
pub async fn is_copied(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

fn query(bench: Bench) -> String {
    let base = bench.figure.settings();
    bench.settings.with_untracked(|settings| link::print(&base, settings))
}

/// Address of the page without what follows the `#`.
fn page() -> String {
    let here = window().location().href().unwrap_or_default();
    here.split('#').next().unwrap_or_default().to_owned()
}
