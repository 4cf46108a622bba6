// The inside of one BibTeX entry: its type, its key, its fields with their values put together from
// strings, numbers and the names of others. One thread; the names belong to one file.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace formats {

// All values of an entry, names put in.
inline constexpr std::size_t bibtex_values_bytes_max = std::size_t{1} << 20;
// The @string of a file: names, and bytes of their values.
inline constexpr std::size_t bibtex_strings_max = 10'000;
inline constexpr std::size_t bibtex_string_bytes_max = std::size_t{1} << 20;

class BibtexStrings {
 public:
  // False: no room for it.
  bool set(const std::string& name, std::string value);
  // A name of the file, or that of a month; nullopt: neither.
  std::optional<std::string_view> find(const std::string& name) const;

 private:
  std::map<std::string, std::string> values_;
  std::size_t bytes_ = 0;
};

struct BibtexField {
  std::string name;   // in lower case
  std::string value;  // TeX, without the outermost braces or quotes
};
struct BibtexEntry {
  std::string type;  // in lower case
  std::string key;
  std::vector<BibtexField> fields;

  // Empty when there is none.
  std::string_view field(std::string_view name) const noexcept;
};

enum class BibtexSyntax : unsigned char { read, broken, too_long };
// `bytes`: "@type{…}". Of @string the field is its name; of @comment and @preamble the type alone.
BibtexSyntax read_bibtex_entry(std::string_view bytes, const BibtexStrings& strings,
                               BibtexEntry& entry);

}  // namespace formats
