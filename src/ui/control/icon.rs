//! Icons, drawn as lines on a 24 by 24 grid in the color of the text.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::view;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconKind {
    /// Run time forward.
    Play,
    /// Hold time or training.
    Pause,
    /// One step.
    Step,
    /// End a run.
    Stop,
    /// Back to the start.
    Reset,
    /// Save to a file.
    Save,
    /// Copy the link.
    Link,
    /// Open in the Lab.
    Open,
    /// Done.
    Check,
    /// More of something.
    Plus,
    /// Less of something.
    Minus,
    /// A random draw.
    Dice,
    /// Close or dismiss.
    Close,
    /// Light colors.
    Sun,
    /// Dark colors.
    Moon,
    /// Take the last thing back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// To the one before.
    Before,
    /// To the next one.
    Next,
    /// A sentence of warning.
    Warning,
    /// How something is shown.
    Options,
}

/// The icon; it says nothing to a screen reader.
#[component]
pub fn Icon(
    /// What it shows.
    kind: IconKind,
) -> impl IntoView {
    let (lines, shape) = strokes(kind);
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=lines fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" />
            <path d=shape fill="currentColor" />
        </svg>
    }
}

/// Paths to stroke and to fill.
fn strokes(kind: IconKind) -> (&'static str, &'static str) {
    match kind {
        IconKind::Play => {
            ("", "M8 5.2v13.6a.8.8 0 0 0 1.2.7l10.6-6.8a.8.8 0 0 0 0-1.4L9.2 4.5A.8.8 0 0 0 8 5.2z")
        }
        IconKind::Pause => ("", "M7 5h3.4v14H7zM13.6 5H17v14h-3.4z"),
        IconKind::Step => (
            "M18 5.5v13",
            "M5 6v12a.7.7 0 0 0 1.1.600l8.7-6a.7.7 0 0 0 0-1.2l-8.7-6A.7.7 0 0 0 5 6z",
        ),
        IconKind::Stop => {
            ("", "M7 6h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z")
        }
        IconKind::Reset => ("M5 12a7 7 0 1 0 2.3-5.2M5 4v4h4", ""),
        IconKind::Save => ("M12 4v10.5M7.5 10.5 12 15l4.5-4.5M5 19.5h14", ""),
        IconKind::Link => (
            "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
            "",
        ),
        IconKind::Open => ("M14 4.5h5.5V10M19 5l-6.5 6.5M10.5 13.5 5 19M4.5 14v5.5H10", ""),
        IconKind::Check => ("M5 12.5l4.5 4.5L19 7.5", ""),
        IconKind::Plus => ("M12 6v12M6 12h12", ""),
        IconKind::Minus => ("M6 12h12", ""),
        IconKind::Dice => (
            "M6 4.5h12A1.5 1.5 0 0 1 19.5 6v12a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V6A1.5 1.5 0 0 1 6 4.5z",
            "M9 7.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM15 13.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM12 10.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z",
        ),
        IconKind::Close => ("M6.5 6.5l11 11M17.5 6.5l-11 11", ""),
        IconKind::Sun => (
            "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
            "",
        ),
        IconKind::Moon => ("M19.5 14.2A8 8 0 1 1 9.8 4.5a6.5 6.5 0 0 0 9.7 9.7z", ""),
        IconKind::Undo => ("M9 6 4.5 10.5 9 15M5 10.5h9.5a4.5 4.5 0 0 1 0 9H11", ""),
        IconKind::Redo => ("M15 6l4.5 4.5L15 15M19 10.5H9.5a4.5 4.5 0 0 0 0 9H13", ""),
        IconKind::Before => ("M14.5 5.5 8 12l6.5 6.5", ""),
        IconKind::Next => ("M9.5 5.5 16 12l-6.5 6.5", ""),
        IconKind::Options => ("M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4", ""),
        IconKind::Warning => ("M12 4.5 3.5 19h17zM12 10v4.5M12 16.8v.1", ""),
    }
}
