//! Turns published digits into the page's small files.
//!
//! `cargo xtask images DIGITS.CSV MNIST-FOLDER` runs it in the root of the
//! checkout; `public/data/README.md` says where the two come from.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::print_stderr, reason = "a program for the terminal")]

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use flow_lab::dataset::images::ImageKind;
use flow_lab::dataset::images::file;
use flow_lab::dataset::images::file::Levels;

/// Where the files go, from the root of the checkout.
const FOLDER: &str = "public";
/// Highest gray level of the 8 by 8 digits, as published.
const MAX_8: u8 = 16;
/// Images of the 8 by 8 digits to learn from; the rest is held out.
const N_TRAIN_8: usize = 1_500;
/// Gray levels of the 16 by 16 digits, but one.
const MAX_16: u8 = 15;
/// Images of each of the 16 by 16 digits to learn from, and held out.
const N_EACH_16: [usize; 2] = [700, 100];
/// Pixels along the edge of an MNIST image, and of its middle that is kept.
const MNIST_SIDE: usize = 28;
const KEPT_SIDE: usize = 24;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [digits, mnist] = args.as_slice() else {
        eprintln!("images: give the file digits.csv and the folder with MNIST's 0.json to 9.json.");
        return ExitCode::FAILURE;
    };
    match run(Path::new(digits), Path::new(mnist)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("images: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(digits: &Path, mnist: &Path) -> Result<(), Box<dyn Error>> {
    write(ImageKind::Digits8, &digits8(&fs::read_to_string(digits)?)?)?;
    write(ImageKind::Digits16, &digits16(mnist)?)
}

fn write(kind: ImageKind, images: &Levels) -> Result<(), Box<dyn Error>> {
    let Some(name) = kind.file() else { return Ok(()) };
    let path = Path::new(FOLDER).join(name);
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    let bytes = file::write(kind, images);
    println!("{}: {} images, {} bytes", path.display(), images.labels.len(), bytes.len());
    Ok(fs::write(path, bytes)?)
}

/// One line an image: 64 levels and the label.
fn digits8(text: &str) -> Result<Levels, Box<dyn Error>> {
    let mut images = Levels { max: MAX_8, n_train: N_TRAIN_8, ..Levels::default() };
    for line in text.lines().filter(|line| !line.is_empty()) {
        // The label is written as a decimal in some releases.
        let numbers: Result<Vec<f64>, _> = line.split(',').map(str::parse).collect();
        let numbers = numbers?;
        let (label, levels) = numbers.split_last().ok_or("a line is empty")?;
        if levels.len() != ImageKind::Digits8.dim() {
            return Err(format!("a line has {} levels instead of 64", levels.len()).into());
        }
        images.levels.extend(levels.iter().map(|&v| v as u8));
        images.labels.push(*label as u8);
    }
    Ok(images)
}

/// The first images of each digit, the digits in turn: first all to learn
/// from, then all held out.
fn digits16(folder: &Path) -> Result<Levels, Box<dyn Error>> {
    let mut of_digit = Vec::new();
    for digit in 0..10 {
        let text = fs::read_to_string(folder.join(format!("{digit}.json")))?;
        let json: serde_json::Value = serde_json::from_str(&text)?;
        let data = json["data"].as_array().ok_or("a file has no list named data")?;
        let gray: Vec<f64> = data.iter().filter_map(serde_json::Value::as_f64).collect();
        of_digit.push(gray);
    }
    let [n_train, n_held_out] = N_EACH_16;
    let mut images = Levels { max: MAX_16, n_train: 10 * n_train, ..Levels::default() };
    for idx in 0..n_train + n_held_out {
        for (digit, gray) in of_digit.iter().enumerate() {
            let n = MNIST_SIDE * MNIST_SIDE;
            let image = gray.get(idx * n..(idx + 1) * n).ok_or("a file has too few images")?;
            images.levels.extend(reduced(image));
            images.labels.push(digit as u8);
        }
    }
    Ok(images)
}

/// The middle of an MNIST image with two thirds of the pixels along an edge:
/// each new pixel is the mean of the 1.5 by 1.5 old ones that it covers.
fn reduced(image: &[f64]) -> Vec<u8> {
    let side = ImageKind::Digits16.side();
    let margin = (MNIST_SIDE - KEPT_SIDE) / 2;
    // Pairs of new pixels share three old ones: 1, 1/2 | 1/2, 1.
    let parts = |k: usize| {
        let first = margin + k / 2 * 3 + k % 2;
        let weights = if k.is_multiple_of(2) { [1.0, 0.5] } else { [0.5, 1.0] };
        [(first, weights[0]), (first + 1, weights[1])]
    };
    let mut levels = Vec::with_capacity(side * side);
    for row in 0..side {
        for column in 0..side {
            let mut sum = 0.0;
            for (y, of_y) in parts(row) {
                for (x, of_x) in parts(column) {
                    sum += of_y * of_x * image[y * MNIST_SIDE + x];
                }
            }
            levels.push((sum / (1.5 * 1.5) * f64::from(MAX_16)).round() as u8);
        }
    }
    levels
}
