#include "formats/iso2709_writer.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace formats {
namespace {

constexpr std::size_t data_bytes_max = iso2709_field_bytes_max - 1;
constexpr std::size_t entry_size = 12;
constexpr std::size_t length_at = 0;
constexpr std::size_t base_address_at = 12;
constexpr std::size_t address_digits = 5;
constexpr std::size_t entry_digits = 4;
constexpr int title_tag = 245;
constexpr int summary_tag = 520;
// How far from the longest piece a cut may lie for the sake of blanks.
constexpr std::size_t cut_search_bytes_max = 1000;

void append_digits(std::string& out, std::size_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  check(digits.size() <= width);
  out.append(width - digits.size(), '0').append(digits);
}

// At most `bytes_max` bytes of the text, cut between two characters that are no blanks: programs
// trim fields. Where nothing but blanks is near, between any two.
std::string_view piece_of(std::string_view text, std::size_t bytes_max) {
  const std::string_view longest = base::clip_bytes(text, bytes_max);
  if (longest.size() == text.size()) return longest;
  const std::size_t least = longest.size() - std::min(longest.size() - 1, cut_search_bytes_max);
  for (std::size_t at = longest.size(); at >= least; --at) {
    const bool is_boundary = !base::utf8::is_continuation(text[at]);
    if (is_boundary && text[at] != ' ' && text[at - 1] != ' ') return text.substr(0, at);
  }
  return longest;
}

std::string subfield(char code, std::string_view value) {
  std::string text{marc_subfield_delimiter, code};
  return text.append(value);
}

// What stands around a piece of a summary: the first one begins it, the others go on.
std::string summary_head(bool is_first) {
  return is_first ? "  " + subfield('a', "")
                  : "8 " + subfield('3', continuation_label) + subfield('a', "");
}

std::vector<MarcField> summary_pieces(const MarcField& whole) {
  std::vector<MarcField> pieces;
  std::string_view rest = std::string_view(whole.data).substr(summary_head(true).size());
  while (!rest.empty()) {
    const std::string head = summary_head(pieces.empty());
    const std::string_view piece = piece_of(rest, data_bytes_max - head.size());
    pieces.push_back({summary_tag, head + std::string(piece)});
    rest.remove_prefix(piece.size());
  }
  return pieces;
}

// Without $c, and with the full stop that stood at its end.
void drop_responsibility(MarcField& title) {
  const std::size_t at = title.data.rfind(subfield('c', ""));
  if (at == std::string::npos) return;
  title.data.resize(at);
  if (title.data.ends_with(" /")) title.data.resize(title.data.size() - 2);
  if (!title.data.ends_with('.')) title.data += '.';
}

std::size_t record_size(const MarcTree& tree) {
  std::size_t size = iso2709_leader_bytes + 2;  // the ends of directory and record
  for (const MarcField& field : tree.fields) size += entry_size + field.data.size() + 1;
  return size;
}

std::size_t excess_of(const MarcTree& tree) {
  const std::size_t size = record_size(tree);
  return size - std::min(size, iso2709_record_bytes_max);
}

auto last_of(MarcTree& tree, std::span<const int> tags) {
  return std::find_if(tree.fields.rbegin(), tree.fields.rend(), [tags](const MarcField& field) {
    return std::ranges::find(tags, field.tag) != tags.end();
  });
}

void drop_last(MarcTree& tree, std::span<const int> tags) {
  while (excess_of(tree) > 0) {
    const auto found = last_of(tree, tags);
    if (found == tree.fields.rend()) return;
    tree.fields.erase(std::next(found).base());
  }
}

void shorten_summary(MarcTree& tree) {
  constexpr std::array tags{summary_tag};
  while (const std::size_t excess = excess_of(tree)) {
    const auto found = last_of(tree, tags);
    if (found == tree.fields.rend()) return;
    const std::size_t head = found->data.find(subfield('a', "")) + 2;
    const std::size_t text = found->data.size() - head;
    if (text <= excess) {
      tree.fields.erase(std::next(found).base());
    } else {
      const std::string_view kept = std::string_view(found->data).substr(head);
      found->data.resize(head + piece_of(kept, text - excess).size());
    }
  }
}

}  // namespace

void fit_fields(MarcTree& tree) {
  std::vector<MarcField> fields;
  for (MarcField& field : tree.fields) {
    const bool is_long = field.data.size() > data_bytes_max;
    if (is_long && field.tag == title_tag) drop_responsibility(field);
    if (is_long && field.tag == summary_tag) {
      std::ranges::move(summary_pieces(field), std::back_inserter(fields));
      continue;
    }
    check(field.data.size() <= data_bytes_max);
    fields.push_back(std::move(field));
  }
  tree.fields = std::move(fields);
}

void add_residue(MarcTree& tree, std::string_view residue) {
  const std::string head = "  " + subfield('a', "");
  const std::string tail = subfield('2', residue_source);
  while (!residue.empty()) {
    const std::string_view piece = piece_of(residue, data_bytes_max - head.size() - tail.size());
    tree.fields.push_back({residue_tag, head + std::string(piece) + tail});
    residue.remove_prefix(piece.size());
  }
}

bool fits_a_record(const MarcTree& tree) { return excess_of(tree) == 0; }

void shorten_record(MarcTree& tree, std::string_view least_residue) {
  std::erase_if(tree.fields, [](const MarcField& field) { return field.tag == residue_tag; });
  add_residue(tree, least_residue);
  shorten_summary(tree);
  constexpr std::array subjects{650, 653};
  constexpr std::array notes{500};
  constexpr std::array addresses{856};
  constexpr std::array names{700, 710, 711};
  for (const std::span<const int> tags :
       {std::span<const int>(subjects), std::span<const int>(notes),
        std::span<const int>(addresses), std::span<const int>(names)}) {
    drop_last(tree, tags);
  }
  check(fits_a_record(tree));
}

void append_iso2709(std::string& out, const MarcTree& tree) {
  const std::size_t begin = out.size();
  out += tree.leader;
  std::size_t start = 0;
  for (const MarcField& field : tree.fields) {
    append_digits(out, static_cast<std::size_t>(field.tag), 3);
    append_digits(out, field.data.size() + 1, entry_digits);
    append_digits(out, start, address_digits);
    start += field.data.size() + 1;
  }
  out += '\x1E';
  const std::size_t base_address = out.size() - begin;
  for (const MarcField& field : tree.fields) out.append(field.data).append(1, '\x1E');
  out += '\x1D';
  std::string number;
  append_digits(number, out.size() - begin, address_digits);
  out.replace(begin + length_at, address_digits, number);
  number.clear();
  append_digits(number, base_address, address_digits);
  out.replace(begin + base_address_at, address_digits, number);
}

}  // namespace formats
