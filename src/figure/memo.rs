//! What a picture depends on besides time, worked out once.

use std::any::Any;
use std::fmt::Debug;
use std::fmt::Formatter;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// The last value of every slot, with the key that it was made for.
#[derive(Default)]
pub struct Memo {
    slots: Mutex<Vec<Slot>>,
}

struct Slot {
    name: &'static str,
    key: Arc<dyn Any + Send + Sync>,
    value: Arc<dyn Any + Send + Sync>,
}

impl Memo {
    /// The value of `slot` for `key`: the one kept, or a new one from `make`.
    ///
    /// `make` has a few milliseconds; what takes longer is a job.
    pub fn get<K, T>(&self, slot: &'static str, key: &K, make: impl FnOnce() -> T) -> Arc<T>
    where
        K: PartialEq + Clone + Send + Sync + 'static,
        T: Send + Sync + 'static,
    {
        if let Some(value) = self.kept(slot, key) {
            return value;
        }
        // Not under the lock: `make` may ask for other slots.
        let value = Arc::new(make());
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|kept| kept.name != slot);
        slots.push(Slot { name: slot, key: Arc::new(key.clone()), value: value.clone() });
        value
    }

    fn kept<K: PartialEq + 'static, T: Send + Sync + 'static>(
        &self,
        slot: &'static str,
        key: &K,
    ) -> Option<Arc<T>> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = slots.iter().find(|kept| kept.name == slot)?;
        let is_same = kept.key.downcast_ref::<K>() == Some(key);
        is_same.then(|| kept.value.clone().downcast().ok()).flatten()
    }
}

impl Debug for Memo {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

/// A copy starts empty: nothing but time is lost.
impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_for_its_key_and_anew_for_another() {
        let memo = Memo::default();
        let mut n_made = 0;
        for (key, expected) in [(1, 1), (1, 1), (2, 2), (2, 2), (1, 3)] {
            memo.get("squares", &key, || n_made += 1);
            assert_eq!(n_made, expected);
        }
        assert_eq!(*memo.get("text", &"a", || 5_i32), 5);
        assert_eq!(*memo.get("squares", &1, || ()), ());
        assert_eq!(*memo.get("text", &"a", || 6_i32), 5);
    }
}
