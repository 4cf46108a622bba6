// The rows of the table of problems (problem_table.cpp) for which the server is to blame, and those
// of HTTP that it does not know. Constants, for that file alone.
#pragma once

#include <array>

#include "catalog/problem.hpp"

namespace catalog {

inline constexpr auto server_kinds = std::to_array<ProblemKind>({
    {ProblemCode::unknown_method,
     501,
     "metodo-desconhecido",
     {"Método desconhecido", "Unknown method"},
     {"O servidor não conhece este método HTTP.", "The server does not know this HTTP method."},
     {"Use GET, HEAD, POST, PUT, PATCH, DELETE ou OPTIONS, em maiúsculas.",
      "Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS, in capitals."}},
    {ProblemCode::unknown_coding,
     501,
     "codificacao-desconhecida",
     {"Codificação desconhecida", "Unknown transfer coding"},
     {"O servidor não conhece a codificação de Transfer-Encoding.",
      "The server does not know the coding named in Transfer-Encoding."},
     {"Envie o corpo com Content-Length ou só com chunked.",
      "Send the body with Content-Length or with chunked alone."}},
    {ProblemCode::internal_error,
     500,
     "erro-interno",
     {"Erro interno", "Internal error"},
     {"Algo falhou no servidor. O defeito é nosso, não da requisição.",
      "Something failed in the server. The fault is ours, not the request's."},
     {"Tente de novo; se continuar, informe a quem administra o servidor o valor de “pedido”.",
      "Try again; if it persists, tell whoever runs the server the value of “pedido”."}},
    {ProblemCode::overloaded,
     503,
     "sobrecarregado",
     {"Servidor sobrecarregado", "Server overloaded"},
     {"O servidor tem mais trabalho do que aceita, ou esta lista exigiria demais dele; nada desta "
      "requisição foi executado.",
      "The server has more work than it accepts, or this list would take too much of it; nothing "
      "of this request was executed."},
     {"Tente de novo depois do tempo indicado em Retry-After, ou peça a lista com menos chaves em "
      "“ordem” ou outro filtro.",
      "Try again after the time given in Retry-After, or ask for the list with fewer keys in "
      "“ordem” or another filter."}},
    {ProblemCode::storage_unavailable,
     503,
     "armazenamento-indisponivel",
     {"Armazenamento indisponível", "Storage unavailable"},
     {"O servidor não consegue ler ou gravar os dados agora; nada foi confirmado.",
      "The server cannot read or write its data right now; nothing was confirmed."},
     {"Tente de novo depois do tempo indicado em Retry-After.",
      "Try again after the time given in Retry-After."}},
    {ProblemCode::write_uncertain,
     503,
     "escrita-incerta",
     {"Escrita incerta", "Write uncertain"},
     {"A conexão com o banco caiu durante a confirmação, e ainda não se sabe se esta escrita foi "
      "gravada.",
      "The connection to the database broke while it committed, and whether this write was stored "
      "is not known yet."},
     {"Com Idempotency-Key, repita a requisição igual: ela acontece uma vez só. Sem, leia antes o "
      "que mudaria, por exemplo em /mudancas.",
      "With an Idempotency-Key, repeat the same request: it happens only once. Without one, first "
      "read what it would have changed, for instance in /mudancas."}},
    {ProblemCode::book_busy,
     503,
     "livro-ocupado",
     {"Livro ocupado", "Book busy"},
     {"Outra transação do banco segura este livro, ou a mesma Idempotency-Key; nada desta "
      "requisição foi gravado.",
      "Another transaction of the database holds this book, or the same Idempotency-Key; nothing "
      "of this request was stored."},
     {"Tente de novo depois do tempo indicado em Retry-After.",
      "Try again after the time given in Retry-After."}},
    {ProblemCode::draining,
     503,
     "encerrando",
     {"Servidor encerrando", "Server shutting down"},
     {"O servidor está encerrando e não aceita requisições novas.",
      "The server is shutting down and takes no new requests."},
     {"Tente de novo em instantes, em outra conexão.",
      "Try again shortly, on another connection."}},
    {ProblemCode::http_version,
     505,
     "versao-http-nao-suportada",
     {"Versão de HTTP não suportada", "HTTP version not supported"},
     {"O servidor fala HTTP/1.1 e HTTP/1.0.", "The server speaks HTTP/1.1 and HTTP/1.0."},
     {"Configure o cliente ou o proxy para HTTP/1.1.", "Set your client or proxy to HTTP/1.1."}},
    {ProblemCode::storage_full,
     507,
     "sem-espaco",
     {"Sem espaço no disco", "Disk full"},
     {"O servidor não tem espaço para gravar; nada desta requisição foi gravado.",
      "The server has no space left to write; nothing of this request was stored."},
     {"Quem administra o servidor precisa liberar espaço. As leituras continuam funcionando.",
      "Whoever runs the server must free some space. Reading goes on working."}},
});

}  // namespace catalog
