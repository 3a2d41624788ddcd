//! How `ils` is started, stopped, and read.

use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use contract_tests::{Answer, start};
use rustix::process::{Pid, Signal, kill_process};

use super::stage::Stage;
use crate::namespace::{below_shell, within};

/// How a job's processes are started.
#[derive(Clone, Debug)]
pub(super) enum Launch {
    Plain,
    /// A shell makes the trouble and then runs "$@".
    Shell(&'static str),
    /// The same in a namespace of mounts, entered by `unshare` with this flag.
    Mounting(&'static str, &'static str),
    /// Not on this computer, because…
    Impossible(&'static str),
    /// Standard output is this file.
    Into(&'static str),
    /// Nobody reads standard output, and whoever was to is gone.
    Unread,
    /// This signal comes while the request in the middle is under way.
    Signalled(Signal),
}

/// Runs `ils` as the stage has it, with `input`.
pub(super) async fn ils(stage: &Stage, arguments: &[&str], input: &str) -> io::Result<Answer> {
    let mut command = stage.scene.ils.command(arguments)?;
    let input = input.to_owned();
    match &stage.launch {
        Launch::Plain | Launch::Impossible(_) => {}
        Launch::Shell(script) => command = below_shell(Command::new("/bin/sh"), script, &command),
        Launch::Mounting(flag, script) => command = within(flag, script, &command),
        Launch::Into(file) => {
            command.stdout(std::fs::File::options().write(true).open(file)?);
            return blocking(move || Answer::read(start(command, &input)?)).await;
        }
        Launch::Unread => {
            command.stdout(Stdio::piped());
            return blocking(move || {
                let mut child = start(command, &input)?;
                drop(child.stdout.take());
                Answer::read(child)
            })
            .await;
        }
        Launch::Signalled(signal) => return signalled(stage, command, input, *signal).await,
    }
    command.stdout(Stdio::piped());
    blocking(move || Answer::read(start(command, &input)?)).await
}

async fn signalled(
    stage: &Stage,
    mut command: Command,
    input: String,
    signal: Signal,
) -> io::Result<Answer> {
    command.stdout(Stdio::piped());
    let child = start(command, &input)?;
    let number = i32::try_from(child.id()).map_err(io::Error::other)?;
    let mut ended = Box::pin(blocking(move || Answer::read(child)));
    let in_time = async {
        while !stage.is_in_the_middle() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    // The first step of connecting ends without such a request.
    tokio::select! {
        () = in_time => {}
        answer = &mut ended => return answer,
    }
    if let Some(pid) = Pid::from_raw(number) {
        // It may have ended by itself.
        _ = kill_process(pid, signal);
    }
    ended.await
}

async fn blocking(run: impl FnOnce() -> io::Result<Answer> + Send + 'static) -> io::Result<Answer> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(io::Error::other)?
}
