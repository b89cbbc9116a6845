//! Clock, pauses and chance where there is no operating system: by what browsers and Node.js offer.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use gloo_timers::future::TimeoutFuture;
pub(super) use web_time::Instant;

/// The longest time that `setTimeout` takes (WHATWG HTML section 8.6).
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// A pause; it ends early if it is dropped.
#[derive(Debug)]
pub(super) struct Sleep {
    timeout: TimeoutFuture,
    /// What comes after that.
    left: Duration,
}

/// A pause of at least this long.
pub(super) fn sleep(duration: Duration) -> Sleep {
    let now = duration.min(LONGEST);
    let left = duration.saturating_sub(now);
    // Parts of a millisecond are waited as a whole one.
    let milliseconds = now.as_micros().div_ceil(1000);
    Sleep {
        timeout: TimeoutFuture::new(u32::try_from(milliseconds).unwrap_or(u32::MAX)),
        left,
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(Pin::new(&mut self.timeout).poll(context));
            if self.left.is_zero() {
                return Poll::Ready(());
            }
            *self = sleep(self.left);
        }
    }
}

/// What the future gives, or `None` if this moment comes first.
pub(super) async fn until<F: Future>(moment: Instant, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut sleep = pin!(sleep(moment.saturating_duration_since(Instant::now())));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// What the time is, as far as this machine knows.
pub(super) fn wall_clock() -> SystemTime {
    let since_1970 = web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + since_1970.unwrap_or_default()
}

/// A random number of 52 bits, at the upper end.
pub(super) fn random() -> u64 {
    let chance = js_sys::Math::random();
    ((chance * (1_u64 << 53) as f64) as u64) << 11
}
