#include <array>

#include "base/percent.hpp"
#include "json/writer.hpp"
#include "web/address.hpp"
#include "web/book_page.hpp"

namespace web {
namespace {

using catalog::BookFields;

void append_person(std::string& out, std::string_view name) {
  json::Object person(out);
  person.string("@type", "Person");
  person.string("name", name);
  person.end();
}

void append_names(std::string& out, const BookFields& fields, std::string_view role) {
  json::Array names(out);
  for (const catalog::Contributor& each : fields.contributors) {
    if (each.role == role) {
      names.item();
      append_person(out, each.name);
    }
  }
  names.end();
}

bool has_role(const BookFields& fields, std::string_view role) {
  for (const catalog::Contributor& each : fields.contributors) {
    if (each.role == role) {
      return true;
    }
  }
  return false;
}

void append_people(json::Object& object, std::string& out, const BookFields& fields) {
  struct Property {
    const char* name;
    std::string_view role;
  };
  static constexpr std::array properties{Property{"author", "aut"}, Property{"translator", "trl"},
                                         Property{"illustrator", "ill"}, Property{"editor", "edt"}};
  for (const Property& property : properties) {
    if (has_role(fields, property.role)) {
      object.key(property.name);
      append_names(out, fields, property.role);
    } else if (property.role == "aut" && fields.author) {
      object.key(property.name);
      append_person(out, *fields.author);
    }
  }
}

void append_publication(json::Object& object, std::string& out, const BookFields& fields) {
  if (fields.isbn) {
    object.string("isbn", fields.isbn->digits());
  }
  if (!fields.publisher.empty()) {
    object.key("publisher");
    json::Object publisher(out);
    publisher.string("@type", "Organization");
    publisher.string("name", fields.publisher);
    publisher.end();
  }
  if (fields.year && *fields.year > 0) {
    const std::string year = std::to_string(*fields.year);
    object.string("datePublished",
                  std::string(4 - std::min<std::size_t>(4, year.size()), '0') + year);
  }
  if (!fields.edition.empty()) {
    object.string("bookEdition", fields.edition);
  }
  if (!fields.language.empty()) {
    object.string("inLanguage", fields.language);
  }
  if (fields.pages) {
    object.integer("numberOfPages", *fields.pages);
  }
}

void append_content(json::Object& object, std::string& out, const BookFields& fields) {
  if (!fields.subjects.empty()) {
    object.key("about");
    json::Array subjects(out);
    for (const std::string& subject : fields.subjects) {
      subjects.item();
      json::append_string(out, subject);
    }
    subjects.end();
  }
  if (!fields.synopsis.empty()) {
    object.string("description", fields.synopsis);
  }
  if (!fields.cover.empty()) {
    object.string("image", fields.cover);
  }
}

// Nothing in a script element ends it, begins a comment or another script.
std::string without_markup(const std::string& json) {
  std::string out;
  out.reserve(json.size() + 32);
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

void append_key(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) {
    out.append("&rft.").append(key).append("=").append(base::percent_encode(value));
  }
}

}  // namespace

std::string json_ld_of(const catalog::Book& book) {
  const BookFields& fields = book.fields;
  std::string out;
  json::Object object(out);
  object.string("@context", "https://schema.org");
  object.string("@type", "Book");
  object.string("@id", book_address(book.id));
  object.string("name", fields.title);
  if (!fields.subtitle.empty()) {
    object.string("alternativeHeadline", fields.subtitle);
  }
  append_people(object, out, fields);
  append_publication(object, out, fields);
  append_content(object, out, fields);
  object.end();
  return without_markup(out);
}

std::string coins_of(const catalog::Book& book) {
  const BookFields& fields = book.fields;
  std::string out = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook";
  append_key(out, "genre", "book");
  append_key(out, "btitle",
             fields.subtitle.empty() ? fields.title : fields.title + ": " + fields.subtitle);
  append_key(out, "au", fields.author.value_or(""));
  append_key(out, "pub", fields.publisher);
  append_key(out, "place", fields.place);
  append_key(out, "date", fields.year ? std::to_string(*fields.year) : "");
  append_key(out, "edition", fields.edition);
  append_key(out, "isbn", fields.isbn ? fields.isbn->digits() : std::string_view{});
  append_key(out, "tpages", fields.pages ? std::to_string(*fields.pages) : "");
  return out;
}

}  // namespace web
