#include "formats/bibtex_entries.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace formats {
namespace {

// "@word{" at the beginning of a line inside of an entry needs so much to be told.
constexpr std::size_t entry_begin_bytes_max = 100;
constexpr std::string_view bibtex_blanks = " \t\r\n";

}  // namespace

void BibtexEntries::advance(std::size_t count) noexcept {
  const std::string_view gone = buffer_.view().substr(0, count);
  if (gone.empty()) return;
  line_ += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
  at_line_start_ = gone.back() == '\n';
  buffer_.consume(count);
}

// "@word{" or "@word(", with blanks around the word.
bool BibtexEntries::begins_entry(std::size_t at) const noexcept {
  // No more than that, so that it is the same however the bytes come.
  const std::string_view bytes = buffer_.view().substr(at, entry_begin_bytes_max);
  std::size_t end = std::min(bytes.find_first_not_of(" \t", 1), bytes.size());
  const std::size_t word = end;
  while (end < bytes.size() && base::is_letter(bytes[end])) ++end;
  if (end == word) return false;
  end = std::min(bytes.find_first_not_of(bibtex_blanks, end), bytes.size());
  return end < bytes.size() && (bytes[end] == '{' || bytes[end] == '(');
}

// The buffer then begins with an "@" that begins an entry. False: none yet.
bool BibtexEntries::find_entry() {
  while (true) {
    const std::string_view bytes = buffer_.view();
    std::size_t at = bytes.find('@');
    // An entry too long was cut inside of a value: only the beginning of a line begins an entry.
    while (skipping_ && at != std::string_view::npos &&
           (at == 0 ? !at_line_start_ : bytes[at - 1] != '\n')) {
      at = bytes.find('@', at + 1);
    }
    if (at == std::string_view::npos) {
      advance(bytes.size());
      return false;
    }
    advance(at);
    const bool is_whole = finished_ || buffer_.view().size() >= entry_begin_bytes_max;
    if (begins_entry(0)) {
      skipping_ = false;
      return true;
    }
    if (!is_whole) return false;
    advance(1);
  }
}

BibtexEntries::Progress BibtexEntries::scan() {
  const std::string_view bytes = buffer_.view();
  while (scanned_ < bytes.size() && scanned_ <= bibtex_entry_bytes_max) {
    const char c = bytes[scanned_];
    if (c == '@' && scanned_ > 0 && bytes[scanned_ - 1] == '\n' &&
        depth_ + (closing_ != '\0') > 0) {
      const bool is_whole = finished_ || bytes.size() - scanned_ >= entry_begin_bytes_max;
      if (!begins_entry(scanned_)) {
        if (!is_whole) return Progress::more;
      } else {
        return Progress::unclosed;
      }
    }
    if (c == '\\') {
      if (scanned_ + 1 >= bytes.size() && !finished_) return Progress::more;
      scanned_ += 2;
      continue;
    }
    ++scanned_;
    if (closing_ == '\0') {
      if (c == '{') closing_ = '}';
      if (c == '(') closing_ = ')';
      continue;
    }
    if (c == '"' && depth_ == 0 && closing_ == ')') in_quotes_ = !in_quotes_;
    if (c == closing_ && depth_ == 0 && !in_quotes_) return Progress::found;
    if (c == '{') ++depth_;
    if (c == '}' && depth_ > 0) --depth_;
  }
  scanned_ = std::min(scanned_, bytes.size());
  return finished_ && scanned_ == bytes.size() ? Progress::unclosed : Progress::more;
}

std::optional<BibtexEntries::Entry> BibtexEntries::next() {
  advance(handed_out_);
  handed_out_ = 0;
  if (scanned_ == 0 && !find_entry()) return std::nullopt;
  const Progress progress = scan();
  const bool too_long = progress != Progress::found && scanned_ > bibtex_entry_bytes_max;
  if (progress == Progress::more && !too_long) return std::nullopt;
  const Entry entry{buffer_.view().substr(0, scanned_), line_,
                    too_long                      ? BibtexFault::too_long
                    : progress == Progress::found ? BibtexFault::none
                                                  : BibtexFault::unclosed};
  handed_out_ = scanned_;
  skipping_ = too_long;
  scanned_ = 0;
  depth_ = 0;
  closing_ = '\0';
  in_quotes_ = false;
  return entry;
}

}  // namespace formats
