#include "formats/bibtex_crossrefs.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/ascii.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

constexpr std::size_t entries_max = 2000;
constexpr std::size_t crossref_bytes_max = std::size_t{4} << 20;
// No more is shared: each of countless parts would bear it.
constexpr std::size_t shared_bytes_max = 8500;
constexpr std::string_view crossref = "crossref";

// What a part has of its whole. Numbers and addresses of the whole are not its own: by its ISBN a
// chapter would be taken for the book.
constexpr std::array<std::string_view, 17> shared_fields{
    "title",   "booktitle", "publisher",   "address", "location",    "year",
    "date",    "editor",    "editortype",  "series",  "number",      "volume",
    "edition", "language",  "institution", "school",  "organization"};

// Names of BibTeX and biblatex for one thing.
constexpr std::array<std::array<std::string_view, 4>, 3> names_of_one{
    {{"year", "date"},
     {"address", "location"},
     {"publisher", "school", "institution", "organization"}}};

bool is_part(std::string_view type) noexcept { return type == "inbook" || type == "incollection"; }

std::string key_of(std::string_view key) { return base::lower_case(trimmed(key)); }

std::size_t bytes_of(const std::vector<BibtexField>& fields) noexcept {
  std::size_t bytes = 0;
  for (const BibtexField& field : fields) bytes += field.name.size() + field.value.size();
  return bytes;
}

bool has(const BibtexEntry& entry, std::string_view name) {
  return !trimmed(entry.field(name)).empty();
}

// By whichever name.
bool says(const BibtexEntry& entry, std::string_view name) {
  return has(entry, name) || std::ranges::any_of(names_of_one, [&](const auto& names) {
           return std::ranges::find(names, name) != names.end() &&
                  std::ranges::any_of(names,
                                      [&](std::string_view other) { return has(entry, other); });
         });
}

// The title of the whole is that of the book of a chapter, and of the work of a volume.
std::string_view name_in(const BibtexEntry& entry, std::string_view name) {
  if (name != "title" && name != "booktitle") return name;
  if (is_part(entry.type)) return "booktitle";
  return has(entry, "title") ? "maintitle" : "title";
}

}  // namespace

bool BibtexCrossrefs::complete(BibtexEntry& entry) const {
  if (!has(entry, crossref)) return true;
  const auto whole = known_.find(key_of(entry.field(crossref)));
  if (whole == known_.end()) return false;
  Fields given;
  for (const BibtexField& field : whole->second) {
    const std::string_view name = name_in(entry, field.name);
    const bool is_given = std::ranges::find(given, name, &BibtexField::name) != given.end();
    if (!is_given && !says(entry, name)) given.push_back({std::string(name), field.value});
  }
  std::ranges::move(given, std::back_inserter(entry.fields));
  return true;
}

bool BibtexCrossrefs::hold(Waiting&& waiting) {
  const std::size_t bytes = waiting.bytes.size() + bytes_of(waiting.entry.fields);
  if (waiting_.size() == entries_max || bytes > crossref_bytes_max - waiting_bytes_) return false;
  waiting_bytes_ += bytes;
  std::string key = key_of(waiting.entry.field(crossref));
  waiting_.emplace(std::move(key), std::move(waiting));
  return true;
}

void BibtexCrossrefs::see(const BibtexEntry& entry) {
  const std::string key = key_of(entry.key);
  if (key.empty() || known_.contains(key)) return;
  Fields shared;
  std::size_t shared_bytes = 0;
  for (const std::string_view name : shared_fields) {
    const std::string_view value = entry.field(name);
    if (value.size() > shared_bytes_max - shared_bytes || trimmed(value).empty()) continue;
    shared_bytes += value.size();
    shared.push_back({std::string(name), std::string(value)});
  }
  const std::size_t bytes = key.size() + bytes_of(shared);
  const bool has_room = known_.size() < entries_max && bytes <= crossref_bytes_max - known_bytes_;
  const auto [first, last] = waiting_.equal_range(key);
  if (!has_room && first == last) return;
  const auto known = known_.emplace(key, std::move(shared)).first;
  for (auto one = first; one != last; ++one) {
    waiting_bytes_ -= one->second.bytes.size() + bytes_of(one->second.entry.fields);
    complete(one->second.entry);
    ready_.push_back(std::move(one->second));
  }
  waiting_.erase(first, last);
  if (has_room) {
    known_bytes_ += bytes;
  } else {
    known_.erase(known);
  }
}

bool BibtexCrossrefs::release() {
  for (auto& [key, waiting] : waiting_) ready_.push_back(std::move(waiting));
  waiting_.clear();
  waiting_bytes_ = 0;
  std::ranges::sort(ready_, {}, &Waiting::line);
  return !ready_.empty();
}

std::optional<BibtexCrossrefs::Waiting> BibtexCrossrefs::take() {
  if (ready_.empty()) return std::nullopt;
  std::optional<Waiting> first(std::move(ready_.front()));
  ready_.pop_front();
  return first;
}

}  // namespace formats
