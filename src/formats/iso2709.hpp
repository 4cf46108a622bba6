// ISO 2709 records (leader, directory, fields) out of a stream of bytes in any slices. One thread.
// Damage costs the damaged record only: the next record terminator starts over, and an intact
// record at the end of a damaged stretch is still found. Memory is bounded by two records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/feed_buffer.hpp"

namespace formats {

// The leader gives a record's length in five digits.
inline constexpr std::size_t iso2709_record_bytes_max = 99'999;
inline constexpr std::size_t iso2709_leader_bytes = 24;

struct Subfield {
  char code = '\0';
  std::string_view value;
};

// The subfields of a data field, in order; text in front of the first delimiter is skipped.
class Subfields {
 public:
  explicit Subfields(std::string_view data) noexcept : rest_(data) {}
  std::optional<Subfield> next() noexcept;

 private:
  std::string_view rest_;
};

struct Iso2709Field {
  int tag = -1;           // 0…999; -1: not three digits
  std::string_view data;  // with indicators, without the field terminator

  // 1 or 2; a blank when the field is too short to have it.
  char indicator(std::size_t number) const noexcept {
    return data.size() >= number ? data[number - 1] : ' ';
  }
  Subfields subfields() const noexcept { return Subfields(data); }
  // The first subfield with this code; empty when there is none.
  std::string_view first(char code) const noexcept;
  bool has(char code) const noexcept { return first(code).data() != nullptr; }
};

enum class Iso2709Fault : std::uint8_t { none, leader, directory, too_long };

// One record as views into its bytes, which must outlive it. Fields are taken from the directory;
// the leader's record length and base address are not believed, because many writers get them
// wrong while every field is whole and terminated. Where the directory's lengths are wrong too,
// counted in characters for instance, the terminators tell the fields.
class Iso2709Record {
 public:
  // By the directory alone.
  Iso2709Fault parse(std::string_view bytes);
  // By the terminators, where parse() fails and there are as many as the directory has entries.
  Iso2709Fault parse_or_repair(std::string_view bytes);

  std::string_view bytes() const noexcept { return bytes_; }
  std::string_view leader() const noexcept { return bytes_.substr(0, iso2709_leader_bytes); }
  const std::vector<Iso2709Field>& fields() const noexcept { return fields_; }
  // False when bytes follow that belong to no field; the record terminator is not counted.
  bool ends_with_its_fields() const noexcept { return end_ + 1 >= bytes_.size(); }
  // Lengths that are not what the bytes are: of the record, or of its fields.
  bool has_wrong_lengths() const noexcept { return has_wrong_lengths_; }

 private:
  bool parse_entry(std::string_view entry, std::string_view data);
  bool repair();

  std::string_view bytes_;
  std::vector<Iso2709Field> fields_;
  std::size_t end_ = 0;  // of the field that reaches furthest
  bool has_wrong_lengths_ = false;
};

class Iso2709Reader {
 public:
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  void finish() noexcept { finished_ = true; }

  // The fault of the next record; on `none` it is in record() until the next call of feed or next.
  // nullopt: feed more, or (after finish) the end.
  std::optional<Iso2709Fault> next();
  const Iso2709Record& record() const noexcept { return record_; }
  // The record of the last call as it came, damaged or not, up to and with the terminator behind
  // which reading goes on. One that runs into the next record is ended here; empty: over twice the
  // limit.
  std::string bytes() const;

 private:
  void skip_filler();
  void forget_overlong();
  Iso2709Fault take(std::size_t length);
  Iso2709Fault salvage(std::string_view damaged, Iso2709Fault fault);
  bool is_intact_record(std::string_view bytes);

  FeedBuffer buffer_;
  Iso2709Record record_;
  std::size_t handed_out_ = 0;  // bytes that record() points into, consumed by the next call
  std::size_t scanned_ = 0;     // bytes known to hold no record terminator
  bool overlong_ = false;       // the record began before what the buffer still holds
  bool is_whole_ = false;       // the record handed out is whole in the buffer
  bool finished_ = false;
};

}  // namespace formats
