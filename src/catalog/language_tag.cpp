#include "catalog/language_tag.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/ascii.hpp"

namespace catalog {
namespace {

using base::is_digit;

bool is_alpha(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// The subtags of a tag, lower-case; `next` walks them as the grammar demands.
class Subtags {
 public:
  // Empty subtags and characters outside the grammar leave nothing to walk.
  explicit Subtags(std::string_view tag) {
    std::size_t begin = 0;
    while (begin <= tag.size()) {
      const std::size_t end = std::min(tag.find('-', begin), tag.size());
      std::string subtag(tag.substr(begin, end - begin));
      const auto allowed = [](char c) { return is_alpha(c) || is_digit(c); };
      if (subtag.empty() || subtag.size() > 8 || !std::ranges::all_of(subtag, allowed)) {
        all_.clear();
        return;
      }
      std::ranges::transform(subtag, subtag.begin(), lower);
      all_.push_back(std::move(subtag));
      begin = end + 1;
    }
  }

  bool at_end() const noexcept { return next_ == all_.size(); }
  std::string& front() noexcept { return all_[next_]; }
  std::string& take() noexcept { return all_[next_++]; }
  // The length of the subtag ahead when it is all letters, else 0.
  std::size_t letters_ahead() const noexcept {
    const bool letters = !at_end() && std::ranges::all_of(all_[next_], is_alpha);
    return letters ? all_[next_].size() : 0;
  }
  std::size_t length_ahead() const noexcept { return at_end() ? 0 : all_[next_].size(); }

  std::string joined() const {
    std::string out;
    for (const std::string& subtag : all_) {
      out += out.empty() ? "" : "-";
      out += subtag;
    }
    return out;
  }

 private:
  std::vector<std::string> all_;
  std::size_t next_ = 0;
};

// 2*3ALPHA with up to three extlangs, 4ALPHA or 5*8ALPHA.
bool take_language(Subtags& subtags) {
  const std::size_t letters = subtags.letters_ahead();
  if (letters < 2) {
    return false;
  }
  subtags.take();
  for (int i = 0; i < 3 && letters <= 3 && subtags.letters_ahead() == 3; ++i) {
    subtags.take();
  }
  return true;
}

void take_script(Subtags& subtags) {
  if (subtags.letters_ahead() == 4) {
    std::string& script = subtags.take();
    script[0] = upper(script[0]);
  }
}

void take_region(Subtags& subtags) {
  if (subtags.letters_ahead() == 2) {
    std::string& region = subtags.take();
    std::ranges::transform(region, region.begin(), upper);
  } else if (subtags.length_ahead() == 3 && std::ranges::all_of(subtags.front(), is_digit)) {
    subtags.take();
  }
}

// 5*8alphanum, or a digit and three more. false: one is repeated.
bool take_variants(Subtags& subtags) {
  std::vector<std::string_view> seen;
  while (subtags.length_ahead() >= 5 ||
         (subtags.length_ahead() == 4 && is_digit(subtags.front()[0]))) {
    const std::string_view variant = subtags.take();
    if (std::ranges::find(seen, variant) != seen.end()) {
      return false;
    }
    seen.push_back(variant);
  }
  return true;
}

// A singleton and at least one subtag of 2 to 8. false: malformed or repeated.
bool take_extensions(Subtags& subtags) {
  std::string seen;
  while (subtags.length_ahead() == 1 && subtags.front() != "x") {
    const char singleton = subtags.take()[0];
    if (seen.find(singleton) != std::string::npos || subtags.length_ahead() < 2) {
      return false;
    }
    seen += singleton;
    while (subtags.length_ahead() >= 2) {
      subtags.take();
    }
  }
  return true;
}

// "x" and at least one subtag, up to the end. false: "x" stands alone.
bool take_private_use(Subtags& subtags) {
  if (subtags.at_end() || subtags.front() != "x") {
    return true;
  }
  subtags.take();
  if (subtags.at_end()) {
    return false;
  }
  while (!subtags.at_end()) {
    subtags.take();
  }
  return true;
}

}  // namespace

std::optional<std::string> canonical_language_tag(std::string_view text) {
  Subtags subtags(text);
  if (subtags.at_end()) {
    return std::nullopt;
  }
  if (subtags.front() != "x") {
    if (!take_language(subtags)) {
      return std::nullopt;
    }
    take_script(subtags);
    take_region(subtags);
    if (!take_variants(subtags) || !take_extensions(subtags)) {
      return std::nullopt;
    }
  }
  if (!take_private_use(subtags) || !subtags.at_end()) {
    return std::nullopt;
  }
  return subtags.joined();
}

std::string_view primary_language(std::string_view tag) noexcept {
  return tag.substr(0, tag.find('-'));
}

}  // namespace catalog
