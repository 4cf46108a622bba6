// Every bound on a book's fields, as openapi.yaml states them. Lengths are code points
// unless the name says bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace catalog::limits {

inline constexpr std::size_t title_max = 1000;
inline constexpr std::size_t author_max = 500;
inline constexpr std::size_t subtitle_max = 1000;
inline constexpr std::size_t contributors_max = 100;
inline constexpr std::size_t contributor_name_max = 500;
inline constexpr std::size_t other_isbns_max = 20;
inline constexpr std::size_t identifiers_max = 50;
inline constexpr std::size_t identifier_value_max = 200;
inline constexpr std::size_t publisher_max = 300;
inline constexpr std::size_t place_max = 200;
inline constexpr std::size_t edition_max = 100;
inline constexpr std::int32_t year_min = -3000;
inline constexpr std::int32_t years_ahead_max = 5;
inline constexpr std::int32_t filter_year_max = 2100;
inline constexpr std::int32_t pages_max = 100'000;
inline constexpr std::size_t language_max = 35;  // RFC 5646 section 4.4.1
inline constexpr std::size_t terms_max = 50;     // subjects, tags
inline constexpr std::size_t term_max = 200;
inline constexpr std::size_t classification_max = 50;
inline constexpr std::size_t series_name_max = 300;
inline constexpr std::size_t series_volume_max = 20;
inline constexpr std::size_t synopsis_max = 20'000;
inline constexpr std::size_t notes_max = 20;
inline constexpr std::size_t note_max = 2000;
inline constexpr std::size_t cover_max = 2000;
inline constexpr std::size_t links_max = 20;
inline constexpr std::size_t link_url_max = 2000;
inline constexpr std::size_t link_media_type_max = 100;
inline constexpr std::size_t link_note_max = 200;
inline constexpr std::size_t extra_bytes_max = 16 * 1024;
inline constexpr std::size_t extra_depth_max = 16;
inline constexpr std::size_t errors_max = 20;  // told about one book; the rest is counted

}  // namespace catalog::limits
