//! actix-web peer: every book kept as its finished JSON bytes, nothing durable: the ceiling of the
//! Rust side. The page is made once and never again, so a POST costs it nothing.
use actix_web::{get, post, web, App, HttpResponse, HttpServer};
use peers::{address, load, Book, PAGE};
use std::{collections::HashMap, sync::RwLock};

struct Catalogue {
    books: RwLock<HashMap<i64, web::Bytes>>,
    page: web::Bytes,
}

fn bytes<T: serde::Serialize>(value: &T) -> web::Bytes {
    web::Bytes::from(serde_json::to_vec(value).expect("books serialise"))
}

fn json(body: web::Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(body)
}

#[get("/livros/{id}")]
async fn item(catalogue: web::Data<Catalogue>, id: web::Path<i64>) -> HttpResponse {
    let found = catalogue.books.read().unwrap().get(&id).cloned();
    found.map_or_else(|| HttpResponse::NotFound().finish(), json)
}

#[get("/livros")]
async fn list(catalogue: web::Data<Catalogue>) -> HttpResponse {
    json(catalogue.page.clone())
}

#[post("/livros")]
async fn create(catalogue: web::Data<Catalogue>, book: web::Json<Book>) -> HttpResponse {
    let mut book = book.into_inner();
    if !book.valid() {
        return HttpResponse::UnprocessableEntity().finish();
    }
    let mut books = catalogue.books.write().unwrap();
    book.id = books.len() as i64 + 1;
    let body = bytes(&book);
    books.insert(book.id, body.clone());
    drop(books);
    HttpResponse::Created()
        .insert_header(("Location", format!("/livros/{}", book.id)))
        .content_type("application/json")
        .body(body)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let books = load();
    let catalogue = web::Data::new(Catalogue {
        page: bytes(&&books[..PAGE]),
        books: RwLock::new(books.iter().map(|book| (book.id, bytes(book))).collect()),
    });
    let threads = std::thread::available_parallelism()?.get();
    HttpServer::new(move || {
        App::new()
            .app_data(catalogue.clone())
            .service(item)
            .service(list)
            .service(create)
    })
    .workers(threads)
    .bind(address())?
    .run()
    .await
}
