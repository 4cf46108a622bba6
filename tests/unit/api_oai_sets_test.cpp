// Sets of OAI-PMH: what is listed, what headers name and what a harvest by set gives agree.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "api/protocols/oai_sets.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "unit/oai_fixture.hpp"

namespace api_oai_sets_test {
namespace {

using namespace oai_fixture;  // NOLINT(google-build-using-namespace)
using namespace std::chrono_literals;

TEST(OaiSets, AreNamedAfterLabels) {
  EXPECT_EQ(api::oai::set_of("Ficção Científica"), "etiqueta:ficcao-cientifica");
  EXPECT_EQ(api::oai::set_of("ficcao  cientifica"), "etiqueta:ficcao-cientifica");
  EXPECT_EQ(api::oai::set_of("книга"), "etiqueta:~d0~ba~d0~bd~d0~b8~d0~b3~d0~b0");
  EXPECT_EQ(api::oai::set_of("!"), "");
  EXPECT_EQ(api::oai::set_of("C++"), "etiqueta:c~2b~2b");
  EXPECT_EQ(api::oai::set_of("c#"), "etiqueta:c~23");
  EXPECT_EQ(api::oai::set_of("日本"), api::oai::set_of("日 本"));
  for (const std::string none : {"-", "+", "♥", "\u0301", "~", "  "}) {
    EXPECT_EQ(api::oai::set_of(none), "") << none;
  }
  std::string signs;
  for (int i = 0; i < 200; ++i) {
    signs += "ﷺ";  // folds to eighteen letters
  }
  EXPECT_EQ(api::oai::set_of(signs), "");
  for (const std::string label :
       {"Ficção Científica", "книга", "2026", "a b c", "C++", ".NET", "日本の本", "עברית"}) {
    const auto words = api::oai::words_of_set(api::oai::set_of(label));
    ASSERT_TRUE(words) << label;
    EXPECT_EQ(api::oai::set_of_words(*words), api::oai::set_of(label));
  }
  for (const std::string wrong :
       {"", "etiqueta", "etiqueta:", "etiqueta:A", "etiqueta:a--b", "etiqueta:a-", "etiqueta:~",
        "etiqueta:~d", "etiqueta:~d0", "etiqueta:~61", "etiqueta:~20", "etiqueta:a:b",
        "etiqueta:~c3", "etiqueta:~e6~97~a5~e6~9c~ac"}) {
    EXPECT_FALSE(api::oai::words_of_set(wrong)) << wrong;
  }
}

// More than one page, and labels that are written in several ways.
TEST(OaiSets, AreAllListedPageByPage) {
  Repository api;
  std::set<std::string> expected;
  for (int book = 1; book <= 51; ++book) {
    api.put("Livro");
    std::string labels;
    for (int i = 0; i < 49; ++i) {
      const std::string label = "Rótulo " + std::to_string(book * 49 + i);
      expected.insert(api::oai::set_of(label));
      labels.append("\"").append(label).append("\",");
    }
    labels += book % 2 == 0 ? "\"MAR\"" : "\"Mar\"";
    const std::string at = "/livros/" + std::to_string(book);
    ASSERT_EQ(api.patch(at, R"({"etiquetas":[)" + labels + "]}").status, 200U);
  }
  expected.insert("etiqueta:mar");
  std::set<std::string> found;
  std::string token;
  int pages = 0;
  do {
    const std::string page =
        api.ask("verb=ListSets" + (token.empty() ? "" : "&resumptionToken=" + token));
    const auto sets = all_of(page, "<setSpec>([^<]+)</setSpec>");
    EXPECT_TRUE(holds(page, "<resumptionToken cursor=\"" + std::to_string(found.size()) + "\">"));
    EXPECT_LE(sets.size(), 1000U);
    for (const std::string& set : sets) {
      EXPECT_TRUE(found.insert(set).second) << set;
    }
    token = token_in(page);
    EXPECT_EQ(holds(page, "></resumptionToken>"), token.empty());
    ++pages;
  } while (!token.empty() && pages < 9);
  EXPECT_EQ(found, expected);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(api.error_of("verb=ListSets&resumptionToken=1.sets.2500.etiqueta:zzz"),
            "badResumptionToken");
}

// The sets that ListSets names, over all its pages.
// Of what stands between tags. The ampersand is the only sign of the labels here that is escaped.
std::string unescaped(std::string text) {
  constexpr std::string_view escaped = "&amp;";
  for (auto at = text.find(escaped); at != std::string::npos; at = text.find(escaped, at + 1)) {
    text.replace(at, escaped.size(), "&");
  }
  return text;
}

std::map<std::string, std::string> listed_sets(Repository& api) {
  std::map<std::string, std::string> all;
  std::string token;
  do {
    const std::string page =
        api.ask("verb=ListSets" + (token.empty() ? "" : "&resumptionToken=" + token));
    EXPECT_FALSE(holds(page, "<error")) << page;
    EXPECT_FALSE(holds(page, "<setSpec></setSpec>"));
    const auto specs = all_of(page, "<setSpec>([^<]*)</setSpec>");
    const auto names = all_of(page, "<setName>([^<]*)</setName>");
    EXPECT_EQ(specs.size(), names.size());
    for (std::size_t i = 0; i < specs.size(); ++i) {
      EXPECT_TRUE(all.emplace(specs[i], unescaped(names[i])).second) << specs[i];
    }
    token = token_in(page);
  } while (!token.empty());
  return all;
}

// Which records the headers of a list put into each set.
std::map<std::string, std::set<std::string>> sets_in_headers(Repository& api,
                                                             const std::string& set = {}) {
  std::map<std::string, std::set<std::string>> all;
  std::string page =
      api.ask("verb=ListIdentifiers&metadataPrefix=oai_dc" + (set.empty() ? "" : "&set=" + set));
  while (true) {
    EXPECT_FALSE(holds(page, "<error")) << set << page;
    for (const std::string& header : all_of(page, "<header[^>]*>(.*)</header>")) {
      const std::string record = all_of(header, "<identifier>([^<]+)<").front();
      for (const std::string& one : all_of(header, "<setSpec>([^<]+)<")) {
        all[one].insert(record);
      }
    }
    const std::string token = token_in(page);
    if (token.empty()) {
      return all;
    }
    page = api.ask("verb=ListIdentifiers&resumptionToken=" + token);
  }
}

void label_books(Repository& api, const std::vector<std::vector<std::string>>& books) {
  std::int64_t id = 0;
  for (const auto& labels : books) {
    api.clock.advance(1003ms);
    catalog::BookFields fields = support::named("Livro " + std::to_string(++id));
    fields.tags = labels;
    api.store.put(fields);
  }
}

void expect_agreement(Repository& api) {
  const auto listed = listed_sets(api);
  const auto headers = sets_in_headers(api);
  for (const auto& [set, records] : headers) {
    EXPECT_TRUE(listed.contains(set)) << set;
  }
  for (const auto& [set, name] : listed) {
    EXPECT_EQ(api::oai::set_of(name), set);
    ASSERT_TRUE(headers.contains(set)) << set;
    EXPECT_EQ(sets_in_headers(api, set).at(set), headers.at(set)) << set;
  }
}

TEST(OaiSets, LeaveOutLabelsWithoutWordsOneByOne) {
  Repository api;
  label_books(api, {{"-", "zeta"}, {"♥", "alfa"}, {"+"}, {"\u0301\u0302", "~"}});
  EXPECT_EQ(listed_sets(api), (std::map<std::string, std::string>{{"etiqueta:alfa", "alfa"},
                                                                  {"etiqueta:zeta", "zeta"}}));
}

TEST(OaiSets, OfSymbolsByTheThousandAreNone) {
  Repository api;
  std::vector<std::vector<std::string>> books;
  for (char32_t sign = 0x2190; sign < 0x2190 + 1100; ++sign) {
    std::string label;
    base::utf8::append(label, sign);
    books.push_back({label, "romance"});
  }
  label_books(api, books);
  const auto listed = listed_sets(api);
  EXPECT_TRUE(listed.contains("etiqueta:romance"));
  expect_agreement(api);
}

TEST(OaiSets, TellLabelsApartAsTheIndexDoes) {
  Repository api;
  label_books(api, {{"C#"}, {"C++"}, {"c++", "C"}, {"C avançado"}, {"avançado", "C"}, {"C", "C#"}});
  EXPECT_EQ(listed_sets(api).size(), 5U);
  expect_agreement(api);
  EXPECT_EQ(sets_in_headers(api).at("etiqueta:c").size(), 3U);
  EXPECT_EQ(sets_in_headers(api).at("etiqueta:c~23").size(), 2U);
  EXPECT_EQ(api.error_of("verb=ListIdentifiers&metadataPrefix=oai_dc&set=etiqueta:d"),
            "noRecordsMatch");
}

TEST(OaiSets, OfAnyLabelsAgreeWithHeadersAndHarvests) {
  const std::vector<std::string> pieces{"C",
                                        "c",
                                        "+",
                                        "#",
                                        " ",
                                        "-",
                                        "~",
                                        "ção",
                                        "CÃO",
                                        "♥",
                                        "\u0301",
                                        "日",
                                        "本",
                                        "שלום",
                                        "сеть",
                                        ".net",
                                        "'",
                                        "_",
                                        "\u200f",
                                        "straße",
                                        "STRASSE",
                                        "ﷺ",
                                        "5",
                                        "&",
                                        "!",
                                        "l'été",
                                        "ﬁ",
                                        "İ",
                                        "ά",
                                        "😀",
                                        "१",
                                        std::string(70, 'x'),
                                        std::string(71, 'x')};
  std::mt19937 random(7);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < 8; ++round) {
    Repository api;
    std::vector<std::vector<std::string>> books(40);
    for (auto& labels : books) {
      for (std::size_t left = below(4); left > 0; --left) {
        std::string label;
        for (std::size_t more = 1 + below(4); more > 0; --more) {
          label += pieces[below(pieces.size())];
        }
        labels.push_back(*base::to_nfc(label));
      }
    }
    label_books(api, books);
    for (int id = 1; id < 8; ++id) {
      EXPECT_EQ(api.patch("/livros/" + std::to_string(id), R"({"ano":1900})").status / 100, 2U);
    }
    expect_agreement(api);
  }
}

}  // namespace
}  // namespace api_oai_sets_test
