#include "web/policy.hpp"

#include <string>

namespace web {
namespace {

struct PolicyParts {
  std::string_view scripts;  // besides 'self'
  std::string_view types;
};

std::string lines_of(const PolicyParts& parts) {
  std::string lines("Content-Security-Policy: default-src 'none'; script-src 'self'");
  lines.append(parts.scripts);
  lines +=
      "; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; manifest-src 'self'; "
      "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  lines.append(parts.types);
  lines +=
      "\r\nX-Content-Type-Options: nosniff"
      "\r\nReferrer-Policy: same-origin"
      "\r\nCross-Origin-Opener-Policy: same-origin\r\n";
  return lines;
}

constexpr std::string_view types = "; require-trusted-types-for 'script'; trusted-types livros";

}  // namespace

std::string_view policy_lines(Policy policy) noexcept {
  static const std::string page = lines_of({"", types});
  static const std::string scanner = lines_of({" 'wasm-unsafe-eval'", types});
  static const std::string docs = lines_of({"", ""});
  switch (policy) {
    case Policy::page:
      return page;
    case Policy::scanner:
      return scanner;
    case Policy::docs:
      return docs;
  }
  return page;
}

std::string policy_lines_with(Policy policy, std::string_view origins) {
  constexpr std::string_view own = "connect-src 'self'";
  std::string lines(policy_lines(policy));
  if (!origins.empty()) {
    lines.insert(lines.find(own) + own.size(), " " + std::string(origins));
  }
  return lines;
}

}  // namespace web
