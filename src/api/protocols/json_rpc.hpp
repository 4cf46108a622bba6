// JSON-RPC 2.0: the messages of one request body, and the answers to them as JSON. Pure functions,
// any thread. What is read is a copy; nothing of the body has to stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace api {

// Section 5.1.
enum class RpcError : std::int16_t {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  unsupported_version = -32022,  // of the Model Context Protocol
};

// invalid: no message of JSON-RPC, but the id that it is answered under may be known.
struct RpcMessage {
  enum class Kind : std::uint8_t { request, notification, response, invalid } kind = Kind::invalid;
  std::string id{"null"};  // JSON, as it was sent
  std::string method{};
  std::string params{};  // JSON, minified; empty: there are none
};

inline constexpr std::size_t rpc_batch_max = 10;
inline constexpr std::size_t rpc_id_bytes_max = 1024;

struct RpcBody {
  enum class Form : std::uint8_t { message, batch } form = Form::message;
  std::vector<RpcMessage> messages;  // of a batch at least one, at most rpc_batch_max
};

// Failures: parse_error; invalid_request for a batch that is empty or too long.
base::Expected<RpcBody, RpcError> read_rpc(std::string_view body);

// The answers to one message: `id` and `result` are JSON already.
std::string rpc_result(std::string_view id, std::string_view result);
struct RpcFailure {
  RpcError code;
  std::string_view message;
  std::string_view data{};  // JSON; empty: none
};
std::string rpc_error(std::string_view id, const RpcFailure& failure);

}  // namespace api
