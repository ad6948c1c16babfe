//! Exact marginals against closed-form values.

use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::kind::Kind;
use crate::math::mixture::Mixture;
use crate::path::marginal::Marginal;
use crate::path::marginal::tests::CONDOT;
use crate::path::marginal::tests::SQRT;
use crate::path::marginal::tests::gmm5;
use crate::path::marginal::tests::one;
use crate::path::marginal::tests::tilted;
use crate::path::marginal::tests::two_points;
use crate::path::scheduler::SchedulerKind;

/// All that is known at one place: printed values agree in every digit given.
struct Known<'a> {
    t: f64,
    x: &'a [f64],
    log_density: f64,
    velocity: &'a [f64],
    score: &'a [f64],
    divergence: f64,
}

#[track_caller]
fn check_known(law: &Mixture, scheduler: SchedulerKind, known: &Known<'_>, tolerance: f64) {
    let marginal = Marginal::new(law, scheduler);
    let (t, x) = (known.t, one(known.x));
    let close = |name: &str, ours: &[f64], exact: &[f64]| {
        for (a, b) in ours.iter().zip(exact) {
            assert!((a - b).abs() <= tolerance, "{name}: {a} is not {b}");
        }
    };
    close("log p", &marginal.log_density(t, &x), &[known.log_density]);
    close("u", marginal.velocity(t, &x).data(), known.velocity);
    close("s", marginal.score(t, &x).data(), known.score);
    close("div u", &marginal.divergence(t, &x), &[known.divergence]);
}

#[test]
fn the_two_point_toy_has_its_closed_form_values() {
    let condot = Known {
        t: 0.5,
        x: &[0.3],
        log_density: -1.812_102_38,
        velocity: &[2.734_618_43],
        score: &[2.134_618_43],
        divergence: 2.880_319_94,
    };
    check_known(&two_points(), CONDOT, &condot, 5.1e-9);
    let sqrt = Known {
        log_density: -1.492_229_66,
        velocity: &[1.311_148_70],
        score: &[0.474_099_13],
        divergence: 3.269_466_58,
        ..condot
    };
    check_known(&two_points(), SQRT, &sqrt, 5.1e-9);
    let [vp, ddpm] = [SchedulerKind::Vp, SchedulerKind::Ddpm].map(|scheduler| {
        let (marginal, x) = (Marginal::new(&two_points(), scheduler), one(&[0.3]));
        let log_density = marginal.log_density(0.5, &x)[0];
        [marginal.velocity(0.5, &x).data()[0], marginal.score(0.5, &x).data()[0], log_density]
    });
    let known = [
        (&vp[..2], &[1.652_462_54, 1.352_462_54][..]),
        (&ddpm, &[0.426_502_71, -0.215_123_84, -1.081_635_77]),
    ];
    for (ours, exact) in known {
        for (a, b) in ours.iter().zip(exact) {
            assert!((a - b).abs() < 5.1e-9, "{ours:?} is not {exact:?}");
        }
    }
}

#[test]
fn the_two_point_toy_has_its_posterior() {
    let known = [(CONDOT, 0.916_827_30), (SQRT, 0.768_524_78), (SchedulerKind::Ddpm, 0.590_585_77)];
    for (scheduler, weight) in known {
        let posterior = Marginal::new(&two_points(), scheduler).posterior(0.5, &[0.3]);
        assert!((posterior[1] - weight).abs() < 5.1e-9);
        assert!((posterior[0] + posterior[1] - 1.0).abs() < 1e-15);
    }
    let marginal = Marginal::new(&two_points(), CONDOT);
    let x = one(&[0.3]);
    let z = marginal.posterior_mean(0.5, &x).data()[0];
    assert!((z - 1.667_309_21).abs() < 5.1e-9);
    let u = marginal.velocity(0.5, &x);
    let mut eps = [0.0];
    CONDOT.at(0.5).noise_from_velocity().apply(u.data(), x.data(), &mut eps);
    assert!((eps[0] + 1.067_309_21).abs() < 5.1e-9);
    // Two points at distance 4: the variance is 16 g (1 - g).
    let variance = marginal.posterior_variance(0.5, &x)[0];
    assert!((variance - (4.0 - z * z)).abs() < 1e-12);
}

#[test]
fn five_gaussians_have_their_closed_form_values() {
    let condot = Known {
        t: 0.2,
        x: &[1.0, 0.5],
        log_density: -3.525_465_8,
        velocity: &[7.795_125_3, 3.136_739_9],
        score: &[0.698_781_3, 0.159_185_0],
        divergence: 10.812_341_8,
    };
    check_known(&gmm5(), CONDOT, &condot, 5.1e-8);
    let sqrt = Known {
        log_density: -3.489_493_8,
        velocity: &[7.083_264_3, 3.123_211_4],
        score: &[0.462_947_6, 0.138_491_4],
        divergence: 10.071_156_7,
        ..condot
    };
    check_known(&gmm5(), SQRT, &sqrt, 5.1e-8);
    let weights = [0.634_254_9, 0.336_554_6, 0.007_361_1, 0.001_306_6, 0.020_522_8];
    let posterior = Marginal::new(&gmm5(), CONDOT).posterior(0.2, &[1.0, 0.5]);
    for (ours, exact) in posterior.iter().zip(weights) {
        assert!((ours - exact).abs() < 5.1e-8, "{posterior:?}");
    }
    for &scheduler in SchedulerKind::ALL {
        let end = Marginal::new(&gmm5(), scheduler).log_density(1.0, &one(&[10.0, 0.0]))[0];
        assert!((end + 3.447_314_98).abs() < 5.1e-9);
    }
}

#[test]
fn full_covariances_have_their_closed_form_values() {
    let condot = Known {
        t: 0.5,
        x: &[0.5, 1.0],
        log_density: -1.276_628_2,
        velocity: &[0.943_387_3, 1.939_032_5],
        score: &[-0.056_612_7, -0.060_967_5],
        divergence: -0.919_138_4,
    };
    check_known(&tilted(), CONDOT, &condot, 5.1e-8);
    let sqrt = Known {
        log_density: -1.714_875_1,
        velocity: &[0.799_407_6, 1.790_686_2],
        score: &[-0.133_728_3, -0.139_542_5],
        divergence: 0.032_261_6,
        ..condot
    };
    check_known(&tilted(), SQRT, &sqrt, 5.1e-8);
}
