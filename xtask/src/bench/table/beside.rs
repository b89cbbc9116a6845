//! Our numbers as parts of those of others.

use std::fmt::Write as _;

use crate::bench::numbers::{Apis, Measured, Outcome, PeerBuild};
use crate::bench::usage::Usage;

/// Ours beside the best of the others.
pub(super) fn compared(text: &mut String, numbers: &Apis) {
    let with_peers: Vec<&Measured> = numbers
        .apis
        .iter()
        .filter(|api| !api.peers.is_empty())
        .collect();
    if with_peers.is_empty() {
        return;
    }
    text.push_str("\nOurs beside the least of the others, time and memory:\n\n");
    for api in with_peers {
        let peers = &api.peers;
        let build = api.build.as_ref();
        let of_build = |of: fn(&PeerBuild) -> Option<&Outcome>| {
            let outcomes = peers
                .iter()
                .filter_map(move |peer| of(peer.build.as_ref()?));
            least(outcomes)
        };
        let rows = [
            (
                "generating",
                Some(api.generate),
                least(peers.iter().map(|peer| &peer.generate)),
            ),
            (
                "check",
                api.check,
                least(peers.iter().filter_map(|peer| peer.check.as_ref())),
            ),
            (
                "build",
                build.map(|build| build.dev),
                of_build(|build| build.dev.as_ref()),
            ),
            (
                "build --release",
                build.map(|build| build.release),
                of_build(|build| build.release.as_ref()),
            ),
        ];
        let said = rows.into_iter().filter_map(|(what, ours, theirs)| {
            let (ours, theirs) = (ours?, theirs?);
            let time = ours.cpu_seconds / theirs.cpu_seconds;
            Some(format!(
                "{what} {time:.3} and {:.3}",
                ours.peak_mib / theirs.peak_mib
            ))
        });
        let _ = writeln!(
            text,
            "- {}: {}",
            api.name,
            said.collect::<Vec<_>>().join("; ")
        );
    }
}

/// The least of each, if any was done.
fn least<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Option<Usage> {
    let taken = outcomes.filter_map(|outcome| outcome.result().ok());
    taken.reduce(|one, other| Usage {
        cpu_seconds: one.cpu_seconds.min(other.cpu_seconds),
        peak_mib: one.peak_mib.min(other.peak_mib),
    })
}
