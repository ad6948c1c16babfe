//! The link as a QR code, large enough for the last row.

use leptos::IntoView;
use leptos::component;
use leptos::html::Dialog;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::IntoAny;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::view;

use crate::figure::export::qr;
use crate::ui::bench::Bench;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;
use crate::ui::export::link;

/// A dialog with the code of the figure's link.
#[component]
pub fn CodeDialog(
    /// The figure.
    bench: Bench,
    /// Whether it is shown.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let dialog: NodeRef<Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if is_open.get() {
            // Refused only if it is open already or has left the page.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let content = move || is_open.get().then(|| code(&link::of(bench)));
    view! {
        <dialog node_ref=dialog class="code-dialog" aria-label="Link as QR code" on:close=move |_| is_open.set(false)>
            <IconButton icon=IconKind::Close label="Close" on_press=move || is_open.set(false) />
            {content}
        </dialog>
    }
}

fn code(link: &str) -> impl IntoView + use<> {
    let Some(code) = qr::code(link) else {
        let text = "This link is too long for a QR code: a drawing travels in it.";
        return view! { <p>{text}</p> }.into_any();
    };
    let view_box = format!("0 0 {0} {0}", code.side);
    let link = link.to_owned();
    view! {
        <svg class="code" viewBox=view_box role="img" aria-label="QR code of the link below" shape-rendering="crispEdges">
            <rect width="100%" height="100%" fill="#fff" />
            <path d=code.path fill="#000" />
        </svg>
        <p class="code-link">{link}</p>
    }
    .into_any()
}
