//! Controls that belong together: the first in view, the others under "more".

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::IntoAny;
use leptos::prelude::Memo;
use leptos::prelude::RwSignal;
use leptos::view;

use crate::experiment::param::Param;
use crate::experiment::settings::Settings;
use crate::ui::control::Control;
use crate::ui::control::is_shown;

/// The controls; no heading and no "more" without controls of their own.
#[component]
pub fn ControlGroup(
    /// Parameters of the figure.
    params: &'static [&'static Param],
    /// Keys in view.
    in_view: Vec<&'static str>,
    /// Keys under "more".
    more: Vec<&'static str>,
    /// Where the choices are kept.
    settings: RwSignal<Settings>,
    /// Heading; default none.
    #[prop(optional)]
    title: Option<&'static str>,
) -> impl IntoView {
    let of_keys = |keys: Vec<&'static str>| -> Vec<&'static Param> {
        let param = |key| params.iter().copied().find(|param| param.key == key);
        keys.into_iter().filter_map(param).collect()
    };
    let (in_view, more) = (of_keys(in_view), of_keys(more));
    let has_first = any_shown(&in_view, settings);
    let has_more = any_shown(&more, settings);
    let folded = move || {
        has_more.get().then(|| {
            view! {
                <details class="more">
                    <summary>"more"</summary>
                    <div class="controls">{controls(&more, settings)}</div>
                </details>
            }
        })
    };
    let has_any = Memo::new(move |_| has_first.get() || has_more.get());
    move || {
        let body = || {
            view! { <div class="controls">{controls(&in_view, settings)}</div> {folded.clone()} }
                .into_any()
        };
        has_any.get().then(|| headed(title, body()))
    }
}

fn headed(title: Option<&'static str>, body: AnyView) -> AnyView {
    match title {
        Some(title) => view! {
            <section class="group" data-group=title>
                <h3 class="group-title">{title}</h3>
                {body}
            </section>
        }
        .into_any(),
        None => body,
    }
}

fn controls(params: &[&'static Param], settings: RwSignal<Settings>) -> impl IntoView + use<> {
    params.iter().map(|param| view! { <Control param=*param settings /> }).collect_view()
}

fn any_shown(params: &[&'static Param], settings: RwSignal<Settings>) -> Memo<bool> {
    let shown: Vec<Memo<bool>> = params.iter().map(|param| is_shown(param.key, settings)).collect();
    Memo::new(move |_| shown.iter().any(|is_shown| is_shown.get()))
}
