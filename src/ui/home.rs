//! The first page: what this is, one figure already moving, experiments to start from.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::view;

use crate::experiment::preset;
use crate::experiment::preset::Preset;
use crate::experiment::preset::PresetGroup;
use crate::experiment::route::Route;
use crate::figure::noise_to_data;
use crate::ui::bench::Bench;
use crate::ui::card::FigureCard;
use crate::ui::lecture::list::LectureList;
use crate::ui::thumbnail::Thumbnail;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let figure = &noise_to_data::FIGURE;
    let bench = Bench::new(figure, figure.settings(), Vec::new());
    view! {
        <div class="home">
            <div class="home-words prose">
                <h1>"How does noise become data?"</h1>
                <p>
                    "A generative model can be a flow: a field of velocities that carries random points \
                     until they look like data. "
                    "In this page you train such fields on your own machine, watch every point travel, \
                     and compare with the exact answer."
                </p>
                <p class="home-start">
                    <a class="button button--loud" href="#/lab">"Train one in the Lab"</a>
                </p>
            </div>
            <div class="home-figure"><FigureCard bench /></div>
            <section class="home-lectures" aria-labelledby="lectures-title">
                <h2 id="lectures-title">"Lectures"</h2>
                <LectureList />
            </section>
            <section class="gallery" aria-labelledby="gallery-title">
                <h2 id="gallery-title">"Experiments to start from"</h2>
                {preset::GROUPS.iter().map(group).collect_view()}
            </section>
        </div>
    }
}

fn group(group: &'static PresetGroup) -> impl IntoView {
    view! {
        <h3>{group.title}</h3>
        <ul class="gallery-list" data-presets=group.title>
            {group.presets.iter().map(preset_card).collect_view()}
        </ul>
    }
}

fn preset_card(preset: &'static Preset) -> impl IntoView {
    let link = Route::Lab { query: preset.query.to_owned() }.to_string();
    view! {
        <li class="preset">
            <Thumbnail query=preset.query />
            <h4><a href=link>{preset.title}</a></h4>
            <p>{preset.notice}</p>
        </li>
    }
}
