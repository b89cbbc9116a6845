//! What a client writes; the first byte says in which way.

#![no_main]

use clientwright_fuzz::input::{Input, Pains, Target};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let input = Input {
        name: "mutant.bin".to_owned(),
        bytes: bytes.to_vec(),
    };
    if let Err(finding) = Target::Writing.judge(&input, Pains::All) {
        panic!("{}", finding.said);
    }
});
