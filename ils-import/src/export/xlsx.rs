//! A list of people as an Excel workbook: every cell is a text, so that nothing runs and no ZIP code loses a zero.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::people::{COLUMNS, Row, rows};
use super::{Exporter, Sensitive};
use crate::ImportedClient;
use crate::visible::visible_line;

/// Excel's limits: rows of a sheet, characters of a cell.
const ROWS: u32 = 1_048_576;
const LONGEST: usize = 32_767;

/// How the workbook is written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct XlsxOptions {
    /// Social security numbers and the like.
    pub sensitive: Sensitive,
    /// Where the rows wait until the workbook is written; else the system's folder for temporary files. The file is its user's alone, and has
    /// no name where the system can do that.
    pub temporary_folder: Option<PathBuf>,
}

/// A list of people, one row a person. Longer ones than a sheet holds go on in the next.
pub struct Xlsx<W> {
    writer: W,
    workbook: Workbook,
    sensitive: Sensitive,
    sheets: usize,
    next_row: u32,
    rows_of_sheet: u32,
}

impl<W: Write + Send> Xlsx<W> {
    /// Nothing is written to the writer before the end.
    ///
    /// # Errors
    /// When the temporary file cannot be made.
    pub fn new(writer: W, options: &XlsxOptions) -> io::Result<Self> {
        Self::with_rows(writer, options, ROWS)
    }

    fn with_rows(writer: W, options: &XlsxOptions, rows_of_sheet: u32) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        // The same people give the same bytes: no clock.
        let never = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&never));
        if let Some(folder) = &options.temporary_folder {
            workbook.set_tempdir(folder).map_err(failed)?;
        }
        let mut list = Self {
            writer,
            workbook,
            sensitive: options.sensitive,
            sheets: 0,
            next_row: 0,
            rows_of_sheet,
        };
        list.add_sheet()?;
        Ok(list)
    }

    fn add_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => "People".to_owned(),
            number => format!("People {number}"),
        };
        let sheet = self
            .workbook
            .add_worksheet_with_constant_memory()
            .map_err(failed)?;
        headed(sheet, &name).map_err(failed)?;
        self.next_row = 1;
        Ok(())
    }

    fn write(&mut self, row: &Row) -> io::Result<()> {
        if self.next_row == self.rows_of_sheet {
            self.add_sheet()?;
        }
        let sheet = self
            .workbook
            .worksheet_from_index(self.sheets - 1)
            .map_err(failed)?;
        let text = as_text();
        for (column, cell) in (0..).zip(row) {
            if !cell.is_empty() {
                sheet
                    .write_string_with_format(
                        self.next_row,
                        column,
                        fitting(&visible_line(cell)),
                        &text,
                    )
                    .map_err(failed)?;
            }
        }
        self.next_row += 1;
        Ok(())
    }
}

impl<W: Write + Send> Exporter for Xlsx<W> {
    fn add(&mut self, client: &ImportedClient) -> io::Result<()> {
        for row in rows(client, self.sensitive) {
            self.write(&row)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.workbook
            .save_to_writer(&mut self.writer)
            .map_err(failed)?;
        self.writer.flush()
    }
}

fn headed(sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = as_text().set_bold();
    for (column, (_, heading, _)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, if heading.len() > 8 { 22 } else { 13 })?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    Ok(())
}

/// `@`: a cell stays a text when somebody edits it.
fn as_text() -> Format {
    Format::new().set_num_format("@")
}

/// A text that a cell can hold, with `…` where it was cut. Excel counts UTF-16 units.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|letter| {
        used += letter.len_utf16();
        used <= LONGEST
    });
    kept.chain(['…']).collect()
}

/// The library's errors may quote a name: only what the system says goes on.
fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => system_error(&other)
            .unwrap_or_else(|| io::Error::other("the workbook could not be made")),
    }
}

/// What the system said below the library's error, a full disk say.
fn system_error(error: &(dyn Error + 'static)) -> Option<io::Error> {
    let Some(said) = error.downcast_ref::<io::Error>() else {
        return system_error(error.source()?);
    };
    Some(match said.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => said.kind().into(),
    })
}

impl<W> fmt::Debug for Xlsx<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Xlsx")
            .field("sheets", &self.sheets)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::RelatedPerson;

    fn family(parties: usize) -> ImportedClient {
        ImportedClient {
            parties: vec![RelatedPerson::default(); parties],
            ..ImportedClient::default()
        }
    }

    fn written(rows_of_sheet: u32, clients: &[ImportedClient]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let list = Xlsx::with_rows(&mut bytes, &XlsxOptions::default(), rows_of_sheet).unwrap();
        let mut list = Box::new(list);
        for client in clients {
            list.add(client).unwrap();
        }
        list.finish().unwrap();
        bytes
    }

    #[test]
    fn the_same_people_give_the_same_bytes() {
        assert_eq!(written(ROWS, &[family(3)]), written(ROWS, &[family(3)]));
        assert!(written(ROWS, &[]).starts_with(b"PK"));
    }

    #[test]
    fn a_long_list_goes_on_in_the_next_sheet() {
        let bytes = written(4, &[family(4), family(2)]);
        let sheets = (1..=4).filter(|number| {
            let name = format!("xl/worksheets/sheet{number}.xml");
            bytes
                .windows(name.len())
                .any(|window| window == name.as_bytes())
        });
        assert_eq!(sheets.count(), 3, "eight people, three under each heading");
    }

    #[test]
    fn the_rows_wait_in_the_folder_that_is_given_and_leave_it_empty() {
        let folder = tempfile::tempdir().unwrap();
        let options = |folder: &std::path::Path| XlsxOptions {
            temporary_folder: Some(folder.to_owned()),
            ..XlsxOptions::default()
        };
        let mut bytes = Vec::new();
        let mut list = Box::new(Xlsx::new(&mut bytes, &options(folder.path())).unwrap());
        list.add(&family(3)).unwrap();
        list.finish().unwrap();
        assert!(bytes == written(ROWS, &[family(3)]));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let missing = folder.path().join("missing");
        let error = Xlsx::new(Vec::new(), &options(&missing)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound, "{error:?}");
        assert!(!error.to_string().contains("missing"), "{error}");
    }

    #[test]
    fn a_text_fits_its_cell() {
        assert_eq!(
            fitting(&"🌲".repeat(20_000)).encode_utf16().count(),
            LONGEST
        );
        assert_eq!(fitting(&"x".repeat(LONGEST)).len(), LONGEST);
        assert!(fitting(&"x".repeat(LONGEST + 1)).ends_with('…'));
    }
}
