// Searches among 300 Portuguese records of the Library of Congress (tests/data): what must be found
// was written down by reading the records, not by running the program.
#include <algorithm>

#include "base/text.hpp"
#include "contract/search_fixture.hpp"
#include "search/store.hpp"
#include "support/format_reading.hpp"

namespace contract {
namespace {

using search::SearchStage;
using Titles = std::vector<std::string>;

const support::Outcomes& records() {
  static const support::Outcomes outcomes =
      support::read_whole(formats::Format::marc, support::test_data("loc_por_300.mrc"));
  return outcomes;
}

// All at once: a store batches what waits.
void copy_writer(SearchClient& client) {
  std::size_t answered = 0;
  for (const support::Outcome& record : records()) {
    client.session().write({store::Create{new_book(*record.fields)}, {}, {}, {}},
                           [&answered](const store::WriteOutcome& outcome) {
                             EXPECT_TRUE(outcome.has_value());
                             ++answered;
                           });
  }
  client.loop().run_until([&] { return answered == records().size(); });
}

struct Asked {
  std::string q;
  Titles titles;  // the first ones, in order
  SearchStage stage = SearchStage::exact;
};

const std::vector<Asked> by_title{
    {"coronel e o lobisomem", {"O coronel e o lobisomem"}},
    {"o coronel e o lobisomem", {"O coronel e o lobisomem"}},
    {"pensar em portugal", {"A pensar em Portugal"}},
    {"bela horrivel", {"A bela horrível"}},
    {"arranha ceus", {"Arranha-Céus"}},
    {"descobrimento do brasil", {"O descobrimento do Brasil"}, SearchStage::family},
    {"cidade da expo 98", {"A cidade da Expo'98"}},
    {"tongobriga", {"Tongobriga"}},
    {"qu4rteto", {"Qu4rteto"}},
    {"poesia", {"Poesia", "Poesia reunida"}},
    {"poemas de alvaro de campos", {"Poemas de Alvaro de Campos"}},
    {"seculo xix senhoras", {"\"Senhoras e mulheres\" na sociedade portuguesa do século XIX"}},
    {"\"aves de portugal\"", {"Aves de Portugal"}},
    {"livro de jo", {"O livro de Jó"}, SearchStage::family},
    {"mia couto", {"Mia Couto"}},
    {"gramatica kiko", {"Gramática Kikongo"}},
};

const std::vector<Asked> by_other_fields{
    {"alvaro campos", {"Poemas de Alvaro de Campos"}, SearchStage::family},
    {"lucia figueirinhas", {"Manlio Moretto"}, SearchStage::partial},
    {"figueirinhas", {"Manlio Moretto"}},
    {"autor:guterres", {"A pensar em Portugal"}},
    {"autor:\"oliveira martins\" fomento", {"Fomento rural e emigração"}},
    {"titulo:angola -titulo:industria escravatura",
     {"A abolição do tráfico e da escravatura em Angola"}},
    {"editora:almedina subsidiariedade",
     {"O princípio da subsidiariedade no direito comunitário após o Tratado da União Europeia"}},
    {"8574190233", {}},
    {"9728423519", {"Arranha-Céus"}},
    {"972-8423-51-9", {"Arranha-Céus"}},
    {"978-972-8423-51-3", {"Arranha-Céus"}},
    {"857419073X", {"O coronel e o lobisomem"}},
};

const std::vector<Asked> by_spelling{
    {"historia do brasil", {"Historia do Brazil"}, SearchStage::family},
    {"diccionario bibliographico", {"Diccionário bibliográphico portuguez"}},
    {"dicionário bibliográfico português",
     {"Diccionário bibliográphico portuguez"},
     SearchStage::family},
    {"instrução pública em portugal",
     {"Instrucção publica em Portugal. Ensino primario"},
     SearchStage::family},
    {"corografia do brasil",
     {"Compendio elementar de chorographia do Brasil adaptado ao uso das escolas de instrucção "
      "primaria da Republica e precedido de algumas noções acerca da geographia em geral"},
     SearchStage::family},
    {"vale do amazonas", {"O valle do Amazonas"}, SearchStage::family},
    {"arquivo heráldico",
     {"Archivo heraldico-genealogico contendo noticias historicoheraldicas"},
     SearchStage::family},
    {"ideias fixas", {"Idéias fixas de João Cabral de Melo Neto"}},
    {"tongobrega", {"Tongobriga"}, SearchStage::approximate},
    {"saramagi", {"Ler Saramago"}, SearchStage::approximate},
    {"coronel e o lobisonem", {"O coronel e o lobisomem"}, SearchStage::approximate},
    {"descobrimneto do brasil", {"O descobrimento do Brasil"}, SearchStage::approximate},
};

class SearchLoc : public SearchTest {
 protected:
  void SetUp() override {
    SearchTest::SetUp();
    copy_writer(client());
  }
  void expect(const std::vector<Asked>& all) {
    for (const Asked& asked : all) {
      const Page got = page(by_relevance(asked.q));
      Titles titles;
      for (const catalog::Book& book : got.books) {
        titles.push_back(book.fields->title);
      }
      if (!asked.titles.empty()) {
        titles.resize(std::min(titles.size(), asked.titles.size()));
      }
      EXPECT_EQ(titles, asked.titles) << asked.q;
      EXPECT_EQ(got.search->stage, asked.stage) << asked.q;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchLoc, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(SearchLoc, FindsTitlesAsAPersonTypesThem) { expect(by_title); }
TEST_P(SearchLoc, FindsByOtherFieldsAndNumbers) { expect(by_other_fields); }
TEST_P(SearchLoc, FindsOtherSpellingsAndForgivesTypos) { expect(by_spelling); }

// Each record comes first when its title is asked for, or those before it have the same title.
TEST_P(SearchLoc, EveryTitleFindsItsRecord) {
  for (std::size_t i = 0; i < records().size(); ++i) {
    const std::string& title = records()[i].fields->title;
    const std::string folded = base::fold(title);
    const auto words = static_cast<std::size_t>(std::ranges::count(folded, ' ')) + 1;
    if (words > catalog::search_terms_max) {
      continue;
    }
    const Page got = page(by_relevance(folded));
    const auto itself = std::ranges::find_if(got.books, [i](const catalog::Book& book) {
      return book.id.value == static_cast<std::int64_t>(i) + 1;
    });
    ASSERT_NE(itself, got.books.end()) << title;
    EXPECT_TRUE(std::all_of(got.books.begin(), itself, [&](const catalog::Book& book) {
      return base::fold(book.fields->title) == folded;
    })) << title;
  }
}

// ---- both stores -------------------------------------------------------------------------------

struct Half {
  explicit Half(const StoreKind& kind) : database(kind.make()) {
    store = search::open(database->open(4096, {clock, metrics, log}), metrics, log);
    client = std::make_unique<SearchClient>(*store);
    copy_writer(*client);
  }
  support::FakeClock clock;
  base::Metrics metrics;
  base::Log log{base::LogLevel::error};
  std::unique_ptr<Database> database;
  std::unique_ptr<search::Store> store;
  std::unique_ptr<SearchClient> client;
};

// Of each title its first three words, and its last word but for a letter.
std::vector<std::string> searches_of_titles() {
  std::vector<std::string> all;
  for (const support::Outcome& record : records()) {
    const std::string folded = base::fold(record.fields->title);
    const auto words = base::words(folded);
    std::string first;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, words.size()); ++i) {
      first.append(first.empty() ? "" : " ").append(words[i]);
    }
    all.push_back(first);
    all.emplace_back(words.back().substr(0, std::max<std::size_t>(1, words.back().size() - 1)));
  }
  return all;
}

TEST(SearchOnEveryStore, AnswersAlike) {
  const auto kinds = stores_under_test();
  Half one(kinds.front());
  Half other(kinds.back());
  for (const std::string& q : searches_of_titles()) {
    auto listing = by_relevance(q, 5);
    listing.counting = catalog::Counting::total;
    EXPECT_EQ(told(*one.client, listing), told(*other.client, listing)) << q;
    const auto query = catalog::parse_search(q);
    const search::Suggest suggest{query, 10};
    EXPECT_EQ(told(answer_of<search::Suggestions>(*one.client, suggest)),
              told(answer_of<search::Suggestions>(*other.client, suggest)))
        << q;
    const search::CountFacets facets{{}, query, {search::Facet::author, search::Facet::subject}, 9};
    EXPECT_EQ(told(answer_of<search::Facets>(*one.client, facets)),
              told(answer_of<search::Facets>(*other.client, facets)))
        << q;
  }
}

}  // namespace
}  // namespace contract
