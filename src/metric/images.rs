//! How far images are from each other: diversity within a class, and the nearest
//! image that a network has learned from.
//!
//! The distance of two images is the root mean square of the differences of
//! their pixels: 0 for the same image, 2 for black against white.

/// Root mean square difference of two images of equally many pixels.
pub fn distance(a: &[f32], b: &[f32]) -> f64 {
    square_distance(a, b).sqrt()
}

fn square_distance(a: &[f32], b: &[f32]) -> f64 {
    let sum: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    f64::from(sum) / a.len() as f64
}

/// Mean distance of all pairs of images of one class, averaged over the classes
/// that have two images or more; none without such a class.
///
/// Shapes: `pixels` is `labels.len()` images of `dim` numbers. Random: no.
pub fn diversity(pixels: &[f32], dim: usize, labels: &[u8]) -> Option<f64> {
    let images: Vec<&[f32]> = pixels.chunks_exact(dim).collect();
    let mut means = Vec::new();
    for class in 0..=u8::MAX {
        let of_class: Vec<&[f32]> = images
            .iter()
            .zip(labels)
            .filter(|(_, label)| **label == class)
            .map(|(&image, _)| image)
            .collect();
        let mut pairs = Vec::new();
        for (i, a) in of_class.iter().enumerate() {
            pairs.extend(of_class[..i].iter().map(|b| distance(a, b)));
        }
        if !pairs.is_empty() {
            means.push(pairs.iter().sum::<f64>() / pairs.len() as f64);
        }
    }
    (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
}

/// The image of `among` that is nearest to `image`: its number and distance.
///
/// # Panics
/// If `among` is empty.
pub fn nearest(image: &[f32], among: &[f32]) -> (usize, f64) {
    let distances = among.chunks_exact(image.len()).map(|other| square_distance(image, other));
    let nearest = distances.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b));
    let (idx, square) = nearest.expect("nearest: an image to compare with");
    (idx, square.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[test]
    fn distances_are_those_of_numbers() {
        assert!((distance(&[1.0, -1.0], &[-1.0, -1.0]) - 2.0_f64.sqrt()).abs() < 1e-7);
        let (idx, gap) = nearest(&[0.0, 0.0], &[1.0, 1.0, 0.5, 0.5, -2.0, 0.0]);
        assert_eq!(idx, 1);
        assert!((gap - 0.5).abs() < 1e-7);
    }

    #[test]
    fn diversity_looks_within_classes_alone() {
        // Class 0: two images 1 apart. Class 1: three, 2, 2 and 0 apart. Class 2: one.
        let pixels = [0.0, 1.0, 5.0, 7.0, 7.0, 99.0];
        let found = diversity(&pixels, 1, &[0, 0, 1, 1, 1, 2]).unwrap();
        assert!((found - 0.5 * (1.0 + 4.0 / 3.0)).abs() < 1e-7);
        assert_eq!(diversity(&pixels[..2], 1, &[0, 1]), None);
    }

    #[test]
    fn standard_normal_images_are_sqrt_2_apart() {
        let mut rng = Rng::stream(2, Stream::Metric, 0);
        let pixels: Vec<f32> = (0..40 * 256).map(|_| rng.normal() as f32).collect();
        // E of the square is 2; the root of a mean over 256 pixels is 2^-8 lower.
        let exact = 2.0_f64.sqrt() * (1.0 - 1.0 / (4.0 * 256.0));
        let found = diversity(&pixels, 256, &[0; 40]).unwrap();
        // The mean square of 40 images of 256 pixels is known to 0.014, and so is
        // that of their distances to 0.01: four times that.
        assert!((found - exact).abs() < 0.04, "{found}");
    }
}
