//! Numbers of both beside each other; the better one is marked where chance
//! does not explain it.

use leptos::IntoView;
use leptos::component;
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

use crate::figure::compare::Side;
use crate::figure::compare::numbers;
use crate::figure::compare::numbers::Row;
use crate::figure::compare::numbers::Verdict;
use crate::figure::number;
use crate::ui::bench::Bench;

/// A table with a row for each number.
#[component]
pub fn Numbers(
    /// The first.
    a: Bench,
    /// The second.
    b: Bench,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        a.with_numbers(|first| b.with_numbers(|second| numbers::rows(&first, &second)))
    });
    let is_going = move || {
        [a, b].into_iter().any(|bench| bench.measuring.with(|measuring| measuring.is_going))
    };
    let label = move || if is_going() { "Measuring" } else { "Measure both" };
    let measure = move |_| [a, b].into_iter().for_each(Bench::measure);
    view! {
        <table class="numbers">
            <thead>
                <tr>
                    <th scope="col"><span class="unseen">"Number"</span></th>
                    {Side::ALL.map(|side| view! {
                        <th scope="col"><span class="side" data-side=side.key()>{side.label()}</span></th>
                    })}
                    <th scope="col">"B − A"</th>
                    <th scope="col"><span class="unseen">"What that means"</span></th>
                </tr>
            </thead>
            <tbody>{move || rows.get().into_iter().map(line).collect_view()}</tbody>
        </table>
        <div class="measures">
            <button class="button" type="button" name="measure" prop:disabled=is_going on:click=measure>
                {label}
            </button>
        </div>
    }
}

fn line(row: Row) -> impl IntoView {
    let name = row.metric.name;
    let cell = |side: Side, idx: usize| {
        let value = row.values[idx];
        let is_better = row.verdict == Verdict::Better(side);
        let shown = value.map_or_else(|| "–".to_owned(), |value| number::short(value.value));
        view! {
            <td data-better=is_better.then_some("true")>
                <output data-metric=name data-side=side.key() data-value=value.map(|value| value.value.to_string())>
                    {shown}
                </output>
                {is_better.then(|| view! { <span class="unseen">" (better)"</span> })}
            </td>
        }
    };
    let difference = row.difference();
    let shown = difference.map_or_else(String::new, signed);
    view! {
        <tr>
            <th scope="row" title=row.metric.help>{row.metric.label}</th>
            {cell(Side::A, 0)}
            {cell(Side::B, 1)}
            <td>
                <output data-metric=format!("{name}_difference") data-value=difference.map(|v| v.to_string())>
                    {shown}
                </output>
            </td>
            <td class="numbers-says">{row.says()}</td>
        </tr>
    }
}

/// With its sign, also where it is positive.
fn signed(value: f64) -> String {
    match number::short(value) {
        text if 0.0 < value => format!("+{text}"),
        text => text.replace('-', "−"),
    }
}
