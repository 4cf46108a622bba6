#include "support/answer.hpp"

#include <algorithm>
#include <charconv>

#include "json/merge.hpp"
#include "json/reader.hpp"

namespace support {
namespace {

std::optional<json::Value> child(json::Value parent, std::string_view token) {
  if (parent.kind() == json::Kind::object) {
    return parent.member(token);
  }
  std::size_t wanted = 0;
  std::from_chars(token.data(), token.data() + token.size(), wanted);
  for (const json::Value item : parent.items()) {
    if (wanted-- == 0) {
      return item;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> Answer::all(std::string_view name) const {
  std::vector<std::string> values;
  std::string_view rest = head;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(line.size() + 2, rest.size()));
    if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      values.emplace_back(line.substr(name.size() + 2));
    }
  }
  return values;
}

std::string Answer::header(std::string_view name) const {
  const std::vector<std::string> values = all(name);
  return values.size() == 1 ? values.front() : "";
}

std::string json_at(std::string_view json, std::string_view pointer) {
  json::Document document;
  const auto root = document.parse(json);
  if (!root) {
    return {};
  }
  json::Value value = *root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    const auto next = child(value, token);
    if (!next) {
      return {};
    }
    value = *next;
  }
  if (value.kind() == json::Kind::string) {
    return std::string(value.text());
  }
  std::string text;
  json::append_minified(text, value);
  return text;
}

std::string problem_in(const Answer& answer) {
  const std::string status = std::to_string(answer.status);
  const std::string slug = json_at(answer.body, "/codigo");
  if (answer.header("Content-Type") != "application/problem+json") {
    return status + ", but no problem+json: " + answer.head + answer.body;
  }
  const bool agrees = json_at(answer.body, "/status") == status &&
                      json_at(answer.body, "/type") == "/problemas/" + slug &&
                      json_at(answer.body, "/pedido") == answer.header("X-Request-Id") &&
                      !json_at(answer.body, "/title").empty() &&
                      !json_at(answer.body, "/detail").empty() &&
                      !json_at(answer.body, "/instance").empty() &&
                      json_at(answer.body, "/erros").starts_with('[') &&
                      answer.header("Cache-Control") == "no-store";
  return agrees ? status + ' ' + slug : "not in agreement: " + answer.head + answer.body;
}

std::vector<std::string> errors_in(const Answer& answer) {
  std::vector<std::string> errors;
  json::Document document;
  const auto root = document.parse(answer.body);
  const auto list = root ? root->member("erros") : std::nullopt;
  if (!list) {
    return {"no errors in: " + answer.body};
  }
  for (const json::Value entry : list->items()) {
    const auto pointer = entry.member("ponteiro");
    const auto code = entry.member("codigo");
    errors.push_back(std::string(pointer ? pointer->text() : "?") + ' ' +
                     std::string(code ? code->text() : "?"));
  }
  return errors;
}

}  // namespace support
