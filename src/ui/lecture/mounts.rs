//! Live views in places of a text that came as HTML.

use std::any::Any;

use leptos::mount::mount_to_renderer;
use leptos::prelude::AnyView;
use leptos::prelude::LocalStorage;
use leptos::prelude::Owner;
use leptos::prelude::StoredValue;
use leptos::prelude::UpdateValue;
use leptos::prelude::WithValue;
use web_sys::Element;

/// Views put into a text; they leave it with the owner that made this.
#[derive(Clone)]
pub struct Mounts {
    owner: Owner,
    views: StoredValue<Vec<Box<dyn Any>>, LocalStorage>,
}

impl Mounts {
    /// No views yet; they will leave with the component that asks.
    ///
    /// # Panics
    /// Outside of the reactive world, where nobody would take the views away.
    pub fn of_component() -> Self {
        let owner = Owner::current().expect("mounts: a component makes them");
        Self { owner, views: StoredValue::new_local(Vec::new()) }
    }

    /// Whether the text is still in the page.
    pub fn are_here(&self) -> bool {
        self.views.try_with_value(|_| ()).is_some()
    }

    /// Makes something that leaves the page with the text, and its signals with it.
    pub fn owned<T>(&self, make: impl FnOnce() -> T) -> T {
        self.owner.with(make)
    }

    /// Puts a view at the end of `host`; nothing once the text has left the page.
    ///
    /// Not for effects and views: they would follow whatever the view reads.
    pub fn put(&self, host: &Element, view: impl FnOnce() -> AnyView + 'static) {
        if self.are_here() {
            let made = self.owner.with(|| mount_to_renderer(host, view));
            self.views.update_value(|views| views.push(Box::new(made)));
        }
    }
}
