//! Calls that block their thread until they are over, for programs that are not asynchronous.
//!
//! A future is polled on the thread that waits for it; connections and timers are looked after by one thread more, which
//! all calls of a program share. So nothing panics or waits for itself, also where a thread of an asynchronous runtime
//! waits.

use std::future::{Future, pending};
use std::io;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::task::unconstrained;

use super::error::{NotSent, Why};
use super::{Call, Error, Operation, Response};

impl<Op: Operation> Call<Op> {
    /// Makes the call and blocks this thread until it is over.
    ///
    /// In asynchronous code this keeps the thread from all other tasks: await the call there.
    ///
    /// # Errors
    ///
    /// [`Error`], sorted by what may be concluded.
    pub fn wait(self) -> Result<Op::Output, Error<Op::Error>> {
        self.wait_with_response().map(Response::into_value)
    }

    /// The same, and keeps the answer beside its value.
    ///
    /// # Errors
    ///
    /// [`Error`], sorted by what may be concluded.
    pub fn wait_with_response(self) -> Result<Response<Op::Output>, Error<Op::Error>> {
        match wait(self.send_with_response()) {
            Ok(answered) => answered,
            Err(error) => Err(Error::NotSent(Box::new(error))),
        }
    }
}

/// Blocks this thread until a future of this crate is over, such as the next chunk of a download.
///
/// # Errors
///
/// [`NotSent`] if the thread that looks after connections cannot be started.
pub fn wait<F: Future>(future: F) -> Result<F::Output, NotSent> {
    let driver = driver().map_err(|error| NotSent::new(Why::Connection(Box::new(error))))?;
    let _within = driver.enter();
    // A task around this one has a budget that is not renewed while it is blocked.
    let mut future = pin!(unconstrained(future));
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return Ok(output),
            Poll::Pending => bell.wait(),
        }
    }
}

/// Wakes the thread that waits.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    rings: Condvar,
}

impl Bell {
    /// Until it rings, or at once if it did since it was waited for last.
    fn wait(&self) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let rung = self.rings.wait_while(rung, |rung| !*rung);
        *rung.unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.rings.notify_one();
    }
}

/// The runtime that looks after connections and timers, on a thread of its own; it is started when it is needed first.
fn driver() -> io::Result<Handle> {
    static DRIVER: Mutex<Option<Handle>> = Mutex::new(None);
    let mut driver = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(driver) = &*driver {
        return Ok(driver.clone());
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let name = concat!(env!("CARGO_PKG_NAME"), " calls");
    let thread = thread::Builder::new().name(name.to_owned());
    thread.spawn(move || runtime.block_on(pending::<()>()))?;
    *driver = Some(handle.clone());
    Ok(handle)
}
