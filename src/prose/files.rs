//! Reads the texts of all lectures from their folder, and writes the HTML.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::lecture;
use crate::prose::Compiled;
use crate::prose::Source;
use crate::prose::mistake::Mistake;
use crate::prose::reference::References;

/// The list of cited works, beside the texts.
const REFERENCES: &str = "references.toml";

/// What the folder of texts holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Texts of the lectures, in their order.
    pub sources: Vec<Source>,
    /// Works that they cite.
    pub references: References,
    /// A text without a lecture, a lecture without a text, what can not be read.
    pub mistakes: Vec<Mistake>,
}

/// Texts of all lectures, and the works that they cite.
pub fn read(folder: &Path) -> Texts {
    let Texts { mut sources, mut mistakes, .. } = Texts::default();
    for lecture in lecture::ALL {
        let path = folder.join(format!("{}.md", lecture.slug));
        let file = path.display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => sources.push(Source { lecture: *lecture, file, text }),
            Err(error) => {
                mistakes.push(said(&path, format!("The lecture's text can not be read: {error}.")));
            }
        }
    }
    for path in texts(folder) {
        let slug = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if lecture::by_slug(&slug).is_none() {
            let sentence = "This text is of no lecture in the list of src/lecture/mod.rs.";
            mistakes.push(said(&path, sentence.to_owned()));
        }
    }
    let references = read_references(&folder.join(REFERENCES)).unwrap_or_else(|more| {
        mistakes.extend(more);
        References::default()
    });
    Texts { sources, references, mistakes }
}

/// Writes `<slug>.html` for each lecture, and takes away what is of none.
///
/// # Errors
/// Those of the file system.
pub fn write(folder: &Path, compiled: &[Compiled]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (slug, ending) = name.split_once('.').unwrap_or((&name, ""));
        let is_current = compiled.iter().any(|lecture| lecture.slug == slug);
        // Compressed copies, too: they would be of an older text.
        if ending.starts_with("html") && (!is_current || ending != "html") {
            fs::remove_file(&path)?;
        }
    }
    for lecture in compiled {
        fs::write(folder.join(format!("{}.html", lecture.slug)), &lecture.html)?;
    }
    Ok(())
}

fn read_references(path: &Path) -> Result<References, Vec<Mistake>> {
    match fs::read_to_string(path) {
        Ok(toml) => References::parse(&path.display().to_string(), &toml),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(References::default()),
        Err(error) => Err(vec![said(path, format!("The list of works can not be read: {error}."))]),
    }
}

/// Markdown files of the folder, sorted.
fn texts(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("md")))
        .collect();
    paths.sort();
    paths
}

fn said(path: &Path, sentence: String) -> Mistake {
    Mistake { file: path.display().to_string(), line: 1, sentence }
}
