//! Cholesky factors of small dense matrices, singular ones included.

/// Lower triangle `L` with `L L^T = S` for a positive semi-definite `S`.
///
/// Where `S` is singular (a data point, a plane in space) the column of a zero
/// pivot is zero: [`Cholesky::apply`] is still exact, [`Cholesky::solve`] is not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    dim: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factor of `s`, row after row; `None` if `s` is not positive semi-definite.
    ///
    /// A pivot counts as zero within `dim` roundings of the largest diagonal
    /// entry. Reads the lower triangle only.
    ///
    /// # Panics
    /// If `s` does not hold `dim * dim` numbers.
    pub fn new(dim: usize, s: &[f64]) -> Option<Self> {
        assert_eq!(s.len(), dim * dim, "cholesky: the matrix must be dim by dim");
        let largest = (0..dim).map(|i| s[i * dim + i].abs()).fold(0.0, f64::max);
        let rounding = dim as f64 * f64::EPSILON * largest;
        let mut lower = vec![0.0; dim * dim];
        for j in 0..dim {
            let pivot = s[j * dim + j] - dot(&lower, [j, j], [dim, j]);
            // False for NaN as well, which is no matrix at all.
            let is_semidefinite = -rounding <= pivot;
            if !is_semidefinite {
                return None;
            }
            let root = if rounding < pivot { libm::sqrt(pivot) } else { 0.0 };
            lower[j * dim + j] = root;
            for i in j + 1..dim {
                let rest = s[i * dim + j] - dot(&lower, [i, j], [dim, j]);
                if 0.0 < root {
                    lower[i * dim + j] = rest / root;
                } else if rounding < rest.abs() {
                    return None;
                }
            }
        }
        Some(Self { dim, lower })
    }

    /// `L eps`, a draw of `N(0, S)` for standard normal `eps`.
    pub fn apply(&self, eps: &[f64], out: &mut [f64]) {
        for (i, o) in out.iter_mut().enumerate() {
            *o = self.row(i).iter().zip(eps).map(|(l, e)| l * e).sum();
        }
    }

    /// `S^-1 r`; not finite where `S` is singular.
    pub fn solve(&self, r: &[f64], out: &mut [f64]) {
        out.copy_from_slice(r);
        for i in 0..self.dim {
            for j in 0..i {
                out[i] -= self.lower[i * self.dim + j] * out[j];
            }
            out[i] /= self.lower[i * self.dim + i];
        }
        for i in (0..self.dim).rev() {
            for j in i + 1..self.dim {
                out[i] -= self.lower[j * self.dim + i] * out[j];
            }
            out[i] /= self.lower[i * self.dim + i];
        }
    }

    /// `log det S`; minus infinity where `S` is singular.
    pub fn log_det(&self) -> f64 {
        (0..self.dim).map(|i| 2.0 * libm::log(self.lower[i * self.dim + i])).sum()
    }

    /// `tr(M S^-1)` for `m` of the same shape, row after row.
    pub fn trace_of_quotient(&self, m: &[f64]) -> f64 {
        let mut unit = vec![0.0; self.dim];
        let mut column = vec![0.0; self.dim];
        let mut trace = 0.0;
        for j in 0..self.dim {
            unit.fill(0.0);
            unit[j] = 1.0;
            self.solve(&unit, &mut column);
            // (M S^-1)_jj is row j of M times column j of S^-1.
            trace += (0..self.dim).map(|i| m[j * self.dim + i] * column[i]).sum::<f64>();
        }
        trace
    }

    fn row(&self, i: usize) -> &[f64] {
        &self.lower[i * self.dim..=i * self.dim + i]
    }
}

/// Product of the first `n` entries of two rows of a matrix `dim` wide.
fn dot(lower: &[f64], rows: [usize; 2], [dim, n]: [usize; 2]) -> f64 {
    let [a, b] = rows.map(|i| &lower[i * dim..i * dim + n]);
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: [f64; 9] = [4.0, 2.0, 0.6, 2.0, 3.0, 0.4, 0.6, 0.4, 1.5];

    #[test]
    fn solve_undoes_the_matrix_and_the_determinant_is_that_of_the_leading_minors() {
        let factor = Cholesky::new(3, &S).unwrap();
        let x = [0.3, -1.1, 2.0];
        let r: Vec<f64> =
            S.chunks(3).map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum()).collect();
        let mut back = [0.0; 3];
        factor.solve(&r, &mut back);
        for (b, x) in back.iter().zip(x) {
            assert!((b - x).abs() < 1e-14);
        }
        let det = 4.0 * (3.0 * 1.5 - 0.16) - 2.0 * (2.0 * 1.5 - 0.24) + 0.6 * (0.8 - 1.8);
        assert!((factor.log_det() - f64::ln(det)).abs() < 1e-14);
        assert!((factor.trace_of_quotient(&S) - 3.0).abs() < 1e-14);
    }

    #[test]
    fn a_singular_covariance_has_an_exact_factor() {
        // Rank one: (1, 2, 0) (1, 2, 0)^T.
        let s = [1.0, 2.0, 0.0, 2.0, 4.0, 0.0, 0.0, 0.0, 0.0];
        let factor = Cholesky::new(3, &s).unwrap();
        let mut out = [9.0; 3];
        factor.apply(&[1.5, 7.0, -3.0], &mut out);
        assert_eq!(out.map(f64::to_bits), [1.5, 3.0, 0.0_f64].map(f64::to_bits));
        assert_eq!(Cholesky::new(2, &[0.0; 4]).unwrap().lower, [0.0; 4]);
    }

    #[test]
    fn a_matrix_that_is_no_covariance_is_refused() {
        assert_eq!(Cholesky::new(2, &[1.0, 2.0, 2.0, 1.0]), None);
        assert_eq!(Cholesky::new(1, &[-1.0]), None);
        assert_eq!(Cholesky::new(2, &[0.0, 1.0, 1.0, 1.0]), None);
        assert_eq!(Cholesky::new(1, &[f64::NAN]), None);
    }
}
