#include "formats/bibtex_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

constexpr std::size_t fields_max = 1000;
constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

// Where a value or a name of a field ends.
bool ends_word(char c) noexcept {
  return std::string_view(" \t\r\n,={}()\"#%").find(c) != std::string_view::npos;
}

class EntryParser {
 public:
  EntryParser(std::string_view bytes, const BibtexStrings& strings) noexcept
      : rest_(bytes), strings_(strings) {}

  BibtexSyntax parse(BibtexEntry& entry) {
    rest_.remove_prefix(1);  // "@"
    skip_blanks();
    entry.type = base::lower_case(word());
    skip_blanks();
    if (rest_.empty()) return BibtexSyntax::broken;
    rest_ = rest_.substr(1, rest_.size() - 2);  // without the brackets
    if (entry.type == "comment" || entry.type == "preamble") return BibtexSyntax::read;
    if (entry.type != "string") {
      const std::size_t comma = std::min(rest_.find(','), rest_.size());
      entry.key = trimmed(rest_.substr(0, comma));
      // A field where the key belongs: some programs write none.
      if (entry.key.find('=') != std::string::npos) {
        entry.key.clear();
      } else {
        rest_.remove_prefix(std::min(comma + 1, rest_.size()));
      }
    }
    return parse_fields(entry);
  }

 private:
  BibtexSyntax parse_fields(BibtexEntry& entry) {
    while (true) {
      while (skip_blanks(), rest_.starts_with(',')) rest_.remove_prefix(1);
      if (rest_.empty()) return BibtexSyntax::read;
      BibtexField field{base::lower_case(word()), {}};
      skip_blanks();
      if (field.name.empty() || !rest_.starts_with('=')) return BibtexSyntax::broken;
      rest_.remove_prefix(1);
      const BibtexSyntax outcome = parse_value(field.value);
      if (outcome != BibtexSyntax::read) return outcome;
      if (entry.fields.size() < fields_max) entry.fields.push_back(std::move(field));
    }
  }

  BibtexSyntax parse_value(std::string& value) {
    while (true) {
      skip_blanks();
      if (rest_.empty()) return BibtexSyntax::broken;
      if (rest_.front() == '{' || rest_.front() == '"') {
        if (!take_delimited(value)) return BibtexSyntax::broken;
      } else {
        const std::string_view name = word();
        if (name.empty()) return BibtexSyntax::broken;
        const bool is_number = std::all_of(name.begin(), name.end(), base::is_digit);
        // A name that nobody defined is most likely a value without its braces.
        value += is_number ? name : strings_.find(base::lower_case(name)).value_or(name);
      }
      if (value.size() > bibtex_values_bytes_max - values_bytes_) return BibtexSyntax::too_long;
      skip_blanks();
      if (!rest_.starts_with('#')) break;
      rest_.remove_prefix(1);
    }
    values_bytes_ += value.size();
    return BibtexSyntax::read;
  }

  bool take_delimited(std::string& value) {
    const bool in_quotes = rest_.front() == '"';
    std::size_t depth = 0;
    for (std::size_t at = 1; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (c == '\\') {
        ++at;
        continue;
      }
      if (depth == 0 && c == (in_quotes ? '"' : '}')) {
        value += rest_.substr(1, at - 1);
        rest_.remove_prefix(at + 1);
        return true;
      }
      if (c == '{') ++depth;
      if (c == '}' && depth > 0) --depth;
    }
    return false;
  }

  std::string_view word() noexcept {
    std::size_t end = 0;
    while (end < rest_.size() && !ends_word(rest_[end])) ++end;
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return found;
  }
  void skip_blanks() noexcept {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }

  std::string_view rest_;
  const BibtexStrings& strings_;
  std::size_t values_bytes_ = 0;
};

}  // namespace

bool BibtexStrings::set(const std::string& name, std::string value) {
  if (values_.size() == bibtex_strings_max) return false;
  if (bytes_ + name.size() + value.size() > bibtex_string_bytes_max) return false;
  bytes_ += name.size() + value.size();
  values_[name] = std::move(value);
  return true;
}

std::optional<std::string_view> BibtexStrings::find(const std::string& name) const {
  const auto found = values_.find(name);
  if (found != values_.end()) return found->second;
  const auto* const month = std::ranges::find(months, name);
  return month == months.end() ? std::nullopt : std::optional(*month);
}

std::string_view BibtexEntry::field(std::string_view name) const noexcept {
  const auto found = std::ranges::find(fields, name, &BibtexField::name);
  return found == fields.end() ? std::string_view{} : std::string_view(found->value);
}

BibtexSyntax read_bibtex_entry(std::string_view bytes, const BibtexStrings& strings,
                               BibtexEntry& entry) {
  return EntryParser(bytes, strings).parse(entry);
}

}  // namespace formats
