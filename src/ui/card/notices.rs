//! What went otherwise than asked, said beside the figure it belongs to.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Signal;
use leptos::prelude::With;
use leptos::view;

use crate::ui::bench::Bench;

/// Sentences about the link, the runs, and settings that the network is not of.
#[component]
pub fn CardNotices(
    /// The figure.
    bench: Bench,
    /// Whose sentences these are, where two figures share a card; default nobody's.
    #[prop(optional)]
    whose: Option<&'static str>,
) -> impl IntoView {
    let is_stale = bench.is_stale();
    let refused_device = bench.refused_device();
    let sentences = Signal::derive(move || {
        let mut sentences = bench.notices.get();
        sentences.extend(bench.rule_notices.get());
        let news = bench.run_notices.with(|notices| {
            let is_new = |notice: &&String| !sentences.contains(notice);
            notices.iter().filter(is_new).cloned().collect::<Vec<_>>()
        });
        sentences.extend(news);
        sentences.extend(refused_device.get());
        if is_stale.get() {
            sentences.push(
                "The network was trained with other settings and is put aside. Train again with these, or choose the old ones to see it."
                    .to_owned(),
            );
        }
        sentences
    });
    let said = move |sentence: String| match whose {
        Some(whose) => format!("{whose}: {sentence}"),
        None => sentence,
    };
    view! {
        <div class="notices" role="status" aria-live="polite">
            {move || sentences.get().into_iter().map(said).map(line).collect_view()}
        </div>
    }
}

/// One sentence beside a figure.
pub fn line(sentence: String) -> impl IntoView {
    view! { <p class="notice" data-notice="figure">{sentence}</p> }
}
