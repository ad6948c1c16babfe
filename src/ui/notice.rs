//! Sentences about the whole page; those about a figure stand in the figure.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Update;
use leptos::prelude::document;
use leptos::prelude::expect_context;
use leptos::view;

use crate::ui::control::button::IconButton;
use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;

/// The page's notices; given as context by the shell.
#[derive(Clone, Copy)]
pub struct PageNotices {
    sentences: RwSignal<Vec<String>>,
}

impl PageNotices {
    /// No notices.
    pub fn new() -> Self {
        Self { sentences: RwSignal::new(Vec::new()) }
    }

    /// Says a sentence once.
    pub fn say(self, sentence: String) {
        self.sentences.update(|sentences| {
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        });
    }

    /// Takes all away.
    pub fn clear(self) {
        self.sentences.set(Vec::new());
    }

    fn dismiss(self, sentence: &str) {
        self.sentences.update(|sentences| sentences.retain(|kept| kept != sentence));
    }
}

impl Default for PageNotices {
    fn default() -> Self {
        Self::new()
    }
}

/// The notices, above the page's content.
#[component]
pub fn NoticeList() -> impl IntoView {
    let notices = expect_context::<PageNotices>();
    let line = move |sentence: String| {
        let text = sentence.clone();
        let dismiss = move || notices.dismiss(&sentence);
        view! {
            <p class="page-notice" data-notice="page">
                <Icon kind=IconKind::Warning />
                <span>{text}</span>
                <IconButton icon=IconKind::Close label="Dismiss" on_press=dismiss />
            </p>
        }
    };
    view! {
        <div class="page-notices" role="status" aria-live="polite">
            {move || notices.sentences.get().into_iter().map(line).collect_view()}
        </div>
    }
}

/// Says that the page's program has stopped; works without the program.
pub fn say_crashed() {
    let document = document();
    let (Some(body), Ok(line)) = (document.body(), document.create_element("p")) else { return };
    line.set_class_name("page-notice page-notice--crash");
    line.set_text_content(Some(
        "The page's program stopped because of a mistake of ours. \
         Load the page again: the address keeps your experiment.",
    ));
    // The hook of a panic can do no more than try.
    let _ = line.set_attribute("role", "alert");
    let _ = line.set_attribute("data-notice", "crash");
    let _ = body.prepend_with_node_1(&line);
}
