//! One style sheet out of several: `@import "name.css";` lines become the file.

use std::fs;
use std::path::Path;

use crate::trouble::Trouble;

/// Text of the sheet with its imports in place, in their order.
///
/// Only whole lines `@import "name.css";` of the same folder are known, and
/// imported sheets may import.
///
/// # Errors
/// Names the file that could not be read.
pub(crate) fn bundle(sheet: &Path) -> Result<String, Trouble> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| Trouble::file(path, &error));
    let folder = sheet.parent().unwrap_or(Path::new("."));
    inlined(&read(sheet)?, &|name| read(&folder.join(name)))
}

fn inlined(text: &str, read: &dyn Fn(&str) -> Result<String, Trouble>) -> Result<String, Trouble> {
    let mut bundle = String::new();
    for line in text.lines() {
        if let Some(name) = imported(line) {
            bundle.push_str(&inlined(&read(name)?, read)?);
        } else {
            bundle.push_str(line);
            bundle.push('\n');
        }
    }
    Ok(bundle)
}

fn imported(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix("@import")?.trim().strip_suffix(';')?.trim();
    let name = name.strip_prefix("url(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(name);
    Some(name.trim_matches(['"', '\'']).trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::inlined;
    use crate::trouble::Trouble;

    #[test]
    fn imports_are_replaced_in_place_and_in_order() {
        let read = |name: &str| match name {
            "a.css" => Ok("a {}\n@import 'b.css';\n".to_owned()),
            "b.css" => Ok("b {}\n".to_owned()),
            _ => Err(Trouble::new(name)),
        };
        let bundle = inlined("@import \"./a.css\";\n@import url(\"b.css\");\nmain {}\n", &read);
        assert_eq!(bundle.unwrap(), "a {}\nb {}\nb {}\nmain {}\n");
        assert!(inlined("@import \"none.css\";", &read).is_err());
    }
}
