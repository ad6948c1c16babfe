//! A seed means the same numbers forever: our streams against the cipher as it
//! is published, written out here and held to published output.

use flow_lab::math::rng::Rng;
use flow_lab::math::rng::Stream;

/// One block of `ChaCha8`: 16 words for a key, a block counter and a nonce.
///
/// Source: Bernstein, "`ChaCha`, a variant of Salsa20" (2008): counter and nonce
/// of 64 bits each, 4 double rounds.
fn chacha8(key: [u32; 8], counter: u64, nonce: u64) -> [u32; 16] {
    let mut start = [0; 16];
    start[..4].copy_from_slice(&[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]);
    start[4..12].copy_from_slice(&key);
    start[12..].copy_from_slice(&[
        counter as u32,
        (counter >> 32) as u32,
        nonce as u32,
        (nonce >> 32) as u32,
    ]);
    let mut x = start;
    for _ in 0..4 {
        for i in 0..4 {
            quarter_round(&mut x, [i, 4 + i, 8 + i, 12 + i]);
        }
        for i in 0..4 {
            quarter_round(&mut x, [i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4]);
        }
    }
    std::array::from_fn(|i| x[i].wrapping_add(start[i]))
}

fn quarter_round(x: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    for (by_b, by_d) in [(12, 16), (7, 8)] {
        x[a] = x[a].wrapping_add(x[b]);
        x[d] = (x[d] ^ x[a]).rotate_left(by_d);
        x[c] = x[c].wrapping_add(x[d]);
        x[b] = (x[b] ^ x[c]).rotate_left(by_b);
    }
}

/// Key that `rand_core` promises for a seed of 64 bits: eight numbers of
/// O'Neill's PCG-XSH-RR.
fn key(mut seed: u64) -> [u32; 8] {
    std::array::from_fn(|_| {
        seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(11_634_580_027_462_260_723);
        let folded = (((seed >> 18) ^ seed) >> 27) as u32;
        folded.rotate_right((seed >> 59) as u32)
    })
}

#[test]
fn the_cipher_written_here_gives_the_published_block() {
    // Strombergson, "Test Vectors for the Stream Cipher ChaCha" (2013),
    // TC1 with a key of 256 bits and 8 rounds: key and nonce of zeros.
    let published = [
        0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6, 0x7f, 0x5b, 0xb8, 0xe8, 0x1f, 0x09, 0xa5,
        0xa1, 0x2c, 0x84, 0x0e, 0xc3, 0xce, 0x9a, 0x7f, 0x3b, 0x18, 0x1b, 0xe1, 0x88, 0xef, 0x71,
        0x1a, 0x1e,
    ];
    let block: Vec<u8> = chacha8([0; 8], 0, 0).iter().flat_map(|word| word.to_le_bytes()).collect();
    assert_eq!(block[..32], published);
}

#[test]
fn our_streams_are_the_cipher_under_the_key_of_the_seed() {
    for (seed, stream, index) in
        [(0, Stream::Data, 0), (7, Stream::Noise, 3), (u64::MAX, Stream::Figure, (1 << 48) - 1)]
    {
        let nonce = (u64::from(stream as u16) << 48) | index;
        let mut rng = Rng::stream(seed, stream, index);
        for counter in 0..3 {
            for words in chacha8(key(seed), counter, nonce).chunks_exact(2) {
                let bits = u64::from(words[0]) | (u64::from(words[1]) << 32);
                let expected = (bits >> 11) as f64 / (1_u64 << 53) as f64;
                assert_eq!(rng.uniform().to_bits(), expected.to_bits(), "seed {seed}, {stream:?}");
            }
        }
    }
}
