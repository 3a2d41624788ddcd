//! The counted lines of each file, from the report of llvm-cov (lcov).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One file, without its test module.
pub(super) struct Lines {
    /// From the workspace's folder.
    pub(super) path: String,
    pub(super) all: usize,
    /// By number, from the first.
    pub(super) missed: Vec<usize>,
}

impl Lines {
    /// `3, 7-9`.
    pub(super) fn ranges(&self) -> String {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for &line in &self.missed {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == line => *last = line,
                _ => ranges.push((line, line)),
            }
        }
        let told = ranges.iter().map(|&(first, last)| match last - first {
            0 => first.to_string(),
            _ => format!("{first}-{last}"),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

/// The files of the workspace, by path.
pub(super) fn read(report: &str, root: &Path) -> Vec<Lines> {
    let of_file = |(path, counts): (String, BTreeMap<usize, u64>)| {
        let text = fs::read_to_string(root.join(&path)).unwrap_or_default();
        let end = tests_begin(&text).unwrap_or(usize::MAX);
        let own = || counts.range(..end);
        Lines {
            all: own().count(),
            missed: own()
                .filter(|(_, count)| **count == 0)
                .map(|(line, _)| *line)
                .collect(),
            path,
        }
    };
    counts(report, root).into_iter().map(of_file).collect()
}

/// How often each line ran; a file that is told twice has run what either tells.
fn counts(report: &str, root: &Path) -> BTreeMap<String, BTreeMap<usize, u64>> {
    let mut files: BTreeMap<String, BTreeMap<usize, u64>> = BTreeMap::new();
    let mut file = None;
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            let path = Path::new(path).strip_prefix(root).ok();
            file = path.map(|path| path.to_string_lossy().replace('\\', "/"));
        } else if let (Some(path), Some(told)) = (&file, line.strip_prefix("DA:")) {
            let mut numbers = told.split(',');
            let number = numbers.next().and_then(|number| number.parse().ok());
            let count = numbers.next().and_then(|count| count.parse::<u64>().ok());
            if let (Some(number), Some(count)) = (number, count) {
                let counts = files.entry(path.clone()).or_default();
                *counts.entry(number).or_insert(0) += count;
            }
        }
    }
    files
}

/// The line of a test module that stands in the file itself: it is the last thing there.
fn tests_begin(text: &str) -> Option<usize> {
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        let next = lines.peek().map_or("", |(next, _)| next);
        if line == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{') {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_tests() {
        let root = tempfile::tempdir().unwrap();
        let text = "fn a() {}\n#[cfg(test)]\nfn b() {}\nfn c() {}\n#[cfg(test)]\nmod tests {\n}\n";
        fs::write(root.path().join("a.rs"), text).unwrap();
        let report = format!(
            "SF:{0}/a.rs\nDA:1,0\nDA:3,0\nDA:4,0\nDA:6,0\nend_of_record\n\
             SF:/elsewhere/b.rs\nDA:1,0\nend_of_record\nSF:{0}/a.rs\nDA:1,2\nend_of_record\n",
            root.path().display()
        );
        let files = read(&report, root.path());
        let [file] = files.as_slice() else {
            panic!("another number of files");
        };
        assert_eq!((file.path.as_str(), file.all), ("a.rs", 3));
        assert_eq!(file.missed, [3, 4]);
    }

    #[test]
    fn lines_beside_each_other_are_one_range() {
        let missed = vec![3, 7, 8, 9, 12];
        let lines = Lines {
            path: String::new(),
            all: 20,
            missed,
        };
        assert_eq!(lines.ranges(), "3, 7-9, 12");
    }
}
