//! Where each weight lies in the flat vector of a network's parameters.

use std::ops::Range;

/// The linear layers of a network, one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    layers: Vec<LayerSlot>,
}

/// One linear layer: its sizes and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerSlot {
    /// Numbers that go in.
    pub n_in: usize,
    /// Numbers that come out.
    pub n_out: usize,
    /// Place of the weights, `[n_in, n_out]`, last axis fastest.
    pub weight: Range<usize>,
    /// Place of the bias, `[n_out]`.
    pub bias: Range<usize>,
}

/// One tensor of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Such as `0.weight` or `2.bias`.
    pub name: String,
    /// Size along each axis.
    pub shape: Vec<u32>,
    /// Place in the flat vector.
    pub place: Range<usize>,
}

impl Layout {
    /// Layers through `widths`: the first is the input, the last the output.
    ///
    /// # Panics
    /// If there are fewer than two widths.
    pub fn through(widths: &[usize]) -> Self {
        assert!(2 <= widths.len(), "layout: an input and an output");
        let mut start = 0;
        let layer = |pair: &[usize]| {
            let (n_in, n_out) = (pair[0], pair[1]);
            let weight = start..start + n_in * n_out;
            let bias = weight.end..weight.end + n_out;
            start = bias.end;
            LayerSlot { n_in, n_out, weight, bias }
        };
        Self { layers: widths.windows(2).map(layer).collect() }
    }

    /// The layers in order.
    pub fn layers(&self) -> &[LayerSlot] {
        &self.layers
    }

    /// Number of parameters.
    pub fn n_params(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.bias.end)
    }

    /// Every tensor with its name, in the order of the flat vector.
    pub fn entries(&self) -> Vec<Entry> {
        let entries = self.layers.iter().enumerate().flat_map(|(i, layer)| {
            let weight = Entry {
                name: format!("{i}.weight"),
                shape: vec![layer.n_in as u32, layer.n_out as u32],
                place: layer.weight.clone(),
            };
            let bias = Entry {
                name: format!("{i}.bias"),
                shape: vec![layer.n_out as u32],
                place: layer.bias.clone(),
            };
            [weight, bias]
        });
        entries.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_of_the_course_have_their_number_of_parameters() {
        assert_eq!(Layout::through(&[3, 64, 64, 64, 64, 2]).n_params(), 12_866);
        assert_eq!(Layout::through(&[3, 100, 100, 100, 100, 2]).n_params(), 30_902);
    }

    #[test]
    fn tensors_lie_side_by_side_without_gaps() {
        let layout = Layout::through(&[3, 5, 2]);
        let mut end = 0;
        for entry in layout.entries() {
            assert_eq!(entry.place.start, end, "{}", entry.name);
            let size: u32 = entry.shape.iter().product();
            assert_eq!(entry.place.len(), size as usize, "{}", entry.name);
            end = entry.place.end;
        }
        assert_eq!(end, layout.n_params());
    }
}
