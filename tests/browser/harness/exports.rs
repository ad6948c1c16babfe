//! Files that the page hands out, as a person gets them: by a button, as a download.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use fantoccini::Locator;
use tokio::time::sleep;

use crate::harness::lab::LAB;
use crate::harness::lab::Lab;

impl Lab {
    /// Presses a button and gives the bytes of the file that it saves.
    pub(crate) async fn saved_by(&self, button: &str) -> Vec<u8> {
        self.saved_in(LAB, button).await
    }

    /// The same in another figure.
    pub(crate) async fn saved_in(&self, figure: &str, button: &str) -> Vec<u8> {
        let folder = self.folder.path().join("downloads");
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("the folder of downloads");
        self.click_in(figure, button).await;
        for _ in 0..200 {
            if let Some(path) = finished_file(&folder) {
                // A browser under load may still be writing.
                let bytes = fs::read(&path).expect("the saved file can be read");
                sleep(Duration::from_millis(100)).await;
                if fs::read(&path).is_ok_and(|again| again == bytes) {
                    return bytes;
                }
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("the button {button} saved no file within 10 s");
    }

    /// Hands a file of that name to a file input of the Lab.
    pub(crate) async fn load(&self, input: &str, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).expect("the temporary folder has room");
        let css = format!("{LAB} input[name={input}]");
        let input = self.client.find(Locator::Css(&css)).await.expect("the input is in the page");
        let path = path.to_string_lossy().into_owned();
        input.send_keys(&path).await.expect("the input takes a file");
    }

    /// Samples as the page exports them.
    pub(crate) async fn samples_csv(&self) -> Vec<u8> {
        self.saved_by("export-csv").await
    }

    /// Loss of every step so far.
    pub(crate) async fn losses(&self) -> Vec<f64> {
        let table = Table::parse(&self.saved_by("export-losses").await);
        table.column("loss")
    }
}

/// A CSV file with a header.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<f64>>,
}

impl Table {
    /// Takes the file apart; an empty field is NaN.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).expect("a CSV file is text");
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let header = lines.next().expect("a CSV file has a header");
        let header = header.split(',').map(|name| name.trim().to_owned()).collect();
        let number = |field: &str| field.trim().parse().unwrap_or(f64::NAN);
        let rows = lines.map(|line| line.split(',').map(number).collect()).collect();
        Self { header, rows }
    }

    /// A column by its name.
    pub(crate) fn column(&self, name: &str) -> Vec<f64> {
        let idx = self.header.iter().position(|column| column == name);
        let idx = idx.unwrap_or_else(|| panic!("no column {name} in {:?}", self.header));
        self.rows.iter().map(|row| row[idx]).collect()
    }
}

fn finished_file(folder: &Path) -> Option<PathBuf> {
    let is_finished = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && !name.ends_with(".crdownload") && !name.ends_with(".tmp")
    };
    let entries = fs::read_dir(folder).ok()?;
    entries.flatten().map(|entry| entry.path()).find(is_finished)
}
