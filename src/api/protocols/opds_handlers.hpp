// The handlers of OPDS and of the description of the search. Plain functions: Request -> Plan; they
// decide and never wait.
#pragma once

#include "api/answer/plan.hpp"

namespace api {

Plan opds_root_feed(const Request& request);    // GET /opds, /opds/v1.2
Plan opds_list_feed(const Request& request);    // GET /opds/{lista}, /opds/v1.2/{lista}
Plan opds_publication(const Request& request);  // GET /opds/livros/{id}, /opds/v1.2/livros/{id}
Plan opds_authentication_document(const Request& request);  // GET /opds/autenticacao
Plan opds_placeholder_cover(const Request& request);        // GET /opds/sem-capa.png
Plan opensearch_document(const Request& request);           // GET /opensearch.xml
Plan opensearch_suggestions(const Request& request);        // GET /opensearch/sugestoes

// 401 with the document, for whoever brought no good key to a private catalogue.
http::Response opds_unauthorized(const AnswerContext& context, const Settings& settings);

}  // namespace api
