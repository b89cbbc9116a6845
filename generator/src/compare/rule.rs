//! The rules by which a change is judged: a name, what it means for the users of a crate, and when it holds.

use std::fmt;

/// What a change means for the users of a crate (Semantic Versioning 2.0.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Code that compiled may not compile any more: a major version.
    Breaking,
    /// There is more, and code that compiled still does: a minor version.
    Addition,
    /// The names and types are the same; what is sent, read or said of them is not: a patch.
    Fix,
}

impl Effect {
    /// All effects, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Addition, Self::Fix];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Addition => "addition",
            Self::Fix => "fix",
        }
    }
}

macro_rules! rules {
    ($($rule:ident $effect:ident $name:literal $meaning:literal)*) => {
        /// A rule: what is seen, and what that means for the users of a crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $meaning] $rule,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)*];

            /// Its name, which stays.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// What it means for the users of the crate.
            #[must_use]
            pub const fn effect(self) -> Effect {
                match self { $(Self::$rule => Effect::$effect,)* }
            }

            /// When it holds.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$rule => $meaning,)* }
            }
        }
    };
}

rules! {
    FunctionRemoved Breaking "function-removed" "A function of the client is gone."
    FunctionRenamed Breaking "function-renamed" "The function of an operation has another name."
    FunctionAdded Addition "function-added" "The client has a function more."
    ArgumentAdded Breaking "argument-added" "A function must be given something that it was not given."
    ArgumentRemoved Breaking "argument-removed" "A function is no longer given something."
    ArgumentType Breaking "argument-type" "An argument has another type."
    ArgumentsReordered Breaking "arguments-reordered" "A function takes its arguments in another order."
    ArgumentRequired Breaking "argument-required" "What was set on the call is an argument."
    ArgumentOptional Breaking "argument-optional" "What was an argument is set on the call."
    TakesOtherwise Breaking "takes-otherwise" "A function takes a struct instead of arguments, or the reverse."
    SetterAdded Addition "setter-added" "Something more can be set on the call."
    SetterRemoved Breaking "setter-removed" "Something cannot be set on the call any more."
    SetterRenamed Breaking "setter-renamed" "A setter has another name."
    SetterType Breaking "setter-type" "What is set on the call has another type."
    RequestFieldAdded Breaking "request-field-added" "The struct of a request has a field more, which literals and patterns without `..` must name."
    RequestFieldRenamed Breaking "request-field-renamed" "A field of the struct of a request has another name."
    OutputType Breaking "output-type" "A success gives a value of another type."
    FailureType Breaking "failure-type" "The failures of a function have another type."
    StreamAdded Addition "stream-added" "An answer can be read as it comes."
    StreamRemoved Breaking "stream-removed" "An answer cannot be read as it comes any more."
    StreamType Breaking "stream-type" "What is read as it comes has another type."
    KeyAdded Addition "key-added" "Requests have an idempotency key, which can be set on the call."
    KeyRemoved Breaking "key-removed" "Requests have no idempotency key any more."
    TypeRemoved Breaking "type-removed" "A type is gone."
    TypeRenamed Breaking "type-renamed" "A type has another name."
    TypeAdded Addition "type-added" "There is a type more."
    TypeKind Breaking "type-kind" "A struct is an enum now, or the reverse."
    FieldRemoved Breaking "field-removed" "A field is gone."
    FieldRenamed Breaking "field-renamed" "A field has another name."
    FieldAdded Breaking "field-added" "A struct has a field more, which literals and patterns without `..` must name."
    FieldType Breaking "field-type" "A field has another type."
    FieldOptional Breaking "field-optional" "A field that was always there may be absent or null."
    FieldRequired Breaking "field-required" "A field that could be absent or null is always there."
    FieldNull Breaking "field-null" "A field tells absent from null, or does not any more."
    DefaultRemoved Breaking "default-removed" "A struct can no longer be made of defaults."
    DefaultAdded Addition "default-added" "A struct can be made of defaults."
    NewRemoved Breaking "new-removed" "A struct can no longer be made of what it must have."
    NewAdded Addition "new-added" "A struct can be made of what it must have."
    NewTakes Breaking "new-takes" "A struct is made of other values, or of the same ones in another order."
    ReadingRemoved Breaking "reading-removed" "A type is not read from JSON any more."
    ReadingAdded Addition "reading-added" "A type is read from JSON, too."
    WritingRemoved Breaking "writing-removed" "A type is not written as JSON any more."
    WritingAdded Addition "writing-added" "A type is written as JSON, too."
    ProblemRemoved Breaking "problem-removed" "A type is not the body of a failure any more."
    ProblemAdded Addition "problem-added" "A type is the body of a failure, too."
    VariantRemoved Breaking "variant-removed" "A variant of an enum is gone."
    VariantRenamed Breaking "variant-renamed" "A variant of an enum has another name."
    VariantAdded Addition "variant-added" "An enum that is open has a variant more."
    VariantType Breaking "variant-type" "A variant of an enum holds something else."
    ContentAdded Breaking "content-added" "An enum of contents that may be sent, which is closed, has a variant more."
    ElementsType Breaking "elements-type" "A tuple has other elements."
    ConstructorAdded Addition "constructor-added" "A client can be made in another way."
    ConstructorRemoved Breaking "constructor-removed" "A client cannot be made in this way any more."
    ConstructorTakes Breaking "constructor-takes" "A client is made of something else."
    CredentialAdded Addition "credential-added" "A builder takes a credential more."
    CredentialRemoved Breaking "credential-removed" "A builder does not take a credential any more."
    CredentialRenamed Breaking "credential-renamed" "A builder takes a credential by another name."
    CredentialType Breaking "credential-type" "A builder takes a credential in another form."
    ServerAdded Addition "server-added" "There is a server more to choose."
    ServerRemoved Breaking "server-removed" "A server cannot be chosen any more."
    ServerRenamed Breaking "server-renamed" "A server has another name."
    ServerVariables Breaking "server-variables" "A server has other variables."
    HeaderAdded Addition "header-added" "There is a constant of a header field more."
    HeaderRemoved Breaking "header-removed" "The constant of a header field is gone."
    HeaderRenamed Breaking "header-renamed" "The constant of a header field has another name."
    HeaderType Breaking "header-type" "A header field has a value of another type."
    FeatureAdded Addition "feature-added" "The crate has a feature more."
    FeatureRemoved Breaking "feature-removed" "A feature of the crate is gone."
    FeatureNeeded Breaking "feature-needed" "A function needs a feature that it did not need."
    Deprecated Addition "deprecated" "Something should not be used any more."
    Sent Fix "sent" "A request is sent otherwise."
    Answered Fix "answered" "An answer is read or told from others otherwise."
    Documented Fix "documented" "Something else is said of it."
}

impl Rule {
    /// Whether only code that names all fields of a struct may not compile any more: what has `..` in literals and patterns
    /// does.
    #[must_use]
    pub const fn is_of_whole_literals(self) -> bool {
        matches!(self, Self::FieldAdded | Self::RequestFieldAdded)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
