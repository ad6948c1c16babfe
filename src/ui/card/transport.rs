//! Time: play, scrub, speed, and the seed of the noise that is carried.

use leptos::IntoView;
use leptos::component;
use leptos::ev::KeyboardEvent;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::StyleAttribute;
use leptos::prelude::With;
use leptos::prelude::event_target_value;
use leptos::prelude::use_context;
use leptos::view;

use crate::experiment::page::PageOptions;
use crate::experiment::param::Param;
use crate::figure::Figure;
use crate::figure::TimeSpan;
use crate::ui::bench::Bench;
use crate::ui::control::Control;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;

/// Speeds to choose from, with their names.
const SPEEDS: &[(&str, &str)] =
    &[("0.25", "¼×"), ("0.5", "½×"), ("1", "1×"), ("2", "2×"), ("4", "4×")];

/// How far an arrow key moves time, and how far with Shift.
const KEY_STEPS: [f64; 2] = [0.01, 0.1];

/// The line under the picture: time where there is time, the seed where there is one.
#[component]
pub fn Transport(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let options = use_context::<PageOptions>().unwrap_or_default();
    let span = bench.figure.time.filter(|_| !options.hides("t"));
    let seed = seed_of(bench.figure).filter(|_| !options.hides("seed")).map(|param| {
        view! {
            <div class="transport-seed">
                <Control param settings=bench.settings />
                <IconButton
                    icon=IconKind::Dice
                    label="New seed"
                    name="new-seed"
                    on_press=move || bench.draw_seed()
                />
            </div>
        }
    });
    let time = span.map(|span| view! { <Time bench span /> });
    view! { <div class="transport">{time} {seed}</div> }
}

/// The seed of what a figure draws by chance.
pub fn seed_of(figure: &Figure) -> Option<&'static Param> {
    figure.params.iter().copied().find(|param| param.key == "seed")
}

/// Play, single steps where time has some, the cursor and the speed.
#[component]
fn Time(bench: Bench, span: TimeSpan) -> impl IntoView {
    let play_icon =
        Signal::derive(
            move || if bench.is_playing.get() { IconKind::Pause } else { IconKind::Play },
        );
    let play_label = Signal::derive(move || {
        let label = if bench.is_playing.get() { "Pause time" } else { "Play time" };
        label.to_owned()
    });
    let steps = span.n_steps.map(|_| {
        let step = move |by: i64| move || bench.step_time(by);
        view! {
            <IconButton icon=IconKind::Before label="One step back" name="back" on_press=step(-1) />
            <IconButton icon=IconKind::Next label="One step on" name="forward" on_press=step(1) />
        }
    });
    let grain = move || {
        let n_steps = span.n_steps.map(|n_steps| bench.settings.with(n_steps).max(1));
        n_steps.map_or(0.005, |n| 1.0 / f64::from(n)).to_string()
    };
    let said = move || bench.settings.with(|settings| span.said(settings, bench.t.get()));
    let name = move || bench.settings.with(|settings| span.range_said(settings));
    let is_of_path = move || bench.settings.with(|settings| span.is_of_path(settings));
    view! {
        <IconButton
            icon=play_icon
            label=play_label
            name="play"
            on_press=move || bench.toggle_play()
        />
        {steps}
        <input
            class="transport-time"
            class:transport-time--plain=move || !is_of_path()
            style:--t=move || format!("{:.3}", bench.t.get())
            type="range"
            name="t"
            min="0"
            max="1"
            step=grain
            aria-label=name
            aria-valuetext=said
            prop:value=move || bench.t.get().to_string()
            on:keydown=move |event| step_by_key(bench, &event)
            on:input=move |event| {
                if let Ok(t) = event_target_value(&event).parse() {
                    bench.scrub(t);
                }
            }
        />
        <span class="transport-cursor" aria-hidden="true">{said}</span>
        <Speed bench />
    }
}

/// Arrow keys move time by a step that can be seen; the browser's own is finer.
fn step_by_key(bench: Bench, event: &KeyboardEvent) {
    let step = KEY_STEPS[usize::from(event.shift_key())];
    let t = bench.t.get_untracked();
    let has_steps = bench.figure.time.is_some_and(|span| span.n_steps.is_some());
    match event.key().as_str() {
        "ArrowRight" | "ArrowUp" if has_steps => bench.step_time(1),
        "ArrowLeft" | "ArrowDown" if has_steps => bench.step_time(-1),
        "ArrowRight" | "ArrowUp" => bench.scrub(t + step),
        "ArrowLeft" | "ArrowDown" => bench.scrub(t - step),
        " " => bench.toggle_play(),
        _ => return,
    }
    event.prevent_default();
}

#[component]
fn Speed(bench: Bench) -> impl IntoView {
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value>{*label}</option> }
    };
    view! {
        <select
            class="transport-speed"
            name="speed"
            aria-label="Speed of time"
            prop:value=move || bench.speed.get().to_string()
            on:change=move |event| {
                if let Ok(speed) = event_target_value(&event).parse() {
                    bench.speed.set(speed);
                }
            }
        >
            {SPEEDS.iter().map(option).collect_view()}
        </select>
    }
}
