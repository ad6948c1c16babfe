//! Numbers as a reader sees them.

/// Two significant digits without an exponent; whole numbers whole.
pub fn short(value: f64) -> String {
    if value.is_nan() {
        return "not a number".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "minus infinite" } else { "infinite" }.to_owned();
    }
    let size = value.abs();
    if size < 1e6 && value.fract() == 0.0 {
        let sign = if value < 0.0 { "-" } else { "" };
        return if size < 1e4 { format!("{value}") } else { sign.to_owned() + &whole(size as u64) };
    }
    if !(1e-4..1e6).contains(&size) {
        return format!("{value:.1e}");
    }
    // As printed, so that 0.0996 counts as 0.10 and not as 0.100.
    let exponent = format!("{value:.1e}").rsplit_once('e').and_then(|(_, e)| e.parse::<i32>().ok());
    let n_decimals = (1 - exponent.unwrap_or(0)).max(0) as usize;
    format!("{value:.n_decimals$}")
}

/// A whole number with commas between thousands.
pub fn whole(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if 0 < idx && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its standard error or spread, if it has one.
pub fn with_spread(value: f64, spread: Option<f64>) -> String {
    let spread = spread.filter(|spread| spread.is_finite() && 0.0 < *spread);
    spread.map_or_else(|| short(value), |spread| format!("{} ± {}", short(value), short(spread)))
}

/// Time left in words, rounded so that it does not flicker.
pub fn time_left(secs: f32) -> String {
    match secs {
        secs if !secs.is_finite() || secs < 0.0 => String::new(),
        secs if secs < 1.5 => "1 s left".to_owned(),
        secs if secs < 60.0 => format!("{secs:.0} s left"),
        secs if secs < 3600.0 => format!("{:.0} min left", secs / 60.0),
        secs => format!("{:.1} h left", secs / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_count() {
        for (value, text) in [
            (0.345_6, "0.35"),
            (0.099_6, "0.10"),
            (0.995, "0.99"),
            (0.996, "1.0"),
            (3.45, "3.5"),
            (34.56, "35"),
            (345.6, "346"),
            (-0.004_56, "-0.0046"),
            (0.000_012_3, "1.2e-5"),
            (0.0, "0"),
            (40.0, "40"),
            (1234.0, "1234"),
            (78_577.0, "78,577"),
            (-123_456.0, "-123,456"),
        ] {
            assert_eq!(short(value), text, "{value}");
        }
    }

    #[test]
    fn chance_is_said_beside_the_number() {
        assert_eq!(with_spread(0.345, Some(0.012)), "0.34 ± 0.012");
        assert_eq!(with_spread(2.0, Some(0.0)), "2");
        assert_eq!(with_spread(2.0, None), "2");
    }

    #[test]
    fn what_is_no_number_is_said() {
        assert_eq!(short(f64::NAN), "not a number");
        assert_eq!(short(f64::INFINITY), "infinite");
    }

    #[test]
    fn time_left_is_rounded() {
        assert_eq!(time_left(0.2), "1 s left");
        assert_eq!(time_left(42.4), "42 s left");
        assert_eq!(time_left(150.0), "2 min left");
        assert_eq!(time_left(f32::NAN), "");
    }
}
