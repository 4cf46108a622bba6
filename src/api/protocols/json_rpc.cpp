#include "api/protocols/json_rpc.hpp"

#include <optional>

#include "json/merge.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

using json::Kind;
using json::Value;

// A text or a number; null is none, because nobody could tell its answer from a refusal.
bool read_id(RpcMessage& message, Value id) {
  const bool is_fine = id.kind() == Kind::string || id.kind() == Kind::number;
  if (!is_fine || id.source().size() > rpc_id_bytes_max) {
    return false;
  }
  message.id = id.source();
  return true;
}

RpcMessage read_message(Value value) {
  RpcMessage message;
  const auto id = value.member("id");
  if (id && !read_id(message, *id)) {
    return message;
  }
  const auto version = value.member("jsonrpc");
  const auto method = value.member("method");
  const auto params = value.member("params");
  if (!version || version->kind() != Kind::string || version->text() != "2.0") {
    return message;
  }
  if (!method) {
    const bool is_response = value.member("result") || value.member("error");
    message.kind = is_response ? RpcMessage::Kind::response : RpcMessage::Kind::invalid;
    return message;
  }
  const bool has_params =
      params && (params->kind() == Kind::object || params->kind() == Kind::array);
  if (method->kind() != Kind::string || (params && !has_params)) {
    return message;
  }
  message.method = method->text();
  if (params) {
    json::append_minified(message.params, *params);
  }
  message.kind = id ? RpcMessage::Kind::request : RpcMessage::Kind::notification;
  return message;
}

}  // namespace

base::Expected<RpcBody, RpcError> read_rpc(std::string_view body) {
  thread_local json::Document parser;
  const auto root = parser.parse(body);
  if (!root) {
    return base::Unexpected<RpcError>{RpcError::parse_error};
  }
  RpcBody read;
  if (root->kind() != Kind::array) {
    read.messages.push_back(read_message(*root));
    return read;
  }
  read.form = RpcBody::Form::batch;
  for (const Value item : root->items()) {
    if (read.messages.size() == rpc_batch_max) {
      return base::Unexpected<RpcError>{RpcError::invalid_request};
    }
    read.messages.push_back(read_message(item));
  }
  if (read.messages.empty()) {
    return base::Unexpected<RpcError>{RpcError::invalid_request};
  }
  return read;
}

std::string rpc_result(std::string_view id, std::string_view result) {
  std::string out(R"({"jsonrpc":"2.0","id":)");
  return out.append(id).append(R"(,"result":)").append(result).append("}");
}

std::string rpc_error(std::string_view id, const RpcFailure& failure) {
  std::string out(R"({"jsonrpc":"2.0","id":)");
  out.append(id).append(R"(,"error":{"code":)");
  json::append_integer(out, static_cast<int>(failure.code));
  out += R"(,"message":)";
  json::append_string(out, failure.message);
  if (!failure.data.empty()) {
    out.append(R"(,"data":)").append(failure.data);
  }
  return out.append("}}");
}

}  // namespace api
