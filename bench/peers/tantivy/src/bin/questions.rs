//! tantivy peer of `bench/run questions`, as a developer would set it up first.
//!
//! questions BOOKS.ndjson INDEX QUESTIONS.json: makes the index folder unless it is there, then
//! answers each text of a list with the ids of its ten best books: a list of lists.
//! Accents and case are folded; a word of the title counts three times. All words must be in a book;
//! when no book has them, each may have one slip, a long one two; then any of the words will do.
use serde_json::{json, Value};
use std::{fs, path::Path};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, Value as _, STORED,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer, TokenStream,
};
use tantivy::{doc, Index, Searcher, TantivyDocument, Term};

const BEST: usize = 10;
const WRITER_BYTES: usize = 256 << 20;
const TOKENIZER: &str = "folded";
const ONE_SLIP_LETTERS: usize = 4;
const TWO_SLIPS_LETTERS: usize = 8;
const SLIPPED_BOOST: f32 = 0.5;

struct Fields {
    id: Field,
    searched: [(Field, f32); 3], // title, author, the rest; with their weights
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        id: schema.add_i64_field("id", STORED),
        searched: [
            (schema.add_text_field("title", text.clone()), 3.0),
            (schema.add_text_field("author", text.clone()), 1.5),
            (schema.add_text_field("rest", text), 1.0),
        ],
    };
    (schema.build(), fields)
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// Without the marks that stand alone, where composed letters are folded by the analyzer: they would
/// part words.
fn unmarked(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{2b0}'..='\u{36f}' | '\u{fe20}'..='\u{fe2f}');
    text.chars().filter(|c| !is_mark(*c)).collect()
}

/// Every string and number below a value, parted by spaces.
fn gather(value: &Value, text: &mut String) {
    match value {
        Value::String(one) => *text += &format!("{one} "),
        Value::Number(one) => *text += &format!("{one} "),
        Value::Array(all) => all.iter().for_each(|one| gather(one, text)),
        Value::Object(all) => all.values().for_each(|one| gather(one, text)),
        _ => {}
    }
}

fn text_of(book: &Value, keys: &[&str]) -> String {
    let mut text = String::new();
    for key in keys {
        gather(&book[*key], &mut text);
    }
    unmarked(&text)
}

fn fill(index: &Index, fields: &Fields, books: &str) -> tantivy::Result<()> {
    let [(title, _), (author, _), (rest, _)] = fields.searched;
    let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
    for line in fs::read_to_string(books)?.lines() {
        let book: Value = serde_json::from_str(line).expect("a book");
        let others = [
            "editora",
            "local",
            "edicao",
            "ano",
            "assuntos",
            "serie",
            "isbn",
            "titulo_original",
        ];
        writer.add_document(doc!(
            fields.id => book["id"].as_i64().expect("an id"),
            title => text_of(&book, &["título", "subtitulo"]),
            author => text_of(&book, &["autor"]),
            rest => text_of(&book, &others),
        ))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()
}

fn open(folder: &str, books: &str) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema();
    let filled = Path::new(folder).join("filled");
    let index = if filled.exists() {
        Index::open_in_dir(folder)?
    } else {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        Index::create_in_dir(folder, schema)?
    };
    index.tokenizers().register(TOKENIZER, analyzer());
    if !filled.exists() {
        fill(&index, &fields, books)?;
        fs::write(filled, "")?;
    }
    Ok((index, fields))
}

#[derive(Clone, Copy, PartialEq)]
enum Slips {
    No,
    Yes,
}

/// One word in any of the fields.
fn word_query(word: &str, fields: &Fields, slips: Slips) -> Box<dyn Query> {
    let letters = word.chars().count();
    let distance = if letters >= TWO_SLIPS_LETTERS { 2 } else { 1 };
    let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (field, weight) in fields.searched {
        let term = Term::from_field_text(field, word);
        let exact = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
        ways.push((
            Occur::Should,
            Box::new(BoostQuery::new(Box::new(exact), weight)),
        ));
        if slips == Slips::Yes && letters >= ONE_SLIP_LETTERS {
            let near = FuzzyTermQuery::new(term, distance, true);
            let boost = weight * SLIPPED_BOOST;
            ways.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(near), boost)),
            ));
        }
    }
    Box::new(BooleanQuery::new(ways))
}

fn best(
    searcher: &Searcher,
    words: &[String],
    fields: &Fields,
    occur: Occur,
    slips: Slips,
) -> Vec<i64> {
    let parts = words
        .iter()
        .map(|word| (occur, word_query(word, fields, slips)));
    let query = BooleanQuery::new(parts.collect());
    let found = searcher
        .search(&query, &TopDocs::with_limit(BEST).order_by_score())
        .expect("a search");
    let id_at = |at| {
        let book: TantivyDocument = searcher.doc(at).expect("a book");
        book.get_first(fields.id)
            .and_then(|id| id.as_i64())
            .expect("an id")
    };
    found.iter().map(|(_, at)| id_at(*at)).collect()
}

fn answer(searcher: &Searcher, text: &str, fields: &Fields) -> Vec<i64> {
    let mut words = Vec::new();
    let mut analyzer = analyzer();
    analyzer
        .token_stream(&unmarked(text))
        .process(&mut |token| words.push(token.text.clone()));
    for (occur, slips) in [
        (Occur::Must, Slips::No),
        (Occur::Must, Slips::Yes),
        (Occur::Should, Slips::Yes),
    ] {
        let ids = best(searcher, &words, fields, occur, slips);
        if !ids.is_empty() {
            return ids;
        }
    }
    Vec::new()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, books, folder, questions] = arguments.as_slice() else {
        panic!("usage: questions BOOKS.ndjson INDEX QUESTIONS.json");
    };
    let (index, fields) = open(folder, books).expect("the index");
    let searcher = index.reader().expect("a reader").searcher();
    let text = fs::read_to_string(questions).expect("QUESTIONS can be read");
    let asked: Vec<String> = serde_json::from_str(&text).expect("QUESTIONS is a list of texts");
    let answers: Vec<Vec<i64>> = asked
        .iter()
        .map(|text| answer(&searcher, text, &fields))
        .collect();
    println!("{}", json!(answers));
}
