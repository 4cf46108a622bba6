#include "formats/book_document.hpp"

#include <algorithm>
#include <cstdint>

#include "base/clock.hpp"
#include "catalog/field_values.hpp"
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
  explicit DocumentReader(Book& book) : book_(book) {}

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
    book_.fields = std::move(fields_);
    return true;
  }

 private:
  bool read_member(Field field, Value value);
  bool read_read_only(Field field, Value value);

  // ---- by the kind of a value

  bool read_value(std::string& text, Value value) {
    text = value.text();
    return value.kind() == Kind::string && !text.empty();
  }
  bool read_value(std::optional<std::string>& author, Value value) {
    return value.kind() == Kind::null || read_value(author.emplace(), value);
  }
  template <class Number>
  bool read_number(Number& number, Value value) {
    const auto read = value.integer();
    number = static_cast<Number>(read.value_or(0));
    return read && std::int64_t{number} == *read;
  }
  bool read_value(std::optional<std::int32_t>& number, Value value) {
    return read_number(number.emplace(), value);
  }
  bool read_value(base::Instant& instant, Value value) {
    const auto read = base::parse_rfc3339(value.text());
    instant = read.value_or(base::Instant{});
    return read.has_value();
  }
  bool read_value(std::optional<catalog::Isbn>& isbn, Value value) {
    isbn = catalog::Isbn::parse(value.text());
    return isbn.has_value();
  }
  bool read_value(std::optional<catalog::Series>& series, Value value) {
    series.emplace();
    const auto name = value.member("nome");
    const auto volume = value.member("volume");
    return name && read_value(series->name, *name) &&
           (!volume || read_value(series->volume, *volume));
  }
  bool read_value(catalog::Contributor& contributor, Value value) {
    const auto name = value.member("nome");
    const auto role = value.member("papel");
    const auto kind = value.member("tipo");
    const auto known = kind ? catalog::contributor_kind_named(kind->text())
                            : std::optional(catalog::ContributorKind::person);
    contributor.kind = known.value_or(catalog::ContributorKind::person);
    return name && role && known && read_value(contributor.name, *name) &&
           read_value(contributor.role, *role);
  }
  bool read_value(catalog::Link& link, Value value) {
    const auto url = value.member("url");
    const auto type = value.member("tipo");
    const auto relation = value.member("relacao");
    const auto note = value.member("nota");
    link.relation = relation ? catalog::link_relation_named(relation->text()) : std::nullopt;
    return url && read_value(link.url, *url) && (!type || read_value(link.media_type, *type)) &&
           (!relation || link.relation) && (!note || read_value(link.note, *note));
  }
  bool read_value(catalog::Identifier& identifier, Value value) {
    const auto type = value.member("tipo");
    const auto text = value.member("valor");
    const auto known = type ? catalog::identifier_type_named(type->text()) : std::nullopt;
    identifier.type = known.value_or(catalog::IdentifierType::other);
    return known && text && read_value(identifier.value, *text);
  }
  bool read_value(std::vector<catalog::Isbn>& isbns, Value value) {
    for (const Value item : value.items()) {
      std::optional<catalog::Isbn> isbn;
      if (!read_value(isbn, item)) {
        return false;
      }
      isbns.push_back(*isbn);
    }
    return !isbns.empty();
  }
  template <class Item>
  bool read_value(std::vector<Item>& list, Value value) {
    for (const Value item : value.items()) {
      if (!read_value(list.emplace_back(), item)) {
        return false;
      }
    }
    return !list.empty();
  }
  bool read_extra(Value value) {
    json::append_minified(fields_.extra, value);
    return value.kind() == Kind::object;
  }

  Book& book_;
  BookFields fields_;
  catalog::FieldSet seen_;
};

bool DocumentReader::read_read_only(Field field, Value value) {
  if (field == Field::id) {
    return read_number(book_.id.value, value);
  }
  if (field == Field::version) {
    return read_number(book_.version.value, value);
  }
  return read_value(field == Field::created_at ? book_.created_at : book_.updated_at, value);
}

bool DocumentReader::read_member(Field field, Value value) {
  if (catalog::read_only_fields.has(field)) {
    return read_read_only(field, value);
  }
  if (field == Field::extra) {
    return read_extra(value);
  }
  bool is_read = false;
  with_member(field, [&](auto member) { is_read = read_value(fields_.*member, value); });
  return is_read;
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

// The beginning of a document holds the id of its book.
DamagedDocument::DamagedDocument(std::string_view document)
    : std::runtime_error("damaged document: " + std::string(document.substr(0, 40))) {}

catalog::Book read_stored_document(std::string_view document) {
  auto book = read_document(document);
  if (!book) {
    throw DamagedDocument(document);
  }
  return *std::move(book);
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
