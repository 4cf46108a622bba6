#include "app/import_rejections.hpp"

#include <algorithm>

#include "app/language.hpp"
#include "base/text.hpp"

namespace app {
namespace {

// "/autores/3/nome" -> "/autores/*/nome": reasons are tallied per field, not per position.
std::string without_indexes(const std::string& pointer) {
  std::string out;
  for (const char c : pointer) {
    const bool digit = c >= '0' && c <= '9';
    // What stands first is a key or a MARC tag.
    const bool in_index = out.size() > 1 && (out.back() == '/' || out.back() == '*');
    if (digit && in_index) {
      if (out.back() == '/') {
        out += '*';
      }
      continue;
    }
    out += c;
  }
  return out;
}

std::string place(Rejects::Where where) {
  const std::string line =
      where.line == 0 ? "" : say({"linha ", "line "}) + std::to_string(where.line);
  if (where.record == 0) {
    return say({"cabeçalho", "header"}) + (line.empty() ? "" : " (" + line + ")");
  }
  return line.empty() ? say({"registro ", "record "}) + std::to_string(where.record) : line;
}

// Ano “s.d.”
std::string shown(const formats::Written& written) {
  constexpr std::size_t bytes_max = 60;
  std::string value(base::clip_bytes(written.value, bytes_max));
  std::replace(value.begin(), value.end(), '\n', ' ');
  if (value.size() < written.value.size()) {
    value += "…";
  }
  return written.column + (value.empty() ? "" : " “" + value + "”");
}

std::string without_full_stop(std::string sentence) {
  if (sentence.ends_with('.')) {
    sentence.pop_back();
  }
  return sentence;
}

std::string reason(const catalog::FieldError& error, const formats::Written* written) {
  const bool has_words = written != nullptr && !written->why.portuguese.empty();
  const std::string why =
      has_words ? say(written->why) : without_full_stop(catalog::message_of(error, language()));
  const std::string name = written != nullptr && !written->column.empty()
                               ? shown(*written)
                               : error.pointer.substr(error.pointer.starts_with('/') ? 1 : 0);
  return name.empty() ? why : name + ": " + why;
}

// A CSV header is refused only for columns that are missing.
std::string missing_column(const catalog::FieldError& error) {
  return error.rule == catalog::Rule::required && error.pointer.size() > 1
             ? say({"falta a coluna ", "missing column: "}) + error.pointer.substr(1)
             : reason(error, nullptr);
}

}  // namespace

void Rejects::add(Where where, const catalog::Problem& problem,
                  const std::vector<formats::Written>& written) {
  ++count_;
  const catalog::ProblemKind& kind = kind_of(problem.code);
  std::string line;
  if (problem.errors.empty()) {
    ++reasons_[std::string(kind.slug)];
    line = ": " + without_full_stop(catalog::detail_of(problem, language()));
  }
  for (std::size_t i = 0; i < problem.errors.size(); ++i) {
    const catalog::FieldError& error = problem.errors[i];
    ++reasons_[std::string(kind_of(error.rule).slug) + ' ' + without_indexes(error.pointer)];
    const std::string said = where.record == 0
                                 ? missing_column(error)
                                 : reason(error, i < written.size() ? &written[i] : nullptr);
    line += (line.empty() ? (where.record == 0 ? ": " : ", ") : "; ") + said;
  }
  if (lines_.size() < listed_max) {
    lines_.push_back(place(where) + line);
  }
}

void Rejects::warn(Where where, const formats::Written& warning) {
  ++warning_count_;
  const std::string why = say(warning.why);
  ++warning_reasons_[warning.column + ": " + why];
  if (warnings_.size() < warnings_listed_max) {
    warnings_.push_back(place(where) + ", " + shown(warning) + ": " + why);
  }
}

}  // namespace app
