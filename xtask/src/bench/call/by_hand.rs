//! The same two operations as somebody writes them by hand, with reqwest and serde.

use std::time::Duration;

use reqwest::header::ACCEPT;
use serde::{Deserialize, Serialize};

/// The client that somebody writes with care for these two operations: the base URL is parsed once, the id is encoded,
/// and each documented status is told from all others.
pub struct ByHand {
    http: reqwest::Client,
    base_url: reqwest::Url,
    token: String,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub struct Contact {
    id: String,
    name: String,
    email: String,
    company: Option<String>,
    numbers: Vec<Number>,
    active: bool,
    revision: i64,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub struct Number {
    kind: String,
    number: String,
}

#[derive(Serialize)]
pub struct NewContact<'a> {
    pub name: &'a str,
    pub email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
pub struct Problem {
    code: String,
    message: String,
}

#[derive(Debug)]
#[allow(dead_code)]
pub enum Failed {
    Http(reqwest::Error),
    NotFound(Problem),
    Invalid(Problem),
    Undocumented(reqwest::StatusCode, Vec<u8>),
    Unreadable(serde_json::Error),
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl From<serde_json::Error> for Failed {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error)
    }
}

impl ByHand {
    pub fn new(base_url: &str) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).user_agent("by-hand/1");
        Self {
            http: http.build().expect("a client"),
            base_url: reqwest::Url::parse(base_url).expect("a base URL"),
            token: "secret".to_owned(),
        }
    }

    pub async fn get_contact(&self, id: &str, expand: Option<bool>) -> Result<Contact, Failed> {
        let mut url = self.base_url.clone();
        url.path_segments_mut().expect("a base URL").extend(["v1", "contacts", id]);
        let mut request = self.http.get(url);
        if let Some(expand) = expand {
            request = request.query(&[("expand", expand)]);
        }
        let response = request.bearer_auth(&self.token).header(ACCEPT, "application/json").send().await?;
        let (status, body) = (response.status(), response.bytes().await?);
        match status.as_u16() {
            200 => Ok(serde_json::from_slice(&body)?),
            404 => Err(Failed::NotFound(serde_json::from_slice(&body)?)),
            _ => Err(Failed::Undocumented(status, body.to_vec())),
        }
    }

    pub async fn create_contact(&self, contact: &NewContact<'_>) -> Result<Contact, Failed> {
        let mut url = self.base_url.clone();
        url.path_segments_mut().expect("a base URL").extend(["v1", "contacts"]);
        let request = self.http.post(url).json(contact);
        let response = request.bearer_auth(&self.token).header(ACCEPT, "application/json").send().await?;
        let (status, body) = (response.status(), response.bytes().await?);
        match status.as_u16() {
            201 => Ok(serde_json::from_slice(&body)?),
            400 => Err(Failed::Invalid(serde_json::from_slice(&body)?)),
            _ => Err(Failed::Undocumented(status, body.to_vec())),
        }
    }
}
