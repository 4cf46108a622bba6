// Who made a book, by what they did, as the formats that cite books want it: authors, editors,
// translators, illustrators, others. Authors come from the author line where no contributor is one.
// Pure function; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"

namespace formats {

struct Credit {
  std::string name;
  std::string role;      // a MARC relator code
  bool is_body = false;  // a body or an event: its name is not parted
};

struct Credits {
  std::vector<Credit> authors;       // aut, cre, dub, att
  std::vector<Credit> editors;       // edt, org, com
  std::vector<Credit> translators;   // trl
  std::vector<Credit> illustrators;  // ill
  std::vector<Credit> others;
};

Credits credits_of(const catalog::BookFields& fields);

}  // namespace formats
