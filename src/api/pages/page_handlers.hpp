// The handlers of the pages for people, and of what belongs to them. They read a request as those
// of the API do (api/endpoints), and leave the HTML to web/. Plain functions; they never wait.
#pragma once

#include "api/answer/plan.hpp"

namespace api {

Plan start_page(const Request& request);     // GET / (JSON for programs)
Plan search_page(const Request& request);    // GET /busca
Plan book_page(const Request& request);      // GET /livro/{id}
Plan new_book_page(const Request& request);  // GET /livro/novo
Plan edit_page(const Request& request);      // GET /livro/{id}/editar
Plan history_page(const Request& request);   // GET /livro/{id}/historia
Plan docs_page(const Request& request);      // GET /docs

Plan holdings_page(const Request& request);    // GET /acervo
Plan duplicates_page(const Request& request);  // GET /duplicados
Plan import_page(const Request& request);      // GET /importar, /importar/{id}
Plan print_page(const Request& request);       // GET /imprimir
Plan status_page(const Request& request);      // GET /estado
Plan shortcuts_page(const Request& request);   // GET /atalhos

Plan open_session(const Request& request);   // POST   /sessao
Plan close_session(const Request& request);  // DELETE /sessao
Plan show_session(const Request& request);   // GET    /sessao
Plan sign_in_page(const Request& request);   // GET /entrar

Plan robots(const Request& request);         // GET /robots.txt
Plan sitemap_index(const Request& request);  // GET /sitemap.xml
Plan sitemap(const Request& request);        // GET /sitemap/{n}
Plan favicon(const Request& request);        // GET /favicon.ico
Plan get_asset(const Request& request);      // GET /s/{arquivo}

}  // namespace api
