//! A data set with its content: what a menu choice and a hand together say.

use crate::dataset::Dataset;
use crate::dataset::DatasetKind;
use crate::dataset::drawn::Drawn;
use crate::dataset::mix::MixSpec;

/// A choice of data with the drawing and the mixture made by hand.
///
/// Whole numbers throughout, so that it can be the key of what was computed for
/// it; see [`DataSpec::trimmed`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataSpec {
    /// Which law.
    pub kind: DatasetKind,
    /// What is drawn; counts for [`DatasetKind::Drawn`] alone.
    pub points: Drawn,
    /// The mixture; counts for [`DatasetKind::Mixture`] alone.
    pub mix: MixSpec,
}

impl DataSpec {
    /// The law with its parameters and window.
    pub fn build(&self) -> Dataset {
        match self.kind {
            DatasetKind::Drawn => self.points.build(),
            DatasetKind::Mixture => self.mix.build(),
            kind => kind.build(),
        }
    }

    /// Dimension of the space: 1 or 2.
    pub fn dim(&self) -> usize {
        self.kind.dim()
    }

    /// The same law, with what does not count for it at its default.
    ///
    /// Two specifications mean the same law if their trimmed forms are equal.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let mut trimmed = Self::from(self.kind);
        match self.kind {
            DatasetKind::Drawn => trimmed.points = self.points.clone(),
            DatasetKind::Mixture => trimmed.mix = self.mix.clone(),
            _ => {}
        }
        trimmed
    }
}

impl From<DatasetKind> for DataSpec {
    /// The choice with the default drawing and mixture.
    fn from(kind: DatasetKind) -> Self {
        Self { kind, points: Drawn::default(), mix: MixSpec::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn a_choice_alone_means_its_own_law() {
        for &kind in DatasetKind::ALL {
            let spec = DataSpec::from(kind);
            assert_eq!(spec.build(), kind.build(), "{kind:?}");
            assert_eq!(spec.dim(), kind.build().dim(), "{kind:?}");
        }
    }

    #[test]
    fn only_what_counts_tells_specifications_apart() {
        for &kind in DatasetKind::ALL {
            let plain = DataSpec::from(kind);
            let drawn = DataSpec { points: Drawn::empty(), ..plain.clone() };
            let mut mix = MixSpec::default();
            mix.add([0.0, 0.0]);
            let mixed = DataSpec { mix, ..plain.clone() };
            for (changed, of) in [(drawn, DatasetKind::Drawn), (mixed, DatasetKind::Mixture)] {
                assert_eq!(changed.trimmed() == plain, kind != of, "{kind:?}");
                assert_eq!(changed.build() == plain.build(), kind != of, "{kind:?}");
                assert_eq!(changed.trimmed().build(), changed.build(), "{kind:?}");
            }
        }
    }
}
