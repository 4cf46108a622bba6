// The character encoding of a text file, decided record by record: UTF-8 when the bytes are valid
// UTF-8, else Windows-1252. One per file, one thread. Once the file has proved to be UTF-8, by a
// byte order mark or by its first record beyond ASCII, a record that is not is damaged and refused
// rather than turned into gibberish.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace formats {

class CsvEncoding {
 public:
  void set_utf8() noexcept { seen_ = Seen::utf8; }
  bool is_windows_1252() const noexcept { return seen_ == Seen::windows_1252; }

  // Once decode() has refused: what it refused would be taken for Windows-1252 on its own.
  bool has_refused() const noexcept { return has_refused_; }

  // Turns the cells of a record into UTF-8. False: refused; the cells stay as they are.
  [[nodiscard]] bool decode(std::span<std::string> cells);

 private:
  enum class Seen : std::uint8_t { ascii, utf8, windows_1252 };
  Seen seen_ = Seen::ascii;
  bool has_refused_ = false;
};

}  // namespace formats
