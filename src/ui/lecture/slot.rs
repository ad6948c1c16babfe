//! A figure's place in a lecture: a quiet stand-in, and near the screen the figure itself.
//!
//! Far off the screen the figure is dropped with all its jobs; what the reader
//! did to it is kept, so that it comes back as it was. One that has been trained
//! stays: its network can not be kept otherwise.

use std::time::Duration;

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GetValue;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::IntoAny;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::UpdateValue;
use leptos::prelude::WithValue;
use leptos::prelude::provide_context;
use leptos::prelude::set_timeout;
use leptos::prelude::untrack;
use leptos::view;
use web_sys::Element;
use web_sys::HtmlElement;
use web_sys::Url;

use crate::experiment::page;
use crate::experiment::page::PageOptions;
use crate::experiment::settings::Settings;
use crate::figure;
use crate::figure::Figure;
use crate::figure::phase::RunPhase;
use crate::figure::probe::Probe;
use crate::ui::bench::Bench;
use crate::ui::card::FigureCard;
use crate::ui::card::InText;
use crate::ui::plot::export::scene_png;
use crate::ui::plot::watch;
use crate::ui::plot::watch::Watch;

/// How near the screen a figure is made ready.
const NEAR: &str = "900px";

/// How far off it is dropped.
const FAR: &str = "2700px";

/// How long a figure that comes back may take to have its old height.
const GROWS: Duration = Duration::from_millis(800);

/// A figure of the text.
#[derive(Clone, Copy)]
pub struct Slot {
    /// Step it stands in, from 0.
    pub step: Option<usize>,
    /// Symbol of the text whose marks stand out.
    pub highlight: RwSignal<Option<String>>,
    figure: &'static Figure,
    is_ready: RwSignal<bool>,
    /// Address of a picture for paper.
    still: RwSignal<Option<String>>,
    bench: StoredValue<Option<Bench>, LocalStorage>,
    kept: StoredValue<Kept, LocalStorage>,
}

/// What outlives the figure's bench.
struct Kept {
    text: InText,
    options: PageOptions,
    /// As the lecture opens it.
    opening: Settings,
    settings: Settings,
    notices: Vec<String>,
    /// What the reader made of it, once it has been there.
    state: Option<State>,
    /// Whether the place is not far off the screen.
    is_around: bool,
    place: Option<HtmlElement>,
    watches: Vec<Watch>,
}

/// Time and hands of a figure.
#[derive(Clone)]
struct State {
    t: f64,
    speed: f64,
    probe: Probe,
}

impl Slot {
    /// The figure of a stub `<section data-figure data-query>`; none if there is
    /// no such figure.
    pub fn of(stub: &Element, step: Option<usize>) -> Option<Self> {
        let attribute = |name| stub.get_attribute(name).unwrap_or_default();
        let figure = figure::by_id(&attribute("data-figure"))?;
        let opened = page::open(&figure.settings(), &attribute("data-query"));
        let notice = stub.query_selector("[data-notice-text]").ok().flatten();
        let notice = notice.map(|notice| notice.inner_html()).unwrap_or_default();
        let instance = stub.get_attribute("data-instance");
        let kept = Kept {
            text: InText { notice, instance },
            options: opened.options,
            opening: opened.settings.clone(),
            settings: opened.settings,
            notices: opened.notices,
            state: None,
            is_around: false,
            place: None,
            watches: Vec::new(),
        };
        Some(Self {
            step,
            highlight: RwSignal::new(None),
            figure,
            is_ready: RwSignal::new(false),
            still: RwSignal::new(None),
            bench: StoredValue::new_local(None),
            kept: StoredValue::new_local(kept),
        })
    }

    /// The figure at work, while it is near the screen.
    pub fn bench(self) -> Option<Bench> {
        self.bench.try_get_value().flatten()
    }

    /// Makes the figure ready.
    pub fn ready(self) {
        if self.is_ready.try_get_untracked() == Some(false) {
            self.is_ready.set(true);
        }
    }

    /// Follows how far `place` is from the screen, for as long as the figure is kept.
    fn follow(self, place: &HtmlElement) {
        let near = watch::sight_within(place, NEAR, move |is_near| {
            if is_near {
                // A turn of its own for each: together they would hold up the page.
                set_timeout(move || self.ready(), Duration::ZERO);
            }
        });
        let far = watch::sight_within(place, FAR, move |is_around| {
            self.kept.try_update_value(|kept| kept.is_around = is_around);
            self.free_if_far();
        });
        let host = place.clone();
        let size = watch::size(place, move || {
            // The style sheet lets a figure stick so that all of it can be seen.
            let height = format!("{}px", host.offset_height());
            let _ = host.style().set_property("--height", &height);
        });
        self.kept.update_value(|kept| {
            kept.place = Some(place.clone());
            kept.watches.extend([near, far, size].into_iter().flatten());
        });
    }

    /// Drops the figure's bench, and keeps what the reader made of it.
    fn free_if_far(self) {
        let place = self.kept.try_with_value(|kept| kept.place.clone().filter(|_| !kept.is_around));
        let (Some(place), Some(bench)) = (place.flatten(), self.bench()) else { return };
        if bench.phase.get_untracked() != RunPhase::Idle || self.still.get_untracked().is_some() {
            return;
        }
        // The text below must not move.
        let height = format!("{}px", place.offset_height());
        let _ = place.style().set_property("min-height", &height);
        self.kept.update_value(|kept| {
            kept.settings = bench.settings.get_untracked();
            kept.notices = bench.notices.get_untracked();
            kept.state = Some(State {
                t: bench.t.get_untracked(),
                speed: bench.speed.get_untracked(),
                probe: bench.probe.get_untracked(),
            });
        });
        self.bench.set_value(None);
        self.is_ready.set(false);
    }

    /// Whether the figure is there and nothing of it is still computed.
    pub fn is_drawn(self) -> bool {
        let place = self.kept.try_with_value(|kept| kept.place.clone()).flatten();
        let section = place.and_then(|place| place.query_selector("[data-figure]").ok().flatten());
        let state = section.and_then(|section| section.get_attribute("data-state"));
        self.bench().is_some() && state.is_some_and(|state| state != "running")
    }

    /// Takes a picture of the figure for paper, wherever it stands.
    pub async fn take_still(self) {
        let Some(bench) = self.bench() else { return };
        let Some(image) = scene_png(&bench.scene_untracked()).await else { return };
        // Without an address the canvas is printed, or nothing where it is far off.
        self.still.try_set(Url::create_object_url_with_blob(&image).ok());
    }

    /// Gives the picture for paper up.
    pub fn drop_still(self) {
        if let Some(still) = self.still.try_get_untracked().flatten() {
            // It fails only for what is no address of a file.
            let _ = Url::revoke_object_url(&still);
            self.still.set(None);
            self.free_if_far();
        }
    }

    fn card(self) -> AnyView {
        let made = self.kept.with_value(|kept| {
            (kept.options.clone(), kept.settings.clone(), kept.notices.clone(), kept.state.clone())
        });
        let (options, settings, notices, state) = made;
        provide_context(options);
        let bench = Bench::new(self.figure, settings, notices);
        bench.open_with(self.kept.with_value(|kept| kept.opening.clone()));
        // The card says when it can be seen.
        bench.is_on_screen.set(false);
        if let Some(state) = state {
            bench.keep_still();
            bench.t.set(state.t);
            bench.speed.set(state.speed);
            bench.probe.set(state.probe);
        }
        Effect::new(move |_| bench.highlight.set(self.highlight.get()));
        self.bench.set_value(Some(bench));
        let text = self.kept.with_value(|kept| kept.text.clone());
        view! { <FigureCard bench text=Some(text) /> }.into_any()
    }

    fn stub(self) -> AnyView {
        let InText { notice, instance } = self.kept.with_value(|kept| kept.text.clone());
        view! {
            <section
                class="card card--idle"
                data-figure=self.figure.id
                data-instance=instance
                data-state="idle"
                aria-label=self.figure.title
            >
                <h3 class="card-title">{self.figure.title}</h3>
                <p class="card-notice" inner_html=notice></p>
            </section>
        }
        .into_any()
    }
}

/// The figure or its stand-in, in the element `place` that holds nothing else.
#[component]
pub fn FigureSlot(
    /// The figure.
    of: Slot,
    /// Where the view is put.
    place: HtmlElement,
    /// Whether it is to be ready wherever it stands.
    wants_all: RwSignal<bool>,
) -> impl IntoView {
    of.follow(&place);
    Effect::new(move |_| {
        if wants_all.get() {
            of.ready();
        }
    });
    let still = move || {
        let title = of.figure.title;
        of.still.get().map(|still| view! { <img class="slot-still" src=still alt=title /> })
    };
    let kept_place = StoredValue::new_local(place);
    let figure = move || {
        if of.is_ready.get() {
            let forget_height = move || {
                kept_place.try_with_value(|place| place.style().remove_property("min-height"));
            };
            set_timeout(forget_height, GROWS);
            untrack(|| of.card())
        } else {
            untrack(|| of.stub())
        }
    };
    view! { {figure} {still} }
}
