//! The constants by which header fields of answers are read.

use super::Comparing;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use super::spelled::instead;
use crate::emit::spelled;
use crate::naming::HeaderPlan;

impl Comparing<'_> {
    pub(super) fn compare_headers(&mut self) {
        let (old, new) = (&self.old.plan.headers, &self.new.plan.headers);
        for pair in pairs(old, new, |one| &one.ident, |one| &one.name) {
            match pair {
                Pair::Kept(old, new) => self.compare_header(old, new),
                Pair::Renamed(old, new) => {
                    let path = format!("headers::{}", old.ident);
                    let message = format!("is called `{}` now", new.ident);
                    self.add(Rule::HeaderRenamed, path, &new.pointer, message);
                    self.compare_header(old, new);
                }
                Pair::Gone(old) => {
                    let path = format!("headers::{}", old.ident);
                    self.add(Rule::HeaderRemoved, path, &old.pointer, "is gone");
                }
                Pair::New(new) => {
                    let path = format!("headers::{}", new.ident);
                    let message = format!("is new, of type `{}`", spelled(&new.ty));
                    self.add(Rule::HeaderAdded, path, &new.pointer, message);
                }
            }
        }
    }

    fn compare_header(&mut self, old: &HeaderPlan, new: &HeaderPlan) {
        let path = format!("headers::{}", new.ident);
        self.compare_docs(&path, &new.pointer, &old.docs, &new.docs);
        if !self.renames.same(&old.ty, &new.ty) {
            let message = format!("is {}", instead(&old.ty, &new.ty));
            self.add(Rule::HeaderType, &path, &new.pointer, message);
        } else if (&old.name, old.form) != (&new.name, new.form) {
            self.add(Rule::Answered, &path, &new.pointer, "is read otherwise");
        }
    }
}
