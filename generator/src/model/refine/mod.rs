//! Passes over the lowered API that make it small: equal types become one, unions are decided, error bodies are folded, unreachable types go.

mod cycle;
mod direction;
mod fold;
mod share;
mod superset;
mod tell;
mod union;

use super::Api;

/// The passes that make types: those that alternatives are united to, and any JSON where there is none.
#[must_use]
pub fn decide(mut api: Api) -> Api {
    fold::mark_failures(&mut api);
    share::share(&mut api);
    union::decide(&mut api);
    cycle::cut(&mut api);
    api
}

/// The passes that make types fewer and smaller.
#[must_use]
pub fn refine(mut api: Api) -> Api {
    fold::mark_failures(&mut api);
    share::share(&mut api);
    fold::fold(&mut api);
    share::share(&mut api);
    cycle::mark(&mut api);
    direction::mark(&mut api);
    api
}
