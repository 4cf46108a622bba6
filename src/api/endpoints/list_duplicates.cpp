#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query.hpp"
#include "api/answer/query_values.hpp"
#include "api/endpoints/handlers.hpp"
#include "base/shared.hpp"
#include "catalog/isbn.hpp"
#include "json/writer.hpp"
#include "store/duplicate_key.hpp"
#include "store/likely_duplicates.hpp"
#include "store/page_budget.hpp"

namespace api {
namespace {

using By = store::DuplicatePlace::By;
using Documents = std::vector<store::BookDocument>;

constexpr std::size_t groups_default = 20;
constexpr std::size_t groups_max = 100;

struct DuplicatesQuery {
  store::DuplicatePlace after;
  std::size_t limit;
};

// "isbn-9788535914849" or "titulo-1234567"; behind that.
std::string cursor_of(const store::DuplicatePlace& place) {
  return place.by == By::isbn ? "isbn-" + place.isbn : "titulo-" + std::to_string(place.key);
}

std::optional<store::DuplicatePlace> place_of(std::string_view cursor) {
  constexpr std::string_view isbn = "isbn-";
  constexpr std::string_view title = "titulo-";
  constexpr std::size_t isbn_length = 13;
  if (cursor.starts_with(isbn)) {
    const std::string_view digits = cursor.substr(isbn.size());
    const bool is_one = digits.size() == isbn_length &&
                        digits.find_first_not_of("0123456789") == std::string_view::npos;
    return is_one ? std::optional(store::DuplicatePlace{By::isbn, std::string(digits)})
                  : std::nullopt;
  }
  store::DuplicatePlace place{By::key, {}};
  const bool is_key =
      cursor.starts_with(title) && read_number(cursor.substr(title.size()), place.key);
  return is_key ? std::optional(place) : std::nullopt;
}

catalog::Result<DuplicatesQuery> read_query(const Request& request) {
  const auto query =
      Query::read(request.http.query, std::array<std::string_view, 2>{limit_name, "cursor"});
  if (!query) {
    return catalog::fail(query.error());
  }
  const auto limit = number_in<std::size_t>(*query, {limit_name, groups_default, 1, groups_max});
  if (!limit) {
    return catalog::fail(limit.error());
  }
  DuplicatesQuery read{{}, *limit};
  if (const auto cursor = query->value("cursor")) {
    const auto place = place_of(*cursor);
    if (!place) {
      return catalog::fail(
          catalog::problem::bad_parameter("cursor", "X-Proximo-Cursor, Link rel=next", *cursor));
    }
    read.after = *place;
  }
  return read;
}

// What POST /livros would take for the same: parts of a group in which each book is like another.
std::vector<std::vector<std::size_t>> parts_of(
    const std::vector<base::Shared<catalog::BookFields>>& books) {
  std::vector<std::vector<std::size_t>> parts;
  std::vector<bool> is_placed(books.size());
  for (std::size_t first = 0; first < books.size(); ++first) {
    if (is_placed[first]) {
      continue;
    }
    std::vector<std::size_t> part{first};
    is_placed[first] = true;
    for (std::size_t i = 0; i < part.size(); ++i) {
      for (std::size_t other = first + 1; other < books.size(); ++other) {
        if (!is_placed[other] && !store::are_different(books[part[i]], books[other])) {
          is_placed[other] = true;
          part.push_back(other);
        }
      }
    }
    std::ranges::sort(part);
    if (part.size() > 1) {
      parts.push_back(std::move(part));
    }
  }
  return parts;
}

// Such a part was told of under its ISBN.
bool have_common_isbn(const std::vector<base::Shared<catalog::BookFields>>& books,
                      const std::vector<std::size_t>& part) {
  const auto first = store::isbns_of(books[part.front()]);
  return std::ranges::any_of(first, [&](const catalog::Isbn& isbn) {
    return std::ranges::all_of(part, [&](std::size_t place) {
      return std::ranges::count(store::isbns_of(books[place]), isbn) > 0;
    });
  });
}

// The groups of an answer as JSON.
class Groups {
 public:
  void add(By by, const Documents& documents) {
    std::vector<base::Shared<catalog::BookFields>> books;
    for (const store::BookDocument& document : documents) {
      books.push_back(formats::read_stored_document(document.json).fields);
    }
    for (const std::vector<std::size_t>& part : parts_of(books)) {
      if (by == By::isbn || !have_common_isbn(books, part)) {
        append(by, documents, part);
      }
    }
  }
  std::size_t bytes() const noexcept { return json_.size(); }
  std::string json() && {
    json_.insert(0, "[");
    return std::move(json_ += ']');
  }

 private:
  void append(By by, const Documents& documents, const std::vector<std::size_t>& part) {
    json_.append(json_.empty() ? "" : ",");
    json_.append(R"({"motivo":")").append(by == By::isbn ? "isbn" : "titulo");
    json_.append(R"(","livros":[)");
    for (const std::size_t place : part) {
      json_.append(place == part.front() ? "" : ",").append(documents[place].json);
    }
    json_.append("]}");
  }

  std::string json_;
};

http::Response answer(const AnswerContext& context, Groups groups,
                      const std::optional<store::DuplicatePlace>& next, std::size_t limit,
                      catalog::Sequence as_of) {
  auto response = tagged_response(context, etag_of(as_of), std::move(groups).json());
  if (next) {
    const std::string cursor = cursor_of(*next);
    response.add("Link", "</duplicados?cursor=" + cursor + "&limite=" + std::to_string(limit) +
                             ">; rel=\"next\"");
    response.add("X-Proximo-Cursor", cursor);
  }
  return response;
}

// The ISBNs, and where they are all looked at and there is room, the keys.
ChainPlan walk(const DuplicatesQuery& query, const std::shared_ptr<Groups>& groups,
               std::size_t given) {
  return {store::ListDuplicates{query.after, query.limit - given},
          [=](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
            if (!outcome) {
              return to_response(context, outcome.error());
            }
            auto& found = std::get<store::DuplicateGroups>(outcome->value);
            for (const Documents& documents : found.groups) {
              groups->add(query.after.by, documents);
            }
            const std::size_t all = given + found.groups.size();
            const bool goes_on = !found.next && query.after.by == By::isbn;
            const store::DuplicatePlace keys{By::key, {}};
            if (goes_on && all < query.limit && groups->bytes() < store::page_bytes_max) {
              return walk({keys, query.limit}, groups, all);
            }
            return answer(context, std::move(*groups), goes_on ? keys : found.next, query.limit,
                          outcome->as_of);
          }};
}

}  // namespace

Plan list_duplicates(const Request& request) {
  const auto query = read_query(request);
  if (!query) {
    return to_response(request, query.error());
  }
  return walk(*query, std::make_shared<Groups>(), 0);
}

}  // namespace api
