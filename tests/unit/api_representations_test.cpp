// Books in other forms than JSON: by `formato`, by Accept, their tags, and that no cache mixes
// them up.
#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_representations_test {
namespace {

using http::Header;
using support::Api;
using support::json_at;
using support::problem_in;

constexpr std::string_view reference =
    "ASSIS, Machado de. Dom Casmurro. [S. l.: s. n.], [s. d.].\n";

void fill(Api& api) { api.store.put(support::named("Dom Casmurro")); }

support::Fields accept(std::string_view types) { return {{Header::accept, std::string(types)}}; }

TEST(Representations, FormatoNamesTheFormAndWinsOverAccept) {
  Api api;
  fill(api);
  for (const support::Fields& fields :
       {support::Fields{}, accept("application/json"), accept("text/html"), accept("image/png")}) {
    const auto answer = api.get("/livros/1?formato=abnt", fields);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, reference);
    EXPECT_EQ(answer.header("Content-Type"), "text/x-bibliography; charset=utf-8");
    EXPECT_EQ(answer.header("ETag"), "\"1-1.abnt\"");
    EXPECT_EQ(answer.header("Content-Disposition"), "inline; filename=\"livro-1.txt\"");
    EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
    EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("X-Catalogo-Seq"), "1");
  }
}

TEST(Representations, AcceptChoosesTheBestOfWhatThereIs) {
  Api api;
  fill(api);
  const auto type_of = [&](std::string_view types) {
    return api.get("/livros/1", accept(types)).header("Content-Type");
  };
  EXPECT_EQ(type_of("application/x-bibtex"), "application/x-bibtex; charset=utf-8");
  EXPECT_EQ(type_of("application/vnd.citationstyles.csl+json, */*;q=0.1"),
            "application/vnd.citationstyles.csl+json");
  EXPECT_EQ(type_of("application/ld+json;q=0.5, application/x-research-info-systems"),
            "application/x-research-info-systems");
  EXPECT_EQ(type_of("*/*"), "application/json; charset=utf-8");
  EXPECT_EQ(
      api.get("/livros", accept("text/csv; charset=utf-8; header=present")).header("Content-Type"),
      "text/csv; charset=utf-8; header=present");
  EXPECT_EQ(type_of("application/*"), "application/json; charset=utf-8");
  EXPECT_EQ(type_of("text/*"), "text/x-bibliography; charset=utf-8");
}

TEST(Representations, WhatBrowsersAskForIsNeverXmlOrHtml) {
  Api api;
  fill(api);
  constexpr std::string_view browser =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  EXPECT_EQ(api.get("/livros/1", accept(browser)).header("Content-Type"),
            "application/json; charset=utf-8");
  for (const std::string_view type : {"application/xml", "text/xml", "text/html"}) {
    EXPECT_EQ(problem_in(api.get("/livros/1", accept(type))), "406 formato-nao-disponivel");
    EXPECT_EQ(problem_in(api.get("/livros", accept(type))), "406 formato-nao-disponivel");
  }
}

TEST(Representations, AnUnknownNameIs400AndListsThemAnUnusableOneIs406) {
  Api api;
  fill(api);
  const auto unknown = api.get("/livros/1?formato=pdf");
  EXPECT_EQ(problem_in(unknown), "400 parametro-invalido");
  EXPECT_NE(unknown.body.find("json, ndjson, csv, marc, marcxml, marcjson, dc, mods, bibtex, ris, "
                              "csl, jsonld, abnt"),
            std::string::npos)
      << unknown.body;
  const auto list_only = api.get("/livros/1?formato=csv");
  EXPECT_EQ(problem_in(list_only), "406 formato-nao-disponivel");
  EXPECT_NE(list_only.body.find("marc, marcxml, marcjson, dc, mods, bibtex, ris, "),
            std::string::npos);
  EXPECT_EQ(problem_in(api.get("/livros?formato=dc")), "406 formato-nao-disponivel");
  EXPECT_EQ(problem_in(api.get("/livros?formato=unimarc")), "406 formato-nao-disponivel");
  EXPECT_TRUE(api.store.reads.empty());
  EXPECT_EQ(api.get("/livros/1?formato=dc").header("Content-Type"), "application/xml");
}

TEST(Representations, ParametersOfAFormBelongToItAlone) {
  Api api;
  fill(api);
  EXPECT_EQ(api.get("/livros/1?formato=abnt&marcacao=markdown&completa=1&autores=todos").body,
            "ASSIS, Machado de. **Dom Casmurro**. [*S. l.*: *s. n.*], [s. d.].\n");
  EXPECT_EQ(api.get("/livros/1?marcacao=html", accept("text/x-bibliography")).body,
            "ASSIS, Machado de. <strong>Dom Casmurro</strong>. [<em>S. l.</em>: <em>s. n.</em>], "
            "[s. d.].\n");
  EXPECT_TRUE(api.get("/livros?formato=csv&bom=1").body.starts_with("\xEF\xBB\xBFid,"));
  EXPECT_EQ(api.get("/livros/1?completa=0&marcacao=texto&bom=0").status, 200);
  for (const std::string_view query :
       {"formato=abnt&marcacao=rtf", "formato=abnt&completa=2", "formato=abnt&autores=dois",
        "formato=abnt&bom=1", "completa=1", "formato=ris&marcacao=html", "marca=html"}) {
    EXPECT_EQ(api.get("/livros/1?" + std::string(query)).status, 400) << query;
  }
}

TEST(Representations, ProblemsStayProblems) {
  Api api;
  fill(api);
  EXPECT_EQ(problem_in(api.get("/livros/9?formato=ris")), "404 livro-nao-encontrado");
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.get("/livros/1", accept("application/x-bibtex"))), "410 livro-excluido");
}

TEST(Representations, EachFormHasATagOfItsOwn) {
  Api api;
  fill(api);
  const auto none_match = [](std::string_view tag) {
    return support::Fields{{Header::if_none_match, std::string(tag)}};
  };
  const auto same = api.get("/livros/1?formato=ris", none_match("\"1-1.ris\""));
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("ETag"), "\"1-1.ris\"");
  EXPECT_EQ(same.header("Content-Type"), "application/x-research-info-systems");
  EXPECT_EQ(api.get("/livros/1?formato=ris", none_match("\"1-1.ris-gzip\"")).status, 304);
  // Another form is another representation: its bytes are not what was asked for.
  EXPECT_EQ(api.get("/livros/1?formato=ris", none_match("\"1-1\"")).status, 200);
  EXPECT_EQ(api.get("/livros/1", none_match("\"1-1.ris\"")).status, 200);
  EXPECT_EQ(api.get("/livros?formato=ris", none_match("\"s1.ris\"")).status, 304);
  EXPECT_EQ(api.get("/livros?formato=ris", none_match("\"s1\"")).status, 200);
  EXPECT_EQ(api.get("/livros", none_match("\"s1.ris\"")).status, 200);
}

TEST(Representations, WritesTakeTheTagOfAnyFormOfTheBook) {
  Api api;
  fill(api);
  const auto if_match = [](std::string_view tag) {
    return support::Fields{{Header::if_match, std::string(tag)}};
  };
  EXPECT_EQ(api.patch("/livros/1", R"({"ano":1899})", if_match("\"1-2.marcxml\"")).status, 412);
  EXPECT_EQ(api.patch("/livros/1", R"({"ano":1899})", if_match("\"1-1.nada\"")).status, 412);
  EXPECT_EQ(api.patch("/livros/1", R"({"ano":1899})", if_match("\"1-1.marcxml-gzip\"")).status,
            200);
  EXPECT_EQ(api.get("/livros/1?formato=ris", if_match("\"1-2\"")).status, 200);
  EXPECT_EQ(api.get("/livros/1", if_match("\"1-2.csl\"")).status, 200);
  EXPECT_EQ(api.get("/livros/1", if_match("\"1-1.csl\"")).status, 412);
}

TEST(Representations, NoCacheGivesOneFormForAnother) {
  Api api;
  fill(api);
  const std::string book = api.get("/livros/1").body;
  const std::string list = api.get("/livros").body;
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(api.get("/livros/1", accept("text/x-bibliography")).body, reference);
    EXPECT_EQ(api.get("/livros/1").body, book);
    EXPECT_EQ(api.get("/livros/1?formato=abnt").body, reference);
    EXPECT_EQ(api.get("/livros/1?formato=json").body, book);
    EXPECT_EQ(api.get("/livros", accept("text/x-bibliography")).body, reference);
    EXPECT_EQ(api.get("/livros").body, list);
    EXPECT_EQ(api.get("/livros?formato=abnt").body, reference);
    EXPECT_EQ(api.get("/livros?formato=json").body, list);
  }
  EXPECT_EQ(api.get("/livros/1").came, support::Answer::Came::prepared);
  EXPECT_EQ(api.get("/livros").came, support::Answer::Came::prepared);
  EXPECT_EQ(api.get("/livros?formato=abnt").came, support::Answer::Came::made);
}

TEST(Representations, AListHasItsLinksAndTakesNoMembers) {
  Api api;
  fill(api);
  api.store.put(support::named("Quincas Borba"));
  const auto page = api.get("/livros?formato=ris&limite=1");
  EXPECT_EQ(page.header("Content-Disposition"), "inline; filename=\"livros.ris\"");
  EXPECT_EQ(page.header("ETag"), "\"s2.ris\"");
  const auto links = page.all("Link");
  ASSERT_FALSE(links.empty());
  EXPECT_TRUE(links.front().starts_with("</livros?formato=ris&limite=1&cursor=")) << links.front();
  EXPECT_EQ(problem_in(api.get("/livros?formato=ris&campos=id")), "400 parametro-invalido");
  EXPECT_EQ(api.get("/livros?formato=json&campos=id").body, R"([{"id":1},{"id":2}])");
}

TEST(Representations, AVersionIsTheBookAsItWas) {
  Api api;
  fill(api);
  ASSERT_EQ(api.patch("/livros/1", R"({"título":"Outro"})").status, 200);
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  const auto first = api.get("/livros/1/versoes/1?formato=abnt");
  EXPECT_EQ(first.body, reference);
  EXPECT_EQ(first.header("ETag"), "\"1-1.abnt\"");
  EXPECT_EQ(first.header("Content-Disposition"), "inline; filename=\"livro-1-1.txt\"");
  EXPECT_EQ(problem_in(api.get("/livros/1/versoes/3?formato=abnt")), "410 livro-excluido");
  EXPECT_EQ(json_at(api.get("/livros/1/versoes/3").body, "/tipo"), "excluido");
}

TEST(Representations, AddressesAreAbsoluteByPublicUrlElseByHost) {
  Api api;
  fill(api);
  const auto id_of = [&](support::Fields fields) {
    return json_at(api.get("/livros/1?formato=jsonld", std::move(fields)).body, "/@id");
  };
  EXPECT_EQ(id_of({{Header::host, "localhost:8080"}}), "http://localhost:8080/livros/1");
  EXPECT_EQ(id_of({{Header::host, "localhost:8080"}, {Header::forwarded_proto, "https"}}),
            "http://localhost:8080/livros/1");
  api.settings.public_url = "https://livros.example/acervo";
  EXPECT_EQ(id_of({{Header::host, "localhost:8080"}}), "https://livros.example/acervo/livros/1");
}

TEST(Representations, HeadAnswersTheHeadersOfTheForm) {
  Api api;
  fill(api);
  const support::Fields id{{Header::request_id, "um"}};
  EXPECT_EQ(api.head("/livros/1?formato=csl", id).head, api.get("/livros/1?formato=csl", id).head);
  EXPECT_EQ(api.head("/livros?formato=csl", id).head, api.get("/livros?formato=csl", id).head);
}

}  // namespace
}  // namespace api_representations_test
