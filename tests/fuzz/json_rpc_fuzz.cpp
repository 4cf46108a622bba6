// Any bytes are refused as a whole, or become messages within their bounds, each of which can be
// answered: the answer is JSON, under an id that is a text, a number or null.
#include <string>
#include <string_view>

#include "api/protocols/json_rpc.hpp"
#include "base/check.hpp"
#include "json/reader.hpp"
#include "support/fuzz_target.hpp"

namespace {

using api::RpcMessage;

void check_answer(const std::string& answer) {
  json::Document document;
  const auto root = document.parse(answer);
  check(root.has_value());
  const auto id = root->member("id");
  check(id.has_value());
  check(id->kind() == json::Kind::string || id->kind() == json::Kind::null ||
        id->kind() == json::Kind::number);
}

void check_message(const RpcMessage& message) {
  check(message.id.size() <= api::rpc_id_bytes_max);
  const bool is_call =
      message.kind == RpcMessage::Kind::request || message.kind == RpcMessage::Kind::notification;
  check(is_call || message.method.empty());
  check((message.kind == RpcMessage::Kind::request) <= (message.id != "null"));
  if (!message.params.empty()) {
    json::Document document;
    const auto params = document.parse(message.params);
    check(params && (params->kind() == json::Kind::object || params->kind() == json::Kind::array));
  }
  check_answer(api::rpc_result(message.id, "{}"));
  check_answer(api::rpc_error(message.id, {api::RpcError::method_not_found, message.method}));
}

}  // namespace

FUZZ_TARGET(json_rpc) {
  const std::string text(input);
  const auto body = api::read_rpc(text);
  if (!body) {
    return;
  }
  check(!body->messages.empty() && body->messages.size() <= api::rpc_batch_max);
  for (const RpcMessage& message : body->messages) {
    check_message(message);
  }
}
