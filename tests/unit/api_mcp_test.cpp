#include <gtest/gtest.h>

#include "api/protocols/json_rpc.hpp"
#include "api/protocols/mcp_tools.hpp"
#include "support/api.hpp"

namespace api_mcp_test {
namespace {

using http::Header;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

constexpr auto newest = "2025-11-25";

std::string message(const std::string& method, const std::string& params = "{}") {
  return R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}";
}

Answer say(Api& api, const std::string& body, const std::string& version = newest) {
  return api.post("/mcp", body, {{Header::mcp_protocol_version, version}});
}

Answer call(Api& api, const std::string& tool, const std::string& arguments,
            const std::string& version = newest) {
  const std::string params = R"({"name":")" + tool + R"(","arguments":)" + arguments + "}";
  return say(api, message("tools/call", params), version);
}

std::string error_of(const Answer& answer) {
  return std::to_string(answer.status) + " " + json_at(answer.body, "/error/code");
}

TEST(Mcp, BeginsWithTheVersionThatWasAskedForOrWithOurs) {
  Api api;
  for (const std::string known : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
    const auto answer = api.post("/mcp", message("initialize", R"({"protocolVersion":")" + known +
                                                                   R"(","capabilities":{}})"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(json_at(answer.body, "/result/protocolVersion"), known);
  }
  const auto other = api.post("/mcp", message("initialize", R"({"protocolVersion":"2031-01-01"})"));
  EXPECT_EQ(json_at(other.body, "/result/protocolVersion"), newest);
  EXPECT_EQ(json_at(other.body, "/result/capabilities/tools"), "{}");
  EXPECT_EQ(json_at(other.body, "/result/serverInfo/name"), "api-livros");
  EXPECT_NE(json_at(other.body, "/result/instructions"), "");
  EXPECT_EQ(json_at(other.body, "/id"), "7");
  EXPECT_EQ(other.header("Content-Type"), "application/json");
  EXPECT_EQ(other.header("Cache-Control"), "no-store");
  EXPECT_EQ(error_of(say(api, message("initialize"))), "200 -32602");
}

TEST(Mcp, TellsErrorsAsJsonRpcDoes) {
  Api api;
  struct Case {
    std::string body;
    std::string expected;
  };
  for (const auto& [body, expected] : {
           Case{"{", "400 -32700"},
           Case{R"({"a":1,"a":2})", "400 -32700"},
           Case{"7", "400 -32600"},
           Case{R"({"jsonrpc":"1.0","id":1,"method":"ping"})", "400 -32600"},
           Case{R"({"jsonrpc":"2.0","id":null,"method":"ping"})", "400 -32600"},
           Case{R"({"jsonrpc":"2.0","id":{},"method":"ping"})", "400 -32600"},
           Case{R"({"jsonrpc":"2.0","id":1,"method":1})", "400 -32600"},
           Case{R"({"jsonrpc":"2.0","id":1,"method":"ping","params":1})", "400 -32600"},
           Case{R"({"jsonrpc":"2.0","id":1})", "400 -32600"},
           Case{"[" + message("ping") + "]", "400 -32600"},
           Case{message("resources/list"), "200 -32601"},
           Case{message("ping", "[]"), "200 -32602"},
           Case{message("tools/list", R"({"cursor":"x"})"), "200 -32602"},
           Case{message("tools/call"), "200 -32602"},
           Case{message("tools/call", R"({"name":"apagar"})"), "200 -32602"},
           Case{message("tools/call", R"({"name":"citar","arguments":[]})"), "200 -32602"},
       }) {
    const auto answer = say(api, body);
    EXPECT_EQ(error_of(answer), expected) << body;
    EXPECT_NE(json_at(answer.body, "/error/message"), "") << body;
  }
  EXPECT_EQ(json_at(say(api, R"({"jsonrpc":"2.0","id":"a","method":1})").body, "/id"), "a");
  EXPECT_EQ(error_of(say(api, message("ping"), "2031-01-01")), "400 -32022");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(Mcp, AnswersNothingToWhatAsksForNothing) {
  Api api;
  const auto notified = say(api, R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(notified.status, 202);
  EXPECT_EQ(notified.body, "");
  EXPECT_EQ(say(api, R"({"jsonrpc":"2.0","id":1,"result":{}})").status, 202);
  EXPECT_EQ(say(api, message("ping")).body, R"({"jsonrpc":"2.0","id":7,"result":{}})");
}

TEST(Mcp, TakesBatchesWhereTheProtocolHasThem) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const std::string read = message("tools/call", R"({"name":"ler_livro","arguments":{"id":1}})");
  const auto answer = say(api,
                          "[" + message("ping") + "," + read + "," + read +
                              R"(,{"jsonrpc":"2.0","method":"x"},1,)" +
                              message("initialize", R"({"protocolVersion":"x"})") + "]",
                          "2025-03-26");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json_at(answer.body, "/0/result"), "{}");
  EXPECT_EQ(json_at(answer.body, "/1/result/isError"), "false");
  EXPECT_EQ(json_at(answer.body, "/2/result/isError"), "false");
  EXPECT_EQ(json_at(answer.body, "/3/error/code"), "-32600");
  EXPECT_EQ(json_at(answer.body, "/4/error/code"), "-32600");
  EXPECT_EQ(json_at(answer.body, "/5"), "");
  EXPECT_EQ(api.store.reads.size(), 2U);
  // Where no version is named, it is the one with batches.
  EXPECT_EQ(api.post("/mcp", R"([{"jsonrpc":"2.0","method":"x"}])").status, 202);
  EXPECT_EQ(error_of(api.post("/mcp", "[]")), "400 -32600");
  std::string many;
  for (std::size_t i = 0; i <= api::rpc_batch_max; ++i) {
    many += (many.empty() ? "[" : ",") + message("ping");
  }
  EXPECT_EQ(error_of(api.post("/mcp", many + "]")), "400 -32600");
}

TEST(McpTools, AreFourThatRead) {
  Api api;
  const auto answer = say(api, message("tools/list"));
  const std::array names{"buscar_livros", "ler_livro", "citar", "contar"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string at = "/result/tools/" + std::to_string(i);
    EXPECT_EQ(json_at(answer.body, at + "/name"), names[i]);
    EXPECT_EQ(json_at(answer.body, at + "/annotations/readOnlyHint"), "true");
    EXPECT_EQ(json_at(answer.body, at + "/inputSchema/type"), "object");
    EXPECT_EQ(json_at(answer.body, at + "/outputSchema/type"), "object");
    EXPECT_NE(json_at(answer.body, at + "/description"), "");
  }
  EXPECT_EQ(json_at(answer.body, "/result/tools/4"), "");
  const auto earlier = say(api, message("tools/list"), "2025-03-26");
  EXPECT_EQ(json_at(earlier.body, "/result/tools/3/name"), "contar");
  EXPECT_EQ(json_at(earlier.body, "/result/tools/0/outputSchema"), "");
}

TEST(McpTools, SearchAsTheListDoes) {
  Api api;
  for (const std::string title : {"Dom Casmurro", "Quincas Borba", "Esaú e Jacó"}) {
    api.store.put(support::named(title));
  }
  const auto answer =
      call(api, "buscar_livros",
           R"({"q":"casmurro & cia","ano_min":1800,"idioma":"pt","ordem":"titulo","limite":2,)"
           R"("ano":null})");
  const auto listing = api.store.last_read<search::ListBooks>().listing;
  EXPECT_EQ(listing.limit, 2U);
  EXPECT_EQ(listing.filter.year_min, 1800);
  EXPECT_EQ(listing.filter.language, "pt");
  EXPECT_EQ(listing.search->terms.size(), 2U);
  EXPECT_EQ(listing.order.front().key, catalog::SortKey::title);
  const std::string found = "/result/structuredContent";
  EXPECT_EQ(json_at(answer.body, found + "/total"), "3");
  EXPECT_EQ(json_at(answer.body, found + "/busca"), "exata");
  EXPECT_NE(json_at(answer.body, found + "/livros/1/título"), "");
  EXPECT_EQ(json_at(answer.body, found + "/livros/2"), "");
  EXPECT_EQ(json_at(answer.body, found + "/livros/0/versao"), "");
  EXPECT_EQ(json_at(answer.body, "/result/content/0/text"), json_at(answer.body, found));
  const std::string cursor = json_at(answer.body, found + "/proximo_cursor");
  ASSERT_NE(cursor, "");
  const auto next = call(api, "buscar_livros",
                         R"({"q":"x","ordem":"titulo","limite":2,"cursor":")" + cursor + "\"}");
  EXPECT_NE(json_at(next.body, found + "/livros/0/id"), "");
  EXPECT_EQ(json_at(next.body, found + "/livros/1"), "");
  EXPECT_EQ(json_at(call(api, "buscar_livros", "{}", "2025-03-26").body, found), "");
  EXPECT_EQ(api.store.last_read<search::ListBooks>().listing.limit, 10U);
}

TEST(McpTools, ReadABookOrSayInWordsWhyNot) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto answer = call(api, "ler_livro", R"({"id":1})");
  EXPECT_EQ(json_at(answer.body, "/result/structuredContent"), api.get("/livros/1").body);
  const auto missing = call(api, "ler_livro", R"({"id":4})");
  EXPECT_EQ(missing.status, 200);
  EXPECT_EQ(json_at(missing.body, "/result/isError"), "true");
  EXPECT_EQ(json_at(missing.body, "/result/structuredContent"), "");
  EXPECT_NE(json_at(missing.body, "/result/content/0/text").find("4"), std::string::npos);
}

TEST(McpTools, SayInWordsWhatIsWrongWithTheirArguments) {
  Api api;
  struct Case {
    std::string tool;
    std::string arguments;
    std::string named;
  };
  for (const auto& [tool, arguments, named] : {
           Case{"buscar_livros", R"({"qq":"a"})", "qq"},
           Case{"buscar_livros", R"({"limite":51})", "limite"},
           Case{"buscar_livros", R"({"limite":1.5})", "limite"},
           Case{"buscar_livros", R"({"q":{"a":1}})", "q"},
           Case{"buscar_livros", R"({"q":[["a"]]})", "q"},
           Case{"buscar_livros", R"({"q":true})", "q"},
           Case{"buscar_livros", R"({"campos":"id"})", "campos"},
           Case{"buscar_livros", R"({"cursor":"x"})", "cursor"},
           Case{"ler_livro", "{}", "id"},
           Case{"ler_livro", R"({"id":"a"})", "id"},
           Case{"citar", R"({"ids":[]})", "ids"},
           Case{"citar", R"({"ids":[0]})", "ids"},
           Case{"citar", R"({"ids":[1],"formato":"mla"})", "formato"},
           Case{"contar", "{}", "por"},
           Case{"contar", R"({"por":["ano"],"limite":101})", "limite"},
       }) {
    const auto answer = call(api, tool, arguments);
    EXPECT_EQ(json_at(answer.body, "/result/isError"), "true") << tool << arguments;
    EXPECT_NE(json_at(answer.body, "/result/content/0/text").find(named), std::string::npos)
        << answer.body;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(McpTools, CiteInTheOrderAskedFor) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  api.store.put(support::named("Quincas Borba"));
  const auto answer = call(api, "citar", R"({"ids":[2,9,1,2]})");
  const std::string cited = "/result/structuredContent";
  EXPECT_EQ(json_at(answer.body, cited + "/citacoes/0/id"), "2");
  EXPECT_EQ(json_at(answer.body, cited + "/citacoes/0/texto"),
            "ASSIS, Machado de. Quincas Borba. [S. l.: s. n.], [s. d.].");
  EXPECT_EQ(json_at(answer.body, cited + "/citacoes/1/id"), "1");
  EXPECT_EQ(json_at(answer.body, cited + "/nao_encontrados"), "[9]");
  const auto bibtex = call(api, "citar", R"({"ids":1,"formato":"bibtex"})");
  EXPECT_EQ(json_at(bibtex.body, cited + "/citacoes/0/texto").find("@book{livros-1,"), 0U);
}

TEST(McpTools, CountFacets) {
  Api api;
  api.store.search_answer =
      search::Facets{{{search::Facet::year, {{"1899", 7}}}}, 12, search::Facets::Counts::exact, {}};
  const auto answer = call(api, "contar", R"({"por":["ano","autor"],"autor":"assis"})");
  EXPECT_EQ(json_at(answer.body, "/result/structuredContent"),
            R"({"livros":12,"estimado":false,"facetas":{"ano":[{"valor":"1899","livros":7}]}})");
  const auto& asked = api.store.last_read<search::CountFacets>();
  EXPECT_EQ(asked.facets, (std::vector{search::Facet::year, search::Facet::author}));
  EXPECT_EQ(asked.filter.texts.size(), 1U);
}

TEST(McpTools, GiveNoMoreThanAQuarterOfAMebibyte) {
  constexpr std::size_t result_bytes_max = 256 * 1024;
  Api api;
  catalog::BookFields fields = support::named(std::string(1000, '"'), std::string(500, '\\'));
  fields.subtitle = std::string(1000, '"');
  fields.publisher = std::string(300, '"');
  fields.synopsis = std::string(20'000, '"');
  fields.extra = R"({"a":")" + std::string(16'000, 'a') + "\"}";
  for (int i = 0; i < 50; ++i) {
    fields.notes.emplace_back(2000, '"');
    fields.subjects.emplace_back(200, '"');
  }
  for (int i = 0; i < 50; ++i) {
    api.store.put(fields);
  }
  const auto found = call(api, "buscar_livros", R"({"limite":50})");
  EXPECT_LE(found.body.size(), result_bytes_max);
  EXPECT_EQ(json_at(found.body, "/result/structuredContent/cortado"), "true");
  EXPECT_NE(json_at(found.body, "/result/structuredContent/livros/0/id"), "");
  EXPECT_EQ(json_at(found.body, "/result/structuredContent/proximo_cursor"), "");
  const auto read = call(api, "ler_livro", R"({"id":1})");
  EXPECT_LE(read.body.size(), result_bytes_max);
  EXPECT_EQ(json_at(read.body, "/result/structuredContent/notas"), "");
  EXPECT_NE(json_at(read.body, "/result/structuredContent/sinopse"), "");
  search::Facets facets{{{search::Facet::author, {}}}, 1, search::Facets::Counts::exact, {}};
  facets.counts.front().values.resize(100, {std::string(2000, '"'), 1});
  api.store.search_answer = facets;
  const auto counted = call(api, "contar", R"({"por":"autor","limite":100})");
  EXPECT_LE(counted.body.size(), result_bytes_max);
  EXPECT_EQ(json_at(counted.body, "/result/structuredContent/facetas/autor/0/livros"), "1");
}

TEST(McpTools, PassOnTheTroubleOfTheStore) {
  Api api;
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::overloaded);
  const auto answer = call(api, "buscar_livros", "{}");
  EXPECT_EQ(json_at(answer.body, "/result/isError"), "true");
}

TEST(McpAccess, IsThatOfAReadWhateverItsMethod) {
  using api::AccessRules;
  AccessRules rules{.auth = AccessRules::Auth::keys, .cors_origins = {"https://app.example"}};
  Api open({.access = rules});
  EXPECT_EQ(open.post("/mcp", message("ping")).status, 200);
  const support::FakeReply head({"POST", "/mcp", {}, ""});
  EXPECT_EQ(open.dispatcher->body_bytes_max(head.request()), std::size_t{64} * 1024);
  EXPECT_EQ(open.post("/mcp", message("ping"), {{Header::origin, "https://app.example"}}).status,
            200);
  EXPECT_EQ(open.post("/mcp", message("ping"),
                      {{Header::origin, "http://livros.local"}, {Header::host, "livros.local"}})
                .status,
            200);
  EXPECT_EQ(
      problem_in(open.post("/mcp", message("ping"), {{Header::origin, "https://evil.example"}})),
      "403 origem-recusada");
  EXPECT_EQ(problem_in(open.post("/mcp", message("ping"), {{Header::authorization, "Bearer x"}})),
            "401 nao-autorizado");
  rules.reads = AccessRules::Reads::keyed;
  Api closed({.access = rules});
  EXPECT_EQ(problem_in(closed.post("/mcp", message("ping"))), "401 nao-autorizado");
  for (const char scope : {'r', 'w'}) {
    catalog::AccessKey key;
    key.id = 1;
    key.digest = catalog::digest_of("lv_" + std::string(43, scope));
    key.scope = scope == 'r' ? catalog::Scope::read : catalog::Scope::write;
    closed.access_state.keys.set(std::make_shared<const api::Keyring>(
        std::vector<api::Keyring::Entry>{{key, std::make_shared<std::atomic<std::int64_t>>(0)}}));
    const support::Fields bearing{{Header::authorization, "Bearer lv_" + std::string(43, scope)}};
    EXPECT_EQ(closed.post("/mcp", message("ping"), bearing).status, 200);
  }
}

TEST(McpAccess, IsByPostAlone) {
  Api api;
  EXPECT_EQ(problem_in(api.get("/mcp")), "405 metodo-nao-permitido");
  EXPECT_EQ(problem_in(api.remove("/mcp")), "405 metodo-nao-permitido");
  EXPECT_EQ(api.get("/mcp").header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(problem_in(api.post("/mcp?a=1", message("ping"))), "400 parametro-desconhecido");
  EXPECT_EQ(problem_in(api.post("/mcp", message("ping"), {{Header::content_type, "text/plain"}})),
            "415 tipo-nao-suportado");
}

}  // namespace
}  // namespace api_mcp_test
