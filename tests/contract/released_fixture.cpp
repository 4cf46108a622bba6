#include "contract/released_fixture.hpp"

namespace contract {

using catalog::Book;
using store::Change;

base::Instant ReleasedTest::at(std::int64_t version) {
  return base::Instant(std::chrono::milliseconds(1'700'000'000'000 + version * 1001));
}

Book ReleasedTest::book(std::int64_t id, std::int64_t version, std::string_view title) {
  Book made{{id}, {version}, at(0), at(version), fields(title)};
  made.fields.edit().tags = {"um", "dois"};
  made.fields.edit().contributors = {{"Machado de Assis", "aut"}, {"Helen Caldwell", "trl"}};
  made.fields.edit().identifiers = {{catalog::IdentifierType::invalid_isbn, "123"},
                                    {catalog::IdentifierType::other, "x"}};
  return made;
}

std::vector<catalog::AccessKey> ReleasedTest::keys_under_test() {
  std::vector<catalog::AccessKey> keys(3);
  keys[0] = {1, "Balcão", {}, catalog::Scope::read, at(1), {}, {}, {}};
  keys[1] = {2, "Catalogação", {}, catalog::Scope::write, at(1), at(900), {}, at(3)};
  keys[2] = {3, "Direção", {}, catalog::Scope::administer, at(2), {}, at(4), at(3)};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i].digest.fill(static_cast<std::uint8_t>(i + 1));
  }
  return keys;
}

void ReleasedTest::write_history() {
  ReleasedCatalogue released(file());
  released.add_version(book(1, 1, "Um"), {Change::created, "ana", {1}});
  released.add_living(book(1, 2, "Um, corrigido"), {Change::changed, "bia", {4}});
  released.add_version(book(2, 1, "Dois"), {Change::created, "", {2}});
  released.add_deletion({2}, {{2}, {5}, at(2), "caio"});
  released.add_version(book(3, 1, "Três"), {Change::created, "", {3}});
  released.add_undone_deletion({3}, {{2}, {6}, at(2), "dora"});
  released.add_living(book(3, 3, "Três"), {Change::restored, "", {7}});
  released.count({9}, {12});
}

void ReleasedTest::write_many(std::int64_t count) {
  ReleasedCatalogue released(file());
  sqlite::Transaction transaction(released.connection());
  for (std::int64_t id = 1; id <= count; ++id) {
    released.add_living(book(id, 1, "Livro " + std::to_string(id)), {Change::created, "", {id}});
  }
  released.count({count}, {count});
  transaction.commit();
}

bool ReleasedTest::is_released(const std::filesystem::path& file) {
  sqlite::Connection connection({file, sqlite::Access::read, 1 << 20, 0, {}});
  const auto number = [&](std::string_view sql) { return single_integer(connection, sql); };
  return number("SELECT max(number) FROM schema_migrations") == 3 &&
         number("SELECT count(*) FROM sqlite_schema WHERE name = 'book_keys'") == 1 &&
         number("SELECT count(*) FROM books WHERE title IS NOT NULL") > 0 &&
         number("SELECT books - (SELECT count(*) FROM books) FROM catalogue") == 0 &&
         number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1;
}

std::set<std::string> ReleasedTest::files_beside() const {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(file().parent_path())) {
    names.insert(entry.path().filename().string());
  }
  const std::string own = file().filename().string();
  for (const char* const suffix : {"", "-wal", "-shm", ".lock"}) {
    names.erase(own + suffix);
  }
  return names;
}

}  // namespace contract
