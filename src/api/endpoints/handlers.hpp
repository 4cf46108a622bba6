// The handlers of the API in the route table (routes.cpp). A file is called by its handler; covers,
// documents, history, imports and operations hold those of one subject. Plain functions: Request ->
// Plan; they decide and never wait.
#pragma once

#include "api/answer/plan.hpp"

namespace api {

Plan list_books(const Request& request);     // GET    /livros
Plan create_book(const Request& request);    // POST   /livros
Plan get_book(const Request& request);       // GET    /livros/{id}
Plan replace_book(const Request& request);   // PUT    /livros/{id}
Plan alter_book(const Request& request);     // PATCH  /livros/{id}
Plan remove_book(const Request& request);    // DELETE /livros/{id}
Plan list_versions(const Request& request);  // GET    /livros/{id}/versoes
Plan get_version(const Request& request);    // GET    /livros/{id}/versoes/{n}
Plan restore_book(const Request& request);   // POST   /livros/{id}/restaurar
Plan write_batch(const Request& request);    // POST   /livros/lote
Plan get_cover(const Request& request);      // GET    /livros/{id}/capa
Plan put_cover(const Request& request);      // PUT    /livros/{id}/capa
Plan remove_cover(const Request& request);   // DELETE /livros/{id}/capa
// What each of those with a body refuses for the head alone; the handler refuses it too.
catalog::Result<base::Done> check_create(const Request& request);
catalog::Result<base::Done> check_replace(const Request& request);
catalog::Result<base::Done> check_alter(const Request& request);
catalog::Result<base::Done> check_restore(const Request& request);
catalog::Result<base::Done> check_batch(const Request& request);
catalog::Result<base::Done> check_cover(const Request& request);

Plan count_facets(const Request& request);   // GET    /facetas
Plan suggest(const Request& request);        // GET    /sugestoes
Plan describe_isbn(const Request& request);  // GET    /isbn/{isbn}
Plan list_changes(const Request& request);   // GET    /mudancas

Plan list_duplicates(const Request& request);  // GET    /duplicados
Plan export_books(const Request& request);     // GET    /exportar

Plan index_page(const Request& request);       // GET /
Plan openapi_as_json(const Request& request);  // GET /openapi.json
Plan openapi_as_yaml(const Request& request);  // GET /openapi.yaml
Plan list_problems(const Request& request);    // GET /problemas
Plan get_problem(const Request& request);      // GET /problemas/{codigo}

Plan alive(const Request& request);    // GET /healthz
Plan ready(const Request& request);    // GET /readyz
Plan metrics(const Request& request);  // GET /metrics

Plan list_imports(const Request& request);         // GET    /importacoes
Plan create_import(const Request& request);        // POST   /importacoes
Plan analyse_file(const Request& request);         // POST   /importacoes/analisar
Plan get_import(const Request& request);           // GET    /importacoes/{id}
Plan cancel_import(const Request& request);        // DELETE /importacoes/{id}
Plan get_refused_records(const Request& request);  // GET    /importacoes/{id}/recusados
Plan resume_import(const Request& request);        // POST   /importacoes/{id}/retomar
Plan undo_import(const Request& request);          // POST   /importacoes/{id}/desfazer
catalog::Result<base::Done> check_import(const Request& request);
catalog::Result<base::Done> check_analysis(const Request& request);

}  // namespace api
