//! The legend under the maps, and what must be said about them.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::RwSignal;
use leptos::prelude::With;
use leptos::view;

use crate::figure::legend::Entry;
use crate::figure::legend::Sample;
use crate::figure::legend::Tone;
use crate::figure::scene::HeatMap;

/// Every kind of mark that is drawn, with a sample of it.
#[component]
pub fn Legend(
    /// What is drawn; nothing shows nothing.
    entries: RwSignal<Vec<Entry>>,
    /// Sentences about the maps.
    remarks: RwSignal<Vec<String>>,
) -> impl IntoView {
    let entry = |entry: Entry| {
        let Entry { name, sample } = entry;
        view! {
            <li class="legend-entry" data-mark=name>
                <span
                    class="legend-sample"
                    data-sample=shape(sample)
                    data-tone=tone(sample)
                    aria-hidden="true"
                ></span>
                {name}
            </li>
        }
    };
    let list = move || {
        let entries = entries.get();
        (!entries.is_empty()).then(|| {
            view! {
                <ul class="legend" aria-label="Legend">
                    {entries.into_iter().map(entry).collect_view()}
                </ul>
            }
        })
    };
    let said = move || {
        remarks.with(|remarks| {
            let remark = |text: &String| view! { <p class="legend-remark">{text.clone()}</p> };
            remarks.iter().map(remark).collect_view()
        })
    };
    view! { {list} {said} }
}

fn shape(sample: Sample) -> &'static str {
    match sample {
        Sample::Dot(_) => "dot",
        Sample::Line(_) => "line",
        Sample::Dashes(_) => "dashes",
        Sample::Arrow(_) => "arrow",
        Sample::Patch(_) => "patch",
        Sample::Frame(_) => "frame",
        Sample::Letter(_) => "letter",
        Sample::Pixels => "pixels",
        Sample::Ramp(_) => "ramp",
    }
}

fn tone(sample: Sample) -> &'static str {
    match sample {
        Sample::Dot(tone)
        | Sample::Line(tone)
        | Sample::Dashes(tone)
        | Sample::Arrow(tone)
        | Sample::Patch(tone)
        | Sample::Frame(tone)
        | Sample::Letter(tone) => color(tone),
        Sample::Pixels => "ink",
        Sample::Ramp(HeatMap::Density) => "density",
        Sample::Ramp(HeatMap::Data) => "data",
        Sample::Ramp(HeatMap::Error) => "error",
    }
}

fn color(tone: Tone) -> &'static str {
    match tone {
        Tone::Noise => "noise",
        Tone::Data => "data",
        Tone::ByTime => "by-time",
        Tone::Velocity => "velocity",
        Tone::Score => "score",
        Tone::Error => "miss",
        Tone::Second => "second",
        Tone::Ink => "ink",
        Tone::Class(0) => "class-1",
        Tone::Class(1) => "class-2",
        Tone::Class(2) => "class-3",
        Tone::Class(3) => "class-4",
        Tone::Class(4) => "class-5",
        Tone::Class(5) => "class-6",
        Tone::Class(_) => "class-7",
    }
}
