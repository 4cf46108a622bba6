// The lists and objects of a book in JSON, each item under its own pointer.

#include <utility>

#include "formats/book_json_reader.hpp"

namespace formats {
namespace {

using catalog::Rule;
using json::Kind;

constexpr std::array<std::string_view, 3> contributor_keys{"nome", "papel", "tipo"};
constexpr std::array<std::string_view, 2> identifier_keys{"tipo", "valor"};
constexpr std::array<std::string_view, 2> series_keys{"nome", "volume"};
constexpr std::array<std::string_view, 4> link_keys{"url", "tipo", "relacao", "nota"};

std::optional<std::string_view> text_of(const std::optional<json::Value>& value) {
  return value ? std::optional(value->text()) : std::nullopt;
}

}  // namespace

// `read_item(path, item)` says whether it offered the item to the builder, which counts them.
template <class ReadItem>
void BookReader::read_list(Field field, Value value, ReadItem read_item) {
  if (value.kind() != Kind::array) {
    refuse_type({field, {}, {}}, "array", value);
    return;
  }
  std::size_t index = 0;
  for (const Value item : value.items()) {
    if (!read_item(FieldPath{field, index, {}}, item)) {
      builder_.skip_item(field);
    }
    ++index;
  }
}

void BookReader::read_texts(Field field, Value value) {
  read_list(field, value, [this](const FieldPath& path, Value item) {
    const auto text = text_at(path, item);
    if (!text) {
      return false;
    }
    if (path.field == Field::subjects) {
      builder_.subject(*text);
    } else if (path.field == Field::tags) {
      builder_.tag(*text);
    } else if (path.field == Field::notes) {
      builder_.note(*text);
    } else {
      builder_.other_isbn(*text);
    }
    return true;
  });
}

void BookReader::read_contributors(Value value) {
  read_list(Field::contributors, value, [this](const FieldPath& path, Value item) {
    const auto parts = parts_at(path, item, contributor_keys);
    if (!parts) {
      return false;
    }
    const auto& [name, role, kind, nothing] = *parts;
    if (!name) {
      refuse({path.field, path.index, contributor_keys[0]}, Rule::required);
      return false;
    }
    builder_.contributor({name->text(), text_of(role), text_of(kind)});
    return true;
  });
}

void BookReader::read_links(Value value) {
  read_list(Field::links, value, [this](const FieldPath& path, Value item) {
    const auto parts = parts_at(path, item, link_keys);
    if (!parts) {
      return false;
    }
    const auto& [url, type, relation, note] = *parts;
    if (!url) {
      refuse({path.field, path.index, link_keys[0]}, Rule::required);
      return false;
    }
    builder_.link({url->text(), text_of(type), text_of(relation), text_of(note)});
    return true;
  });
}

void BookReader::read_identifiers(Value value) {
  read_list(Field::identifiers, value, [this](const FieldPath& path, Value item) {
    const auto parts = parts_at(path, item, identifier_keys);
    if (!parts) {
      return false;
    }
    bool complete = true;
    for (std::size_t i = 0; i < identifier_keys.size(); ++i) {
      if (!(*parts)[i]) {
        refuse({path.field, path.index, identifier_keys[i]}, Rule::required);
        complete = false;
      }
    }
    if (complete) {
      builder_.identifier({(*parts)[0]->text(), (*parts)[1]->text()});
    }
    return complete;
  });
}

void BookReader::read_series(Value value) {
  const auto parts = parts_at({Field::series, {}, {}}, value, series_keys);
  if (!parts) {
    return;
  }
  const auto& name = (*parts)[0];
  const auto& volume = (*parts)[1];
  builder_.series({name ? name->text() : std::string_view{}, text_of(volume)});
}

// Each member on its own: what is not named stays, null removes.
void BookReader::patch_series(Value value) {
  const auto parts = parts_at({Field::series, {}, {}}, value, series_keys);
  if (!parts) {
    return;
  }
  const auto& name = (*parts)[0];
  const auto& volume = (*parts)[1];
  const auto removed = std::optional<std::string>{};
  if (name) {
    patch_.series_name = name->kind() == Kind::null ? removed : builder_.series_name(name->text());
  }
  if (volume) {
    patch_.series_volume =
        volume->kind() == Kind::null ? removed : builder_.series_volume(volume->text());
  }
}

}  // namespace formats
