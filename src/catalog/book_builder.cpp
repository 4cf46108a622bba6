#include "catalog/book_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/language_tag.hpp"
#include "catalog/own_cover.hpp"
#include "catalog/web_url.hpp"

namespace catalog {
namespace {

struct TextRule {
  Field field;
  std::string BookFields::* member;
  std::size_t least;
  std::size_t most;
};
constexpr std::array text_rules{
    TextRule{Field::title, &BookFields::title, 1, limits::title_max},
    TextRule{Field::subtitle, &BookFields::subtitle, 0, limits::subtitle_max},
    TextRule{Field::original_title, &BookFields::original_title, 0, limits::title_max},
    TextRule{Field::publisher, &BookFields::publisher, 0, limits::publisher_max},
    TextRule{Field::place, &BookFields::place, 0, limits::place_max},
    TextRule{Field::edition, &BookFields::edition, 0, limits::edition_max},
    TextRule{Field::cdd, &BookFields::cdd, 0, limits::classification_max},
    TextRule{Field::cdu, &BookFields::cdu, 0, limits::classification_max},
    TextRule{Field::synopsis, &BookFields::synopsis, 0, limits::synopsis_max},
};

std::vector<std::string> range(std::int64_t least, std::size_t most) {
  return {std::to_string(least), std::to_string(most)};
}

std::string code_point_name(char32_t code_point) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name = "U+00";
  return name.append(1, digits[code_point >> 4 & 15]).append(1, digits[code_point & 15]);
}

// Forms and other systems end lines with CR LF or CR; the catalogue keeps LF.
std::string with_plain_newlines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool cr = text[i] == '\r';
    if (cr && i + 1 < text.size() && text[i + 1] == '\n') {
      continue;
    }
    out += cr ? '\n' : text[i];
  }
  return out;
}

}  // namespace

std::string to_pointer(const FieldPath& path) {
  std::string out = "/";
  out += wire_name(path.field);
  if (path.index) {
    out += '/';
    out += std::to_string(*path.index);
  }
  if (!path.key.empty()) {
    out += '/';
    out += path.key;
  }
  return out;
}

bool append_author(std::string& line, std::string_view name) {
  const std::string_view separator = line.empty() ? "" : "; ";
  const std::size_t length = base::code_points(line) + separator.size() + base::code_points(name);
  if (!line.empty() && length > limits::author_max) {
    return false;
  }
  line.append(separator).append(name);
  return true;
}

std::string author_line(std::span<const Contributor> contributors,
                        std::optional<std::string_view> role) {
  std::string line;
  for (const Contributor& contributor : contributors) {
    const bool is_named = !role || contributor.role == *role;
    if (is_named && !append_author(line, contributor.name)) {
      break;
    }
  }
  return line;
}

void BookBuilder::text(Field field, std::string_view value) {
  if (field == Field::language || field == Field::original_language) {
    language(field, value);
    return;
  }
  if (field == Field::cover) {
    cover(value);
    return;
  }
  const auto* rule = std::ranges::find(text_rules, field, &TextRule::field);
  check(rule != text_rules.end());
  if (auto text = clean({field, {}, {}}, value, {rule->least, rule->most})) {
    fields_.*rule->member = *std::move(text);
  }
}

void BookBuilder::language(Field field, std::string_view value) {
  const auto text = clean({field, {}, {}}, value, {0, limits::language_max});
  if (!text || text->empty()) {
    return;
  }
  auto tag = canonical_language_tag(*text);
  if (!tag) {
    refuse_at({field, {}, {}}, Rule::invalid_language, {}, *text);
    return;
  }
  (field == Field::language ? fields_.language : fields_.original_language) = *std::move(tag);
}

void BookBuilder::cover(std::string_view value) {
  auto text = clean({Field::cover, {}, {}}, value, {0, limits::cover_max});
  if (!text || text->empty()) {
    return;
  }
  if (!is_web_url(*text) && !own_cover_in(*text)) {
    refuse_at({Field::cover, {}, {}}, Rule::invalid_url, {}, *text);
    return;
  }
  fields_.cover = *std::move(text);
}

void BookBuilder::author(std::string_view name) {
  author_given_ = true;
  fields_.author = clean({Field::author, {}, {}}, name, {1, limits::author_max});
}

void BookBuilder::author_unknown() {
  author_given_ = true;
  fields_.author.reset();
}

void BookBuilder::isbn(std::string_view value) {
  const std::string_view text = base::trim(value);
  if (text.empty()) {
    return;
  }
  fields_.isbn = Isbn::parse(text);
  if (!fields_.isbn) {
    refuse_at({Field::isbn, {}, {}}, Rule::invalid_isbn, {}, text);
  }
}

void BookBuilder::year(std::int64_t value) {
  const std::int64_t latest = current_year_ + limits::years_ahead_max;
  if (value < limits::year_min || value > latest) {
    refuse_at({Field::year, {}, {}}, Rule::out_of_range,
              range(limits::year_min, static_cast<std::size_t>(latest)), std::to_string(value));
    return;
  }
  fields_.year = static_cast<std::int32_t>(value);
}

void BookBuilder::pages(std::int64_t value) {
  if (value < 1 || value > limits::pages_max) {
    refuse_at({Field::pages, {}, {}}, Rule::out_of_range, range(1, limits::pages_max),
              std::to_string(value));
    return;
  }
  fields_.pages = static_cast<std::int32_t>(value);
}

void BookBuilder::extra(ExtraText extra) {
  if (extra.json.size() > limits::extra_bytes_max) {
    refuse_at({Field::extra, {}, {}}, Rule::too_long,
              {std::to_string(limits::extra_bytes_max) + " bytes"},
              std::to_string(extra.json.size()) + " bytes");
    return;
  }
  if (extra.depth > limits::extra_depth_max) {
    refuse_at({Field::extra, {}, {}}, Rule::too_deep, {std::to_string(limits::extra_depth_max)});
    return;
  }
  fields_.extra = extra.json;
}

void BookBuilder::refuse(FieldError error) {
  if (is_full()) {
    ++errors_left_out_;
    return;
  }
  error.value = shown(error.value);
  errors_.push_back(std::move(error));
}

void BookBuilder::refuse_at(const FieldPath& path, Rule rule, std::vector<std::string> arguments,
                            std::string_view value) {
  if (is_full()) {
    ++errors_left_out_;
    return;
  }
  errors_.push_back({to_pointer(path), rule, std::move(arguments), shown(value)});
}

std::optional<std::string> BookBuilder::clean(const FieldPath& path, std::string_view value,
                                              Bounds bounds) {
  const std::string_view trimmed = base::trim(value);
  auto text = base::to_nfc(trimmed);
  if (!text) {
    refuse_at(path, Rule::invalid_value, {"UTF-8"});
    return std::nullopt;
  }
  const bool lines = path.field == Field::synopsis;
  if (lines && text->find('\r') != std::string::npos) {
    text = with_plain_newlines(*text);
  }
  if (const auto control =
          base::first_control(*text, lines ? base::Newlines::allowed : base::Newlines::refused)) {
    refuse_at(path, Rule::control_character, {}, code_point_name(*control));
    return std::nullopt;
  }
  // Every code point has a byte: most texts need no counting.
  const std::size_t length = text->size() > bounds.most ? base::code_points(*text) : 0;
  if (length > bounds.most) {
    refuse_at(path, Rule::too_long, {std::to_string(bounds.most)}, std::to_string(length));
    return std::nullopt;
  }
  if (text->size() < bounds.least) {
    refuse_at(path, Rule::too_short, {std::to_string(bounds.least)});
    return std::nullopt;
  }
  return text;
}

// Nothing is missing where something has been refused already.
void BookBuilder::require(Field field) {
  const std::string pointer = to_pointer({field, {}, {}});
  if (std::ranges::find(errors_, pointer, &FieldError::pointer) == errors_.end()) {
    refuse({pointer, Rule::required, {}});
  }
}

Result<BookFields> BookBuilder::finish() && {
  if (fields_.title.empty()) {
    require(Field::title);
  }
  if (!author_given_ && !fields_.contributors.empty()) {
    fields_.author = author_line(fields_.contributors);
  } else if (!author_given_ && offered_.contributors == 0) {
    require(Field::author);
  }
  return std::move(*this).finish_partial();
}

Result<BookFields> BookBuilder::finish_partial() && {
  if (!errors_.empty()) {
    return fail(problem::invalid_book(std::move(errors_), errors_left_out_));
  }
  return std::move(fields_);
}

}  // namespace catalog
