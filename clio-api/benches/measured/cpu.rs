//! What a process has cost so far.

/// CPU nanoseconds of this process, the system's on its behalf included.
#[cfg(unix)]
pub(crate) fn spent() -> i64 {
    use rustix::time::{ClockId, clock_gettime};

    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// CPU nanoseconds of this process, the system's on its behalf included; zero when the system does not tell.
#[cfg(windows)]
pub(crate) fn spent() -> i64 {
    let times = winsafe::HPROCESS::GetCurrentProcess().GetProcessTimes();
    // In units of 100 ns.
    times.map_or(0, |(_, _, system, user)| {
        let spent = u64::from(system) + u64::from(user);
        i64::try_from(spent * 100).unwrap_or(i64::MAX)
    })
}
