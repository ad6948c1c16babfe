//! Text inside an address: percent codes, there and back.

/// Digits of an encoded byte.
const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// `%` and two digits for every byte that is not plain in an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,:;/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 0xf].map(|half| char::from(DIGITS[usize::from(half)])));
        }
    }
    out
}

/// The text that was encoded; what is no code stays as it is.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match (bytes[i], digit(i + 1), digit(i + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (byte, _, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_plain_and_reads_back() {
        for text in ["", "data=gmm5&n=7", "ü & %41 + =#?", "64x3,a:b;c/d~"] {
            let code = encoded(text);
            assert!(code.bytes().all(|b| !b"&=#?+ ".contains(&b) && b.is_ascii()), "{code}");
            assert_eq!(decoded(&code), text);
        }
        assert_eq!(encoded("a=b&c"), "a%3Db%26c");
    }

    #[test]
    fn what_is_no_code_stays_as_it_is() {
        for (code, text) in
            [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%41%", "A%"), ("a=b", "a=b")]
        {
            assert_eq!(decoded(code), text, "{code}");
        }
        assert_eq!(decoded("%FF"), "\u{fffd}");
    }
}
