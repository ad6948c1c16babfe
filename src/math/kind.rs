//! Choices that know their own list: the one source of menus, links and tests.

/// A closed choice with a stable name for links and a label for people.
pub trait Kind: Copy + PartialEq + Sized + 'static {
    /// Every choice, in menu order.
    const ALL: &'static [Self];

    /// Name in links; never changes once published.
    fn key(self) -> &'static str;

    /// Name on the page.
    fn label(self) -> &'static str;

    /// Choice of that name, if there is one.
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

/// Declares an enum that is a [`Kind`]: one line per choice, `Name = "key", "Label"`.
///
/// Also makes `CHOICES`, the same list as plain data for parameter tables.
#[macro_export]
macro_rules! kinds {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$choice_meta:meta])* $choice:ident = $key:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name { $($(#[$choice_meta])* $choice,)+ }

        impl $name {
            /// Every choice as plain data, in menu order.
            pub const CHOICES: &'static [$crate::math::kind::Choice] =
                &[$($crate::math::kind::Choice { key: $key, label: $label },)+];
        }

        impl $crate::math::kind::Kind for $name {
            const ALL: &'static [Self] = &[$(Self::$choice,)+];
            fn key(self) -> &'static str { match self { $(Self::$choice => $key,)+ } }
            fn label(self) -> &'static str { match self { $(Self::$choice => $label,)+ } }
        }
    };
}

/// One choice as plain data: its name in links and its label on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Name in links.
    pub key: &'static str,
    /// Name on the page.
    pub label: &'static str,
}
