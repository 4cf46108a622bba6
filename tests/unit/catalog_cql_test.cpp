#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "catalog/cql.hpp"
#include "catalog/cql_indexes.hpp"

namespace catalog_cql_test {
namespace {

using catalog::BooleanQuery;
using catalog::Condition;
using catalog::CqlFault;
using catalog::parse_cql;

std::string shown(const Condition& condition) {
  static const std::vector<std::string> fields{"any",       "title",   "author",
                                               "publisher", "subject", "number"};
  switch (condition.kind) {
    case Condition::Kind::every_book:
      return "every";
    case Condition::Kind::no_book:
      return "none";
    case Condition::Kind::years:
      return "years:" + std::to_string(condition.year_least) + ".." +
             std::to_string(condition.year_most);
    case Condition::Kind::language:
      return "language:" + condition.language;
    case Condition::Kind::id:
      return "id:" + std::to_string(condition.id.value);
    case Condition::Kind::phrase:
    case Condition::Kind::whole_value:
      break;
  }
  std::string out = fields.at(static_cast<std::size_t>(condition.field));
  out += condition.kind == Condition::Kind::whole_value ? "==" : ":";
  for (std::size_t i = 0; i < condition.words.size(); ++i) {
    out += (i > 0 ? "+" : "") + condition.words[i].text;
    out += condition.words[i].end == catalog::SearchTerm::End::open ? "*" : "";
  }
  return out;
}

std::string shown(const BooleanQuery& query) {
  static const std::vector<std::string> names{"", "and", "or", "not"};
  if (query.kind == BooleanQuery::Kind::condition) {
    return shown(query.condition);
  }
  std::string out = "(" + names.at(static_cast<std::size_t>(query.kind));
  for (const BooleanQuery& part : query.parts) {
    out += " " + shown(part);
  }
  return out + ")";
}

std::string shown(const std::vector<catalog::Sort>& order) {
  static const std::vector<std::string> keys{"id", "title", "author", "year"};
  std::string out;
  for (const catalog::Sort& sort : order) {
    out += sort.direction == catalog::Direction::descending ? " -" : " ";
    out += keys.at(static_cast<std::size_t>(sort.key));
  }
  return out;
}

// The question, or the number of the diagnostic with its details.
std::string read(const std::string& text) {
  const auto query = parse_cql(text);
  if (!query) {
    return std::to_string(static_cast<int>(query.error().fault)) + " " + query.error().details;
  }
  return shown(query->query);
}
std::string order_in(const std::string& text) {
  const auto query = parse_cql(text);
  return query ? shown(query->order) : read(text);
}
int fault_in(const std::string& text) {
  const auto query = parse_cql(text);
  return query ? 0 : static_cast<int>(query.error().fault);
}

std::string repeated(const std::string& text, std::size_t times, const std::string& between) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += (i > 0 ? between : "") + text;
  }
  return out;
}

TEST(Cql, ATermAloneIsLookedForEverywhere) {
  EXPECT_EQ(read("casmurro"), "any:casmurro");
  EXPECT_EQ(read(" \"Dom  Casmurro\" "), "(and any:dom any:casmurro)");
  EXPECT_EQ(read("Memórias"), "any:memorias");
  EXPECT_EQ(read("cql.serverChoice = \"Dom Casmurro\""), "(and any:dom any:casmurro)");
  EXPECT_EQ(read("cql.anywhere adj \"Dom Casmurro\""), "any:dom+casmurro");
  EXPECT_EQ(read("cql.keywords any \"Dom Casmurro\""), "(or any:dom any:casmurro)");
  EXPECT_EQ(read("紅樓夢"), "any:紅+樓+夢");
  EXPECT_EQ(read("c++"), "any:c++");
  EXPECT_EQ(read("\"978-85-359-1484-9\""), "any:9788535914849");
  EXPECT_EQ(read("\"978 85 359 1484 9\""), "any:9788535914849");
  EXPECT_EQ(read("8535914846"), "any:9788535914849");
}

TEST(Cql, EveryIndexHasItsFieldWhateverTheCaseOfItsName) {
  for (const std::string name : {"title", "dc.title", "bath.title", "DC.Title", "\"dc.title\""}) {
    EXPECT_EQ(read(name + " = Dom"), "title:dom") << name;
  }
  for (const std::string name : {"author", "dc.creator", "dc.author", "bath.author", "bath.name"}) {
    EXPECT_EQ(read(name + "=machado"), "author:machado") << name;
  }
  for (const std::string name : {"subject", "dc.subject", "bath.subject"}) {
    EXPECT_EQ(read(name + "=amor"), "subject:amor") << name;
  }
  EXPECT_EQ(read("dc.publisher=garnier"), "publisher:garnier");
  for (const std::string name :
       {"isbn", "bath.isbn", "dc.identifier", "issn", "bath.issn", "bath.standardIdentifier"}) {
    EXPECT_EQ(read(name + "=85-359-1484-6"), "number:9788535914849") << name;
  }
  for (const std::string name : {"date", "dc.date"}) {
    EXPECT_EQ(read(name + "=1899"), "years:1899..1899") << name;
  }
  for (const std::string name : {"language", "dc.language"}) {
    EXPECT_EQ(read(name + "=por"), "language:pt") << name;
  }
  EXPECT_EQ(read("rec.id=7"), "id:7");
  EXPECT_EQ(read("rec.identifier=7"), "id:7");
  EXPECT_EQ(read("rec.id=livro"), "none");
  EXPECT_EQ(read("rec.id=-1"), "none");
  EXPECT_EQ(read("cql.allRecords=1"), "every");
  for (const std::string name : {"foo", "bath.keyTitle", "foo.title", "dc.", ".title", "publisher",
                                 "creator", "serverChoice"}) {
    EXPECT_EQ(read(name + "=x"), "16 " + name) << name;
  }
}

TEST(Cql, EveryNameInTheTableIsFound) {
  for (const catalog::CqlName& name : catalog::cql_names()) {
    const std::string full =
        std::string(name.set) + (name.set.empty() ? "" : ".") + std::string(name.name);
    const auto* const index = catalog::CqlPrefixes().index_named(full);
    EXPECT_EQ(index, &catalog::cql_indexes()[name.index]) << full;
  }
}

TEST(Cql, RelationsSayHowWordsStand) {
  EXPECT_EQ(read("title = \"dom casmurro\""), "title:dom+casmurro");
  EXPECT_EQ(read("title adj \"dom casmurro\""), "title:dom+casmurro");
  EXPECT_EQ(read("title cql.adj \"dom casmurro\""), "title:dom+casmurro");
  EXPECT_EQ(read("title scr \"dom casmurro\""), "title:dom+casmurro");
  EXPECT_EQ(read("title ALL \"dom casmurro\""), "(and title:dom title:casmurro)");
  EXPECT_EQ(read("title any \"dom casmurro\""), "(or title:dom title:casmurro)");
  EXPECT_EQ(read("title any \"auto-estrada mar\""),
            "(or (and title:auto title:estrada) title:mar)");
  EXPECT_EQ(read("title exact \"dom casmurro\""), "title==dom+casmurro");
  EXPECT_EQ(read("title == \"dom casmurro\""), "title==dom+casmurro");
  EXPECT_EQ(read("date < 1900"), "years:-32767..1899");
  EXPECT_EQ(read("date<=1900"), "years:-32767..1900");
  EXPECT_EQ(read("date > 1900"), "years:1901..32767");
  EXPECT_EQ(read("date>=1900"), "years:1900..32767");
  EXPECT_EQ(read("date within \"1890 1900\""), "years:1890..1900");
  EXPECT_EQ(read("date within \"-20 10\""), "years:-20..10");
  EXPECT_EQ(read("isbn any \"8535914846 8574190233\""),
            "(or number:9788535914849 number:9788574190235)");
  EXPECT_EQ(read("issn=1234-5679"), "(or number:12345679 number:1234+5679)");
  for (const std::string clause :
       {"title < a", "title <> a", "title within \"a b\"", "date any \"1 2\"", "date <> 1900",
        "isbn all \"1 2\"", "language any \"pt en\"", "rec.id > 3", "cql.anywhere == a",
        "title encloses a", "title foo.any a", "cql.serverChoice exact a", "isbn < 3"}) {
    EXPECT_EQ(fault_in(clause), 19) << clause;
  }
}

TEST(Cql, BooleansGoFromLeftToRight) {
  EXPECT_EQ(read("a and b"), "(and any:a any:b)");
  EXPECT_EQ(read("a AND b and c"), "(and any:a any:b any:c)");
  EXPECT_EQ(read("a or b and c"), "(and (or any:a any:b) any:c)");
  EXPECT_EQ(read("a or (b and c)"), "(or any:a (and any:b any:c))");
  EXPECT_EQ(read("a not b Not c"), "(not any:a any:b any:c)");
  EXPECT_EQ(read("(((a)))"), "any:a");
  EXPECT_EQ(read("isbn=8535914846 or isbn=8574190233"),
            "(or number:9788535914849 number:9788574190235)");
  EXPECT_EQ(read("title=and"), "title:and");
  EXPECT_EQ(read("and and or"), "(and any:and any:or)");
  EXPECT_EQ(read("\"and\" or \"sortby\""), "(or any:and any:sortby)");
}

TEST(Cql, AnAsteriskBehindAWordLeavesItOpen) {
  EXPECT_EQ(read("casm*"), "any:casm*");
  EXPECT_EQ(read("title=\"dom cas*\""), "title:dom+cas*");
  EXPECT_EQ(read("title all \"do* casmurro\""), "(and title:do* title:casmurro)");
  EXPECT_EQ(read("title=auto-est*"), "title:auto+est*");
  EXPECT_EQ(read("isbn=97885*"), "number:97885*");
  EXPECT_EQ(read("title=\"dom\\*\""), "title:dom");
  EXPECT_EQ(read("title=\"o \\\"rei\\\"\""), "title:o+rei");
  for (const std::string clause :
       {"*", "*casm", "ca*rro", "cas?urro", "title=\"- * a\"", "title=\"-*\"", "title==cas*",
        "date=19*", "language=p*", "rec.id=1*", "title=\"a **\""}) {
    EXPECT_EQ(fault_in(clause), 28) << clause;
  }
  EXPECT_EQ(read("title=\"^dom\""), "31 ^dom");
}

TEST(Cql, SignsAloneFindNothing) {
  EXPECT_EQ(read("\"!!!\""), "none");
  EXPECT_EQ(read("title=\"—\""), "none");
  EXPECT_EQ(read("title all \"dom ! casmurro\""), "(and title:dom title:casmurro)");
  EXPECT_EQ(read("title any \"! dom\""), "title:dom");
  EXPECT_EQ(fault_in("title=\"\""), 27);
  EXPECT_EQ(fault_in("\"  \""), 27);
}

TEST(Cql, TermsThatAreNoYearsOrLanguagesAreToldSo) {
  for (const std::string clause :
       {"date=abc", "date=1900-01-02", "date=\"1900 1901\"", "date within 1900", "date=99999999",
        "date within \"1 2 3\"", "language=\"pt en\"", "language=\"!\"", "date=1e3"}) {
    EXPECT_EQ(fault_in(clause), 36) << clause;
  }
}

TEST(Cql, WhatIsNoCqlIsToldWithItsPlace) {
  EXPECT_EQ(read(""), "10 character 1: the query ends too early");
  EXPECT_EQ(read("dom casmurro"), "10 character 13: the query ends too early");
  EXPECT_EQ(read("título ="), "10 character 9: the query ends too early");
  EXPECT_EQ(read("(a or b"), "10 character 8: the query ends too early");
  EXPECT_EQ(read("a)"), "10 character 2: unexpected )");
  EXPECT_EQ(read("a and"), "10 character 6: the query ends too early");
  EXPECT_EQ(read("é = \"b"), "10 character 5: nothing closes this quote");
  for (const std::string text :
       {"()", "= a", "a = = b", "title = b c d e", "title any \"c\" d", "title any/ a", "a/b",
        "> = dc a", "a sortby", "a \"b\"", "not a", "a and/(b)", "title any/x= a"}) {
    EXPECT_EQ(fault_in(text), 10) << text;
  }
}

TEST(Cql, ModifiersAskForWhatIsDoneAnyway) {
  EXPECT_EQ(read("title any/ignoreCase/cql.ignoreAccents \"a b\""), "(or title:a title:b)");
  EXPECT_EQ(read("title =/masked/word a"), "title:a");
  EXPECT_EQ(read("title any/fuzzy a"), "20 fuzzy");
  EXPECT_EQ(read("title =/stem a"), "20 stem");
  EXPECT_EQ(read("title any/rel.algorithm=cori a"), "20 rel.algorithm=cori");
  EXPECT_EQ(read("a prox b"), "37 prox");
  EXPECT_EQ(read("a prox/unit=word/distance<3 b"), "39 unit");
  EXPECT_EQ(read("a and/rel.combine=sum b"), "46 rel.combine");
}

TEST(Cql, PrefixesStandForKnownContextSets) {
  EXPECT_EQ(read("> d = \"info:srw/cql-context-set/1/dc-v1.1\" d.title = a"), "title:a");
  EXPECT_EQ(read(">\"info:srw/cql-context-set/1/dc-v1.1\" creator = a"), "author:a");
  EXPECT_EQ(read("a or (> x=\"http://zing.z3950.org/cql/bath/2.0/\" x.name = b)"),
            "(or any:a author:b)");
  EXPECT_EQ(read("> c=\"info:srw/cql-context-set/1/cql-v1.1\" c.allRecords = 1"), "every");
  EXPECT_EQ(read("> x = \"http://example.org/\" x.title = a"), "15 http://example.org/");
}

TEST(Cql, SortKeysEndWithTheId) {
  EXPECT_EQ(order_in("a"), " id");
  EXPECT_EQ(order_in("a sortBy dc.title"), " title id");
  EXPECT_EQ(order_in("a SORTBY dc.date/sort.descending dc.creator"), " -year author id");
  EXPECT_EQ(order_in("a sortby title/ascending/ignoreCase author date"), " title author year id");
  EXPECT_EQ(order_in("a sortby rec.id/sort.descending dc.title"), " -id");
  EXPECT_EQ(order_in("a sortby dc.title rec.id/descending"), " title -id");
  EXPECT_EQ(order_in("a sortby dc.subject"), "80 dc.subject");
  EXPECT_EQ(order_in("a sortby foo"), "80 foo");
  EXPECT_EQ(order_in("a sortby dc.title/sort.foo"), "82 sort.foo");
  EXPECT_EQ(order_in("a sortby dc.title/respectCase"), "91 respectCase");
  EXPECT_EQ(order_in("a sortby dc.title/sort.missingOmit"), "92 sort.missingOmit");
  EXPECT_EQ(order_in("a sortby dc.title title"), "85 title");
}

TEST(Cql, IsBounded) {
  using namespace catalog;
  EXPECT_EQ(fault_in(repeated("a", cql_clauses_max, " or ")), 0);
  EXPECT_EQ(read(repeated("a", cql_clauses_max + 1, " or ")), "48 more than 50 clauses");
  const std::string open(cql_depth_max, '(');
  const std::string close(cql_depth_max, ')');
  EXPECT_EQ(read(open + "a" + close), "any:a");
  EXPECT_EQ(read("(" + open + "a" + close + ")"), "48 more than 20 brackets inside each other");
  EXPECT_EQ(fault_in(std::string(cql_bytes_max, '(')), 48);
  EXPECT_EQ(fault_in('"' + repeated("a", cql_words_max, " ") + '"'), 0);
  EXPECT_EQ(read('"' + repeated("a", cql_words_max + 1, " ") + '"'), "48 more than 200 words");
  EXPECT_EQ(read("title=\"" + repeated("a", cql_words_max + 1, " ") + '"'),
            "48 more than 200 words");
  EXPECT_EQ(read("title all \"" + repeated("a", 150, " ") + "\" or title any \"" +
                 repeated("a", 51, " ") + '"'),
            "48 more than 200 words");
  EXPECT_EQ(fault_in('"' + std::string(cql_bytes_max, 'a') + '"'), 48);
  const std::string prefix = "> a = \"info:srw/cql-context-set/1/dc-v1.1\" ";
  EXPECT_EQ(fault_in(repeated(prefix, cql_prefixes_max, "") + "b"), 0);
  EXPECT_EQ(fault_in(repeated(prefix, cql_prefixes_max + 1, "") + "b"), 48);
  EXPECT_EQ(fault_in("a " + repeated("and b not c or", 30, " d ") + " e"), 48);
}

TEST(Cql, DetailsAreShort) {
  const auto query = parse_cql(std::string(4000, 'x') + " = 1");
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().fault, CqlFault::index);
  EXPECT_LT(query.error().details.size(), 300U);
}

}  // namespace
}  // namespace catalog_cql_test
