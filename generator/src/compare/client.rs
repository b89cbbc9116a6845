//! How a client is made: its constructors, and the credentials that its builder takes.

use super::Comparing;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use crate::emit::constructor;
use crate::naming::{Plan, SchemePlan};
use crate::pointer::Pointer;

impl Comparing<'_> {
    pub(super) fn compare_client(&mut self) {
        let (old, new) = (self.old.plan, self.new.plan);
        let takes = |plan: &Plan| constructor(plan);
        self.compare_constructor("Client::new", takes(old), takes(new));
        let from_env = |plan: &Plan| {
            let mut schemes = plan.schemes.iter();
            schemes.any(|one| one.env.is_some()).then(Vec::new)
        };
        self.compare_constructor("Client::from_env", from_env(old), from_env(new));
        let schemes = pairs(
            &old.schemes,
            &new.schemes,
            |one| &one.setter,
            // Under another name, it is what is sent in the same way.
            |one| format!("{:?}", one.scheme.kind),
        );
        for pair in schemes {
            match pair {
                Pair::Kept(old, new) => self.compare_scheme(old, new),
                Pair::Renamed(old, new) => {
                    let path = format!("ClientBuilder::{}", old.setter);
                    let message = format!("is called `{}` now", new.setter);
                    self.add(Rule::CredentialRenamed, path, &new.scheme.pointer, message);
                    self.compare_scheme(old, new);
                }
                Pair::Gone(old) => {
                    let path = format!("ClientBuilder::{}", old.setter);
                    self.add(
                        Rule::CredentialRemoved,
                        path,
                        &old.scheme.pointer,
                        "is gone",
                    );
                }
                Pair::New(new) => {
                    let path = format!("ClientBuilder::{}", new.setter);
                    let message = format!("is new, for the scheme `{}`", new.scheme.name);
                    self.add(Rule::CredentialAdded, path, &new.scheme.pointer, message);
                }
            }
        }
        let root = Pointer::root();
        if old.rate_limit != new.rate_limit {
            let message = "holds back requests at another rate";
            self.add(Rule::Sent, "Client::builder", &root, message);
        }
        if old.base_url != new.base_url {
            let said = |url: &Option<String>| match url {
                Some(url) => format!("`{url}`"),
                None => "what is given".to_owned(),
            };
            let message = format!(
                "talks to {} (it was {})",
                said(&new.base_url),
                said(&old.base_url)
            );
            let servers = root.child("servers");
            self.add(Rule::Sent, "Client::builder", &servers, message);
        }
    }

    fn compare_constructor(
        &mut self,
        path: &str,
        old: Option<Vec<String>>,
        new: Option<Vec<String>>,
    ) {
        let root = Pointer::root();
        match (old, new) {
            (None, None) => {}
            (Some(_), None) => {
                let message = "is gone: a builder says more";
                self.add(Rule::ConstructorRemoved, path, &root, message);
            }
            (None, Some(_)) => self.add(Rule::ConstructorAdded, path, &root, "is new"),
            (Some(old), Some(new)) => {
                let said = |all: &[String]| match all {
                    [] => "nothing".to_owned(),
                    some => format!("`{}`", some.join(", ")),
                };
                // By what name a credential is taken is told of the builder.
                let shape =
                    |all: &[String]| (all.len(), all.first().is_some_and(|one| one == "base_url"));
                if shape(&old) != shape(&new) {
                    let message = format!("takes {} (it took {})", said(&new), said(&old));
                    self.add(Rule::ConstructorTakes, path, &root, message);
                }
            }
        }
    }

    fn compare_scheme(&mut self, old: &SchemePlan, new: &SchemePlan) {
        let pointer = &new.scheme.pointer;
        let path = format!("ClientBuilder::{}", new.setter);
        self.compare_docs(&path, pointer, &old.scheme.docs, &new.scheme.docs);
        let has_password = new.scheme.kind.has_password();
        if old.scheme.kind.has_password() != has_password {
            let message = if has_password {
                "takes a user and a password"
            } else {
                "takes one credential instead of a user and a password"
            };
            self.add(Rule::CredentialType, &path, pointer, message);
        } else if old.scheme.kind != new.scheme.kind {
            let message = "is sent otherwise, or comes from elsewhere";
            self.add(Rule::Sent, &path, pointer, message);
        }
        match (&old.source, &new.source) {
            (None, None) => {}
            (Some(source), None) => {
                let path = format!("ClientBuilder::{source}");
                self.add(Rule::CredentialRemoved, path, pointer, "is gone");
            }
            (None, Some(source)) => {
                let path = format!("ClientBuilder::{source}");
                let message = "is new: a source of tokens";
                self.add(Rule::CredentialAdded, path, pointer, message);
            }
            (Some(source), Some(now)) => {
                if source != now {
                    let path = format!("ClientBuilder::{source}");
                    let message = format!("is called `{now}` now");
                    self.add(Rule::CredentialRenamed, path, pointer, message);
                }
            }
        }
        if old.env != new.env {
            let said = |env: &Option<String>| match env {
                Some(env) => format!("`{env}`"),
                None => "nothing".to_owned(),
            };
            let (now, before) = (said(&new.env), said(&old.env));
            let message = format!("comes from {now} of the environment (it was {before})");
            self.add(Rule::Sent, &path, pointer, message);
        }
    }
}
