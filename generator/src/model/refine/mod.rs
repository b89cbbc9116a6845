//! Passes over the lowered API that make it small: equal types become one, unions are decided, error bodies are folded, unreachable types go.

mod cycle;
mod direction;
mod fold;
mod share;
mod superset;
mod tag;
mod tell;
mod union;

use super::Api;

/// All passes in order.
#[must_use]
pub fn refine(mut api: Api) -> Api {
    tag::mark(&mut api);
    fold::mark_failures(&mut api);
    share::share(&mut api);
    union::decide(&mut api);
    fold::mark_failures(&mut api);
    share::share(&mut api);
    fold::fold(&mut api);
    share::share(&mut api);
    cycle::mark(&mut api);
    direction::mark(&mut api);
    api
}
