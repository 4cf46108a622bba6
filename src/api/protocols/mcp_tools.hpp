// The tools of the Model Context Protocol server: what they are called, take and give. All of them
// read. The arguments of a tool are those of the API (openapi.yaml), read by the same functions.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "catalog/problem.hpp"
#include "search/store.hpp"

namespace api {

inline constexpr std::size_t mcp_books_max = 50;
// What a tool gives as JSON. It is sent twice, once as a text, where it may become twice as long:
// so a whole result stays below 256 KiB.
inline constexpr std::size_t mcp_content_bytes_max = std::size_t{80} * 1024;

// refused: what the tool was asked is not possible; `content` says why, in words.
struct ToolResult {
  enum class Is : std::uint8_t { done, refused } is = Is::done;
  std::string content;  // of what is done, a JSON object
};
// The read that a call needs, and how its outcome becomes a result.
struct ToolCall {
  search::Read command;
  std::function<ToolResult(search::ReadOutcome)> finish;
};
using ToolStart = std::variant<ToolResult, ToolCall>;

// nullptr: no tool is called so.
struct Tool;
const Tool* tool_named(std::string_view name) noexcept;
// `arguments`: a JSON object.
ToolStart start_tool(const Tool& tool, std::string_view arguments, catalog::Language language);

// The array of all tools; outputs: with what they give, which protocols before 2025-06-18 lack.
enum class ToolOutputs : std::uint8_t { left_out, told };
std::string list_tools(catalog::Language language, ToolOutputs outputs);

}  // namespace api
