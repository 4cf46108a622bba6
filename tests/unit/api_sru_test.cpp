// SRU: which request is which question, how each version answers, every diagnostic.
#include <gtest/gtest.h>

#include "base/percent.hpp"
#include "catalog/cql.hpp"
#include "support/api.hpp"

namespace api_sru_test {
namespace {

using http::Header;
using search::FindBooks;
using search::PlacedBooks;
using support::Answer;
using support::Api;
using support::problem_in;

constexpr std::string_view old_space = "xmlns:zs=\"http://www.loc.gov/zing/srw/\"";
constexpr std::string_view new_space =
    "xmlns:zs=\"http://docs.oasis-open.org/ns/search-ws/sruResponse\"";

// What stands between the first <name…> and its end; "-" when there is none.
std::string inner(const Answer& answer, const std::string& name) {
  const std::size_t open = answer.body.find("<" + name);
  if (open == std::string::npos) {
    return "-";
  }
  const std::size_t begin = answer.body.find('>', open) + 1;
  return answer.body.substr(begin, answer.body.find("</" + name + ">", begin) - begin);
}

// "16 foo" of an answer with a diagnostic; "0" of one without.
std::string diagnostic_in(const Answer& answer) {
  EXPECT_EQ(answer.status, 200U);
  const std::string uri = inner(answer, "uri");
  if (uri == "-") {
    return "0";
  }
  EXPECT_NE(inner(answer, "message"), "-");
  EXPECT_NE(inner(answer, "message"), "General system error");
  const std::string details = inner(answer, "details");
  return uri.substr(uri.rfind('/') + 1) + (details == "-" ? "" : " " + details);
}

std::string query_of(const std::string& cql) { return "query=" + base::percent_encode(cql); }

class Sru : public testing::Test {
 protected:
  Sru() {
    catalog::BookFields fields = support::named("Dom <Casmurro>");
    fields.year = 1899;
    const auto book = api.store.put(fields);
    PlacedBooks found;
    found.books.push_back({4, store::document_of(book)});
    found.total = 12;
    found.next = 5;
    api.store.search_answer = found;
  }
  Answer search(const std::string& more = "", const std::string& cql = "casmurro") {
    return api.get("/sru?version=1.2&operation=searchRetrieve&" + query_of(cql) + more);
  }
  const FindBooks& asked() const { return api.store.last_read<FindBooks>(); }

  Api api;
};

TEST_F(Sru, AnswersWithRecordsThatStandAlone) {
  const Answer answer = search("&startRecord=5&maximumRecords=1");
  EXPECT_EQ(answer.header("Content-Type"), "text/xml; charset=utf-8");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_TRUE(answer.body.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
  EXPECT_NE(answer.body.find(old_space), std::string::npos);
  EXPECT_EQ(inner(answer, "zs:version"), "1.2");
  EXPECT_EQ(inner(answer, "zs:numberOfRecords"), "12");
  EXPECT_EQ(inner(answer, "zs:recordSchema"), "info:srw/schema/1/marcxml-v1.1");
  EXPECT_EQ(inner(answer, "zs:recordPacking"), "xml");
  EXPECT_EQ(inner(answer, "zs:recordPosition"), "5");
  EXPECT_EQ(inner(answer, "zs:recordIdentifier"), "1");
  EXPECT_EQ(inner(answer, "zs:nextRecordPosition"), "6");
  const std::string data = inner(answer, "zs:recordData");
  EXPECT_TRUE(data.starts_with("<record xmlns=\"http://www.loc.gov/MARC21/slim\"><leader>"))
      << data;
  EXPECT_NE(data.find("Dom &lt;Casmurro&gt;"), std::string::npos);
  EXPECT_EQ(asked().skipped, 4U);
  EXPECT_EQ(asked().limit, 1U);
  EXPECT_EQ(asked().query, catalog::parse_cql("casmurro")->query);
  EXPECT_EQ(diagnostic_in(answer), "0");
}

TEST_F(Sru, EachVersionHasItsNamespaceAndType) {
  const auto of = [&](const std::string& more) {
    const Answer answer = api.get("/sru?" + query_of("a") + more);
    const bool is_new = answer.body.find(new_space) != std::string::npos;
    EXPECT_EQ(answer.header("Content-Type"),
              is_new ? "application/sru+xml; charset=utf-8" : "text/xml; charset=utf-8");
    EXPECT_EQ(inner(answer, "zs:recordXMLEscaping"), is_new ? "xml" : "-");
    EXPECT_EQ(inner(answer, "zs:recordPacking"), is_new ? "-" : "xml");
    EXPECT_EQ(inner(answer, "zs:searchRetrieveResponse") == "-", false);
    return inner(answer, "zs:version");
  };
  EXPECT_EQ(of(""), "2.0");
  EXPECT_EQ(of("&operation=searchRetrieve"), "1.2");
  EXPECT_EQ(of("&version=1.1"), "1.1");
  EXPECT_EQ(of("&version=1.1&operation=searchRetrieve"), "1.1");
  EXPECT_EQ(of("&version=2.0&operation=searchRetrieve"), "2.0");
  EXPECT_EQ(of("&version=2.0"), "2.0");
  EXPECT_EQ(inner(api.get("/sru?version=1.1&query=a"), "zs:recordIdentifier"), "-");
}

TEST_F(Sru, ExplainsItself) {
  for (const std::string target :
       {"/sru", "/sru?operation=explain", "/sru?version=1.1&operation=explain", "/sru?version=2.0",
        "/sru?operation=explain&recordPacking=xml"}) {
    const Answer answer = api.get(target, {{Header::host, "localhost:8081"}});
    EXPECT_EQ(diagnostic_in(answer), "0") << target;
    EXPECT_EQ(inner(answer, "zs:recordSchema"), "http://explain.z3950.org/dtd/2.0/");
    EXPECT_EQ(inner(answer, "host"), "localhost");
    EXPECT_EQ(inner(answer, "port"), "8081");
    EXPECT_EQ(inner(answer, "database"), "sru");
    for (const std::string part :
         {"<name set=\"dc\">title</name>", "<name set=\"cql\">serverChoice</name>",
          "<name set=\"bath\">isbn</name>", "<supports type=\"relation\">within</supports>",
          "<schema name=\"marcxml\" identifier=\"info:srw/schema/1/marcxml-v1.1\"",
          "<setting type=\"maximumRecords\">100</setting>",
          "<default type=\"numberOfRecords\">10</default>"}) {
      EXPECT_NE(answer.body.find(part), std::string::npos) << part;
    }
  }
  api.settings.public_url = "https://[::1]/biblioteca";
  const Answer answer = api.get("/sru");
  EXPECT_EQ(inner(answer, "host"), "[::1]");
  EXPECT_EQ(inner(answer, "port"), "443");
  EXPECT_EQ(inner(answer, "database"), "biblioteca/sru");
  EXPECT_EQ(inner(answer, "zs:version"), "2.0");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST_F(Sru, RecordsComeInThreeSchemas) {
  const auto data = [&](const std::string& schema) {
    return inner(search("&recordSchema=" + schema), "zs:recordData").substr(0, 11);
  };
  for (const std::string schema : {"marcxml", "info:srw/schema/1/marcxml-v1.1",
                                   "info%3Asrw%2Fschema%2F1%2Fmarcxml-v1.1", ""}) {
    EXPECT_EQ(data(schema), "<record xml") << schema;
  }
  for (const std::string schema : {"dc", "info:srw/schema/1/dc-v1.1"}) {
    EXPECT_EQ(data(schema), "<oai_dc:dc ") << schema;
  }
  for (const std::string schema : {"mods", "info:srw/schema/1/mods-v3.6"}) {
    EXPECT_EQ(data(schema), "<mods xmlns") << schema;
  }
  EXPECT_EQ(inner(search("&recordSchema=dc"), "zs:recordSchema"), "info:srw/schema/1/dc-v1.1");
}

TEST_F(Sru, ARecordMayBeEscapedToAText) {
  for (const std::string more :
       {"&recordPacking=string", "&recordPacking=string&recordSchema=dc"}) {
    const Answer answer = search(more);
    EXPECT_EQ(inner(answer, "zs:recordPacking"), "string");
    const std::string data = inner(answer, "zs:recordData");
    EXPECT_TRUE(data.starts_with("&lt;")) << data;
    EXPECT_NE(data.find("Dom &amp;lt;Casmurro&amp;gt;"), std::string::npos) << data;
  }
  const Answer answer = api.get("/sru?version=2.0&query=a&recordXMLEscaping=string");
  EXPECT_EQ(inner(answer, "zs:recordXMLEscaping"), "string");
  EXPECT_EQ(diagnostic_in(api.get("/sru?query=a&recordPacking=packed")), "0");
}

TEST_F(Sru, CountsAreBounded) {
  search();
  EXPECT_EQ(asked().limit, 10U);
  EXPECT_EQ(asked().skipped, 0U);
  search("&maximumRecords=101");
  EXPECT_EQ(asked().limit, 100U);
  search("&maximumRecords=18446744073709551615");
  EXPECT_EQ(asked().limit, 100U);
  search("&maximumRecords=0&startRecord=");
  EXPECT_EQ(asked().limit, 0U);
  EXPECT_EQ(diagnostic_in(search("&startRecord=12")), "0");
  EXPECT_EQ(diagnostic_in(search("&startRecord=13")), "61 12");
  EXPECT_EQ(inner(search("&startRecord=13"), "zs:numberOfRecords"), "12");
  for (const std::string wrong : {"0", "-1", "a", "1.5", "9007199254740993", "1%20"}) {
    EXPECT_EQ(diagnostic_in(search("&startRecord=" + wrong)), "6 startRecord") << wrong;
  }
  for (const std::string wrong : {"-1", "a", "18446744073709551616"}) {
    EXPECT_EQ(diagnostic_in(search("&maximumRecords=" + wrong)), "6 maximumRecords") << wrong;
  }
}

TEST_F(Sru, NothingFoundIsNoFault) {
  api.store.search_answer = PlacedBooks{};
  const Answer answer = search();
  EXPECT_EQ(inner(answer, "zs:numberOfRecords"), "0");
  EXPECT_EQ(inner(answer, "zs:records"), "-");
  EXPECT_EQ(inner(answer, "zs:nextRecordPosition"), "-");
  EXPECT_EQ(diagnostic_in(answer), "0");
  EXPECT_EQ(diagnostic_in(search("&startRecord=2")), "61 0");
}

TEST_F(Sru, WhatIsWrongIsToldInTheAnswer) {
  const auto of = [&](const std::string& query) { return diagnostic_in(api.get("/sru?" + query)); };
  EXPECT_EQ(of("operation=scan&scanClause=a"), "4 scan");
  EXPECT_EQ(of("scanClause=title%3Da"), "4 scan");
  EXPECT_EQ(of("operation=update"), "4 update");
  EXPECT_EQ(of("version=3.0&operation=searchRetrieve&query=a"), "5 2.0");
  EXPECT_EQ(of("version=1.0&query=a"), "5 2.0");
  EXPECT_EQ(of("operation=searchRetrieve"), "7 query");
  EXPECT_EQ(of("operation=searchRetrieve&query="), "7 query");
  EXPECT_EQ(of("query=a&foo=1"), "8 foo");
  EXPECT_EQ(of("query=a&x-foo=1&x-=2"), "0");
  EXPECT_EQ(of("version=1.1&query=a&recordXMLEscaping=xml"), "8 recordXMLEscaping");
  EXPECT_EQ(of("query=a&recordXPath=a"), "8 recordXPath");
  EXPECT_EQ(of("version=1.1&query=a&recordXPath=a"), "72 a");
  EXPECT_EQ(of("query=a&query=b"), "6 query");
  EXPECT_EQ(of("query=%FF"), "6 query");
  EXPECT_EQ(of("query=a&queryType=searchTerms"), "6 queryType");
  EXPECT_EQ(of("query=a&queryType=cql&httpAccept=text%2Fxml&resultSetTTL=1"), "0");
  EXPECT_EQ(of("query=a&stylesheet=http://x"), "110 http://x");
  EXPECT_EQ(of("query=a&stylesheet="), "0");
  EXPECT_EQ(of("query=a&recordSchema=foo"), "66 foo");
  EXPECT_EQ(of("query=a&recordXMLEscaping=foo"), "71 foo");
  EXPECT_EQ(of("version=1.2&query=a&recordPacking=packed"), "71 packed");
  EXPECT_EQ(of("version=1.1&query=a&sortKeys=title,foo"), "87 foo");
  EXPECT_EQ(of("version=1.1&query=a&sortKeys=foo"), "80 foo");
  EXPECT_TRUE(std::ranges::all_of(api.store.reads, [](const search::Read& read) {
    return std::get<FindBooks>(read).query == catalog::parse_cql("a")->query;
  }));
}

TEST_F(Sru, QueriesThatCannotBeAskedAreToldInTheAnswer) {
  for (const auto& [cql, number] :
       std::vector<std::pair<std::string, std::string>>{{"a b", "10"},
                                                        {"foo=a", "16"},
                                                        {"title<a", "19"},
                                                        {"title any/fuzzy a", "20"},
                                                        {"\"\"", "27"},
                                                        {"*a", "28"},
                                                        {"^a", "31"},
                                                        {"date=x", "36"},
                                                        {"a prox b", "37"},
                                                        {"a prox/distance<2 b", "39"},
                                                        {"a and/x b", "46"},
                                                        {"a sortby foo", "80"},
                                                        {"a sortby title/x", "82"},
                                                        {"a sortby title title", "85"}}) {
    const Answer answer = search("", cql);
    EXPECT_EQ(diagnostic_in(answer).substr(0, 2), number) << cql;
    EXPECT_EQ(inner(answer, "zs:numberOfRecords"), "0") << cql;
  }
  EXPECT_EQ(diagnostic_in(search("", std::string(catalog::cql_bytes_max + 1, 'a'))).substr(0, 2),
            "48");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST_F(Sru, DiagnosticsOf2AreInItsNamespace) {
  const Answer old = search("", "foo=\"<&>\"");
  EXPECT_NE(old.body.find("<diagnostic xmlns=\"http://www.loc.gov/zing/srw/diagnostic/\"><uri>"
                          "info:srw/diagnostic/1/16</uri><details>foo</details><message>"
                          "Unsupported index</message></diagnostic>"),
            std::string::npos)
      << old.body;
  const Answer answer = api.get("/sru?" + query_of("<&>=a"));
  EXPECT_NE(answer.body.find("<diagnostic xmlns=\"http://docs.oasis-open.org/ns/search-ws/"
                             "diagnostic\">"),
            std::string::npos);
  EXPECT_EQ(diagnostic_in(answer), "10 character 1: unexpected &lt;");
}

TEST_F(Sru, SortsByTheQueryElseByTheParameter) {
  const auto order = [&](const std::string& more, const std::string& cql = "a") {
    search(more, cql);
    return asked().order;
  };
  using enum catalog::SortKey;
  using enum catalog::Direction;
  using Order = std::vector<catalog::Sort>;
  EXPECT_EQ(order(""), (Order{{id}}));
  EXPECT_EQ(order("", "a sortby title"), (Order{{title}, {id}}));
  EXPECT_EQ(order("&sortKeys=title,,0%20date,dc,1"), (Order{{title, descending}, {year}, {id}}));
  EXPECT_EQ(order("&sortKeys=creator"), (Order{{author}, {id}}));
  EXPECT_EQ(order("&sortKeys=title", "a sortby date"), (Order{{year}, {id}}));
  EXPECT_EQ(diagnostic_in(search("&sortKeys=title,,x")), "82 x");
  EXPECT_EQ(diagnostic_in(search("&sortKeys=title,,1,1")), "91 1");
  EXPECT_EQ(diagnostic_in(search("&sortKeys=title,,1,0,abort")), "92 abort");
  EXPECT_EQ(diagnostic_in(search("&sortKeys=title%20title")), "85 title");
}

TEST_F(Sru, SortedRecordsEndSomewhere) {
  PlacedBooks found = std::get<PlacedBooks>(api.store.search_answer);
  found.total = 1'000'000;
  found.next = 10'000;
  api.store.search_answer = found;
  const Answer last = search("&startRecord=9951&maximumRecords=100", "a sortby title");
  EXPECT_EQ(asked().skipped + asked().limit, 10'000U);
  EXPECT_EQ(inner(last, "zs:nextRecordPosition"), "-");
  EXPECT_EQ(diagnostic_in(search("&startRecord=10001", "a sortby title")), "61 sorted: 10000");
  EXPECT_EQ(diagnostic_in(search("&startRecord=10001", "a")), "0");
  EXPECT_EQ(inner(search("", "a sortby rec.id"), "zs:nextRecordPosition"), "10001");
}

TEST_F(Sru, WhatTheStoreCannotDoIsNotHidden) {
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::search_too_broad);
  EXPECT_EQ(diagnostic_in(search()).substr(0, 2), "48");
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::storage_unavailable);
  EXPECT_EQ(search().status, 503U);
}

TEST_F(Sru, TakesAFormAndNothingElse) {
  const auto form = [&](const std::string& body, const std::string& type) {
    return api.post("/sru", body, {{Header::content_type, type}});
  };
  constexpr auto form_type = "application/x-www-form-urlencoded";
  const Answer answer =
      form("version=1.1&operation=searchRetrieve&query=dom+casmurro%2A", form_type);
  EXPECT_EQ(diagnostic_in(answer).substr(0, 2), "10");
  EXPECT_EQ(inner(form("query=casmurro%2A&maximumRecords=3", form_type), "zs:version"), "2.0");
  EXPECT_EQ(asked().limit, 3U);
  EXPECT_EQ(asked().query, catalog::parse_cql("casmurro*")->query);
  EXPECT_EQ(problem_in(form("<soap/>", "text/xml")).substr(0, 3), "415");
  EXPECT_EQ(problem_in(form("{}", "application/json")).substr(0, 3), "415");
  // YAZ sends the type of SOAP with a GET.
  EXPECT_EQ(api.get("/sru?query=a", {{Header::content_type, "text/xml"}}).status, 200U);
  EXPECT_EQ(api.head("/sru?query=a").status, 200U);
}

}  // namespace
}  // namespace api_sru_test
