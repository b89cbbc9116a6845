//! Prism, the mock server that generated clients are judged by, as a child process on loopback.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Args;

use crate::root::{target, workspace};

/// How long a document may take to be read and served.
const START: Duration = Duration::from_secs(60);

/// How often a starting server is asked.
const INTERVAL: Duration = Duration::from_millis(100);

/// How much of the end of a log an error shows, in lines.
const LOG_LINES: usize = 20;

/// The exit code of a command that did nothing because Node.js or npm is missing.
pub(crate) const SKIPPED: u8 = 4;

/// Why there is no server.
#[derive(Debug)]
pub(crate) enum PrismError {
    /// A program that Prism needs is not installed.
    Missing(&'static str),
    /// npm could not install it.
    Install(String),
    /// The server ended or did not answer in time; with the end of its log.
    Start(String),
    /// The disk or the operating system.
    Io(io::Error),
}

impl PrismError {
    /// [`SKIPPED`] if something is to be installed first, 1 for a failure.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Missing(_) => SKIPPED,
            Self::Install(_) | Self::Start(_) | Self::Io(_) => 1,
        }
    }
}

impl fmt::Display for PrismError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(program) => write!(
                f,
                "skipped: there is no `{program}`; Prism needs Node.js 20.16 or later with npm (https://nodejs.org)"
            ),
            Self::Install(said) => write!(f, "`npm ci` failed:\n{said}"),
            Self::Start(said) => write!(f, "Prism did not start: {said}"),
            Self::Io(error) => write!(f, "Prism: {error}"),
        }
    }
}

impl std::error::Error for PrismError {}

impl From<io::Error> for PrismError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// How the server answers.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// Refuse what does not fit the document instead of only saying so in `sl-violations`
    #[arg(long)]
    pub(crate) errors: bool,
}

/// A running server; it ends with this value.
#[derive(Debug)]
pub(crate) struct Prism {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Prism {
    /// Serves a document, and returns when the server answers.
    ///
    /// Installs Prism first if it is not there. The server ends with this process too, however that
    /// ends: it reads from a pipe that then closes.
    pub(crate) fn start(document: &Path, manner: Manner) -> Result<Self, PrismError> {
        /// Tells the logs of one process's servers apart.
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let program = installed()?;
        let logs = target().join("prism/logs");
        fs::create_dir_all(&logs)?;
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let log = logs.join(format!("{}-{number}.log", std::process::id()));
        let file = File::create(&log)?;
        let port = free_port()?;
        let mut command = Command::new("node");
        command
            // A large document is much larger once its references are followed.
            .arg("--max-old-space-size=6144")
            .arg("--require")
            .arg(workspace().join("xtask/prism/end-with-parent.cjs"))
            .arg(program)
            .args(["mock", "-h", "127.0.0.1", "-p", &port.to_string()])
            .args(manner.errors.then_some("--errors"))
            .arg(document)
            .stdin(Stdio::piped())
            .stdout(file.try_clone()?)
            .stderr(file);
        let child = command.spawn().map_err(|error| absent("node", error))?;
        let mut prism = Self { child, port, log };
        prism.wait()?;
        Ok(prism)
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The port on loopback.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Where requests go, without a slash at the end.
    pub(crate) fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What the server has said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The file that [`Self::log`] is read from; it stays.
    pub(crate) fn log_file(&self) -> &Path {
        &self.log
    }

    fn wait(&mut self) -> Result<(), PrismError> {
        let started = Instant::now();
        while started.elapsed() < START {
            if let Some(status) = self.child.try_wait()? {
                return Err(self.failed(&format!("it ended with {status}")));
            }
            if answers(self.port) {
                return Ok(());
            }
            sleep(INTERVAL);
        }
        Err(self.failed(&format!("no answer within {} s", START.as_secs())))
    }

    fn failed(&self, what: &str) -> PrismError {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let end = lines.get(lines.len().saturating_sub(LOG_LINES)..);
        let end = end.unwrap_or_default().join("\n");
        PrismError::Start(format!("{what}; {} says:\n{end}", self.log.display()))
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the server speaks HTTP yet; what it says is of no account.
fn answers(port: u16) -> bool {
    let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    let ask = || -> io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address.into(), INTERVAL)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"OPTIONS / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 5];
        stream.read_exact(&mut start)?;
        Ok(&start == b"HTTP/")
    };
    ask().unwrap_or(false)
}

/// A port that nobody listens at; between this and the server's start another process might take it,
/// which the server then says.
fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// The program's main file, after `npm ci` if it or its lock file is another.
fn installed() -> Result<PathBuf, PrismError> {
    let (own, folder) = (workspace().join("xtask/prism"), target().join("prism"));
    let program = folder.join("node_modules/@stoplight/prism-cli/dist/index.js");
    let done = folder.join("installed-lock.json");
    let wanted = fs::read_to_string(own.join("package-lock.json"))?;
    if program.exists() && fs::read_to_string(&done).is_ok_and(|lock| lock == wanted) {
        return Ok(program);
    }
    eprintln!("installing Prism with `npm ci` into {}", folder.display());
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(own.join(file), folder.join(file))?;
    }
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| absent("npm", error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(PrismError::Install(said));
    }
    // Last, so that an installation that was cut off is done again.
    fs::write(done, wanted)?;
    Ok(program)
}

fn absent(program: &'static str, error: io::Error) -> PrismError {
    match error.kind() {
        io::ErrorKind::NotFound => PrismError::Missing(program),
        _ => PrismError::Io(error),
    }
}

/// Serve a description with Prism until a line or the end of the input is read.
#[derive(Args)]
pub(crate) struct Arguments {
    /// An OpenAPI or Swagger document
    document: PathBuf,
    #[command(flatten)]
    manner: Manner,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match Prism::start(&arguments.document, arguments.manner) {
        Ok(prism) => {
            println!("{}", prism.base_url());
            eprintln!("log: {}; Enter ends it", prism.log_file().display());
            let read = io::stdin().read_line(&mut String::new());
            ExitCode::from(u8::from(read.is_err()))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.code())
        }
    }
}
