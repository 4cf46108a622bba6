#include "formats/marc_record.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/eight_bytes.hpp"
#include "base/text.hpp"
#include "formats/marc8.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::Rule;

constexpr std::size_t status_at = 5;
constexpr std::size_t type_at = 6;
constexpr std::size_t coding_at = 9;
constexpr int marc21_title = 245;
constexpr int unimarc_title = 200;

FieldError not_allowed(std::string pointer, std::string allowed) {
  return {std::move(pointer), Rule::invalid_value, {std::move(allowed)}};
}

// Leader/06 of authority (z), holdings (u v x y), classification (w) and community (q) records.
bool is_other_kind(char type) noexcept {
  return std::string_view("zuvxywq").find(type) != std::string_view::npos || type < 'a' ||
         type > 'z';
}

// The fields that the mapping (marc_mapping.hpp) looks at.
bool is_mapped(int tag) noexcept {
  constexpr std::array mapped{1,   8,   10,  20,  22,  24,  35,  41,  80,  82,  100, 110,
                              111, 130, 240, 245, 246, 250, 260, 264, 300, 440, 490, 600,
                              610, 611, 630, 648, 650, 651, 653, 654, 655, 656, 700, 710,
                              711, 740, 765, 773, 800, 810, 811, 830, 856, 887};
  const bool is_note = tag >= 500 && tag <= 599;
  const bool is_local_subject = tag >= 690 && tag <= 699;
  return is_note || is_local_subject || std::ranges::binary_search(mapped, tag);
}

bool goes_beyond_ascii(std::string_view text) noexcept {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

enum class Coding { utf8, damaged_utf8, marc8, iso5426, one_byte };

bool has_title_of(const std::vector<Iso2709Field>& fields, int tag) noexcept {
  return std::ranges::find(fields, tag, &Iso2709Field::tag) != fields.end();
}

// Leader/09 is `a` for UTF-8 and blank for MARC-8. UTF-8 under a blank is common, because writers
// forget the flag, and MARC-8 text that happens to be valid UTF-8 beyond ASCII is all but
// impossible: so a blank is believed only when what is read switches character sets, or is not
// UTF-8 and nowhere looks like it.
Coding coding_of_marc21(const Iso2709Record& raw) {
  const bool valid = base::is_valid_utf8(raw.bytes());
  const bool claims_utf8 = raw.leader()[coding_at] == 'a';
  if (valid && (claims_utf8 || raw.bytes().find(marc8_escape) == std::string_view::npos)) {
    return Coding::utf8;
  }
  bool bad = false;
  bool good = false;
  bool switches = false;
  for (const Iso2709Field& field : raw.fields()) {
    if (!is_mapped(field.tag)) continue;
    const bool is_valid = base::is_valid_utf8(field.data);
    bad = bad || !is_valid;
    good = good || (is_valid && goes_beyond_ascii(field.data));
    switches = switches || field.data.find(marc8_escape) != std::string_view::npos;
  }
  const bool is_marc8 = !claims_utf8 && (switches || (bad && !good));
  return is_marc8 ? Coding::marc8 : Coding::damaged_utf8;
}

// 100 $a/26-27 says which set of characters; many say ISO 5426 and are in UTF-8 all the same.
Coding coding_of_unimarc(const Iso2709Record& raw) {
  constexpr std::size_t character_set_at = 26;
  constexpr std::string_view unicode = "50";
  if (base::is_valid_utf8(raw.bytes())) return Coding::utf8;
  const auto general = std::ranges::find(raw.fields(), 100, &Iso2709Field::tag);
  const std::string_view processing =
      general == raw.fields().end() ? std::string_view{} : general->first('a');
  const bool says_utf8 = processing.size() >= character_set_at + unicode.size() &&
                         processing.substr(character_set_at, unicode.size()) == unicode;
  return says_utf8 ? Coding::damaged_utf8 : Coding::iso5426;
}

Coding coding_of(const Iso2709Record& raw, bool is_unimarc, Encoding said) {
  if (has_one_byte(said)) return Coding::one_byte;
  if (said == Encoding::marc8) return Coding::marc8;
  if (said == Encoding::utf8) {
    return base::is_valid_utf8(raw.bytes()) ? Coding::utf8 : Coding::damaged_utf8;
  }
  return is_unimarc ? coding_of_unimarc(raw) : coding_of_marc21(raw);
}

// Every byte that is no part of a character as U+FFFD.
std::string with_replacements(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t valid = base::valid_utf8_prefix(text);
    out += text.substr(0, valid);
    if (valid == text.size()) return out;
    out += "\uFFFD";
    text.remove_prefix(valid + 1);
  }
}

std::string shown_field(std::string_view data) {
  std::string text(base::clip_bytes(data, written_bytes_max));
  std::ranges::replace(text, '\x1F', '$');
  return text;
}

constexpr unsigned char first_delimiter = 0x1D;  // of records; then of fields, of subfields

constexpr bool may_hold_control(std::uint64_t bytes) noexcept {
  return base::any_below(bytes, first_delimiter) || base::any_equal(bytes, 0x7F) ||
         base::any_equal(bytes, 0xC2);
}

// Control characters of valid UTF-8 by their bytes: C0, DEL, and C1 as C2 80…C2 9F.
std::size_t find_control(std::string_view text, std::size_t from) noexcept {
  for (std::size_t i = from; i < text.size(); ++i) {
    while (i + 8 < text.size() && !may_hold_control(base::eight_bytes(text.data() + i))) i += 8;
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool structural = byte >= first_delimiter && byte <= 0x1F;
    if ((byte < 0x20 && !structural) || byte == 0x7F) return i;
    if (byte == 0xC2 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next <= 0x9F) return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string shown_tag(int tag) {
  std::string shown = std::to_string(std::max(tag, 0));
  shown.insert(0, 3 - shown.size(), '0');
  return shown;
}

MarcRecord::MarcRecord(const std::vector<Iso2709Field>& fields, MarcSyntax syntax)
    : fields_(fields),
      is_unimarc_(syntax == MarcSyntax::unimarc ||
                  (syntax == MarcSyntax::either && has_title_of(fields, unimarc_title) &&
                   !has_title_of(fields, marc21_title))) {}

base::Expected<MarcRecord, FieldError> MarcRecord::accept(const Parts& parts, MarcSyntax syntax) {
  if (parts.leader[status_at] == 'd') {
    return base::Unexpected<FieldError>{not_allowed("leader/05", "a c n p")};
  }
  if (is_other_kind(parts.leader[type_at])) {
    return base::Unexpected<FieldError>{not_allowed("leader/06", "a c d e f g i j k m o p r t")};
  }
  MarcRecord record(parts.fields, syntax);
  record.scrub_controls();
  return record;
}

base::Expected<MarcRecord, FieldError> MarcRecord::accept(const Iso2709Record& raw,
                                                          const MarcRules& rules) {
  auto accepted = accept({.leader = raw.leader(), .fields = {}}, rules.syntax);
  if (!accepted) return accepted;
  MarcRecord record(raw.fields(), rules.syntax);
  if (raw.has_wrong_lengths()) {
    record.warnings_.push_back(
        {"leader",
         shown_field(raw.leader()),
         {"os comprimentos não conferem; os campos foram lidos pelos seus terminadores",
          "the lengths are wrong; the fields were read by their terminators"}});
  }
  switch (coding_of(raw, record.is_unimarc_, rules.encoding)) {
    case Coding::utf8:
      break;
    case Coding::damaged_utf8:
      record.repair_text();
      break;
    case Coding::marc8:
      record.decode_old(raw, OldCoding::marc8, rules.encoding);
      break;
    case Coding::iso5426:
      record.decode_old(raw, OldCoding::iso5426, rules.encoding);
      break;
    case Coding::one_byte:
      record.decode_text([encoding = rules.encoding](std::string_view data) {
        return DecodedText{.text = to_utf8(encoding, data), .unknown = 0};
      });
      break;
  }
  if (!record.decoded_.empty() || find_control(raw.bytes(), 0) != std::string_view::npos) {
    record.scrub_controls();
  }
  return record;
}

MarcRecord MarcRecord::of(const MarcTree& tree) {
  std::vector<Iso2709Field> fields;
  fields.reserve(tree.fields.size());
  for (const MarcField& field : tree.fields) fields.push_back({field.tag, field.data});
  return {fields, MarcSyntax::marc21};
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

void MarcRecord::repair_text() {
  for (Iso2709Field& field : fields_) {
    if (base::is_valid_utf8(field.data)) continue;
    field.data = decoded_.emplace_back(with_replacements(field.data));
    warn(field, {"os bytes que não são UTF-8 foram trocados por U+FFFD",
                 "the bytes that are not UTF-8 were replaced by U+FFFD"});
  }
}

void MarcRecord::decode_text(const std::function<DecodedText(std::string_view)>& decode) {
  for (Iso2709Field& field : fields_) {
    // All these encodings are ASCII below; a reference is "&#x" and digits.
    const bool is_plain = !goes_beyond_ascii(field.data) &&
                          field.data.find(marc8_escape) == std::string_view::npos &&
                          field.data.find("&#x") == std::string_view::npos;
    if (is_plain) continue;
    DecodedText decoded = decode(field.data);
    field.data = decoded_.emplace_back(std::move(decoded.text));
    if (decoded.unknown == 0) continue;
    warn(field, {"os caracteres que não se conhecem foram trocados por U+FFFD",
                 "the characters that are not known were replaced by U+FFFD"});
  }
}

// Many programs write ISO 8859-1, or Windows-1252, and leave the leader as it was.
void MarcRecord::decode_old(const Iso2709Record& raw, OldCoding coding, Encoding said) {
  Latin1Evidence evidence(coding);
  const bool is_doubted =
      said == Encoding::automatic && raw.bytes().find(marc8_escape) == std::string_view::npos;
  if (is_doubted) {
    for (const Iso2709Field& field : fields_) evidence.add(field.data);
  }
  if (evidence.is_latin1()) {
    decode_text([](std::string_view data) {
      return DecodedText{.text = from_windows_1252(data), .unknown = 0};
    });
    warn_of_coding(coding, {"lido como Windows-1252: não parece ser o que o registro diz",
                            "read as Windows-1252: it does not seem to be what the record says"});
    return;
  }
  decode_text(coding == OldCoding::marc8 ? from_marc8 : from_iso5426);
  if (!evidence.is_doubtful()) return;
  warn_of_coding(coding, {"não parece ser da codificação que o registro diz: diga qual é, talvez "
                          "iso-8859-1",
                          "does not seem to be in the encoding that the record says: say which, "
                          "maybe iso-8859-1"});
}

void MarcRecord::warn_of_coding(OldCoding coding, const catalog::Wording& why) {
  const Iso2709Field* title = first(is_unimarc_ ? unimarc_title : marc21_title);
  warnings_.push_back({coding == OldCoding::marc8 ? "leader/09" : "100",
                       shown_field(title == nullptr ? std::string_view{} : title->data), why});
}

void MarcRecord::warn(const Iso2709Field& field, const catalog::Wording& why) {
  if (!is_unimarc_ && !is_mapped(field.tag)) return;
  warnings_.push_back({shown_tag(field.tag), shown_field(field.data), why});
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
    field.data = decoded_.emplace_back(std::move(clean));
  }
}

}  // namespace formats
