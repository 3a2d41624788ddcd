//! `ils clients export`: saved clients for other programs and for paper.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::ValueEnum;
use ils_import::export::anx::{self, AnswerMap};
use ils_import::export::json::{Json, Ndjson};
use ils_import::export::sheet::{Review, Sheets};
use ils_import::export::vcard::Vcards;
use ils_import::export::xlsx::{Xlsx, XlsxOptions};
use ils_import::export::{Csv, CsvOptions, Exporter, Sensitive};
use ils_import::store::{Action, Exported, HistoryFilter, SqliteStore};
use ils_import::{ClientFilter, ClientStore, Finding, ImportedClient};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use super::not_found;
use crate::clean::clean;
use crate::cli::{Export, FileKind, Format};
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::{Answer, Form, Output, screen};
use crate::{context, failure, files};

/// Clients that were exported.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ExportDone {
    /// The entry of the history.
    export_id: String,
    /// The kind of file.
    format: &'static str,
    /// Who is in it.
    client_ids: Vec<String>,
    /// The file; null for standard output.
    out: Option<String>,
}

impl Document for ExportDone {
    const NAME: &'static str = "ils.export/1";
}

pub(super) async fn run(output: &Output, what: &Export) -> Result<Answer, Problem> {
    let out = what.out.as_deref().filter(|out| *out != Path::new("-"));
    let format = format(what, out);
    allowed(output, what, format, out)?;
    let map = what.map.as_deref().map(read_map).transpose()?;
    let store = context::clients()?;
    let ids = ids(&store, what).await?;
    if format == FileKind::Anx && ids.len() != 1 {
        return Err(Problem::new(
            "one_client",
            Exit::Usage,
            "HotDocs answers are of one client.",
        )
        .advice(["ils clients export NUMBER --format anx --map FILE".to_owned()]));
    }
    output.expects(CLIENTS, ids.len());
    let job = Job {
        output,
        store: &store,
        what,
        format,
        ids: &ids,
        map: map.as_ref(),
        by: context::by().await,
    };
    let text = match out {
        Some(out) => {
            job.to_file(out).await?;
            None
        }
        None => Some(job.to_text().await?),
    };
    let noted = Exported {
        client_ids: ids.clone(),
        format: name(format).to_owned(),
        by: job.by.clone(),
    };
    let export_id = store.note_export(&noted).await.map_err(|error| {
        failure::client_store(&error)
            .changed("The clients were written; the history could not note it.")
    })?;
    let data = ExportDone {
        export_id,
        format: name(format),
        out: out.map(|out| out.display().to_string()),
        client_ids: ids,
    };
    let shown = text.unwrap_or_else(|| {
        let place = out
            .map(|out| clean(&out.display().to_string()))
            .unwrap_or_default();
        let counted = screen::count(data.client_ids.len(), "client", "clients");
        let what = format!("Written: {counted}, to {place}. It holds these people's data.");
        screen::paragraph(output.form, &what, "", "")
    });
    let mut answer = Answer::new(&data, shown);
    answer.must_arrive = out.is_none();
    Ok(answer)
}

/// What is counted.
const CLIENTS: &str = "clients";

struct Job<'a> {
    output: &'a Output,
    store: &'a SqliteStore,
    what: &'a Export,
    format: FileKind,
    ids: &'a [String],
    map: Option<&'a AnswerMap>,
    by: ils_import::store::By,
}

impl Job<'_> {
    /// A file of the person's own, whole or not at all.
    async fn to_file(&self, out: &Path) -> Result<(), Problem> {
        let failed = |error: &io::Error| failure::file("The file could not be written", out, error);
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
            .map_err(|error| failed(&error))?;
        self.write(BufWriter::new(file.as_file_mut()), &failed)
            .await?;
        file.as_file().sync_all().map_err(|error| failed(&error))?;
        let kept = if self.what.overwrite {
            file.persist(out)
        } else {
            file.persist_noclobber(out)
        };
        kept.map(drop).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => failure::file_exists(out),
            _ => failed(&error.error),
        })
    }

    async fn to_text(&self) -> Result<String, Problem> {
        let mut bytes = Vec::new();
        let failed = |error: &io::Error| {
            failure::file("The clients could not be written", Path::new("-"), error)
        };
        self.write(&mut bytes, &failed).await?;
        String::from_utf8(bytes).map_err(|_| failed(&io::ErrorKind::InvalidData.into()))
    }

    /// One client at a time.
    async fn write(
        &self,
        writer: impl Write + Send,
        failed: &dyn Fn(&io::Error) -> Problem,
    ) -> Result<(), Problem> {
        let sensitive = if self.what.show_sensitive {
            Sensitive::Written
        } else {
            Sensitive::LeftOut
        };
        let csv = if self.what.raw {
            CsvOptions::raw()
        } else {
            CsvOptions::excel()
        };
        let mut list: Box<dyn Exporter> = match self.format {
            FileKind::Csv => Box::new(
                Csv::new(writer, CsvOptions { sensitive, ..csv })
                    .map_err(|error| failed(&error))?,
            ),
            FileKind::Xlsx => {
                let options = XlsxOptions {
                    sensitive,
                    temporary_folder: None,
                };
                Box::new(Xlsx::new(writer, &options).map_err(|error| failed(&error))?)
            }
            FileKind::Json => {
                Box::new(Json::new(writer, sensitive).map_err(|error| failed(&error))?)
            }
            FileKind::Ndjson => Box::new(Ndjson::new(writer, sensitive)),
            FileKind::Vcard => Box::new(Vcards::new(writer, sensitive)),
            FileKind::Html => return self.sheets(writer, sensitive, failed).await,
            FileKind::Anx => return self.answers(writer, sensitive, failed).await,
        };
        for id in self.ids {
            let record = self.record(id).await?;
            list.add(&record).map_err(|error| failed(&error))?;
        }
        list.finish().map_err(|error| failed(&error))
    }

    async fn sheets(
        &self,
        writer: impl Write,
        sensitive: Sensitive,
        failed: &dyn Fn(&io::Error) -> Problem,
    ) -> Result<(), Problem> {
        let made_at = self.by.at.to_zoned_datetime(TimeZone::system());
        let mut sheets = Sheets::new(writer).map_err(|error| failed(&error))?;
        for id in self.ids {
            let review = Review {
                client: &self.record(id).await?,
                findings: &self.findings(id).await?,
                matter_description: None,
                made_by: self.by.who.as_deref(),
                made_at: Some(&made_at),
                sensitive,
            };
            sheets.add(&review).map_err(|error| failed(&error))?;
        }
        sheets.finish().map_err(|error| failed(&error))
    }

    async fn answers(
        &self,
        writer: impl Write,
        sensitive: Sensitive,
        failed: &dyn Fn(&io::Error) -> Problem,
    ) -> Result<(), Problem> {
        if let (Some(id), Some(map)) = (self.ids.first(), self.map) {
            let record = self.record(id).await?;
            anx::write(writer, &record, map, sensitive).map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    async fn record(&self, id: &str) -> Result<ImportedClient, Problem> {
        let record = self.store.show(id).await;
        let record = record.map_err(|error| failure::client_store(&error))?;
        self.output.advances(CLIENTS, 1);
        record.ok_or_else(|| not_found(id))
    }

    /// What its import found.
    async fn findings(&self, id: &str) -> Result<Vec<Finding>, Problem> {
        let filter = HistoryFilter {
            client_id: Some(id.to_owned()),
            ..HistoryFilter::default()
        };
        let entries = self
            .store
            .history(&filter)
            .await
            .map_err(|error| failure::client_store(&error))?;
        let import = entries
            .into_iter()
            .find(|entry| entry.action == Action::Import);
        Ok(import
            .and_then(|entry| entry.import)
            .map(|import| import.findings)
            .unwrap_or_default())
    }
}

/// The one that was named, else the one that the file's name means, else a list of people for Excel.
fn format(what: &Export, out: Option<&Path>) -> FileKind {
    let meant = || {
        let ending = out?.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "vcf" => FileKind::Vcard,
            "htm" => FileKind::Html,
            ending => Format::from_str(ending, false).ok()?.file()?,
        })
    };
    what.format.or_else(meant).unwrap_or(FileKind::Csv)
}

/// What can be said before anything is read.
fn allowed(
    output: &Output,
    what: &Export,
    format: FileKind,
    out: Option<&Path>,
) -> Result<(), Problem> {
    if out.is_none() && (format == FileKind::Xlsx || output.form == Form::Json) {
        return Err(Problem::new(
            "usage",
            Exit::Usage,
            "Name the file to write, with --out FILE.",
        )
        .advice([format!(
            "ils clients export --format {} --out FILE",
            name(format)
        )]));
    }
    if format == FileKind::Anx && what.map.is_none() {
        let message =
            "HotDocs answers need a map of which value goes where: name it with --map FILE.";
        let advice = ["ils clients export NUMBER --format anx --map FILE".to_owned()];
        return Err(Problem::new("usage", Exit::Usage, message).advice(advice));
    }
    match out {
        Some(out) if !what.overwrite && out.exists() => Err(failure::file_exists(out)),
        _ => Ok(()),
    }
}

async fn ids(store: &SqliteStore, what: &Export) -> Result<Vec<String>, Problem> {
    if !what.clients.is_empty() {
        return Ok(what.clients.clone());
    }
    let all = store.list(&ClientFilter::default()).await;
    let all = all.map_err(|error| failure::client_store(&error))?;
    Ok(all.into_iter().map(|client| client.id).collect())
}

fn read_map(file: &Path) -> Result<AnswerMap, Problem> {
    let text = files::read_text(file)
        .map_err(|error| failure::file("The map could not be read", file, &error))?;
    let map = if text.trim_start().starts_with('{') {
        AnswerMap::from_json(&text)
    } else {
        AnswerMap::from_toml(&text)
    };
    map.map_err(|error| {
        Problem::new(
            "map_wrong",
            Exit::Usage,
            &format!("The map cannot be followed: {error}."),
        )
        .advice(["Correct the file, then try again".to_owned()])
    })
}

fn name(format: FileKind) -> &'static str {
    match format {
        FileKind::Csv => "csv",
        FileKind::Xlsx => "xlsx",
        FileKind::Json => "json",
        FileKind::Ndjson => "ndjson",
        FileKind::Html => "html",
        FileKind::Vcard => "vcard",
        FileKind::Anx => "anx",
    }
}
