//! axum peer. Argument `memory`: books in a map, serialised per request. Argument `sqlite`: the
//! usual idiom, an r2d2 pool for reads and one writing connection, each call in spawn_blocking;
//! the file named by $DB, WAL and synchronous=FULL, so a 201 is durable. Argument `postgres`: a
//! deadpool of 16 connections to $DSN with prepared statements; the server's synchronous_commit=on
//! makes a 201 durable.
use axum::extract::{Path, Query, State};
use axum::http::{header, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use axum::{routing::get, Json, Router};
use peers::{address, load, setting, Book, FOUND, PAGE};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::{params, Connection, OptionalExtension, Row};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

const SELECT_ONE: &str = "SELECT id, titulo, autor, isbn, editora, ano, idioma, assuntos
    FROM livros WHERE id = ?1";
const SELECT_PAGE: &str = "SELECT id, titulo, autor, isbn, editora, ano, idioma, assuntos
    FROM livros ORDER BY id LIMIT ?1";
const SELECT_FOUND: &str = "SELECT l.id, l.titulo, l.autor, isbn, l.editora, ano, idioma, l.assuntos
    FROM busca JOIN livros AS l ON l.id = busca.rowid
    WHERE busca MATCH ?1 ORDER BY rank LIMIT ?2";
const INSERT: &str = "INSERT INTO livros (titulo, autor, isbn, editora, ano, idioma, assuntos)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

#[derive(Default)]
struct Memory {
    by_id: HashMap<i64, Arc<Book>>,
    in_order: Vec<Arc<Book>>,
}

impl Memory {
    fn insert(&mut self, book: Book) {
        let book = Arc::new(book);
        self.by_id.insert(book.id, book.clone());
        self.in_order.push(book);
    }
}

struct Sqlite {
    readers: r2d2::Pool<SqliteConnectionManager>,
    writer: Mutex<Connection>,
}

enum Store {
    Memory(RwLock<Memory>),
    Sqlite(Arc<Sqlite>),
    Postgres(Postgres),
}

struct Failure;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        eprintln!("{error}");
        Failure
    }
}

fn configure(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
         PRAGMA busy_timeout=5000; PRAGMA cache_size=-65536;",
    )
}

fn book_of(row: &Row) -> rusqlite::Result<Book> {
    let subjects: String = row.get(7)?;
    Ok(Book {
        id: row.get(0)?,
        title: row.get(1)?,
        author: row.get(2)?,
        isbn: row.get(3)?,
        publisher: row.get(4)?,
        year: row.get(5)?,
        language: row.get(6)?,
        subjects: serde_json::from_str(&subjects).unwrap_or_default(),
    })
}

fn find(connection: &Connection, id: i64) -> rusqlite::Result<Option<Book>> {
    connection
        .prepare_cached(SELECT_ONE)?
        .query_row([id], book_of)
        .optional()
}

fn first_page(connection: &Connection) -> rusqlite::Result<Vec<Book>> {
    connection
        .prepare_cached(SELECT_PAGE)?
        .query_map([PAGE as i64], book_of)?
        .collect()
}

/// Every word quoted, so that none is read as FTS5's own syntax.
fn search(connection: &Connection, words: &str) -> rusqlite::Result<Vec<Book>> {
    let quoted = |word: &str| format!("\"{}\"", word.replace('"', ""));
    let all: Vec<String> = words.split_whitespace().map(quoted).collect();
    connection
        .prepare_cached(SELECT_FOUND)?
        .query_map(params![all.join(" "), FOUND as i64], book_of)?
        .collect()
}

fn insert(connection: &Connection, book: &mut Book) -> rusqlite::Result<()> {
    connection.prepare_cached(INSERT)?.execute(params![
        book.title,
        book.author,
        book.isbn,
        book.publisher,
        book.year,
        book.language,
        serde_json::to_string(&book.subjects).expect("strings serialise"),
    ])?;
    book.id = connection.last_insert_rowid();
    Ok(())
}

impl Sqlite {
    fn open(path: &str) -> Sqlite {
        let mut writer = Connection::open(path).expect("DB opens");
        configure(&mut writer).expect("DB takes its settings");
        let readers = SqliteConnectionManager::file(path).with_init(configure);
        Sqlite {
            readers: r2d2::Pool::builder()
                .max_size(4)
                .build(readers)
                .expect("a pool"),
            writer: Mutex::new(writer),
        }
    }

    async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let readers = self.readers.clone();
        Ok(tokio::task::spawn_blocking(move || query(&*readers.get().unwrap())).await??)
    }

    async fn write(self: &Arc<Self>, mut book: Book) -> Result<Book, Failure> {
        let sqlite = self.clone();
        let task = move || insert(&sqlite.writer.lock().unwrap(), &mut book).map(|()| book);
        Ok(tokio::task::spawn_blocking(task).await??)
    }
}

/// Statements are prepared once per connection.
struct Postgres(deadpool_postgres::Pool);

const PG_SELECT_ONE: &str = "SELECT id, titulo, autor, isbn, editora, ano, idioma, assuntos
    FROM livros WHERE id = $1";
const PG_SELECT_PAGE: &str = "SELECT id, titulo, autor, isbn, editora, ano, idioma, assuntos
    FROM livros ORDER BY id LIMIT $1";
const PG_SELECT_FOUND: &str = "SELECT id, titulo, autor, isbn, editora, ano, idioma, assuntos
    FROM livros, plainto_tsquery('folded', $1) AS words
    WHERE busca @@ words ORDER BY ts_rank(busca, words) DESC LIMIT $2";
const PG_INSERT: &str = "INSERT INTO livros (titulo, autor, isbn, editora, ano, idioma, assuntos)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const PG_CONNECTIONS: usize = 16;

fn pg_book_of(row: &tokio_postgres::Row) -> Book {
    Book {
        id: row.get(0),
        title: row.get(1),
        author: row.get(2),
        isbn: row.get(3),
        publisher: row.get(4),
        year: row.get(5),
        language: row.get(6),
        subjects: row.get(7),
    }
}

impl Postgres {
    fn open(dsn: &str) -> Postgres {
        let settings = dsn.parse().expect("DSN is understood");
        let manager = deadpool_postgres::Manager::new(settings, tokio_postgres::NoTls);
        let pool = deadpool_postgres::Pool::builder(manager).max_size(PG_CONNECTIONS);
        Postgres(pool.build().expect("a pool"))
    }

    async fn find(&self, id: i64) -> Result<Option<Book>, Failure> {
        let connection = self.0.get().await?;
        let statement = connection.prepare_cached(PG_SELECT_ONE).await?;
        let found = connection.query_opt(&statement, &[&id]).await?;
        Ok(found.as_ref().map(pg_book_of))
    }

    async fn first_page(&self) -> Result<Vec<Book>, Failure> {
        let connection = self.0.get().await?;
        let statement = connection.prepare_cached(PG_SELECT_PAGE).await?;
        let rows = connection.query(&statement, &[&(PAGE as i64)]).await?;
        Ok(rows.iter().map(pg_book_of).collect())
    }

    async fn search(&self, words: &str) -> Result<Vec<Book>, Failure> {
        let connection = self.0.get().await?;
        let statement = connection.prepare_cached(PG_SELECT_FOUND).await?;
        let rows = connection
            .query(&statement, &[&words, &(FOUND as i64)])
            .await?;
        Ok(rows.iter().map(pg_book_of).collect())
    }

    async fn write(&self, mut book: Book) -> Result<Book, Failure> {
        let connection = self.0.get().await?;
        let statement = connection.prepare_cached(PG_INSERT).await?;
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 7] = [
            &book.title,
            &book.author,
            &book.isbn,
            &book.publisher,
            &book.year,
            &book.language,
            &book.subjects,
        ];
        let inserted = connection.query_one(&statement, &values).await?;
        book.id = inserted.get(0);
        Ok(book)
    }
}

async fn item(State(store): State<Arc<Store>>, Path(id): Path<i64>) -> Result<Response, Failure> {
    let found = match &*store {
        Store::Memory(memory) => memory.read().unwrap().by_id.get(&id).cloned(),
        Store::Sqlite(sqlite) => sqlite.read(move |c| find(c, id)).await?.map(Arc::new),
        Store::Postgres(postgres) => postgres.find(id).await?.map(Arc::new),
    };
    Ok(found.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |b| Json(b).into_response(),
    ))
}

/// `?q=`: the best books that have all the words; of the stores in a database.
async fn list(
    State(store): State<Arc<Store>>,
    Query(asked): Query<HashMap<String, String>>,
) -> Result<Response, Failure> {
    if let Some(words) = asked.get("q").cloned() {
        return Ok(match &*store {
            Store::Memory(_) => StatusCode::NOT_IMPLEMENTED.into_response(),
            Store::Sqlite(sqlite) => {
                Json(sqlite.read(move |c| search(c, &words)).await?).into_response()
            }
            Store::Postgres(postgres) => Json(postgres.search(&words).await?).into_response(),
        });
    }
    Ok(match &*store {
        Store::Memory(memory) => {
            let page: Vec<_> = memory
                .read()
                .unwrap()
                .in_order
                .iter()
                .take(PAGE)
                .cloned()
                .collect();
            Json(page).into_response()
        }
        Store::Sqlite(sqlite) => Json(sqlite.read(first_page).await?).into_response(),
        Store::Postgres(postgres) => Json(postgres.first_page().await?).into_response(),
    })
}

async fn create(
    State(store): State<Arc<Store>>,
    Json(mut book): Json<Book>,
) -> Result<Response, Failure> {
    if !book.valid() {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    }
    let book = match &*store {
        Store::Memory(memory) => {
            let mut memory = memory.write().unwrap();
            book.id = memory.in_order.len() as i64 + 1;
            memory.insert(book.clone());
            book
        }
        Store::Sqlite(sqlite) => sqlite.write(book).await?,
        Store::Postgres(postgres) => postgres.write(book).await?,
    };
    let location = [(header::LOCATION, format!("/livros/{}", book.id))];
    Ok((StatusCode::CREATED, location, Json(book)).into_response())
}

fn open(kind: &str) -> Store {
    match kind {
        "memory" => {
            let mut memory = Memory::default();
            load().into_iter().for_each(|book| memory.insert(book));
            Store::Memory(RwLock::new(memory))
        }
        "sqlite" => Store::Sqlite(Arc::new(Sqlite::open(&setting("DB")))),
        "postgres" => Store::Postgres(Postgres::open(&setting("DSN"))),
        _ => panic!("usage: axum memory|sqlite|postgres"),
    }
}

async fn serve(store: Store) {
    let app = Router::new()
        .route("/livros", get(list).post(create))
        .route("/livros/{id}", get(item))
        .with_state(Arc::new(store));
    let listener = tokio::net::TcpListener::bind(address())
        .await
        .expect("the port is free");
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app).await.unwrap();
}

fn main() {
    let store = open(&std::env::args().nth(1).unwrap_or_default());
    let threads = std::thread::available_parallelism().unwrap().get();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(threads)
        .enable_all()
        .build()
        .unwrap()
        .block_on(serve(store));
}
