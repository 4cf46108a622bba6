#include "imports/record_item.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "catalog/book_update.hpp"
#include "catalog/limits.hpp"
#include "formats/charset.hpp"

namespace imports {
namespace {

constexpr catalog::Wording no_room_for_tag{"o livro já tem 50 etiquetas, e fica sem esta",
                                           "the book has 50 tags, and goes without this one"};

void warn(store::ImportItem& item, const formats::Written& read, std::size_t& warnings_room) {
  if (warnings_room == 0) {
    ++item.more_warnings;
    return;
  }
  --warnings_room;
  item.warnings.push_back(
      store::warning_of({read.column, read.value, read.why}, item.record, item.line));
}

void add_control(catalog::BookFields& fields, const std::string& control) {
  const catalog::Identifier identifier{catalog::IdentifierType::other,
                                       store::control_value(control)};
  if (base::code_points(identifier.value) <= catalog::limits::identifier_value_max) {
    catalog::add_identifier(fields, identifier);
  }
}

bool matches_by_control(const Parameters& parameters) {
  const auto& match = parameters.policy.match;
  return std::ranges::find(match, store::MatchBy::control) != match.end();
}

// The cell that an error is about says more than the beginning of its record, unless it is empty.
void show_cells(std::vector<store::ImportFault>& faults,
                const std::vector<formats::Written>& written) {
  for (std::size_t i = 0; i < std::min(faults.size(), written.size()); ++i) {
    const formats::Written& one = written[i];
    if (!one.column.empty() && !one.value.empty()) {
      faults[i].excerpt = store::shown_excerpt(one.column + ": " + one.value);
    }
    faults[i].why_in_portuguese = one.why.portuguese;
    faults[i].why_in_english = one.why.english;
  }
}

// Too long to be kept, so it is missing among the refused records.
void tell_missing(store::ImportItem& item) {
  const auto& errors = item.book.error().errors;
  for (std::size_t i = 0; i < std::min(item.faults.size(), errors.size()); ++i) {
    using catalog::Language;
    item.faults[i].why_in_portuguese = catalog::message_of(errors[i], Language::portuguese) +
                                       " Não vem entre os registros recusados.";
    item.faults[i].why_in_english =
        catalog::message_of(errors[i], Language::english) + " It is not among the refused records.";
  }
}

// The beginning of a record, more than is shown of it. As it is kept it may be in Windows-1252.
std::string readable_beginning(std::string_view bytes, const Parameters& parameters) {
  using formats::Format;
  const auto format = parameters.format;
  bytes = base::clip_bytes(bytes, 4 * store::excerpt_bytes_max);
  const bool is_text = format == Format::csv || format == Format::ris || format == Format::bibtex;
  const bool is_read = !is_text || base::is_valid_utf8(bytes);
  return is_read ? std::string(bytes) : formats::from_windows_1252(bytes);
}

}  // namespace

store::ImportItem item_of(formats::Record&& record, const Parameters& parameters,
                          std::size_t& warnings_room) {
  store::ImportItem item{static_cast<std::int64_t>(record.number),
                         static_cast<std::int64_t>(record.line), std::move(record.book)};
  item.bytes = std::move(record.bytes);
  for (const formats::Written& one : record.warnings) {
    warn(item, one, warnings_room);
  }
  if (!item.book) {
    item.faults = store::faults_of(
        item.book.error(), {item.record, item.line, readable_beginning(item.bytes, parameters)});
    show_cells(item.faults, record.written);
    if (item.bytes.empty() && item.record > 0) {
      tell_missing(item);
    }
    return item;
  }
  item.added_only = {.tags = item.book->fields->tags.empty(),
                     .identifiers = item.book->fields->identifiers.empty()};
  // Whose number it would be alone, "(DLC)", is none.
  const bool has_control =
      matches_by_control(parameters) && !record.control.empty() && record.control.back() != ')';
  if (parameters.tag.empty() && !has_control) {
    return item;
  }
  catalog::BookFields& fields = item.book->fields.edit();
  if (!parameters.tag.empty() && !catalog::add_tag(fields, parameters.tag)) {
    warn(item, {"etiquetas", parameters.tag, no_room_for_tag}, warnings_room);
  }
  if (has_control) {
    item.control = std::move(record.control);
    add_control(fields, item.control);
  }
  return item;
}

store::ImportFault fault_of(const formats::FileFailure& failure) {
  store::ImportFault fault;
  fault.line = static_cast<std::int64_t>(failure.line);
  fault.code = failure.code;
  fault.why_in_portuguese = failure.why.portuguese;
  fault.why_in_english = failure.why.english;
  if (failure.column > 0) {
    fault.pointer = "coluna " + std::to_string(failure.column);
  }
  return fault;
}

}  // namespace imports
