//! What both Rust peers share: the book of the bench and the file it is loaded from.
use serde::{Deserialize, Serialize};

/// Books in the first page of a list, as in every server of the bench.
pub const PAGE: usize = 50;

/// Books in the answer of a search, as in every server that is asked to search.
pub const FOUND: usize = 20;

#[derive(Serialize, Deserialize, Clone)]
pub struct Book {
    #[serde(default)]
    pub id: i64,
    #[serde(rename = "título")]
    pub title: String,
    #[serde(rename = "autor")]
    pub author: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isbn: Option<String>,
    #[serde(default, rename = "editora", skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    #[serde(default, rename = "ano", skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    #[serde(default, rename = "idioma", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, rename = "assuntos")]
    pub subjects: Vec<String>,
}

impl Book {
    pub fn valid(&self) -> bool {
        !self.title.trim().is_empty() && !self.author.trim().is_empty()
    }
}

/// The value of an environment variable that the bench always sets.
pub fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

/// 127.0.0.1 and the port in $PORT.
pub fn address() -> (&'static str, u16) {
    (
        "127.0.0.1",
        setting("PORT").parse().expect("PORT is a number"),
    )
}

/// The books of the NDJSON file named by $DATA.
pub fn load() -> Vec<Book> {
    let text = std::fs::read_to_string(setting("DATA")).expect("DATA can be read");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a book"))
        .collect()
}
