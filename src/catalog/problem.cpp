#include "catalog/problem.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace catalog {
namespace {

struct Placeholder {
  std::size_t index;
  std::size_t length;
};

// "{7}" at `at`, or nullopt.
std::optional<Placeholder> placeholder_at(std::string_view wording, std::size_t at) noexcept {
  if (at + 2 >= wording.size() || wording[at] != '{' || wording[at + 2] != '}') {
    return std::nullopt;
  }
  const char digit = wording[at + 1];
  if (digit < '0' || digit > '9') {
    return std::nullopt;
  }
  return Placeholder{static_cast<std::size_t>(digit - '0'), 3};
}

std::string_view argument(std::span<const std::string> arguments, std::size_t index) noexcept {
  return index < arguments.size() ? std::string_view(arguments[index]) : std::string_view{};
}

// `wording` without brackets; false when one of its placeholders was replaced by nothing.
bool append_filled(std::string& out, std::string_view wording,
                   std::span<const std::string> arguments) {
  bool complete = true;
  for (std::size_t i = 0; i < wording.size();) {
    if (const auto placeholder = placeholder_at(wording, i)) {
      const std::string_view text = argument(arguments, placeholder->index);
      complete = complete && !text.empty();
      out += text;
      i += placeholder->length;
    } else {
      out += wording[i];
      ++i;
    }
  }
  return complete;
}

std::string joined(std::span<const BookId> ids) {
  std::string out;
  for (const BookId id : ids) {
    out += out.empty() ? "" : ", ";
    out += std::to_string(id.value);
  }
  return out;
}

Problem with(ProblemCode code, std::vector<std::string> arguments) {
  return {code, std::move(arguments), {}};
}

}  // namespace

std::string fill(std::string_view wording, std::span<const std::string> arguments) {
  std::string out;
  std::size_t begin = 0;
  while (begin < wording.size()) {
    const std::size_t opening = std::min(wording.find('[', begin), wording.size());
    append_filled(out, wording.substr(begin, opening - begin), arguments);
    if (opening == wording.size()) {
      break;
    }
    const std::size_t closing = std::min(wording.find(']', opening), wording.size());
    const std::size_t kept = out.size();
    if (!append_filled(out, wording.substr(opening + 1, closing - opening - 1), arguments)) {
      out.resize(kept);
    }
    begin = closing + 1;
  }
  return out;
}

namespace problem {

Problem of(ProblemCode code) { return {code, {}, {}}; }

Problem malformed_json(std::size_t byte_offset, std::string_view why) {
  return malformed_json(byte_offset, Wording{why, why});
}

Problem malformed_json(std::size_t byte_offset, const Wording& why) {
  return with(ProblemCode::malformed_json,
              {std::to_string(byte_offset), std::string(why.portuguese), std::string(why.english)});
}

Problem duplicate_key(std::string_view pointer) {
  return with(ProblemCode::duplicate_key, {std::string(pointer)});
}

Problem unknown_parameter(std::string_view name, std::string_view nearest) {
  return with(ProblemCode::unknown_parameter, {std::string(name), std::string(nearest)});
}

Problem bad_parameter(std::string_view name, std::string_view allowed) {
  return bad_parameter(name, Wording{allowed, allowed});
}

Problem bad_parameter(std::string_view name, const Wording& allowed) {
  return with(ProblemCode::bad_parameter,
              {std::string(name), std::string(allowed.portuguese), std::string(allowed.english)});
}

Problem unauthorized(const Wording& why) {
  return with(ProblemCode::unauthorized, {std::string(why.portuguese), std::string(why.english)});
}

Problem forbidden(std::string_view held, std::string_view wanted) {
  return with(ProblemCode::forbidden, {std::string(held), std::string(wanted)});
}

Problem rate_limited(std::int64_t seconds) {
  return with(ProblemCode::rate_limited, {std::to_string(seconds)});
}

Problem book_not_found(BookId id) {
  return with(ProblemCode::book_not_found, {std::to_string(id.value)});
}

Problem book_deleted(BookId id) {
  return with(ProblemCode::book_deleted, {std::to_string(id.value)});
}

Problem version_not_found(VersionOf which) {
  return with(ProblemCode::version_not_found,
              {std::to_string(which.id.value), std::to_string(which.version.value)});
}

Problem id_in_use(BookId id) { return with(ProblemCode::id_in_use, {std::to_string(id.value)}); }

Problem duplicate_book(std::span<const BookId> candidates) {
  return with(ProblemCode::duplicate_book, {joined(candidates)});
}

Problem version_conflict(VersionOf current) {
  return with(ProblemCode::version_conflict,
              {std::to_string(current.id.value), std::to_string(current.version.value)});
}

Problem invalid_book(std::vector<FieldError> errors) {
  return {ProblemCode::invalid_book, {}, std::move(errors)};
}

Problem body_too_large(std::size_t bytes_max) {
  return with(ProblemCode::body_too_large, {std::to_string(bytes_max)});
}

}  // namespace problem
}  // namespace catalog
