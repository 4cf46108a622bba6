// Which bodies a route takes: what Content-Type and Content-Encoding are held against. Pure
// functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/answer/plan.hpp"
#include "http/message.hpp"

namespace api {

// What a body may be. merge_patch: also application/merge-patch+json (RFC 7396).
// form: also what a form sends. query_form: that alone, the query of a protocol. file: an exchange
// format, as its handler reads Content-Type. image: a cover, as its first bytes say.
enum class Takes : std::uint8_t { nothing, json, merge_patch, form, query_form, file, image };

// 415, which says what came and what would have been taken (RFC 9110 section 15.5.16, RFC 5789
// section 2.2); nullopt: the body may be read. A body without a type is refused everywhere: it is
// what a page of another origin may send without asking first.
enum class BodyIs : std::uint8_t { absent, sent };
std::optional<http::Response> wrong_media_type(const AnswerContext& context, Takes takes,
                                               BodyIs body);

// The value of Accept-Patch.
std::string_view patch_types() noexcept;

}  // namespace api
