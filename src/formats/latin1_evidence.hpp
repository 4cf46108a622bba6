// Tells whether a record that should be in MARC-8 or ISO 5426 is in ISO 8859-1 instead. In both
// a mark stands in front of its letter, nearly always one that Unicode has as one character with
// it; the letters of ISO 8859-1 read so put marks on letters that never have them, on blanks and at
// ends. One record, one thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace formats {

enum class OldCoding : std::uint8_t { marc8, iso5426 };

class Latin1Evidence {
 public:
  explicit Latin1Evidence(OldCoding coding) noexcept : coding_(coding) {}

  // A field with its delimiters, without escapes.
  void add(std::string_view data);

  bool is_latin1() const noexcept { return odd_ > right_; }
  // Not enough to read it otherwise.
  bool is_doubtful() const noexcept { return has_impossible_ && 2 * odd_ >= right_; }

 private:
  struct Place;  // bytes with what stands around them
  void add_value(std::string_view data);
  void judge_marks(const Place& marks);
  void judge_sign(const Place& sign);
  bool is_impossible_marc8(const Place& sign) const noexcept;
  void judge_iso5426_sign(const Place& sign);
  void impossible() noexcept;

  OldCoding coding_;
  std::uint32_t right_ = 0;
  std::uint32_t odd_ = 0;
  bool has_impossible_ = false;
};

}  // namespace formats
