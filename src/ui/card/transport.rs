//! Time: play, step, scrub, speed; and the seed of what is drawn by chance.

use leptos::IntoView;
use leptos::component;
use leptos::ev::KeyboardEvent;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::StyleAttribute;
use leptos::prelude::With;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::experiment::param::Param;
use crate::figure::time::TimeSpan;
use crate::ui::bench::Bench;
use crate::ui::control::Control;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;

/// Speeds to choose from, with their names.
const SPEEDS: &[(&str, &str)] =
    &[("0.25", "¼×"), ("0.5", "½×"), ("1", "1×"), ("2", "2×"), ("4", "4×")];

/// The line under the picture: time where there is time, the seed where there is one.
#[component]
pub fn Transport(
    /// The figure.
    bench: Bench,
    /// Its time, if it is shown.
    span: Option<TimeSpan>,
    /// Its seed, if it is shown.
    seed: Option<&'static Param>,
) -> impl IntoView {
    let time = span.map(|span| view! { <Time bench span /> });
    let seed = seed.map(|param| {
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
    view! { <div class="transport">{time} {seed}</div> }
}

/// Play, single steps where time has some, the cursor and the speed.
#[component]
fn Time(bench: Bench, span: TimeSpan) -> impl IntoView {
    let play_icon = Signal::derive(move || match bench.is_playing.get() {
        true => IconKind::Pause,
        false => IconKind::Play,
    });
    let play_label = Signal::derive(move || {
        let label = if bench.is_playing.get() { "Pause time" } else { "Play time" };
        label.to_owned()
    });
    let n_steps = bench.n_steps();
    let grain = move || n_steps.get().map_or(0.005, |n| 1.0 / f64::from(n)).to_string();
    let cursor = move || bench.settings.with(|settings| span.said(settings, bench.t.get()));
    let name = move || bench.settings.with(|settings| span.range_said(settings));
    let is_of_path = move || bench.settings.with(|settings| span.is_of_path(settings));
    let steps = move |is_forward| span.n_steps.map(|_| view! { <StepButton bench is_forward /> });
    view! {
        <IconButton icon=play_icon label=play_label name="play" on_press=move || bench.toggle_play() />
        {steps(false)}
        {steps(true)}
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
            aria-valuetext=cursor
            prop:value=move || bench.t.get().to_string()
            on:keydown=move |event| step_by_key(bench, &event)
            on:input=move |event| {
                if let Ok(t) = event_target_value(&event).parse() {
                    bench.scrub(t);
                }
            }
        />
        <span class="transport-cursor" aria-hidden="true">{cursor}</span>
        <Speed bench />
    }
}

/// To the step before or the next one.
#[component]
fn StepButton(bench: Bench, is_forward: bool) -> impl IntoView {
    let (icon, label, name, by) = match is_forward {
        false => (IconKind::Before, "One step back", "back", -1),
        true => (IconKind::Next, "One step forward", "forward", 1),
    };
    let is_disabled = Signal::derive(move || match is_forward {
        false => bench.t.get() <= 0.0,
        true => 1.0 <= bench.t.get(),
    });
    view! { <IconButton icon label name is_disabled on_press=move || bench.step_time(by) /> }
}

/// Arrow keys move time by a step that can be seen; the browser's own is finer.
fn step_by_key(bench: Bench, event: &KeyboardEvent) {
    let by = if event.shift_key() { 10 } else { 1 };
    match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => bench.step_time(by),
        "ArrowLeft" | "ArrowDown" => bench.step_time(-by),
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
