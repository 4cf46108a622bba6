#include "app/import_rejections.hpp"

namespace app {
namespace {

// "/autores/3/nome" -> "/autores/*/nome": reasons are tallied per field, not per position.
std::string without_indexes(const std::string& pointer) {
  std::string out;
  for (const char c : pointer) {
    const bool digit = c >= '0' && c <= '9';
    const bool in_index = !out.empty() && (out.back() == '/' || out.back() == '*');
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

}  // namespace

void Rejects::add(Where where, const catalog::Problem& problem) {
  ++count_;
  const catalog::ProblemKind& kind = kind_of(problem.code);
  std::string line = "registro / record " + std::to_string(where.record);
  if (where.line != 0) {
    line += " (linha / line " + std::to_string(where.line) + ")";
  }
  line += ": ";
  if (problem.errors.empty()) {
    ++reasons_[std::string(kind.slug)];
    line += catalog::fill(kind.detail.portuguese, problem.arguments);
  }
  for (const catalog::FieldError& error : problem.errors) {
    const catalog::RuleKind& rule = kind_of(error.rule);
    ++reasons_[std::string(rule.slug) + ' ' + without_indexes(error.pointer)];
    line += error.pointer + ": " + catalog::fill(rule.message.portuguese, error.arguments) + "; ";
  }
  if (lines_.size() < listed_max) {
    lines_.push_back(std::move(line));
  }
}

}  // namespace app
