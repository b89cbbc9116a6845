//! Passes over the lowered API that make it small: equal types become one, unions are decided, error bodies are folded, unreachable types go.

mod body;
mod cycle;
mod direction;
mod event;
mod fold;
mod share;
mod superset;
mod tag;
mod tell;
mod union;

use super::Api;

/// All passes in order; `keep_apart` puts types into the groups that must not become one, again after new types are made.
pub fn refine(api: &mut Api, keep_apart: &dyn Fn(&mut Api)) {
    keep_apart(api);
    tag::mark(api);
    fold::mark_failures(api);
    share::share(api);
    union::decide(api);
    cycle::cut(api);
    keep_apart(api);
    fold::mark_failures(api);
    share::share(api);
    fold::fold(api);
    share::share(api);
    event::decide(api);
    body::decide(api);
    cycle::mark(api);
    direction::mark(api);
}
