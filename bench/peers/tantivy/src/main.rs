//! tantivy peer of `bench/run search`, in one process without HTTP.
//!
//! tantivy-peer BOOKS.ndjson INDEX QUERIES.json REPEATS: makes the index folder unless it is there,
//! then asks every query REPEATS times for its best 20 books by BM25, their stored JSON included.
//! QUERIES.json is {class: [text, …]}; the answer is {class: [[median µs of each, its mean CPU µs],
//! …]}.
use serde_json::{json, Map, Value};
use std::{fs, path::Path, time::Instant};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, FAST, INDEXED, STORED,
};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{doc, Index, Searcher, TantivyDocument, Term};

const BEST: usize = 20;
const WRITER_BYTES: usize = 256 << 20;
const TOKENIZER: &str = "folded";

struct Fields {
    id: Field,
    text: Field,
    json: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        id: schema.add_i64_field("id", INDEXED | FAST | STORED),
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing)),
        json: schema.add_text_field("json", STORED),
    };
    (schema.build(), fields)
}

fn fold(index: &Index) {
    let folded = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build();
    index.tokenizers().register(TOKENIZER, folded);
}

/// What ours searches of these books: title, author, publisher, subjects.
fn searched_text(book: &Value) -> String {
    let mut text = String::new();
    for key in ["título", "autor", "editora"] {
        text += book[key].as_str().unwrap_or_default();
        text += " ";
    }
    for subject in book["assuntos"].as_array().into_iter().flatten() {
        text += subject.as_str().unwrap_or_default();
        text += " ";
    }
    text
}

/// One segment, as after a quiet hour.
fn fill(index: &Index, fields: &Fields, books: &str) -> tantivy::Result<()> {
    let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
    for line in fs::read_to_string(books)?.lines() {
        let book: Value = serde_json::from_str(line).expect("a book");
        writer.add_document(doc!(
            fields.id => book["id"].as_i64().expect("an id"),
            fields.text => searched_text(&book),
            fields.json => line,
        ))?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()
}

fn open(folder: &str, books: &str) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema();
    if Path::new(folder).join("filled").exists() {
        let index = Index::open_in_dir(folder)?;
        fold(&index);
        return Ok((index, fields));
    }
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema)?;
    fold(&index);
    fill(&index, &fields, books)?;
    fs::write(Path::new(folder).join("filled"), "")?;
    Ok((index, fields))
}

/// Queries come folded, their words parted by one space.
fn query_of(class: &str, text: &str, field: Field) -> Box<dyn Query> {
    let term = |word: &str| Term::from_field_text(field, word);
    let one = |word: &str| -> Box<dyn Query> {
        Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))
    };
    if class.starts_with("prefix") {
        return Box::new(RegexQuery::from_pattern(&format!("{text}.*"), field).expect("a prefix"));
    }
    match class {
        "typo" => Box::new(FuzzyTermQuery::new(term(text), 1, true)),
        "phrase" => Box::new(PhraseQuery::new(text.split(' ').map(term).collect())),
        _ if text.contains(' ') => {
            let all = text.split(' ').map(|word| (Occur::Must, one(word)));
            Box::new(BooleanQuery::new(all.collect()))
        }
        _ => one(text),
    }
}

/// Of this thread, which does all the work of a search.
fn cpu_us() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the clock exists and `time` is ours to write.
    let code = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(code, 0);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

fn search(searcher: &Searcher, query: &dyn Query) {
    let best = searcher
        .search(query, &TopDocs::with_limit(BEST).order_by_score())
        .expect("a search");
    let books: Vec<TantivyDocument> = best
        .iter()
        .map(|(_, at)| searcher.doc(*at).expect("a book"))
        .collect();
    std::hint::black_box(books);
}

fn measured(searcher: &Searcher, query: &dyn Query, repeats: usize) -> [f64; 2] {
    search(searcher, query); // what it reads is in memory from now on
    let cpu_before = cpu_us();
    let mut times: Vec<f64> = (0..repeats)
        .map(|_| {
            let begin = Instant::now();
            search(searcher, query);
            begin.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    let cpu = (cpu_us() - cpu_before) / repeats as f64;
    times.sort_by(f64::total_cmp);
    [times[times.len() / 2], cpu]
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, books, folder, queries, repeats] = arguments.as_slice() else {
        panic!("usage: tantivy-peer BOOKS.ndjson INDEX QUERIES.json REPEATS");
    };
    let repeats = repeats.parse().expect("REPEATS is a number");
    let (index, fields) = open(folder, books).expect("the index");
    let searcher = index.reader().expect("a reader").searcher();
    let text = fs::read_to_string(queries).expect("QUERIES can be read");
    let asked: Map<String, Value> = serde_json::from_str(&text).expect("QUERIES is an object");
    let mut answer = Map::new();
    for (class, texts) in &asked {
        let times: Vec<[f64; 2]> = texts
            .as_array()
            .expect("a list of queries")
            .iter()
            .map(|one| query_of(class, one.as_str().expect("a query"), fields.text))
            .map(|query| measured(&searcher, &*query, repeats))
            .collect();
        answer.insert(class.clone(), json!(times));
    }
    println!("{}", Value::Object(answer));
}
