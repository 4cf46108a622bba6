#include "api/routes.hpp"

#include <array>

#include "api/endpoints/handlers.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/protocols/opds_handlers.hpp"
#include "api/protocols/protocol_handlers.hpp"

namespace api {
namespace {

using enum http::Method;

// For people, and what browsers and crawlers fetch beside pages: given whatever Accept says.
constexpr Route page(std::string_view pattern, Handler handler, Access access = Access::by_method) {
  Route route{get, pattern, handler, Negotiation::fixed, access};
  route.shape = Shape::page;
  return route;
}
constexpr Route file(std::string_view pattern, Handler handler, Access access = Access::by_method) {
  return {get, pattern, handler, Negotiation::fixed, access};
}

// What a protocol's own document describes: its clients ask for types of their own, and bring the
// key as a password (HTTP Basic).
constexpr Route protocol(std::string_view pattern, Handler handler) {
  return {get, pattern, handler, Negotiation::fixed, Access::protocol};
}
// A feed of OPDS: who brings no good key is told how in a document of its own.
constexpr Route feed(std::string_view pattern, Handler handler) {
  Route route = protocol(pattern, handler);
  route.shape = Shape::opds;
  return route;
}

constexpr Route messages(std::string_view pattern, Handler handler) {
  return {post, pattern, handler, Negotiation::json, Access::protocol, Takes::json};
}
constexpr Route protocol_form(std::string_view pattern, Handler handler) {
  return {post, pattern, handler, Negotiation::fixed, Access::protocol, Takes::query_form};
}

// A harvest goes on from the date of its last answer: what a standby did not know then is lost.
constexpr Route harvest(Route route) {
  route.reads = Reads::newest;
  return route;
}

constexpr std::array table{
    Route{get, "/livros", list_books, Negotiation::by_handler},
    Route{post, "/livros", create_book, Negotiation::json_or_no_body, Access::by_method,
          Takes::json, check_create},
    Route{post, "/livros/lote", write_batch, Negotiation::json, Access::by_method, Takes::json,
          check_batch},
    Route{get, "/livros/{id}", get_book, Negotiation::by_handler},
    Route{put, "/livros/{id}", replace_book, Negotiation::json, Access::by_method, Takes::json,
          check_replace},
    Route{patch, "/livros/{id}", alter_book, Negotiation::json, Access::by_method,
          Takes::merge_patch, check_alter},
    Route{del, "/livros/{id}", remove_book, Negotiation::no_body},
    Route{get, "/livros/{id}/versoes", list_versions},
    Route{get, "/livros/{id}/versoes/{n}", get_version, Negotiation::by_handler},
    Route{post, "/livros/{id}/restaurar", restore_book, Negotiation::json, Access::by_method,
          Takes::json, check_restore},
    Route{get, "/livros/{id}/capa", get_cover, Negotiation::fixed, Access::protocol},
    Route{put, "/livros/{id}/capa", put_cover, Negotiation::json, Access::by_method, Takes::image,
          check_cover},
    Route{del, "/livros/{id}/capa", remove_cover, Negotiation::json},
    Route{get, "/facetas", count_facets},
    Route{get, "/sugestoes", suggest},
    Route{get, "/isbn/{isbn}", describe_isbn},
    Route{get, "/mudancas", list_changes, Negotiation::json_or_events},
    Route{get, "/duplicados", duplicates_page, Negotiation::json_or_html},
    Route{get, "/exportar", export_books, Negotiation::fixed},
    Route{get, "/importacoes", list_imports},
    Route{post, "/importacoes", create_import, Negotiation::json, Access::by_method, Takes::file,
          check_import},
    Route{post, "/importacoes/analisar", analyse_file, Negotiation::json, Access::by_method,
          Takes::file, check_analysis},
    Route{get, "/importacoes/{id}", get_import},
    Route{del, "/importacoes/{id}", cancel_import, Negotiation::no_body},
    Route{get, "/importacoes/{id}/recusados", get_refused_records, Negotiation::fixed},
    Route{post, "/importacoes/{id}/retomar", resume_import},
    Route{post, "/importacoes/{id}/desfazer", undo_import},
    Route{get, "/", start_page, Negotiation::json_or_html, Access::open},
    Route{get, "/openapi.json", openapi_as_json, Negotiation::fixed, Access::open},
    Route{get, "/openapi.yaml", openapi_as_yaml, Negotiation::fixed, Access::open},
    Route{get, "/problemas", list_problems, Negotiation::json, Access::open},
    Route{get, "/problemas/{codigo}", get_problem, Negotiation::json, Access::open},
    Route{get, "/healthz", alive, Negotiation::json, Access::unchecked},
    Route{get, "/readyz", ready, Negotiation::json, Access::unchecked},
    Route{get, "/metrics", metrics, Negotiation::fixed},
    Route{get, "/sessao", show_session, Negotiation::json, Access::open},
    Route{post, "/sessao", open_session, Negotiation::fixed, Access::sign_in, Takes::form},
    Route{del, "/sessao", close_session, Negotiation::no_body, Access::sign_in},
    harvest(protocol("/oai", oai_pmh)),
    harvest(protocol_form("/oai", oai_pmh)),
    protocol("/unapi", unapi),
    messages("/mcp", answer_mcp),
    feed("/opds", opds_root_feed),
    feed("/opds/v1.2", opds_root_feed),
    file("/opds/sem-capa.png", opds_placeholder_cover, Access::open),
    file("/opds/autenticacao", opds_authentication_document, Access::open),
    feed("/opds/{lista}", opds_list_feed),
    feed("/opds/v1.2/{lista}", opds_list_feed),
    feed("/opds/livros/{id}", opds_publication),
    feed("/opds/v1.2/livros/{id}", opds_publication),
    file("/opensearch.xml", opensearch_document, Access::open),
    protocol("/opensearch/sugestoes", opensearch_suggestions),
    protocol("/sru", sru),
    protocol_form("/sru", sru),
    page("/busca", search_page),
    page("/livro/novo", new_book_page),
    page("/livro/{id}", book_page),
    page("/livro/{id}/editar", edit_page),
    page("/livro/{id}/historia", history_page),
    page("/acervo", holdings_page),
    page("/importar", import_page),
    page("/importar/{id}", import_page),
    page("/imprimir", print_page),
    page("/estado", status_page),
    page("/atalhos", shortcuts_page, Access::open),
    page("/entrar", sign_in_page, Access::open),
    page("/docs", docs_page, Access::open),
    file("/robots.txt", robots, Access::open),
    file("/sitemap.xml", sitemap_index, Access::open),
    file("/sitemap/{n}", sitemap, Access::open),
    file("/favicon.ico", favicon, Access::open),
    file("/s/{arquivo}", get_asset, Access::open),
};

}  // namespace

std::span<const Route> routes() noexcept { return table; }

}  // namespace api
