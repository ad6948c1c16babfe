//! The frame of every page: header, the place for the route's page, footer.

use leptos::IntoView;
use leptos::component;
use leptos::ev::MouseEvent;
use leptos::html::Main;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::For;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::IntoAny;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::Signal;
use leptos::prelude::document;
use leptos::prelude::provide_context;
use leptos::prelude::window;
use leptos::view;

use crate::experiment::playlist;
use crate::experiment::route::Route;
use crate::figure;
use crate::lecture;
use crate::ui::badge::DeviceBadge;
use crate::ui::bench::given_up::GivenUp;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;
use crate::ui::figure_page::FigurePage;
use crate::ui::home::Home;
use crate::ui::lab::Lab;
use crate::ui::lecture::list::Lectures;
use crate::ui::lecture::notation::NotationChoice;
use crate::ui::lecture::page::LecturePage;
use crate::ui::lecture::record::Record;
use crate::ui::link::Link;
use crate::ui::link::LinkState;
use crate::ui::notice::NoticeList;
use crate::ui::notice::PageNotices;
use crate::ui::play::Play;
use crate::ui::present;
use crate::ui::router::Router;
use crate::ui::theme::Theme;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let router = Router::start();
    let theme = Theme::start();
    let notices = PageNotices::new();
    let link = Link::provide();
    GivenUp::provide();
    provide_context(router);
    provide_context(theme);
    provide_context(notices);
    Record::provide();
    NotationChoice::provide();
    present::close_menus_on_escape();

    let main = NodeRef::<Main>::new();
    Effect::new(move |before: Option<u32>| {
        let visit = router.visit();
        document().set_title(&title(&visit.route));
        // A reader who came by a link in the page starts at the new page's top.
        if before.is_some_and(|before| before != visit.number)
            && let Some(main) = main.get()
        {
            focus(&main); // scrolls to it, so the top comes after
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        visit.number
    });
    let skip = move |event: MouseEvent| {
        // The address belongs to the router: no jump to an anchor.
        event.prevent_default();
        if let Some(main) = main.get() {
            focus(&main);
        }
    };
    view! {
        <a class="skip unseen" href="#/" on:click=skip>"Skip to the content"</a>
        <Header router theme state=link.state />
        <NoticeList />
        <main node_ref=main tabindex="-1">
            // Keyed, so that nothing of the page before is kept and patched.
            <For
                each=move || [router.visit()]
                key=|visit| visit.number
                children=move |visit| page(visit.route, notices)
            />
        </main>
        <Footer />
    }
}

fn page(route: Route, notices: PageNotices) -> AnyView {
    notices.clear();
    match route {
        Route::Home => view! { <Home /> }.into_any(),
        place @ (Route::Lab { .. } | Route::Compare { .. }) => view! { <Lab place /> }.into_any(),
        Route::Figure { id, query } => view! { <FigurePage id query /> }.into_any(),
        Route::Lectures => view! { <Lectures /> }.into_any(),
        Route::Lecture { slug, .. } => view! { <LecturePage slug /> }.into_any(),
        Route::Play { query } => view! { <Play query /> }.into_any(),
        Route::NotFound { path } => {
            notices.say(format!("There is no page “{path}” here; this is the first page."));
            view! { <Home /> }.into_any()
        }
    }
}

fn title(route: &Route) -> String {
    match route {
        Route::Home | Route::NotFound { .. } => "Flow Lab".to_owned(),
        Route::Lab { .. } => "The Lab · Flow Lab".to_owned(),
        Route::Lectures => "Lectures · Flow Lab".to_owned(),
        Route::Lecture { slug, .. } => {
            let title = lecture::by_slug(slug).map_or("No such lecture", |lecture| lecture.title);
            format!("{title} · Flow Lab")
        }
        Route::Compare { .. } => "Two experiments · Flow Lab".to_owned(),
        Route::Play { query } => match playlist::parse(query).playlist.title {
            title if title.is_empty() => "Playlist · Flow Lab".to_owned(),
            title => format!("{title} · Flow Lab"),
        },
        Route::Figure { id, .. } => {
            let title = figure::by_id(id).map_or("No such figure", |figure| figure.title);
            format!("{title} · Flow Lab")
        }
    }
}

fn focus(element: &web_sys::HtmlElement) {
    // An element that can not take the focus leaves it where it was.
    let _ = element.focus();
}

#[component]
fn Header(router: Router, theme: Theme, state: LinkState) -> impl IntoView {
    let icon = Signal::derive(move || if theme.is_dark() { IconKind::Sun } else { IconKind::Moon });
    let label = Signal::derive(move || {
        if theme.is_dark() { "Light colors" } else { "Dark colors" }.to_owned()
    });
    let current =
        move |is_here: fn(&Route) -> bool| move || is_here(&router.route()).then_some("page");
    let is_home = current(|route| matches!(route, Route::Home | Route::NotFound { .. }));
    let is_lecture = current(|route| matches!(route, Route::Lectures | Route::Lecture { .. }));
    let is_lab = current(|route| matches!(route, Route::Lab { .. } | Route::Compare { .. }));
    view! {
        <header class="header">
            <a class="wordmark" href="#/">
                <Wordmark />
                "Flow Lab"
            </a>
            <nav class="nav" aria-label="Main">
                <a href="#/" aria-current=is_home>"Home"</a>
                <a href="#/lecture" aria-current=is_lecture>"Lectures"</a>
                <a href="#/lab" aria-current=is_lab>"Lab"</a>
            </nav>
            <DeviceBadge state />
            <IconButton icon label on_press=move || theme.toggle() />
        </header>
    }
}

/// Noise to data: scattered dots, curves, one dot.
#[component]
fn Wordmark() -> impl IntoView {
    view! {
        <svg class="glyph" viewBox="0 0 32 24" width="32" height="24" aria-hidden="true" focusable="false">
            <path class="glyph-flow" d="M5 5c9 0 11 6 21 7M4 12h22M6 20c8 0 11-7 20-8" />
            <circle class="glyph-noise" cx="5" cy="5" r="2.2" />
            <circle class="glyph-noise" cx="3.6" cy="12" r="2.2" />
            <circle class="glyph-noise" cx="6" cy="20" r="2.2" />
            <circle class="glyph-data" cx="27" cy="12" r="3.2" />
        </svg>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <p>
                "Everything you see is computed in this page; nothing is sent anywhere."
            </p>
            <p>
                "Notation after the MIT course 6.S184 on flow matching and diffusion models. "
                "Code MIT or Apache-2.0, text and exported figures CC BY 4.0."
            </p>
        </footer>
    }
}
