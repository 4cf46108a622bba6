#include "formats/marc_record.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::Rule;

constexpr std::size_t status_at = 5;
constexpr std::size_t type_at = 6;
constexpr std::size_t coding_at = 9;
constexpr char marc8_escape = '\x1B';

FieldError not_allowed(std::string pointer, std::string allowed) {
  return {std::move(pointer), Rule::invalid_value, {std::move(allowed)}};
}

// Leader/06 of authority (z), holdings (u v x y), classification (w) and community (q) records.
bool is_other_kind(char type) noexcept {
  return std::string_view("zuvxywq").find(type) != std::string_view::npos || type < 'a' ||
         type > 'z';
}

std::string pointer_to_bad_bytes(const Iso2709Record& raw) {
  for (const Iso2709Field& field : raw.fields()) {
    if (field.tag >= 0 && !base::is_valid_utf8(field.data)) {
      const std::string digits = std::to_string(field.tag);
      return "/" + std::string(3 - digits.size(), '0') + digits;
    }
  }
  return "directory";
}

// Leader/09 is `a` for UTF-8 and blank for MARC-8. UTF-8 under a blank is common, because writers
// forget the flag, and MARC-8 text that happens to be valid UTF-8 beyond ASCII is all but
// impossible: so a blank is believed only when the bytes are not UTF-8 or switch character sets.
std::optional<FieldError> coding_fault(const Iso2709Record& raw) {
  const bool valid = base::is_valid_utf8(raw.bytes());
  if (raw.leader()[coding_at] == 'a') {
    if (valid) return std::nullopt;
    return not_allowed(pointer_to_bad_bytes(raw), "UTF-8");
  }
  if (valid && raw.bytes().find(marc8_escape) == std::string_view::npos) return std::nullopt;
  return not_allowed("leader/09", "a (UTF-8)");
}

// Control characters of valid UTF-8 by their bytes: C0, DEL, and C1 as C2 80…C2 9F.
std::size_t find_control(std::string_view text, std::size_t from) noexcept {
  for (std::size_t i = from; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool structural = byte >= 0x1D && byte <= 0x1F;
    if ((byte < 0x20 && !structural) || byte == 0x7F) return i;
    if (byte == 0xC2 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next <= 0x9F) return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

base::Expected<MarcRecord, FieldError> MarcRecord::accept(const Iso2709Record& raw) {
  const std::string_view leader = raw.leader();
  if (leader[status_at] == 'd') {
    return base::Unexpected<FieldError>{not_allowed("leader/05", "a c n p")};
  }
  if (is_other_kind(leader[type_at])) {
    return base::Unexpected<FieldError>{not_allowed("leader/06", "a c d e f g i j k m o p r t")};
  }
  if (auto fault = coding_fault(raw)) {
    return base::Unexpected<FieldError>{*std::move(fault)};
  }
  MarcRecord record(raw);
  if (find_control(raw.bytes(), 0) != std::string_view::npos) record.scrub_controls();
  return record;
}

const Iso2709Field* MarcRecord::first(int tag) const noexcept {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [tag](const Iso2709Field& field) { return field.tag == tag; });
  return found == fields_.end() ? nullptr : &*found;
}

std::string_view MarcRecord::control(int tag) const noexcept {
  const Iso2709Field* field = first(tag);
  return field == nullptr ? std::string_view{} : field->data;
}

// Tabs and line breaks become spaces. The rest goes: it is damage, or U+0098 and U+009C, which
// enclose what sorting ignores and mean nothing in a title on screen.
void MarcRecord::scrub_controls() {
  for (Iso2709Field& field : fields_) {
    std::size_t at = find_control(field.data, 0);
    if (at == std::string_view::npos) continue;
    std::string clean;
    std::size_t kept = 0;
    for (; at != std::string_view::npos; at = find_control(field.data, kept)) {
      clean += field.data.substr(kept, at - kept);
      const char control = field.data[at];
      if (control == '\t' || control == '\n' || control == '\r') clean += ' ';
      kept = at + (control == '\xC2' ? 2 : 1);
    }
    clean += field.data.substr(kept);
    field.data = scrubbed_.emplace_back(std::move(clean));
  }
}

}  // namespace formats
