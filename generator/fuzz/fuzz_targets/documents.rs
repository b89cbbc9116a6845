//! Whole descriptions through the whole pipeline; the first byte says in which manner.

#![no_main]

use clientwright_fuzz::input::{Input, Pains, Target};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((manner, bytes)) = bytes.split_first() else {
        return;
    };
    let input = Input {
        name: format!("mutant.{}.yaml", manner % 16),
        bytes: bytes.to_vec(),
    };
    if let Err(finding) = Target::Documents.judge(&input, Pains::All) {
        panic!("{}", finding.said);
    }
});
