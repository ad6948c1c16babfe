//! The figure's numbers: two digits for people, all of them for programs.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Memo;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::With;
use leptos::view;

use crate::figure::Metric;
use crate::figure::measure;
use crate::figure::number;
use crate::figure::output::Measured;
use crate::ui::bench::Bench;

/// Every number that the figure declares, in order; empty until it is known.
/// Those that cost seconds stand apart, beside the button that asks for them.
#[component]
pub fn Metrics(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let figure = bench.figure;
    let shown = move |is_on_request: bool| {
        let metrics = figure.metrics.iter();
        let metrics = metrics.filter(|metric| measure::is_on_request(metric.name) == is_on_request);
        let number = |metric: &'static Metric| {
            let has_meaning = Memo::new(move |_| {
                bench.settings.with(|settings| measure::has_meaning(metric.name, settings))
            });
            move || has_meaning.get().then(|| view! { <Number bench metric /> })
        };
        metrics.map(number).collect_view()
    };
    let on_request = measure::is_offered(figure).then(|| {
        view! {
            <div class="measures">
                <MeasureButton bench />
                <dl class="metrics metrics--on-request">{shown(true)}</dl>
            </div>
        }
    });
    (!figure.metrics.is_empty())
        .then(|| view! { <dl class="metrics">{shown(false)}</dl> {on_request} })
}

#[component]
fn MeasureButton(bench: Bench) -> impl IntoView {
    let is_going = Memo::new(move |_| bench.measuring.with(|measuring| measuring.is_going));
    let of_what = move || bench.measuring.with(|measuring| measuring.of_what.clone());
    let label = move || if is_going.get() { "Measuring" } else { "Measure" };
    view! {
        <button
            class="button"
            type="button"
            name="measure"
            prop:disabled=move || is_going.get()
            on:click=move |_| bench.measure()
        >
            {label}
        </button>
        <span class="measures-said" role="status" aria-live="polite">{of_what}</span>
    }
}

#[component]
fn Number(bench: Bench, metric: &'static Metric) -> impl IntoView {
    let measured = move |name: &'static str| bench.measured(name);
    let value = measured(metric.name);
    let words = metric.level_words();
    let level = metric.noise_level.map(|name| {
        let level = measured(name);
        let text = move || {
            let level = level.get().map(|level| number::short(level.value));
            level.map_or_else(String::new, |level| format!("({words} {level})"))
        };
        view! {
            <output class="metric-level" data-metric=name data-value=move || raw(level.get())>
                {text}
            </output>
        }
    });
    let id = format!("help-{}-{}", bench.figure.id, metric.name);
    let described_by = id.clone();
    view! {
        <div class="metric" class:metric--waiting=move || value.get().is_none() tabindex="0" aria-describedby=described_by>
            <dt>{metric.label}</dt>
            <dd>
                <output data-metric=metric.name data-value=move || raw(value.get())>
                    {move || said(value.get())}
                </output>
                {level}
            </dd>
            <span class="metric-help" id=id role="tooltip">{metric.help}</span>
        </div>
    }
}

/// Value with all its digits; no attribute before it is known.
fn raw(measured: Option<Measured>) -> Option<String> {
    measured.map(|measured| measured.value.to_string())
}

fn said(measured: Option<Measured>) -> String {
    let said = |measured: Measured| number::with_spread(measured.value, measured.spread);
    measured.map_or_else(|| "–".to_owned(), said)
}
