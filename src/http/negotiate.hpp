// Proactive negotiation (RFC 9110 section 12.5): which of what the server offers a client would
// rather have. Pure functions, any thread. Malformed members of a list are skipped; a field that
// holds nothing else counts as absent. Of equal weights the server's order decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace http {

// Accept: the index of the best of `offered` ("application/json", lower case, no parameters), 0
// when the field is absent. nullopt: none is acceptable, 406. The parameters charset and
// header are disregarded, and so is application/problem+json, which says how errors are taken.
std::optional<std::size_t> choose_media_type(std::string_view accept,
                                             std::span<const std::string_view> offered) noexcept;

// True when Accept names text/html itself and weighs it no less than JSON: a browser, not a client
// that takes anything.
bool asks_for_html(std::string_view accept) noexcept;

enum class Coding : std::uint8_t { identity, gzip, zstd };
// "gzip", "zstd", "identity".
std::string_view to_string(Coding coding) noexcept;

// Accept-Encoding (section 12.5.3); pass a view whose data() is nullptr for an absent field, which
// means identity here. Compressed is preferred, zstd before gzip. nullopt: not even identity.
std::optional<Coding> choose_coding(std::string_view accept_encoding) noexcept;

// Accept-Language: the index in `offered` (primary subtags: "pt", "en"); 0 when nothing matches,
// for an answer in some language beats none (section 12.5.4). Of equal weights the client's order
// decides.
std::size_t choose_language(std::string_view accept_language,
                            std::span<const std::string_view> offered) noexcept;

// The primary subtag that Accept-Language wants most, as it is written there; of equal weights the
// first. Empty when it names none.
std::string_view preferred_language(std::string_view accept_language) noexcept;

}  // namespace http
