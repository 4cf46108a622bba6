#include "catalog/language_tag.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/ascii.hpp"
#include "catalog/language_registry.hpp"

namespace catalog {
namespace {

using base::is_digit;
using base::is_letter;
using base::to_lower;

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// The name that is in use today; `name` itself when it is.
std::string present_name(SubtagKind kind, std::string_view name) {
  const auto known = find_subtag(kind, name);
  return std::string(known && !known->empty() ? *known : name);
}

// Writes a tag anew, subtag by subtag, as the grammar demands them.
class Canonicaliser {
 public:
  // Empty subtags and characters outside the grammar leave nothing to read.
  explicit Canonicaliser(std::string_view lower_case) {
    std::size_t begin = 0;
    while (begin <= lower_case.size()) {
      const std::size_t end = std::min(lower_case.find('-', begin), lower_case.size());
      const std::string_view subtag = lower_case.substr(begin, end - begin);
      if (subtag.empty() || subtag.size() > 8 ||
          !std::ranges::all_of(subtag, base::is_letter_or_digit)) {
        all_.clear();
        return;
      }
      all_.push_back(subtag);
      begin = end + 1;
    }
  }

  std::optional<std::string> run() && {
    if (at_end()) {
      return std::nullopt;
    }
    if (front() != "x") {
      if (!take_language()) {
        return std::nullopt;
      }
      take_script();
      take_region();
      if (!take_variants() || !take_extensions()) {
        return std::nullopt;
      }
    }
    if (!take_private_use() || !at_end()) {
      return std::nullopt;
    }
    return std::move(out_);
  }

 private:
  bool at_end() const noexcept { return next_ == all_.size(); }
  std::string_view front() const noexcept { return all_[next_]; }
  std::string_view take() noexcept { return all_[next_++]; }
  // The length of the subtag ahead when it is all letters, else 0.
  std::size_t letters_ahead() const noexcept {
    return !at_end() && std::ranges::all_of(front(), is_letter) ? front().size() : 0;
  }
  std::size_t length_ahead() const noexcept { return at_end() ? 0 : front().size(); }

  void write(std::string_view subtag) {
    out_ += out_.empty() ? "" : "-";
    out_ += subtag;
  }

  // 2*3ALPHA, and an extended language that stands for both. false: none, or none that exists: the
  // grammar has room for longer words, the registry has no such word.
  bool take_language() {
    if (letters_ahead() != 2 && letters_ahead() != 3) {
      return false;
    }
    std::string language = present_name(SubtagKind::language, take());
    if (letters_ahead() == 3) {
      const auto known = find_subtag(SubtagKind::extlang, take());
      if (!known || primary_prefix(*known) != language) {
        return false;
      }
      language = known->substr(known->find(' ') + 1);
    }
    write(language);
    return true;
  }

  static std::string_view primary_prefix(std::string_view extlang) noexcept {
    return extlang.substr(0, extlang.find(' '));
  }

  void take_script() {
    if (letters_ahead() == 4) {
      std::string script(take());
      script[0] = upper(script[0]);
      write(script);
    }
  }

  void take_region() {
    if (letters_ahead() == 2) {
      std::string region = present_name(SubtagKind::region, take());
      std::ranges::transform(region, region.begin(), upper);
      write(region);
    } else if (length_ahead() == 3 && std::ranges::all_of(front(), is_digit)) {
      write(take());
    }
  }

  // 5*8alphanum, or a digit and three more. false: one is repeated or unknown.
  bool take_variants() {
    std::vector<std::string> seen;
    while (length_ahead() >= 5 || (length_ahead() == 4 && is_digit(front()[0]))) {
      const std::string_view variant = take();
      std::string present = present_name(SubtagKind::variant, variant);
      if (!find_subtag(SubtagKind::variant, variant) ||
          std::ranges::find(seen, present) != seen.end()) {
        return false;
      }
      write(present);
      seen.push_back(std::move(present));
    }
    return true;
  }

  // A singleton and at least one subtag of 2 to 8. false: malformed or repeated.
  bool take_extensions() {
    std::vector<std::string> extensions;
    while (length_ahead() == 1 && front() != "x") {
      std::string extension(take());
      const auto same = [&](const std::string& other) { return other[0] == extension[0]; };
      if (std::ranges::any_of(extensions, same) || length_ahead() < 2) {
        return false;
      }
      while (length_ahead() >= 2) {
        extension += '-';
        extension += take();
      }
      extensions.push_back(std::move(extension));
    }
    std::ranges::sort(extensions);
    for (const std::string& extension : extensions) {
      write(extension);
    }
    return true;
  }

  // "x" and at least one subtag, up to the end. false: "x" stands alone.
  bool take_private_use() {
    if (at_end() || front() != "x") {
      return true;
    }
    write(take());
    if (at_end()) {
      return false;
    }
    while (!at_end()) {
      write(take());
    }
    return true;
  }

  std::vector<std::string_view> all_;
  std::size_t next_ = 0;
  std::string out_;
};

}  // namespace

std::optional<std::string> canonical_language_tag(std::string_view text) {
  std::string tag(text);
  std::ranges::transform(tag, tag.begin(), to_lower);
  // Nearly every book: no need to take it apart.
  if (tag.size() == 2 && is_letter(tag[0]) && is_letter(tag[1])) {
    return present_name(SubtagKind::language, tag);
  }
  if (find_subtag(SubtagKind::tag, tag)) {
    return present_name(SubtagKind::tag, tag);
  }
  return Canonicaliser(tag).run();
}

std::string_view primary_language(std::string_view tag) noexcept {
  return tag.substr(0, tag.find('-'));
}

}  // namespace catalog
