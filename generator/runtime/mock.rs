//! A double of the API for tests: what its operations answer is said, and what was asked is seen, without a network.

use std::any::TypeId;
use std::fmt;
use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::client::Inner;
use super::expectation::{Expectation, Expected};
use super::mocked::{Record, Seen};
use super::platform::{Shared, is_unwinding};
use super::renewal::Known;
use super::{Body, Transport, TransportError, TransportFuture};
use super::{Bytes, Client, ClientBuilder, Operation, Secret};

/// A double of the API for tests.
///
/// `mock.on::<DeleteContact>().answers(())` says what a call is answered with, `mock.client()` is a client that asks the
/// mock instead of a server, `mock.calls::<DeleteContact>()` are the requests that were made. What is expected is met in
/// the order in which it was said: several expectations of one operation are a sequence.
///
/// A request is put together as any other, so that one that cannot be sent is refused, and is then given to the mock: there
/// is no network, no hook is asked and nothing is sent again. A call that is not expected is
/// [`NotSent`](super::NotSent), with the operation's name.
///
/// [`verify`](Self::verify) panics if an expectation was not met or a call was not expected; dropping the mock does the
/// same, unless the test is failing anyway.
#[derive(Default)]
pub struct Mock {
    pub(super) desk: Shared<Desk>,
    verified: bool,
}

/// What a mock and its clients share.
#[derive(Default)]
pub(super) struct Desk(Mutex<State>);

#[derive(Default)]
struct State {
    expected: Vec<Shared<Expected>>,
    records: Vec<Record>,
    surprises: Vec<String>,
}

impl Mock {
    /// A mock that expects nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins to say what calls of an operation are answered with.
    #[track_caller]
    pub fn on<Op: Operation>(&self) -> Expectation<'_, Op> {
        Expectation::new(&self.desk, Location::caller())
    }

    /// A client that asks this mock. Every credential that the API knows is `mock`.
    pub fn client(&self) -> Client {
        let settings = Client::builder().mock(self).settings;
        let inner = Inner::new(settings, Shared::new(Nowhere));
        Client {
            inner: Shared::new(inner),
        }
    }

    /// The calls of an operation, in their order.
    pub fn calls<Op: Operation>(&self) -> Vec<Seen<Op>> {
        let state = self.desk.state();
        state.records.iter().filter_map(Record::seen).collect()
    }

    /// The requests of all calls, in their order, as they would have been sent.
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        let state = self.desk.state();
        let requests = state.records.iter();
        requests.map(|record| record.request().clone()).collect()
    }

    /// What was expected and did not happen, and what happened and was not expected, each in a sentence.
    pub fn unmet(&self) -> Vec<String> {
        let state = self.desk.state();
        let unmet = state.expected.iter().filter_map(|one| one.unmet());
        unmet.chain(state.surprises.iter().cloned()).collect()
    }

    /// Ends the mock.
    ///
    /// # Panics
    ///
    /// If an expectation was not met, or a call was not expected.
    #[track_caller]
    pub fn verify(mut self) {
        self.verified = true;
        self.check();
    }

    #[track_caller]
    fn check(&self) {
        let unmet = self.unmet();
        assert!(
            unmet.is_empty(),
            "not as the mock was told:\n  {}",
            unmet.join("\n  ")
        );
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !self.verified && !is_unwinding() {
            self.check();
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.desk.state();
        f.debug_struct("Mock")
            .field("expected", &state.expected)
            .field("calls", &state.records.len())
            .finish()
    }
}

impl Desk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn expect(&self, expected: Expected) {
        self.state().expected.push(Shared::new(expected));
    }

    pub(super) fn record(&self, record: Record) {
        self.state().records.push(record);
    }

    pub(super) fn surprise(&self, what: &str) {
        self.state().surprises.push(what.to_owned());
    }

    /// What is expected of an operation. What users say of it is asked without the lock: it may look at the mock.
    pub(super) fn expected_of(&self, operation: TypeId) -> Vec<Shared<Expected>> {
        let state = self.state();
        let expected = state.expected.iter();
        let expected = expected.filter(|one| one.operation() == operation);
        expected.cloned().collect()
    }
}

/// The address of an API whose description names none: nobody is there (RFC 2606 section 2).
const ADDRESS: &str = "https://mock.invalid";

impl ClientBuilder {
    /// Asks a mock instead of a server. Every credential that is not given is `mock`.
    #[must_use]
    pub fn mock(mut self, mock: &Mock) -> Self {
        let settings = &mut self.settings;
        if settings.base_url().is_empty() {
            settings.base_url = Some(ADDRESS.to_owned());
        }
        for scheme in settings.api.schemes {
            // What was given before or comes after is asked for first.
            let secret = Known::new(scheme, Secret::from("mock"));
            settings
                .credentials
                .insert(0, (scheme.name, Shared::new(secret)));
        }
        settings.mock = Some(Shared::clone(&mock.desk));
        self.transport(Nowhere)
    }
}

/// The transport of a client that asks a mock.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _request: http::Request<Body>) -> TransportFuture {
        Box::pin(async { Err(TransportError::not_sent("a mock has no network")) })
    }
}
