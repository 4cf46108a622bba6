#include "catalog/identifier_value.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace catalog {
namespace {

using Labels = std::span<const std::string_view>;

constexpr std::array<std::string_view, 13> doi_labels{"https://doi.org/",
                                                      "http://doi.org/",
                                                      "https://dx.doi.org/",
                                                      "http://dx.doi.org/",
                                                      "https://www.doi.org/",
                                                      "http://www.doi.org/",
                                                      "dx.doi.org/",
                                                      "www.doi.org/",
                                                      "doi.org/",
                                                      "info:doi/",
                                                      "urn:doi:",
                                                      "doi:",
                                                      "doi"};
constexpr std::array<std::string_view, 9> oclc_labels{"(OCoLC)",
                                                      "info:oclcnum/",
                                                      "https://www.worldcat.org/oclc/",
                                                      "http://www.worldcat.org/oclc/",
                                                      "https://worldcat.org/oclc/",
                                                      "http://worldcat.org/oclc/",
                                                      "https://search.worldcat.org/title/",
                                                      "OCoLC",
                                                      "OCLC"};
constexpr std::array<std::string_view, 9> issn_labels{"https://portal.issn.org/resource/issn/",
                                                      "http://portal.issn.org/resource/issn/",
                                                      "urn:issn:",
                                                      "e-issn",
                                                      "p-issn",
                                                      "eissn",
                                                      "pissn",
                                                      "issn-l",
                                                      "issn"};
constexpr std::array<std::string_view, 5> lccn_labels{
    "https://lccn.loc.gov/", "http://lccn.loc.gov/", "info:lccn/", "(DLC)", "lccn"};

Labels labels_of(IdentifierType type) noexcept {
  switch (type) {
    case IdentifierType::issn:
      return issn_labels;
    case IdentifierType::doi:
      return doi_labels;
    case IdentifierType::lccn:
      return lccn_labels;
    case IdentifierType::oclc:
      return oclc_labels;
    case IdentifierType::olid:
    case IdentifierType::asin:
    case IdentifierType::invalid_isbn:
    case IdentifierType::other:
      return {};
  }
  return {};
}

bool begins_with_digit(std::string_view text) noexcept {
  return !text.empty() && base::is_digit(text.front());
}

// "ocm", "ocn" and "on" in front of a number of OCLC tell how many digits it has.
std::string_view without_oclc_letters(std::string_view text) noexcept {
  for (const std::string_view letters : {"ocm", "ocn", "on"}) {
    if (base::begins_ignoring_case(text, letters) &&
        begins_with_digit(text.substr(letters.size()))) {
      return text.substr(letters.size());
    }
  }
  return text;
}

// The hyphen of an ISSN as it is typed or set.
std::size_t hyphen_bytes(std::string_view text) noexcept {
  for (const std::string_view hyphen :
       {"-", " ", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212"}) {
    if (text.starts_with(hyphen)) {
      return hyphen.size();
    }
  }
  return 0;
}

// The ISSN that `text` begins with, with its hyphen; empty when there is none. `rest` is what
// stands behind it.
std::string issn_in(std::string_view text, std::string_view& rest) {
  constexpr std::size_t half = 4;
  constexpr std::size_t last = 7;
  std::string issn;
  for (std::size_t digits = 0; digits <= last; ++digits) {
    if (digits == half) {
      issn += '-';
      text.remove_prefix(hyphen_bytes(text));
    }
    const bool is_ten = digits == last && (text.starts_with('X') || text.starts_with('x'));
    if (!begins_with_digit(text) && !is_ten) {
      return {};
    }
    issn += is_ten ? 'X' : text.front();
    text.remove_prefix(1);
  }
  rest = text;
  return begins_with_digit(text) ? std::string() : issn;
}

bool is_of_form(IdentifierType type, std::string_view text) {
  constexpr std::string_view handle = "10.";
  std::string_view rest;
  switch (type) {
    case IdentifierType::issn:
      return !issn_in(text, rest).empty();
    case IdentifierType::doi:
      return text.starts_with(handle) && begins_with_digit(text.substr(handle.size()));
    case IdentifierType::lccn:
      return std::ranges::any_of(text, base::is_digit);
    case IdentifierType::oclc:
      return begins_with_digit(without_oclc_letters(text));
    case IdentifierType::olid:
    case IdentifierType::asin:
    case IdentifierType::invalid_isbn:
    case IdentifierType::other:
      return false;
  }
  return false;
}

// What stands behind the label that `text` begins with, if any.
std::string_view behind_label(std::string_view text, Labels labels) noexcept {
  for (const std::string_view label : labels) {
    if (!base::begins_ignoring_case(text, label)) {
      continue;
    }
    text = base::trim(text.substr(label.size()));
    while (text.starts_with(':')) {
      text = base::trim(text.substr(1));
    }
    return text;
  }
  return text;
}

std::string plain_oclc(std::string_view value, bool had_label) {
  const std::string_view number = without_oclc_letters(value);
  const bool is_number = std::ranges::all_of(number, base::is_digit);
  const bool is_padded = had_label || (is_number && number.size() < value.size());
  if (!is_padded) {
    return std::string(value);
  }
  const std::size_t zeros = std::min(number.find_first_not_of('0'), number.size() - 1);
  return std::string(number.substr(zeros));
}

}  // namespace

std::string_view without_identifier_label(IdentifierType type, std::string_view value) {
  const Labels labels = labels_of(type);
  std::string_view text = base::trim(value);
  for (std::string_view shorter = behind_label(text, labels); shorter.size() < text.size();
       shorter = behind_label(text, labels)) {
    text = shorter;
  }
  return is_of_form(type, text) ? text : value;
}

std::string plain_identifier(IdentifierType type, std::string_view value) {
  const std::string_view text = without_identifier_label(type, value);
  if (type == IdentifierType::oclc && is_of_form(type, text)) {
    return plain_oclc(text, text.size() < base::trim(value).size());
  }
  if (type == IdentifierType::issn) {
    std::string_view rest;
    std::string issn = issn_in(text, rest);
    if (!issn.empty() && rest.empty()) {
      return issn;
    }
    // More than a number: as it was sent.
    return std::string(value);
  }
  return std::string(text);
}

std::string plain_identifier(const Identifier& identifier) {
  return plain_identifier(identifier.type, identifier.value);
}

}  // namespace catalog
