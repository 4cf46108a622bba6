#include "support/api.hpp"

#include <gtest/gtest.h>

namespace api_unapi_test {
namespace {

using http::Header;
using support::Api;
using support::problem_in;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Unapi, NamesItsFormats) {
  Api api;
  const auto answer = api.get("/unapi");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Content-Type"), "application/xml; charset=utf-8");
  EXPECT_TRUE(holds(answer.body, "<formats>"));
  for (const std::string name : {"marc", "marcxml", "mods", "ris", "bibtex"}) {
    EXPECT_TRUE(holds(answer.body, "<format name=\"" + name + "\" type=\"application/")) << name;
  }
}

TEST(Unapi, LetsAClientChooseTheFormatOfABook) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto choices = api.get("/unapi?id=http://localhost/livros/1");
  EXPECT_EQ(choices.status, 300U);
  EXPECT_TRUE(holds(choices.body, "<formats id=\"http://localhost/livros/1\">"));
  const auto ris = api.get("/unapi?id=/livros/1&format=ris");
  EXPECT_EQ(ris.status, 200U);
  EXPECT_EQ(ris.header("Content-Type"), "application/x-research-info-systems");
  EXPECT_TRUE(holds(ris.body, "TI  - Dom Casmurro"));
  EXPECT_TRUE(holds(api.get("/unapi?id=/livro/1&format=mods").body, "<mods "));
  EXPECT_EQ(api.get("/unapi?id=/livros/1&format=marc").header("Content-Type"), "application/marc");
}

TEST(Unapi, RefusesWhatIsNotThere) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  for (const std::string id :
       {"/livros/2", "/livros/x", "1", "urn:isbn:9788535902778", "/livros/01"}) {
    EXPECT_EQ(api.get("/unapi?id=" + id).status, 404U) << id;
    EXPECT_EQ(api.get("/unapi?format=ris&id=" + id).status, 404U) << id;
  }
  EXPECT_EQ(problem_in(api.get("/unapi?id=/livros/1&format=csl")), "406 formato-nao-disponivel");
  EXPECT_EQ(api.get("/unapi?format=ris").status, 400U);
  EXPECT_EQ(api.get("/unapi?id=/livros/1&formato=ris").status, 400U);
  EXPECT_EQ(api.remove("/livros/1").status, 204U);
  EXPECT_EQ(api.get("/unapi?id=/livros/1&format=ris").status, 404U);
}

TEST(Unapi, IsNamedByThePages) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto page = api.get("/livro/1");
  EXPECT_TRUE(holds(page.body, "<link rel=\"unapi-server\" type=\"application/xml\""));
  EXPECT_TRUE(holds(page.body, "<abbr class=\"unapi-id\" title=\"/livros/1\"></abbr>"));
}

}  // namespace
}  // namespace api_unapi_test
