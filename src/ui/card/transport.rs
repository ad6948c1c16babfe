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
use crate::figure::number;
use crate::ui::bench::Bench;
use crate::ui::control::Control;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;

/// Speeds to choose from, with their names.
const SPEEDS: &[(&str, &str)] =
    &[("0.25", "¼×"), ("0.5", "½×"), ("1", "1×"), ("2", "2×"), ("4", "4×")];

/// How far an arrow key moves time, and how far with Shift.
const KEY_STEPS: [f64; 2] = [0.01, 0.1];

/// The line under the picture.
#[component]
pub fn Transport(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let play_icon =
        Signal::derive(
            move || {
                if bench.is_playing.get() { IconKind::Pause } else { IconKind::Play }
            },
        );
    let play_label = Signal::derive(move || {
        let label = if bench.is_playing.get() { "Pause time" } else { "Play time" };
        label.to_owned()
    });
    let cursor = move || format!("{:.2}", bench.t.get());
    let said = move || said(bench);
    let steps = bench.figure.time.is_some_and(|span| span.n_steps.is_some()).then(|| {
        let step = move |by: i64| move || bench.step_time(by);
        view! {
            <IconButton icon=IconKind::Before label="One step back" name="back" on_press=step(-1) />
            <IconButton icon=IconKind::Next label="One step on" name="forward" on_press=step(1) />
        }
    });
    let seed = bench.figure.params.iter().copied().find(|param| param.key == "seed");
    let is_hidden = use_context::<PageOptions>().is_some_and(|options| options.hides("seed"));
    let seed = seed.filter(|_| !is_hidden).map(|param| {
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
    view! {
        <div class="transport">
            <IconButton
                icon=play_icon
                label=play_label
                name="play"
                on_press=move || bench.toggle_play()
            />
            {steps}
            <input
                class="transport-time"
                style:--t=cursor
                type="range"
                name="t"
                min="0"
                max="1"
                step="0.005"
                aria-label="Time, from noise at 0 to data at 1"
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
            {seed}
        </div>
    }
}

/// Where time is: `t = 0.42`, or `line 3 of 9` where it runs in steps.
fn said(bench: Bench) -> String {
    let share = bench.t.get();
    let Some(span) = bench.figure.time else { return String::new() };
    bench.settings.with(|settings| {
        let time = span.time(settings, share);
        match span.n_steps {
            Some(_) => {
                let [_, last] = (span.range)(settings);
                format!("{} {} of {}", span.symbol, number::short(time), number::short(last))
            }
            None => format!("{} = {time:.2}", span.symbol),
        }
    })
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
