#include "formats/json_items.hpp"

#include <algorithm>
#include <utility>

namespace formats {
namespace {

constexpr std::string_view blanks_between_items = " \t\r\n";

}  // namespace

void JsonItems::advance(std::size_t count) noexcept {
  const std::string_view gone = buffer_.view().substr(0, count);
  next_line_ += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
  buffer_.consume(count);
}

// True when the item's end was found: at `scanned_`.
bool JsonItems::scan() noexcept {
  const std::string_view bytes = buffer_.view();
  for (; scanned_ < bytes.size(); ++scanned_) {
    const char c = bytes[scanned_];
    if (in_string_) {
      if (!escaped_ && c == '"') in_string_ = false;
      escaped_ = !escaped_ && c == '\\';
      continue;
    }
    in_string_ = c == '"';
    if (c == '[' || c == '{') ++depth_;
    const bool closing = c == ']' || c == '}';
    if (depth_ == 0 && (c == ',' || closing) && !closed_) return true;
    if (closing && depth_ > 0) --depth_;
  }
  return false;
}

// A file that was cut short between two books would look whole otherwise.
std::optional<JsonItems::Item> JsonItems::end() noexcept {
  if (closed_ || !std::exchange(tells_unclosed_, false)) return std::nullopt;
  return Item{{}, next_line_, Fault::unclosed};
}

std::optional<JsonItems::Item> JsonItems::next() {
  advance(handed_out_);
  handed_out_ = 0;
  while (true) {
    if (scanned_ == 0) {
      const std::string_view rest = buffer_.view();
      advance(std::min(rest.find_first_not_of(blanks_between_items), rest.size()));
    }
    const bool found = scan();
    if (!found && scanned_ > item_bytes_max_) {
      // The rest of it is passed over.
      too_long_ = true;
      advance(scanned_);
      scanned_ = 0;
    }
    const bool at_end = !found && finished_;
    if (at_end && buffer_.view().empty() && !too_long_) return end();
    if (!found && !at_end) return std::nullopt;
    const std::uint64_t line = next_line_;
    const std::string_view bytes = buffer_.view().substr(0, scanned_);
    const std::size_t last = bytes.find_last_not_of(blanks_between_items);
    const std::string_view item = bytes.substr(0, last == std::string_view::npos ? 0 : last + 1);
    closed_ = closed_ || (found && buffer_.view()[scanned_] == ']');
    handed_out_ = std::min(scanned_ + 1, buffer_.view().size());
    scanned_ = 0;
    // An item that was cut short tells it itself.
    tells_unclosed_ = tells_unclosed_ && depth_ == 0 && !in_string_;
    depth_ = 0;
    in_string_ = false;
    escaped_ = false;
    const Fault fault = too_long_ || item.size() > item_bytes_max_ ? Fault::too_long : Fault::none;
    too_long_ = false;
    // "[]", and the end of "[1, ]", which no book can tell from it.
    if (item.empty() && fault == Fault::none) {
      advance(handed_out_);
      handed_out_ = 0;
      continue;
    }
    return Item{item, line, fault};
  }
}

}  // namespace formats
