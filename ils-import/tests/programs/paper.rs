//! A browser prints the review sheet.

use std::fs;
use std::path::Path;
use std::process::Command;

use ils_import::export::Sensitive;
use ils_import::export::sheet::{Review, Sheets};
use ils_import::{Finding, ImportedClient};

use crate::hollis::{findings, record};
use crate::program::{find, skipped};

fn sheet(file: &Path, clients: &[(ImportedClient, Vec<Finding>)]) {
    let made_at =
        jiff::Timestamp::constant(1_795_546_960, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let mut sheets = Sheets::new(fs::File::create(file).unwrap()).unwrap();
    for (client, findings) in clients {
        let review = Review {
            client,
            findings,
            matter_description: Some("Estate plan"),
            made_by: Some("Pat Rivera"),
            made_at: Some(&made_at),
            sensitive: Sensitive::LeftOut,
        };
        sheets.add(&review).unwrap();
    }
    sheets.finish().unwrap();
}

/// How many pages the browser makes of it, and how large they are in points.
fn printed(html: &Path) -> Option<(usize, String)> {
    let browser = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(find)?;
    let pdf = html.with_extension("pdf");
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-pdf-header-footer",
            "--virtual-time-budget=5000",
        ])
        .arg(format!(
            "--user-data-dir={}",
            html.with_extension("profile").display()
        ))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", html.display()))
        .output()
        .unwrap();
    let bytes = fs::read(&pdf).unwrap_or_else(|_| {
        panic!(
            "nothing was printed: {}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    let text = String::from_utf8_lossy(&bytes);
    let pages = text
        .match_indices("/Type /Page")
        .filter(|(at, _)| !text[at + 11..].starts_with('s'))
        .count();
    let size = text
        .split("/MediaBox [")
        .nth(1)
        .and_then(|rest| rest.split(']').next());
    Some((pages, size.unwrap_or_default().to_owned()))
}

#[test]
fn a_normal_family_is_one_letter_page() {
    let folder = tempfile::tempdir().unwrap();
    let html = folder.path().join("sheet.html");
    sheet(&html, &[(record(), findings())]);
    let Some((pages, size)) = printed(&html) else {
        skipped("a_normal_family_is_one_letter_page", "no Chromium here");
        return;
    };
    assert_eq!((pages, size.as_str()), (1, "0 0 612 792"));
    // Two clients are two sheets, and a crowd goes on.
    let mut crowd = record();
    crowd.parties = vec![crowd.parties[0].clone(); 120];
    sheet(&html, &[(record(), findings()), (record(), Vec::new())]);
    assert_eq!(printed(&html).unwrap().0, 2);
    sheet(&html, &[(crowd, findings())]);
    assert!(printed(&html).unwrap().0 > 1);
}
