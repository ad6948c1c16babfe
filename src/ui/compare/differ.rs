//! Controls of both: what they share once, and what is B's own side by side.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::With;
use leptos::prelude::event_target_value;
use leptos::prelude::use_context;
use leptos::view;

use crate::experiment::comparison;
use crate::experiment::group;
use crate::experiment::group::Group;
use crate::experiment::page::PageOptions;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::rules;
use crate::figure::compare::Side;
use crate::figure::lab;
use crate::ui::bench::Bench;
use crate::ui::compare::Desk;
use crate::ui::control::Control;
use crate::ui::control::button::IconButton;
use crate::ui::control::group::ControlGroup;
use crate::ui::control::icon::IconKind;

/// What differs, then what both share.
#[component]
pub fn Controls(
    /// Where both stand.
    desk: Desk,
    /// The first; shared controls are bound to it and B follows.
    a: Bench,
    /// The second.
    b: Bench,
) -> impl IntoView {
    let hides_all = use_context::<PageOptions>().is_some_and(|options| options.hides("differ"));
    let own = move || desk.own.get();
    let rows = move || {
        let mut own = own();
        // In the order of the link, wherever they were chosen.
        own.sort_by_key(|key| lab::FIGURE.params.iter().position(|param| param.key == *key));
        own.into_iter().filter_map(param_of).map(|param| row(desk, param, [a, b])).collect_view()
    };
    let differing = (!hides_all).then(|| {
        view! {
            <section class="group" data-group="differences">
                <h3 class="group-title">"What differs"</h3>
                <div class="differ">{rows}</div>
                <Menu desk a b />
            </section>
        }
    });
    let shared = move || {
        let own = own();
        let of = |keys: &[&'static str]| -> Vec<&'static str> {
            keys.iter().copied().filter(|key| !own.contains(key)).collect()
        };
        let group = |group: &'static Group| {
            view! {
                <ControlGroup
                    title=group.title
                    params=lab::FIGURE.params
                    in_view=of(group.in_view)
                    more=of(group.more)
                    settings=a.settings
                />
            }
        };
        group::LAB.iter().map(group).collect_view()
    };
    view! {
        {differing}
        <section class="group shared" data-group="shared" aria-label="What A and B share">
            {shared}
        </section>
    }
}

/// A parameter with a control for each side, and the button that makes it one again.
fn row(desk: Desk, param: &'static Param, sides: [Bench; 2]) -> impl IntoView {
    let is_wide = matches!(param.kind, ParamKind::Drawn | ParamKind::Mix | ParamKind::Net);
    let control = |(side, bench): (Side, Bench)| {
        view! {
            <div class="differ-side" data-side=side.key()>
                <span class="side" data-side=side.key() aria-hidden="true">{side.label()}</span>
                <Control param settings=bench.settings />
            </div>
        }
    };
    view! {
        <div class="differ-row" class:differ-row--wide=is_wide role="group" aria-label=param.label>
            <p class="differ-name">{param.label}</p>
            <IconButton
                icon=IconKind::Close
                label=format!("{}: as in A for both", param.label)
                on_press=move || desk.split(param.key, false)
            />
            <div class="differ-sides">{Side::ALL.into_iter().zip(sides).map(control).collect_view()}</div>
        </div>
    }
}

/// The menu of everything else that may differ.
#[component]
fn Menu(desk: Desk, a: Bench, b: Bench) -> impl IntoView {
    let may_differ = move |key: &&'static str| {
        let has_meaning = [a, b]
            .into_iter()
            .any(|bench| bench.settings.with(|settings| rules::applies(key, settings)));
        has_meaning && !comparison::SHARED.contains(key) && !desk.own.get().contains(key)
    };
    let option = |param: &'static Param| {
        view! { <option value=param.key>{param.label}</option> }
    };
    let group = move |group: &'static Group| {
        let keys = group.in_view.iter().chain(group.more).copied().filter(may_differ);
        let params: Vec<&'static Param> = keys.filter_map(param_of).collect();
        (!params.is_empty()).then(|| {
            let options = params.into_iter().map(option).collect_view();
            view! { <optgroup label=group.title>{options}</optgroup> }
        })
    };
    let choose = move |chosen: String| {
        if let Some(param) = lab::FIGURE.params.iter().find(|param| param.key == chosen) {
            desk.split(param.key, true);
        }
    };
    view! {
        <select
            class="control-select differ-menu"
            name="differ"
            aria-label="Let B differ in"
            prop:value=move || {
                desk.own.get();
                ""
            }
            on:change=move |event| choose(event_target_value(&event))
        >
            <option value="">"Let B differ in…"</option>
            {move || group::LAB.iter().map(group).collect_view()}
        </select>
    }
}

fn param_of(key: &'static str) -> Option<&'static Param> {
    lab::FIGURE.params.iter().copied().find(|param| param.key == key)
}
