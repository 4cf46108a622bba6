// What PostgreSQL's copy of a catalogue of the release before becomes by this release's rules.
#include <gtest/gtest.h>

#include <string>

#include "contract/postgres_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/renewal.hpp"
#include "store/postgres/store.hpp"

namespace contract {
namespace {

store::Write created(std::string_view title) {
  return {store::Create{new_book(title)}, {}, {}, {}};
}

TEST(PostgresRenewal, BringsCopiedBooksToThisReleasesRules) {
  const PostgresDatabase database;
  postgres::Options options;
  options.url = database.url();
  support::FakeClock clock;
  base::Metrics metrics;
  base::Log log{base::LogLevel::error};
  const auto store = postgres::open(options, clock, metrics, log);
  Client client_of_store(*store);
  ASSERT_TRUE(client_of_store.write(created("Ás de Espadas")).has_value());
  ASSERT_TRUE(client_of_store.write(created("Às portas")).has_value());
  postgres::Client sql(options);
  const std::string keys = "SELECT sum(duplicate_key)::text FROM documents";
  const std::string right(sql.query(keys).text(0, 0));
  // As the release before wrote them.
  const std::string spoil =
      "UPDATE documents SET duplicate_key = id, doc = replace(doc::text, ',\"criado_em\"',"
      " ',\"idioma\":\"por\",\"criado_em\"')::json;"
      "INSERT INTO document_versions (id, version, seq, created_ms, updated_ms, change, actor, doc)"
      " SELECT id, version, seq, created_ms, updated_ms, change, actor, doc FROM documents";
  sql.run(spoil);
  const auto languages = [&](const std::string& table) {
    return std::string(
        sql.query("SELECT string_agg(doc->>'idioma', ',') FROM " + table).text(0, 0));
  };
  EXPECT_TRUE(postgres::renew(sql, postgres::Renew::keys, [] { return true; }));
  EXPECT_EQ(sql.query(keys).text(0, 0), right);
  EXPECT_EQ(languages("documents"), "por,por");
  EXPECT_FALSE(postgres::renew(sql, postgres::Renew::everything, [] { return false; }));
  EXPECT_EQ(languages("documents"), "pt,pt");
  EXPECT_TRUE(postgres::renew(sql, postgres::Renew::everything, [] { return true; }));
  EXPECT_EQ(languages("document_versions"), "pt,pt");
  const auto read = client_of_store.read(store::GetBook{{1}});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(book_of(std::get<store::BookDocument>(read->value)).fields->language, "pt");
}

}  // namespace
}  // namespace contract
