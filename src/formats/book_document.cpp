#include "formats/book_document.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/clock.hpp"
#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"
#include "json/merge.hpp"
#include "json/reader.hpp"

namespace formats {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::Field;
using json::Kind;
using json::Value;

// Fills a book member by member; every step says whether the member is as it was written.
class DocumentReader {
 public:
  explicit DocumentReader(Book& book) : book_(book), fields_(book.fields) {}

  bool read(Value root) {
    std::size_t next = 0;  // members come in the order of their fields
    for (const json::Member member : root.members()) {
      while (next < catalog::field_count &&
             catalog::wire_name(static_cast<Field>(next)) != member.key) {
        ++next;
      }
      const auto field = static_cast<Field>(next);
      if (next == catalog::field_count || !read_member(field, member.value)) {
        return false;
      }
      seen_.add(field);
      ++next;
    }
    constexpr catalog::FieldSet required{Field::id,     Field::version,    Field::title,
                                         Field::author, Field::created_at, Field::updated_at};
    for (std::size_t i = 0; i < catalog::field_count; ++i) {
      const auto field = static_cast<Field>(i);
      if (required.has(field) && !seen_.has(field)) {
        return false;
      }
    }
    return true;
  }

 private:
  bool read_member(Field field, Value value);
  std::string* text_of(Field field);
  bool read_text(std::string& text, Value value) {
    text = value.text();
    return value.kind() == Kind::string && !text.empty();
  }
  template <class Number>
  bool read_number(Number& number, Value value) {
    const auto read = value.integer();
    number = static_cast<Number>(read.value_or(0));
    return read && std::int64_t{number} == *read;
  }
  bool read_small(std::optional<std::int32_t>& number, Value value) {
    return read_number(number.emplace(), value);
  }
  bool read_instant(base::Instant& instant, Value value) {
    const auto read = base::parse_rfc3339(value.text());
    instant = read.value_or(base::Instant{});
    return read.has_value();
  }
  bool read_author(Value value) {
    return value.kind() == Kind::null || read_text(fields_.author.emplace(), value);
  }
  template <class List, class ReadItem>
  bool read_list(List& list, Value value, ReadItem read_item) {
    for (const Value item : value.items()) {
      if (!read_item(list, item)) {
        return false;
      }
    }
    return !list.empty();
  }
  bool read_texts(std::vector<std::string>& texts, Value value) {
    return read_list(texts, value, [this](std::vector<std::string>& all, Value item) {
      return read_text(all.emplace_back(), item);
    });
  }
  bool read_isbns(Value value) {
    return read_list(fields_.other_isbns, value, [](std::vector<catalog::Isbn>& all, Value item) {
      const auto read = catalog::Isbn::parse(item.text());
      if (read) {
        all.push_back(*read);
      }
      return read.has_value();
    });
  }
  bool read_contributors(Value value) {
    return read_list(fields_.contributors, value, [this](auto& all, Value item) {
      const auto name = item.member("nome");
      const auto role = item.member("papel");
      const auto kind = item.member("tipo");
      const auto known = kind ? catalog::contributor_kind_named(kind->text())
                              : std::optional(catalog::ContributorKind::person);
      auto& made = all.emplace_back();
      made.kind = known.value_or(catalog::ContributorKind::person);
      return name && role && known && read_text(made.name, *name) && read_text(made.role, *role);
    });
  }
  bool read_links(Value value) {
    return read_list(fields_.links, value, [this](auto& all, Value item) {
      const auto url = item.member("url");
      const auto type = item.member("tipo");
      const auto relation = item.member("relacao");
      const auto note = item.member("nota");
      auto& made = all.emplace_back();
      made.relation = relation ? catalog::link_relation_named(relation->text()) : std::nullopt;
      return url && read_text(made.url, *url) && (!type || read_text(made.media_type, *type)) &&
             (!relation || made.relation) && (!note || read_text(made.note, *note));
    });
  }
  bool read_identifiers(Value value) {
    return read_list(fields_.identifiers, value, [this](auto& all, Value item) {
      const auto type = item.member("tipo");
      const auto text = item.member("valor");
      const auto known = type ? catalog::identifier_type_named(type->text()) : std::nullopt;
      auto& made = all.emplace_back();
      made.type = known.value_or(catalog::IdentifierType::other);
      return known && text && read_text(made.value, *text);
    });
  }
  bool read_series(Value value) {
    catalog::Series& series = fields_.series.emplace();
    const auto name = value.member("nome");
    const auto volume = value.member("volume");
    return name && read_text(series.name, *name) && (!volume || read_text(series.volume, *volume));
  }
  bool read_extra(Value value) {
    json::append_minified(fields_.extra, value);
    return value.kind() == Kind::object;
  }
  bool read_one_isbn(Value value) {
    const auto read = catalog::Isbn::parse(value.text());
    fields_.isbn = read ? std::optional<catalog::Isbn>(*read) : std::nullopt;
    return read.has_value();
  }

  Book& book_;
  BookFields& fields_;
  catalog::FieldSet seen_;
};

bool DocumentReader::read_member(Field field, Value value) {
  switch (field) {
    case Field::id:
      return read_number(book_.id.value, value);
    case Field::version:
      return read_number(book_.version.value, value);
    case Field::author:
      return read_author(value);
    case Field::contributors:
      return read_contributors(value);
    case Field::isbn:
      return read_one_isbn(value);
    case Field::other_isbns:
      return read_isbns(value);
    case Field::identifiers:
      return read_identifiers(value);
    case Field::year:
      return read_small(fields_.year, value);
    case Field::pages:
      return read_small(fields_.pages, value);
    case Field::subjects:
      return read_texts(fields_.subjects, value);
    case Field::tags:
      return read_texts(fields_.tags, value);
    case Field::notes:
      return read_texts(fields_.notes, value);
    case Field::links:
      return read_links(value);
    case Field::series:
      return read_series(value);
    case Field::extra:
      return read_extra(value);
    case Field::created_at:
      return read_instant(book_.created_at, value);
    case Field::updated_at:
      return read_instant(book_.updated_at, value);
    case Field::title:
    case Field::subtitle:
    case Field::original_title:
    case Field::publisher:
    case Field::place:
    case Field::edition:
    case Field::language:
    case Field::original_language:
    case Field::cdd:
    case Field::cdu:
    case Field::synopsis:
    case Field::cover:
      return read_text(*text_of(field), value);
  }
  return false;
}

// nullptr: the field is no text.
std::string* DocumentReader::text_of(Field field) {
  struct Text {
    Field field;
    std::string BookFields::* member;
  };
  static constexpr std::array texts{
      Text{Field::title, &BookFields::title},
      Text{Field::subtitle, &BookFields::subtitle},
      Text{Field::original_title, &BookFields::original_title},
      Text{Field::publisher, &BookFields::publisher},
      Text{Field::place, &BookFields::place},
      Text{Field::edition, &BookFields::edition},
      Text{Field::language, &BookFields::language},
      Text{Field::original_language, &BookFields::original_language},
      Text{Field::cdd, &BookFields::cdd},
      Text{Field::cdu, &BookFields::cdu},
      Text{Field::synopsis, &BookFields::synopsis},
      Text{Field::cover, &BookFields::cover},
  };
  const auto* found = std::ranges::find(texts, field, &Text::field);
  return found == texts.end() ? nullptr : &(fields_.*found->member);
}

// Where the string whose quote is at `at` ends: behind its other quote. These loops stay within the
// text whatever it holds: a row of a damaged file comes here unread.
std::size_t end_of_string(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') {
      ++at;
    }
  }
  return at + 1;
}

// Where the value that begins at `at` ends: at the comma or brace that follows.
std::size_t end_of_value(std::string_view text, std::size_t at) noexcept {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
      break;
    }
    depth += c == '{' || c == '[' ? 1U : 0U;
    depth -= c == '}' || c == ']' ? 1U : 0U;
    at = c == '"' ? end_of_string(text, at) : at + 1;
  }
  return std::min(at, text.size());
}

}  // namespace

std::string write_document(const Book& book) {
  std::string document;
  document.reserve(512);
  append_book(document, book);
  return document;
}

std::optional<Book> read_document(std::string_view document) {
  // One for the thread: its buffers serve the next document.
  thread_local json::Document parser;
  const auto root = parser.parse(document);
  std::optional<Book> book(std::in_place);
  if (!root || root->kind() != Kind::object || !DocumentReader(*book).read(*root)) {
    book.reset();
  }
  return book;
}

void append_members(std::string& out, std::string_view document, catalog::FieldSet members) {
  const std::size_t begin = out.size();
  std::size_t at = 0;  // at the brace or comma before a member
  while (at + 1 < document.size() && document[at + 1] == '"') {
    const std::size_t key = at + 2;
    const std::size_t key_end = end_of_string(document, at + 1) - 1;
    const std::size_t end = end_of_value(document, key_end + 2);
    const auto field = catalog::field_named(document.substr(key, key_end - key));
    if (field && members.has(*field)) {
      out.append(",").append(document.substr(at + 1, end - at - 1));
    }
    at = end;
  }
  if (out.size() == begin) {
    out += '{';
  } else {
    out[begin] = '{';
  }
  out += '}';
}

}  // namespace formats
