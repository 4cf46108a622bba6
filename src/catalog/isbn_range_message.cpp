#include "catalog/isbn_range_message.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace catalog {
namespace {

// One tag and the text behind it, up to the next tag.
struct Piece {
  std::string_view tag;  // "Group", "/Group"; comments, declarations and the DTD come as they are
  std::string_view text;
};

std::optional<Piece> next_piece(std::string_view& rest) noexcept {
  const std::size_t open = rest.find('<');
  if (open == std::string_view::npos) {
    return std::nullopt;
  }
  rest.remove_prefix(open);
  const bool is_comment = rest.starts_with("<!--");
  const std::string_view closing = is_comment ? "-->" : ">";
  const std::size_t close = rest.find(closing);
  if (close == std::string_view::npos) {
    return std::nullopt;
  }
  Piece piece{rest.substr(1, close - 1), {}};
  rest.remove_prefix(close + closing.size());
  piece.text = rest.substr(0, rest.find('<'));
  return piece;
}

std::string decoded(std::string_view text) {
  struct Entity {
    std::string_view name;
    char means;
  };
  static constexpr std::array entities{Entity{"&amp;", '&'}, Entity{"&lt;", '<'},
                                       Entity{"&gt;", '>'}, Entity{"&quot;", '"'},
                                       Entity{"&apos;", '\''}};
  std::string out;
  while (!text.empty()) {
    const auto* const entity = std::ranges::find_if(
        entities, [&](const Entity& candidate) { return text.starts_with(candidate.name); });
    const bool plain = entity == entities.end();
    out += plain ? text.front() : entity->means;
    text.remove_prefix(plain ? 1 : entity->name.size());
  }
  return out;
}

std::optional<std::uint32_t> number_in(std::string_view text) noexcept {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

// "Tue, 6 Jan 2026 09:15:00 GMT" (RFC 5322) -> "2026-01-06"; empty when it is anything else.
std::string day_of(std::string_view message_date) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto words = base::words(message_date);
  if (words.size() < 4 || words[2].size() != 3 || words[3].size() != 4 || words[1].size() > 2) {
    return {};
  }
  const std::size_t month = months.find(words[2]);
  if (month == std::string_view::npos || month % 3 != 0 || !number_in(words[1])) {
    return {};
  }
  const auto two = [](const std::string& digits) {
    return std::string(2 - digits.size(), '0') + digits;
  };
  return std::string(words[3]) + '-' + two(std::to_string(month / 3 + 1)) + '-' +
         two(std::string(words[1]));
}

class MessageReader {
 public:
  IsbnRanges::Read read(std::string_view xml) {
    std::string_view rest = xml;
    while (const auto piece = next_piece(rest)) {
      const bool is_element = !piece->tag.starts_with('!');
      if (is_element && !take(*piece)) {
        const auto read_so_far =
            xml.substr(0, static_cast<std::size_t>(piece->tag.data() - xml.data()));
        const auto line = std::count(read_so_far.begin(), read_so_far.end(), '\n') + 1;
        return damaged({"linha", "line"}, piece->tag, static_cast<std::size_t>(line));
      }
    }
    if (place_ != Place::behind) {
      return damaged({"incompleto", "incomplete"}, "</RegistrationGroups>", 0);
    }
    return IsbnRanges::of(std::move(date_), std::move(groups_));
  }

 private:
  // `EAN.UCCPrefixes`, in front, has groups of another kind with elements of the same names.
  enum class Place { before, inside, behind };

  static base::Unexpected<IsbnTableFault> damaged(const Wording& what, std::string_view shown,
                                                  std::size_t line) {
    return {{what, std::string(base::clip_bytes(shown, 80)), line}};
  }

  bool take(const Piece& piece) {
    const std::string_view text = base::trim(piece.text);
    if (piece.tag == "MessageDate") {
      date_ = day_of(text);
      return !date_.empty();
    }
    if (piece.tag == "RegistrationGroups" || piece.tag == "/RegistrationGroups") {
      const bool opens = piece.tag.front() != '/';
      const bool fine = place_ == (opens ? Place::before : Place::inside);
      place_ = opens ? Place::inside : Place::behind;
      return fine;
    }
    return place_ != Place::inside || take_group(piece.tag, text);
  }

  bool take_group(std::string_view tag, std::string_view text) {
    if (tag == "Group") {
      groups_.emplace_back();
      return !range_;
    }
    if (groups_.empty()) {
      return false;
    }
    IsbnGroup& group = groups_.back();
    if (tag == "Prefix") {
      group.prefix = text;
    } else if (tag == "Agency") {
      group.agency = decoded(text);
    } else if (tag == "Range") {
      return take_range(text);
    } else if (tag == "Length") {
      return take_length(text);
    }
    return true;
  }

  // "0000000-1999999", whose length comes behind it.
  bool take_range(std::string_view text) {
    constexpr std::size_t digits = 7;
    if (text.size() != 2 * digits + 1 || text[digits] != '-' || range_) {
      return false;
    }
    const auto first = number_in(text.substr(0, digits));
    const auto last = number_in(text.substr(digits + 1));
    range_ = first && last ? std::optional(IsbnRange{*first, *last, 0}) : std::nullopt;
    return range_.has_value();
  }

  // 0: nobody may use it yet.
  bool take_length(std::string_view text) {
    const auto length = number_in(text);
    if (!length || !range_) {
      return false;
    }
    range_->length = *length;
    if (*length > 0) {
      groups_.back().ranges.push_back(*range_);
    }
    range_.reset();
    return true;
  }

  std::string date_;
  std::vector<IsbnGroup> groups_;
  std::optional<IsbnRange> range_;
  Place place_ = Place::before;
};

}  // namespace

IsbnRanges::Read read_isbn_range_message(std::string_view xml) { return MessageReader().read(xml); }

}  // namespace catalog
