//! The page: shell, router, controls, and the card that draws any figure.
//!
//! Holds no mathematics; knows of the engine only [`crate::protocol`].

mod arriving;
pub mod badge;
pub mod bench;
pub mod card;
pub mod clock;
pub mod compare;
pub mod control;
pub mod export;
pub mod figure_page;
pub mod frame;
pub mod home;
pub mod lab;
pub mod lecture;
pub mod link;
pub mod notice;
pub mod play;
pub mod plot;
pub mod present;
pub mod router;
pub mod shell;
pub mod store;
pub mod theme;
pub mod thumbnail;
pub mod weights;

/// Draws the page into `<body>` and lets it run.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        notice::say_crashed();
    }));
    leptos::mount::mount_to_body(shell::App);
}
