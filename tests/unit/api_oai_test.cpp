#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "api/protocols/oai_token.hpp"
#include "unit/oai_fixture.hpp"

namespace api_oai_test {
namespace {

using http::Header;
using support::Answer;
using support::Api;
using namespace oai_fixture;  // NOLINT(google-build-using-namespace)
using namespace std::chrono_literals;

constexpr auto list = "verb=ListRecords&metadataPrefix=oai_dc";

// What one harvest saw of each record, the last time: "livros/3" -> "2026-05-01T12:00:03Z".
struct Harvest {
  std::map<std::string, std::string> records;
  std::set<std::string> deleted;
  std::size_t headers = 0;
  int pages = 0;

  void take(const std::string& page) {
    const std::regex expression(
        "<header( status=\"deleted\")?><identifier>oai:livros.example:(livros/\\d+)</identifier>"
        "<datestamp>([^<]+)</datestamp>");
    for (std::sregex_iterator at(page.begin(), page.end(), expression), end; at != end; ++at) {
      ++headers;
      records[(*at)[2]] = (*at)[3];
      (*at)[1].matched ? (void)deleted.insert((*at)[2]) : (void)deleted.erase((*at)[2]);
    }
    ++pages;
  }
};

template <class Between>
Harvest harvest(Repository& api, const std::string& query, Between between) {
  Harvest all;
  std::string page = api.ask(query);
  all.take(page);
  for (std::string token = token_in(page); !token.empty() && all.pages < 100;
       token = token_in(page)) {
    between();
    page = api.ask("verb=ListRecords&resumptionToken=" + token);
    all.take(page);
  }
  EXPECT_LT(all.pages, 100) << "a list without end";
  return all;
}

TEST(Oai, IsServedWhereSomebodyAnswersForIt) {
  Api api;
  EXPECT_EQ(api.get("/oai?verb=Identify").status, 404U);
  api.settings.admin_email = "acervo@livros.example";
  EXPECT_EQ(api.get("/oai?verb=Identify").status, 200U);
}

TEST(Oai, SaysWhoItIs) {
  Repository api;
  EXPECT_TRUE(holds(api.ask("verb=Identify"), "<earliestDatestamp>2026-05-01T12:00:00Z<"));
  api.put("Dom Casmurro");
  api.put("Helena");
  EXPECT_EQ(api.remove("/livros/1").status, 204U);
  const std::string body = api.ask("verb=Identify");
  for (const std::string part :
       {"<request verb=\"Identify\">https://livros.example/oai</request>",
        "<repositoryName>Biblioteca &lt;São José&gt;</repositoryName>",
        "<baseURL>https://livros.example/oai</baseURL>", "<protocolVersion>2.0<",
        "<adminEmail>acervo@livros.example<", "<earliestDatestamp>2026-05-01T12:00:02Z<",
        "<deletedRecord>persistent<", "<granularity>YYYY-MM-DDThh:mm:ssZ<",
        "<repositoryIdentifier>livros.example<",
        "<sampleIdentifier>oai:livros.example:livros/4<"}) {
    EXPECT_TRUE(holds(body, part)) << part << body;
  }
}

TEST(Oai, RefusesWhatTheProtocolDoesNotKnow) {
  Repository api;
  api.put("Dom Casmurro");
  const std::map<std::string, std::string> faults{
      {"", "badVerb"},
      {"verb=list", "badVerb"},
      {"verb=Identify&verb=Identify", "badVerb"},
      {"verb=Identify&x=1", "badArgument"},
      {"verb=Identify&%=1", "badArgument"},
      {"verb=ListRecords", "badArgument"},
      {"verb=GetRecord&metadataPrefix=oai_dc", "badArgument"},
      {"verb=GetRecord&metadataPrefix=oai_dc&identifier=a%20b", "badArgument"},
      {"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:livros.example:livros/9",
       "idDoesNotExist"},
      {"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:outro.example:livros/1",
       "idDoesNotExist"},
      {"verb=GetRecord&metadataPrefix=x&identifier=oai:livros.example:livros/1",
       "cannotDisseminateFormat"},
      {"verb=ListMetadataFormats&identifier=oai:livros.example:livros/9", "idDoesNotExist"},
      {"verb=ListRecords&metadataPrefix=x", "cannotDisseminateFormat"},
      {"verb=ListRecords&metadataPrefix=a%20b", "badArgument"},
      {"verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"},
      {std::string(list) + "&from=2026-05-01T12:00:00", "badArgument"},
      {std::string(list) + "&from=2026-5-1", "badArgument"},
      {std::string(list) + "&from=2026-02-30", "badArgument"},
      {std::string(list) + "&from=2026-05-01&until=2026-05-01T12:00:00Z", "badArgument"},
      {std::string(list) + "&from=2026-05-02&until=2026-05-01", "badArgument"},
      {std::string(list) + "&from=2027-01-01", "noRecordsMatch"},
      {std::string(list) + "&until=1990-01-01", "noRecordsMatch"},
      {std::string(list) + "&set=a%20b", "badArgument"},
      {std::string(list) + "&set=assunto:mar", "noRecordsMatch"},
      {std::string(list) + "&resumptionToken=1.oai_dc.0.1.1...", "badArgument"},
      {"verb=ListRecords&resumptionToken=abc", "badResumptionToken"},
      {"verb=ListRecords&resumptionToken=", "badResumptionToken"},
      {"verb=ListSets&resumptionToken=1.oai_dc.0.1.1...", "badResumptionToken"},
  };
  for (const auto& [query, code] : faults) {
    EXPECT_EQ(api.error_of(query), code) << query;
  }
  // What is wrong is not repeated, what is right is.
  EXPECT_TRUE(holds(api.ask("verb=Identify&x=1"), "<request>"));
  EXPECT_TRUE(holds(api.ask("verb=ListRecords&metadataPrefix=x"),
                    "<request verb=\"ListRecords\" metadataPrefix=\"x\">"));
}

TEST(Oai, TakesItsArgumentsFromAForm) {
  Repository api;
  api.put("Dom Casmurro");
  const support::Fields form{{Header::content_type, "application/x-www-form-urlencoded"}};
  const Answer record = api.post(
      "/oai", "verb=GetRecord&metadataPrefix=marc21&identifier=oai%3Alivros.example%3Alivros%2F1",
      form);
  EXPECT_EQ(record.status, 200U);
  EXPECT_TRUE(holds(record.body, "<record xmlns=\"http://www.loc.gov/MARC21/slim\">"));
  EXPECT_FALSE(holds(record.body.substr(10), "<?xml"));
  EXPECT_EQ(api.post("/oai", "<Envelope/>", {{Header::content_type, "text/xml"}}).status, 415U);
}

TEST(Oai, GivesARecordInEachForm) {
  Repository api;
  api.put("Dom Casmurro");
  const std::string formats = api.ask("verb=ListMetadataFormats");
  for (const std::string prefix : {"oai_dc", "marc21", "marcxml", "mods"}) {
    EXPECT_TRUE(holds(formats, "<metadataPrefix>" + prefix + "<")) << prefix;
    const std::string record =
        api.ask("verb=GetRecord&identifier=oai:livros.example:livros/1&metadataPrefix=" + prefix);
    EXPECT_TRUE(holds(record, "<datestamp>2026-05-01T12:00:01Z</datestamp>")) << record;
    EXPECT_TRUE(holds(record, "Dom Casmurro")) << record;
  }
}

TEST(Oai, KeepsTheHeaderOfWhatWasDeleted) {
  Repository api;
  api.put("Dom Casmurro");
  EXPECT_EQ(api.patch("/livros/1", R"({"etiquetas":["Ficção Científica","Mar"]})").status, 200U);
  api.clock.advance(5s);
  EXPECT_EQ(api.remove("/livros/1").status, 204U);
  const std::string header =
      "<header status=\"deleted\"><identifier>oai:livros.example:livros/1</identifier>"
      "<datestamp>2026-05-01T12:00:06Z</datestamp><setSpec>etiqueta:ficcao-cientifica</setSpec>"
      "<setSpec>etiqueta:mar</setSpec></header>";
  const std::string record =
      api.ask("verb=GetRecord&metadataPrefix=mods&identifier=oai:livros.example:livros/1");
  EXPECT_TRUE(holds(record, "<record>" + header + "</record>")) << record;
  EXPECT_TRUE(holds(api.ask(list), "<record>" + header + "</record>"));
  EXPECT_TRUE(holds(api.ask("verb=ListIdentifiers&metadataPrefix=oai_dc"), header));
  EXPECT_TRUE(holds(api.ask("verb=ListMetadataFormats&identifier=oai:livros.example:livros/1"),
                    "<metadataPrefix>oai_dc"));
}

TEST(Oai, ListsEachRecordOnceInOrderOfDatestamps) {
  Repository api;
  for (int i = 0; i < 250; ++i) {
    api.put("Livro");
  }
  for (int id = 2; id <= 250; id += 2) {
    EXPECT_EQ(api.remove("/livros/" + std::to_string(id)).status, 204U);
  }
  const Harvest all = harvest(api, list, [] {});
  EXPECT_EQ(all.pages, 3);
  EXPECT_EQ(all.headers, 250U);
  EXPECT_EQ(all.records.size(), 250U);
  EXPECT_EQ(all.deleted.size(), 125U);
}

TEST(Oai, ATokenMayBeUsedAgainAndTheLastPageSaysSo) {
  Repository api;
  for (int i = 0; i < 200; ++i) {
    api.store.put(support::named("Do mesmo instante"));
  }
  const std::string first = api.ask(list);
  const std::string token = token_in(first);
  EXPECT_TRUE(holds(first, "<resumptionToken cursor=\"0\">"));
  const std::string last = api.ask("verb=ListRecords&resumptionToken=" + token);
  EXPECT_EQ(api.ask("verb=ListRecords&resumptionToken=" + token), last);
  EXPECT_TRUE(holds(last, "<resumptionToken cursor=\"100\"></resumptionToken>"));
  EXPECT_EQ(all_of(last, "(<record>)").size(), 100U);
  EXPECT_FALSE(holds(api.ask("verb=GetRecord&metadataPrefix=oai_dc&identifier="
                             "oai:livros.example:livros/1"),
                     "resumptionToken"));
}

TEST(Oai, ListsWhatLiesBetweenTwoDatestamps) {
  Repository api;
  for (int i = 0; i < 120; ++i) {
    api.put("Livro");
  }
  const auto count = [&](const std::string& range) {
    return harvest(api, list + range, [] {}).headers;
  };
  EXPECT_EQ(count("&from=2026-05-01&until=2026-05-01"), 120U);
  EXPECT_EQ(count("&from=2026-05-01T12:00:10Z&until=2026-05-01T12:00:10Z"), 1U);
  EXPECT_EQ(count("&from=2026-05-01T12:02:00Z"), 1U);
  EXPECT_EQ(count("&until=2026-05-01T12:00:01Z"), 1U);
  // A hundred fill a page to its end: there is no token for nothing.
  EXPECT_EQ(token_in(api.ask(std::string(list) + "&until=2026-05-01T12:01:40Z")), "");
}

TEST(Oai, LosesNothingWhileOthersWrite) {
  Repository api;
  for (int i = 0; i < 300; ++i) {
    api.put("Livro");
  }
  int next = 1;
  const Harvest all = harvest(api, list, [&] {
    api.clock.advance(10ms);
    if (next < 6) {  // behind where the harvest is, and before
      const std::string one = "/livros/" + std::to_string(next);
      const std::string other = "/livros/" + std::to_string(300 - next);
      EXPECT_EQ(api.patch(one, R"({"ano":1900})").status, 200U);
      EXPECT_EQ(api.remove(other).status, 204U);
      api.put("Novo");
      ++next;
    }
  });
  EXPECT_EQ(all.records.size(), static_cast<std::size_t>(300 + next - 1));
  EXPECT_EQ(all.deleted.size(), static_cast<std::size_t>(next - 1));
  for (int id = 1; id < next; ++id) {
    EXPECT_GE(all.records.at("livros/" + std::to_string(id)), "2026-05-01T12:05:00Z");
  }
}

TEST(Oai, AsksForAnotherMomentWhileTheStoreCannotAnswer) {
  Repository api;
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::storage_unavailable);
  EXPECT_EQ(api.get(std::string("/oai?") + list).status, 503U);
}

TEST(OaiTokens, OfSetsAreReadStrictly) {
  const std::string token = api::oai::encode_sets_token({"etiqueta:mar-alto", 1000});
  EXPECT_EQ(token, "1.sets.1000.etiqueta:mar-alto");
  const auto read = api::oai::decode_sets_token(token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->set, "etiqueta:mar-alto");
  EXPECT_EQ(read->seen, 1000);
  for (const std::string wrong :
       {"", "1", "1.sets.", "1.sets.1", "1.sets.1.", "1.sets.0.etiqueta:mar",
        "1.sets.-1.etiqueta:mar", "1.sets.01.etiqueta:mar", "1.sets.1.etiqueta:Mar",
        "1.sets.1.etiqueta:mar.", "1.sets.1.mar", "2.sets.1.etiqueta:mar",
        "1.sets.99999999999999999999.etiqueta:mar", "1.mods.1.1.1..."}) {
    EXPECT_FALSE(api::oai::decode_sets_token(wrong)) << wrong;
  }
}

TEST(OaiTokens, AreReadStrictly) {
  api::oai::Selection selection;
  selection.format = api::oai::format_of_prefix("mods");
  selection.after = {1'777'636'800'000, 7};
  selection.from_ms = 1'777'636'800'000;
  selection.set = "etiqueta:mar";
  selection.words = {"mar"};
  selection.seen = 100;
  const std::string token = api::oai::encode_token(selection);
  EXPECT_EQ(token, "1.mods.1777636800000.7.100.1777636800000..etiqueta:mar");
  const auto read = api::oai::decode_token(token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->words, selection.words);
  for (const std::string wrong :
       {"", "1", "2.mods.1.1.1...", "1.x.1.1.1...", "1.mods.1.1.0...", "1.mods.1.-1.1...",
        "1.mods.01.1.1...", "1.mods.+1.1.1...", "1.mods.1.1.1..", "1.mods.1.1.1....",
        "1.mods.1.1.1.2..", "1.mods.3.1.1..2.", "1.mods.1.1.1...mar", "1.mods.1.1.1... ",
        "1.mods.99999999999999999999.1.1...", "1.mods.1.9999999999999999.1..."}) {
    EXPECT_FALSE(api::oai::decode_token(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace api_oai_test
