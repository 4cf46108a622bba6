// Cursors (catalog/cursor.hpp) as text: base64url (RFC 4648 section 5, no padding) of
//   format, side, number of keys, (key and direction, value) for each, checksum
// with integers as zigzag varints and texts as a length and their bytes. The checksum tells damage,
// not forgery: a forged cursor is only a position like any other.

#include "catalog/cursor.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/base64url.hpp"
#include "catalog/sort_key.hpp"

namespace catalog {
namespace {

constexpr std::size_t cursor_text_max = 2048;
constexpr std::uint8_t format = 1;
constexpr std::size_t checksum_size = 4;

// FNV-1a, 32 bits.
std::uint32_t checksum(std::string_view bytes) noexcept {
  std::uint32_t sum = 2166136261U;
  for (const char byte : bytes) {
    sum = (sum ^ static_cast<unsigned char>(byte)) * 16777619U;
  }
  return sum;
}

constexpr std::array<std::int8_t, 256> make_sextets() {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < base64url_alphabet.size(); ++i) {
    table[static_cast<unsigned char>(base64url_alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}
constexpr std::array<std::int8_t, 256> sextets = make_sextets();

std::string to_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(byte);
    count += 8;
    while (count >= 6) {
      count -= 6;
      text += base64url_alphabet[(bits >> count) & 63];
    }
  }
  if (count > 0) {
    text += base64url_alphabet[(bits << (6 - count)) & 63];
  }
  return text;
}

// nullopt also for the spare bits of the last character not being zero: one cursor, one text.
std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto sextet = sextets[static_cast<unsigned char>(c)];
    if (sextet < 0) {
      return std::nullopt;
    }
    bits = (bits << 6) | static_cast<std::uint32_t>(sextet);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> count) & 0xFF);
    }
  }
  const bool spare_is_zero = (bits & ((1U << count) - 1)) == 0;
  return count < 6 && spare_is_zero ? std::optional(std::move(bytes)) : std::nullopt;
}

void put_byte(std::string& out, unsigned value) { out += static_cast<char>(value & 0xFF); }

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    put_byte(out, static_cast<unsigned>(value & 0x7F) | 0x80);
    value >>= 7;
  }
  put_byte(out, static_cast<unsigned>(value));
}

std::uint64_t zigzag(std::int64_t value) noexcept {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? ~(bits << 1) : bits << 1;
}

std::int64_t unzigzag(std::uint64_t value) noexcept {
  const std::uint64_t half = value >> 1;
  return static_cast<std::int64_t>((value & 1) != 0 ? ~half : half);
}

void put_checksum(std::string& out) {
  const std::uint32_t sum = checksum(out);
  for (int shift = 0; shift < 32; shift += 8) {
    put_byte(out, sum >> shift);
  }
}

// Takes bytes from the front; after the first shortage everything is empty and ok() false.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) noexcept : rest_(bytes) {}

  bool ok() const noexcept { return ok_; }
  bool at_end() const noexcept { return rest_.empty(); }
  unsigned byte() noexcept {
    const std::string_view taken = text(1);
    return taken.empty() ? 0 : static_cast<unsigned char>(taken.front());
  }
  std::uint64_t varint() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t next = byte();
      value |= (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  std::string_view text(std::uint64_t size) noexcept {
    ok_ = ok_ && size <= rest_.size();
    const std::string_view taken = ok_ ? rest_.substr(0, size) : std::string_view{};
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

bool sorts_by_text(SortKey key) noexcept { return key == SortKey::title || key == SortKey::author; }

unsigned sort_byte(const Sort& sort) noexcept {
  return static_cast<unsigned>(sort.key) * 2 + static_cast<unsigned>(sort.direction);
}

std::optional<CursorValue> read_value(Bytes& bytes, SortKey key) {
  if (!sorts_by_text(key)) {
    return unzigzag(bytes.varint());
  }
  const std::string_view text = bytes.text(bytes.varint());
  if (text.size() > sort_key_bytes_max || !base::is_valid_utf8(text) ||
      base::has_control(text, base::Newlines::refused)) {
    return std::nullopt;
  }
  return std::string(text);
}

}  // namespace

std::string encode_cursor(const Cursor& cursor, const std::vector<Sort>& order) {
  check(cursor.values.size() == order.size());
  std::string bytes;
  put_byte(bytes, format);
  put_byte(bytes, static_cast<unsigned>(cursor.side));
  put_byte(bytes, static_cast<unsigned>(order.size()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    put_byte(bytes, sort_byte(order[i]));
    if (sorts_by_text(order[i].key)) {
      const auto& text = std::get<std::string>(cursor.values[i]);
      put_varint(bytes, text.size());
      bytes += text;
    } else {
      put_varint(bytes, zigzag(std::get<std::int64_t>(cursor.values[i])));
    }
  }
  put_checksum(bytes);
  return to_base64url(bytes);
}

std::optional<Cursor> decode_cursor(std::string_view text, const std::vector<Sort>& order) {
  if (text.size() > cursor_text_max) {
    return std::nullopt;
  }
  const auto decoded = from_base64url(text);
  if (!decoded || decoded->size() < checksum_size) {
    return std::nullopt;
  }
  std::string body = decoded->substr(0, decoded->size() - checksum_size);
  put_checksum(body);
  if (body != *decoded) {
    return std::nullopt;
  }
  Bytes bytes(std::string_view(*decoded).substr(0, decoded->size() - checksum_size));
  const bool known = bytes.byte() == format;
  const unsigned side = bytes.byte();
  if (!known || side > static_cast<unsigned>(PageSide::before) || bytes.byte() != order.size()) {
    return std::nullopt;
  }
  Cursor cursor{static_cast<PageSide>(side), {}};
  for (const Sort& sort : order) {
    if (bytes.byte() != sort_byte(sort)) {
      return std::nullopt;
    }
    auto value = read_value(bytes, sort.key);
    if (!value) {
      return std::nullopt;
    }
    cursor.values.push_back(*std::move(value));
  }
  return bytes.ok() && bytes.at_end() ? std::optional(std::move(cursor)) : std::nullopt;
}

}  // namespace catalog
