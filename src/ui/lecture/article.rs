//! The text of a lecture in the page, made live a step at a time.

use std::collections::VecDeque;
use std::time::Duration;

use leptos::IntoView;
use leptos::component;
use leptos::html::Div;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::IntoAny;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::WithUntracked;
use leptos::prelude::document;
use leptos::prelude::expect_context;
use leptos::prelude::set_timeout;
use leptos::view;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;

use crate::ui::lecture::check;
use crate::ui::lecture::derive;
use crate::ui::lecture::head::LectureHead;
use crate::ui::lecture::mounts::Mounts;
use crate::ui::lecture::notation::NotationChoice;
use crate::ui::lecture::paper;
use crate::ui::lecture::paper::AnswerSheet;
use crate::ui::lecture::reading::Reading;
use crate::ui::lecture::reading::elements;
use crate::ui::lecture::record::Record;
use crate::ui::lecture::slot::FigureSlot;
use crate::ui::lecture::slot::Slot;
use crate::ui::lecture::symbol::SymbolSays;
use crate::ui::lecture::symbol::Symbols;
use crate::ui::lecture::turn::Swipe;
use crate::ui::notice::PageNotices;
use crate::ui::plot::watch;
use crate::ui::router::Router;

/// The text, with its figures and checks at work.
#[component]
pub fn Article(
    /// The lecture being read.
    reading: Reading,
    /// Its text, as the build made it.
    html: String,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let notation = expect_context::<NotationChoice>();
    let live = Live { reading, record: expect_context(), notation, mounts: Mounts::of_component() };
    let router = expect_context::<Router>();
    let notices = expect_context::<PageNotices>();
    let size = StoredValue::new_local(None);
    let answered = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let Some(text) = place.get() else { return };
        reading.take_steps(&text);
        answered.set(paper::answered(&text));
        live.begin(&text);
        if let Err(sentence) = reading.open(&router.route_untracked()) {
            notices.say(sentence);
        }
        // The address may have named a step; around it the page still grows.
        size.set_value(watch::size(&text, move || {
            if reading.is_settling() {
                reading.align();
            }
        }));
    });
    Effect::new(move |_| {
        let page = place.get().and_then(|text| text.closest(".lecture-page").ok().flatten());
        if let Some(page) = page {
            notation.write_soon(page);
        }
    });
    let symbols = Symbols::new(reading);
    let swipe = Swipe::new(reading);
    view! {
        <div
            class="lecture-text"
            on:pointerover=move |event| symbols.over(&event)
            on:pointerout=move |event| symbols.out(&event)
            on:focusin=move |event| symbols.over(&event)
            on:focusout=move |event| symbols.out(&event)
            on:click=move |event| symbols.tapped(&event)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    symbols.clear();
                }
            }
            on:pointerdown=move |event| swipe.down(&event)
            on:pointerup=move |event| swipe.up(&event)
            on:pointercancel=move |_| swipe.cancel()
            // Questions are answered here; nothing is ever sent.
            on:submit=move |event| event.prevent_default()
        >
            <div node_ref=place inner_html=html></div>
            <SymbolSays symbols />
        </div>
        <AnswerSheet answered />
    }
}

/// What makes a text live.
#[derive(Clone)]
struct Live {
    reading: Reading,
    record: Record,
    notation: NotationChoice,
    mounts: Mounts,
}

impl Live {
    /// Begins with the head and the step that the reader opens; the others
    /// follow in turns of their own, so that the page is never held up.
    fn begin(&self, text: &Element) {
        let first = self.reading.at.get_untracked().unwrap_or(0);
        let n = self.reading.steps.with_untracked(Vec::len);
        let mut places: VecDeque<usize> = (0..n).collect();
        places.rotate_left(first.min(n.saturating_sub(1)));
        self.head(text);
        self.go_on(places);
    }

    fn go_on(&self, mut places: VecDeque<usize>) {
        let Some(idx) = places.pop_front() else { return };
        let live = self.clone();
        let turn = move || {
            if !live.mounts.are_here() {
                return;
            }
            let section = live
                .reading
                .steps
                .with_untracked(|steps| steps.get(idx).map(|step| step.section.clone()));
            if let Some(section) = section {
                live.mounts.owned(|| live.step(&section, idx));
            }
            live.go_on(places);
        };
        set_timeout(turn, Duration::ZERO);
    }

    fn head(&self, text: &Element) {
        let Some(header) = text.query_selector("article > header").ok().flatten() else { return };
        let (reading, mounts) = (self.reading, self.mounts.clone());
        // Not within the effect that calls this: it would follow what the view reads.
        let own = header.closest("[data-notation=none]").ok().flatten();
        let head =
            move || view! { <LectureHead reading is_in_notation=own.is_none() /> }.into_any();
        let put = move || mounts.put(&header, head);
        set_timeout(put, Duration::ZERO);
    }

    fn step(&self, section: &HtmlElement, idx: usize) {
        for stub in elements(section, "section[data-figure]") {
            self.figure(&stub, idx);
        }
        for form in elements(section, "form.check") {
            check::mount(&form, self.reading, self.record, &self.mounts);
        }
        for derivation in elements(section, "[data-derive]") {
            derive::mount(&derivation, &self.mounts);
        }
        // The questions have brought formulas of their own.
        self.notation.write(section);
    }

    /// Puts the figure where its stub was.
    fn figure(&self, stub: &HtmlElement, step: usize) {
        let Some(slot) = Slot::of(stub, Some(step)) else { return };
        let Some(place) = element("div", "slot") else { return };
        let Some(parent) = stub.parent_node() else { return };
        if parent.replace_child(&place, stub).is_err() {
            return;
        }
        self.reading.add_slot(slot);
        let wants_all = self.reading.wants_all;
        let host = place.clone();
        self.mounts.put(&host, move || view! { <FigureSlot of=slot place wants_all /> }.into_any());
    }
}

fn element(name: &str, class: &str) -> Option<HtmlElement> {
    let element = document().create_element(name).ok()?;
    element.set_class_name(class);
    element.dyn_into().ok()
}
