#include "catalog/problem.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "catalog/limits.hpp"

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

// A client's own keys make such a pointer.
constexpr std::size_t pointer_shown_max = 256;

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

std::string shown(std::string_view text) { return base::abridged(text, shown_max); }

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
  return with(ProblemCode::duplicate_key, {base::abridged(pointer, pointer_shown_max)});
}

Problem unknown_parameter(std::string_view name, std::string_view nearest) {
  return with(ProblemCode::unknown_parameter, {shown(name), std::string(nearest)});
}

Problem bad_parameter(std::string_view name, const Wording& allowed, std::string_view value) {
  return with(ProblemCode::bad_parameter, {shown(name), std::string(allowed.portuguese),
                                           std::string(allowed.english), shown(value)});
}

Problem bad_parameter(std::string_view name, std::string_view allowed, std::string_view value) {
  return bad_parameter(name, Wording{allowed, allowed}, value);
}

Problem foreign_page(std::string_view origin) {
  return with(ProblemCode::foreign_page, {shown(origin)});
}

Problem misdirected(std::string_view host) { return with(ProblemCode::misdirected, {shown(host)}); }

Problem unknown_path(std::string_view path) {
  return with(ProblemCode::unknown_path, {shown(path)});
}

Problem method_not_allowed(const RefusedMethod& refused) {
  return with(ProblemCode::method_not_allowed,
              {shown(refused.method), std::string(refused.allowed)});
}

Problem not_acceptable(const Offered& offered) {
  return with(ProblemCode::not_acceptable, {shown(offered.asked), std::string(offered.available)});
}

Problem unsupported_media_type(const SentBody& sent, std::string_view accepted_types) {
  return with(ProblemCode::unsupported_media_type,
              {shown(sent.type), shown(sent.coding),
               sent.type.empty() && sent.coding.empty() ? "Content-Type" : "",
               std::string(accepted_types)});
}

Problem book_not_found(std::string_view id) {
  return with(ProblemCode::book_not_found, {shown(id)});
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

Problem cover_not_found(BookId book) {
  return with(ProblemCode::cover_not_found, {std::to_string(book.value)});
}

Problem book_deleted(BookId id) {
  return with(ProblemCode::book_deleted, {std::to_string(id.value)});
}

Problem version_not_found(BookId id, std::string_view version) {
  return with(ProblemCode::version_not_found, {std::to_string(id.value), shown(version)});
}

Problem version_not_found(VersionOf which) {
  return with(ProblemCode::version_not_found,
              {std::to_string(which.id.value), std::to_string(which.version.value)});
}

Problem id_in_use(BookId id) { return with(ProblemCode::id_in_use, {std::to_string(id.value)}); }

Problem batch_refused(std::size_t place, const Problem& why) {
  const std::string pointer = "/" + std::to_string(place);
  Problem refused = with(ProblemCode::batch_refused, {std::to_string(place)});
  refused.errors.push_back(
      {pointer,
       Rule::refused_operation,
       {detail_of(why, Language::portuguese), detail_of(why, Language::english)}});
  for (const FieldError& error : why.errors) {
    refused.errors.push_back(error);
    refused.errors.back().pointer.insert(0, pointer + "/livro");
  }
  refused.errors_left_out = why.errors_left_out;
  return refused;
}

Problem duplicate_book(std::span<const BookId> candidates) {
  return with(ProblemCode::duplicate_book, {joined(candidates)});
}

Problem version_conflict(VersionOf current) {
  return with(ProblemCode::version_conflict,
              {std::to_string(current.id.value), std::to_string(current.version.value)});
}

Problem invalid_book(std::vector<FieldError> errors, std::size_t left_out) {
  if (errors.size() > limits::errors_max) {
    left_out += errors.size() - limits::errors_max;
    errors.erase(errors.begin() + limits::errors_max, errors.end());
  }
  return {ProblemCode::invalid_book,
          {left_out == 0 ? "" : std::to_string(left_out)},
          std::move(errors),
          left_out};
}

Problem body_too_large(std::size_t bytes_max) {
  return with(ProblemCode::body_too_large, {std::to_string(bytes_max)});
}

Problem import_not_found(std::int64_t id) { return import_not_found(std::to_string(id)); }

Problem import_not_found(std::string_view id) {
  return with(ProblemCode::import_not_found, {shown(id)});
}

Problem wrong_import_state(std::int64_t id, std::string_view state) {
  return with(ProblemCode::wrong_import_state, {std::to_string(id), std::string(state)});
}

Problem unsupported_format(const Wording& what) {
  return with(ProblemCode::unsupported_format, {shown(what.portuguese), shown(what.english)});
}

}  // namespace problem
}  // namespace catalog
