#include "http/negotiate.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

// How closely a media range fits: 0 not at all, 1 "*/*", 2 "text/*", 3 the type itself.
unsigned closeness(const WeightedItem& range, std::string_view offered) noexcept {
  ListReader parameters(range.parameters, ';');
  while (const auto parameter = parameters.next()) {
    // The offered types have no parameters, so a range that demands one means something else; but
    // for those that every answer has (RFC 4180 section 3 of text/csv).
    const std::string_view name = parameter->substr(0, parameter->find('='));
    if (!equal_ignoring_case(name, "charset") && !equal_ignoring_case(name, "header")) {
      return 0;
    }
  }
  if (range.item == "*/*") {
    return 1;
  }
  if (equal_ignoring_case(range.item, offered)) {
    return 3;
  }
  const std::size_t slash = offered.find('/');
  const bool same_type = range.item.ends_with("/*") && range.item.size() == slash + 2 &&
                         equal_ignoring_case(range.item.substr(0, slash), offered.substr(0, slash));
  return same_type ? 2 : 0;
}

bool is_media_range(std::string_view item) noexcept {
  const std::size_t slash = item.find('/');
  return slash != std::string_view::npos && is_token(item.substr(0, slash)) &&
         is_token(item.substr(slash + 1));
}

// A client says by it how it takes errors (RFC 9457), and they are not what is chosen here.
constexpr std::string_view type_of_errors = "application/problem+json";

struct MediaWeight {
  unsigned weight = 0;
  bool any_range = false;  // the field held at least one well-formed range
};

struct Offer {
  std::string_view type;
  std::string_view accept;  // the field it is held against
};

// The weight of the closest range; a later one of the same closeness does not replace it.
MediaWeight weight_of(const Offer& offer) noexcept {
  MediaWeight result;
  unsigned closest = 0;
  ListReader members(offer.accept);
  while (const auto member = members.next()) {
    const auto range = parse_weighted(*member);
    if (!range || !is_media_range(range->item) ||
        equal_ignoring_case(range->item, type_of_errors)) {
      continue;
    }
    result.any_range = true;
    const unsigned close = closeness(*range, offer.type);
    if (close > closest) {
      closest = close;
      result.weight = range->weight;
    }
  }
  return result;
}

struct CodingWeights {
  std::optional<unsigned> gzip, zstd, identity, any;
};

CodingWeights read_codings(std::string_view accept_encoding) noexcept {
  CodingWeights weights;
  ListReader members(accept_encoding);
  while (const auto member = members.next()) {
    const auto coding = parse_weighted(*member);
    if (!coding) {
      continue;
    }
    const auto is = [&](std::string_view name) { return equal_ignoring_case(coding->item, name); };
    if (is("gzip") || is("x-gzip")) {
      weights.gzip = coding->weight;
    } else if (is("zstd")) {
      weights.zstd = coding->weight;
    } else if (is("identity")) {
      weights.identity = coding->weight;
    } else if (is("*")) {
      weights.any = coding->weight;
    }
  }
  return weights;
}

std::string_view primary_subtag(std::string_view range) noexcept {
  return range.substr(0, range.find('-'));
}

// The first subtag of the range with the greatest weight of those that can be had; the first of
// equals, empty when there is none.
std::string_view most_wanted_language(std::string_view accept_language, auto&& can_be) noexcept {
  std::string_view best;
  unsigned best_weight = 0;
  ListReader members(accept_language);
  while (const auto member = members.next()) {
    const auto range = parse_weighted(*member);
    if (!range || range->weight <= best_weight) {
      continue;
    }
    const std::string_view primary = primary_subtag(range->item);
    if (can_be(primary)) {
      best = primary;
      best_weight = range->weight;
    }
  }
  return best;
}

bool names_language(std::string_view accept_language, std::string_view primary) noexcept {
  ListReader members(accept_language);
  while (const auto member = members.next()) {
    const auto range = parse_weighted(*member);
    if (range && equal_ignoring_case(primary_subtag(range->item), primary)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::size_t> choose_media_type(std::string_view accept,
                                             std::span<const std::string_view> offered) noexcept {
  if (offered.empty()) {
    return std::nullopt;
  }
  std::size_t best = 0;
  unsigned best_weight = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const MediaWeight media = weight_of({offered[i], accept});
    if (!media.any_range) {
      return 0;
    }
    if (media.weight > best_weight) {
      best = i;
      best_weight = media.weight;
    }
  }
  return best_weight > 0 ? std::optional(best) : std::nullopt;
}

bool asks_for_html(std::string_view accept) noexcept {
  constexpr std::string_view html = "text/html";
  ListReader members(accept);
  bool is_named = false;
  while (const auto member = members.next()) {
    const auto range = parse_weighted(*member);
    is_named = is_named || (range && equal_ignoring_case(range->item, html) && range->weight > 0);
  }
  return is_named &&
         weight_of({html, accept}).weight >= weight_of({"application/json", accept}).weight;
}

std::string_view to_string(Coding coding) noexcept {
  switch (coding) {
    case Coding::identity:
      return "identity";
    case Coding::gzip:
      return "gzip";
    case Coding::zstd:
      return "zstd";
  }
  return {};
}

std::optional<Coding> choose_coding(std::string_view accept_encoding) noexcept {
  if (accept_encoding.data() == nullptr) {
    return Coding::identity;
  }
  const CodingWeights weights = read_codings(accept_encoding);
  const unsigned zstd = weights.zstd.value_or(weights.any.value_or(0));
  const unsigned gzip = weights.gzip.value_or(weights.any.value_or(0));
  const Coding compressed = zstd >= gzip ? Coding::zstd : Coding::gzip;
  const unsigned compressed_weight = std::max(zstd, gzip);
  // Identity needs no mention to be acceptable, only to be preferred or refused.
  const bool identity_refused = weights.identity.value_or(weights.any.value_or(1)) == 0;
  if (compressed_weight > 0 && compressed_weight >= weights.identity.value_or(0)) {
    return compressed;
  }
  return identity_refused ? std::nullopt : std::optional(Coding::identity);
}

std::size_t choose_language(std::string_view accept_language,
                            std::span<const std::string_view> offered) noexcept {
  const auto place_of = [&](std::string_view primary) noexcept {
    // "*" stands for what no other range names (RFC 4647 section 3.3.1).
    const auto found = std::ranges::find_if(offered, [&](std::string_view one) {
      return primary == "*" ? !names_language(accept_language, one)
                            : equal_ignoring_case(primary, one);
    });
    return static_cast<std::size_t>(found - offered.begin());
  };
  const std::string_view wanted = most_wanted_language(
      accept_language,
      [&](std::string_view primary) { return place_of(primary) < offered.size(); });
  return wanted.empty() ? 0 : place_of(wanted);
}

std::string_view preferred_language(std::string_view accept_language) noexcept {
  constexpr std::size_t subtag_bytes_max = 8;  // RFC 5646 section 2.1
  return most_wanted_language(accept_language, [](std::string_view primary) {
    return primary.size() >= 2 && primary.size() <= subtag_bytes_max &&
           std::ranges::all_of(primary, base::is_letter);
  });
}

}  // namespace http
