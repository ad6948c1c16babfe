//! Values that depend on little and are drawn often: computed once, kept by slot.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One value a slot, with the key that it was computed for.
///
/// For what takes a few milliseconds and depends on settings alone, while the
/// time cursor redraws the picture sixty times a second. What takes longer is a
/// study, see `job::study`.
#[derive(Default)]
pub struct Memo {
    slots: RefCell<BTreeMap<&'static str, Rc<dyn Any>>>,
}

/// A key and the value of it.
struct Kept<K, T> {
    key: K,
    value: Rc<T>,
}

impl Memo {
    /// The value of `slot` if it is of an equal `key`; otherwise `make`s and keeps it.
    pub fn get<K, T>(&self, slot: &'static str, key: &K, make: impl FnOnce() -> T) -> Rc<T>
    where
        K: PartialEq + Clone + 'static,
        T: 'static,
    {
        let kept = self.slots.borrow().get(slot).cloned();
        let kept = kept.and_then(|kept| kept.downcast::<Kept<K, T>>().ok());
        if let Some(kept) = kept.filter(|kept| kept.key == *key) {
            return kept.value.clone();
        }
        // Nothing is borrowed meanwhile: making may ask for other slots.
        let value = Rc::new(make());
        let kept = Rc::new(Kept { key: key.clone(), value: value.clone() });
        self.slots.borrow_mut().insert(slot, kept);
        value
    }
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.slots.borrow().keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_value_is_made_once_for_a_key() {
        let (memo, n_made) = (Memo::default(), Cell::new(0));
        let squared = |key: i32| {
            *memo.get("square", &key, || {
                n_made.set(n_made.get() + 1);
                key * key
            })
        };
        assert_eq!([squared(3), squared(3), squared(4), squared(3)], [9, 9, 16, 9]);
        assert_eq!(n_made.get(), 3);
    }

    #[test]
    fn slots_do_not_touch_each_other_and_may_ask_each_other() {
        let memo = Memo::default();
        let outer = memo.get("outer", &1, || *memo.get("inner", &1, || 2) + 1);
        assert_eq!((*outer, *memo.get("inner", &1, || 9)), (3, 2));
    }

    #[test]
    fn a_slot_that_held_another_type_is_made_anew() {
        let memo = Memo::default();
        memo.get("slot", &1, || "text".to_owned());
        assert!((*memo.get("slot", &1, || 0.5_f64) - 0.5).abs() < 1e-12);
    }
}
