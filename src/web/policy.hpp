// The Content-Security-Policy of the pages, and the header lines beside it in every answer in HTML:
// what the browser may do with a page. Nothing runs, loads or is sent but to this server; a script
// makes markup of strings only through the policy `livros` (Trusted Types). Constants; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace web {

// page: what all pages need. scanner: also WebAssembly, for the reader of barcodes. docs: without
// Trusted Types, for a library that writes markup itself.
enum class Policy : std::uint8_t { page, scanner, docs };

// "Content-Security-Policy: …\r\n" and its neighbours.
std::string_view policy_lines(Policy policy) noexcept;
// The same where the page may also ask these: "https://openlibrary.org https://…".
std::string policy_lines_with(Policy policy, std::string_view origins);

}  // namespace web
