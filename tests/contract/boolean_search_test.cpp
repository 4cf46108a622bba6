// Boolean searches on each kind of store: what they find is what a look at every book finds, the
// same as `q` finds with quoted words, in order, counted exactly, whole from page to page.
#include "search/query/boolean_search.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "catalog/cql.hpp"
#include "catalog/search_words.hpp"
#include "contract/catalogue_model.hpp"
#include "contract/search_fixture.hpp"

namespace contract {
namespace {

using catalog::BookFields;
using catalog::BooleanQuery;
using catalog::Condition;
using catalog::SearchField;
using catalog::SearchTerm;

class BooleanSearches : public SearchTest {
 protected:
  search::PlacedBooks answer(const std::string& cql, std::uint64_t skipped = 0,
                             std::size_t limit = 100) {
    auto query = catalog::parse_cql(cql);
    EXPECT_TRUE(query) << cql;
    return answer_of<search::PlacedBooks>(
        client(), search::FindBooks{query->query, query->order, skipped, limit});
  }
  Ids found_by(const std::string& cql) {
    const auto found = answer(cql);
    Ids ids;
    for (const auto& one : found.books) {
      EXPECT_EQ(one.place, ids.size()) << cql;
      ids.push_back(one.document.id.value);
    }
    EXPECT_EQ(found.total, ids.size()) << cql;
    EXPECT_FALSE(found.next) << cql;
    return ids;
  }
  // Page by page.
  Ids walked_by(const std::string& cql, std::size_t limit) {
    Ids ids;
    std::optional<std::uint64_t> place = 0;
    for (int pages = 0; place && pages < 1000; ++pages) {
      const auto page = answer(cql, *place, limit);
      for (const auto& one : page.books) {
        EXPECT_EQ(one.place, ids.size());
        ids.push_back(one.document.id.value);
      }
      EXPECT_LE(page.books.size(), limit);
      EXPECT_GE(page.total, ids.size());
      place = page.next;
    }
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, BooleanSearches, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(BooleanSearches, FindBooksOfAShelf) {
  for (const BookFields& book : shelf::books()) {
    created(book);
  }
  using namespace shelf;
  EXPECT_EQ(found_by("title = \"dom casmurro\""), (Ids{enigma, ilustrado, casmurro, com_artigo}));
  EXPECT_EQ(found_by("\"casmurro dom\""),
            (Ids{ensaios, capitu, enigma, ilustrado, casmurro, com_artigo}));
  EXPECT_EQ(found_by("title == \"dom casmurro\""), Ids{casmurro});
  EXPECT_EQ(found_by("title exact \"O Dom Casmurro\""), Ids{com_artigo});
  EXPECT_EQ(found_by("title all \"casmurro dom\" not title adj \"dom casmurro\""), Ids{});
  EXPECT_EQ(found_by("subject = ciume"), (Ids{enigma, casmurro}));
  EXPECT_EQ(found_by("subject exact \"critica literaria\""), Ids{enigma});
  EXPECT_EQ(found_by("subject exact critica"), Ids{});
  EXPECT_EQ(found_by("dc.publisher exact \"relogio d'agua\""), Ids{volume});
  EXPECT_EQ(found_by("dc.publisher exact dagua"), Ids{});
  EXPECT_EQ(found_by("dc.publisher = dagua"), Ids{volume});
  EXPECT_EQ(found_by("isbn = 85-359-1484-6 or isbn = 979-10-90636-07-1"), (Ids{casmurro, volume}));
  EXPECT_EQ(found_by("date < 1900"), (Ids{casmurro, memorias, quincas}));
  EXPECT_EQ(found_by("date <= 1900 and date > 1891"), (Ids{casmurro, com_artigo}));
  EXPECT_EQ(found_by("date within \"1899 1960\""), (Ids{enigma, casmurro, com_artigo}));
  EXPECT_EQ(found_by("language = pt-PT"), (Ids{pharmacia, accao}));
  EXPECT_EQ(found_by("language = por"), (Ids{enigma, casmurro, memorias, pharmacia, accao, acao}));
  EXPECT_EQ(found_by("casm*"), (Ids{ensaios, capitu, enigma, ilustrado, casmurro, com_artigo}));
  EXPECT_EQ(found_by("title = \"braz cubas\""), Ids{});
  EXPECT_EQ(found_by("acao"), Ids{acao});
  EXPECT_EQ(found_by("紅樓"), Ids{china});
  EXPECT_EQ(found_by("rec.id = 3 or rec.id = 99"), Ids{enigma});
  EXPECT_EQ(found_by("escola"), Ids{});
  EXPECT_EQ(found_by("cql.allRecords = 1 not casmurro sortBy dc.title").size(), 8U);
  EXPECT_EQ(found_by("casmurro sortBy dc.date/sort.descending dc.title"),
            (Ids{ilustrado, enigma, com_artigo, casmurro, capitu, ensaios}));
  EXPECT_EQ(found_by("casmurro sortBy rec.id/sort.descending"),
            (Ids{com_artigo, casmurro, ilustrado, enigma, capitu, ensaios}));
}

TEST_P(BooleanSearches, FollowWhatIsWritten) {
  const auto first = created(fields("Mar morto", "Jorge Amado"));
  EXPECT_EQ(found_by("mar"), Ids{first.id.value});
  const auto second = created(fields("O mar", "Ana"));
  EXPECT_EQ(found_by("title=mar"), (Ids{first.id.value, second.id.value}));
  EXPECT_EQ(found_by("mar not author=ana"), Ids{first.id.value});
  EXPECT_EQ(answer("mar", 2, 10).books.size(), 0U);
  EXPECT_EQ(answer("mar", 5, 10).total, 2U);
  const auto none = answer("mar", 0, 0);
  EXPECT_EQ(none.total, 2U);
  EXPECT_EQ(none.next, 0U);
}

// ---- against a look at every book

// The words of a value, as readers see them, and the forms that a hyphen or apostrophe hides.
struct Value {
  std::vector<std::string> words;
  std::vector<std::string> forms;
};
Value value_of(const std::string& text) {
  Value value;
  std::string folded;
  catalog::append_search_fold(folded, text);
  std::vector<std::string_view> views;
  catalog::append_search_words(views, folded);
  value.words.assign(views.begin(), views.end());
  catalog::append_joined_words(value.forms, text);
  return value;
}

std::vector<std::string> texts_of(const BookFields& fields, SearchField field) {
  std::vector<std::string> texts;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) {
      texts.push_back(text);
    }
  };
  const bool is_any = field == SearchField::any;
  if (is_any || field == SearchField::title) {
    std::ranges::for_each(std::vector{fields.title, fields.subtitle, fields.original_title}, add);
  }
  if (is_any || field == SearchField::author) {
    add(fields.author.value_or(""));
    for (const catalog::Contributor& one : fields.contributors) {
      add(one.name);
    }
  }
  if (is_any || field == SearchField::publisher) {
    add(fields.publisher);
  }
  if (is_any || field == SearchField::subject) {
    std::ranges::for_each(fields.subjects, add);
  }
  if (is_any || field == SearchField::number) {
    if (fields.isbn) {
      add(std::string(fields.isbn->digits()));
    }
    for (const catalog::Isbn& isbn : fields.other_isbns) {
      add(std::string(isbn.digits()));
    }
    for (const catalog::Identifier& one : fields.identifiers) {
      add(one.value);
    }
  }
  if (is_any) {
    if (fields.series) {
      add(fields.series->name + " " + fields.series->volume);
    }
    add(fields.edition);
    add(fields.year ? std::to_string(std::abs(*fields.year)) : "");
  }
  return texts;
}

bool is_word(const std::string& word, const catalog::ConditionWord& asked) {
  return asked.end == SearchTerm::End::open ? word.starts_with(asked.text) : word == asked.text;
}

bool has_words(const BookFields& fields, const Condition& condition) {
  const bool is_whole = condition.kind == Condition::Kind::whole_value;
  std::vector<std::string> texts = texts_of(fields, condition.field);
  if (is_whole && condition.field == SearchField::title) {
    texts = {fields.title};
  }
  const auto& asked = condition.words;
  return std::ranges::any_of(texts, [&](const std::string& text) {
    const Value value = value_of(text);
    if (is_whole) {
      return std::ranges::equal(value.words, asked, is_word);
    }
    const bool is_form =
        asked.size() == 1 && std::ranges::any_of(value.forms, [&](const std::string& form) {
          return is_word(form, asked.front());
        });
    return is_form || !std::ranges::search(value.words, asked, is_word).empty();
  });
}

bool holds(const Condition& condition, const catalog::Book& book) {
  const BookFields& fields = book.fields;
  switch (condition.kind) {
    case Condition::Kind::every_book:
      return true;
    case Condition::Kind::no_book:
      return false;
    case Condition::Kind::phrase:
    case Condition::Kind::whole_value:
      return has_words(fields, condition);
    case Condition::Kind::years:
      return fields.year && *fields.year >= condition.year_least &&
             *fields.year <= condition.year_most;
    case Condition::Kind::language:
      return fields.language == condition.language ||
             fields.language.starts_with(condition.language + "-");
    case Condition::Kind::id:
      break;
  }
  return book.id == condition.id;
}

bool holds(const BooleanQuery& query, const catalog::Book& book) {
  const auto is_held = [&](const BooleanQuery& part) { return holds(part, book); };
  switch (query.kind) {
    case BooleanQuery::Kind::condition:
      return holds(query.condition, book);
    case BooleanQuery::Kind::all_of:
      return std::ranges::all_of(query.parts, is_held);
    case BooleanQuery::Kind::any_of:
      return std::ranges::any_of(query.parts, is_held);
    case BooleanQuery::Kind::but_not:
      break;
  }
  return is_held(query.parts.front()) &&
         std::none_of(query.parts.begin() + 1, query.parts.end(), is_held);
}

// Questions of the words that FewValuedBooks use, and of some that they do not.
class RandomCql {
 public:
  explicit RandomCql(std::uint64_t seed) : random_(seed) {}
  std::string next() {
    static const std::vector<std::string> orders{"",
                                                 "",
                                                 " sortBy dc.title",
                                                 " sortBy dc.date/sort.descending dc.creator",
                                                 " sortBy author/descending title",
                                                 " sortby rec.id/descending"};
    return tree(below(4)) + one_of(orders);
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  const std::string& one_of(const std::vector<std::string>& all) { return all[below(all.size())]; }

  std::string tree(std::size_t depth) {
    if (depth == 0) {
      return clause();
    }
    static const std::vector<std::string> booleans{" and ", " or ", " not "};
    std::string text = "(" + tree(depth - 1);
    for (std::size_t more = 1 + below(2); more > 0; --more) {
      text += one_of(booleans) + tree(below(depth));
    }
    return text + ")";
  }
  std::string clause() {
    static const std::vector<std::string> fields{"title", "author", "subject", "dc.publisher"};
    static const std::vector<std::string> relations{"=", "adj", "all", "any", "exact"};
    static const std::vector<std::string> orders{"=", "<", "<=", ">", ">="};
    switch (below(9)) {
      case 0:
        return "cql.anywhere " + relations[below(4)] + " " + words();
      case 1:
        return "date " + one_of(orders) + " " + std::to_string(1994 + below(8));
      case 2:
        return "date within \"1996 " + std::to_string(1994 + below(8)) + "\"";
      case 3:
        return "language = " + one_of({"pt", "pt-BR", "en", "fr"});
      case 4:
        return "rec.id = " + std::to_string(1 + below(40));
      case 5:
        return words();
      default:
        return exact_or_open(one_of(fields), one_of(relations));
    }
  }
  std::string exact_or_open(const std::string& field, const std::string& relation) {
    std::string text = words();
    if (relation == "exact") {
      std::erase(text, '*');
    }
    return field + " " + relation + " " + text;
  }
  std::string words() {
    static const std::vector<std::string> all{
        "mar",    "acao", "historia", "o",      "do", "dagua", "céu", "amor", "sol", "l'ar",
        "guarda", "1984", "ausente",  "d'agua", "s*", "a*",    "h*",  "mar*", "agua"};
    std::string text = "\"" + one_of(all);
    for (std::size_t more = below(3); more > 0; --more) {
      text += " " + one_of(all);
    }
    return text + "\"";
  }

  std::mt19937_64 random_;
};

TEST_P(BooleanSearches, FindWhatALookAtEveryBookFinds) {
  FewValuedBooks books(11);
  CatalogueModel model;
  for (int i = 0; i < 150; ++i) {
    model.add(created(books.next()));
  }
  RandomCql questions(7);
  std::size_t found_any = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string cql = questions.next();
    const auto query = catalog::parse_cql(cql);
    ASSERT_TRUE(query) << cql;
    std::vector<catalog::Book> expected;
    std::ranges::copy_if(model.books(), std::back_inserter(expected),
                         [&](const catalog::Book& book) { return holds(query->query, book); });
    std::ranges::sort(expected, [&](const catalog::Book& left, const catalog::Book& right) {
      return comes_before(left, right, query->order);
    });
    Ids ids;
    std::ranges::transform(expected, std::back_inserter(ids),
                           [](const catalog::Book& book) { return book.id.value; });
    ASSERT_EQ(walked_by(cql, 100), ids) << cql;
    if (i % 10 == 0) {
      ASSERT_EQ(walked_by(cql, 7), ids) << cql;
    }
    found_any += ids.empty() ? 0U : 1U;
  }
  EXPECT_GT(found_any, 150U);
}

TEST_P(BooleanSearches, FindWhatTheSameWordsFindInASearch) {
  FewValuedBooks books(12);
  for (int i = 0; i < 120; ++i) {
    created(books.next());
  }
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"mar", "\"mar\""},
      {"AÇÃO", "\"acao\""},
      {"\"mar sol\"", "\"mar\" \"sol\""},
      {"cql.anywhere adj \"mar sol\"", "\"mar sol\""},
      {"title=mar", "titulo:\"mar\""},
      {"author=\"o mar\"", "autor:\"o mar\""},
      {"title=historia and subject=amor", "titulo:\"historia\" assunto:\"amor\""},
      {"mar not sol", "\"mar\" -\"sol\""},
      {"dc.publisher=1984", "editora:\"1984\""},
      {"title=dagua", "titulo:\"dagua\""},
  };
  for (const auto& [cql, q] : pairs) {
    Ids by_q = found(q);
    std::ranges::sort(by_q);
    EXPECT_EQ(walked_by(cql, 100), by_q) << cql;
    EXPECT_FALSE(by_q.empty()) << q;
  }
}

}  // namespace
}  // namespace contract
