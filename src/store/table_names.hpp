// SQL that both SQL stores share names the tables that hold documents as {books} and {versions}:
// PostgreSQL's are called otherwise than SQLite's, because instances of the release before may
// still use tables of those names. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace store {

struct TableNames {
  std::string_view books;
  std::string_view versions;
};

inline std::string with_names(std::string_view sql, const TableNames& names) {
  std::string named;
  while (!sql.empty()) {
    const std::size_t brace = sql.find('{');
    named.append(sql.substr(0, brace));
    if (brace == std::string_view::npos) {
      break;
    }
    const std::size_t end = sql.find('}', brace);
    named.append(sql.substr(brace, end - brace) == "{books" ? names.books : names.versions);
    sql.remove_prefix(end + 1);
  }
  return named;
}

}  // namespace store
